//! The files of the page, inside the program.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const PICTURE: &str = "image/svg+xml";

macro_rules! files {
    ($($path:literal $file:literal $kind:ident;)*) => {
        &[$(($path, include_str!(concat!("page/", $file)), $kind)),*]
    };
}

/// By path, content and kind. What is not in this list does not exist: no path leads to the disk.
pub(super) const FILES: &[(&str, &str, &str)] = files! {
    "/" "index.html" HTML;
    "/icon.svg" "icon.svg" PICTURE;
    "/page.css" "page.css" CSS;
    "/main.js" "main.js" SCRIPT;
    "/actions.js" "actions.js" SCRIPT;
    "/api.js" "api.js" SCRIPT;
    "/messages.js" "messages.js" SCRIPT;
    "/keys.js" "keys.js" SCRIPT;
    "/model.js" "model.js" SCRIPT;
    "/ops.js" "ops.js" SCRIPT;
    "/table.js" "table.js" SCRIPT;
    "/panes.js" "panes.js" SCRIPT;
    "/dialogs.js" "dialogs.js" SCRIPT;
    "/dom.js" "dom.js" SCRIPT;
    "/words.js" "words.js" SCRIPT;
    "/works.js" "works.js" SCRIPT;
    "/en.js" "en.js" SCRIPT;
    "/es.js" "es.js" SCRIPT;
};

pub(super) fn answer(content: &'static str, kind: &'static str) -> Response {
    ([(CONTENT_TYPE, kind)], content).into_response()
}
