//! A change in the plan's own words, for a terminal, as Markdown and as JSON.

use super::harmless::{Harmless, Markdown, Plain, Target, clipped, fill};
use super::json;
use super::options::{BOLD, Formats, Options};
use super::phrase::{Show, name_of, place};
use crate::difference::{Detail, Difference};
use std::io::{self, Write};

/// The formats that differences can be written in, by the word that `--format` takes.
pub(crate) const FORMATS: Formats<[Difference]> =
    &[("human", human), ("json", json::difference::write), ("markdown", markdown)];

/// How many characters of a value are shown.
const TEXT_SHOWN: usize = 120;

/// How many items of a detail are named.
const ITEMS_SHOWN: usize = 8;

fn name<T: Target>(difference: &Difference, show: Show<T>) -> Harmless<T> {
    name_of(difference.title.as_deref(), difference.id.as_deref(), &difference.path, show)
}

/// `stage 1 → 2`; nothing when the plan stays where it is.
fn stage(difference: &Difference) -> Option<String> {
    match (difference.base_stage, difference.head_stage) {
        (Some(base), Some(head)) if base != head => Some(format!("{} → {head}", place(base))),
        (None, Some(head)) => Some(place(head)),
        (Some(base), None) => Some(format!("gone, and was in {}", place(base))),
        _ => None,
    }
}

/// `3/4 → 4/4`; `Ann` for what is new, `Ann → nothing` for what is gone.
fn step<T: Target>(detail: &Detail) -> Harmless<T> {
    let show = |text: &String| Harmless::of(&clipped(text, TEXT_SHOWN));
    match (&detail.before, &detail.after) {
        (Some(before), Some(after)) => fill!("{} → {}", show(before), show(after)),
        (None, Some(after)) => show(after),
        (Some(before), None) => fill!("{} → nothing", show(before)),
        (None, None) => Harmless::default(),
    }
}

fn human(differences: &[Difference], options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for (index, difference) in differences.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let name = options.paint(name(difference, Plain::of).as_str(), BOLD);
        writeln!(out, "{name}  {}  {}", Plain::of(&difference.path), difference.status.as_str())?;
        if let Some(stage) = stage(difference) {
            writeln!(out, "  {stage}")?;
        }
        for detail in &difference.details {
            let step: Plain = step(detail);
            writeln!(out, "  {}: {step}", Plain::of(&detail.place))?;
            for item in detail.items.iter().take(ITEMS_SHOWN) {
                writeln!(out, "    {}", Plain::of(&clipped(item, TEXT_SHOWN)))?;
            }
            if detail.items.len() > ITEMS_SHOWN {
                writeln!(out, "    and {} more", detail.items.len() - ITEMS_SHOWN)?;
            }
        }
        if difference.has_other_words {
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
        let stage = stage(difference).map(|stage| fill!("- **{}**\n", stage));
        let rows: Markdown = difference.details.iter().map(row).chain(other_words(difference)).collect();
        let section: Markdown = fill!("### {}\n\n{}{}\n", name(difference, Markdown::of), stage, rows);
        write!(out, "{section}")?;
    }
    Ok(())
}

fn other_words(difference: &Difference) -> Option<Markdown> {
    difference.has_other_words.then(|| Markdown::ours("- other words changed\n"))
}

/// What changed beside the stage, as items of two lists: changed values, and new values.
pub(super) fn rows_by_kind(difference: &Difference) -> (Vec<Markdown>, Vec<Markdown>) {
    let (new, changed): (Vec<&Detail>, Vec<&Detail>) =
        difference.details.iter().partition(|detail| detail.before.is_none());
    (changed.into_iter().map(row).chain(other_words(difference)).collect(), new.into_iter().map(row).collect())
}

fn row(detail: &Detail) -> Markdown {
    let mut row = fill!("- {}: {}\n", detail.place, step(detail));
    // A dash alone would make the line above a heading.
    for item in detail.items.iter().take(ITEMS_SHOWN).filter(|item| !item.trim().is_empty()) {
        row.push(&fill!("  - {}\n", clipped(item, TEXT_SHOWN)));
    }
    if detail.items.len() > ITEMS_SHOWN {
        row.push(&fill!("  - and {} more\n", detail.items.len() - ITEMS_SHOWN));
    }
    row
}
