//! Flipt: what rollouts and rules give to whom no segment names.

use super::said::{Answer, Group, Part, Said, Seen};
use super::variants::Variants;
use crate::document::{Document, Node, Number, Value};
use crate::text::Span;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// The namespace of a file that names none, and of a flag that is named without one.
const DEFAULT: &str = "default";

/// What a file says of the flag, which may be named with its namespace: `production/checkout`.
pub(super) fn answer(seen: &Seen, document: &Document) -> Answer {
    if !document.roots.iter().any(|root| root.get("flags").is_some()) {
        let cause = format!("{} has no `flags`: it is no file of Flipt", seen.file.path());
        return Answer::of(seen.unreadable(Span::at(0), cause));
    }
    let flag = match find(seen, document, seen.names.flag.unwrap_or_default()) {
        Ok(Some(flag)) => flag,
        Ok(None) => return Answer::of(Said::Absent { place: None }),
        Err(said) => return Answer::of(said),
    };
    if let Err(said) = seen.of_size(flag.node) {
        return Answer::of(said);
    }
    let read = match flag.text("type") {
        Some("BOOLEAN_FLAG_TYPE") => flag.boolean(),
        Some("VARIANT_FLAG_TYPE") | None => flag.variants(),
        Some(_) => flag.fail(flag.node.span, "has a `type` that is not known"),
    };
    match read {
        Ok((part, groups)) => Answer::of_part(seen, part, groups),
        Err(said) => Answer::of(said),
    }
}

/// The namespace of the flags in a document.
pub(super) fn namespace(root: &Node) -> &str {
    let given = root.get("namespace");
    given.and_then(|node| node.as_text().or_else(|| node.get("key")?.as_text())).unwrap_or(DEFAULT)
}

/// The flags of a name, each with its namespace, in all documents of the file.
pub(super) fn all_named<'d>(document: &'d Document, name: &str) -> Vec<(&'d str, &'d Node)> {
    let mut found = Vec::new();
    for root in &document.roots {
        let namespace = namespace(root);
        let Some(flags) = root.get("flags") else { continue };
        let short = name.strip_prefix(namespace).and_then(|rest| rest.strip_prefix('/'));
        for name in [Some(name), short].into_iter().flatten() {
            let named = flags.items_named(&["key"], name).into_iter().filter(|(_, key)| key.as_text().is_some());
            found.extend(named.map(|(flag, _)| (namespace, flag)));
        }
    }
    found
}

/// The flag of a name, in any document of the file.
fn find<'s, 'd>(seen: &'s Seen<'s>, document: &'d Document, name: &str) -> Result<Option<Flag<'s, 'd>>, Said> {
    let mut found = all_named(document, name);
    if found.iter().any(|(namespace, _)| *namespace == DEFAULT) {
        found.retain(|(namespace, _)| *namespace == DEFAULT);
    }
    match found[..] {
        [] => Ok(None),
        [(namespace, node)] => Ok(Some(Flag { seen, segments: segments(document, namespace), node })),
        [(one, _), (two, node), ..] => {
            let cause = match one == two {
                true => "stands twice in one namespace".to_owned(),
                false => format!("stands in the namespaces `{one}` and `{two}`: name it as `{one}/{name}`"),
            };
            Err(seen.unreadable(seen.start_of(node.span), seen.flag_says(&cause)))
        }
    }
}

/// The segments of a namespace, by their keys.
fn segments<'d>(document: &'d Document, wanted: &str) -> HashMap<&'d str, &'d Node> {
    let roots = document.roots.iter().filter(|root| namespace(root) == wanted);
    let segments = roots.filter_map(|root| root.get("segments")?.as_list()).flatten();
    segments.filter_map(|node| Some((node.get("key")?.as_text()?, node))).collect()
}

/// Whether everybody is in a segment: it has no constraints.
fn is_free(segment: &Node) -> bool {
    segment.get("constraints").and_then(Node::as_list).is_none_or(<[Node]>::is_empty)
}

/// A flag with what it needs of the file around it.
struct Flag<'s, 'd> {
    seen: &'s Seen<'s>,
    /// The segments of its namespace, by their keys.
    segments: HashMap<&'d str, &'d Node>,
    node: &'d Node,
}

/// A piece of everybody, in percent from 0: who lies below `to` and above the piece before.
struct Piece {
    to: Decimal,
    is_on: bool,
    span: Span,
}

impl<'d> Flag<'_, 'd> {
    fn fail<T>(&self, span: Span, words: &str) -> Result<T, Said> {
        Err(self.seen.unreadable(self.seen.start_of(span), self.seen.flag_says(words)))
    }

    fn text(&self, key: &str) -> Option<&'d str> {
        self.node.get(key).and_then(Node::as_text)
    }

    fn list(&self, key: &str) -> &'d [Node] {
        self.node.get(key).and_then(Node::as_list).unwrap_or_default()
    }

    /// Whether the flag is enabled, and what says so.
    fn enabled(&self) -> Result<Part, Said> {
        match self.node.get("enabled").filter(|node| !node.is_null()) {
            None => Ok(Part::whole(false, self.seen.start_of(self.node.span))),
            Some(node) => self.truth(node).map(|is_on| Part::whole(is_on, node.span)),
        }
    }

    fn truth(&self, node: &Node) -> Result<bool, Said> {
        match node.value {
            Value::Bool(value) => Ok(value),
            _ => self.fail(node.span, "has a value that is neither `true` nor `false`"),
        }
    }

    fn number(&self, node: &Node) -> Result<Decimal, Said> {
        match node.value {
            Value::Number(Number::Finite(number)) if !number.is_sign_negative() && number <= Decimal::ONE_HUNDRED => {
                Ok(number)
            }
            _ => self.fail(node.span, "has a percentage that is no number from 0 to 100"),
        }
    }

    /// Rollouts in their order; the first one that matches decides. All thresholds spread people in
    /// the same way, so that a lower one behind a higher one gives nothing. The rest gets
    /// `enabled`.
    fn boolean(&self) -> Result<(Part, Vec<Group>), Said> {
        let (mut groups, mut pieces) = (Vec::new(), Vec::<Piece>::new());
        let (mut is_open, mut taken_out) = (true, None);
        for rollout in self.list("rollouts") {
            let covered = pieces.last().map_or(Decimal::ZERO, |piece| piece.to);
            let value = |rule: &Node| rule.get("value").map_or(Ok(false), |node| self.truth(node));
            if let Some(threshold) = rollout.get("threshold") {
                let Some(percentage) = threshold.get("percentage") else {
                    return self.fail(threshold.span, "has a threshold without a percentage");
                };
                // Flipt spreads people over whole percents.
                let to = self.number(percentage)?.ceil();
                let is_on = value(threshold)?;
                if to > covered {
                    pieces.push(Piece { to, is_on, span: percentage.span });
                } else if to.is_zero() && !is_on {
                    taken_out = taken_out.or(Some(percentage.span));
                }
            } else if let Some(segment) = rollout.get("segment") {
                let (is_on, span) = (value(segment)?, self.seen.start_of(segment.span));
                if self.is_everybody(segment) {
                    pieces.push(Piece { to: Decimal::ONE_HUNDRED, is_on, span });
                    is_open = false;
                    break;
                }
                groups.extend(self.groups(segment, Part::whole(is_on, span)));
            } else {
                return self.fail(rollout.span, "has a rollout that is neither a threshold nor a segment");
            }
        }
        let enabled = self.enabled()?;
        if is_open && pieces.last().is_none_or(|piece| piece.to < Decimal::ONE_HUNDRED) {
            let is_on = !enabled.percent.0.is_zero();
            // Where a threshold takes people out, its number says how many are left.
            let last = match pieces.last() {
                Some(piece) => Some(piece.span).filter(|_| is_on && !piece.is_on),
                None => taken_out.filter(|_| is_on),
            };
            pieces.push(Piece { to: Decimal::ONE_HUNDRED, is_on, span: last.unwrap_or(enabled.span) });
        }
        let mut from = Decimal::ZERO;
        let mut parts = Vec::new();
        for piece in &pieces {
            parts.push((piece.to - from, Part::whole(piece.is_on, piece.span)));
            from = piece.to;
        }
        Part::of_weights(&parts).map_or_else(|| self.fail(self.node.span, "covers nobody"), |part| Ok((part, groups)))
    }

    /// Rules in their order, each for a segment; the rest gets the default variant.
    fn variants(&self) -> Result<(Part, Vec<Group>), Said> {
        let keys = self.list("variants").iter().filter_map(|node| node.get("key").and_then(Node::as_text));
        let variants = Variants::new(self.seen, keys.map(|key| (key, None)), self.node.span)?;
        let enabled = self.enabled()?;
        let rest = self.rest(&variants, enabled.span)?;
        if enabled.percent.0.is_zero() {
            return match rest.percent.0.is_zero() {
                true => Ok((enabled, Vec::new())),
                false => self.fail(enabled.span, "is off, and the variant that is on is its default"),
            };
        }
        let mut groups = Vec::new();
        for rule in self.list("rules") {
            let Some(segment) = rule.get("segment").or_else(|| rule.get("segments").map(|_| rule)) else {
                return self.fail(rule.span, "has a rule without a segment");
            };
            let part = self.distribution(rule, &variants)?.unwrap_or(rest);
            if self.is_everybody(segment) {
                return Ok((part, groups));
            }
            groups.extend(self.groups(segment, part));
        }
        Ok((rest, groups))
    }

    /// What those get whom no rule names.
    fn rest(&self, variants: &Variants, otherwise: Span) -> Result<Part, Said> {
        let is_default = |node: &&Node| node.get("default").and_then(Node::as_bool) == Some(true);
        match self.list("variants").iter().find(is_default) {
            Some(node) => {
                let key = node.get("key").and_then(Node::as_text).unwrap_or_default();
                let span = node.get("default").map_or(node.span, |node| node.span);
                Ok(Part::whole(variants.is_on(self.seen, key, span)?, span))
            }
            None => Ok(Part::whole(false, otherwise)),
        }
    }

    /// How a rule spreads people over variants; `None` when it does not.
    fn distribution(&self, rule: &Node, variants: &Variants) -> Result<Option<Part>, Said> {
        let mut parts = Vec::new();
        for node in rule.get("distributions").and_then(Node::as_list).unwrap_or_default() {
            let (Some(variant), Some(rollout)) = (node.get("variant"), node.get("rollout")) else {
                return self.fail(node.span, "has a distribution without a variant and its share");
            };
            let name = variant.as_text().unwrap_or_default();
            let is_on = variants.is_on(self.seen, name, variant.span)?;
            parts.push((self.number(rollout)?, Part::whole(is_on, rollout.span)));
        }
        Ok(Part::of_weights(&parts))
    }

    /// The keys of the segments that a rule is for.
    fn keys(&self, segment: &'d Node) -> Vec<&'d str> {
        let one = segment.as_text().or_else(|| segment.get("key")?.as_text());
        let several = segment.get("keys").or_else(|| segment.get("segments")).and_then(Node::as_list);
        one.into_iter().chain(several.unwrap_or_default().iter().filter_map(Node::as_text)).collect()
    }

    /// Whether everybody is in the segments of a rule: a segment without constraints is everybody.
    fn is_everybody(&self, segment: &'d Node) -> bool {
        let keys = self.keys(segment);
        let is_free = |key: &&str| self.segments.get(*key).is_some_and(|segment| is_free(segment));
        if needs_all(segment) { !keys.is_empty() && keys.iter().all(is_free) } else { keys.iter().any(is_free) }
    }

    /// Those whom a rule is for: those of each of its segments, or those who are in all of them.
    fn groups(&self, segment: &'d Node, part: Part) -> Vec<Group> {
        let keys = self.keys(segment);
        let size = if needs_all(segment) { keys.len().max(1) } else { 1 };
        let group = |keys: &[&str]| {
            let defined = keys.iter().filter_map(|key| self.segments.get(key));
            let parts = defined.flat_map(|segment| ["match_type", "constraints"].map(|part| segment.get(part)));
            Group { name: keys.join(", "), means: parts.flatten().map(|part| part.span).collect(), part }
        };
        // A rule may be for nobody that it names.
        if keys.is_empty() { vec![group(&[])] } else { keys.chunks(size).map(group).collect() }
    }
}

/// Whether a rule is only for who is in all of its segments.
fn needs_all(segment: &Node) -> bool {
    let operator = ["operator", "segmentOperator", "segment_operator"].iter().find_map(|key| segment.get(key));
    operator.and_then(Node::as_text) == Some("AND_SEGMENT_OPERATOR")
}
