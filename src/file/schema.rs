//! The JSON Schema of alignment files, generated from the types that write them.

use schemars::generate::SchemaSettings;

use super::json::WireFile;

/// The schema as pretty-printed JSON with a newline at the end.
///
/// It describes the shape. That sentences stand in order, each exactly once, and that every id has
/// its text is beyond JSON Schema; [`validate`](super::validate) checks it.
#[must_use]
pub fn json_schema() -> String {
    let generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator();
    let schema = generator.into_root_schema_for::<WireFile<'_>>();
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::json_schema;

    #[test]
    fn the_committed_schema_is_the_one_of_the_types() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/alignment.schema.json");
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, json_schema()).unwrap();
        }
        let committed = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
        assert_eq!(
            committed,
            json_schema(),
            "run the test with UPDATE_SCHEMA=1 and commit the file"
        );
    }
}
