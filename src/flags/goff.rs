//! GO Feature Flag: what the default rule gives, at any time of a schedule.

use super::said::{Answer, Group, Part, Said, Seen};
use super::schedule::time;
use super::variants::Variants;
use crate::document::{Document, Map, Node, Number, Value};
use crate::exposure::{Percent, Ramp, Step, Then};
use crate::text::Span;
use jiff::Timestamp;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// How deep a scheduled step may hold scheduled steps.
const DEPTH: usize = 8;

/// What a file says of the flag.
pub(super) fn answer(seen: &Seen, document: &Document) -> Answer {
    let name = seen.names.flag.unwrap_or_default();
    let Some(node) = document.roots.iter().find_map(|root| root.get(name)) else {
        return Answer::of(Said::Absent { place: None });
    };
    if node.as_map().is_none() {
        return Answer::of(seen.unreadable(seen.start_of(node.span), seen.flag_says("has no keys")));
    }
    let read = seen.of_size(node).and_then(|node| Flag { seen, node }.read());
    read.unwrap_or_else(Answer::of)
}

/// A flag as it stands in the file.
struct Flag<'s, 'd> {
    seen: &'s Seen<'s>,
    node: &'d Node,
}

/// A flag at some time: with all scheduled steps merged into it that have come.
#[derive(Clone, Default)]
struct State<'d> {
    variations: Vec<(&'d str, &'d Node)>,
    targeting: Vec<Rule<'d>>,
    default: Option<Rule<'d>>,
    disable: Option<&'d Node>,
    experimentation: Option<&'d Node>,
}

/// A rule: who it is for, and what they get.
#[derive(Clone)]
struct Rule<'d> {
    node: &'d Node,
    name: Option<&'d str>,
    query: Option<&'d str>,
    is_disabled: bool,
    variation: Option<&'d Node>,
    percentage: Option<Vec<(&'d str, &'d Node)>>,
    progressive: Option<&'d Node>,
}

impl<'d> Rule<'d> {
    fn new(node: &'d Node) -> Rule<'d> {
        let mut rule = Rule {
            node,
            name: node.get("name").and_then(Node::as_text),
            query: None,
            is_disabled: false,
            variation: None,
            percentage: None,
            progressive: None,
        };
        rule.merge(node);
        rule
    }

    /// What a scheduled step changes in a rule.
    fn merge(&mut self, node: &'d Node) {
        let given = |key: &str| node.get(key).filter(|node| !node.is_null());
        self.node = node;
        self.query = given("query").and_then(Node::as_text).or(self.query);
        self.is_disabled = given("disable").and_then(Node::as_bool).unwrap_or(self.is_disabled);
        self.variation = given("variation").or(self.variation);
        self.progressive = given("progressiveRollout").or(self.progressive);
        if let Some(map) = given("percentage").and_then(Node::as_map) {
            let all = self.percentage.get_or_insert_default();
            for entry in map.entries() {
                all.retain(|(name, _)| *name != &*entry.key);
                // A share below nothing takes the variation out.
                if entry.value.as_number().is_none_or(|number| !number.is_sign_negative() || number.is_zero()) {
                    all.push((&entry.key, &entry.value));
                }
            }
        }
    }

    /// Whether it is for everybody.
    fn is_for_all(&self) -> bool {
        self.query.is_none_or(|query| query.trim().is_empty())
    }
}

impl<'d> State<'d> {
    fn merge(&mut self, node: &'d Node) {
        let given = |key: &str| node.get(key).filter(|node| !node.is_null());
        for entry in given("variations").and_then(Node::as_map).map_or(&[][..], Map::entries) {
            self.variations.retain(|(name, _)| *name != &*entry.key);
            self.variations.push((&entry.key, &entry.value));
        }
        for rule in given("targeting").and_then(Node::as_list).unwrap_or_default() {
            let name = rule.get("name").and_then(Node::as_text);
            match self.targeting.iter_mut().find(|known| name.is_some() && known.name == name) {
                Some(known) => known.merge(rule),
                None => self.targeting.push(Rule::new(rule)),
            }
        }
        if let Some(rule) = given("defaultRule") {
            match &mut self.default {
                Some(known) => known.merge(rule),
                None => self.default = Some(Rule::new(rule)),
            }
        }
        self.disable = given("disable").or(self.disable);
        self.experimentation = given("experimentation").or(self.experimentation);
    }
}

impl<'d> Flag<'_, 'd> {
    fn fail<T>(&self, span: Span, words: &str) -> Result<T, Said> {
        Err(self.seen.unreadable(self.seen.start_of(span), self.seen.flag_says(words)))
    }

    fn read(&self) -> Result<Answer, Said> {
        let mut scheduled = Vec::new();
        self.schedule(self.node, &mut scheduled, 0)?;
        scheduled.sort_by_key(|(at, _)| *at);
        let at = |time: Timestamp| {
            let mut state = State::default();
            state.merge(self.node);
            scheduled.iter().filter(|(at, _)| *at <= time).for_each(|(_, node)| state.merge(node));
            self.everybody(&state, time)
        };
        let (part, groups) = at(self.seen.now)?;
        let mut times: BTreeSet<Timestamp> = scheduled.iter().map(|(at, _)| *at).collect();
        for node in std::iter::once(self.node).chain(scheduled.iter().map(|(_, node)| *node)) {
            self.push_times(node, &mut times)?;
        }
        let mut steps: Vec<Step> = Vec::new();
        let (mut since, mut before) = (self.seen.now, part.percent);
        for time in times.into_iter().filter(|time| *time > self.seen.now) {
            let (Part { percent, span }, _) = at(time)?;
            // Between two times a share stays, or goes in a straight line.
            let half = Timestamp::from_second(since.as_second().midpoint(time.as_second())).unwrap_or(since);
            let moved = at(half)?.0.percent.0 - before.0;
            let gone = Decimal::from(half.as_second() - since.as_second());
            let ramp = (!moved.is_zero() && !gone.is_zero()).then(|| {
                let whole = moved / gone * Decimal::from(time.as_second() - since.as_second());
                let to = Percent((before.0 + whole).round_dp(6).clamp(Decimal::ZERO, Decimal::ONE_HUNDRED).normalize());
                Ramp { start: since, end: time, from: before, to }
            });
            if percent != before || ramp.is_some() {
                steps.push(Step { at: time, then: Then::Share { percent, ramp }, place: self.seen.place(span) });
            }
            (since, before) = (time, percent);
        }
        Ok(Answer { steps, ..Answer::of_part(self.seen, part, groups) })
    }

    /// The scheduled steps in a node, also those inside of steps.
    fn schedule(&self, node: &'d Node, into: &mut Vec<(Timestamp, &'d Node)>, depth: usize) -> Result<(), Said> {
        let steps = node.get("scheduledRollout").and_then(Node::as_list).unwrap_or_default();
        for step in steps {
            if depth > DEPTH {
                return self.fail(step.span, "has scheduled steps that are nested too deeply");
            }
            into.push((self.date(step)?, step));
            self.schedule(step, into, depth + 1)?;
        }
        Ok(())
    }

    fn date(&self, node: &Node) -> Result<Timestamp, Said> {
        let Some(date) = node.get("date") else { return self.fail(node.span, "has a step without a `date`") };
        match date.as_text().and_then(time) {
            Some(time) => Ok(time),
            None => self.fail(date.span, "has a `date` that is no date"),
        }
    }

    /// The times at which something changes by itself in a flag or a scheduled step.
    fn push_times(&self, node: &Node, times: &mut BTreeSet<Timestamp>) -> Result<(), Said> {
        let rules = node.get("targeting").and_then(Node::as_list).unwrap_or_default();
        for rule in rules.iter().chain(node.get("defaultRule")) {
            let ends = rule.get("progressiveRollout").filter(|node| !node.is_null());
            for end in ends.into_iter().flat_map(|node| ["initial", "end"].map(|key| node.get(key))).flatten() {
                times.insert(self.date(end)?);
            }
        }
        let Some(experimentation) = node.get("experimentation") else { return Ok(()) };
        times.extend(self.times_of(experimentation)?.into_iter().flatten());
        Ok(())
    }

    /// The start and the end of an experiment, as far as they are said.
    fn times_of(&self, experimentation: &Node) -> Result<[Option<Timestamp>; 2], Said> {
        let mut times = [None, None];
        for (time_of, key) in times.iter_mut().zip(["start", "end"]) {
            let Some(date) = experimentation.get(key).filter(|date| !date.is_null()) else { continue };
            *time_of = match date.as_text().and_then(time) {
                Some(time) => Some(time),
                None => return self.fail(date.span, "has an experiment with a date that is no date"),
            };
        }
        Ok(times)
    }

    /// What everybody gets at a time, and the groups that a query names.
    fn everybody(&self, state: &State<'d>, time: Timestamp) -> Result<(Part, Vec<Group>), Said> {
        let off = |span: Span| Ok((Part::whole(false, span), Vec::new()));
        if let Some(disable) = state.disable
            && disable.as_bool() == Some(true)
        {
            return off(disable.span);
        }
        if let Some(experimentation) = state.experimentation {
            let [start, end] = self.times_of(experimentation)?;
            if start.is_some_and(|start| time < start) || end.is_some_and(|end| time >= end) {
                return off(self.seen.start_of(experimentation.span));
            }
        }
        let variations = state.variations.iter().map(|(name, node)| (*name, Some(*node)));
        let variants = Variants::new(self.seen, variations, self.node.span)?;
        let mut groups = Vec::new();
        for rule in state.targeting.iter().filter(|rule| !rule.is_disabled) {
            if rule.is_for_all() {
                return Ok((self.part(rule, &variants, time)?, groups));
            }
            // What cannot be told of a group is told of nobody else.
            if let Ok(part) = self.part(rule, &variants, time) {
                let name = rule.name.or(rule.query).unwrap_or_default();
                let means = rule.node.get("query").map(|query| query.span).into_iter().collect();
                groups.push(Group { name: name.to_owned(), means, part });
            }
        }
        match &state.default {
            Some(rule) => Ok((self.part(rule, &variants, time)?, groups)),
            None => self.fail(self.node.span, "has no `defaultRule`"),
        }
    }

    /// What a rule gives at a time.
    fn part(&self, rule: &Rule, variants: &Variants, time: Timestamp) -> Result<Part, Said> {
        if let Some(progressive) = rule.progressive {
            return self.progressive(progressive, variants, time);
        }
        if let Some(percentage) = &rule.percentage {
            let mut parts = Vec::new();
            for (name, node) in percentage {
                let weight = match &node.value {
                    Value::Number(Number::Finite(number)) if !number.is_sign_negative() => *number,
                    _ => return self.fail(node.span, "has a percentage that is no number from 0"),
                };
                parts.push((weight, Part::whole(variants.is_on(self.seen, name, node.span)?, node.span)));
            }
            return match Part::of_weights(&parts) {
                Some(part) => Ok(part),
                None => self.fail(rule.node.span, "has percentages that add up to nothing"),
            };
        }
        match rule.variation.map(|node| (node, text_of(node))) {
            Some((node, Some(name))) => Ok(Part::whole(variants.is_on(self.seen, &name, node.span)?, node.span)),
            _ => self.fail(rule.node.span, "has a rule that says no variation"),
        }
    }

    /// A rollout that goes on by itself, from one variation to another.
    fn progressive(&self, node: &Node, variants: &Variants, time: Timestamp) -> Result<Part, Said> {
        let end_of = |key: &str| {
            let Some(end) = node.get(key) else { return self.fail(node.span, "has a ramp without two ends") };
            let Some(variation) = end.get("variation") else {
                return self.fail(end.span, "has a ramp that says no variation");
            };
            let name = text_of(variation).unwrap_or_default();
            let share = end.get("percentage").filter(|share| !share.is_null());
            let percent = match share.map(Node::as_number) {
                None => Decimal::ZERO,
                Some(Some(percent)) if !percent.is_sign_negative() => percent,
                Some(_) => return self.fail(end.span, "has a ramp with a percentage that is no number from 0"),
            };
            let gets = Part::whole(variants.is_on(self.seen, &name, variation.span)?, variation.span);
            Ok((gets, percent, self.date(end)?, share.unwrap_or(variation).span))
        };
        let (before, first, start, first_span) = end_of("initial")?;
        let (after, last, end, last_span) = end_of("end")?;
        if start >= end {
            return self.fail(node.span, "has a ramp that ends before it begins");
        }
        if time < start {
            return Ok(before);
        }
        let last = if last.is_zero() || last > Decimal::ONE_HUNDRED { Decimal::ONE_HUNDRED } else { last };
        let ramp = Ramp { start, end, from: Percent(first.min(Decimal::ONE_HUNDRED)), to: Percent(last) };
        // So many have the variation of the end; all others have that of the start.
        let moved = ramp.at(time).0;
        let parts = [(moved, after), (Decimal::ONE_HUNDRED - moved, before)];
        let percent = Part::of_weights(&parts).map_or(Percent::NONE, |part| part.percent);
        Ok(Part { percent, span: if time == start { first_span } else { last_span } })
    }
}

/// The name of a variation, which may look like a boolean or a number.
fn text_of(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(Number::Finite(number)) => Some(number.normalize().to_string()),
        _ => None,
    }
}
