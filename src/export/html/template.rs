//! The templates, and the style and script that go into a page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Error, UndefinedBehavior};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::unit;

const TEMPLATES: [(&str, &str); 3] = [
    ("index.html", include_str!("index.html")),
    ("page.html", include_str!("page.html")),
    ("units.html", include_str!("units.html")),
];

/// Style and script of a page, and the policy that allows these and nothing else.
#[derive(Serialize)]
pub(super) struct Assets {
    style: String,
    script: String,
    policy: String,
}

impl Assets {
    /// For a work.
    pub(super) fn page() -> Self {
        let places: String = (1..=unit::MOST_ROWS)
            .map(|place| format!(":is(.o,.t)>:nth-child({place}){{--place:{place}}}\n"))
            .collect();
        let style = [
            include_str!("base.css"),
            include_str!("page.css"),
            include_str!("modes.css"),
            &places,
            include_str!("sheet.css"),
            include_str!("panels.css"),
            include_str!("print.css"),
        ];
        let script = [
            include_str!("js/store.js"),
            include_str!("js/language.js"),
            include_str!("js/place.js"),
            include_str!("js/settings.js"),
            include_str!("js/words.js"),
            include_str!("js/marks.js"),
            include_str!("js/sheet.js"),
            include_str!("js/aloud.js"),
            include_str!("js/select.js"),
            include_str!("js/contents.js"),
            include_str!("js/search.js"),
            include_str!("js/saved.js"),
            include_str!("js/print.js"),
            include_str!("js/main.js"),
        ];
        Self::new(&style, &script)
    }

    /// For the list of works.
    pub(super) fn index() -> Self {
        let style = [include_str!("base.css"), include_str!("index.css")];
        let script = [
            include_str!("js/store.js"),
            include_str!("js/language.js"),
            include_str!("js/index.js"),
        ];
        Self::new(&style, &script)
    }

    fn new(style: &[&str], script: &[&str]) -> Self {
        // Trimmed, as validators hash it so.
        let joined = |parts: &[&str]| unix(parts.concat().trim());
        let (style, script) = (joined(style), joined(script));
        let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; \
             base-uri 'none'; form-action 'none'",
            hash(&style),
            hash(&script)
        );
        Self { style, script, policy }
    }
}

/// Line ends LF: a checkout with others must not change the page, nor break the hashes of its policy.
fn unix(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// The templates, ready to be filled.
pub(super) struct Templates(Environment<'static>);

impl Templates {
    /// Reads the templates.
    pub(super) fn new() -> Result<Self, Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()?;
        environment.set_syntax(syntax);
        for (name, text) in TEMPLATES {
            environment.add_template_owned(name, unix(text))?;
        }
        Ok(Self(environment))
    }

    /// Fills one; everything is escaped but what the template itself calls safe.
    pub(super) fn render<T: Serialize>(&self, name: &str, context: T) -> Result<String, Error> {
        self.0.get_template(name)?.render(Serde(context))
    }
}
