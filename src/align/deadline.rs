//! How long an alignment is waited for.

use std::time::{Duration, Instant};

/// When to give up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Deadline(Option<Instant>);

/// A text was given up since it took too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it was not aligned in the time it was given")]
pub struct TimeIsUp;

impl Deadline {
    /// However long it takes.
    pub const NEVER: Self = Self(None);

    /// After some time from now.
    #[must_use]
    pub fn after(time: Duration) -> Self {
        Self(Instant::now().checked_add(time))
    }

    /// Whether it is past.
    pub(super) fn is_past(self) -> bool {
        self.0.is_some_and(|end| Instant::now() >= end)
    }

    /// Whether there is still time.
    pub(super) fn check(self) -> Result<(), TimeIsUp> {
        if self.is_past() { Err(TimeIsUp) } else { Ok(()) }
    }
}
