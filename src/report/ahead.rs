//! What is open before a rollout goes on, for a terminal and as JSON.

use super::brief::{self, Part, SCREEN};
use super::harmless::{Plain, terminal};
use super::json;
use super::options::{BOLD, Formats, Options};
use super::phrase::{NO_ROW_NEEDED, counted};
use super::status::page::{is_named, name, stage_of};
use crate::ahead::{Ahead, Open, OpenKind};
use crate::finding::Severity;
use crate::plan::log::Point;
use crate::status::NextPage;
use std::io::{self, Write};

/// The formats, by the word that `--format` takes.
pub(crate) const FORMATS: Formats<NextPage> = &[("human", human), ("full", full), ("json", json::ahead::write)];

fn human(page: &NextPage, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    // The head, the row and what leads to it have lines of their own.
    write(page, Some(SCREEN - 2), options, out)
}

fn full(page: &NextPage, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    write(page, None, options, out)
}

fn write(page: &NextPage, limit: Option<usize>, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let NextPage { plan, ahead, .. } = page;
    let path = &plan.path;
    let place = if is_named(plan) { format!("  {}", Plain::of(path)) } else { String::new() };
    let name: Plain = name(plan, Plain::of);
    writeln!(out, "{}{place}  {}", options.paint(name.as_str(), BOLD), stage_of(plan, Plain::of))?;
    if !ahead.refused.is_empty() {
        writeln!(out, "a check refuses the plan already:")?;
        brief::write(&parts_of(&ahead.refused), limit.map(|limit| limit / 3), options, out)?;
    }
    let open = ahead.open.len();
    // The line for what follows the row needs room, too.
    let follows = ahead.row.as_ref().is_some_and(|row| !row.follow.is_empty());
    let limit = limit.map(|limit| limit - usize::from(follows));
    let Some(next) = &ahead.next else { return write_end(page, limit, options, out) };
    let title = Plain::of(&next.title);
    let mut is_whole = true;
    match open {
        0 => writeln!(out, "nothing is open before {title}")?,
        _ => {
            writeln!(out, "to enter {title} ({}):", counts(&ahead.open))?;
            let room = limit.map(|limit| if ahead.refused.is_empty() { limit } else { limit - limit / 3 - 1 });
            is_whole = brief::write(&parts_of(&ahead.open), room, options, out)?;
        }
    }
    if !is_whole {
        writeln!(out, "`--format full` lists all")?;
    }
    if let Some(why_not) = &ahead.why_not {
        writeln!(out, "a decision cannot be recorded: {}", Plain::of(&why_not.message))?;
        writeln!(out, "  {} {}", options.paint("help:", "36"), Plain::of(&why_not.help))?;
        return Ok(());
    }
    let to = next.number;
    let then = if open == 0 { "to go on" } else { "then" };
    match &ahead.row {
        None => writeln!(out, "{then}, begin: {NO_ROW_NEEDED}; tick what of its work is done")?,
        Some(row) => {
            let place = format!("{}:{}", terminal(&row.path), row.line);
            let how = if row.is_prepared { "fill in the row" } else { "paste this row next to that" };
            writeln!(out, "{then}, {how} at {place}, or run the command below it:")?;
            for line in row.text.lines() {
                writeln!(out, "{}", terminal(line))?;
            }
            let lines: Vec<String> = row.follow.iter().map(u32::to_string).collect();
            if !lines.is_empty() {
                let (what, agree) = if lines.len() == 1 { ("line", "has") } else { ("lines", "have") };
                writeln!(out, "{what} {} {agree} to say the same; the command writes that, too", lines.join(", "))?;
            }
            writeln!(out, "rolloutlint decide {} --to {to} --by NAME --because TEXT", terminal(path))?;
        }
    }
    Ok(())
}

/// What is open, as a person sees it who is going to decide.
pub(crate) fn write_open(ahead: &Ahead, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let Some(next) = &ahead.next else { return Ok(()) };
    let title = Plain::of(&next.title);
    match ahead.open.is_empty() {
        true => writeln!(out, "nothing is open before {title}"),
        false => {
            writeln!(out, "open before {title} ({}):", counts(&ahead.open))?;
            brief::write(&parts_of(&ahead.open), Some(SCREEN), options, out).map(drop)
        }
    }
}

/// What there is to say where no stage comes next.
fn write_end(page: &NextPage, limit: Option<usize>, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let open = &page.ahead.open;
    let path: Plain = Plain::of(&page.plan.path);
    match (page.plan.judged.why_not, page.ahead.from) {
        (Some(why), _) => writeln!(out, "no stage comes next: {}; `rolloutlint check {path}` says more", why.as_str()),
        (None, Point::Aborted) => writeln!(
            out,
            "the rollout was aborted; to begin again: rolloutlint decide {path} --restart --to STAGE --by NAME --because TEXT"
        ),
        (None, _) if open.is_empty() => writeln!(out, "it is in its last stage, and nothing is left to do"),
        (None, _) => {
            writeln!(out, "it is in its last stage; to close it: {}", counted(open.len(), "review item"))?;
            brief::write(&parts_of(open), limit, options, out).map(drop)
        }
    }
}

/// `3 exit criteria, 4 entry criteria, 5 findings`.
pub(crate) fn counts(open: &[Open]) -> String {
    let count = |is_counted: fn(&OpenKind) -> bool| open.iter().filter(|open| is_counted(&open.kind)).count();
    let criteria = |number: usize, which: &str| match number {
        0 => None,
        1 => Some(format!("1 {which} criterion")),
        _ => Some(format!("{number} {which} criteria")),
    };
    let some = |number: usize, noun: &str| (number > 0).then(|| counted(number, noun));
    let parts = [
        criteria(count(|kind| *kind == OpenKind::Exit), "exit"),
        criteria(count(|kind| *kind == OpenKind::Entry), "entry"),
        some(count(|kind| *kind == OpenKind::Review), "review item"),
        some(count(|kind| matches!(kind, OpenKind::Finding(_, Severity::Error))), "thing to mend"),
        some(count(|kind| matches!(kind, OpenKind::Finding(_, Severity::Warning | Severity::Info))), "warning"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ").replace("thing to mends", "things to mend")
}

/// The list, part by part in the order of what it has. Gates come first.
pub(crate) fn parts_of(open: &[Open]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for one in open {
        let title = terminal(&one.part);
        let sign = match one.kind {
            OpenKind::Exit | OpenKind::Entry | OpenKind::Review => "[ ] ",
            OpenKind::Finding(_, Severity::Error) => "",
            OpenKind::Finding(..) => "warning: ",
        };
        let line = format!("{:>4}  {sign}{}", one.line, Plain::of(&one.text));
        match parts.iter_mut().find(|part| part.title == title) {
            Some(part) => part.lines.push(line),
            None => {
                let (first_line, is_asked_for) = (one.line, one.is_asked_for());
                parts.push(Part { title, lines: vec![line], first_line, is_asked_for });
            }
        }
    }
    parts
}
