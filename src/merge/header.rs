//! What a merged file says of its texts and of the aligner.

use std::cmp::Ordering;

use super::settle::Who;
use crate::file::{self, AlignerInfo, AlignmentFile, TextRef};
use crate::text::{Side, sha256 as hash_of};

/// Whose links of the aligner stand where nothing else tells: those of the newer aligner, else of who
/// changed the aligner's settings, else a choice that does not ask who is who.
pub(super) fn preferred(base: Option<&AlignmentFile>, ours: &AlignmentFile, theirs: &AlignmentFile) -> Who {
    let changed = |file: &AlignmentFile| base.is_some_and(|base| base.aligner != file.aligner);
    let order = compare_versions(&ours.aligner.version, &theirs.aligner.version)
        .then_with(|| changed(ours).cmp(&changed(theirs)))
        .then_with(|| file::write(theirs).cmp(&file::write(ours)));
    if order == Ordering::Less {
        Who::Theirs
    } else {
        Who::Ours
    }
}

/// `0.10.0` is newer than `0.9.1`.
fn compare_versions(one: &str, other: &str) -> Ordering {
    let numbers = |version: &str| -> Vec<u64> {
        let parts = version.split(|c: char| !c.is_ascii_digit());
        parts.filter_map(|part| part.parse().ok()).collect()
    };
    numbers(one).cmp(&numbers(other)).then_with(|| one.cmp(other))
}

/// What made the `auto` links: the newer version; settings as who changed them says.
pub(super) fn aligner(
    base: Option<&AlignmentFile>,
    ours: &AlignmentFile,
    theirs: &AlignmentFile,
    preferred: Who,
) -> AlignerInfo {
    let (first, second) = match preferred {
        Who::Ours => (&ours.aligner, &theirs.aligner),
        Who::Theirs => (&theirs.aligner, &ours.aligner),
    };
    let settings = match base.map(|base| &base.aligner.settings) {
        Some(base) if *base == first.settings => &second.settings,
        _ => &first.settings,
    };
    AlignerInfo {
        version: first.version.clone(),
        settings: settings.clone(),
    }
}

/// The text of one side, and whether both versions are of texts that the other never saw.
pub(super) fn text(
    base: Option<&AlignmentFile>,
    ours: &AlignmentFile,
    theirs: &AlignmentFile,
    side: Side,
    both_changed: bool,
) -> (TextRef, bool) {
    let base = base.map(|file| file.text(side));
    let (ours, theirs) = (ours.text(side), theirs.text(side));
    let path = three_way(base.map(|base| &base.path), &ours.path, &theirs.path);
    let sha256 = three_way(base.map(|base| &base.sha256), &ours.sha256, &theirs.sha256);
    let unsettled = both_changed || sha256.is_none();
    let sha256 = match sha256 {
        Some(sha256) if !unsettled => sha256.clone(),
        // The text that git makes of both is not known here. This fits none, so that the file can
        // never pass for fresh before `cotejo align` has seen the text.
        _ => {
            let both = [(&ours.sha256).min(&theirs.sha256), (&ours.sha256).max(&theirs.sha256)];
            hash_of(both.map(String::as_str).join("\n").as_bytes())
        }
    };
    let text = TextRef {
        lang: ours.lang.clone(),
        path: path.unwrap_or_else(|| (&ours.path).min(&theirs.path)).clone(),
        sha256,
    };
    (text, unsettled)
}

/// What both say, or who alone changed it; nothing when both changed it.
fn three_way<'a, T: PartialEq>(base: Option<&T>, ours: &'a T, theirs: &'a T) -> Option<&'a T> {
    if ours == theirs || base == Some(theirs) {
        Some(ours)
    } else if base == Some(ours) {
        Some(theirs)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert_eq!(compare_versions("0.10.0", "0.9.1"), Ordering::Greater);
        assert_eq!(compare_versions("1.0.0", "1.0.0"), Ordering::Equal);
        assert_eq!(compare_versions("1.0", "1.0.1"), Ordering::Less);
    }
}
