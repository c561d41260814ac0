//! The page of a rule, as `docs/rules/` and `rolloutlint explain` have it, and where it can be
//! read.

use super::harmless::Markdown;
use crate::rule::{FixKind, Rule};
#[cfg(any(feature = "github", test))]
use crate::rules;
#[cfg(any(feature = "github", test))]
use crate::text::one_line;
use crate::text::uri_segment;

/// A rule's page in Markdown: what the source says, with its metadata and how to configure it.
pub fn page(rule: &Rule) -> String {
    let body: Vec<&str> =
        rule.page.lines().skip(1).map(|line| line.strip_prefix(' ').unwrap_or(line)).map(plain_fence).collect();
    let facts = format!("{} · due: {} · fix: {}", rule.default_level(), rule.due, in_words(rule.fix));
    let configure = format!("~~~yaml\nrules:\n  {}: off   # or error, warning, info\n~~~", rule.id);
    format!(
        "# {}\n\n**{}**\n\n{facts}\n{}\n\n## Configuration\n\n{configure}\n",
        rule.id,
        rule.summary(),
        body.join("\n").trim_end()
    )
}

/// A fix in words, behind its sign.
fn in_words(fix: FixKind) -> &'static str {
    match fix {
        FixKind::None => "– (none)",
        FixKind::Suggested => "~ (a suggestion: a person decides)",
        FixKind::Safe => "✓ (safe: `check --fix` applies it)",
    }
}

/// Where the pages of the rules can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The address of their folder; `None` when nobody knows it.
    folder: Option<String>,
}

impl Pages {
    /// The pages in a repository of rolloutlint with this address, such as
    /// `https://github.com/acme/rolloutlint`, at the tag of this version.
    pub fn of(repository: &str) -> Pages {
        let repository = repository.trim().trim_end_matches('/').trim_end_matches(".git");
        let is_address = repository.starts_with("https://") && !repository.contains(char::is_whitespace);
        let folder = is_address.then(|| format!("{repository}/blob/v{}/docs/rules", env!("CARGO_PKG_VERSION")));
        Pages { folder }
    }

    /// Where a rule's page is.
    pub fn address(&self, rule: &str) -> Option<String> {
        self.folder.as_ref().map(|folder| format!("{folder}/{}.md", uri_segment(rule)))
    }

    /// The name of a rule, with a link to its page.
    pub(crate) fn name(&self, rule: &str) -> Markdown {
        let name = Markdown::code(rule);
        match self.address(rule) {
            Some(address) => name.link(&address),
            None => name,
        }
    }
}

impl Default for Pages {
    /// Those of the repository that this program was built from, when that is known.
    fn default() -> Pages {
        Pages::of(env!("CARGO_PKG_REPOSITORY"))
    }
}

/// What a rule's page says of how to mend a finding, in one line; `None` for a rule that is
/// unknown.
#[cfg(any(feature = "github", test))]
pub(crate) fn way_to_fix(rule: &str) -> Option<String> {
    let page = page(rules::find(rule)?);
    let (_, fix) = page.split_once("\n## Fix\n")?;
    let fix = fix.split("\n## ").next().unwrap_or_default();
    Some(one_line(fix))
}

/// The fences of the examples name the plan for the tests; a reader needs only the language.
fn plain_fence(line: &str) -> &str {
    match line.strip_prefix("~~~") {
        Some(info) if ["diff", "template-edit", "history"].iter().any(|kind| info.starts_with(kind)) => "~~~diff",
        Some(info) if info.starts_with("config") => "~~~yaml",
        Some(info) if !info.is_empty() => "~~~text",
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_a_page_that_a_link_leads_to() {
        let pages = Pages::of("https://github.com/acme/rolloutlint.git");
        for rule in rules::RULES {
            let address = pages.address(rule.id).unwrap();
            let path = address.split_once(concat!("/blob/v", env!("CARGO_PKG_VERSION"), "/")).unwrap().1;
            let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
            assert!(file.is_file(), "{address}");
            assert!(way_to_fix(rule.id).is_some_and(|fix| !fix.is_empty()), "{}", rule.id);
        }
    }

    #[test]
    fn without_a_known_address_there_is_a_name_and_no_link() {
        let version = env!("CARGO_PKG_VERSION");
        let known = Pages::of("https://github.com/acme/rolloutlint/");
        let link =
            format!("[`log-order`](https://github.com/acme/rolloutlint/blob/v{version}/docs/rules/log-order.md)");
        assert_eq!(known.name("log-order").as_str(), link);
        for unknown in ["", "  ", "acme/rolloutlint", "http://github.com/acme/rolloutlint", "https://a b"] {
            assert_eq!(Pages::of(unknown).address("log-order"), None, "{unknown}");
            assert_eq!(Pages::of(unknown).name("log-order").as_str(), "`log-order`");
        }
    }
}
