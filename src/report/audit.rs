//! What history says of the rollouts: for a terminal, as JSON, as CSV, as Markdown, and as a page
//! of HTML.

mod csv;
mod html;
pub(super) mod page;

pub use super::json::audit::JSON_SCHEMA;
pub use page::{AuditPage, Exported, Scope};

use super::harmless::{Harmless, Markdown, Plain, Target, fill};
use super::json;
use super::options::{BOLD, Options};
use super::phrase::place;
use crate::audit::{AuditFinding, AuditedTransition, CommitFacts, LivePoint, Recorded};
use jiff::civil::Date;
use page::{commit, day, decision, deletion, live, live_words, name, stay, step};
use std::io::{self, Write};

/// What writes a history in one format.
pub type AuditWriter = fn(&AuditPage, &Options, &mut dyn Write) -> io::Result<()>;

/// The formats that a history can be written in, by the word that `--format` takes.
pub const FORMATS: &[(&str, AuditWriter)] = &[
    ("human", human),
    ("json", json::audit::write),
    ("csv", csv::write),
    ("markdown", markdown),
    ("html", html::write),
];

/// What a transition has beside its decision: how long the stage had lasted, and what became of the
/// record.
fn facts<T: Target>(transition: &AuditedTransition, today: Date) -> Harmless<T> {
    let in_commit = |commit: &CommitFacts| format!("{} on {}", commit.id.short(), commit.day);
    let completed = transition.completed_in.as_ref().map(|commit| format!("completed in {}", in_commit(commit)));
    let rewritten = transition.rewritten_in.iter().map(|commit| format!("rewritten in {}", in_commit(commit)));
    let facts = [stay(transition), recorded(transition), live(transition, today), completed]
        .into_iter()
        .flatten()
        .chain(rewritten);
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

/// The heading above what belongs to no single rollout.
const POLICY: &str = "Configuration and template";

fn human(page: &AuditPage, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let today = page.today.unwrap_or_default();
    for (index, rollout) in page.audit.rollouts.iter().enumerate() {
        let name = options.paint(name(rollout, Plain::of).as_str(), BOLD);
        let deleted = deletion(rollout).unwrap_or(Plain::default());
        writeln!(out, "{name}  {}  {}{deleted}", Plain::of(&rollout.path), place(rollout.stage))?;
        for transition in &rollout.transitions {
            let decision = Plain::of(&decision(transition));
            let facts: Plain = facts(transition, today);
            writeln!(out, "  {}  {:8}  {decision}{facts}", day(transition), step(transition))?;
            let id = Plain::of(transition.commit.id.short());
            writeln!(out, "              {}", commit(&transition.commit, id, Plain::of))?;
            if let Some(rationale) = &transition.rationale {
                writeln!(out, "              {}", Plain::of(rationale))?;
            }
            for open in &transition.open {
                writeln!(out, "              open then: {}", Plain::of(open))?;
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
        for finding in page.findings(index) {
            let message = Plain::of(&message(finding));
            writeln!(out, "  {}[{}] {message}", finding.severity, finding.fault.rule().id)?;
        }
        writeln!(out)?;
    }
    let policy = page.policy_findings();
    if !policy.is_empty() {
        writeln!(out, "{}", options.paint(POLICY, BOLD))?;
        for finding in policy {
            let made = &finding.commit;
            let by = commit(made, Plain::of(made.id.short()), Plain::of);
            writeln!(out, "  {}  {}, {by}", made.day, Plain::of(&finding.path))?;
            writeln!(out, "  {}[{}] {}", finding.severity, finding.fault.rule().id, Plain::of(&finding.message))?;
        }
        writeln!(out)?;
    }
    for note in &page.notes {
        writeln!(out, "note: {}", Plain::of(note))?;
    }
    writeln!(out, "{}", page.verdict())?;
    writeln!(out, "{}", page.coverage(Plain::of))
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
        text.push(&fill!("{}, {}{}\n", Markdown::code(&rollout.path), place(rollout.stage), deleted));
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
        if !findings.is_empty() || !rollout.renames.is_empty() {
            text.push(&Markdown::ours("\n"));
        }
        for (path, commit) in &rollout.renames {
            let commit_id = commit.id.short();
            text.push(&fill!("- {} until {} on {}\n", Markdown::code(path), commit_id, commit.day));
        }
        for finding in findings {
            let message = Markdown::message(&message(finding));
            text.push(&fill!("- **{}**: {} `{}`\n", finding.severity.as_str(), message, finding.fault.rule().id));
        }
    }
    let policy = page.policy_findings();
    if !policy.is_empty() {
        text.push(&fill!("\n## {}\n\n", POLICY));
    }
    for finding in policy {
        let made = &finding.commit;
        let by = commit(made, Markdown::of(made.id.short()), Markdown::of);
        let (path, message) = (Markdown::code(&finding.path), Markdown::message(&finding.message));
        let (severity, rule) = (finding.severity.as_str(), finding.fault.rule().id);
        text.push(&fill!("- {}, {}, {}: **{}**: {} `{}`\n", made.day, path, by, severity, message, rule));
    }
    text.push(&fill!("\n{}\n", page.coverage(Markdown::code)));
    write!(out, "{text}")
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
    fill!(
        "| {} | {} | {}{} | {} | {} | {} |\n",
        day(transition),
        step(transition),
        decision(transition),
        facts,
        transition.rationale,
        commit(&transition.commit, id, Markdown::of),
        Markdown::joined(open, "<br>")
    )
}
