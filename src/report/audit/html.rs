//! History as one page to keep: a drawn timeline for each rollout, its decisions as a table, what is wrong. Nothing is loaded from elsewhere, nothing runs, and the
//! tables say all that the drawings show.

use super::{AuditPage, commit, decision, findings, gone, name, place, recorded, stay, step, verdict};
use crate::audit::{AuditedTransition, Recorded, Rollout};
use crate::report::{Options, html_text};
use crate::text::short_commit;
use jiff::ToSpan;
use jiff::civil::Date;
use std::io::{self, Write};

/// The width of a drawing, in its own units.
const WIDTH: f64 = 960.0;
/// The room for names at its left.
const LEFT: f64 = 210.0;
/// How many characters of a name fit there.
const NAME_SHOWN: usize = 30;
/// The height of a row.
const ROW: f64 = 34.0;
/// The room for dates at its top.
const TOP: f64 = 26.0;

const STYLE: &str = "\
:root{--ink:#1f2328;--paper:#fff;--faint:#59636e;--line:#d1d9e0;--bar:#4a7fc1;--bar2:#8fb3de;--plan:#c9d1d9;--bad:#cf222e;--warn:#9a6700;--good:#1a7f37}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--faint:#9198a1;--line:#3d444d;--bar:#4a7fc1;--bar2:#2f5688;--plan:#30363d;--bad:#ff7b72;--warn:#d29922;--good:#3fb950}}
*{box-sizing:border-box}body{margin:0 auto;max-width:62rem;padding:1rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin:2.5rem 0 .25rem;border-top:1px solid var(--line);padding-top:1.5rem}p{margin:.25rem 0}
code{font:.875em ui-monospace,monospace}.faint{color:var(--faint)}.error{color:var(--bad)}.warning{color:var(--warn)}.info{color:var(--faint)}
.wide{overflow-x:auto}table{min-width:46rem;border-collapse:collapse;width:100%;font-size:.9rem;margin:.75rem 0}th,td{border-bottom:1px solid var(--line);padding:.35rem .6rem .35rem 0;text-align:left;vertical-align:top}
td:first-child,th:first-child{white-space:nowrap}td{overflow-wrap:break-word}
svg{display:block;width:100%;min-width:40rem;height:auto}svg text{font:13px system-ui,sans-serif;fill:var(--ink)}svg .faint{fill:var(--faint)}svg .grid{stroke:var(--line)}svg .today{stroke:var(--bad);stroke-dasharray:3 3}
svg .bar{fill:var(--bar)}svg .bar.odd{fill:var(--bar2)}svg .plan{fill:none;stroke:var(--faint);stroke-dasharray:2 2}svg .mark{fill:var(--ink);stroke:var(--paper)}svg .mark.bad{fill:var(--bad)}svg .rewrite{stroke:var(--bad);stroke-width:2.5}svg .mark.hold{fill:var(--paper);stroke:var(--ink)}
ul{padding-left:1.2rem}@media print{body{max-width:none}h2{break-after:avoid}tr,svg{break-inside:avoid}}";

/// A time that a rollout spent in one place.
struct Stay<'a> {
    at: &'a str,
    from: Date,
    until: Date,
    /// How long it was meant to be, in days.
    planned: Option<u32>,
}

/// The days that a drawing shows, and where each is.
struct Scale {
    first: Date,
    days: f64,
}

impl Scale {
    fn over(days: impl Iterator<Item = Date> + Clone) -> Option<Scale> {
        let (first, last) = (days.clone().min()?, days.max()?);
        Some(Scale { first, days: f64::from((last - first).get_days().max(1)) })
    }

    fn x(&self, day: Date) -> f64 {
        let share = f64::from((day - self.first).get_days()) / self.days;
        LEFT + share * (WIDTH - LEFT - 24.0)
    }
}

pub(super) fn write(page: &AuditPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let today = page.today.unwrap_or_default();
    writeln!(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )?;
    writeln!(out, "<title>Audit of rollouts, {today}</title>\n<style>{STYLE}</style>\n</head>\n<body>")?;
    writeln!(out, "<h1>Audit of rollouts</h1>\n<p>{}. Made on {today}.</p>", html_text(&verdict(page)))?;
    for note in &page.notes {
        writeln!(out, "<p class=\"warning\">{}</p>", html_text(note))?;
    }
    let all: Vec<usize> = (0..page.audit.rollouts.len()).collect();
    if all.len() > 1 {
        drawing(page, &all, today, "All rollouts by time", out)?;
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
        drawing(page, &[index], today, &format!("Timeline of {}", name(rollout, str::to_owned)), out)?;
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
    writeln!(out, "</body>\n</html>")
}

fn table(rollout: &Rollout, out: &mut dyn Write) -> io::Result<()> {
    if rollout.transitions.is_empty() {
        return writeln!(out, "<p>No decision yet.</p>");
    }
    let heads = ["Date", "Step", "Decision", "Rationale", "Commit", "Open then"];
    let heads: String = heads.map(|head| format!("<th scope=\"col\">{head}</th>")).concat();
    writeln!(out, "<div class=\"wide\"><table><thead><tr>{heads}</tr></thead><tbody>")?;
    for transition in &rollout.transitions {
        let is_bad = matches!(transition.recorded, Recorded::Never | Recorded::Withdrawn);
        let class = if is_bad { " class=\"error\"" } else { "" };
        let facts: String =
            [stay(transition), recorded(transition)].into_iter().flatten().map(|fact| format!(", {fact}")).collect();
        let open: Vec<String> = transition.open.iter().map(|open| html_text(open)).collect();
        writeln!(
            out,
            "<tr{class}><td>{}</td><td>{}</td><td>{}{facts}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
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

/// The day of the decision, or of the commit that moved without one.
fn day(transition: &AuditedTransition) -> Date {
    transition.day.unwrap_or(transition.commit.day)
}

fn moves(transition: &AuditedTransition) -> bool {
    transition.from != transition.to
}

/// Where a rollout was when, as far as its decisions tell.
fn stays(rollout: &Rollout, today: Date) -> Vec<Stay<'_>> {
    let end = rollout.removed_in.as_ref().map_or(today, |commit| commit.day);
    let moved: Vec<&AuditedTransition> = rollout.transitions.iter().filter(|transition| moves(transition)).collect();
    let next = moved.iter().skip(1).map(Some).chain([None]);
    let stays = moved.iter().zip(next).map(|(transition, next)| {
        let from = day(transition);
        let until = next.map_or(end, |next| day(next)).max(from);
        Stay { at: &transition.to, from, until, planned: next.map_or(rollout.planned_now, |next| next.planned) }
    });
    stays.collect()
}

/// A row for each rollout: bars for its stages, dashed ones for what was planned, marks for decisions, today's line.
fn drawing(page: &AuditPage, shown: &[usize], today: Date, title: &str, out: &mut dyn Write) -> io::Result<()> {
    let rollouts: Vec<&Rollout> = shown.iter().map(|index| &page.audit.rollouts[*index]).collect();
    let rewritten =
        page.audit.findings.iter().filter(|finding| shown.contains(&finding.rollout)).map(|finding| finding.day);
    let days = rollouts.iter().flat_map(|rollout| rollout.transitions.iter().map(day)).chain(rewritten).chain([today]);
    let Some(scale) = Scale::over(days).filter(|_| rollouts.iter().any(|rollout| !rollout.transitions.is_empty()))
    else {
        return Ok(());
    };
    let height = TOP + ROW * rollouts.len() as f64 + 8.0;
    let title = html_text(title);
    writeln!(out, "<div class=\"wide\"><svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\">")?;
    months(&scale, height, out)?;
    for (index, rollout) in rollouts.iter().enumerate() {
        let y = TOP + ROW * index as f64;
        let label: String = name(rollout, str::to_owned).chars().take(NAME_SHOWN).collect();
        writeln!(out, "<text x=\"0\" y=\"{}\">{}</text>", y + 21.0, html_text(&label))?;
        for (place, stay) in stays(rollout, today).iter().enumerate() {
            bar(&scale, stay, place, y, out)?;
        }
        for transition in &rollout.transitions {
            mark(&scale, transition, y, out)?;
        }
        for rewrite in findings(page, shown[index]).into_iter().filter(|finding| finding.rule == "audit-log-rewritten")
        {
            let x = scale.x(rewrite.day);
            let title = html_text(&rewrite.message);
            writeln!(
                out,
                "<path class=\"rewrite\" d=\"M{:.1} {:.1}l10 10m0-10l-10 10\"><title>{title}</title></path>",
                x - 5.0,
                y + 11.0
            )?;
        }
    }
    let x = scale.x(today);
    writeln!(
        out,
        "<line class=\"today\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"18\" y2=\"{height}\"><title>today, {today}</title></line>"
    )?;
    writeln!(out, "</svg></div>")
}

/// A line for the first day of each month, or of each year when there are many.
fn months(scale: &Scale, height: f64, out: &mut dyn Write) -> io::Result<()> {
    let mut day = scale.first.first_of_month();
    let mut last = f64::MIN;
    loop {
        let Ok(next) = day.checked_add(1.month()) else { return Ok(()) };
        let x = scale.x(day);
        if x > WIDTH - 24.0 {
            return Ok(());
        }
        if x >= LEFT && x - last > 72.0 {
            last = x;
            let text = day.strftime("%b %Y");
            writeln!(out, "<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"18\" y2=\"{height}\"/>")?;
            let anchor = if x > WIDTH - 80.0 { " text-anchor=\"end\"" } else { "" };
            writeln!(out, "<text class=\"faint\" x=\"{x:.1}\" y=\"13\"{anchor}>{text}</text>")?;
        }
        day = next;
    }
}

fn bar(scale: &Scale, stay: &Stay, index: usize, y: f64, out: &mut dyn Write) -> io::Result<()> {
    if stay.at == "aborted" || stay.at == "planned" {
        return Ok(());
    }
    let (from, until) = (scale.x(stay.from), scale.x(stay.until));
    let odd = if index % 2 == 1 { " odd" } else { "" };
    let at = html_text(stay.at);
    let days = (stay.until - stay.from).get_days();
    let title = format!("stage {at}, {} to {}, {days} days", stay.from, stay.until);
    writeln!(
        out,
        "<rect class=\"bar{odd}\" x=\"{from:.1}\" y=\"{}\" width=\"{:.1}\" height=\"14\"><title>{title}</title></rect>",
        y + 9.0,
        (until - from).max(1.0)
    )?;
    if let Some(planned) = stay.planned {
        let end = (from + f64::from(planned) / scale.days * (WIDTH - LEFT - 24.0)).min(WIDTH - 8.0);
        let title = format!("planned for stage {at}: {planned} days");
        let width = (end - from).max(1.0);
        writeln!(
            out,
            "<rect class=\"plan\" x=\"{from:.1}\" y=\"{}\" width=\"{width:.1}\" height=\"20\"><title>{title}</title></rect>",
            y + 6.0
        )?;
    }
    if until - from > 16.0 {
        writeln!(out, "<text x=\"{:.1}\" y=\"{}\">{at}</text>", from + 5.0, y + 20.5)?;
    }
    Ok(())
}

fn mark(scale: &Scale, transition: &AuditedTransition, y: f64, out: &mut dyn Write) -> io::Result<()> {
    let kind = match (&transition.recorded, moves(transition)) {
        (Recorded::AtOnce | Recorded::Before, true) => "",
        (Recorded::AtOnce | Recorded::Before, false) => " hold",
        (Recorded::Later(_) | Recorded::Never | Recorded::Withdrawn, _) => " bad",
    };
    let (x, y) = (scale.x(day(transition)), y + 16.0);
    let facts = recorded(transition).map(|fact| format!(", {fact}")).unwrap_or_default();
    let title =
        format!("{}: {}, {}{facts}", day(transition), html_text(&step(transition)), decision(transition, html_text));
    writeln!(out, "<path class=\"mark{kind}\" d=\"M{x:.1} {:.1}l6 6-6 6-6-6z\"><title>{title}</title></path>", y - 6.0)
}
