use insta::assert_snapshot;
use proptest::prelude::*;

use super::{MergeError, Merged, merge};
use crate::carry::Decision;
use crate::file::{self, AlignmentFile, Link, Positions, Status, validate};
use crate::fixture::{file, link, sample};
use crate::text::Side;

/// The links as lines: ids, status, note.
fn show(merged: &Merged) -> String {
    validate(&merged.file).unwrap();
    let names = Positions::new(&merged.file, [None, None]);
    let line = |(index, link): (usize, &Link)| {
        let note = link.note.as_ref().map_or_else(String::new, |note| format!("  {note}"));
        let reasons = link.reasons.join(" ");
        format!("{} {} {reasons}{note}", names.short_name(index), link.status.as_str())
    };
    merged
        .file
        .links
        .iter()
        .enumerate()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Four sentences on each side, one to one.
fn base() -> AlignmentFile {
    file(vec![
        link("Uno.", "One."),
        link("Dos.", "Two."),
        link("Tres.", "Three."),
        link("Cuatro.", "Four."),
    ])
}

fn with(mut file: AlignmentFile, change: impl FnOnce(&mut Vec<Link>)) -> AlignmentFile {
    change(&mut file.links);
    file
}

fn accept(number: usize) -> impl FnOnce(&mut Vec<Link>) {
    move |links| links[number].status = Status::Accepted
}

fn edited(source: &str, target: &str) -> Link {
    Link {
        status: Status::Edited,
        ..link(source, target)
    }
}

#[test]
fn decisions_of_both_stand_side_by_side() {
    let ours = with(base(), accept(0));
    let theirs = with(base(), |links| {
        links.splice(2.., [edited("Tres. | Cuatro.", "Three. | Four.")]);
    });
    let merged = merge(Some(&base()), &ours, &theirs).unwrap();
    assert_snapshot!(show(&merged), @"
    1.1=1.1 accepted 
    1.2=1.2 auto 
    1.3+1.4=1.3+1.4 edited
    ");
    assert!(merged.disputes.is_empty() && !merged.needs_align());
}

#[test]
fn a_contradiction_becomes_one_disputed_link_as_small_as_can_be() {
    let ours = with(base(), |links| {
        links.splice(0..2, [edited("Uno. | Dos.", "One."), edited("", "Two.")]);
        links[0].note = Some("two in one".to_owned());
    });
    let theirs = with(base(), |links| {
        accept(0)(links);
        accept(1)(links);
        accept(3)(links);
    });
    let merged = merge(Some(&base()), &ours, &theirs).unwrap();
    assert_snapshot!(show(&merged), @"
    1.1+1.2=1.1+1.2 disputed   merge: ours has “Uno.” + “Dos.” = “One.” (edited, noting “two in one”), – = “Two.” (edited); theirs has “Uno.” = “One.” (accepted), “Dos.” = “Two.” (accepted)
    1.3=1.3 auto 
    1.4=1.4 accepted
    ");
    assert_eq!(merged.disputes, [1]);
}

#[test]
fn consent_and_correction_of_the_same_link_agree_and_doubt_is_kept() {
    let ours = with(base(), |links| {
        accept(0)(links);
        accept(1)(links);
        links[1].note = Some("fine".to_owned());
    });
    let theirs = with(base(), |links| {
        links[0].status = Status::Edited;
        links[1].status = Status::Disputed;
        links[1].note = Some("is it?".to_owned());
    });
    let merged = merge(Some(&base()), &ours, &theirs).unwrap();
    assert_snapshot!(show(&merged), @"
    1.1=1.1 edited 
    1.2=1.2 disputed   fine
    is it?
    merge: ours says accepted, theirs says disputed
    1.3=1.3 auto 
    1.4=1.4 auto
    ");
    assert_eq!(merged.disputes, [2]);
}

#[test]
fn a_decision_is_stronger_than_a_new_run_of_the_aligner() {
    let ours = with(base(), accept(1));
    let mut theirs = with(base(), |links| {
        links.splice(1..3, [link("Dos. | Tres.", "Two. | Three.")]);
        links[2].confidence = file::Confidence::new(0.25);
    });
    "0.10.0".clone_into(&mut theirs.aligner.version);
    let merged = merge(Some(&base()), &ours, &theirs).unwrap();
    assert_snapshot!(show(&merged), @"
    1.1=1.1 auto 
    1.2=1.2 accepted 
    1.3=1.3 auto 
    1.4=1.4 auto
    ");
    assert_eq!(merged.file.aligner.version, "0.10.0");
    assert_eq!(merged.file.links[3].confidence, file::Confidence::new(0.25));
}

#[test]
fn what_one_of_them_withdraws_or_corrects_is_not_brought_back() {
    let base = with(base(), |links| {
        accept(0)(links);
        accept(1)(links);
    });
    let ours = with(base.clone(), |links| links[0].status = Status::Auto);
    let theirs = with(base.clone(), |links| {
        links.splice(1..3, [edited("Dos. | Tres.", "Two. | Three.")]);
    });
    let merged = merge(Some(&base), &ours, &theirs).unwrap();
    assert_snapshot!(show(&merged), @"
    1.1=1.1 auto 
    1.2+1.3=1.2+1.3 edited 
    1.4=1.4 auto
    ");
}

#[test]
fn an_edit_of_a_text_on_one_side_takes_decisions_of_the_other_along() {
    // Ours has a new sentence before, and another wording in 2.1; theirs was made over the old text.
    let ours = file(vec![
        link("Cero.", ""),
        link("Uno.", "One."),
        link("Dos.", "Two."),
        link("Tress.", "Three."),
        link("Cuatro.", "Four."),
    ]);
    let theirs = with(base(), |links| {
        links.iter_mut().for_each(|link| link.status = Status::Accepted);
    });
    let merged = merge(Some(&base()), &ours, &theirs).unwrap();
    assert_snapshot!(show(&merged), @"
    1.1= auto 
    1.2=1.1 accepted 
    1.3=1.2 accepted 
    1.4=1.3 auto stale: merge  was accepted, confidence 0.9
    source: Tres.
    target: Three.
    1.5=1.4 accepted
    ");
    assert_eq!((merged.file.source.clone(), merged.stale), (ours.source, 1));
    assert!(merged.unsettled.is_empty() && merged.needs_align());
}

#[test]
fn edits_of_both_texts_on_both_sides_are_put_together_and_left_to_the_aligner() {
    let ours = file(vec![
        edited("Uno. | Uno y medio.", "One."),
        link("Dos.", "Two."),
        link("Tres.", "Three."),
        link("Cuatro.", "Four."),
    ]);
    let theirs = with(base(), |links| {
        links.push(edited("Cinco.", "Five."));
        links[2].status = Status::Accepted;
    });
    let theirs = file(theirs.links);
    let merged = merge(Some(&base()), &ours, &theirs).unwrap();
    assert_snapshot!(show(&merged), @"
    1.1+1.2=1.1 edited 
    1.3=1.2 auto 
    1.4=1.3 accepted 
    1.5=1.4 auto 
    1.6=1.5 edited
    ");
    assert_eq!(merged.unsettled, [Side::Source]);
    assert_eq!(merged.file.target, theirs.target);
    for text in [&base().source, &ours.source, &theirs.source] {
        assert_ne!(merged.file.source.sha256, text.sha256, "it can never pass for fresh");
    }
}

#[test]
fn a_decision_about_a_sentence_that_is_gone_is_kept_in_a_note() {
    let ours = file(vec![
        link("Uno.", "One."),
        link("Tres.", "Two. | Three."),
        link("Cuatro.", "Four."),
    ]);
    let theirs = with(base(), accept(1));
    let merged = merge(Some(&base()), &ours, &theirs).unwrap();
    assert_snapshot!(show(&merged), @"
    1.1=1.1 auto 
    1.2=1.2+1.3 auto stale: merge  was accepted, confidence 0.9
    source: Dos.
    target: Two.
    1.3=1.4 auto
    ");
}

#[test]
fn curly_quotes_and_composed_letters_touch_no_decision() {
    let old = file(vec![link("\"Cafe\u{301}.\"", "\"Coffee.\"")]);
    let ours = file(vec![link("“Café.”", "\"Coffee.\"")]);
    let theirs = with(old.clone(), accept(0));
    let merged = merge(Some(&old), &ours, &theirs).unwrap();
    assert_eq!(show(&merged), "1.1=1.1 accepted ");
    assert_eq!(merged.file.links[0].source, ["“Café.”"]);
}

#[test]
fn without_a_base_what_both_have_is_kept() {
    let ours = with(base(), accept(0));
    let theirs = with(base(), accept(3));
    let merged = merge(None, &ours, &theirs).unwrap();
    assert_snapshot!(show(&merged), @"
    1.1=1.1 accepted 
    1.2=1.2 auto 
    1.3=1.3 auto 
    1.4=1.4 accepted
    ");
}

#[test]
fn two_people_decide_different_links() {
    let ours = with(base(), |links| {
        accept(0)(links);
        links[0].note = Some("mine".to_owned());
    });
    let theirs = with(base(), |links| {
        links.splice(1..3, [edited("Dos. | Tres.", "Two."), edited("", "Three.")]);
    });
    let merged = merge(Some(&base()), &ours, &theirs).unwrap();
    // Each line is one that a person wrote, as git would merge them.
    let mut wanted = theirs.links.clone();
    wanted[0] = ours.links[0].clone();
    assert_eq!(merged.file.links, wanted);
    assert!(merged.disputes.is_empty() && merged.stale == 0 && !merged.needs_align());
}

#[test]
fn decisions_in_notes_can_be_restored() {
    let decision = Link {
        note: Some("two lines\nof it".to_owned()),
        ..edited("Tres.", "Three.")
    };
    let theirs = with(base(), |links| links[2] = decision.clone());
    // The sentence is reworded, is gone, or stands in another group.
    let reworded = with(base(), |links| links[2] = link("Tres, dijo.", "Three."));
    let gone = with(base(), |links| drop(links.remove(2)));
    let split = with(base(), |links| {
        links.splice(2..3, [link("Tres, dijo.", ""), link("", "Three, he said.")]);
    });
    for ours in [reworded, gone, split].map(|ours| file(ours.links)) {
        let merged = merge(Some(&base()), &ours, &theirs).unwrap();
        let stale = merged.file.links.iter().filter(|link| link.is_stale());
        let found = stale.flat_map(|link| Decision::read_all(link.note.as_deref().unwrap_or_default()));
        let found: Vec<_> = found.map(|decision| decision.0).collect();
        assert_eq!(found, std::slice::from_ref(&decision), "{}", show(&merged));
        assert_eq!(merged.stale, 1);
    }
}

#[test]
fn what_waits_in_either_version_waits_on_until_one_settles_it() {
    let waits = |texts: &[&str]| AlignmentFile {
        waiting: texts.iter().map(|text| edited(text, "x")).collect(),
        ..base()
    };
    let merged = |old: &[&str], ours: &[&str], theirs: &[&str]| -> Vec<String> {
        let ours = with(waits(ours), accept(0));
        let merged = merge(Some(&waits(old)), &ours, &with(waits(theirs), accept(1))).unwrap();
        merged.file.waiting.into_iter().flat_map(|link| link.source).collect()
    };
    assert_eq!(merged(&["a"], &["a"], &["a"]), ["a"]);
    assert_eq!(merged(&[], &["a"], &["b"]), ["a", "b"]);
    assert_eq!(merged(&["a", "b"], &["a", "b"], &["b", "c"]), ["b", "c"]);
}

#[test]
fn ten_thousand_links_are_merged_with_a_new_translation_in_good_time() {
    let links = |word: &str| -> Vec<Link> {
        let numbered = 0..10_000_usize;
        numbered
            .map(|number| {
                let said = format!(
                    "{word} {} {} number {number} went on its way.",
                    number * 7919 % 10_007,
                    number % 13
                );
                link(&format!("La frase {number} siguió su camino."), &said)
            })
            .collect()
    };
    let old = file(links("The sentence"));
    let ours = file(links("Quite another wording, as of phrase"));
    let theirs = with(old.clone(), |links| {
        links
            .iter_mut()
            .step_by(50)
            .for_each(|link| link.status = Status::Accepted);
    });
    let start = std::time::Instant::now();
    let merged = merge(Some(&old), &ours, &theirs).unwrap();
    let took = start.elapsed();
    assert_eq!(merged.file.links.len(), 10_000);
    let told = merged.file.links.iter().filter_map(|link| link.note.as_deref());
    let kept = told.flat_map(Decision::read_all).count()
        + merged.file.links.iter().filter(|link| link.status.is_pinned()).count();
    assert_eq!(kept, 200, "no decision is lost");
    // It takes about a second of a processor, more by the clock where other tests run beside it. Compared each with each,
    // by letters, it would take half an hour.
    assert!(took.as_secs() < 30, "{took:?}");
}

#[test]
fn other_languages_are_refused() {
    let mut theirs = sample();
    "fr".clone_into(&mut theirs.target.lang);
    assert!(matches!(
        merge(None, &sample(), &theirs),
        Err(MergeError::OtherLanguages { .. })
    ));
}

/// Random sizes of links, statuses and notes, from which an alignment of given sentences is made.
type Picks = Vec<(usize, usize, u8, bool)>;

fn picks() -> impl Strategy<Value = Picks> {
    prop::collection::vec((0..3_usize, 0..3_usize, 0..8_u8, prop::bool::weighted(0.1)), 24)
}

/// Links over these sentences, as the picks say.
fn tile(sides: &[Vec<String>; 2], picks: &Picks, note: &str) -> AlignmentFile {
    let mut links = Vec::new();
    let mut next = [0, 0];
    for &(source, target, status, noted) in picks.iter().cycle() {
        let left = [0, 1].map(|side: usize| sides[side].len() - next[side]);
        if left == [0, 0] {
            break;
        }
        let take = [source.min(left[0]), target.min(left[1])];
        let ranges = [0, 1].map(|side: usize| next[side]..next[side] + take[side]);
        next = [ranges[0].end, ranges[1].end];
        if take == [0, 0] {
            if picks
                .iter()
                .all(|&(source, target, ..)| (source.min(left[0]), target.min(left[1])) == (0, 0))
            {
                // No pick takes of the side that is left.
                let side = usize::from(left[0] == 0);
                let range = next[side]..next[side] + left[side];
                next[side] = range.end;
                let mut ranges = [0..0, 0..0];
                ranges[side] = range;
                links.push(link_of(sides, &ranges, Status::Auto));
            }
            continue;
        }
        let status = match status {
            0 => Status::Accepted,
            1 => Status::Edited,
            2 => Status::Disputed,
            _ => Status::Auto,
        };
        let mut link = link_of(sides, &ranges, status);
        link.note = noted.then(|| note.to_owned());
        links.push(link);
    }
    file(links)
}

fn link_of(sides: &[Vec<String>; 2], ranges: &[std::ops::Range<usize>; 2], status: Status) -> Link {
    Link {
        source: sides[0][ranges[0].clone()].to_vec(),
        target: sides[1][ranges[1].clone()].to_vec(),
        status,
        ..link("", "")
    }
}

fn sentences(count: usize, letter: char) -> Vec<String> {
    let words = ["uno", "dos", "tres", "cuatro", "cinco"];
    let numbered = (0..count).map(|index| format!("{letter}{index:02} {}", words[index % 5].repeat(3)));
    numbered.collect()
}

/// Edits of a text: where, and what.
type Edits = Vec<(prop::sample::Index, u8)>;

fn edits() -> impl Strategy<Value = [Edits; 2]> {
    let one = || prop::collection::vec((any::<prop::sample::Index>(), 0..3_u8), 0..3);
    [one(), one()]
}

fn edit(sides: &[Vec<String>; 2], edits: &[Edits; 2], who: char) -> [Vec<String>; 2] {
    [0, 1].map(|side: usize| {
        let mut texts = sides[side].clone();
        for (number, (at, what)) in edits[side].iter().enumerate() {
            if texts.is_empty() {
                break;
            }
            let at = at.index(texts.len());
            match what {
                0 => texts[at].push(who),
                1 => texts.insert(at, format!("nueva {who}{side}{number}")),
                _ => drop(texts.remove(at)),
            }
        }
        texts
    })
}

fn without_notes(merged: &Merged) -> Vec<Link> {
    let links = merged.file.links.iter().cloned();
    links
        .map(|link| Link {
            note: link.note.is_some().then(String::new),
            ..link
        })
        .collect()
}

/// Whether a pinned link stands in the result, or is spelled out in a note: as a decision that can be restored or, where
/// two contradict each other, in the words of the dispute.
fn is_kept(link: &Link, merged: &Merged) -> bool {
    let side = |texts: &[String]| match texts {
        [] => "–".to_owned(),
        texts => texts
            .iter()
            .map(|text| format!("“{text}”"))
            .collect::<Vec<_>>()
            .join(" + "),
    };
    let disputed = format!(
        "{} = {} ({}",
        side(&link.source),
        side(&link.target),
        link.status.as_str()
    );
    merged.file.links.iter().any(|other| {
        let note = other.note.as_deref().unwrap_or_default();
        let stands = other.words() == link.words() && other.status.is_pinned();
        let mut decisions = Decision::read_all(note).into_iter();
        stands || decisions.any(|decision| decision.0 == *link) || note.contains(&disputed)
    })
}

/// Whether nobody but who made it ever saw this decision, so that nobody can have settled it.
fn is_news(link: &Link, base: &AlignmentFile) -> bool {
    link.status.is_pinned()
        && !base
            .links
            .iter()
            .any(|old| old.words() == link.words() && old.status.is_pinned())
}

/// Each decided anew on the words of its own text; that one came to what stood in the base says nothing less.
#[test]
fn a_decision_on_new_words_is_kept_though_it_is_as_in_the_base() {
    let decided = |source: &str| Link {
        status: Status::Disputed,
        ..link(source, "One. | Two.")
    };
    let base = file(vec![decided("Nadie salió de la casa.")]);
    let ours = file(vec![decided("Nadie salió de casa.")]);
    let theirs = file(vec![
        edited("Nadie salió de la casa.", ""),
        edited("", "One."),
        edited("", "Two."),
    ]);
    let merged = merge(Some(&base), &ours, &theirs).unwrap();
    assert!(is_kept(&ours.links[0], &merged), "{}", show(&merged));
    // Whoever leaves the words as they are has decided nothing since.
    let merged = merge(Some(&base), &base, &theirs).unwrap();
    assert_eq!(merged.file, theirs);
}

/// Both brought the same new wording; what the base said of the old one is no reason to take a decision on it back.
#[test]
fn a_decision_on_words_that_both_changed_alike_is_no_old_one() {
    let decided = |source: &str, status| Link {
        status,
        ..link(source, "")
    };
    let base = file(vec![decided("Nadie salió de casa.", Status::Disputed)]);
    let ours = file(vec![decided("Nadie salió de la casa.", Status::Disputed)]);
    let theirs = file(vec![decided("Nadie salió de la casa.", Status::Auto)]);
    let merged = merge(Some(&base), &ours, &theirs).unwrap();
    assert!(is_kept(&ours.links[0], &merged), "{}", show(&merged));
}

proptest! {
    #[test]
    fn no_decision_is_lost_and_nothing_depends_on_who_is_called_ours(
        sizes in (1..14_usize, 1..14_usize),
        [base, ours, theirs] in [picks(), picks(), picks()],
        has_base in any::<bool>(),
        pinned_base in any::<bool>(),
    ) {
        let sides = [sentences(sizes.0, 's'), sentences(sizes.1, 't')];
        let mut base = tile(&sides, &base, "old");
        if !pinned_base {
            base.links.iter_mut().for_each(|link| link.status = Status::Auto);
        }
        let (ours, theirs) = (tile(&sides, &ours, "mine"), tile(&sides, &theirs, "yours"));
        let given = has_base.then_some(&base);
        let merged = merge(given, &ours, &theirs).unwrap();
        prop_assert_eq!(validate(&merged.file), Ok(()));
        prop_assert_eq!((&merged.file.source, &merged.file.target), (&ours.source, &ours.target));
        let mirrored = merge(given, &theirs, &ours).unwrap();
        prop_assert_eq!(without_notes(&merged), without_notes(&mirrored));
        prop_assert_eq!(&merged.file.aligner, &mirrored.file.aligner);
        for link in ours.links.iter().chain(&theirs.links) {
            let known = has_base && !is_news(link, &base);
            prop_assert!(!link.status.is_pinned() || known || is_kept(link, &merged), "lost: {link:?}\n{}", show(&merged));
        }
        for note in ["mine", "yours"] {
            let has = |file: &AlignmentFile| file.links.iter().any(|link| link.note.as_deref().is_some_and(|found| found.contains(note)));
            prop_assert!(has(&merged.file) || !(has(&ours) || has(&theirs)), "lost: {note}\n{}", show(&merged));
        }
        prop_assert_eq!(merge(given, &ours, &ours).unwrap().file, ours.clone());
        prop_assert_eq!(merge(Some(&ours), &ours, &theirs).unwrap().file, theirs);
        // Merging the result again with what went into it brings nothing new.
        prop_assert_eq!(merge(Some(&ours), &merged.file, &ours).unwrap().file, merged.file);
    }

    #[test]
    fn no_decision_is_lost_when_texts_are_edited_on_both_sides(
        sizes in (1..12_usize, 1..12_usize),
        [base, ours, theirs] in [picks(), picks(), picks()],
        [our_edits, their_edits] in [edits(), edits()],
        // Both may have edited alike.
        their_words in prop::sample::select(vec!['a', 'b']),
    ) {
        let sides = [sentences(sizes.0, 's'), sentences(sizes.1, 't')];
        let base = tile(&sides, &base, "old");
        let ours = tile(&edit(&sides, &our_edits, 'a'), &ours, "mine");
        let theirs = tile(&edit(&sides, &their_edits, their_words), &theirs, "yours");
        let merged = merge(Some(&base), &ours, &theirs).unwrap();
        prop_assert_eq!(validate(&merged.file), Ok(()), "{:?}", merged.file);
        let mirrored = merge(Some(&base), &theirs, &ours).unwrap();
        prop_assert_eq!(without_notes(&merged), without_notes(&mirrored));
        prop_assert_eq!((&merged.file.source, &merged.file.target), (&mirrored.file.source, &mirrored.file.target));
        if !merged.file.links.is_empty() {
            let news = ours.links.iter().chain(&theirs.links).filter(|link| is_news(link, &base));
            for link in news.filter(|link| link.status.is_pinned()) {
                prop_assert!(is_kept(link, &merged), "lost: {link:?}\n{}", show(&merged));
            }
        }
    }
}
