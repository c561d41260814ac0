//! What is said of a key of the configuration.

use serde_json::Value;

/// What is said of one key.
pub struct Key {
    /// The key.
    pub name: &'static str,
    pub(super) about: &'static str,
    /// What counts without it, in words.
    pub default: &'static str,
    /// The same as a piece of configuration; `None` where no value says it.
    pub written_default: Option<&'static str>,
    /// A piece of configuration that uses it.
    pub example: &'static str,
    /// What it does in the change that brings the first configuration; `None` is what the key
    /// around it does.
    pub first: Option<&'static str>,
    /// The first version that has it.
    pub since: &'static str,
    /// The keys inside of its value.
    pub keys: &'static [Key],
    pub(super) is_required: fn() -> bool,
    pub(super) schema: fn(&Known) -> Value,
}

impl Key {
    /// What it sets, in Markdown.
    pub fn about(&self) -> &'static str {
        self.about.trim_start()
    }
}

/// The ids and words that a configuration may name. Other rooms know them.
pub struct Known<'a> {
    /// The ids of all rules, each with what the rule finds.
    pub rules: &'a [(&'a str, &'a str)],
    /// The decisions' own words.
    pub decisions: &'a [&'a str],
}
