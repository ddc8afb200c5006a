//! What the page asks for.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use cotejo::project::{Desk, DeskError, Preview};
use cotejo::review::{Done, Request, SentenceName, told};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio_stream::wrappers::{BroadcastStream, WatchStream};
use tokio_stream::{Stream, StreamExt as _};

use super::assets::{FILES, answer};
use super::guard::{Guard, pass};
use super::hall::{Hall, HallError};

/// Bytes of a request: a thousand times an operation.
const LARGEST_BODY: usize = 1 << 18;

/// Event streams at once: a browser has one for each page that is open.
const MOST_STREAMS: usize = 32;

/// How often a stream that has nothing to say shows that it is alive.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);

/// Letters of a client's name: a page makes up 16.
const LONGEST_CLIENT: usize = 64;

#[derive(Clone)]
struct Desks {
    hall: Arc<Hall>,
    guard: Arc<Guard>,
    streams: Arc<Semaphore>,
}

pub(super) fn router(hall: Arc<Hall>, guard: Arc<Guard>) -> Router {
    let mut router = Router::new();
    for &(path, content, kind) in FILES {
        router = router.route(path, get(move || async move { answer(content, kind) }));
    }
    let state = Desks {
        hall,
        guard: Arc::clone(&guard),
        streams: Arc::new(Semaphore::new(MOST_STREAMS)),
    };
    router
        .route("/api/session", post(session))
        .route("/api/works", get(list))
        .route("/api/works/{work}", get(work))
        .route("/api/works/{work}/evidence/{base}/{link}", get(evidence))
        .route("/api/works/{work}/ops", post(ops))
        .route("/api/works/{work}/preview", post(preview))
        .route("/api/events", get(events))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn_with_state(guard, pass))
        .with_state(state)
}

fn refused(status: StatusCode, error: impl Into<String>) -> Response {
    (status, Json(json!({"error": error.into()}))).into_response()
}

fn failed(error: HallError) -> Response {
    match error {
        HallError::NoWork => refused(StatusCode::NOT_FOUND, "this work is not one of those under review now"),
        // It may be open elsewhere, or its file broken: when that is over, a page that waits goes on.
        HallError::Closed(error) => refused(StatusCode::SERVICE_UNAVAILABLE, error),
    }
}

/// Works on a desk, beside the thread that serves.
async fn at_desk<T: Send + 'static>(
    hall: &Arc<Hall>,
    work: String,
    act: impl FnOnce(&mut Desk) -> T + Send + 'static,
) -> Result<T, Response> {
    let hall = Arc::clone(hall);
    match spawn_blocking(move || hall.with(&work, act)).await {
        Ok(done) => done.map_err(failed),
        Err(_) => Err(refused(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the program failed at this; nothing was changed",
        )),
    }
}

#[derive(Deserialize)]
struct Token {
    token: String,
}

async fn session(State(desks): State<Desks>, Json(token): Json<Token>) -> Response {
    match desks.guard.exchange(&token.token) {
        Some(cookie) => (StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response(),
        None => refused(
            StatusCode::UNAUTHORIZED,
            "this address was used already; run cotejo review again",
        ),
    }
}

async fn list(State(desks): State<Desks>) -> Response {
    let hall = Arc::clone(&desks.hall);
    match spawn_blocking(move || hall.list()).await {
        Ok(list) => Json(list).into_response(),
        Err(_) => refused(StatusCode::INTERNAL_SERVER_ERROR, "the works cannot be listed"),
    }
}

async fn work(State(desks): State<Desks>, Path(name): Path<String>) -> Response {
    let told = name.clone();
    match at_desk(&desks.hall, name, move |desk| told::work(&told, desk.session())).await {
        Ok(work) => Json(work).into_response(),
        Err(refused) => refused,
    }
}

async fn evidence(State(desks): State<Desks>, Path((name, base, link)): Path<(String, u64, usize)>) -> Response {
    let look = move |desk: &mut Desk| (desk.session().journal().last() == base).then(|| desk.session().evidence(link));
    match at_desk(&desks.hall, name, look).await {
        Ok(Some(evidence)) => Json(evidence).into_response(),
        // The page counts links otherwise than they stand now; it asks again when it has caught up.
        Ok(None) => refused(StatusCode::CONFLICT, "the alignment was changed meanwhile"),
        Err(refused) => refused,
    }
}

#[derive(Deserialize)]
struct Typo {
    at: SentenceName,
    words: String,
}

/// How the file of a text would change.
async fn preview(State(desks): State<Desks>, Path(name): Path<String>, Json(typo): Json<Typo>) -> Response {
    let look = move |desk: &mut Desk| desk.preview(&typo.at, &typo.words);
    match at_desk(&desks.hall, name, look).await {
        Ok(Ok(Preview {
            path,
            line,
            before,
            after,
        })) => Json(json!({"path": path, "line": line, "before": before, "after": after})).into_response(),
        Ok(Err(error)) => refused(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
        Err(refused) => refused,
    }
}

async fn ops(State(desks): State<Desks>, Path(name): Path<String>, Json(request): Json<Request>) -> Response {
    if request.client.is_empty() || request.client.len() > LONGEST_CLIENT {
        return refused(
            StatusCode::BAD_REQUEST,
            "this page is not one of the review; load it anew",
        );
    }
    let work = name.clone();
    let act = move |desk: &mut Desk| match desk.handle(&request) {
        Ok(Done::New(entries)) => {
            // The page that asked may have missed what others did before.
            let missed = desk.session().journal().since(request.base);
            let told = told::news(&work, desk.session(), missed);
            let news = if missed.len() == entries.len() {
                told.clone()
            } else {
                told::news(&work, desk.session(), &entries)
            };
            (StatusCode::OK, told, Some(news))
        }
        Ok(Done::Before(_) | Done::Nothing) => (
            StatusCode::OK,
            told::news(&work, desk.session(), desk.session().journal().since(request.base)),
            None,
        ),
        Err(error) => {
            let status = match &error {
                DeskError::Refused(_) if desk.session().journal().last() > request.base => StatusCode::CONFLICT,
                DeskError::Refused(_) | DeskError::Correct(_) => StatusCode::UNPROCESSABLE_ENTITY,
                // Not the step's fault: the page sends it again.
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            };
            let mut told = told::news(&work, desk.session(), desk.session().journal().since(request.base));
            told["error"] = error.to_string().into();
            (status, told, None)
        }
    };
    match at_desk(&desks.hall, name, act).await {
        Ok((status, told, news)) => {
            if let Some(news) = news {
                desks.hall.tell(&news);
            }
            (status, Json::<Value>(told)).into_response()
        }
        Err(refused) => refused,
    }
}

/// What happens, until the page goes or the server ends.
async fn events(State(desks): State<Desks>) -> Response {
    let Ok(permit) = Arc::clone(&desks.streams).try_acquire_owned() else {
        return refused(StatusCode::TOO_MANY_REQUESTS, "too many pages are open");
    };
    let news = BroadcastStream::new(desks.hall.listen()).map(|message| match message {
        Ok(message) => Some(Event::default().data(message)),
        // It was too slow; it is to read all anew.
        Err(_) => Some(Event::default().data(r#"{"behind":true}"#)),
    });
    let ending = WatchStream::new(desks.hall.ending()).filter(|ends| *ends).map(|_| None);
    let stream = news.merge(ending).map_while(move |event| {
        let _held = &permit;
        event.map(Ok::<_, Infallible>)
    });
    sse(stream)
}

fn sse(stream: impl Stream<Item = Result<Event, Infallible>> + Send + 'static) -> Response {
    Sse::new(stream)
        .keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE))
        .into_response()
}
