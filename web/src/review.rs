//! Answers the review page as `cotejo review` does, without what needs a server: files that others write, and texts that
//! are corrected on the disk.

use cotejo::review::{Action, Done, Op, Request, told};
use serde_json::{Value, json};

use crate::bench::Work;

/// A status as a server gives it, and what is told.
pub(crate) type Response = (u16, Value);

const OK: u16 = 200;
const BAD_REQUEST: u16 = 400;
const NOT_FOUND: u16 = 404;
const CONFLICT: u16 = 409;
const CANNOT: u16 = 422;

/// Why a typo stays.
const NO_FILE: &str = "the page does not change your files: correct the text in an editor, then give it to the page again; \
     your decisions are kept";

/// Answers what the page asks of a path.
pub(crate) fn answer(work: &mut Work, path: &str, body: Option<Value>) -> Response {
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match (parts.as_slice(), body) {
        (["api", "works"], None) => {
            let counts = told::counts(&work.session.state().file, work.session.trust());
            (OK, json!([{"name": work.name, "counts": counts}]))
        }
        (["api", "works", _], None) => (OK, told::work(&work.name, &work.session)),
        (["api", "works", _, "evidence", base, link], None) => evidence(work, base, link),
        (["api", "works", _, "ops"], Some(request)) => match serde_json::from_value(request) {
            Ok(request) => operate(work, &request),
            Err(error) => (BAD_REQUEST, json!({"error": error.to_string()})),
        },
        (["api", "works", _, "preview"], Some(_)) => (CANNOT, json!({"error": NO_FILE})),
        _ => (NOT_FOUND, json!({"error": "there is nothing here"})),
    }
}

fn evidence(work: &Work, base: &str, link: &str) -> Response {
    let session = &work.session;
    match link.parse::<usize>() {
        Ok(link) if base == session.journal().last().to_string() => (OK, json!(session.evidence(link))),
        // The page counts links otherwise than they stand now; it asks again when it has caught up.
        _ => (CONFLICT, json!({"error": "the alignment was changed meanwhile"})),
    }
}

fn operate(work: &mut Work, request: &Request) -> Response {
    let refused = match &request.action {
        Action::Do(Op::Correct { .. }) => Some(NO_FILE.to_owned()),
        _ => match work.session.handle(request) {
            Ok(Done::New(_) | Done::Before(_) | Done::Nothing) => None,
            Err(error) => Some(error.to_string()),
        },
    };
    let session = &work.session;
    let mut told = told::news(&work.name, session, session.journal().since(request.base));
    let Some(error) = refused else {
        return (OK, told);
    };
    told["error"] = error.into();
    let is_late = session.journal().last() > request.base;
    (if is_late { CONFLICT } else { CANNOT }, told)
}
