//! History as one page to keep: a drawn timeline for each rollout, its decisions as a table, what is wrong.

use super::{AuditPage, commit, day, decision, findings, gone, name, place, recorded, stay, step, verdict};
use crate::audit::{AuditedTransition, Recorded, Rollout};
use crate::report::html::{Bar, Mark, MarkKind, Row, begin, chart, end};
use crate::report::{Options, html_text};
use crate::text::short_commit;
use jiff::ToSpan;
use jiff::civil::Date;
use std::io::{self, Write};

pub(super) fn write(page: &AuditPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let today = page.today.unwrap_or_default();
    begin("Audit of rollouts", today, &verdict(page), &page.notes, out)?;
    if page.audit.rollouts.len() > 1 {
        let rows: Vec<Row> = (0..page.audit.rollouts.len()).map(|index| row(page, index, today)).collect();
        chart(&rows, today, "All rollouts by time", out)?;
    }
    for (index, rollout) in page.audit.rollouts.iter().enumerate() {
        writeln!(out, "<h2>{}</h2>", name(rollout, html_text))?;
        writeln!(
            out,
            "<p class=\"faint\"><code>{}</code>, {}{}</p>",
            html_text(&rollout.path),
            html_text(&place(rollout)),
            gone(rollout)
        )?;
        for (path, commit) in &rollout.renames {
            writeln!(
                out,
                "<p class=\"faint\"><code>{}</code> until {} on {}</p>",
                html_text(path),
                short_commit(&commit.id),
                commit.day
            )?;
        }
        chart(&[row(page, index, today)], today, &format!("Timeline of {}", name(rollout, str::to_owned)), out)?;
        table(rollout, out)?;
        let findings = findings(page, index);
        if !findings.is_empty() {
            writeln!(out, "<ul>")?;
        }
        for finding in &findings {
            let severity = finding.severity.as_str();
            let message = html_text(&finding.message);
            writeln!(
                out,
                "<li class=\"{severity}\"><strong>{severity}</strong> {message} <code>{}</code></li>",
                finding.rule
            )?;
        }
        if !findings.is_empty() {
            writeln!(out, "</ul>")?;
        }
    }
    end(out)
}

fn table(rollout: &Rollout, out: &mut dyn Write) -> io::Result<()> {
    if rollout.transitions.is_empty() {
        return writeln!(out, "<p>No decision yet.</p>");
    }
    let heads = ["Date", "Step", "Decision", "Rationale", "Commit", "Open then"];
    let heads: String = heads.map(|head| format!("<th scope=\"col\">{head}</th>")).concat();
    writeln!(out, "<div class=\"wide\"><table><thead><tr>{heads}</tr></thead><tbody>")?;
    for transition in &rollout.transitions {
        let is_bad = matches!(transition.recorded, Recorded::Never | Recorded::Withdrawn | Recorded::Rewritten);
        let class = if is_bad { " class=\"error\"" } else { "" };
        let facts: String =
            [stay(transition), recorded(transition)].into_iter().flatten().map(|fact| format!(", {fact}")).collect();
        let open: Vec<String> = transition.open.iter().map(|open| html_text(open)).collect();
        writeln!(
            out,
            "<tr{class}><td>{}</td><td class=\"step\">{}</td><td>{}{facts}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            day(transition),
            html_text(&step(transition)),
            decision(transition, html_text),
            transition.rationale.as_deref().map(html_text).unwrap_or_default(),
            commit(&transition.commit, html_text),
            open.join("<br>")
        )?;
    }
    writeln!(out, "</tbody></table></div>")
}

/// The day on which the rollout moved: what was recorded later had been done by then.
fn began(transition: &AuditedTransition) -> Date {
    match transition.recorded {
        Recorded::Later(_) => day(transition).min(transition.commit.day),
        _ => day(transition),
    }
}

/// A rollout as a chart shows it: its stages as far as its decisions tell, and what was done to the record.
fn row(page: &AuditPage, index: usize, today: Date) -> Row {
    let rollout = &page.audit.rollouts[index];
    let over = rollout.removed_in.as_ref().map_or(today, |commit| commit.day);
    let moved: Vec<&AuditedTransition> = rollout.transitions.iter().filter(|transition| transition.moves()).collect();
    let next = moved.iter().skip(1).map(Some).chain([None]);
    let bar = |(transition, next): (&&AuditedTransition, Option<&&AuditedTransition>)| {
        let from = began(transition);
        let planned = next.map_or(rollout.planned_now, |next| next.planned);
        Bar {
            stage: transition.to.to_string(),
            from,
            until: next.map_or(over, |next| began(next)).max(from),
            planned_until: planned.and_then(|days| from.checked_add(i64::from(days).days()).ok()),
        }
    };
    let is_stage = |bar: &Bar| bar.stage.starts_with(|c: char| c.is_ascii_digit());
    let rewrites = findings(page, index).into_iter().filter(|finding| finding.rule == "audit-log-rewritten");
    let rewrites = rewrites.map(|rewrite| Mark {
        day: rewrite.commit.day,
        kind: MarkKind::Rewrite,
        title: rewrite.message.clone(),
    });
    Row {
        label: name(rollout, str::to_owned),
        bars: moved.iter().zip(next).map(bar).filter(is_stage).collect(),
        marks: rollout.transitions.iter().map(mark).chain(rewrites).collect(),
    }
}

fn mark(transition: &AuditedTransition) -> Mark {
    let kind = match (&transition.recorded, transition.moves()) {
        (Recorded::AtOnce | Recorded::Before, true) => MarkKind::Move,
        (Recorded::AtOnce | Recorded::Before, false) => MarkKind::Stay,
        (
            Recorded::Later(_) | Recorded::Never | Recorded::TakenBack(_) | Recorded::Withdrawn | Recorded::Rewritten,
            _,
        ) => MarkKind::Unrecorded,
    };
    let facts = recorded(transition).map(|fact| format!(", {fact}")).unwrap_or_default();
    let title = format!("{}: {}, {}{facts}", day(transition), step(transition), decision(transition, str::to_owned));
    Mark { day: day(transition), kind, title }
}
