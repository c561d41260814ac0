//! What the pages of HTML share: a frame that loads nothing and runs nothing, and a chart of rollouts by time. The tables beside a chart say all that it shows.

use super::{counted, html_text};
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
td:first-child,th:first-child,.step{white-space:nowrap}td{overflow-wrap:break-word}
svg{display:block;width:100%;min-width:40rem;height:auto}svg text{font:13px system-ui,sans-serif;fill:var(--ink)}svg .faint{fill:var(--faint)}svg .grid{stroke:var(--line)}svg .today{stroke:var(--bad);stroke-dasharray:3 3}
svg .bar{fill:var(--bar)}svg .bar.odd{fill:var(--bar2)}svg .plan{fill:none;stroke:var(--faint);stroke-dasharray:2 2}svg .mark{fill:var(--ink);stroke:var(--paper)}svg .mark.bad{fill:var(--bad)}svg .rewrite{stroke:var(--bad);stroke-width:2.5}svg .mark.hold{fill:var(--paper);stroke:var(--ink)}
ul{padding-left:1.2rem}@media print{body{max-width:none}h2{break-after:avoid}tr,svg{break-inside:avoid}}";

/// A rollout in a chart.
#[derive(Default)]
pub(super) struct Row {
    /// Its name.
    pub(super) label: String,
    /// Where it was when.
    pub(super) bars: Vec<Bar>,
    /// Its decisions.
    pub(super) marks: Vec<Mark>,
}

/// A time that a rollout spent in one stage.
pub(super) struct Bar {
    /// The stage.
    pub(super) stage: String,
    pub(super) from: Date,
    pub(super) until: Date,
    /// The day until which it was meant to be there.
    pub(super) planned_until: Option<Date>,
}

/// Something that happened on a day.
pub(super) struct Mark {
    pub(super) day: Date,
    pub(super) kind: MarkKind,
    /// What it was, in words.
    pub(super) title: String,
}

/// What a mark looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// A decision that moved the rollout.
    Move,
    /// A decision that did not.
    Stay,
    /// A move without a decision at its time.
    Unrecorded,
    /// The record was changed.
    Rewrite,
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

/// Begins a page.
pub(super) fn begin(title: &str, today: Date, summary: &str, notes: &[String], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )?;
    writeln!(out, "<title>{title}, {today}</title>\n<style>{STYLE}</style>\n</head>\n<body>")?;
    writeln!(out, "<h1>{title}</h1>\n<p>{}. Made on {today}.</p>", html_text(summary))?;
    for note in notes {
        writeln!(out, "<p class=\"warning\">{}</p>", html_text(note))?;
    }
    Ok(())
}

/// Ends it.
pub(super) fn end(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</body>\n</html>")
}

/// A row for each rollout: bars for its stages, dashed ones for what was planned, marks for decisions, today's line. Nothing, when nothing has a day.
pub(super) fn chart(rows: &[Row], today: Date, title: &str, out: &mut dyn Write) -> io::Result<()> {
    let of_row = |row: &Row| {
        let bars = row.bars.iter().flat_map(|bar| [bar.from, bar.until]);
        bars.chain(row.marks.iter().map(|mark| mark.day)).collect::<Vec<Date>>()
    };
    let days: Vec<Date> = rows.iter().flat_map(of_row).collect();
    let Some(scale) = Scale::over(days.iter().copied().chain([today])).filter(|_| !days.is_empty()) else {
        return Ok(());
    };
    let height = TOP + ROW * rows.len() as f64 + 8.0;
    let title = html_text(title);
    writeln!(out, "<div class=\"wide\"><svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\">")?;
    months(&scale, height, out)?;
    for (index, row) in rows.iter().enumerate() {
        let y = TOP + ROW * index as f64;
        let label: String = row.label.chars().take(NAME_SHOWN).collect();
        writeln!(out, "<text x=\"0\" y=\"{}\">{}</text>", y + 21.0, html_text(&label))?;
        for (place, bar) in row.bars.iter().enumerate() {
            draw_bar(&scale, bar, place, y, out)?;
        }
        for mark in &row.marks {
            draw_mark(&scale, mark, y, out)?;
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

fn draw_bar(scale: &Scale, bar: &Bar, index: usize, y: f64, out: &mut dyn Write) -> io::Result<()> {
    let (from, until) = (scale.x(bar.from), scale.x(bar.until));
    let odd = if index % 2 == 1 { " odd" } else { "" };
    let stage = html_text(&bar.stage);
    let days = |until: Date| counted((until - bar.from).get_days().unsigned_abs() as usize, "day");
    let title = format!("stage {stage}, {} to {}, {}", bar.from, bar.until, days(bar.until));
    writeln!(
        out,
        "<rect class=\"bar{odd}\" x=\"{from:.1}\" y=\"{}\" width=\"{:.1}\" height=\"14\"><title>{title}</title></rect>",
        y + 9.0,
        (until - from).max(1.0)
    )?;
    if let Some(planned) = bar.planned_until.filter(|planned| *planned > bar.from) {
        let title = format!("planned for stage {stage}: {}", days(planned));
        let width = (scale.x(planned).min(WIDTH - 8.0) - from).max(1.0);
        writeln!(
            out,
            "<rect class=\"plan\" x=\"{from:.1}\" y=\"{}\" width=\"{width:.1}\" height=\"20\"><title>{title}</title></rect>",
            y + 6.0
        )?;
    }
    if until - from > 20.0 {
        writeln!(out, "<text x=\"{:.1}\" y=\"{}\">{stage}</text>", from + 9.0, y + 20.5)?;
    }
    Ok(())
}

fn draw_mark(scale: &Scale, mark: &Mark, y: f64, out: &mut dyn Write) -> io::Result<()> {
    let (x, y) = (scale.x(mark.day), y + 16.0);
    let title = html_text(&mark.title);
    let class = match mark.kind {
        MarkKind::Move => "mark",
        MarkKind::Stay => "mark hold",
        MarkKind::Unrecorded => "mark bad",
        MarkKind::Rewrite => "rewrite",
    };
    let shape = match mark.kind {
        MarkKind::Rewrite => format!("M{:.1} {:.1}l10 10m0-10l-10 10", x - 5.0, y - 5.0),
        MarkKind::Move | MarkKind::Stay | MarkKind::Unrecorded => format!("M{x:.1} {:.1}l6 6-6 6-6-6z", y - 6.0),
    };
    writeln!(out, "<path class=\"{class}\" d=\"{shape}\"><title>{title}</title></path>")
}
