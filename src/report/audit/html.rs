//! History as one page to keep: a drawn timeline for each rollout, its decisions as a table, what is wrong, and the commits that all of it is from.

use super::{AuditPage, commit, day, decision, findings, gone, name, place, stay, step, verdict};
use crate::audit::{AuditFinding, AuditedTransition, CommitFacts, Recorded, Rollout};
use crate::finding::Severity;
use crate::plan::duration::end_of;
use crate::plan::log::Point;
use crate::report::html::{Bar, Line, Mark, MarkKind, Now, Row, begin, chart, day_cell, end, legend, table};
use crate::report::{Options, html_text};
use crate::text::short_commit;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io::{self, Write};

pub(super) fn write(page: &AuditPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let today = page.today.unwrap_or_default();
    let now = Now { day: today, word: if page.scope.until.is_some() { "as of" } else { "today" } };
    begin("Audit of rollouts", today, &verdict(page), &provenance(page), &page.notes, out)?;
    let rollouts = &page.audit.rollouts;
    let rows: Vec<Row> = (0..rollouts.len()).map(|index| row(page, index, today)).collect();
    if rollouts.len() > 1 {
        chart(&rows, now, "All rollouts by time", out)?;
    }
    legend(&rows, out)?;
    if rollouts.len() > 1 {
        let grave = page.audit.findings.iter().filter(|finding| finding.severity >= Severity::Warning);
        let link = |finding: &AuditFinding| {
            let name = name(&rollouts[finding.rollout], html_text);
            format!("<a href=\"#{}\">{name}</a>: ", anchor(finding.rollout))
        };
        let lines: Vec<String> = grave.map(|finding| told(finding, &link(finding))).collect();
        list("<h2>Errors and warnings</h2>", &lines, out)?;
    }
    for ((index, rollout), row) in rollouts.iter().enumerate().zip(rows) {
        writeln!(out, "<h2 id=\"{}\">{}</h2>", anchor(index), name(rollout, html_text))?;
        let path = html_text(&rollout.path);
        writeln!(out, "<p class=\"faint\"><code>{path}</code>, {}</p>", standing(rollout, &row))?;
        for (path, commit) in &rollout.renames {
            let (path, id) = (html_text(path), code(&commit.id));
            writeln!(out, "<p class=\"faint\"><code>{path}</code> until {id} on {}</p>", commit.day)?;
        }
        let row = Row { name: String::new(), id: String::new(), target: None, ..row };
        chart(&[row], now, &format!("Timeline of {}", name(rollout, str::to_owned)), out)?;
        decisions(page, index, today, out)?;
        let lines: Vec<String> = findings(page, index).into_iter().map(|finding| told(finding, "")).collect();
        list("<h3>Findings</h3>", &lines, out)?;
    }
    commits(page, out)?;
    end(out)
}

/// Which part of which history was read.
fn provenance(page: &AuditPage) -> Vec<(&'static str, String)> {
    let scope = &page.scope;
    let window = [("since", &scope.since), ("until", &scope.until)];
    let window: Vec<String> =
        window.into_iter().filter_map(|(word, end)| Some(format!("{word} {}", html_text(end.as_deref()?)))).collect();
    let facts = [
        ("Repository", (!scope.repository.is_empty()).then(|| html_text(&scope.repository))),
        ("Branch", scope.branch.as_deref().map(html_text)),
        (
            "Newest commit",
            scope.head.as_ref().map(|head| format!("<code>{}</code>, {}", html_text(&head.id), head.day)),
        ),
        ("Window", Some(if window.is_empty() { "all of history".to_owned() } else { window.join(", ") })),
    ];
    facts.into_iter().filter_map(|(term, fact)| Some((term, fact?))).collect()
}

fn anchor(rollout: usize) -> String {
    format!("rollout-{}", rollout + 1)
}

/// A commit's short id, with the full one for whoever points at it.
fn code(id: &str) -> String {
    format!("<code title=\"{}\">{}</code>", html_text(id), html_text(short_commit(id)))
}

/// `1a2b3c4 (#12) by Priya Nair`, the id as in [`code`].
fn by(facts: &CommitFacts) -> String {
    let words = commit(facts, html_text);
    let rest = words.strip_prefix(short_commit(&facts.id)).unwrap_or_default();
    format!("{}{rest}", code(&facts.id))
}

/// A heading and a list below it; nothing without lines.
fn list(heading: &str, lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "{heading}\n<ul>\n{}\n</ul>", lines.join("\n"))
}

/// A finding with its day and its commit.
fn told(finding: &AuditFinding, about: &str) -> String {
    let severity = finding.severity.as_str();
    let (day, id, message) = (day_cell(finding.commit.day), code(&finding.commit.id), html_text(&finding.message));
    format!(
        "<li class=\"{severity}\">{day} {id} <strong>{severity}</strong> {about}{message} <code>{}</code></li>",
        finding.rule
    )
}

/// `stage 1 by its record; work is at stage 2, planned until 2026-03-23, in history since 2026-03-01`.
fn standing(rollout: &Rollout, row: &Row) -> String {
    let last = rollout.transitions.iter().rfind(|transition| transition.moves());
    let ahead = last.filter(|last| last.recorded == Recorded::Never && last.to != rollout.stage);
    let ahead = ahead.map(|last| format!(" by its record; work is at {}", place(last.to))).unwrap_or_default();
    let is_there = rollout.removed_in.is_none();
    let planned = row.bars.last().and_then(|bar| bar.planned_until).filter(|_| is_there);
    let planned = planned.map(|day| format!(", planned until {day}")).unwrap_or_default();
    let began = rollout.began.map(|day| format!(", in history since {day}")).unwrap_or_default();
    format!("{}{ahead}{planned}{began}{}", html_text(&place(rollout.stage)), gone(rollout))
}

fn decisions(page: &AuditPage, index: usize, today: Date, out: &mut dyn Write) -> io::Result<()> {
    let rollout = &page.audit.rollouts[index];
    if rollout.transitions.is_empty() {
        return writeln!(out, "<p>No decision yet.</p>");
    }
    let line = |transition: &AuditedTransition| -> Line {
        let shown = shown_on(page, index, transition, today);
        let doubt = is_doubted(transition, shown)
            .then(|| format!("<br><span class=\"warning\">in the chart on {}</span>", day_cell(shown)));
        let class = match transition.recorded {
            Recorded::Never | Recorded::Withdrawn | Recorded::Rewritten => "error",
            Recorded::Later(_) | Recorded::TakenBack(_) => "warning",
            Recorded::AtOnce | Recorded::Before if doubt.is_some() => "warning",
            Recorded::AtOnce | Recorded::Before => "",
        };
        let stay = stay(transition).map(|stay| format!(", {stay}")).unwrap_or_default();
        let open: Vec<String> = transition.open.iter().map(|open| html_text(open)).collect();
        let event = |event: Event| {
            let text = format!("{} {} in {}", event.what, day_cell(event.commit.day), by(event.commit));
            if event.is_late { format!("<strong>{text}</strong>") } else { text }
        };
        let events: Vec<String> = events(transition).into_iter().map(event).collect();
        let cells = vec![
            format!("{}{}", day_cell(day(transition)), doubt.unwrap_or_default()),
            html_text(&step(transition)),
            format!("{}{stay}", decision(transition, html_text)),
            transition.rationale.as_deref().map(html_text).unwrap_or_default(),
            events.join("<br>"),
            open.join("<br>"),
        ];
        (class, cells)
    };
    let lines: Vec<Line> = rollout.transitions.iter().map(line).collect();
    let columns = [("Date", 13), ("Step", 12), ("Decision", 19), ("Rationale", 19), ("Commit", 22), ("Open then", 15)];
    table("Decisions", &columns, &lines, out)
}

/// Something that a commit did to a decision.
struct Event<'a> {
    /// `moved on`, to be followed by the day.
    what: &'static str,
    commit: &'a CommitFacts,
    /// It should have been done at once, or not at all.
    is_late: bool,
}

/// What became of a decision, in the order of time.
fn events(transition: &AuditedTransition) -> Vec<Event<'_>> {
    let first = match transition.recorded {
        Recorded::AtOnce => "recorded on",
        Recorded::Before => "recorded on or before",
        Recorded::Later(_) | Recorded::Never | Recorded::TakenBack(_) => "moved on",
        Recorded::Withdrawn => "taken out on",
        Recorded::Rewritten => "rewritten on",
    };
    let second = match &transition.recorded {
        Recorded::Later(later) => Some(("recorded on", later)),
        Recorded::TakenBack(back) => Some(("taken back on", back)),
        Recorded::AtOnce | Recorded::Never | Recorded::Withdrawn | Recorded::Rewritten | Recorded::Before => None,
    };
    let completed = transition.completed_in.iter().map(|commit| ("completed on", commit));
    let rewritten = transition.rewritten_in.iter().map(|commit| ("rewritten on", commit));
    let more = second.into_iter().chain(completed).chain(rewritten);
    let more = more.map(|(what, commit)| Event { what, commit, is_late: true });
    std::iter::once(Event { what: first, commit: &transition.commit, is_late: false }).chain(more).collect()
}

/// The commits that the page names, with their full ids, which paper must have as well.
fn commits(page: &AuditPage, out: &mut dyn Write) -> io::Result<()> {
    let of_rollout = |rollout: &'_ Rollout| -> Vec<CommitFacts> {
        let events = rollout.transitions.iter().flat_map(events).map(|event| event.commit);
        let renames = rollout.renames.iter().map(|(_, commit)| commit);
        events.chain(renames).chain(&rollout.removed_in).cloned().collect()
    };
    let named = page.audit.rollouts.iter().flat_map(of_rollout).chain(page.scope.head.clone());
    let named = named.chain(page.audit.findings.iter().map(|finding| finding.commit.clone()));
    let named: BTreeMap<(Date, String), CommitFacts> =
        named.map(|commit| ((commit.day, commit.id.clone()), commit)).collect();
    if named.is_empty() {
        return Ok(());
    }
    let line = |commit: &CommitFacts| -> Line {
        let id = |id: &str| format!("<code>{}</code>", html_text(id));
        let (author, subject) = (html_text(&commit.author), html_text(&commit.subject));
        ("", vec![id(short_commit(&commit.id)), day_cell(commit.day), author, subject, id(&commit.id)])
    };
    let lines: Vec<Line> = named.values().map(line).collect();
    writeln!(out, "<h2>Commits</h2>")?;
    let columns = [("Commit", 10), ("Day", 13), ("Author", 17), ("Subject", 25), ("Full id", 35)];
    table("The commits that this page names", &columns, &lines, out)
}

/// The day on which the chart has a decision. A move that was recorded later was made by its commit; what the record dates far from its commit is shown by the
/// commit; and nothing has happened behind today.
fn shown_on(page: &AuditPage, index: usize, transition: &AuditedTransition, today: Date) -> Date {
    let drifts = |finding: &AuditFinding| {
        finding.rule == "audit-date-drift" && finding.rollout == index && finding.commit.id == transition.commit.id
    };
    let is_by_commit = matches!(transition.recorded, Recorded::Later(_)) || page.audit.findings.iter().any(drifts);
    let shown = if is_by_commit { transition.commit.day } else { day(transition) };
    shown.min(today)
}

/// Whether the day of the record is not the one in the chart, other than because it came late.
fn is_doubted(transition: &AuditedTransition, shown: Date) -> bool {
    shown != day(transition) && !matches!(transition.recorded, Recorded::Later(_))
}

/// A rollout as a chart shows it: its stages as far as its decisions tell, and what was done to the record.
fn row(page: &AuditPage, index: usize, today: Date) -> Row {
    let rollout = &page.audit.rollouts[index];
    let named = rollout.title.as_ref().or(rollout.id.as_ref()).unwrap_or(&rollout.path);
    let marks = rollout.transitions.iter().flat_map(|transition| marks(page, index, transition, today));
    let rewrites = findings(page, index).into_iter().filter(|finding| finding.rule == "audit-log-rewritten");
    let rewrites = rewrites.map(|finding| {
        let day = finding.commit.day;
        mark(day, MarkKind::Rewrite, format!("{day}: {}", finding.message))
    });
    let removed = rollout.removed_in.iter().map(|commit| {
        let title = format!("{}: the plan was deleted in {}", commit.day, short_commit(&commit.id));
        mark(commit.day, MarkKind::End, title)
    });
    Row {
        name: named.clone(),
        id: rollout.id.clone().filter(|_| rollout.title.is_some()).unwrap_or_default(),
        target: Some(anchor(index)),
        bars: bars(page, index, today),
        marks: marks.chain(rewrites).chain(removed).collect(),
    }
}

/// The stages that a rollout was in.
fn bars(page: &AuditPage, index: usize, today: Date) -> Vec<Bar> {
    let rollout = &page.audit.rollouts[index];
    let moved: Vec<&AuditedTransition> = rollout.transitions.iter().filter(|transition| transition.moves()).collect();
    let is_taken_back = |transition: &AuditedTransition| matches!(transition.recorded, Recorded::TakenBack(_));
    // Where it was, since when, and how many days were planned for that.
    let mut stays: Vec<(Point, Date, Option<u32>)> = beginning(page, index, today).into_iter().collect();
    for (place, transition) in moved.iter().enumerate() {
        let next = moved[place + 1..].iter().find(|next| !is_taken_back(next));
        let planned = next.map_or(rollout.planned_now, |next| next.planned.filter(|_| next.from == transition.to));
        let planned = planned.filter(|_| !is_taken_back(transition));
        stays.push((transition.to, shown_on(page, index, transition, today), planned));
        if let Recorded::TakenBack(back) = &transition.recorded {
            stays.push((transition.from, back.day, None));
        }
    }
    let over = rollout.removed_in.as_ref().map_or(today, |commit| commit.day.min(today));
    let mut bars = Vec::new();
    let mut reached = Date::MIN;
    for (place, (point, from, planned)) in stays.iter().enumerate() {
        // A record that jumps back in time leaves no stage before it was reached.
        let from = (*from).max(reached).min(over);
        let until = stays.get(place + 1).map_or(over, |(_, next, _)| (*next).max(from).min(over));
        reached = from;
        let planned_until = planned.and_then(|days| end_of(from, days));
        bars.extend(point.stage().map(|stage| Bar { stage, from, until, planned_until }));
    }
    bars
}

/// Where a rollout was before the first decision that is told, and since when: since its plan began, as far as nothing says that it came there later.
fn beginning(page: &AuditPage, index: usize, today: Date) -> Option<(Point, Date, Option<u32>)> {
    let rollout = &page.audit.rollouts[index];
    let first = rollout.transitions.first();
    let moved = rollout.transitions.iter().find(|transition| transition.moves());
    let arrived = moved.and_then(|moved| day(moved).checked_sub(moved.days?.days()).ok());
    // With decisions left out, nobody can tell whether it was there from the beginning.
    let began = rollout.began.filter(|_| page.scope.since.is_none());
    let from = arrived.or(began)?;
    let until = moved.map_or(today, |moved| shown_on(page, index, moved, today));
    let point = first.map_or(rollout.stage, |first| first.from);
    (from < until).then_some((point, from, None))
}

fn mark(day: Date, kind: MarkKind, title: String) -> Mark {
    Mark { day, kind, title, is_doubted: false, recorded_on: None }
}

/// A decision in a chart, and where it was recorded when that was later.
fn marks(page: &AuditPage, index: usize, transition: &AuditedTransition, today: Date) -> Vec<Mark> {
    let shown = shown_on(page, index, transition, today);
    let event = |event: Event| format!("{} {} in {}", event.what, event.commit.day, short_commit(&event.commit.id));
    let events: Vec<String> = events(transition).into_iter().map(event).collect();
    let dated = transition.day.map(|day| format!(", dated {day}")).unwrap_or_default();
    let words = format!("{}, {}{dated}; {}", step(transition), decision(transition, str::to_owned), events.join("; "));
    let kind = match &transition.recorded {
        Recorded::AtOnce | Recorded::Before if !transition.moves() => MarkKind::Stay,
        Recorded::AtOnce | Recorded::Before => MarkKind::of(transition.decision.as_deref()),
        Recorded::Later(_) | Recorded::Never | Recorded::TakenBack(_) | Recorded::Withdrawn | Recorded::Rewritten => {
            MarkKind::Unrecorded
        }
    };
    let titled = |day: Date, kind: MarkKind| mark(day, kind, format!("{day}: {words}"));
    let first = Mark { is_doubted: is_doubted(transition, shown), ..titled(shown, kind) };
    match &transition.recorded {
        Recorded::Later(later) => {
            vec![Mark { recorded_on: Some(later.day), ..first }, titled(later.day, MarkKind::Record)]
        }
        _ => vec![first],
    }
}
