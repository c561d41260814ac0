//! What the pages of HTML share: a frame that loads nothing and runs nothing, tables that become blocks on a phone, and a chart of rollouts by time. The tables
//! beside a chart say all that it shows.

use super::{counted, html_text};
use crate::plan::log::Decision;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use std::io::{self, Write};

const STYLE: &str = include_str!("html.css");

/// Begins a page. The facts say what it is about, a term and harmless HTML each.
pub(super) fn begin(
    title: &str,
    today: Date,
    summary: &str,
    facts: &[(&str, String)],
    notes: &[String],
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )?;
    writeln!(out, "<title>{title}, {today}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>")?;
    writeln!(out, "<h1>{title}</h1>\n<dl>")?;
    let version = ("rolloutlint", env!("CARGO_PKG_VERSION").to_owned());
    for (term, fact) in facts.iter().chain([&("As of", today.to_string()), &version]) {
        writeln!(out, "<dt>{term}</dt><dd>{fact}</dd>")?;
    }
    writeln!(out, "</dl>\n<p>{}.</p>", html_text(summary))?;
    let mut told: Vec<&String> = Vec::new();
    for note in notes {
        if told.contains(&note) {
            continue;
        }
        told.push(note);
        let count = notes.iter().filter(|other| *other == note).count();
        let times = if count > 1 { format!(" ({count} times)") } else { String::new() };
        writeln!(out, "<p class=\"warning\">{}{times}</p>", html_text(note))?;
    }
    Ok(())
}

/// Ends it.
pub(super) fn end(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</main>\n</body>\n</html>")
}

/// A column of a table: its head, and its part of the width in percent.
pub(super) type Column = (&'static str, u8);

/// A line of a table: its class, and the harmless HTML of its cells.
pub(super) type Line = (&'static str, Vec<String>);

/// A table. On a phone each line is a block with the heads as labels; the roles say that it is a table still.
pub(super) fn table(caption: &str, columns: &[Column], lines: &[Line], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<table role=\"table\"><caption>{caption}</caption>")?;
    write!(out, "<thead role=\"rowgroup\"><tr role=\"row\">")?;
    for (head, width) in columns {
        write!(out, "<th scope=\"col\" role=\"columnheader\" style=\"width:{width}%\">{head}</th>")?;
    }
    writeln!(out, "</tr></thead>\n<tbody role=\"rowgroup\">")?;
    for (class, cells) in lines {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        write!(out, "<tr role=\"row\"{class}>")?;
        for (index, (cell, (head, _))) in cells.iter().zip(columns).enumerate() {
            let (element, role) = if index == 0 { ("th scope=\"row\"", "rowheader") } else { ("td", "cell") };
            let end = if index == 0 { "th" } else { "td" };
            write!(out, "<{element} role=\"{role}\" data-head=\"{head}\">{cell}</{end}>")?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table>")
}

/// A day that no line breaks.
pub(super) fn day_cell(day: Date) -> String {
    format!("<span class=\"day\">{day}</span>")
}

// --- the chart ---

/// The widths of the two drawings of a chart, in units of their own: one for a screen or paper, and one for a phone. The style shows one of them.
const WIDTHS: [(&str, f64); 2] = [("broad", 960.0), ("slim", 360.0)];
/// The room at either side.
const EDGE: f64 = 10.0;
/// The room for dates at the top.
const AXIS: f64 = 28.0;
/// The room for today's date at the bottom.
const FOOT: f64 = 20.0;
/// The height of a rollout's name.
const NAME: f64 = 22.0;
/// The height of a bar, and of the frame that shows what was planned.
const BAR: f64 = 16.0;
const PLAN: f64 = 22.0;
/// The height of the lane for what was done to the record.
const LANE: f64 = 14.0;
/// How far a mark is moved out of the way of another one.
const STACK: f64 = 7.0;
/// The room that a date needs, with a gap behind it.
const DATE: f64 = 80.0;
/// The width of a narrow character.
const LETTER: f64 = 7.5;

/// The day up to which a chart tells, with the word for it.
#[derive(Clone, Copy)]
pub(super) struct Now {
    pub(super) day: Date,
    pub(super) word: &'static str,
}

/// A rollout in a chart.
#[derive(Default)]
pub(super) struct Row {
    /// Its name; empty where it stands above the chart. It is cut where it is too long.
    pub(super) name: String,
    /// What stands behind it and is never cut: the Rollout ID.
    pub(super) id: String,
    /// The place in the page where more is told.
    pub(super) target: Option<String>,
    /// Where it was when.
    pub(super) bars: Vec<Bar>,
    /// What happened.
    pub(super) marks: Vec<Mark>,
}

/// A time that a rollout spent in one stage.
pub(super) struct Bar {
    pub(super) stage: u32,
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
    /// The record gives another day, which cannot be right.
    pub(super) is_doubted: bool,
    /// The day on which it was recorded at last.
    pub(super) recorded_on: Option<Date>,
}

/// What a mark looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// A decision that moved the rollout.
    Move,
    /// One that let it pass although something was open.
    Exception,
    /// One to stay.
    Stay,
    /// One to go back.
    Back,
    /// The end before the last stage.
    End,
    /// A move without a decision at its time.
    Unrecorded,
    /// Its decision, recorded at last.
    Record,
    /// The record was changed.
    Rewrite,
}

impl MarkKind {
    const ALL: [MarkKind; 8] = [
        MarkKind::Move,
        MarkKind::Exception,
        MarkKind::Stay,
        MarkKind::Back,
        MarkKind::End,
        MarkKind::Unrecorded,
        MarkKind::Record,
        MarkKind::Rewrite,
    ];

    /// What a decision's own word looks like.
    pub(super) fn of(word: Option<&str>) -> MarkKind {
        let is = |decision: Decision| word == Some(decision.word());
        if is(Decision::Hold) || is(Decision::Amend) {
            MarkKind::Stay
        } else if is(Decision::ProceedWithException) {
            MarkKind::Exception
        } else if is(Decision::Rollback) {
            MarkKind::Back
        } else if is(Decision::Abort) {
            MarkKind::End
        } else {
            MarkKind::Move
        }
    }

    fn words(self) -> &'static str {
        match self {
            MarkKind::Move => "decision to move on",
            MarkKind::Exception => "decision with an exception",
            MarkKind::Stay => "decision to stay",
            MarkKind::Back => "decision to go back",
            MarkKind::End => "aborted, or plan deleted",
            MarkKind::Unrecorded => "move without a decision",
            MarkKind::Record => "recorded late",
            MarkKind::Rewrite => "record rewritten",
        }
    }

    fn class(self) -> &'static str {
        match self {
            MarkKind::Move | MarkKind::Exception | MarkKind::Back | MarkKind::End => "mark",
            MarkKind::Stay => "mark hollow",
            MarkKind::Unrecorded => "mark bad",
            MarkKind::Record => "mark hollow bad",
            MarkKind::Rewrite => "rewrite",
        }
    }

    /// Its outline, drawn from its centre.
    fn outline(self) -> &'static str {
        match self {
            MarkKind::Move | MarkKind::Exception | MarkKind::Stay => "m0-6l6 6-6 6-6-6z",
            MarkKind::Back => "m-7 0l11-6v12z",
            MarkKind::End => "m-5-5h10v10h-10z",
            MarkKind::Unrecorded | MarkKind::Record => "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
            MarkKind::Rewrite => "m-5-5l10 10m0-10l-10 10",
        }
    }
}

impl Bar {
    /// `stage 1, 2026-03-02 to 2026-03-16, 14 days; planned: 7 days, to 2026-03-09`.
    pub(super) fn title(&self) -> String {
        let planned = self.planned().map(|planned| format!("; planned: {}, to {planned}", self.days(planned)));
        format!(
            "stage {}, {} to {}, {}{}",
            self.stage,
            self.from,
            self.until,
            self.days(self.until),
            planned.unwrap_or_default()
        )
    }

    /// Stages next to each other differ in colour, and a stage has the same one in all rollouts.
    fn odd(&self) -> &'static str {
        if self.stage % 2 == 1 { " odd" } else { "" }
    }

    fn days(&self, until: Date) -> String {
        counted((until - self.from).get_days().unsigned_abs() as usize, "day")
    }

    /// A time of less than a day cannot be drawn.
    fn planned(&self) -> Option<Date> {
        self.planned_until.filter(|planned| *planned > self.from)
    }
}

/// The days that a drawing shows, and where each is.
struct Scale {
    first: Date,
    today: Date,
    last: Date,
    width: f64,
}

impl Scale {
    /// A scale over all that has a day; `None` when nothing has. What lies behind today is planned, and may take half of the drawing.
    fn over(rows: &[Row], today: Date, width: f64) -> Option<Scale> {
        let bars = || rows.iter().flat_map(|row| &row.bars);
        let marks = rows.iter().flat_map(|row| &row.marks);
        let days = bars().map(|bar| bar.from).chain(marks.map(|mark| mark.day));
        let first = days.min()?.min(today);
        let planned = bars().filter_map(Bar::planned).max().unwrap_or(today);
        let half = (today - first).get_days().max(28);
        let most = today.checked_add(half.days()).unwrap_or(today);
        Some(Scale { first, today, last: planned.min(most).max(today), width })
    }

    /// A day outside of the scale is at its end.
    fn x(&self, day: Date) -> f64 {
        let days = |until: Date| f64::from((until - self.first).get_days());
        EDGE + days(day.clamp(self.first, self.last)) / days(self.last).max(1.0) * (self.width - 2.0 * EDGE)
    }

    /// What has happened has happened by today, whatever the record says.
    fn past(&self, day: Date) -> f64 {
        self.x(day.min(self.today))
    }
}

/// How the marks of a row are put so that none hides another one.
struct Lanes {
    /// How far each mark is moved out of its lane, in the order of the marks.
    levels: Vec<usize>,
    /// How many rows of marks the lanes have above and on the bar.
    above: usize,
    on: usize,
}

impl Lanes {
    fn of(row: &Row, scale: &Scale) -> Lanes {
        let is_above = |mark: &Mark| mark.kind == MarkKind::Rewrite;
        let mut levels: Vec<usize> = Vec::new();
        for mark in &row.marks {
            let x = scale.past(mark.day);
            let hides =
                |other: &Mark| is_above(other) == is_above(mark) && (scale.past(other.day) - x).abs() < STACK + 1.0;
            let before = row.marks.iter().zip(&levels);
            let taken: Vec<usize> = before.filter(|(other, _)| hides(other)).map(|(_, level)| *level).collect();
            levels.push((0..=taken.len()).find(|level| !taken.contains(level)).unwrap_or(0));
        }
        let rows = |above: bool| {
            let lane = row.marks.iter().zip(&levels).filter(|(mark, _)| is_above(mark) == above);
            lane.map(|(_, level)| level + 1).max().unwrap_or(0)
        };
        let (above, on) = (rows(true), rows(false));
        Lanes { levels, above, on }
    }

    /// The distance from the top of the row to the middle of the bar.
    fn middle(&self, has_name: bool) -> f64 {
        (if has_name { NAME } else { 0.0 }) + LANE * self.above as f64 + PLAN / 2.0
    }

    fn height(&self, has_name: bool) -> f64 {
        self.middle(has_name) + PLAN / 2.0 + STACK * self.on.saturating_sub(1) as f64 + 6.0
    }
}

/// A row for each rollout: bars for its stages, dashed frames for what was planned, marks for decisions, today's line. Nothing, when nothing has a day.
pub(super) fn chart(rows: &[Row], now: Now, title: &str, out: &mut dyn Write) -> io::Result<()> {
    for (class, width) in WIDTHS {
        let Some(scale) = Scale::over(rows, now.day, width) else { return Ok(()) };
        draw(rows, &scale, (class, now.word, title), out)?;
    }
    Ok(())
}

fn draw(rows: &[Row], scale: &Scale, (class, word, title): (&str, &str, &str), out: &mut dyn Write) -> io::Result<()> {
    let has_names = rows.iter().any(|row| !row.name.is_empty());
    let lanes: Vec<Lanes> = rows.iter().map(|row| Lanes::of(row, scale)).collect();
    let height = AXIS + FOOT + lanes.iter().map(|lanes| lanes.height(has_names)).sum::<f64>();
    let (width, title) = (scale.width, html_text(title));
    // What is a picture to a screen reader must have no links inside.
    let role = if rows.iter().any(|row| row.target.is_some()) { "group" } else { "img" };
    writeln!(
        out,
        "<svg class=\"chart {class}\" viewBox=\"0 0 {width} {height}\" role=\"{role}\" aria-label=\"{title}\">"
    )?;
    writeln!(out, "<title>{title}</title><desc>The tables of this page say in words all that is drawn here.</desc>")?;
    axis(scale, height, out)?;
    today_line(scale, word, height, out)?;
    let mut y = AXIS;
    for (row, lanes) in rows.iter().zip(&lanes) {
        if has_names {
            draw_name(row, scale, y + 15.0, out)?;
        }
        let middle = y + lanes.middle(has_names);
        for bar in &row.bars {
            draw_bar(scale, bar, middle, out)?;
        }
        for (mark, level) in row.marks.iter().zip(&lanes.levels) {
            draw_mark(scale, mark, *level, middle, out)?;
        }
        for bar in &row.bars {
            draw_number(scale, bar, middle, out)?;
        }
        y += lanes.height(has_names);
    }
    writeln!(out, "</svg>")
}

/// The name as far as there is room for it, with a link to where more is told.
fn draw_name(row: &Row, scale: &Scale, y: f64, out: &mut dyn Write) -> io::Result<()> {
    let room = ((scale.width - 2.0 * EDGE) / LETTER) as usize;
    let id = if row.id.is_empty() { String::new() } else { format!(" ({})", row.id) };
    let name = cut(&row.name, room.saturating_sub(columns(&id)));
    let (name, full) = (html_text(&format!("{name}{id}")), html_text(&format!("{}{id}", row.name)));
    let text = format!("<text x=\"{EDGE}\" y=\"{y}\"><title>{full}</title>{name}</text>");
    match &row.target {
        Some(target) => writeln!(out, "<a href=\"#{target}\">{text}</a>"),
        None => writeln!(out, "{text}"),
    }
}

/// The columns that a text takes at most: capitals and the characters of East Asia are up to twice as wide as others.
fn columns(text: &str) -> usize {
    let is_wide = |c: char| c >= '\u{1100}' || c.is_uppercase() || matches!(c, 'm' | 'w' | '@' | '%');
    text.chars().map(|character| if is_wide(character) { 2 } else { 1 }).sum()
}

fn cut(text: &str, room: usize) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let mut short = String::new();
    for character in text.chars() {
        if columns(&short) + columns(character.encode_utf8(&mut [0; 4])) >= room {
            break;
        }
        short.push(character);
    }
    short.push('…');
    short
}

/// Dates at the top, so far from each other that each can be read: the first day, then days or the beginnings of months or years.
fn axis(scale: &Scale, height: f64, out: &mut dyn Write) -> io::Result<()> {
    let steps: [(i32, Span); 8] = [
        (1, 1.day()),
        (7, 7.days()),
        (14, 14.days()),
        (28, 1.month()),
        (90, 3.months()),
        (181, 6.months()),
        (365, 1.year()),
        (1826, 5.years()),
    ];
    let unit = (scale.width - 2.0 * EDGE) / f64::from((scale.last - scale.first).get_days().max(1));
    let is_wide = |(days, _): &&(i32, Span)| f64::from(*days) * unit >= DATE;
    let (days, step) = steps.iter().find(is_wide).unwrap_or(&steps[steps.len() - 1]);
    let mut day = if *days < 28 { scale.first } else { scale.first.first_of_year() };
    let mut ticks = vec![scale.first];
    while let Ok(next) = day.checked_add(*step) {
        if next > scale.last {
            break;
        }
        ticks.extend((next > scale.first).then_some(next));
        day = next;
    }
    let mut free = f64::MIN;
    for day in ticks {
        let x = scale.x(day);
        writeln!(out, "<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"20\" y2=\"{}\"/>", height - FOOT)?;
        if x >= free && x + DATE <= scale.width {
            writeln!(out, "<text class=\"faint\" x=\"{x:.1}\" y=\"14\">{day}</text>")?;
            free = x + DATE;
        }
    }
    Ok(())
}

fn today_line(scale: &Scale, word: &str, height: f64, out: &mut dyn Write) -> io::Result<()> {
    let x = scale.x(scale.today);
    writeln!(out, "<line class=\"today\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"20\" y2=\"{}\"/>", height - FOOT)?;
    let label = format!("{word} {}", scale.today);
    let half = label.len() as f64 * LETTER / 2.0;
    let anchor = if x < half {
        "start"
    } else if x + half > scale.width {
        "end"
    } else {
        "middle"
    };
    writeln!(out, "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"{anchor}\">{label}</text>", height - 6.0)
}

fn draw_bar(scale: &Scale, bar: &Bar, middle: f64, out: &mut dyn Write) -> io::Result<()> {
    let (from, until) = (scale.past(bar.from), scale.past(bar.until));
    let (odd, title) = (bar.odd(), bar.title());
    writeln!(
        out,
        "<rect class=\"bar{odd}\" x=\"{from:.1}\" y=\"{}\" width=\"{:.1}\" height=\"{BAR}\"><title>{title}</title></rect>",
        middle - BAR / 2.0,
        (until - from).max(1.0)
    )?;
    if let Some(planned) = bar.planned() {
        let (to, top) = (scale.x(planned), middle - PLAN / 2.0);
        let is_whole = planned <= scale.last;
        // A frame that goes on behind the drawing has no end there.
        let end = if is_whole { "z" } else { "" };
        writeln!(
            out,
            "<path class=\"plan\" d=\"M{to:.1} {top}H{from:.1}v{PLAN}H{to:.1}{end}\"><title>{title}</title></path>"
        )?;
        if !is_whole && scale.last > scale.today {
            writeln!(
                out,
                "<text x=\"{to:.1}\" y=\"{}\" text-anchor=\"end\"><title>{title}</title>{planned} →</text>",
                middle + 4.5
            )?;
        }
    }
    Ok(())
}

/// The stage's number, where the bar has room for it behind a mark.
fn draw_number(scale: &Scale, bar: &Bar, middle: f64, out: &mut dyn Write) -> io::Result<()> {
    let (from, until, stage) = (scale.past(bar.from), scale.past(bar.until), bar.stage.to_string());
    if until - from < 18.0 + LETTER * stage.len() as f64 {
        return Ok(());
    }
    let (odd, x, y) = (bar.odd(), from + 12.0, middle + 4.5);
    writeln!(out, "<text class=\"on{odd}\" x=\"{x:.1}\" y=\"{y}\">{stage}</text>")
}

fn draw_mark(scale: &Scale, mark: &Mark, level: usize, middle: f64, out: &mut dyn Write) -> io::Result<()> {
    let x = scale.past(mark.day);
    let y = match mark.kind {
        MarkKind::Rewrite => middle - (PLAN + LANE) / 2.0 - LANE * level as f64,
        _ => middle + STACK * level as f64,
    };
    if let Some(day) = mark.recorded_on {
        let end = scale.past(day);
        writeln!(out, "<line class=\"late\" x1=\"{x:.1}\" x2=\"{end:.1}\" y1=\"{y}\" y2=\"{y}\"/>")?;
    }
    shape(mark.kind, mark.is_doubted, (x, y), &html_text(&mark.title), out)
}

fn shape(kind: MarkKind, is_doubted: bool, (x, y): (f64, f64), title: &str, out: &mut dyn Write) -> io::Result<()> {
    if kind == MarkKind::Exception {
        writeln!(out, "<path class=\"ring\" d=\"M{x:.1} {y}m0-10l10 10-10 10-10-10z\"/>")?;
    }
    let doubted = if is_doubted { " doubted" } else { "" };
    let title = if title.is_empty() { String::new() } else { format!("<title>{title}</title>") };
    let (class, outline) = (kind.class(), kind.outline());
    writeln!(out, "<path class=\"{class}{doubted}\" d=\"M{x:.1} {y}{outline}\">{title}</path>")
}

/// What the shapes of some charts mean, as far as they occur.
pub(super) fn legend(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    const BEGIN: &str = "<li><svg viewBox=\"-11 -11 22 22\" aria-hidden=\"true\">";
    let mut bars = rows.iter().flat_map(|row| &row.bars).peekable();
    let marks = || rows.iter().flat_map(|row| &row.marks);
    if bars.peek().is_none() && marks().next().is_none() {
        return Ok(());
    }
    writeln!(out, "<ul class=\"key\">")?;
    writeln!(
        out,
        "{BEGIN}<rect class=\"bar\" x=\"-10\" y=\"-8\" width=\"20\" height=\"{BAR}\"/></svg>time in a stage, with its number</li>"
    )?;
    if bars.any(|bar| bar.planned().is_some()) {
        writeln!(out, "{BEGIN}<path class=\"plan\" d=\"M-10-9h20v18h-20z\"/></svg>planned time</li>")?;
    }
    for kind in MarkKind::ALL {
        if marks().any(|mark| mark.kind == kind) {
            write!(out, "{BEGIN}")?;
            shape(kind, false, (0.0, 0.0), "", out)?;
            writeln!(out, "</svg>{}</li>", kind.words())?;
        }
    }
    if marks().any(|mark| mark.is_doubted) {
        write!(out, "{BEGIN}")?;
        shape(MarkKind::Move, true, (0.0, 0.0), "", out)?;
        writeln!(out, "</svg>date in doubt</li>")?;
    }
    writeln!(out, "</ul>")
}
