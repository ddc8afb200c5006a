use proptest::prelude::*;

use super::*;
use crate::carry::Decision;
use crate::file::{AlignmentFile, Confidence, Positions, STALE, validate, write};
use crate::fixture::{any_file, file, link};
use crate::project::Change;

struct Place {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl Place {
    fn new(stands: &AlignmentFile, proposal: &AlignmentFile) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("obra.json");
        fs::write(&path, write(stands)).unwrap();
        fs::write(pending_path(&path), write(proposal)).unwrap();
        Self { _folder: folder, path }
    }

    fn pending(&self) -> Pending {
        Pending::read(&self.path).unwrap().unwrap()
    }

    fn stands(&self) -> AlignmentFile {
        StoredAlignment::read(&self.path).unwrap().file
    }

    fn is_settled(&self) -> bool {
        !pending_path(&self.path).exists()
    }
}

/// Two changes of beads and one of what is said of a bead, between links that stay.
fn before() -> AlignmentFile {
    file(vec![
        link("Uno.", "One."),
        link("Dos. | Tres.", "Two, three."),
        link("Cuatro.", "Four."),
        link("Cinco.", "Five. | Six."),
        link("Seis.", ""),
        link("Siete.", "Seven."),
    ])
}

fn after() -> AlignmentFile {
    let mut after = file(vec![
        link("Uno.", "One."),
        link("Dos.", "Two, three."),
        link("Tres.", ""),
        link("Cuatro.", "Four."),
        link("Cinco.", "Five."),
        link("Seis.", "Six."),
        link("Siete.", "Seven."),
    ]);
    after.links[6].confidence = Confidence::new(0.5);
    after.aligner.version = "0.2.0".to_owned();
    after
}

fn beads(file: &AlignmentFile) -> Vec<String> {
    let names = Positions::new(file, [None, None]);
    (0..file.links.len()).map(|link| names.name(link)).collect()
}

#[test]
fn one_change_is_taken_over_and_the_rest_stays_proposed() {
    let place = Place::new(&before(), &after());
    let pending = place.pending();
    assert_eq!(pending.changes().len(), 3);
    assert_eq!(pending.about(), ["aligner version 0.1.0 -> 0.2.0"]);
    let at = pending.find(5).unwrap();
    assert_eq!(pending.find(4), Some(at));
    assert_eq!(pending.find(3), None, "this link stays");
    assert_eq!(pending.find(9), None, "there is no such link");
    let mut choices = [Choice::Leave; 3];
    choices[at] = Choice::Accept;
    assert_eq!(pending.settle(&choices, false).unwrap().left, 2);
    assert_eq!(
        beads(&place.stands()),
        [
            "1.1 = 1.1",
            "1.2 + 1.3 = 1.2",
            "1.4 = 1.3",
            "1.5 = 1.4",
            "1.6 = 1.5",
            "1.7 = 1.6"
        ]
    );
    assert_eq!(
        place.stands().aligner.version,
        "0.1.0",
        "most links are of the old aligner"
    );
    assert_eq!(place.pending().changes().len(), 2);
    assert_eq!(place.pending().accept(false).unwrap().left, 0);
    assert_eq!(place.stands(), after());
    assert!(place.is_settled());
}

#[test]
fn a_rejected_change_leaves_the_alignment_untouched() {
    let place = Place::new(&before(), &after());
    let bytes = fs::read(&place.path).unwrap();
    place
        .pending()
        .settle(&[Choice::Reject, Choice::Leave, Choice::Leave], false)
        .unwrap();
    assert_eq!(place.pending().changes().len(), 2);
    assert_eq!(beads(place.pending().after())[1], "1.2 + 1.3 = 1.2");
    place.pending().reject().unwrap();
    assert!(place.is_settled());
    assert_eq!(fs::read(&place.path).unwrap(), bytes);
}

#[test]
fn accepting_says_nothing_about_reviewing_unless_it_is_asked_to() {
    let statuses = |file: &AlignmentFile| file.links.iter().map(|link| link.status).collect::<Vec<_>>();
    let place = Place::new(&before(), &after());
    place.pending().accept(false).unwrap();
    assert_eq!(statuses(&place.stands()), [Status::Auto; 7]);
    let place = Place::new(&before(), &after());
    place.pending().accept(true).unwrap();
    let (auto, accepted) = (Status::Auto, Status::Accepted);
    assert_eq!(
        statuses(&place.stands()),
        [auto, accepted, accepted, auto, accepted, accepted, accepted]
    );
}

#[test]
fn what_a_person_decided_after_the_proposal_is_not_taken_away() {
    let mut decided = before();
    decided.links[1].status = Status::Edited;
    let place = Place::new(&decided, &after());
    let bytes = fs::read(&place.path).unwrap();
    let error = place.pending().accept(false).unwrap_err();
    assert!(
        matches!(&error, SettleError::Decided { links, .. } if links == "“Dos. Tres.” = “Two, three.”"),
        "{error}"
    );
    assert_eq!(fs::read(&place.path).unwrap(), bytes);
    // The other changes can be taken over all the same, and this one be rejected.
    place
        .pending()
        .settle(&[Choice::Reject, Choice::Accept, Choice::Accept], false)
        .unwrap();
    assert!(place.is_settled());
    assert_eq!(place.stands().links[1], decided.links[1]);
}

#[test]
fn a_decision_on_a_bead_that_is_proposed_too_stands() {
    let mut decided = before();
    decided.links[5].status = Status::Accepted;
    decided.links[5].note = Some("seen".to_owned());
    let place = Place::new(&decided, &after());
    assert_eq!(place.pending().changes().len(), 2);
    place.pending().accept(false).unwrap();
    assert_eq!(place.stands().links[6], decided.links[5]);
}

#[test]
fn a_note_written_after_the_proposal_stands() {
    let mut noted = before();
    noted.links[5].note = Some("ask the author".to_owned());
    noted.links[1].note = Some("really?".to_owned());
    let place = Place::new(&noted, &after());
    let error = place.pending().accept(false).unwrap_err();
    assert!(
        matches!(&error, SettleError::Decided { links, .. } if links == "“Dos. Tres.” = “Two, three.”"),
        "{error}"
    );
    place
        .pending()
        .settle(&[Choice::Reject, Choice::Accept], false)
        .unwrap();
    assert_eq!(place.stands().links[5], noted.links[5]);
}

/// A text was edited under a decision: the proposal has it in a note, as a run leaves it there.
fn edited(decision: &Link) -> AlignmentFile {
    let mut stale = link("Siete.", "Seven, then.");
    stale.reasons = vec![format!("{STALE}the translation has changed")];
    stale.note = Some(Decision::to_note(decision));
    let mut links = before().links;
    links[5] = stale;
    file(links)
}

#[test]
fn a_decision_is_given_up_to_a_note_that_spells_it_out_and_only_then() {
    let mut decided = before();
    decided.links[5].status = Status::Accepted;
    let proposal = edited(&decided.links[5]);
    let place = Place::new(&decided, &proposal);
    place.pending().accept(false).unwrap();
    assert_eq!(place.stands(), proposal);

    // Decided otherwise after the proposal was made.
    decided.links[5].status = Status::Disputed;
    let place = Place::new(&decided, &proposal);
    let error = place.pending().accept(false).unwrap_err();
    assert!(matches!(error, SettleError::Decided { .. }), "{error}");
    assert_eq!(place.stands(), decided);
}

#[test]
fn a_decision_whose_sentences_are_written_otherwise_now_is_found_again() {
    let mut decided = before();
    decided.links[5].status = Status::Accepted;
    let mut links = decided.links.clone();
    links[5].target = vec!["Seven…".to_owned()];
    let proposal = file(links);
    let place = Place::new(&decided, &proposal);
    place.pending().accept(false).unwrap();
    assert_eq!(place.stands(), proposal);
}

#[test]
fn a_decision_that_was_settled_after_the_proposal_is_not_unsettled() {
    let mut decided = before();
    decided.links[5].status = Status::Accepted;
    let proposal = edited(&decided.links[5]);
    let mut settled = proposal.clone();
    settled.links[5].status = Status::Edited;
    settled.links[5].note = None;
    settled.links[5].reasons = Vec::new();
    let place = Place::new(&settled, &proposal);
    let error = place.pending().accept(false).unwrap_err();
    assert!(matches!(error, SettleError::Decided { .. }), "{error}");
    assert_eq!(place.stands(), settled);
}

#[test]
fn a_proposal_for_other_texts_is_settled_as_a_whole() {
    let mut other = file(vec![
        link("Uno.", "One."),
        link("Dos. | Tres.", "Two and three."),
        link("Cuatro.", "Four."),
        link("Cinco.", "Five."),
        link("Seis.", "Six."),
        link("Siete.", "Seven."),
    ]);
    other.links[2].note = Some("new".to_owned());
    let place = Place::new(&before(), &other);
    let choices = [Choice::Accept, Choice::Leave, Choice::Leave];
    let error = place.pending().settle(&choices, false).unwrap_err();
    assert!(
        matches!(&error, SettleError::OtherTexts { text, .. } if text == "texts/en/obra.txt"),
        "{error}"
    );
    assert_eq!(place.stands(), before());
    place.pending().accept(false).unwrap();
    assert_eq!(place.stands(), other);
}

#[test]
fn a_proposal_without_an_alignment_becomes_it() {
    let place = Place::new(&before(), &after());
    fs::remove_file(&place.path).unwrap();
    let pending = place.pending();
    assert!(pending.is_new());
    pending.accept(false).unwrap();
    assert_eq!(place.stands(), after());
    assert!(place.is_settled());
}

#[test]
fn a_proposal_that_changed_since_it_was_looked_at_is_not_dropped() {
    let place = Place::new(&before(), &after());
    let pending = place.pending();
    fs::write(pending_path(&place.path), write(&before())).unwrap();
    assert!(pending.reject().is_err());
    assert!(!place.is_settled());
}

#[test]
fn runs_propose_renew_and_withdraw() {
    let place = Place::new(&before(), &after());
    fs::remove_file(pending_path(&place.path)).unwrap();
    let stored = StoredAlignment::read(&place.path).unwrap();
    let put = |file: &AlignmentFile| {
        let placed = Placement::Proposed
            .put(&place.path, Some(&stored), file, "align")
            .unwrap();
        (placed.change, placed.withdrawn)
    };
    assert_eq!(put(&after()), (Change::Proposed, false));
    let mut renewed = after();
    renewed.links[0].confidence = Confidence::new(0.1);
    assert_eq!(put(&renewed), (Change::Proposed, false));
    assert_eq!(place.pending().after(), &renewed);
    assert_eq!(place.stands(), before());
    assert_eq!(put(&before()), (Change::Unchanged, true));
    assert!(place.is_settled());
    assert_eq!(put(&before()), (Change::Unchanged, false));
}

#[test]
fn what_made_the_links_is_settled_too() {
    let mut newer = before();
    newer.aligner.version = "0.2.0".to_owned();
    let place = Place::new(&before(), &newer);
    assert!(place.pending().changes().is_empty());
    assert_eq!(place.pending().settle(&[], false).unwrap().left, 0);
    assert_eq!(place.pending().settle(&[Choice::Leave], false).unwrap().left, 0);
    assert!(!place.is_settled());
    place.pending().accept(false).unwrap();
    assert_eq!(place.stands(), newer);
    assert!(place.is_settled());
    let place = Place::new(&before(), &newer);
    place.pending().reject().unwrap();
    assert_eq!(place.stands(), before());
    assert!(place.is_settled());
}

#[test]
fn a_file_that_is_no_proposal_is_neither_replaced_nor_removed() {
    let place = Place::new(&before(), &after());
    fs::write(pending_path(&place.path), "my notes").unwrap();
    let stored = StoredAlignment::read(&place.path).unwrap();
    let error = Placement::Proposed
        .put(&place.path, Some(&stored), &after(), "align")
        .unwrap_err();
    assert!(matches!(error, WriteError::NoProposal { .. }), "{error}");
    for (placement, file) in [(Placement::Proposed, before()), (Placement::InPlace, after())] {
        let placed = placement.put(&place.path, Some(&stored), &file, "align").unwrap();
        assert!(!placed.withdrawn);
    }
    assert_eq!(fs::read(pending_path(&place.path)).unwrap(), b"my notes");
}

/// The alignment with some neighbours joined to one link each.
fn joined(fine: &AlignmentFile, joints: &[bool]) -> AlignmentFile {
    let mut coarse = AlignmentFile {
        links: Vec::new(),
        ..fine.clone()
    };
    for (link, &joint) in fine.links.iter().zip(joints) {
        let link = Link {
            status: Status::Auto,
            note: None,
            reasons: Vec::new(),
            ..link.clone()
        };
        match coarse.links.last_mut().filter(|_| joint) {
            Some(last) => {
                last.source.extend(link.source);
                last.target.extend(link.target);
            }
            None => coarse.links.push(link),
        }
    }
    coarse
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Taken as a whole, a proposal stands with its own sentences, whatever the texts were before.
    #[test]
    fn a_whole_proposal_stands_as_it_is(fine in any_file(), dropped in prop::collection::vec(any::<bool>(), 12)) {
        let mut before = fine.clone();
        let mut drop = dropped.iter().cycle();
        before.links.retain(|_| !drop.next().unwrap());
        // What nobody decided: a decision without a partner is refused, and that is tested elsewhere.
        before.links.iter_mut().for_each(|link| {
            link.status = Status::Auto;
            link.note = None;
        });
        let place = Place::new(&before, &fine);
        place.pending().accept(false).unwrap();
        prop_assert_eq!(place.stands(), fine);
    }

    /// Whatever is chosen, in however many steps: both files are whole alignments of the texts all the time, what
    /// was accepted stands, what was rejected does not, and what was left is still proposed.
    #[test]
    fn choices_come_true_in_any_order(
        fine in any_file(),
        joints in prop::collection::vec(any::<[bool; 2]>(), 12),
        answers in prop::collection::vec(0..3_usize, 12),
        shift in 0..12_usize,
    ) {
        let sides = [0, 1].map(|side| joined(&fine, &joints.iter().map(|joint| joint[side]).collect::<Vec<_>>()));
        let [stands, proposal] = &sides;
        let place = Place::new(stands, proposal);
        let all = place.pending();
        let changes = all.changes();
        let answer = |at: usize| [Choice::Accept, Choice::Reject, Choice::Leave][answers[at % answers.len()]];
        for step in 0..changes.len() {
            let at = (step + shift) % changes.len();
            let Some(pending) = Pending::read(&place.path).unwrap() else {
                break;
            };
            // Found again by a sentence of it, as a person names it.
            let names = Positions::new(all.after(), [None, None]);
            let first = changes[at].after.start;
            let (side, id) = Side::BOTH.into_iter().find_map(|side| Some((side, *names.of(first, side).first()?))).unwrap();
            let link = Positions::new(pending.after(), [None, None]).find(side, id).unwrap();
            let now = pending.find(link).unwrap();
            let mut choices = vec![Choice::Leave; pending.changes().len()];
            choices[now] = answer(at);
            pending.settle(&choices, false).unwrap();
            prop_assert!(validate(&place.stands()).is_ok());
        }
        let mut expected = Vec::new();
        for stretch in stretches(stands, proposal) {
            let (old, new) = stretch.links(stands, proposal);
            let accepted = changes.iter().position(|change| *change == stretch).map(answer) == Some(Choice::Accept);
            expected.extend_from_slice(if accepted { new } else { old });
        }
        prop_assert_eq!(place.stands().links, expected);
        let left = (0..changes.len()).filter(|&at| answer(at) == Choice::Leave).count();
        let still = Pending::read(&place.path).unwrap();
        prop_assert_eq!(still.map_or(0, |still| still.changes().len()), left);
    }
}
