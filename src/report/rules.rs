//! The rules: the list of them, and their pages, for a terminal and as JSON.

use super::harmless::write_json;
use super::json::words;
use super::options::{Formats, Options};
use super::page::page;
use crate::rule::{FixKind, Rule};
use serde_json::json;
use std::io::{self, Write};

/// What the signs of the list mean.
const LEGEND: &str = "Fix: ✓ safe to apply, ~ a suggestion, – none.";

/// The formats of the list, by the word that `--format` takes.
pub(crate) const LISTS: Formats<[&'static Rule]> = &[("human", list), ("json", list_json)];

/// The formats of pages.
pub(crate) const PAGES: Formats<[&'static Rule]> = &[("human", pages), ("json", pages_json)];

fn list(rules: &[&Rule], _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut group = None;
    for rule in rules {
        if group != Some(rule.group) {
            let gap = if group.is_some() { "\n" } else { "" };
            writeln!(out, "{gap}{}", rule.group.title())?;
            group = Some(rule.group);
        }
        writeln!(out, "  {:width$}  {:7}  {}  {}", rule.id, rule.default_level(), rule.fix.sign(), rule.summary())?;
    }
    writeln!(out, "\n{} `rolloutlint explain ID` shows a rule's page.", LEGEND)
}

fn pages(rules: &[&Rule], _: &Options, out: &mut dyn Write) -> io::Result<()> {
    for (index, rule) in rules.iter().enumerate() {
        let gap = if index > 0 { "\n" } else { "" };
        write!(out, "{gap}{}", page(rule))?;
    }
    Ok(())
}

fn list_json(rules: &[&Rule], options: &Options, out: &mut dyn Write) -> io::Result<()> {
    json(rules, options, |_| None, out)
}

fn pages_json(rules: &[&Rule], options: &Options, out: &mut dyn Write) -> io::Result<()> {
    json(rules, options, |rule| Some(page(rule)), out)
}

/// Version 1: a key may be added, and none is ever renamed, moved or dropped. The page in Markdown
/// is there only where pages were asked for.
fn json(
    rules: &[&Rule],
    options: &Options,
    page_of: impl Fn(&Rule) -> Option<String>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rules = rules.iter().map(|rule| {
        let mut told = json!({
            "id": rule.id,
            "group": rule.group.title(),
            "summary": rule.summary(),
            // `off` where the rule waits for a configuration.
            "level": rule.default_level(),
            "due": rule.due,
            "fix": match rule.fix {
                FixKind::None => None,
                FixKind::Suggested => Some("suggestion"),
                FixKind::Safe => Some("safe"),
            },
            "since": rule.since,
            // Where its page can be read; null when nobody knows.
            "url": options.pages.address(rule.id),
        });
        if let Some(page) = page_of(rule) {
            told["page"] = page.into();
        }
        told
    });
    write_json(&words::page(json!({ "rules": rules.collect::<Vec<_>>() })), out)
}
