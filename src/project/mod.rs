//! A user's project: where its texts and alignments lie, its settings, and writing that loses nothing.
//!
//! [`Project`] knows the folders and lists the [`Work`]s, [`Cutter`] makes documents of texts,
//! [`Realigner`] brings the alignment of one work up to date, [`StoredAlignment`] guards what people
//! decided, and [`write_file`] puts a file in place whole or not at all. A [`Pending`] alignment waits beside
//! the one that stands until a person settles it; [`History`] keeps the versions that were replaced.

mod atomic;
mod cut;
mod desk;
mod history;
mod last;
mod layout;
mod ledger;
mod lexicon;
mod lock;
mod lone;
mod open;
mod orphan;
mod own;
mod pending;
mod realign;
mod root;
mod settings;
mod store;
mod written;

pub use atomic::{Before, WriteError, write_file};
pub use cut::{AbbreviationError, AbbreviationList, Cutter};
pub use desk::{CorrectError, Desk, DeskError, Lend, Preview, RecordFolder, Saved, save};
pub use history::{History, HistoryError, KEPT_VERSIONS, Version};
pub use last::{begin_memory, last_written};
pub use layout::{NameFault, Work, Works};
pub use ledger::{Aligned, Ledger};
pub use lexicon::{AddedLexicon, LEAST_PINNED_LINKS, pinned_pairs};
pub use lock::remove_leftovers;
pub use open::{OpenError, TextOpener, open_text};
pub use orphan::{Orphan, orphan_of};
pub use own::OWN_FOLDER;
pub use pending::{Choice, PENDING_SUFFIX, Pending, Placed, Placement, SettleError, Settled, pending_path};
pub use realign::{Change, RealignError, Realigned, Realigner, SideSettings};
pub use root::{Project, ProjectError, stored_path};
pub use settings::{CheckSettings, ProjectSettings, SETTINGS_FILE, SettingsError};
pub use store::{
    ReplaceError, Replaced, StoreError, StoredAlignment, regrouped, replace_edited, text_ref, write_alignment,
};
pub use written::Written;

/// The folder of the texts, with a folder for each language inside.
pub const TEXTS: &str = "texts";

/// The folder of the alignments.
pub const ALIGNMENTS: &str = "alignments";
