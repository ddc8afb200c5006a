//! Any bytes are decoded or refused; what was decoded stays the same when it is read again.
#![no_main]

use std::path::Path;

use cotejo::text::SourceText;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let path = Path::new("fuzz.txt");
    for encoding in [None, Some("utf-8"), Some("windows-1252"), Some("utf-16le")] {
        let Ok(text) = SourceText::decode(bytes, encoding, path) else {
            continue;
        };
        assert!(!text.as_str().contains('\r'), "a line end that is not LF is left");
        let again = SourceText::from_string(text.as_str());
        assert_eq!(again.as_str(), text.as_str());
        assert_eq!(again.sha256(), text.sha256());
    }
});
