//! What a page says about one plan.

use super::page::{Item, Page};
use super::timeline;
use crate::ahead::Ahead;
use crate::check::{GateReport, PlanReport, StageReport, Status, TransitionReport};
use crate::finding::Severity;
use crate::plan::log::Point;
use crate::report::ahead::counts as counts_of;
use crate::report::difference;
use crate::report::harmless::{Markdown, clipped, fill};
use crate::report::phrase::{NO_ROW_NEEDED, decision_word, flag_news, needs_row, not_judged, stage_change};
use crate::stage_number::StageNumber;
use std::cmp::Reverse;

/// How many characters of a rationale are shown. It stands above the gates, and they must stay in
/// sight.
const RATIONALE_SHOWN: usize = 300;

/// How many characters of the deciders a title shows.
#[cfg(feature = "github")]
const DECIDERS_SHOWN: usize = 80;

/// How many of the things that are open before the next stage are listed.
const AHEAD_SHOWN: usize = 30;

/// How many open criteria of a stage are named.
pub(in crate::report) const CRITERIA_SHOWN: usize = 5;

/// The section of a page about one plan: where it stands, who decided, which gates are open, what
/// changed, what was found.
pub(crate) struct Section<'a> {
    pub(crate) plan: &'a PlanReport,
    /// What its heading begins with: `##`.
    pub(crate) level: &'static str,
    /// The gravest finding of the plan. Sections are sorted by it.
    pub(crate) gravest: Option<Severity>,
    /// Whether it shows the gates of all stages, or only of the stages that the change is about.
    pub(crate) has_all_gates: bool,
    /// A line above the findings.
    pub(crate) remark: Option<Markdown>,
    /// The line that the list of findings begins with.
    pub(crate) title: Markdown,
    /// The findings.
    pub(crate) items: Vec<Item>,
}

impl Section<'_> {
    /// The section in at most `budget` bytes; `None` when not even its heading fits.
    pub(super) fn written(&self, budget: usize) -> Option<Page> {
        let plan = self.plan;
        let mut page = Page::new(budget);
        if !page.push(&fill!("\n{} {}", Markdown::ours(self.level), heading(plan))) {
            return None;
        }
        page.list(Markdown::ours("\n"), decisions(plan).into_iter(), "decision");
        let stages = plan.stages.iter().filter(|stage| stage.entry.total() + stage.exit.total() > 0);
        let is_there = plan.status != Status::Removed;
        let stages = stages.filter(|stage| is_there && (self.has_all_gates || is_concerned(plan, stage)));
        let table = Markdown::ours("\n| Stage | Entry met | Exit met | Open |\n| :-- | :-: | :-: | :-- |\n");
        page.list(table, stages.map(|stage| gates(plan, stage)), "stage");
        if let Some(remark) = &self.remark {
            page.push(&fill!("\n{}\n", remark));
        }
        // The rest gets at most a quarter of the room, so that it does not take the room of the
        // findings.
        let mut rest = Page::new(page.left() / 4);
        rest.push(&fill!("{}", plan.ahead.as_ref().filter(|_| is_there).and_then(ahead_of)));
        let (changed, new) = plan.difference.as_ref().map(difference::rows_by_kind).unwrap_or_default();
        rest.list(Markdown::ours("\nChanged in the plan:\n\n"), changed.into_iter(), "change");
        // A new stage fills in a dozen values, and none of them is news.
        if !new.is_empty() {
            rest.push(&folded(fill!("Added to the plan: {}", new.len()), new.into_iter().collect()));
        }
        if let Some(chart) = timeline::mermaid(plan) {
            rest.push(&folded(Markdown::ours("Timeline"), chart));
        }
        page.budget -= rest.text.len();
        page.items(fill!("\n{}\n\n", self.title), self.items.iter().collect());
        page.text.push(&rest.text);
        Some(page)
    }

    /// The section as one item of a list.
    fn brief(&self) -> Markdown {
        let plan = self.plan;
        let items = Markdown::joined(self.items.iter().map(|item| item.brief.clone()), ", ");
        let stage = match ends(plan) {
            (Some(base), Some(head)) if base != head => Some(fill!(" {}", step(base, head))),
            _ => None,
        };
        fill!("- {}{}: {}\n", Markdown::code(&plan.path), stage, items)
    }
}

/// The title of the list of plans without room for a section.
const BRIEF_TITLE: &str = "\nIn brief, for length:\n\n";

/// Appends sections to a page, the gravest first. Sections without room are shortened to items of a
/// list. Gives the number of plans without room even so.
pub(crate) fn push_sections(page: &mut Page, mut sections: Vec<Section>) -> usize {
    // A page that is cut should have the reasons for a refusal.
    sections.sort_by_key(|section| Reverse(section.gravest));
    let briefs: Vec<Markdown> = sections.iter().map(Section::brief).collect();
    let mut waiting: usize = briefs.iter().map(Markdown::len).sum();
    let (all_fit, half) = (waiting + BRIEF_TITLE.len() <= page.left(), page.left() / 2);
    let mut shortened = Vec::new();
    for (section, brief) in sections.iter().zip(&briefs) {
        // When not even all brief forms fit, half of the page is for the whole sections of the
        // first plans.
        let reserved = waiting - brief.len() + BRIEF_TITLE.len();
        let reserved = if all_fit { reserved } else { half };
        let room = page.left().saturating_sub(reserved);
        // A part of the section is better than nothing, and the brief form is better than a part.
        let has_room_in_brief = brief.len() <= room;
        let written = section.written(room).filter(|section| !section.is_cut || !has_room_in_brief);
        match written.is_some_and(|section| page.push(&section.text)) {
            true => waiting -= brief.len(),
            false => shortened.push(brief),
        }
    }
    let mut left_out = shortened.len();
    for (index, brief) in shortened.into_iter().enumerate() {
        let title = if index == 0 { BRIEF_TITLE } else { "" };
        if !page.push(&fill!("{}{}", Markdown::ours(title), brief)) {
            break;
        }
        left_out -= 1;
    }
    left_out
}

/// What the change does to the stage, for a title: `Stage 1 → 2 without a decision`. Nothing when
/// the rollout stays where it is and nobody decided.
#[cfg(feature = "github")]
pub(crate) fn course(plan: &PlanReport) -> Option<Markdown> {
    let recorded = plan.transitions.iter().rfind(|transition| transition.is_recorded);
    let way = match ends(plan) {
        (Some(from), Some(to)) if from != to => {
            let stage = from.stage().and(to.stage()).map(|_| Markdown::ours("Stage "));
            fill!("{}{}", stage, step(from, to))
        }
        _ => fill!("stays in {}", crate::report::phrase::place(recorded?.to)),
    };
    let is_open = |transition: &TransitionReport| !transition.is_recorded && needs_row(transition.from, transition.to);
    let how = match recorded {
        _ if not_judged(&plan.judged).is_some() => Markdown::ours(", not judged"),
        _ if plan.transitions.iter().any(is_open) => Markdown::ours(" without a decision"),
        Some(row) if !row.decided_by.is_empty() => {
            fill!(", decided by {}", clipped(&row.decided_by.join(", "), DECIDERS_SHOWN))
        }
        _ => Markdown::default(),
    };
    Some(fill!("{}{}", way, how))
}

/// What comes before a fold: where the plan stands, and the newest decision that the change
/// records.
#[cfg(feature = "github")]
pub(crate) fn lead(plan: &PlanReport) -> Markdown {
    let tracker = (!plan.stages.is_empty()).then(|| fill!("\n{}\n", tracker(plan)));
    let recorded = plan.transitions.iter().rfind(|transition| transition.is_recorded);
    fill!("{}{}", tracker, recorded.map(|recorded| fill!("\n{}", decision(recorded))))
}

/// What is open before the rollout goes on, folded away: the list that `rolloutlint next` prints.
fn ahead_of(ahead: &Ahead) -> Option<Markdown> {
    let next = ahead.next.as_ref().filter(|_| ahead.why_not.is_none())?;
    if ahead.open.is_empty() {
        return Some(fill!("\nNothing is open before {}.\n", next.title));
    }
    let (mut items, mut part) = (Markdown::default(), None);
    for open in ahead.open.iter().take(AHEAD_SHOWN) {
        if part.replace(&open.part).is_none_or(|last| *last != open.part) {
            items.push(&fill!("- {}\n", open.part));
        }
        items.push(&fill!("  - line {}: {}\n", open.line, Markdown::message(&clipped(&open.text, RATIONALE_SHOWN))));
    }
    let more = ahead.open.len().saturating_sub(AHEAD_SHOWN);
    if more > 0 {
        items.push(&fill!("- and {} more\n", more));
    }
    Some(folded(fill!("Before {}: {}", next.title, counts_of(&ahead.open)), items))
}

fn folded(title: Markdown, text: Markdown) -> Markdown {
    fill!("\n{}\n", details(title, &text.trim_end()))
}

/// Text that is folded away.
pub(crate) fn details(title: Markdown, text: &Markdown) -> Markdown {
    fill!("<details><summary>{}</summary>\n\n{}\n\n</details>", title, text)
}

/// Where the rollout was and where it is, or where it went without a decision.
fn ends(plan: &PlanReport) -> (Option<Point>, Option<Point>) {
    let went = plan.transitions.iter().rfind(|transition| !transition.is_recorded && transition.from != transition.to);
    let from = went.map(|went| went.from).filter(|_| plan.base_stage == plan.head_stage);
    let to = went.map(|went| went.to);
    (from.or(plan.base_stage), to.or(plan.head_stage))
}

/// Whether the change is about a stage: the rollout leaves it, enters it, passes it, or stays in
/// it.
fn is_concerned(plan: &PlanReport, stage: &StageReport) -> bool {
    let (from, to) = ends(plan);
    let ends: Vec<StageNumber> = [from, to].into_iter().flatten().filter_map(Point::stage).collect();
    ends.iter().min() <= Some(&stage.number) && Some(&stage.number) <= ends.iter().max()
}

fn heading(plan: &PlanReport) -> Markdown {
    let was = plan.previous_path.as_ref().map(|path| fill!(" (was {})", Markdown::code(path)));
    let title = plan.title.as_ref().map(|title| fill!("{} ", title));
    let id = plan.id.as_ref().map(|id| fill!("({}) ", id));
    fill!("{}{}{}{}\n\n{}\n", title, id, Markdown::code(&plan.path), was, tracker(plan))
}

/// The plan's stages in a line, with what the change does in bold: `planned · 0 · **1 → 2** · GA`.
fn tracker(plan: &PlanReport) -> Markdown {
    let last = plan.stages.len().saturating_sub(1);
    let mut points = vec![Point::Planned];
    let mut nodes: Vec<Markdown> = vec![word(Point::Planned)];
    for (index, stage) in plan.stages.iter().enumerate() {
        let name = stage.name.split_whitespace().next().filter(|_| index == last);
        points.push(Point::Stage(stage.number));
        nodes.push(name.map_or(fill!("{}", stage.number), Markdown::of));
    }
    let place = |point: Point| points.iter().position(|known| *known == point);
    let (base, head) = ends(plan);
    let base = base.filter(|base| head.is_none_or(|head| head != *base));

    match (base.and_then(place), head.and_then(place)) {
        (Some(from), Some(to)) if from < to => replace(&mut nodes, from, to, " → "),
        (Some(from), Some(to)) => replace(&mut nodes, to, from, " ← "),
        (Some(from), None) => {
            let to = head.map_or(Markdown::ours("removed"), word);
            nodes[from] = fill!("**{} → {}**", nodes[from], to);
        }
        (None, Some(to)) => {
            let from = base.map(|base| fill!("{} → ", word(base)));
            nodes[to] = fill!("**{}{}**", from, nodes[to]);
        }
        (None, None) => {
            let ends = Markdown::joined([base, head].into_iter().flatten().map(word), " → ");
            if !ends.is_empty() {
                nodes.push(fill!("**{}**", ends));
            }
        }
    }
    Markdown::joined(nodes, " · ")
}

/// Makes one bold node of those from `first` to `last`.
fn replace(nodes: &mut Vec<Markdown>, first: usize, last: usize, arrow: &'static str) {
    let joined = fill!("**{}**", Markdown::joined(nodes[first..=last].iter().cloned(), arrow));
    nodes.splice(first..=last, [joined]);
}

fn word(point: Point) -> Markdown {
    Markdown::of(&point.to_string())
}

fn decisions(plan: &PlanReport) -> Vec<Markdown> {
    let change = stage_change(plan).filter(|_| plan.transitions.is_empty());
    let mut lines: Vec<Markdown> = plan.transitions.iter().map(decision).collect();
    match (not_judged(&plan.judged), change) {
        (Some(why), Some((base, head))) => lines.push(fill!("- {}: **{}**\n", step(base, head), why)),
        (Some(why), None) => lines.push(fill!("- **{}**\n", why)),
        (None, Some((base, head))) if needs_row(base, head) => lines.push(undecided(base, head)),
        (None, Some((base, head))) => lines.push(fill!("- {}: {}\n", step(base, head), NO_ROW_NEEDED)),
        (None, None) => {}
    }
    lines.extend(flag_news(plan).map(|(flag, said)| fill!("- {}: **{}**\n", Markdown::code(flag), said)));
    lines
}

fn undecided(from: Point, to: Point) -> Markdown {
    fill!("- {}: **no decision recorded**\n", step(from, to))
}

fn decision(transition: &TransitionReport) -> Markdown {
    let step = step(transition.from, transition.to);
    if !transition.is_recorded {
        return undecided(transition.from, transition.to);
    }
    let word = decision_word(transition.decision);
    let date = transition.date.map(|date| fill!(" on {}", date));
    let names = transition.decided_by.join(", ");
    let by = (!transition.decided_by.is_empty()).then(|| fill!(" by {}", names));
    let rationale = transition.rationale.as_ref();
    let rationale = rationale.map(|rationale| fill!(", because: {}", clipped(rationale, RATIONALE_SHOWN)));
    fill!("- {}: **{}**{}{}{}\n", step, word, date, by, rationale)
}

fn step(from: Point, to: Point) -> Markdown {
    if from == to { word(to) } else { fill!("{} → {}", word(from), word(to)) }
}

/// One row of the table of gates. It names the open criteria that should be met by now. So it only
/// counts those of a later stage, and the exit criteria of a stage that this change enters.
fn gates(plan: &PlanReport, stage: &StageReport) -> Markdown {
    let (from, to) = ends(plan);
    let (from, reached) = (from.and_then(Point::stage), to.and_then(Point::stage));
    let is_reached = reached.is_some_and(|reached| stage.number <= reached);
    let is_current = reached == Some(stage.number);
    let is_entered = is_current && from != reached;
    let name = fill!("{} {}", stage.number, stage.name);
    let name = if is_current { fill!("**{}**", name.trim_end()) } else { name };
    let exit = stage.exit.open.iter().filter(|_| !is_entered);
    let open: Vec<&String> = stage.entry.open.iter().chain(exit).filter(|_| is_reached).collect();
    let more = (open.len() > CRITERIA_SHOWN).then(|| fill!("{} more", open.len() - CRITERIA_SHOWN));
    let open = open.into_iter().take(CRITERIA_SHOWN).map(|text| Markdown::of(text)).chain(more);
    let open = Markdown::joined(open, "<br>");
    fill!("| {} | {} | {} | {} |\n", name, met(&stage.entry), met(&stage.exit), open)
}

fn met(gate: &GateReport) -> Option<String> {
    (gate.total() > 0).then(|| format!("{}/{}", gate.met, gate.total()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn the_tracker_shows_the_way() {
        let stages = sample::story().plans.remove(0).stages;
        let at = |number: u32| Some(Point::Stage(number.into()));
        let tracked = |base_stage: Option<Point>, head_stage: Option<Point>| {
            tracker(&PlanReport { base_stage, head_stage, stages: stages.clone(), ..PlanReport::new("a.md") })
        };
        for (base, head, line) in [
            (at(1), at(2), "planned · 0 · **1 → 2** · GA"),
            (Some(Point::Planned), at(0), "**planned → 0** · 1 · 2 · GA"),
            (at(2), at(3), "planned · 0 · 1 · **2 → GA**"),
            (at(0), at(2), "planned · **0 → 1 → 2** · GA"),
            (at(2), at(1), "planned · 0 · **1 ← 2** · GA"),
            (at(1), at(1), "planned · 0 · **1** · 2 · GA"),
            (None, at(1), "planned · 0 · **1** · 2 · GA"),
            (at(1), Some(Point::Aborted), "planned · 0 · **1 → aborted** · 2 · GA"),
            (Some(Point::Aborted), at(0), "planned · **aborted → 0** · 1 · 2 · GA"),
            (Some(Point::Aborted), Some(Point::Aborted), "planned · 0 · 1 · 2 · GA · **aborted**"),
            (at(2), None, "planned · 0 · 1 · **2 → removed** · GA"),
            (at(7), at(8), "planned · 0 · 1 · 2 · GA · **7 → 8**"),
            (None, None, "planned · 0 · 1 · 2 · GA"),
        ] {
            assert_eq!(tracked(base, head).as_str(), line, "{base:?} to {head:?}");
        }
    }
}
