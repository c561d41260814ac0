//! A chart of rollouts by time. The tables of a page say in words all that its charts show.

use super::scale::{EDGE, Scale};
use crate::plan::log::Decision;
use crate::report::harmless::{Html, Tenths, fill};
use crate::report::phrase::counted;
use crate::stage_number::StageNumber;
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// The widths of the two drawings of a chart, in units of the drawing: one for a screen or paper,
/// one for a phone. The style sheet shows one of them.
const WIDTHS: [(&str, f64); 2] = [("broad", 960.0), ("slim", 360.0)];
/// The room for dates at the top.
const AXIS: f64 = 28.0;
/// The room for today's date at the bottom.
const FOOT: f64 = 20.0;
/// The height of a rollout's name.
const NAME: f64 = 22.0;
/// The height of a bar, and of the frame that shows what was planned.
const BAR: f64 = 16.0;
const PLAN: f64 = 22.0;
/// The height of the second line, of who really saw the feature, and the room above it.
const LIVE: f64 = 8.0;
const LIVE_GAP: f64 = 4.0;
/// The height of the words below it.
const LIVE_WORDS: f64 = 15.0;
/// The height of the lane for what was done to the record.
const LANE: f64 = 14.0;
/// By how much a mark is moved away from another one.
const STACK: f64 = 7.0;
/// The room that a date needs, with a gap behind it.
const DATE: f64 = 80.0;
/// The width of a narrow character.
const LETTER: f64 = 7.5;

/// The last day of a chart that is no plan, with the word for it.
#[derive(Clone, Copy)]
pub(in crate::report) struct Now {
    pub(in crate::report) day: Date,
    pub(in crate::report) word: &'static str,
}

/// A rollout in a chart.
#[derive(Default)]
pub(in crate::report) struct Row {
    /// Its name; empty when it stands above the chart. A name that is too long is cut.
    pub(in crate::report) name: String,
    /// The Rollout ID behind the name. It is never cut.
    pub(in crate::report) id: String,
    /// The anchor of the rollout's section in the page.
    pub(in crate::report) target: Option<String>,
    /// The times in its stages.
    pub(in crate::report) bars: Vec<Bar>,
    /// What happened.
    pub(in crate::report) marks: Vec<Mark>,
    /// Who really saw the feature.
    pub(in crate::report) live: Vec<LiveSpan>,
}

/// A time in which the same people saw the feature, by the flag files.
pub(in crate::report) struct LiveSpan {
    pub(in crate::report) from: Date,
    pub(in crate::report) until: Date,
    /// The stage whose audience they are.
    pub(in crate::report) stage: Option<StageNumber>,
    /// Who they are, in a few words: `25 %`.
    pub(in crate::report) label: String,
    pub(in crate::report) kind: LiveKind,
    /// The same with days, in words.
    pub(in crate::report) title: String,
}

/// What a time of the second line looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum LiveKind {
    /// Somebody saw the feature.
    Some,
    /// The same, before a decision led there.
    Undecided,
    /// Nobody saw it.
    Nobody,
    /// Nobody can tell.
    Unknown,
}

impl LiveKind {
    const ALL: [LiveKind; 4] = [LiveKind::Some, LiveKind::Undecided, LiveKind::Nobody, LiveKind::Unknown];

    fn class(self) -> &'static str {
        match self {
            LiveKind::Some => "live",
            LiveKind::Undecided => "live bad",
            LiveKind::Nobody => "live none",
            LiveKind::Unknown => "live unknown",
        }
    }

    fn words(self) -> &'static str {
        match self {
            LiveKind::Some => "live by the flag files",
            LiveKind::Undecided => "live before a decision",
            LiveKind::Nobody => "live for nobody",
            LiveKind::Unknown => "nobody can tell what is live",
        }
    }
}

/// A time that a rollout spent in one stage.
pub(in crate::report) struct Bar {
    pub(in crate::report) stage: StageNumber,
    pub(in crate::report) from: Date,
    pub(in crate::report) until: Date,
    /// The planned end.
    pub(in crate::report) planned_until: Option<Date>,
}

/// Something that happened on a day.
pub(in crate::report) struct Mark {
    pub(in crate::report) day: Date,
    pub(in crate::report) kind: MarkKind,
    /// What it was, in words.
    pub(in crate::report) title: String,
    /// Whether the record gives another day, which cannot be right.
    pub(in crate::report) is_doubted: bool,
    /// The day of its record, when that came later.
    pub(in crate::report) recorded_on: Option<Date>,
}

/// What a mark looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum MarkKind {
    /// A decision that moved the rollout.
    Move,
    /// A decision to move on with something open.
    Exception,
    /// A decision to stay.
    Stay,
    /// A decision to go back.
    Back,
    /// The end before the last stage.
    End,
    /// A move without a decision at its time.
    Unrecorded,
    /// The late record of a move.
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

    /// What a decision looks like. A word that nobody knows looks like a move.
    pub(in crate::report) fn of(decision: Option<Decision>) -> MarkKind {
        match decision {
            Some(Decision::Hold | Decision::Amend) => MarkKind::Stay,
            Some(Decision::ProceedWithException) => MarkKind::Exception,
            Some(Decision::Rollback) => MarkKind::Back,
            Some(Decision::Abort) => MarkKind::End,
            Some(Decision::Proceed | Decision::Skip | Decision::Restart | Decision::Adopt) | None => MarkKind::Move,
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
    pub(in crate::report) fn title(&self) -> String {
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

    /// Stages with whole numbers next to each other differ in colour, and a stage has the same one
    /// in all rollouts.
    fn odd(&self) -> &'static str {
        if self.stage.start() % 2 == 1 { " odd" } else { "" }
    }

    fn days(&self, until: Date) -> String {
        counted((until - self.from).get_days().unsigned_abs() as usize, "day")
    }

    /// A time of less than a day cannot be drawn.
    fn planned(&self) -> Option<Date> {
        self.planned_until.filter(|planned| *planned > self.from)
    }
}

/// The places of a row's marks, so that none hides another one.
struct Lanes {
    /// How far each mark is moved out of its lane, in the order of the marks.
    levels: Vec<usize>,
    /// How many rows of marks the lanes have above and on the bar.
    above: usize,
    on: usize,
    /// Whether there is a second line.
    has_live: bool,
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
        Lanes { levels, above, on, has_live: !row.live.is_empty() }
    }

    /// The distance from the top of the row to the middle of the bar.
    fn middle(&self, has_name: bool) -> f64 {
        (if has_name { NAME } else { 0.0 }) + LANE * self.above as f64 + PLAN / 2.0
    }

    fn height(&self, has_name: bool) -> f64 {
        let live = if self.has_live { LIVE_GAP + LIVE + LIVE_WORDS } else { 0.0 };
        self.below(has_name) + live + 6.0
    }

    /// The distance from the top of the row to the foot of the bar and its marks.
    fn below(&self, has_name: bool) -> f64 {
        self.middle(has_name) + PLAN / 2.0 + STACK * self.on.saturating_sub(1) as f64
    }
}

/// A row for each rollout: bars for its stages, dashed frames for planned times, marks for
/// decisions, and a line for today. Empty when nothing has a day.
pub(in crate::report) fn chart(rows: &[Row], now: Now, title: &Html) -> Html {
    let bars = || rows.iter().flat_map(|row| &row.bars);
    let marks = rows.iter().flat_map(|row| &row.marks);
    let marks = marks.flat_map(|mark| std::iter::once(mark.day).chain(mark.recorded_on));
    let live = rows.iter().flat_map(|row| &row.live).map(|live| live.from);
    let days: Vec<Date> = bars().map(|bar| bar.from).chain(marks).chain(live).collect();
    let planned: Vec<Date> = bars().filter_map(Bar::planned).collect();
    let scale = |width: f64| Scale::over(&days, &planned, now.day, width);
    let drawing = |(class, width)| Some(draw(rows, &scale(width)?, (class, now.word, title)));
    WIDTHS.into_iter().filter_map(drawing).collect()
}

fn draw(rows: &[Row], scale: &Scale, (class, word, title): (&str, &str, &Html)) -> Html {
    let has_names = rows.iter().any(|row| !row.name.is_empty());
    let lanes: Vec<Lanes> = rows.iter().map(|row| Lanes::of(row, scale)).collect();
    let height = AXIS + FOOT + lanes.iter().map(|lanes| lanes.height(has_names)).sum::<f64>();
    // A screen reader sees an `img` as one picture, so that it must have no links inside.
    let role = if rows.iter().any(|row| row.target.is_some()) { "group" } else { "img" };
    let mut y = AXIS;
    let mut shapes = Html::default();
    for (row, lanes) in rows.iter().zip(&lanes) {
        if has_names {
            shapes.push(&draw_name(row, scale, y + 15.0));
        }
        let middle = y + lanes.middle(has_names);
        row.bars.iter().for_each(|bar| shapes.push(&draw_bar(scale, bar, middle)));
        let marks = row.marks.iter().zip(&lanes.levels);
        marks.for_each(|(mark, level)| shapes.push(&draw_mark(scale, mark, *level, middle)));
        row.bars.iter().filter_map(|bar| draw_number(scale, bar, middle)).for_each(|number| shapes.push(&number));
        shapes.push(&draw_live(scale, &row.live, y + lanes.below(has_names) + LIVE_GAP));
        y += lanes.height(has_names);
    }
    fill!(
        r#"<svg class="chart {}" viewBox="0 0 {} {}" role="{}" aria-label="{}">
<title>{}</title><desc>The tables of this page say in words all that is drawn here.</desc>
{}{}{}</svg>
"#,
        class,
        scale.width,
        height,
        role,
        title,
        title,
        axis(scale, height),
        today_line(scale, word, height),
        shapes
    )
}

/// The name as far as there is room for it, with a link to the rollout's section.
fn draw_name(row: &Row, scale: &Scale, y: f64) -> Html {
    let room = ((scale.width - 2.0 * EDGE) / LETTER) as usize;
    let id = if row.id.is_empty() { String::new() } else { format!(" ({})", row.id) };
    let name = cut(&row.name, room.saturating_sub(columns(&id)));
    let (name, full) = (format!("{name}{id}"), format!("{}{id}", row.name));
    let text: Html = fill!("<text x=\"{}\" y=\"{}\"><title>{}</title>{}</text>", EDGE, y, full, name);
    match &row.target {
        Some(target) => fill!("<a href=\"#{}\">{}</a>\n", target, text),
        None => fill!("{}\n", text),
    }
}

/// The columns that a text takes at most: capitals and the characters of East Asia are up to twice
/// as wide as others.
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

/// Dates at the top, far enough from each other to be read: the first day, then days or the
/// beginnings of months or years.
fn axis(scale: &Scale, height: f64) -> Html {
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
    let last = scale.unfolded();
    let unit = (scale.x(last) - EDGE) / f64::from((last - scale.first).get_days().max(1));
    let is_wide = |(days, _): &&(i32, Span)| f64::from(*days) * unit >= DATE;
    let (days, step) = steps.iter().find(is_wide).unwrap_or(&steps[steps.len() - 1]);
    let mut day = if *days < 28 { scale.first } else { scale.first.first_of_year() };
    let mut ticks = vec![scale.first];
    while let Ok(next) = day.checked_add(*step) {
        if next > last {
            break;
        }
        ticks.extend((next > scale.first).then_some(next));
        day = next;
    }
    // What is folded has a sign at its beginning.
    let end = scale.fold.map_or(scale.width, |fold| scale.x(fold));
    let mut free = f64::MIN;
    let mut axis = Html::default();
    for day in ticks {
        let x = scale.x(day);
        axis.push(&upright("grid", x, height));
        if x >= free && x + DATE <= end {
            axis.push(&fill!("<text class=\"faint\" x=\"{}\" y=\"14\">{}</text>\n", Tenths(x), day));
            free = x + DATE;
        }
    }
    if let Some(fold) = scale.fold {
        let title = format!("{fold} to {}: nothing happened, and time is drawn shorter", scale.today);
        let (x, foot) = (Tenths(scale.x(fold)), Tenths(height - FOOT));
        // The title stands first, so that the line of the day is told apart.
        axis.push(&fill!("<path class=\"fold\" d=\"M{} 20V{}\"><title>{}</title></path>\n", x, foot, title));
        axis.push(&fill!("<text class=\"faint\" x=\"{}\" y=\"18\">⋯</text>\n", Tenths(scale.x(fold) + 6.0)));
    }
    axis
}

/// A line from the dates at the top to the foot.
fn upright(class: &str, x: f64, height: f64) -> Html {
    let (x, foot) = (Tenths(x), height - FOOT);
    fill!("<line class=\"{}\" x1=\"{}\" x2=\"{}\" y1=\"20\" y2=\"{}\"/>\n", class, x, x, foot)
}

fn today_line(scale: &Scale, word: &str, height: f64) -> Html {
    let x = scale.x(scale.today);
    let label = format!("{word} {}", scale.today);
    let half = label.len() as f64 * LETTER / 2.0;
    let anchor = if x < half {
        "start"
    } else if x + half > scale.width {
        "end"
    } else {
        "middle"
    };
    let line = upright("today", x, height);
    let y = height - 6.0;
    fill!("{}<text x=\"{}\" y=\"{}\" text-anchor=\"{}\">{}</text>\n", line, Tenths(x), y, anchor, label)
}

fn draw_bar(scale: &Scale, bar: &Bar, middle: f64) -> Html {
    let (from, until) = (scale.past(bar.from), scale.past(bar.until));
    let title: Html = fill!("<title>{}</title>", bar.title());
    let mut drawn = fill!(
        "<rect class=\"bar{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">{}</rect>\n",
        bar.odd(),
        Tenths(from),
        middle - BAR / 2.0,
        Tenths((until - from).max(1.0)),
        BAR,
        title
    );
    let Some(planned) = bar.planned() else { return drawn };
    let (from, to, top) = (Tenths(from), Tenths(scale.x(planned)), middle - PLAN / 2.0);
    let is_whole = planned <= scale.last;
    // A frame that is longer than the drawing has no right side.
    let end = if is_whole { "z" } else { "" };
    let frame = fill!("<path class=\"plan\" d=\"M{} {}H{}v{}H{}{}\">{}</path>\n", to, top, from, PLAN, to, end, title);
    drawn.push(&frame);
    if !is_whole && scale.last > scale.today {
        let y = middle + 4.5;
        let day = fill!("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}{} →</text>\n", to, y, title, planned);
        drawn.push(&day);
    }
    drawn
}

/// The second line: who really saw the feature, with words where there is room for them.
fn draw_live(scale: &Scale, spans: &[LiveSpan], top: f64) -> Html {
    let mut drawn = Html::default();
    let mut free = f64::MIN;
    for span in spans {
        let (from, until) = (scale.past(span.from), scale.past(span.until));
        let odd = if span.stage.is_some_and(|stage| stage.start() % 2 == 1) { " odd" } else { "" };
        let title: Html = fill!("<title>{}</title>", span.title);
        let (x, width) = (Tenths(from), Tenths((until - from).max(1.0)));
        let class = span.kind.class();
        drawn.push(&fill!(
            "<rect class=\"{}{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">{}</rect>\n",
            class,
            odd,
            x,
            top,
            width,
            LIVE,
            title
        ));
        let room = LETTER * columns(&span.label) as f64;
        if until - from >= room && from >= free {
            let y = top + LIVE + 12.0;
            drawn.push(&fill!("<text class=\"small\" x=\"{}\" y=\"{}\">{}</text>\n", x, y, span.label));
            free = from + room;
        }
    }
    drawn
}

/// The stage's number, where the bar has room for it behind a mark.
fn draw_number(scale: &Scale, bar: &Bar, middle: f64) -> Option<Html> {
    let (from, until, stage) = (scale.past(bar.from), scale.past(bar.until), bar.stage.to_string());
    if until - from < 18.0 + LETTER * stage.len() as f64 {
        return None;
    }
    let (x, y) = (Tenths(from + 12.0), middle + 4.5);
    Some(fill!("<text class=\"on{}\" x=\"{}\" y=\"{}\">{}</text>\n", bar.odd(), x, y, stage))
}

fn draw_mark(scale: &Scale, mark: &Mark, level: usize, middle: f64) -> Html {
    let x = scale.past(mark.day);
    let y = match mark.kind {
        MarkKind::Rewrite => middle - (PLAN + LANE) / 2.0 - LANE * level as f64,
        _ => middle + STACK * level as f64,
    };
    let line = mark.recorded_on.map(|day| {
        let end = Tenths(scale.past(day));
        fill!("<line class=\"late\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>\n", Tenths(x), end, y, y)
    });
    let shape: Html = shape(mark.kind, mark.is_doubted, (x, y), &mark.title);
    fill!("{}{}", line, shape)
}

fn shape(kind: MarkKind, is_doubted: bool, (x, y): (f64, f64), title: &str) -> Html {
    let x = Tenths(x);
    let ring = (kind == MarkKind::Exception)
        .then(|| fill!("<path class=\"ring\" d=\"M{} {}m0-10l10 10-10 10-10-10z\"/>\n", x, y));
    let doubted = if is_doubted { " doubted" } else { "" };
    let title = (!title.is_empty()).then(|| fill!("<title>{}</title>", title));
    let (class, outline) = (kind.class(), kind.outline());
    fill!("{}<path class=\"{}{}\" d=\"M{} {}{}\">{}</path>\n", ring, class, doubted, x, y, outline, title)
}

/// The meaning of the shapes that occur in some charts.
pub(in crate::report) fn legend(rows: &[Row]) -> Html {
    let has_plan = rows.iter().flat_map(|row| &row.bars).any(|bar| bar.planned().is_some());
    let marks = || rows.iter().flat_map(|row| &row.marks);
    if rows.iter().all(|row| row.bars.is_empty()) && marks().next().is_none() {
        return Html::default();
    }
    let item = |shape: Html, words: &str| -> Html {
        fill!("<li><svg viewBox=\"-11 -11 22 22\" aria-hidden=\"true\">{}</svg>{}</li>\n", shape, words)
    };
    let bar = fill!("<rect class=\"bar\" x=\"-10\" y=\"-8\" width=\"20\" height=\"{}\"/>", BAR);
    let plan = Html::ours("<path class=\"plan\" d=\"M-10-9h20v18h-20z\"/>");
    let plan = has_plan.then(|| item(plan, "planned time"));
    let kinds = MarkKind::ALL.into_iter().filter(|kind| marks().any(|mark| mark.kind == *kind));
    let kinds = kinds.map(|kind| item(shape(kind, false, (0.0, 0.0), ""), kind.words()));
    let doubted = marks().any(|mark| mark.is_doubted);
    let doubted = doubted.then(|| item(shape(MarkKind::Move, true, (0.0, 0.0), ""), "date in doubt"));
    let live =
        LiveKind::ALL.into_iter().filter(|kind| rows.iter().flat_map(|row| &row.live).any(|live| live.kind == *kind));
    let live = live.map(|kind| {
        let (class, height) = (kind.class(), LIVE);
        let line = fill!("<rect class=\"{}\" x=\"-10\" y=\"-4\" width=\"20\" height=\"{}\"/>", class, height);
        item(line, kind.words())
    });
    let items = std::iter::once(item(bar, "time in a stage, with its number")).chain(plan).chain(live);
    let items = items.chain(kinds).chain(doubted);
    fill!("<ul class=\"key\">\n{}</ul>\n", items.collect::<Html>())
}
