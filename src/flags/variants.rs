//! Which variants of a flag mean that the feature is on.

use super::said::{Said, Seen};
use crate::document::{Node, Value};
use crate::text::Span;

/// The variants of a flag, each with whether it means that the feature is on.
pub(super) struct Variants<'d>(Vec<(&'d str, bool)>);

impl<'d> Variants<'d> {
    /// The variants by their names and values: on are those that are `true`, or the one that the
    /// entry names.
    ///
    /// # Errors
    /// When none of them is `true` or `false` and the entry names none, or one that there is not.
    pub(super) fn new(
        seen: &Seen,
        all: impl Iterator<Item = (&'d str, Option<&'d Node>)>,
        span: Span,
    ) -> Result<Variants<'d>, Said> {
        let fail = |words: &str| Err(seen.unreadable(seen.start_of(span), seen.flag_says(words)));
        let value = |node: Option<&Node>| match node?.value {
            Value::Bool(is_on) => Some(is_on),
            _ => None,
        };
        let all: Vec<(&str, Option<bool>)> = all.map(|(name, node)| (name, value(node))).collect();
        let is_on = |(name, value): (&'d str, Option<bool>)| match &seen.entry.variant {
            Some(on) => (name, name == on),
            None => (name, value == Some(true)),
        };
        match &seen.entry.variant {
            Some(on) if !all.iter().any(|(name, _)| name == on) => fail(&format!("has no variant `{on}`")),
            None if all.iter().all(|(_, value)| value.is_none()) => {
                fail("has no variant that is `true` or `false`: name the one that is on with `variant:`")
            }
            _ => Ok(Variants(all.into_iter().map(is_on).collect())),
        }
    }

    /// Whether a variant means that the feature is on.
    ///
    /// # Errors
    /// When there is no such variant.
    pub(super) fn is_on(&self, seen: &Seen, name: &str, span: Span) -> Result<bool, Said> {
        let found = self.0.iter().find(|(known, _)| *known == name).map(|(_, is_on)| *is_on);
        found.ok_or_else(|| seen.unreadable(span, seen.flag_says(&format!("has no variant `{name}`"))))
    }
}
