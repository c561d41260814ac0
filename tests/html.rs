//! The pages of HTML: what is drawn is what the tables say, to the day; nothing is loaded, nothing
//! runs, and no text of a plan becomes markup.
#![allow(clippy::unwrap_used)]

mod support;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use rolloutlint::audit::{
    Approver, Audit, AuditFinding, AuditedTransition, CellEdit, CommitFacts, Excerpt, HistoryFault, LivePoint,
    Recorded, RewrittenRow, Rollout, Somebody,
};
use rolloutlint::exposure::Percent;
use rolloutlint::finding::Severity;
use rolloutlint::plan::log::{Decision, Point};
use rolloutlint::report::Options;
use rolloutlint::report::audit::{AuditPage, Beside, FORMATS, Scope};
use rolloutlint::stage_number::StageNumber;
use rolloutlint::text::CommitId;
use std::collections::BTreeSet;
use support::{Repo, compliant, history};

// --- a page as a reader of its source sees it ---

/// A shape in a drawing.
struct Shape {
    class: String,
    x: f64,
    y: f64,
    /// Where a bar, or the frame of what was planned, ends.
    end: f64,
    title: String,
}

/// One of the drawings of a page, with the days at its left edge and at today's line.
struct Drawing {
    text: String,
    width: f64,
    first: Date,
    today: Date,
    today_x: f64,
    /// The day from which on time is drawn shorter, and its place.
    fold: Option<(Date, f64)>,
    shapes: Vec<Shape>,
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}

fn number(text: &str) -> f64 {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    text[..end].parse().unwrap()
}

fn day(text: &str) -> Date {
    text[..10].parse().unwrap_or_else(|_| panic!("{text}"))
}

fn shape(line: &str) -> Option<Shape> {
    let attribute = |name: &str| between(line, &format!(" {name}=\""), "\"");
    let class = attribute("class")?.to_owned();
    let title = between(line, "<title>", "</title>").unwrap_or_default().to_owned();
    let (x, y, end) = match attribute("d") {
        Some(path) if class == "plan" => (number(between(path, "H", "v")?), 0.0, number(&path[1..])),
        Some(path) => (number(&path[1..]), number(path.split_once(' ')?.1), 0.0),
        None => {
            let x = number(attribute("x")?);
            (x, number(attribute("y")?), x + number(attribute("width")?))
        }
    };
    Some(Shape { class, x, y, end, title })
}

fn drawings(page: &str) -> Vec<Drawing> {
    let drawing = |text: &str| {
        let text = text.split_once("</svg>").unwrap().0;
        let today = between(text, "text-anchor=", "</text>").unwrap();
        let is_fold = |line: &&str| line.starts_with("<path class=\"fold\"");
        let is_shape = |line: &&str| (line.starts_with("<path") && !is_fold(line)) || line.starts_with("<rect");
        let fold = text.lines().find(is_fold);
        Drawing {
            text: text.to_owned(),
            width: number(between(text, "viewBox=\"0 0 ", "\"").unwrap()),
            first: day(between(text, "y=\"14\">", "<").unwrap()),
            today: day(&today[today.len() - 10..]),
            today_x: number(between(text, "class=\"today\" x1=\"", "\"").unwrap()),
            fold: fold.map(|line| {
                (day(between(line, "<title>", "<").unwrap()), number(between(line, "d=\"M", " ").unwrap()))
            }),
            shapes: text.lines().filter(is_shape).filter_map(shape).collect(),
        }
    };
    page.split("<svg class=\"chart").skip(1).map(drawing).collect()
}

impl Drawing {
    /// Whether a place is that of a day, as far as the tenth of a unit that numbers are written
    /// with allows.
    fn is_at(&self, x: f64, day: Date) -> bool {
        let days = |from: Date, until: Date| f64::from((until - from).get_days());
        let (first, end) = match self.fold {
            Some((fold, x)) if day > fold => ((fold, x), (self.today, self.today_x)),
            Some(fold) => ((self.first, 10.0), fold),
            None => ((self.first, 10.0), (self.today, self.today_x)),
        };
        let part = days(first.0, day) / days(first.0, end.0).max(1.0);
        (x - first.1 - (end.1 - first.1) * part).abs() <= 0.2 + 0.1 * part
    }

    fn of_class(&self, class: &str) -> Vec<&Shape> {
        self.shapes.iter().filter(|shape| shape.class.split(' ').any(|name| name == class)).collect()
    }

    fn titles(&self, class: &str) -> Vec<&str> {
        self.of_class(class).iter().map(|shape| shape.title.as_str()).collect()
    }

    /// That each bar, frame and mark is where its own words say.
    fn assert_to_the_day(&self) {
        for bar in self.of_class("bar") {
            let (from, until) = between(&bar.title, ", ", ", ").unwrap().split_once(" to ").unwrap();
            assert!(self.is_at(bar.x, day(from)), "{}", bar.title);
            assert!(from == until || self.is_at(bar.end, day(until)), "{}", bar.title);
        }
        for live in self.of_class("live") {
            let (from, until) = live.title.split_once(": ").unwrap().0.split_once(" to ").unwrap();
            assert!(self.is_at(live.x, day(from)), "{}", live.title);
            assert!(from == until || self.is_at(live.end, day(until)), "{}", live.title);
        }
        for frame in self.of_class("plan") {
            let planned = day(frame.title.rsplit_once(", to ").unwrap().1);
            let is_cut = frame.end > self.width - 10.1;
            assert!(is_cut || self.is_at(frame.end, planned), "{}", frame.title);
        }
        let marks = self.of_class("mark").into_iter().chain(self.of_class("rewrite"));
        for mark in marks.filter(|mark| !mark.class.contains("doubted")) {
            assert!(self.is_at(mark.x, day(&mark.title)), "{}", mark.title);
        }
    }
}

/// That a page is one file without a program in it, and that its parts fit together.
fn assert_sound(page: &str) {
    for elsewhere in ["<script", "http://", "https://", "<link", "@import", "url(", "<img", "<iframe"] {
        assert!(!page.contains(elsewhere), "{elsewhere}");
    }
    let tags = page.split('<').skip(1).map(|tag| tag.split_once('>').unwrap_or((tag, "")).0);
    let ours = "!doctype html head meta title style body main h1 h2 h3 dl dt dd p a ul li code strong span br \
                table caption thead tbody tr th td details summary svg desc line rect path text section div pre del ins";
    let ours: BTreeSet<&str> = ours.split_whitespace().collect();
    for tag in tags {
        let name = tag.trim_start_matches('/').split(|c: char| !(c.is_alphanumeric() || c == '!')).next().unwrap();
        assert!(ours.contains(name), "<{tag}>");
        let names: String = tag.split('"').step_by(2).collect();
        assert!(!names.contains(" on") && !names.contains('\''), "<{tag}>");
    }
    let ids: Vec<&str> = page.split(" id=\"").skip(1).map(|id| id.split_once('"').unwrap().0).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "no id twice");
    for link in page.split("href=\"").skip(1) {
        let target = link.split_once('"').unwrap().0;
        assert!(ids.contains(&target.strip_prefix('#').unwrap()), "{target}");
    }
    assert_eq!(page.matches("<main>").count(), 1);
}

/// The cells of the lines of the first table with a caption, each line with its class in front.
fn lines<'a>(page: &'a str, caption: &str) -> Vec<(&'a str, Vec<&'a str>)> {
    let table = between(page, &format!("<caption>{caption}</caption>"), "</table>").unwrap();
    let line = |line: &'a str| {
        let class = between(line, "class=\"", "\"").filter(|_| line.starts_with(" class")).unwrap_or_default();
        let cells = line.split(" data-head=\"").skip(1);
        let cells = cells.map(|cell| cell.split_once("\">").unwrap().1.split_once("</t").unwrap().0);
        (class, cells.collect())
    };
    table.split("<tr role=\"row\"").skip(2).map(line).collect()
}

// --- histories made by hand ---

const TODAY: Date = date(2026, 5, 5);

fn commit(id: &str, day: Date) -> CommitFacts {
    CommitFacts {
        id: CommitId(id.repeat(40 / id.len())),
        parent: None,
        subject: format!("Subject of {id}"),
        author: Somebody::read("Sam Holt"),
        committer: Somebody::read("Sam Holt"),
        day,
        at: None,
        is_signed: false,
        is_merge: false,
        pull_request: None,
        approvers: Vec::new(),
        ticket: None,
        agent: None,
    }
}

fn moved(from: u32, to: u32, day: Date, recorded: Recorded) -> AuditedTransition {
    let is_told =
        !matches!(recorded, Recorded::Never | Recorded::TakenBack(_) | Recorded::Withdrawn | Recorded::Rewritten);
    let way = (Point::Stage(from.into()), Point::Stage(to.into()));
    AuditedTransition {
        decision: is_told.then_some(Decision::Proceed),
        day: is_told.then_some(day),
        decided_by: vec!["Priya Nair".to_owned()],
        recorded,
        ..AuditedTransition::undecided(way, &commit("a1", day))
    }
}

fn rollout(stage: u32, transitions: Vec<AuditedTransition>) -> Rollout {
    Rollout {
        id: Some("RO-1".to_owned()),
        title: Some("Checkout".to_owned()),
        stage: Point::Stage(stage.into()),
        began: Some(date(2026, 3, 2)),
        transitions,
        ..Rollout::new("rollouts/a.md".to_owned())
    }
}

fn finding(fault: HistoryFault, by: &CommitFacts) -> AuditFinding {
    AuditFinding {
        fault,
        severity: Severity::Warning,
        rollout: Some(0),
        path: "rollouts/a.md".to_owned(),
        commit: by.clone(),
        message: "what is wrong".to_owned(),
        rewrite: None,
    }
}

fn page_of(rollouts: Vec<Rollout>, findings: Vec<AuditFinding>) -> AuditPage {
    let audit = Audit { rollouts, findings, ..Audit::default() };
    AuditPage { audit, today: Some(TODAY), ..AuditPage::default() }
}

fn written(page: &AuditPage) -> String {
    let (_, write) = FORMATS.iter().find(|(name, _)| *name == "html").unwrap();
    let mut out = Vec::new();
    write(page, &Options::default(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_sound(&text);
    text
}

// --- the audit ---

#[test]
fn a_history_is_drawn_to_the_day_and_loads_nothing() {
    let repo = history();
    repo.run(&["audit", "--today", "2026-05-04", "--format", "html=audit.html"]);
    let page = repo.read("audit.html");
    assert_sound(&page);
    let drawings = drawings(&page);
    assert_eq!(drawings.len(), 2 * 7, "one for all and one for each, on a screen and on a phone");
    for drawing in &drawings {
        drawing.assert_to_the_day();
    }
    assert_eq!(
        drawings[2].titles("bar"),
        [
            "stage 0, 2026-02-03 to 2026-03-02, 27 days",
            "stage 1, 2026-03-02 to 2026-03-16, 14 days",
            "stage 2, 2026-03-16 to 2026-04-01, 16 days",
            "stage 3, 2026-04-01 to 2026-05-04, 33 days"
        ]
    );
    let id = repo.git(&["log", "--format=%H", "--grep=#19"]);
    let decision =
        format!("2026-04-01: 2 → 3, Proceed by Priya Nair, dated 2026-04-01; recorded on 2026-04-01 in {}", &id[..7]);
    assert_eq!(drawings[2].titles("mark")[2], decision);
    assert_eq!(drawings[0].titles("rewrite").len(), 2);
    assert!(page.contains(&format!("<code title=\"{id}\">{}</code>", &id[..7])), "the full id is near");
    assert!(lines(&page, "The commits that this page names").iter().any(|(_, cells)| cells[4].contains(&id)));
}

#[test]
fn what_is_planned_behind_today_is_drawn_and_a_far_end_is_said() {
    let told = moved(0, 1, date(2026, 4, 27), Recorded::AtOnce);
    let planned = |days| {
        let rollout = Rollout { planned_now: Some(days), ..rollout(1, vec![told.clone()]) };
        written(&page_of(vec![rollout], Vec::new()))
    };
    let page = planned(14);
    assert!(page.contains("stage 1, planned until 2026-05-11, in history since 2026-03-02"), "{page}");
    for drawing in drawings(&page) {
        drawing.assert_to_the_day();
        let frame = drawing.of_class("plan")[0];
        assert!(frame.end > drawing.today_x && drawing.is_at(frame.end, date(2026, 5, 11)));
    }
    let page = planned(400);
    for drawing in drawings(&page) {
        let frame = drawing.of_class("plan")[0];
        assert_eq!(frame.end, drawing.width - 10.0);
        assert!(!drawing.text.contains(&format!("H{:.1}z", frame.end)), "the frame is open at its end");
        assert!(drawing.text.contains(">2027-06-01 →</text>"), "{}", drawing.text);
        assert!(drawing.today_x > drawing.width * 0.4, "what is planned takes half of the room at most");
    }
    // No calendar has such an end.
    assert!(drawings(&planned(u32::MAX))[0].of_class("plan").is_empty());
}

#[test]
fn the_stage_before_the_first_decision_is_drawn() {
    let bars = |page: &AuditPage| -> Vec<String> {
        let page = written(page);
        let drawings = drawings(&page);
        drawings
            .first()
            .map(|drawing| drawing.titles("bar").into_iter().map(str::to_owned).collect())
            .unwrap_or_default()
    };
    let told = moved(0, 1, date(2026, 3, 9), Recorded::AtOnce);
    let page = page_of(vec![rollout(1, vec![told.clone()])], Vec::new());
    assert_eq!(
        bars(&page),
        ["stage 0, 2026-03-02 to 2026-03-09, 7 days", "stage 1, 2026-03-09 to 2026-05-05, 57 days"]
    );
    assert_eq!(
        bars(&page_of(vec![rollout(0, Vec::new())], Vec::new())),
        ["stage 0, 2026-03-02 to 2026-05-05, 64 days"]
    );
    let planned = Rollout { stage: Point::Planned, ..rollout(0, Vec::new()) };
    assert!(bars(&page_of(vec![planned], Vec::new())).is_empty());
    // Where earlier decisions are left out, the stay that the first one ended says how far back it
    // goes.
    let scope = Scope { since: Some("2026-03-08".to_owned()), ..Scope::default() };
    let stayed = AuditedTransition { days: Some(4), ..told.clone() };
    let page = page_of(vec![rollout(1, vec![stayed])], Vec::new());
    assert_eq!(bars(&AuditPage { scope: scope.clone(), ..page })[0], "stage 0, 2026-03-05 to 2026-03-09, 4 days");
    let page = page_of(vec![rollout(1, vec![told])], Vec::new());
    assert_eq!(bars(&AuditPage { scope, ..page }).len(), 1);
}

#[test]
fn a_late_record_shows_both_days() {
    let recorded = commit("b2", date(2026, 3, 23));
    let told =
        AuditedTransition { day: Some(date(2026, 3, 20)), ..moved(0, 1, date(2026, 3, 9), Recorded::Later(recorded)) };
    let page = written(&page_of(vec![rollout(1, vec![told])], Vec::new()));
    for drawing in drawings(&page) {
        drawing.assert_to_the_day();
        let marks = drawing.of_class("mark");
        assert_eq!(marks.iter().map(|mark| mark.class.as_str()).collect::<Vec<_>>(), ["mark bad", "mark hollow bad"]);
        assert!(drawing.is_at(marks[0].x, date(2026, 3, 9)) && drawing.is_at(marks[1].x, date(2026, 3, 23)));
        let line = format!("<line class=\"late\" x1=\"{:.1}\" x2=\"{:.1}\"", marks[0].x, marks[1].x);
        assert!(drawing.text.contains(&line), "{}", drawing.text);
        assert!(drawing.titles("bar")[1].starts_with("stage 1, 2026-03-09 to "), "it was there when work was");
    }
    let (class, cells) = &lines(&page, "Decisions")[0];
    assert_eq!(*class, "warning");
    assert!(cells[0].contains("2026-03-20"));
    for (what, day, id) in [("moved on", "2026-03-09", "a1"), ("recorded on", "2026-03-23", "b2")] {
        let id = id.repeat(20);
        let told =
            format!("{what} <span class=\"day\">{day}</span> in <code title=\"{id}\">{}</code> by Sam Holt", &id[..7]);
        assert!(cells[4].contains(&told), "{}", cells[4]);
    }
}

#[test]
fn who_really_saw_it_is_a_second_line() {
    let point = |id: &str, day: Date, percent: u32, stage: Option<u32>| LivePoint {
        commit: commit(id, day),
        flag: None,
        live: format!("{percent} %"),
        percent: Some(Percent(percent.into())),
        stage: stage.map(StageNumber::from),
        place: None,
        is_known: true,
        is_nobody: percent == 0,
        since_before: false,
        is_undecided: false,
        decided_in: None,
    };
    let (raised, recorded) = (date(2026, 3, 12), commit("c3", date(2026, 3, 20)));
    let late = LivePoint { is_undecided: true, decided_in: Some(recorded.clone()), ..point("b2", raised, 20, Some(2)) };
    let line = vec![point("a1", date(2026, 3, 2), 0, None), late, point("d4", date(2026, 4, 1), 5, Some(1))];
    let told = AuditedTransition {
        day: Some(recorded.day),
        live_in: Some(commit("b2", raised)),
        ..moved(1, 2, recorded.day, Recorded::AtOnce)
    };
    let page = written(&page_of(vec![Rollout { line, ..rollout(2, vec![told]) }], Vec::new()));
    for drawing in drawings(&page) {
        drawing.assert_to_the_day();
        let live = drawing.of_class("live");
        let classes: Vec<&str> = live.iter().map(|live| live.class.as_str()).collect();
        assert_eq!(classes, ["live none", "live bad", "live", "live odd"]);
        assert!(live[1].title.starts_with("2026-03-12 to 2026-03-20: live 20 %, stage 2, by b2"), "{}", live[1].title);
    }
    let (class, cells) = &lines(&page, "From decision to effect")[0];
    assert_eq!((*class, cells[3]), ("warning", "-8"));
    assert_eq!(lines(&page, "Who really saw the feature").len(), 3);
}

#[test]
fn work_ahead_of_its_record_has_its_own_plan() {
    let ahead = moved(1, 2, date(2026, 4, 28), Recorded::Never);
    let told = moved(0, 1, date(2026, 3, 9), Recorded::AtOnce);
    let rollout_ = Rollout { planned_now: Some(14), ..rollout(1, vec![told.clone(), ahead]) };
    let page = written(&page_of(vec![rollout_], Vec::new()));
    assert!(page.contains("stage 1 by its record; work is at stage 2, planned until 2026-05-12"), "{page}");
    let titles = drawings(&page)[0].titles("plan").join("\n");
    assert_eq!(titles, "stage 2, 2026-04-28 to 2026-05-05, 7 days; planned: 14 days, to 2026-05-12");
    assert_eq!(lines(&page, "Decisions")[1].0, "error");

    // What was taken back is over, and what is planned counts from where the record says that it
    // began.
    let back = Recorded::TakenBack(commit("b2", date(2026, 5, 1)));
    let transitions = vec![told, moved(1, 2, date(2026, 4, 28), back)];
    let rollout = Rollout { planned_now: Some(70), ..rollout(1, transitions) };
    let page = written(&page_of(vec![rollout], Vec::new()));
    assert!(!page.contains("by its record"));
    assert_eq!(
        drawings(&page)[0].titles("bar")[1..],
        [
            "stage 1, 2026-03-09 to 2026-04-28, 50 days; planned: 70 days, to 2026-05-18",
            "stage 2, 2026-04-28 to 2026-05-01, 3 days",
            "stage 1, 2026-05-01 to 2026-05-05, 4 days"
        ]
    );
    assert!(lines(&page, "Decisions")[1].1[4].contains("taken back on <span class=\"day\">2026-05-01</span>"));
}

#[test]
fn a_wrong_date_does_not_ruin_the_chart() {
    let mut wrong = moved(1, 2, date(2026, 3, 16), Recorded::AtOnce);
    wrong.day = Some(date(2062, 3, 16));
    let drift = finding(HistoryFault::DateDrift, &wrong.commit);
    let told = moved(0, 1, date(2026, 3, 9), Recorded::AtOnce);
    for findings in [vec![drift], Vec::new()] {
        let by_commit = !findings.is_empty();
        let page = written(&page_of(vec![rollout(2, vec![told.clone(), wrong.clone()])], findings));
        let shown = if by_commit { date(2026, 3, 16) } else { TODAY };
        for drawing in drawings(&page) {
            drawing.assert_to_the_day();
            assert!(drawing.is_at(drawing.of_class("doubted")[0].x, shown));
            assert!(drawing.of_class("bar").iter().all(|bar| bar.end <= drawing.today_x + 1.0));
        }
        let (class, cells) = &lines(&page, "Decisions")[1];
        assert_eq!(*class, "warning");
        assert!(cells[0].contains("2062-03-16"));
        assert!(cells[0].contains(&format!("in the chart on <span class=\"day\">{shown}</span>")), "{}", cells[0]);
    }
}

#[test]
fn a_deleted_plan_ends_on_its_day() {
    let rollout = Rollout {
        planned_now: Some(7),
        removed_in: Some(commit("b2", date(2026, 4, 8))),
        ..rollout(1, vec![moved(0, 1, date(2026, 4, 6), Recorded::AtOnce)])
    };
    let page = written(&page_of(vec![rollout], Vec::new()));
    assert!(!page.contains("planned until"));
    for drawing in drawings(&page) {
        drawing.assert_to_the_day();
        assert!(drawing.titles("bar")[1].starts_with("stage 1, 2026-04-06 to 2026-04-08, 2 days"));
        assert_eq!(drawing.titles("mark")[1], "2026-04-08: the plan was deleted in b2b2b2b");
    }
}

#[test]
fn marks_of_one_day_do_not_hide_each_other() {
    let day = date(2026, 4, 6);
    let mut rewritten = moved(0, 1, day, Recorded::AtOnce);
    rewritten.rewritten_in = vec![commit("b2", date(2026, 4, 9))];
    let rewrites = ["b2", "c3"].map(|id| finding(HistoryFault::LogRewritten, &commit(id, date(2026, 4, 9))));
    let transitions = vec![rewritten, moved(1, 2, day, Recorded::AtOnce), moved(2, 3, day, Recorded::AtOnce)];
    let page = written(&page_of(vec![rollout(3, transitions)], rewrites.to_vec()));
    for drawing in drawings(&page) {
        drawing.assert_to_the_day();
        for (class, step) in [("mark", 7.0), ("rewrite", -14.0)] {
            let places: Vec<f64> = drawing.of_class(class).iter().map(|mark| mark.y).collect();
            assert!(places.windows(2).all(|pair| pair[1] - pair[0] == step), "{places:?}");
        }
    }
    assert!(
        lines(&page, "Decisions")[0].1[4].contains("<strong>rewritten on <span class=\"day\">2026-04-09</span> in")
    );
    assert!(page.contains("<li class=\"warning\"><span class=\"day\">2026-04-09</span> <code title=\"b2"));
}

#[test]
fn dates_lie_so_far_apart_that_they_can_be_read() {
    for days in [0, 1, 3, 10, 40, 100, 400, 1500, 4000, 40_000] {
        let told = moved(0, 1, TODAY.checked_sub(days.days()).unwrap(), Recorded::AtOnce);
        let rollout = Rollout { began: None, ..rollout(1, vec![told]) };
        for drawing in drawings(&written(&page_of(vec![rollout], Vec::new()))) {
            drawing.assert_to_the_day();
            let labels = drawing.text.lines().filter(|line| line.contains("y=\"14\""));
            let labels: Vec<(f64, Date)> = labels
                .map(|label| (number(between(label, " x=\"", "\"").unwrap()), day(between(label, ">", "<").unwrap())))
                .collect();
            assert!(labels.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 79.9), "{days}: {labels:?}");
            assert!(labels.iter().all(|(x, day)| drawing.is_at(*x, *day) && x + 70.0 <= drawing.width));
            assert_eq!(labels[0].0, 10.0);
        }
    }
}

#[test]
fn a_page_says_where_it_is_from() {
    let head = commit("d4", date(2026, 4, 30));
    let scope = Scope {
        repository: "shop".to_owned(),
        branch: Some("main".to_owned()),
        head: Some(head.clone()),
        since: Some("v1".to_owned()),
        until: Some("2026-04-30".to_owned()),
        ..Scope::default()
    };
    let told = moved(0, 1, date(2026, 4, 6), Recorded::AtOnce);
    let notes = ["one", "two", "one"].map(str::to_owned).to_vec();
    let page = page_of(vec![rollout(1, vec![told])], Vec::new());
    let page = written(&AuditPage { scope, notes, today: Some(date(2026, 4, 30)), ..page });
    let head = format!("<code>{}</code>, 2026-04-30", head.id);
    for (term, fact) in [
        ("Repository", "shop"),
        ("Branch", "main"),
        ("Newest commit", &head),
        ("Window", "since v1, until 2026-04-30"),
        ("As of", "2026-04-30"),
        ("rolloutlint", env!("CARGO_PKG_VERSION")),
    ] {
        assert!(page.contains(&format!("<dt>{term}</dt><dd>{fact}</dd>")), "{term}");
    }
    assert!(page.contains(">as of 2026-04-30</text>"));
    assert_eq!(page.matches("<p class=\"warning\">one (2 times)</p>").count(), 1);
}

#[test]
fn many_rollouts_can_be_found_from_the_top() {
    let long = format!("{}{}", "配送".repeat(60), "W".repeat(60));
    let other = Rollout { title: Some(long.clone()), ..rollout(0, vec![moved(0, 1, TODAY, Recorded::Never)]) };
    let by = commit("b2", date(2026, 4, 9));
    let page = written(&page_of(
        vec![rollout(1, Vec::new()), other],
        vec![AuditFinding { rollout: Some(1), ..finding(HistoryFault::UnloggedTransition, &by) }],
    ));
    assert!(page.contains("<h2>Errors and warnings</h2>"));
    assert_eq!(page.matches("<h3>Findings</h3>").count(), 1);
    // From the two lists, and from the row in either drawing.
    assert_eq!(page.matches("href=\"#rollout-2\"").count(), 4);
    for drawing in drawings(&page).iter().take(2) {
        assert!(drawing.text.contains("… (RO-1)</text>"), "the ID is kept");
        assert!(drawing.text.contains(&format!("<title>{long} (RO-1)</title>")));
    }
}

#[test]
fn hostile_text_stays_text() {
    let bad = "</title></svg></style><script>alert(1)</script>\"' onload=x <!-- ]]> \u{202e}";
    let hostile = CommitFacts { author: Somebody::read(bad), subject: bad.to_owned(), ..commit("b2", TODAY) };
    let mut told = moved(0, 1, date(2026, 4, 6), Recorded::Later(hostile.clone()));
    told.decided_by = vec![bad.to_owned()];
    told.rationale = Some(bad.to_owned());
    told.open = vec![bad.to_owned()];
    told.rewritten_in = vec![hostile.clone()];
    told.written_in = Some(hostile.clone());
    told.approvers = vec![Approver { who: Somebody::read(bad), trailer: Some(bad.to_owned()), at: None }];
    told.ticket = Some(bad.to_owned());
    told.without_box = vec![bad.to_owned()];
    let excerpt = Excerpt { path: bad.to_owned(), line: 1, lines: vec![(1, bad.to_owned())] };
    let words = Some(bad.to_owned());
    let rewrite = RewrittenRow {
        recorded_in: Some(hostile.clone()),
        cells: vec![CellEdit { column: bad.to_owned(), before: words.clone(), after: words }],
        before: Some(excerpt.clone()),
        after: Some(excerpt),
    };
    let one = Rollout {
        path: bad.to_owned(),
        id: Some(bad.to_owned()),
        title: Some(bad.to_owned()),
        renames: vec![(bad.to_owned(), hostile.clone())],
        removed_in: Some(hostile.clone()),
        ..rollout(1, vec![told])
    };
    let rewrite = Some(Box::new(rewrite));
    let finding = AuditFinding { message: bad.to_owned(), rewrite, ..finding(HistoryFault::LogRewritten, &hostile) };
    let scope = Scope {
        repository: bad.to_owned(),
        branch: Some(bad.to_owned()),
        head: Some(hostile),
        since: Some(bad.to_owned()),
        until: Some(bad.to_owned()),
        command: vec![bad.to_owned()],
        beside: Some(Beside { files: vec![bad.to_owned()], read: 1, of: 1 }),
        ..Scope::default()
    };
    let page = page_of(vec![one.clone(), one], vec![finding]);
    let text = written(&AuditPage { scope, notes: vec![bad.to_owned()], ..page });
    assert!(!text.contains('\u{202e}'));
    for drawing in drawings(&text) {
        drawing.assert_to_the_day();
    }
}

// --- both pages, from repositories ---

#[test]
fn no_number_of_days_is_too_large() {
    let repo = Repo::new();
    let planned = compliant("stage-1").replace("**Duration:** 1 week", "**Duration:** 9000000 days");
    repo.write("rollouts/checkout.md", planned);
    repo.commit("Plan", "2026-03-02");
    for command in ["audit", "status"] {
        let run = repo.run(&[command, "--today", "2026-05-04", "--format", "html"]);
        assert_ne!(run.code, 101, "{}", run.err);
        assert_sound(&run.out);
        assert!(drawings(&run.out)[0].of_class("plan").is_empty());
    }
}

#[test]
fn the_status_is_drawn_to_the_day_and_told_in_words() {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    let bad = "</title></svg><script>alert(1)</script>";
    let hostile = compliant("planned").replace("RO-014", "RO-999").replace("One-page checkout", bad);
    repo.write("rollouts/hostile.md", hostile);
    repo.commit("Plan", "2026-03-02");
    let page = repo.run(&["status", "--today", "2026-03-06", "--format", "html"]);
    assert_eq!(page.code, 0, "{}", page.err);
    assert_sound(&page.out);
    for drawing in drawings(&page.out) {
        drawing.assert_to_the_day();
        assert!(drawing.is_at(drawing.of_class("plan")[0].end, date(2026, 3, 9)), "a week is planned");
    }
    let in_words = lines(&page.out, "Stages and decisions");
    assert_eq!(in_words.len(), 1, "one plan has decisions");
    assert_eq!(in_words[0].1[1], "stage 1, 2026-03-02 to 2026-03-06, 4 days; planned: 7 days, to 2026-03-09");
    assert_eq!(in_words[0].1[2], "2026-03-02: 0→1, Proceed");
    let told: usize = ["Refused", "Running", "Planned"]
        .into_iter()
        .filter_map(|state| between(&page.out, &format!(">{state}</h2>"), "</table>"))
        .map(|table| table.matches("role=\"rowheader\"").count())
        .sum();
    assert_eq!(told, 2, "a line for each plan");
    assert!(page.out.contains(" open</summary>"));
}
