//! The JSON Schema of alignment files, generated from the types.

/// The schema as pretty-printed JSON with a newline at the end.
#[must_use]
pub fn json_schema() -> String {
    unreachable!()
}
