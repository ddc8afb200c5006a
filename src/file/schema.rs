//! The JSON Schema of alignment files, generated from the types that write them.

use schemars::generate::SchemaSettings;

use super::json::WireFile;

/// The schema as pretty-printed JSON with a newline at the end.
///
/// It describes the shape. That every sentence of the texts stands in order, exactly once, is beyond JSON Schema;
/// [`check_texts`](super::check_texts) checks it.
#[must_use]
pub fn json_schema() -> String {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema = generator.into_root_schema_for::<WireFile<'_>>();
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::json_schema;
    use crate::file::write;
    use crate::fixture::{any_file, sample};

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

    /// Says where a value does not fit a schema. Knows the keywords that the schema of alignment files
    /// uses and fails on any other, so that none is passed over. (The crate `jsonschema` would bring
    /// nearly fifty packages for this.)
    fn misfit(root: &Value, schema: &Value, value: &Value, path: &str) -> Option<String> {
        let fails = |keyword: &str| Some(format!("{path}: {keyword}"));
        for (keyword, rule) in schema.as_object().unwrap() {
            let fits = match keyword.as_str() {
                "$schema" | "$defs" | "title" | "description" | "format" | "properties" => true,
                "$ref" => {
                    let name = rule.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                    match misfit(root, &root["$defs"][name], value, path) {
                        None => true,
                        some => return some,
                    }
                }
                "type" => match rule.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "number" => value.is_number(),
                    "integer" => value.is_u64(),
                    "boolean" => value.is_boolean(),
                    other => panic!("type {other} is not known here"),
                },
                "const" => value == rule,
                "oneOf" => {
                    let fitting = rule
                        .as_array()
                        .unwrap()
                        .iter()
                        .filter(|rule| misfit(root, rule, value, path).is_none());
                    fitting.count() == 1
                }
                "minimum" => value.as_f64() >= rule.as_f64(),
                "maximum" => value.as_f64() <= rule.as_f64(),
                "minLength" => value
                    .as_str()
                    .is_none_or(|text| text.chars().count() as u64 >= rule.as_u64().unwrap()),
                "required" => rule
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|key| value.get(key.as_str().unwrap()).is_some()),
                "items" => {
                    let items = value.as_array().into_iter().flatten().enumerate();
                    match items
                        .filter_map(|(at, item)| misfit(root, rule, item, &format!("{path}/{at}")))
                        .next()
                    {
                        None => true,
                        some => return some,
                    }
                }
                "additionalProperties" => true,
                other => panic!("keyword {other} is not known here"),
            };
            if !fits {
                return fails(keyword);
            }
        }
        for (key, value) in value.as_object().into_iter().flatten() {
            let path = format!("{path}/{key}");
            let rule = match (schema["properties"].get(key), schema.get("additionalProperties")) {
                (Some(rule), _) => rule,
                (None, Some(Value::Bool(false))) => return Some(format!("{path}: unknown")),
                (None, Some(rule)) => rule,
                (None, None) => continue,
            };
            if let Some(fault) = misfit(root, rule, value, &path) {
                return Some(fault);
            }
        }
        None
    }

    fn check(file: &Value) -> Option<String> {
        let schema: Value = serde_json::from_str(&json_schema()).unwrap();
        misfit(&schema, &schema, file, "")
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_fits_the_schema(file in any_file()) {
            proptest::prop_assert_eq!(check(&serde_json::from_str(&write(&file)).unwrap()), None);
        }
    }

    #[test]
    fn what_the_reader_refuses_by_its_shape_does_not_fit() {
        let good: Value = serde_json::from_str(&write(&sample())).unwrap();
        assert_eq!(check(&good), None);
        let faults: [(&str, Value, &str); 15] = [
            ("/format", json!("other"), "/format: const"),
            ("/version", json!(2), "/version: const"),
            ("/remark", json!(1), "/remark: unknown"),
            ("/source/lang", json!(1), "/source/lang: type"),
            ("/aligner/settings/speed", json!(1), "/aligner/settings/speed: unknown"),
            ("/links/0/status", json!("done"), "/links/0/status: oneOf"),
            ("/links/0/confidence", json!(1.5), "/links/0/confidence: maximum"),
            ("/links/0/source/0", json!(1), "/links/0/source/0: type"),
            ("/links/0/source", json!("El faro"), "/links/0/source: type"),
            ("/links/0/es", json!(["El faro"]), "/links/0/es: unknown"),
            ("/links/0/note", Value::Null, "/links/0/note: type"),
            ("/links/0/target/0", json!(""), "/links/0/target/0: minLength"),
            ("/links/0/sttus", json!("auto"), "/links/0/sttus: unknown"),
            ("/links/0/reasons", json!("length"), "/links/0/reasons: type"),
            ("/waiting", json!(1), "/waiting: type"),
        ];
        for (pointer, value, expected) in faults {
            let mut file = good.clone();
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            match file.pointer_mut(parent).unwrap() {
                Value::Array(list) => list[key.parse::<usize>().unwrap()] = value,
                object => object[key] = value,
            }
            assert_eq!(check(&file).as_deref(), Some(expected));
            assert!(crate::file::read(&file.to_string()).is_err(), "{pointer}");
        }
        let mut file = good;
        file["links"][0].as_object_mut().unwrap().remove("status");
        assert_eq!(check(&file).as_deref(), Some("/links/0: required"));
    }
}
