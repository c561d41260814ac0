//! The flags that a plan names, and where it says that their numbers are.

use crate::text::Span;

/// The flags behind a plan's *Feature Flag*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagSlot {
    /// Their names; none while the slot waits for one.
    pub names: Vec<String>,
    /// The value.
    pub span: Span,
}

/// What a plan says itself of where the number of its flag is:
/// `config/production.json#features.checkout`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnExposure {
    /// The path of the flag file, from the repository's root.
    pub file: String,
    /// Where in the file, as `at:` of the configuration says it; `None` leaves that to the
    /// configuration.
    pub at: Option<String>,
    /// The value.
    pub span: Span,
}
