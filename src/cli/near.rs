//! Names like one that does not exist.

use std::fs;
use std::path::Path;

/// Names less alike than this are other names, not typing errors.
const ALIKE: f64 = 0.7;

/// What to say of a path that does not exist.
pub(crate) fn hints(path: &Path) -> Vec<String> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        let hint = format!("there is no folder {}", folder.display());
        return vec![hint];
    }
    let near: Vec<_> = near_names(folder, path)
        .into_iter()
        .map(|name| path.with_file_name(name))
        .collect();
    match near.as_slice() {
        [] => Vec::new(),
        names => {
            let names: Vec<_> = names.iter().map(|name| name.display().to_string()).collect();
            vec![format!("did you mean {}?", names.join(" or "))]
        }
    }
}

/// The name most like one that is not among them, if any is like it.
pub(crate) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    names
        .map(|name| (likeness(&wanted, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

/// At most three names of the folder, most alike first.
fn near_names(folder: &Path, path: &Path) -> Vec<String> {
    let wanted = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut near: Vec<(f64, String)> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .map(|name| (likeness(&wanted, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    near.truncate(3);
    near.into_iter().map(|(_, name)| name).collect()
}

/// From 0 to 1; a name that only lacks its ending counts as the same.
fn likeness(wanted: &str, name: &str) -> f64 {
    let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy();
    let whole = strsim::normalized_damerau_levenshtein(wanted, name);
    whole.max(strsim::normalized_damerau_levenshtein(wanted, &stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_come_most_alike_first() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["cuento.txt", "cuenta.txt", "poema.txt"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        assert_eq!(
            near_names(folder.path(), Path::new("Cuentos.txt")),
            ["cuento.txt", "cuenta.txt"]
        );
        assert_eq!(near_names(folder.path(), Path::new("poema")), ["poema.txt"]);
        assert_eq!(near_names(folder.path(), Path::new("x.txt")), [""; 0]);
    }
}
