//! What a run does when, for whoever listens. Without the feature `trace` nothing of it is there.

/// Names the work from here to the end of the block, and what it is about.
macro_rules! traced {
    ($name:literal $(, $field:ident = $value:expr)?) => {
        #[cfg(feature = "trace")]
        let _traced = ::tracing::info_span!($name $(, $field = %$value)?).entered();
    };
}

pub(crate) use traced;
