//! What history says of the rollouts: for a terminal, as JSON, as CSV, as Markdown, and as a page of HTML.

mod html;

use super::human::{BOLD, painted};
use super::json::{JsonTool, harmless};
use super::{
    Options, counted, decision_word, finding_counts, markdown_code, markdown_message, markdown_text, name_of, terminal,
    terminal_line,
};
use crate::audit::{Audit, AuditFinding, AuditedTransition, CommitFacts, Recorded, Rollout};
use crate::finding::Severity;
use crate::plan::log::Point;
use crate::text::short_commit;
use jiff::civil::Date;
use serde::Serialize;
use std::io::{self, Write};

/// A history with what a reader should know about how it was read.
#[derive(Clone, Debug, Default)]
pub struct AuditPage {
    /// What it says.
    pub audit: Audit,
    /// The day that it is made for.
    pub today: Option<Date>,
    /// Which part of which history was read.
    pub scope: Scope,
    /// Such as that the clone is shallow.
    pub notes: Vec<String>,
}

/// Which part of which history was read.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The name of the repository's folder.
    pub repository: String,
    /// The branch, when one is checked out.
    pub branch: Option<String>,
    /// The newest commit that was read.
    pub head: Option<CommitFacts>,
    /// Where the report begins, as it was asked for; history is read from its beginning all the same.
    pub since: Option<String>,
    /// Where it ends, as it was asked for.
    pub until: Option<String>,
}

/// What writes a history in one format.
pub type AuditWriter = fn(&AuditPage, &Options, &mut dyn Write) -> io::Result<()>;

/// The formats that a history can be written in, by the word that `--format` takes.
pub const FORMATS: &[(&str, AuditWriter)] =
    &[("human", human), ("json", json), ("csv", csv), ("markdown", markdown), ("html", html::write)];

type Show = fn(&str) -> String;

fn name(rollout: &Rollout, show: Show) -> String {
    name_of(rollout.title.as_deref(), rollout.id.as_deref(), &rollout.path, show)
}

/// `stage 2`, `planned`.
fn place(point: Point) -> String {
    point.stage().map_or_else(|| point.to_string(), |stage| format!("stage {stage}"))
}

/// `, deleted in 1a2b3c4 on 2026-04-08`; nothing while the plan is there.
fn gone(rollout: &Rollout) -> String {
    let commit = rollout.removed_in.as_ref();
    commit.map(|commit| format!(", deleted in {} on {}", short_commit(&commit.id), commit.day)).unwrap_or_default()
}

/// `1 → 2`; one stage where a decision was not to move.
fn step(transition: &AuditedTransition) -> String {
    let AuditedTransition { from, to, .. } = transition;
    if transition.moves() { format!("{from} → {to}") } else { from.to_string() }
}

/// `Proceed by Priya Nair`, `no decision`.
fn decision(transition: &AuditedTransition, show: Show) -> String {
    match transition.recorded {
        Recorded::Never | Recorded::TakenBack(_) => return "no decision recorded".to_owned(),
        Recorded::Withdrawn => return "the decision was taken out of the record".to_owned(),
        Recorded::Rewritten => return "the record was rewritten".to_owned(),
        Recorded::AtOnce | Recorded::Later(_) | Recorded::Before => {}
    }
    let word = decision_word(transition.decision.as_deref());
    let by = if transition.decided_by.is_empty() {
        String::new()
    } else {
        format!(" by {}", transition.decided_by.join(", "))
    };
    show(&format!("{word}{by}"))
}

/// `14 days, 7 planned`.
fn stay(transition: &AuditedTransition) -> Option<String> {
    let days = transition.days?;
    let planned = transition.planned.map(|planned| format!(", {planned} planned")).unwrap_or_default();
    let plural = if days == 1 { "day" } else { "days" };
    Some(format!("after {days} {plural}{planned}"))
}

/// `1a2b3c4 (#12) by Priya Nair, signed`.
fn commit(commit: &CommitFacts, show: Show) -> String {
    let by = if commit.committer == commit.author || commit.committer == "GitHub" {
        show(&commit.author)
    } else {
        format!("{}, committed by {}", show(&commit.author), show(&commit.committer))
    };
    let pull_request =
        commit.pull_request.map(|number| format!(" ({})", show(&format!("#{number}")))).unwrap_or_default();
    let signed = if commit.is_signed { ", signed" } else { "" };
    format!("{}{pull_request} by {by}{signed}", short_commit(&commit.id))
}

/// The day of the decision, or of the commit that moved without one.
fn day(transition: &AuditedTransition) -> Date {
    transition.day.unwrap_or(transition.commit.day)
}

/// What a transition has beside its decision: how long the stage had lasted, and what became of the record.
fn facts(transition: &AuditedTransition) -> impl Iterator<Item = String> {
    let in_commit = |commit: &CommitFacts| format!("{} on {}", short_commit(&commit.id), commit.day);
    let completed = transition.completed_in.as_ref().map(|commit| format!("completed in {}", in_commit(commit)));
    let rewritten: Vec<String> =
        transition.rewritten_in.iter().map(|commit| format!("rewritten in {}", in_commit(commit))).collect();
    [stay(transition), recorded(transition), completed].into_iter().flatten().chain(rewritten)
}

/// What is wrong, with the commit that did it.
fn message(finding: &AuditFinding) -> String {
    let commit = short_commit(&finding.commit.id);
    let is_named = finding.message.contains(commit);
    if is_named { finding.message.clone() } else { format!("{} ({commit})", finding.message) }
}

fn recorded(transition: &AuditedTransition) -> Option<String> {
    match &transition.recorded {
        // The words of the decision say so.
        Recorded::AtOnce | Recorded::Withdrawn | Recorded::Rewritten | Recorded::Never => None,
        Recorded::Before => Some("recorded in the commit that this clone begins with, or before it".to_owned()),
        Recorded::Later(later) => Some(format!("recorded later, in {} on {}", short_commit(&later.id), later.day)),
        Recorded::TakenBack(back) => Some(format!("taken back in {} on {}", short_commit(&back.id), back.day)),
    }
}

fn verdict(page: &AuditPage) -> String {
    let count = |severity: Severity| page.audit.findings.iter().filter(|finding| finding.severity == severity).count();
    let counts = finding_counts(count(Severity::Error), count(Severity::Warning), count(Severity::Info));
    let transitions: usize = page.audit.rollouts.iter().map(|rollout| rollout.transitions.len()).sum();
    format!(
        "{} in {} and {}",
        counts.unwrap_or_else(|| "no findings".to_owned()),
        counted(page.audit.rollouts.len(), "rollout"),
        counted(transitions, "transition")
    )
}

/// The findings that are about a rollout.
fn findings(page: &AuditPage, index: usize) -> Vec<&AuditFinding> {
    page.audit.findings.iter().filter(|finding| finding.rollout == index).collect()
}

fn human(page: &AuditPage, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for (index, rollout) in page.audit.rollouts.iter().enumerate() {
        let name = painted(&name(rollout, terminal_line), BOLD, options);
        writeln!(
            out,
            "{name}  {}  {}{}",
            terminal_line(&rollout.path),
            terminal(&place(rollout.stage)),
            gone(rollout)
        )?;
        for transition in &rollout.transitions {
            let day = day(transition);
            let facts: String = facts(transition).map(|fact| format!(", {fact}")).collect();
            writeln!(out, "  {day}  {:8}  {}{facts}", step(transition), decision(transition, terminal_line))?;
            writeln!(out, "              {}", commit(&transition.commit, terminal_line))?;
            if let Some(rationale) = &transition.rationale {
                writeln!(out, "              {}", terminal_line(rationale))?;
            }
            for open in &transition.open {
                writeln!(out, "              open then: {}", terminal_line(open))?;
            }
        }
        for (path, commit) in &rollout.renames {
            writeln!(out, "  {}  {} until {}", commit.day, terminal_line(path), short_commit(&commit.id))?;
        }
        for finding in findings(page, index) {
            writeln!(out, "  {}[{}] {}", finding.severity, finding.rule, terminal_line(&message(finding)))?;
        }
        writeln!(out)?;
    }
    for note in &page.notes {
        writeln!(out, "note: {}", terminal_line(note))?;
    }
    writeln!(out, "{}", verdict(page))
}

fn markdown(page: &AuditPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Audit of rollouts: {}", verdict(page))?;
    for note in &page.notes {
        writeln!(out, "\n> {}", markdown_message(note))?;
    }
    for (index, rollout) in page.audit.rollouts.iter().enumerate() {
        writeln!(out, "\n## {}\n", name(rollout, markdown_text))?;
        writeln!(out, "{}, {}{}", markdown_code(&rollout.path), markdown_text(&place(rollout.stage)), gone(rollout))?;
        if !rollout.transitions.is_empty() {
            writeln!(
                out,
                "\n| Date | Step | Decision | Rationale | Commit | Open then |\n| :-- | :-- | :-- | :-- | :-- | :-- |"
            )?;
        }
        for transition in &rollout.transitions {
            let day = day(transition);
            let decision = decision(transition, markdown_text);
            let facts: String = facts(transition).map(|fact| format!(", {fact}")).collect();
            let open: Vec<String> = transition.open.iter().map(|open| markdown_text(open)).collect();
            writeln!(
                out,
                "| {day} | {} | {decision}{facts} | {} | {} | {} |",
                markdown_text(&step(transition)),
                transition.rationale.as_deref().map(markdown_text).unwrap_or_default(),
                commit(&transition.commit, markdown_text),
                open.join("<br>")
            )?;
        }
        let findings = findings(page, index);
        if !findings.is_empty() || !rollout.renames.is_empty() {
            writeln!(out)?;
        }
        for (path, commit) in &rollout.renames {
            writeln!(out, "- {} until {} on {}", markdown_code(path), short_commit(&commit.id), commit.day)?;
        }
        for finding in findings {
            writeln!(out, "- **{}**: {} `{}`", finding.severity, markdown_message(&message(finding)), finding.rule)?;
        }
    }
    Ok(())
}

/// One line for each transition, for spreadsheets.
fn csv(page: &AuditPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "rollout_id", "title", "path", "from", "to", "decision", "date", "decided_by", "rationale", "recorded",
        "recorded_in", "commit", "commit_date", "author", "committer", "signed", "pull_request", "days",
        "days_planned", "open", "rewritten_in", "completed_in",
    ])?;
    for rollout in &page.audit.rollouts {
        for transition in &rollout.transitions {
            let text = |text: Option<&str>| cell(text.unwrap_or_default());
            let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
            let (recorded, recorded_in) = when_recorded(transition);
            let id = |commit: Option<&CommitFacts>| commit.map(|commit| commit.id.clone()).unwrap_or_default();
            let rewritten: Vec<&str> = transition.rewritten_in.iter().map(|commit| commit.id.as_str()).collect();
            let made = &transition.commit;
            writer.write_record([
                text(rollout.id.as_deref()),
                text(rollout.title.as_deref()),
                cell(&rollout.path),
                transition.from.to_string(),
                transition.to.to_string(),
                text(transition.decision.as_deref()),
                transition.day.map(|day| day.to_string()).unwrap_or_default(),
                cell(&transition.decided_by.join("; ")),
                text(transition.rationale.as_deref()),
                recorded.to_owned(),
                id(recorded_in),
                made.id.clone(),
                made.day.to_string(),
                cell(&made.author),
                cell(&made.committer),
                made.is_signed.to_string(),
                number(made.pull_request.map(|number| number as i64)),
                number(transition.days.map(i64::from)),
                number(transition.planned.map(i64::from)),
                cell(&transition.open.join("; ")),
                rewritten.join(" "),
                id(transition.completed_in.as_ref()),
            ])?;
        }
    }
    writer.flush()
}

/// A text that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let text = terminal(text);
    // Wide signs are taken for narrow ones.
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text }
}

/// The JSON Schema of an audit. `tests/schema.rs` holds it to what is written.
pub const JSON_SCHEMA: &str = include_str!("../../schema/audit.json");

/// The page as JSON, version 1: a key may be added, and none is ever renamed, moved or dropped.
#[derive(Serialize)]
struct JsonPage<'a> {
    version: u32,
    tool: JsonTool,
    today: Option<String>,
    repository: &'a str,
    branch: Option<&'a str>,
    head: Option<JsonCommit<'a>>,
    since: Option<&'a str>,
    until: Option<&'a str>,
    rollouts: Vec<JsonRollout<'a>>,
    findings: Vec<JsonFinding<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct JsonRollout<'a> {
    path: &'a str,
    id: Option<&'a str>,
    title: Option<&'a str>,
    stage: String,
    began: Option<String>,
    renames: Vec<JsonRename<'a>>,
    removed_in: Option<JsonCommit<'a>>,
    transitions: Vec<JsonTransition<'a>>,
}

#[derive(Serialize)]
struct JsonRename<'a> {
    from: &'a str,
    commit: JsonCommit<'a>,
}

#[derive(Serialize)]
struct JsonTransition<'a> {
    from: String,
    to: String,
    decision: Option<&'a str>,
    date: Option<String>,
    decided_by: &'a [String],
    rationale: Option<&'a str>,
    recorded: &'static str,
    recorded_in: Option<JsonCommit<'a>>,
    taken_back_in: Option<JsonCommit<'a>>,
    rewritten_in: Vec<JsonCommit<'a>>,
    completed_in: Option<JsonCommit<'a>>,
    commit: JsonCommit<'a>,
    days: Option<i32>,
    days_planned: Option<u32>,
    open: &'a [String],
}

#[derive(Serialize)]
struct JsonCommit<'a> {
    id: &'a str,
    date: String,
    subject: &'a str,
    author: &'a str,
    committer: &'a str,
    signed: bool,
    merge: bool,
    pull_request: Option<u64>,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'static str,
    severity: &'static str,
    /// The place of its rollout in the list, for two may have had one path.
    rollout: usize,
    path: &'a str,
    commit: &'a str,
    date: String,
    message: &'a str,
}

fn json_commit(commit: &CommitFacts) -> JsonCommit<'_> {
    JsonCommit {
        id: &commit.id,
        date: commit.day.to_string(),
        subject: &commit.subject,
        author: &commit.author,
        committer: &commit.committer,
        signed: commit.is_signed,
        merge: commit.is_merge,
        pull_request: commit.pull_request,
    }
}

/// The word that programs read for when a transition was recorded, and the commit that did it.
fn when_recorded(transition: &AuditedTransition) -> (&'static str, Option<&CommitFacts>) {
    match &transition.recorded {
        Recorded::AtOnce => ("at-once", Some(&transition.commit)),
        Recorded::Later(later) => ("later", Some(later)),
        Recorded::Never => ("never", None),
        Recorded::TakenBack(_) => ("taken-back", None),
        Recorded::Withdrawn => ("withdrawn", None),
        Recorded::Rewritten => ("rewritten", None),
        Recorded::Before => ("unknown", None),
    }
}

fn json_transition(transition: &AuditedTransition) -> JsonTransition<'_> {
    let (recorded, recorded_in) = when_recorded(transition);
    let taken_back_in = match &transition.recorded {
        Recorded::TakenBack(commit) => Some(json_commit(commit)),
        _ => None,
    };
    JsonTransition {
        from: transition.from.to_string(),
        to: transition.to.to_string(),
        decision: transition.decision.as_deref(),
        date: transition.day.map(|day| day.to_string()),
        decided_by: &transition.decided_by,
        rationale: transition.rationale.as_deref(),
        recorded,
        recorded_in: recorded_in.map(json_commit),
        taken_back_in,
        rewritten_in: transition.rewritten_in.iter().map(json_commit).collect(),
        completed_in: transition.completed_in.as_ref().map(json_commit),
        commit: json_commit(&transition.commit),
        days: transition.days,
        days_planned: transition.planned,
        open: &transition.open,
    }
}

fn json(page: &AuditPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let rollouts = page.audit.rollouts.iter().map(|rollout| JsonRollout {
        path: &rollout.path,
        id: rollout.id.as_deref(),
        title: rollout.title.as_deref(),
        stage: rollout.stage.to_string(),
        began: rollout.began.map(|day| day.to_string()),
        renames: rollout
            .renames
            .iter()
            .map(|(from, commit)| JsonRename { from, commit: json_commit(commit) })
            .collect(),
        removed_in: rollout.removed_in.as_ref().map(json_commit),
        transitions: rollout.transitions.iter().map(json_transition).collect(),
    });
    let findings = page.audit.findings.iter().map(|finding| JsonFinding {
        rule: finding.rule,
        severity: finding.severity.as_str(),
        rollout: finding.rollout,
        path: &finding.path,
        commit: &finding.commit.id,
        date: finding.commit.day.to_string(),
        message: &finding.message,
    });
    let page = JsonPage {
        version: 1,
        tool: JsonTool::this(),
        today: page.today.map(|day| day.to_string()),
        repository: &page.scope.repository,
        branch: page.scope.branch.as_deref(),
        head: page.scope.head.as_ref().map(json_commit),
        since: page.scope.since.as_deref(),
        until: page.scope.until.as_deref(),
        rollouts: rollouts.collect(),
        findings: findings.collect(),
        notes: &page.notes,
    };
    writeln!(out, "{}", harmless(&serde_json::to_string_pretty(&page)?))
}
