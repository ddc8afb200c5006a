//! Who may talk to the page's server: the browser of the person who started it, and nobody else.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HOST, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::CliError;

/// A header that no page of another origin can send without being asked first, which is refused.
const OWN_HEADER: &str = "x-cotejo";

/// Letters of a secret: 256 random bits.
const SECRET_BYTES: usize = 32;

/// What this server accepts.
#[derive(Debug)]
pub(super) struct Guard {
    port: u16,
    token: String,
    session: String,
    /// Whether the token was exchanged.
    is_used: AtomicBool,
}

fn secret() -> Result<String, CliError> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|error| CliError::new(format!("the system gives no random numbers: {error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether two secrets are the same, in a time that does not tell how much of them is.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

impl Guard {
    pub(super) fn new(port: u16) -> Result<Self, CliError> {
        Ok(Self {
            port,
            token: secret()?,
            session: secret()?,
            is_used: AtomicBool::new(false),
        })
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// The cookie for who knows the token; it is given once.
    pub(super) fn exchange(&self, token: &str) -> Option<String> {
        if !same(token, &self.token) || self.is_used.swap(true, Ordering::SeqCst) {
            return None;
        }
        Some(format!(
            "{}={}; HttpOnly; SameSite=Strict; Path=/",
            self.cookie(),
            self.session
        ))
    }

    /// Cookies know no ports, so the name does.
    fn cookie(&self) -> String {
        format!("cotejo-{}", self.port)
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        let name = self.cookie();
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(key, value)| key == name && same(value, &self.session))
    }

    /// The host is ours: a name that leads to this computer by a trick is not.
    fn is_our_host(&self, headers: &HeaderMap) -> bool {
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next().and_then(|host| host.to_str().ok()), hosts.next()) else {
            return false;
        };
        ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|name| host == format!("{name}:{}", self.port))
    }

    /// Whether a request that writes comes from our page.
    fn is_from_us(headers: &HeaderMap) -> bool {
        let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        let host = text(&HOST).unwrap_or_default();
        let origin = text(&ORIGIN).is_none_or(|origin| origin == format!("http://{host}"));
        let site = headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin");
        let json = text(&CONTENT_TYPE).is_some_and(|kind| kind.split(';').next() == Some("application/json"));
        origin && site && json && headers.contains_key(OWN_HEADER)
    }

    fn check(&self, request: &Request) -> Result<(), (StatusCode, &'static str)> {
        let headers = request.headers();
        if !self.is_our_host(headers) {
            return Err((
                StatusCode::MISDIRECTED_REQUEST,
                "this server answers to this computer only",
            ));
        }
        let path = request.uri().path();
        if request.uri().authority().is_some() {
            return Err((StatusCode::BAD_REQUEST, "this is no proxy"));
        }
        match *request.method() {
            Method::GET | Method::HEAD => {}
            Method::POST if Self::is_from_us(headers) => {}
            Method::POST => return Err((StatusCode::FORBIDDEN, "only the review page may write")),
            _ => return Err((StatusCode::METHOD_NOT_ALLOWED, "this can only be read and written")),
        }
        if path.starts_with("/api/") && path != "/api/session" && !self.knows(headers) {
            return Err((StatusCode::UNAUTHORIZED, "open the address that cotejo review printed"));
        }
        Ok(())
    }
}

/// Nothing but our own scripts and styles is loaded, nothing is asked of others, nobody frames the page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Lets through what may pass, and says to browsers what they may do with it.
pub(super) async fn pass(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = match guard.check(&request) {
        Ok(()) => next.run(request).await,
        Err(refused) => refused.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
        (X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn ask(guard: &Guard, method: &str, path: &str, headers: &[(&str, &str)]) -> Result<(), StatusCode> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        guard
            .check(&request.body(Body::empty()).unwrap())
            .map_err(|refused| refused.0)
    }

    #[test]
    fn only_our_page_on_this_computer_is_heard() {
        let guard = Guard::new(4000).unwrap();
        let cookie = format!("theme=dark; cotejo-4000={}", guard.session);
        let host = ("host", "127.0.0.1:4000");
        let ours = [host, ("cookie", cookie.as_str())];
        assert_eq!(ask(&guard, "GET", "/api/works", &ours), Ok(()));
        assert_eq!(ask(&guard, "GET", "/", &[host]), Ok(()));
        assert_eq!(ask(&guard, "GET", "/api/works", &[host]), Err(StatusCode::UNAUTHORIZED));
        for bad in ["evil.example:4000", "127.0.0.1", "127.0.0.1:4001", "localhost.:4000"] {
            let found = ask(&guard, "GET", "/", &[("host", bad)]);
            assert_eq!(found, Err(StatusCode::MISDIRECTED_REQUEST), "{bad}");
        }
        assert_eq!(
            ask(&guard, "GET", "/", &[host, host]),
            Err(StatusCode::MISDIRECTED_REQUEST)
        );
        assert_eq!(ask(&guard, "DELETE", "/", &ours), Err(StatusCode::METHOD_NOT_ALLOWED));
        let write = |more: &[(&str, &str)]| ask(&guard, "POST", "/api/works/obra/ops", &[&ours, more].concat());
        let json = ("content-type", "application/json");
        assert_eq!(write(&[json, ("x-cotejo", "1")]), Ok(()));
        assert_eq!(
            write(&[json, ("x-cotejo", "1"), ("origin", "http://127.0.0.1:4000")]),
            Ok(())
        );
        for bad in [
            &[json][..],
            &[("x-cotejo", "1")],
            &[("content-type", "text/plain"), ("x-cotejo", "1")],
            &[json, ("x-cotejo", "1"), ("origin", "null")],
            &[json, ("x-cotejo", "1"), ("origin", "http://evil.example")],
            &[json, ("x-cotejo", "1"), ("origin", "http://127.0.0.1:4001")],
            &[json, ("x-cotejo", "1"), ("sec-fetch-site", "same-site")],
        ] {
            assert_eq!(write(bad), Err(StatusCode::FORBIDDEN), "{bad:?}");
        }
    }

    #[test]
    fn the_token_is_exchanged_once() {
        let guard = Guard::new(4000).unwrap();
        assert_eq!(guard.exchange("0"), None);
        let token = guard.token().to_owned();
        let cookie = guard.exchange(&token).unwrap();
        assert!(cookie.starts_with("cotejo-4000=") && cookie.contains("HttpOnly; SameSite=Strict"));
        assert_eq!(guard.exchange(&token), None);
    }
}
