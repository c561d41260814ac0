//! What history says of the rollouts: for a terminal, as JSON, as CSV, as Markdown, and as a page
//! of HTML.

mod coverage;
mod csv;
mod html;
mod ndjson;
pub(super) mod page;
pub(super) mod web;

pub use super::json::audit::JSON_SCHEMA;
pub use page::{AuditPage, Beside, Exported, Outside, Scope};
pub use web::WebPlace;

use super::columns::wrapped;
use super::harmless::{Harmless, Markdown, Plain, Target, fill};
use super::json;
use super::options::{BOLD, Formats, LEAST_WIDTH, Options};
use super::phrase::place;
use crate::audit::{AuditFinding, AuditedTransition, LivePoint, Recorded};
use jiff::civil::Date;
use page::{
    approvals, cell_edits, commit, day, decision, deletion, entry_events, happened, in_commit, live, live_words,
    made_in, name, not_judged, stay,
};
use std::io::{self, Write};

/// The formats that a history can be written in, by the word that `--format` takes.
pub const FORMATS: Formats<AuditPage> = &[
    ("human", human),
    ("json", json::audit::write),
    ("csv", csv::write),
    ("findings-csv", csv::write_findings),
    ("ndjson", ndjson::write),
    ("markdown", markdown),
    ("html", html::write),
];

/// What a transition has beside its decision: how long the stage had lasted, and what became of the
/// record.
fn facts<T: Target>(transition: &AuditedTransition, today: Date) -> Harmless<T> {
    let completed = transition.completed_in.as_ref().map(|commit| format!("completed {}", in_commit(commit)));
    let inserted = transition.is_inserted.then(|| "put in between older ones".to_owned());
    let rewritten = transition.rewritten_in.iter().map(|commit| format!("rewritten {}", in_commit(commit)));
    let put_back = transition.put_back_in.iter().filter(|commit| commit.id != transition.commit.id);
    let put_back = put_back.map(|commit| format!("put back {}", in_commit(commit)));
    let begins = transition.is_new_rollout && transition.recorded != Recorded::Never;
    let begins = begins.then(|| "a new rollout begins".to_owned());
    let facts = [begins, inserted, stay(transition), recorded(transition), live(transition, today), completed]
        .into_iter()
        .flatten()
        .chain(rewritten)
        .chain(put_back);
    facts.map(|fact| fill!(", {}", fact)).collect()
}

fn recorded(transition: &AuditedTransition) -> Option<String> {
    match &transition.recorded {
        // The words of the decision say so.
        Recorded::AtOnce | Recorded::Withdrawn | Recorded::Rewritten | Recorded::Never => None,
        Recorded::Before => Some("recorded in the commit that this clone begins with, or before it".to_owned()),
        Recorded::Later(later) => Some(format!("recorded later, in {} on {}", later.id.short(), later.day)),
        Recorded::TakenBack(back) => Some(format!("taken back in {} on {}", back.id.short(), back.day)),
    }
}

/// What is wrong, with the commit that did it.
fn message(finding: &AuditFinding) -> String {
    let commit = finding.commit.id.short();
    let is_named = finding.message.contains(commit);
    if is_named { finding.message.clone() } else { format!("{} ({commit})", finding.message) }
}

/// The colour of what disagrees.
const WARNING: &str = "33";

fn human(page: &AuditPage, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    // What no terminal asks for has lines of any length, for programs that look for words in them.
    if options.width >= Options::default().width {
        return lines(page, options, out);
    }
    let mut text = Vec::new();
    lines(page, options, &mut text)?;
    for line in String::from_utf8_lossy(&text).lines() {
        writeln!(out, "{}", wrapped(line, options.width.max(LEAST_WIDTH)))?;
    }
    Ok(())
}

fn lines(page: &AuditPage, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let today = page.today.unwrap_or_default();
    for (index, rollout) in page.audit.rollouts.iter().enumerate() {
        let name = options.paint(name(rollout, Plain::of).as_str(), BOLD);
        let deleted = deletion(rollout).unwrap_or(Plain::default());
        let judged: Plain = not_judged(rollout);
        writeln!(out, "{name}  {}  {}{deleted}{judged}", Plain::of(&rollout.path), place(rollout.stage))?;
        for transition in &rollout.transitions {
            let decision = Plain::of(&decision(transition));
            let facts: Plain = facts(transition, today);
            writeln!(out, "  {}  {:8}  {decision}{facts}", day(transition), transition.step())?;
            let id = Plain::of(transition.commit.id.short());
            writeln!(out, "              {}", made_in(transition, id, Plain::of))?;
            if let Some(written) = &transition.written_in {
                let by = commit(written, Plain::of(written.id.short()), Plain::of);
                writeln!(out, "              written in {by}")?;
            }
            if let Some(approvals) = approvals(transition) {
                writeln!(out, "              {}", Plain::of(&approvals))?;
            }
            if let Some(rationale) = &transition.rationale {
                writeln!(out, "              {}", Plain::of(rationale))?;
            }
            for open in &transition.open {
                writeln!(out, "              open then: {}", Plain::of(open))?;
            }
            for item in &transition.without_box {
                writeln!(out, "              no box: {}", Plain::of(item))?;
            }
        }
        for point in &rollout.line {
            let made = &point.commit;
            let by = commit(made, Plain::of(made.id.short()), Plain::of);
            writeln!(out, "  {}  live: {}, {by}", made.day, Plain::of(&live_words(point)))?;
        }
        if let Some(now) = page.exported.get(&rollout.path) {
            let color = if now.agrees { "" } else { WARNING };
            writeln!(
                out,
                "  {today}  {}",
                options.paint(&format!("live by the export: {}", Plain::of(&now.words)), color)
            )?;
        }
        for (path, commit) in &rollout.renames {
            writeln!(out, "  {}  {} until {}", commit.day, Plain::of(path), commit.id.short())?;
        }
        for (day, event) in happened(rollout) {
            writeln!(out, "  {day}  {}", Plain::of(&event))?;
        }
        for finding in page.findings(index) {
            let message = Plain::of(&message(finding));
            writeln!(out, "  {}[{}] {message}", finding.severity, finding.fault.rule().id)?;
            for edit in cell_edits(finding) {
                writeln!(out, "      {}", Plain::of(&edit))?;
            }
        }
        writeln!(out)?;
    }
    for ledger in &page.audit.ledgers {
        let name = Plain::of(&ledger.path);
        let count = ledger.entries.len();
        writeln!(out, "{}  append-only, without stages, entries: {count}", options.paint(name.as_str(), BOLD))?;
        for entry in &ledger.entries {
            let day = entry.day.map(|day| day.to_string()).unwrap_or_default();
            writeln!(out, "  {day:10}  {}", Plain::of(&entry.name))?;
            for (what, made) in entry_events(entry) {
                let by = commit(made, Plain::of(made.id.short()), Plain::of);
                writeln!(out, "              {what} in {by}")?;
            }
        }
        writeln!(out)?;
    }
    for (heading, findings) in page.others() {
        writeln!(out, "{}", options.paint(heading, BOLD))?;
        for finding in findings {
            let made = &finding.commit;
            let by = commit(made, Plain::of(made.id.short()), Plain::of);
            let path: Plain = finding_path(finding);
            writeln!(out, "  {}  {path}{by}", made.day)?;
            writeln!(out, "  {}[{}] {}", finding.severity, finding.fault.rule().id, Plain::of(&finding.message))?;
            for edit in cell_edits(finding) {
                writeln!(out, "      {}", Plain::of(&edit))?;
            }
        }
        writeln!(out)?;
    }
    for note in &page.notes {
        writeln!(out, "note: {}", Plain::of(note))?;
    }
    writeln!(out, "{}", page.verdict())?;
    writeln!(out, "{}", page.coverage(Plain::of))?;
    for (term, fact) in coverage::facts(page) {
        writeln!(out, "  {term:13}  {}", Plain::of(&fact))?;
    }
    Ok(())
}

const HEADER: &str =
    "\n| Date | Step | Decision | Rationale | Commit | Open then |\n| :-- | :-- | :-- | :-- | :-- | :-- |\n";

/// The head of the table of who really saw a feature.
const LIVE_HEADER: &str = "\n| Live from | Who | Commit |\n| :-- | :-- | :-- |\n";

fn markdown(page: &AuditPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let today = page.today.unwrap_or_default();
    let mut text: Markdown = fill!("# Audit of rollouts: {}\n", page.verdict());
    for note in &page.notes {
        text.push(&fill!("\n> {}\n", Markdown::message(note)));
    }
    for (index, rollout) in page.audit.rollouts.iter().enumerate() {
        text.push(&fill!("\n## {}\n\n", name(rollout, Markdown::of)));
        let deleted: Option<Markdown> = deletion(rollout);
        let judged: Markdown = not_judged(rollout);
        text.push(&fill!("{}, {}{}{}\n", Markdown::code(&rollout.path), place(rollout.stage), deleted, judged));
        if !rollout.transitions.is_empty() {
            text.push(&Markdown::ours(HEADER));
        }
        rollout.transitions.iter().for_each(|transition| text.push(&row(transition, today)));
        if !rollout.line.is_empty() {
            text.push(&Markdown::ours(LIVE_HEADER));
        }
        rollout.line.iter().for_each(|point| text.push(&live_row(point)));
        if let Some(now) = page.exported.get(&rollout.path) {
            text.push(&fill!("\nLive by the export on {}: {}\n", today, Markdown::of(&now.words)));
        }
        let findings = page.findings(index);
        let events = happened(rollout);
        if !findings.is_empty() || !rollout.renames.is_empty() || !events.is_empty() {
            text.push(&Markdown::ours("\n"));
        }
        for (path, commit) in &rollout.renames {
            let commit_id = commit.id.short();
            text.push(&fill!("- {} until {} on {}\n", Markdown::code(path), commit_id, commit.day));
        }
        for (_, event) in events {
            text.push(&fill!("- {}\n", Markdown::of(&event)));
        }
        for finding in findings {
            let message = Markdown::message(&message(finding));
            text.push(&fill!("- **{}**: {} `{}`\n", finding.severity.as_str(), message, finding.fault.rule().id));
            for edit in cell_edits(finding) {
                text.push(&fill!("  - {}\n", edit));
            }
        }
    }
    for ledger in &page.audit.ledgers {
        text.push(&fill!("\n## {}\n\nAppend-only, without stages.\n\n", Markdown::code(&ledger.path)));
        for entry in &ledger.entries {
            let day = entry.day.map(|day| format!("{day} ")).unwrap_or_default();
            let events = entry_events(entry).into_iter();
            let events = events
                .map(|(what, made)| fill!("{} in {}", what, commit(made, Markdown::of(made.id.short()), Markdown::of)));
            text.push(&fill!("- {}{}: {}\n", day, entry.name, Harmless::joined(events, "; ")));
        }
    }
    for (heading, findings) in page.others() {
        text.push(&fill!("\n## {}\n\n", heading));
        for finding in findings {
            let made = &finding.commit;
            let by = commit(made, Markdown::of(made.id.short()), Markdown::of);
            let path = (!finding.path.is_empty()).then(|| fill!("{}, ", Markdown::code(&finding.path)));
            let message = Markdown::message(&finding.message);
            let (severity, rule) = (finding.severity.as_str(), finding.fault.rule().id);
            text.push(&fill!("- {}, {}{}: **{}**: {} `{}`\n", made.day, path, by, severity, message, rule));
            for edit in cell_edits(finding) {
                text.push(&fill!("  - {}\n", edit));
            }
        }
    }
    text.push(&fill!("\n{}\n\n", page.coverage(Markdown::code)));
    for (term, fact) in coverage::facts(page) {
        text.push(&fill!("- {}: {}\n", term, fact));
    }
    write!(out, "{text}")
}

/// The path of a finding that belongs to no rollout, when it has one.
fn finding_path<T: Target>(finding: &AuditFinding) -> Harmless<T> {
    if finding.path.is_empty() { Harmless::default() } else { fill!("{}, ", finding.path) }
}

fn live_row(point: &LivePoint) -> Markdown {
    let made = &point.commit;
    let by = commit(made, Markdown::of(made.id.short()), Markdown::of);
    fill!("| {} | {} | {} |\n", made.day, live_words(point), by)
}

fn row(transition: &AuditedTransition, today: Date) -> Markdown {
    let id = Markdown::of(transition.commit.id.short());
    let facts: Markdown = facts(transition, today);
    let open = transition.open.iter().map(|open| Markdown::of(open));
    let open = open.chain(transition.without_box.iter().map(|item| fill!("no box: {}", item)));
    let written = transition
        .written_in
        .as_ref()
        .map(|written| fill!("<br>written in {}", commit(written, Markdown::of(written.id.short()), Markdown::of)));
    let approved = approvals(transition).map(|approved| fill!("<br>{}", approved));
    fill!(
        "| {} | {} | {}{} | {} | {}{}{} | {} |\n",
        day(transition),
        transition.step(),
        decision(transition),
        facts,
        transition.rationale,
        made_in(transition, id, Markdown::of),
        written,
        approved,
        Markdown::joined(open, "<br>")
    )
}
