//! The page of a rule, as `docs/rules/` and `rolloutlint explain` have it.

use crate::rule::Rule;

/// A rule's page in Markdown: what the source says, with its metadata and how to configure it.
pub fn page(rule: &Rule) -> String {
    let body: Vec<&str> =
        rule.page.lines().skip(1).map(|line| line.strip_prefix(' ').unwrap_or(line)).map(plain_fence).collect();
    let facts = format!("{} · due: {} · fix: {}", rule.default_level(), rule.due, rule.fix.sign());
    let configure = format!("~~~yaml\nrules:\n  {}: off   # or error, warning, info\n~~~", rule.id);
    format!(
        "# {}\n\n**{}**\n\n{facts}\n{}\n\n## Configuration\n\n{configure}\n",
        rule.id,
        rule.summary(),
        body.join("\n").trim_end()
    )
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
