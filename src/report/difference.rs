//! A change in the plan's own words, for a terminal, as Markdown and as JSON.

use super::human::{BOLD, painted};
use super::json::{JsonStage, JsonTool, harmless};
use super::{Options, clipped, markdown_text, name_of, terminal_line};
use crate::difference::{Detail, Difference};
use serde::Serialize;
use std::io::{self, Write};

/// What writes differences in one format.
pub type DifferenceWriter = fn(&[Difference], &Options, &mut dyn Write) -> io::Result<()>;

/// The formats that differences can be written in, by the word that `--format` takes.
pub const FORMATS: &[(&str, DifferenceWriter)] = &[("human", human), ("json", json), ("markdown", markdown)];

/// How many characters of a value are shown.
const TEXT_SHOWN: usize = 120;

/// How many items of a detail are named.
const ITEMS_SHOWN: usize = 8;

fn name(difference: &Difference, show: fn(&str) -> String) -> String {
    name_of(difference.title.as_deref(), difference.id.as_deref(), &difference.path, show)
}

/// `stage 1 → 2`; nothing when the plan stays where it is.
fn stage(difference: &Difference) -> Option<String> {
    let named = |stage: &String| match stage.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("stage {stage}"),
        false => stage.clone(),
    };
    match (&difference.base_stage, &difference.head_stage) {
        (Some(base), Some(head)) if base != head => Some(format!("{} → {head}", named(base))),
        (None, Some(head)) => Some(named(head)),
        (Some(base), None) => Some(format!("gone, and was in {}", named(base))),
        _ => None,
    }
}

/// `3/4 → 4/4`; `Ann` for what is new, `Ann → nothing` for what is gone.
fn step(detail: &Detail, show: fn(&str) -> String) -> String {
    let show = |text: &String| show(&clipped(text, TEXT_SHOWN));
    match (&detail.before, &detail.after) {
        (Some(before), Some(after)) => format!("{} → {}", show(before), show(after)),
        (None, Some(after)) => show(after),
        (Some(before), None) => format!("{} → nothing", show(before)),
        (None, None) => String::new(),
    }
}

fn human(differences: &[Difference], options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for (index, difference) in differences.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let name = painted(&name(difference, terminal_line), BOLD, options);
        writeln!(out, "{name}  {}  {}", terminal_line(&difference.path), difference.status.as_str())?;
        if let Some(stage) = stage(difference) {
            writeln!(out, "  {stage}")?;
        }
        for detail in &difference.details {
            writeln!(out, "  {}: {}", terminal_line(&detail.place), step(detail, terminal_line))?;
            for item in detail.items.iter().take(ITEMS_SHOWN) {
                writeln!(out, "    {}", terminal_line(&clipped(item, TEXT_SHOWN)))?;
            }
            if detail.items.len() > ITEMS_SHOWN {
                writeln!(out, "    and {} more", detail.items.len() - ITEMS_SHOWN)?;
            }
        }
        if difference.says_more {
            writeln!(out, "  other words changed")?;
        }
    }
    if differences.is_empty() {
        writeln!(out, "no plan says anything else")?;
    }
    Ok(())
}

fn markdown(differences: &[Difference], _: &Options, out: &mut dyn Write) -> io::Result<()> {
    if differences.is_empty() {
        return writeln!(out, "No plan says anything else.");
    }
    for difference in differences {
        writeln!(out, "### {}\n", name(difference, markdown_text))?;
        if let Some(stage) = stage(difference) {
            writeln!(out, "- **{}**", markdown_text(&stage))?;
        }
        for row in rows(difference) {
            out.write_all(row.as_bytes())?;
        }
        writeln!(out)?;
    }
    Ok(())
}

const OTHER_WORDS: &str = "- other words changed\n";

/// What changed beside the stage, as items of a Markdown list, each with a line break.
fn rows(difference: &Difference) -> Vec<String> {
    let more = difference.says_more.then(|| OTHER_WORDS.to_owned());
    difference.details.iter().map(row).chain(more).collect()
}

/// The same in two lists: what was something else before, and what was nothing.
pub(crate) fn rows_by_kind(difference: &Difference) -> (Vec<String>, Vec<String>) {
    let (new, changed): (Vec<&Detail>, Vec<&Detail>) =
        difference.details.iter().partition(|detail| detail.before.is_none());
    let more = difference.says_more.then(|| OTHER_WORDS.to_owned());
    (changed.into_iter().map(row).chain(more).collect(), new.into_iter().map(row).collect())
}

fn row(detail: &Detail) -> String {
    let mut row = format!("- {}: {}\n", markdown_text(&detail.place), step(detail, markdown_text));
    // A dash alone would underline the line above as a heading.
    for item in detail.items.iter().take(ITEMS_SHOWN).filter(|item| !item.trim().is_empty()) {
        row.push_str(&format!("  - {}\n", markdown_text(&clipped(item, TEXT_SHOWN))));
    }
    if detail.items.len() > ITEMS_SHOWN {
        row.push_str(&format!("  - and {} more\n", detail.items.len() - ITEMS_SHOWN));
    }
    row
}

/// The page as JSON, version 1.
#[derive(Serialize)]
struct JsonPage<'a> {
    version: u32,
    tool: JsonTool,
    plans: Vec<JsonDifference<'a>>,
}

#[derive(Serialize)]
struct JsonDifference<'a> {
    path: &'a str,
    status: &'static str,
    id: Option<&'a str>,
    title: Option<&'a str>,
    stage: JsonStage<'a>,
    changes: Vec<JsonDetail<'a>>,
    says_more: bool,
}

impl<'a> JsonDifference<'a> {
    fn of(difference: &'a Difference) -> JsonDifference<'a> {
        JsonDifference {
            path: &difference.path,
            status: difference.status.as_str(),
            id: difference.id.as_deref(),
            title: difference.title.as_deref(),
            stage: JsonStage { base: difference.base_stage.as_deref(), head: difference.head_stage.as_deref() },
            changes: difference.details.iter().map(JsonDetail::of).collect(),
            says_more: difference.says_more,
        }
    }
}

#[derive(Serialize)]
struct JsonDetail<'a> {
    place: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    items: &'a [String],
}

impl<'a> JsonDetail<'a> {
    fn of(detail: &'a Detail) -> JsonDetail<'a> {
        JsonDetail {
            place: &detail.place,
            before: detail.before.as_deref(),
            after: detail.after.as_deref(),
            items: &detail.items,
        }
    }
}

fn json(differences: &[Difference], _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let page =
        JsonPage { version: 1, tool: JsonTool::this(), plans: differences.iter().map(JsonDifference::of).collect() };
    writeln!(out, "{}", harmless(&serde_json::to_string_pretty(&page)?))
}
