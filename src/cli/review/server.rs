//! Listening, and ending well.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::{interval, sleep, timeout};

use super::guard::Guard;
use super::hall::Hall;
use super::routes::router;

/// Connections at once. A browser opens six; what is left keeps it served while a hundred others hold theirs.
const MOST_CONNECTIONS: usize = 256;

/// How long a client may take to say what it wants. Between two requests a connection may rest as long.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a connection may last: a day's work. A page whose event stream ends opens another.
const LONGEST: Duration = Duration::from_secs(12 * 60 * 60);

/// How often is looked whether something has to be written into a file.
const TICK: Duration = Duration::from_millis(500);

/// How long to wait when the system gives no connection, such as for want of file handles.
const BREATH: Duration = Duration::from_millis(100);

/// How long the machine rests between two places of the queue that are worked out.
const SHORT_BREATH: Duration = Duration::from_millis(10);

/// Serves until the person who started it ends it.
pub(super) async fn serve(listener: TcpListener, hall: Arc<Hall>, guard: Arc<Guard>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let service = TowerToHyperService::new(router(Arc::clone(&hall), guard));
    let free = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let saving = tokio::spawn(save_now_and_then(Arc::clone(&hall)));
    let learning = tokio::spawn(learn_now_and_then(Arc::clone(&hall)));
    let stop = stop();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = select(listener.accept(), &mut stop).await;
        let Some(accepted) = accepted else { break };
        let Ok((stream, _)) = accepted else {
            sleep(BREATH).await;
            continue;
        };
        // One too many is closed at once.
        let Ok(permit) = Arc::clone(&free).try_acquire_owned() else {
            continue;
        };
        // An answer in two pieces would wait for the other side to say that it has the first: 40 ms on Linux.
        let _ = stream.set_nodelay(true);
        let service = service.clone();
        tokio::spawn(async move {
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .serve_connection(TokioIo::new(stream), service);
            // A client that goes away, or says nonsense, concerns nobody else.
            let _ = timeout(LONGEST, connection).await;
            drop(permit);
        });
    }
    hall.end();
    saving.abort();
    learning.abort();
    Ok(())
}

async fn save_now_and_then(hall: Arc<Hall>) {
    let mut ticks = interval(TICK);
    loop {
        ticks.tick().await;
        let hall = Arc::clone(&hall);
        let _ = spawn_blocking(move || hall.save_due()).await;
    }
}

/// Works out the queue while nobody waits: one place after the other as long as there are some, with a breath between, in which
/// a step of the person comes first.
async fn learn_now_and_then(hall: Arc<Hall>) {
    loop {
        let hall = Arc::clone(&hall);
        let more = spawn_blocking(move || hall.learn()).await.unwrap_or(false);
        sleep(if more { SHORT_BREATH } else { TICK }).await;
    }
}

/// What comes first; nothing when the second does.
async fn select<T>(first: impl Future<Output = T>, second: &mut (impl Future<Output = ()> + Unpin)) -> Option<T> {
    let mut first = std::pin::pin!(first);
    std::future::poll_fn(|context| {
        if let std::task::Poll::Ready(done) = first.as_mut().poll(context) {
            return std::task::Poll::Ready(Some(done));
        }
        std::pin::Pin::new(&mut *second).poll(context).map(|()| None)
    })
    .await
}

/// Ctrl-C, or a system that ends the program.
async fn stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut end) = signal(SignalKind::terminate()) {
            let mut end = std::pin::pin!(async move {
                end.recv().await;
            });
            select(interrupt(), &mut end).await;
            return;
        }
    }
    interrupt().await;
}

async fn interrupt() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without signals only killing ends it; the record has all.
        std::future::pending::<()>().await;
    }
}
