//! Finding the parts of a decision in the first line of an entry: in a heading, or in an item of a
//! list. The parts may come in any order.

use super::pieces::{
    behind_address, floor, in_last_brackets, split, split_with_links, trim, with_bracket, with_time, without_last,
    words,
};
use crate::config::Policy;
use crate::markdown::inline::{self, PieceKind};
use crate::plan::date::{DateReading, date_remark, read_date};
use crate::plan::decision::read_decision;
use crate::plan::log::{Column, Decision};
use crate::plan::stage::StageNames;
use crate::stage_number::StageNumber;
use crate::template;
use crate::template::record::part_among;
use crate::text::{Span, fold, is_cjk};
use crate::words::arrows::{BEHIND_TO, find_arrow};
use crate::words::brackets::ENTRY_DATE_PARTS;
use crate::words::decisions::{ABOUT, is_bare_denial, is_denial};
use crate::words::entries::{BETWEEN, FROM, NOTES};
use crate::words::months::month;
use crate::words::open::says_open;
use crate::words::people::BY;

/// The words by which the parts of an entry are recognised.
pub(super) struct Words<'a> {
    pub(super) names: &'a StageNames,
    pub(super) policy: &'a Policy,
    /// The brackets of the template's log, folded.
    pub(super) brackets: &'a [String],
}

/// The parts of an entry's first line, by their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lead {
    pub(super) date: Option<Span>,
    pub(super) stage: Option<Span>,
    pub(super) decision: Option<Span>,
    pub(super) rationale: Option<Span>,
    pub(super) decided_by: Option<Span>,
    pub(super) rollout: Option<Span>,
    /// The pieces behind the date, the stage and the decision.
    pub(super) rest: Vec<Span>,
    /// The first line, up to the first label in it.
    pub(super) head: Span,
    /// What stands behind the decision in the first line and is no part.
    pub(super) remarks: Vec<Span>,
    /// Whether a remark takes the decision back.
    pub(super) is_taken_back: bool,
    /// What says whether the decision stands: `Status: rejected`, the box before an item.
    pub(super) standing: Vec<Span>,
    /// What a second label says of a part that has one.
    pub(super) again: Vec<(Column, Span)>,
    /// Whether there are two stages with an arrow between them.
    pub(super) has_arrow: bool,
    /// Whether the decision is exactly one of the words for decisions.
    pub(super) has_word: bool,
    /// Whether it only tells something about a step, and names nobody who decided.
    pub(super) is_note: bool,
}

impl Lead {
    /// The place of a part. `None` for a column of the team's own.
    pub(super) fn part_mut(&mut self, part: Column) -> Option<&mut Option<Span>> {
        match part {
            Column::Date => Some(&mut self.date),
            Column::Stage => Some(&mut self.stage),
            Column::Decision => Some(&mut self.decision),
            Column::Rationale => Some(&mut self.rationale),
            Column::DecidedBy => Some(&mut self.decided_by),
            Column::Rollout => Some(&mut self.rollout),
            Column::Standing | Column::Other => None,
        }
    }
}

/// The kind of an entry's first line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FirstLine {
    /// A heading, which has the date, the stages and the decision at most.
    Heading,
    /// An item of a list, which may have the reason and the people, too.
    Item,
}

/// Whether a day may begin with a word: a number, or the name of a month.
fn may_begin_a_day(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || month(&fold(word)).is_some()
}

/// How much of an entry's first line is read, in bytes. A decision is shorter.
const LONGEST_HEAD: usize = 400;

/// How many words of a decision may stand on the next line.
const MOST_WORDS: usize = 3;

/// The signs between two parts that are rare inside of one.
const STRONG: &[&str] = &[" — ", " – ", " - ", " | ", " · ", " • ", "; ", "；"];

impl Words<'_> {
    /// The parts of an entry's first line.
    pub(super) fn lead(&self, text: &str, line: FirstLine) -> Lead {
        let mut lead = Lead::default();
        let labels = labels(text, self.policy);
        // A `Decision: …` before everything else is a title, and no part.
        let titled =
            labels.first().filter(|label| label.part == Column::Decision && label.span.start == skip_signs(text, 0));
        let start = titled.map_or(0, |label| label.value.start);
        let labels = &labels[usize::from(titled.is_some())..];
        let end = floor(text, labels.first().map_or(text.len(), |label| label.span.start));
        let head_end = floor(text, end.min(start + LONGEST_HEAD));
        lead.head = Span::new(start, end.max(start));
        lead.date = self.date(text, Span::new(start, head_end));
        let between: Vec<&str> = BETWEEN.iter().collect();
        let mut atoms: Vec<Span> = match lead.date {
            Some(date) => {
                let mut atoms = split_with_links(text, Span::new(start, date.start), &between);
                atoms.extend(split_with_links(text, Span::new(date.end, head_end), &between));
                atoms
            }
            None => split_with_links(text, Span::new(start, head_end), &between),
        };
        if lead.date.is_none() {
            let is_marker = |atom: &&Span| says_open(&fold(atom.of(text)));
            lead.date = atoms.first().filter(is_marker).copied();
            atoms.retain(|atom| Some(*atom) != lead.date);
        }
        self.steps(text, &mut atoms, &mut lead);
        self.rejoin_decision(text, &mut atoms, &mut lead);
        for label in labels {
            // What stands behind a label needs no arrow and no place to be known by.
            match label.part {
                Column::Stage if lead.stage.is_none() => lead.has_arrow = true,
                Column::Decision if lead.decision.is_none() => {
                    lead.has_word = Decision::read_word(label.value.of(text), &self.policy.decisions).is_some();
                }
                _ => {}
            }
            match lead.part_mut(label.part) {
                Some(part) => {
                    part.get_or_insert(label.value);
                }
                None => lead.standing.push(label.value),
            }
        }
        let known =
            [lead.date, lead.stage, lead.decision].into_iter().flatten().map(|span| span.end).filter(|at| *at <= end);
        let behind = known.max().unwrap_or(start);
        let behind = behind_address(text, Span::new(behind.min(end), end));
        lead.rest = atoms.into_iter().filter(|atom| atom.start >= behind).collect();
        if line == FirstLine::Item {
            self.reason_and_people(text, Span::new(behind.min(end), end), &mut lead);
        }
        lead.is_note = is_note(text, &lead);
        lead
    }

    /// A day in a span, or a bracket to be filled in with one.
    fn date(&self, text: &str, place: Span) -> Option<Span> {
        let line = place.of(text);
        let words: Vec<Span> = words(line);
        let is_day = |span: Span| {
            let text = span.of(line);
            let has_year = text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
            has_year && read_date(text) != DateReading::None
        };
        let at = |span: Span| span.shifted(place.start);
        // `2026-03-16`, `16 March 2026`, `16 de março de 2026`.
        for (index, word) in words.iter().enumerate().filter(|(_, word)| may_begin_a_day(word.of(line))) {
            let ends = [0, 2, 3, 4].into_iter().filter_map(|more| words.get(index + more));
            let mut days = ends.map(|end| Span::new(word.start, end.end));
            let is_plain = |day: &Span| {
                let may_stand = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '-' | '/');
                day.of(line).chars().all(may_stand) && is_day(*day) && date_remark(day.of(line)).is_empty()
            };
            if let Some(day) = days.find(is_plain).or_else(|| with_time(line, word.start)) {
                return Some(at(with_bracket(line, day)));
            }
        }
        let open = inline::pieces(line).find_map(|piece| match piece.kind {
            PieceKind::Bracket { inner } => {
                let key = template::bracket_key(inner.of(line));
                let names_day = ENTRY_DATE_PARTS.any_in(&key);
                (names_day || (self.brackets.contains(&key) && key.contains("day"))).then_some(piece.span)
            }
            _ => None,
        });
        open.map(at)
    }

    /// Moves the stages and the decision from the pieces of a line to its parts.
    fn steps(&self, text: &str, atoms: &mut Vec<Span>, lead: &mut Lead) {
        let read = |atom: &Span| atom.of(text);
        // `v1.0 → v1.1` and `Redis → Postgres` are no moves between stages, unless the line has a
        // word for a decision.
        let decides = atoms.iter().any(|atom| Decision::read_word(read(atom), &self.policy.decisions).is_some());
        let is_step = |step: &Step| {
            let text = read(&step.stage);
            let ends = self.find_arrow(text).map(|arrow| (&text[..arrow.start], &text[arrow.end..]));
            let is_number = |end: &str| end.trim().parse::<StageNumber>().is_ok();
            let names = |(from, to): (&str, &str)| {
                let knows = |end: &str| self.names.read_point(end).is_some();
                knows(from) || knows(to) || (is_number(from) && is_number(to))
            };
            decides || step.decision.is_some() || ends.is_none_or(names)
        };
        let with_arrow =
            atoms.iter().enumerate().find_map(|(index, atom)| Some((index, self.arrow(text, *atom).filter(is_step)?)));
        let found = with_arrow
            .or_else(|| atoms.iter().enumerate().find_map(|(index, atom)| Some((index, self.point(text, *atom)?))));
        if let Some((index, step)) = found {
            lead.stage = Some(step.stage);
            lead.decision = step.decision;
            lead.has_arrow = self.find_arrow(step.stage.of(text)).is_some();
            let after = atoms.remove(index);
            // The rest of the piece, behind the stages, may be the decision in unknown words.
            if step.decision.is_none() && step.stage.end < after.end {
                let rest = trim(text, Span::new(step.stage.end, after.end));
                if !rest.is_empty() {
                    atoms.insert(index, rest);
                }
            }
        }
        if lead.decision.is_none() {
            let is_word = |atom: &&Span| Decision::read_word(read(atom), &self.policy.decisions).is_some();
            let is_decision = |atom: &&Span| read_decision(read(atom), self.policy, self.names).is_some();
            let behind = |atom: &&Span| lead.stage.is_some_and(|stage| atom.start >= stage.end);
            let found =
                atoms.iter().find(is_word).or_else(|| atoms.iter().find(|atom| lead.has_arrow && is_decision(atom)));
            lead.decision = found.or_else(|| atoms.iter().find(|atom| lead.has_arrow && behind(atom))).copied();
            atoms.retain(|atom| Some(*atom) != lead.decision);
        }
        let exact = |decision: Span| Decision::read_word(read(&decision), &self.policy.decisions).is_some();
        lead.has_word = lead.decision.is_some_and(exact);
    }

    /// Adds to the decision the words that an editor has broken off to the next line: `Proceed
    /// with` above `exception`. A hard break ends it.
    fn rejoin_decision(&self, text: &str, atoms: &mut Vec<Span>, lead: &mut Lead) {
        let Some(decision) = lead.decision else { return };
        let Some(index) = atoms.iter().position(|atom| atom.start >= decision.end) else { return };
        let (next, gap) = (atoms[index], &text[decision.end..atoms[index].start]);
        let is_broken = gap.starts_with(['\n', '\r', ' ']) && gap.contains('\n') && !gap.starts_with("  ");
        if !is_broken || !gap.trim().is_empty() {
            return;
        }
        let ends = words(next.of(text)).into_iter().take(MOST_WORDS).map(|word| next.start + word.end);
        let mut wholes = ends.map(|end| Span::new(decision.start, end));
        let is_word = |whole: &Span| Decision::read_word(whole.of(text), &self.policy.decisions).is_some();
        let Some(whole) = wholes.rfind(is_word) else { return };
        (lead.decision, lead.has_word) = (Some(whole), true);
        atoms[index] = trim(text, Span::new(whole.end, next.end));
        atoms.retain(|atom| !atom.is_empty());
    }

    /// The first arrow of a text, else a word that leads from one stage of the plan to another.
    fn find_arrow(&self, text: &str) -> Option<Span> {
        find_arrow(text).or_else(|| self.names.word_between(text))
    }

    /// Two stages with an arrow between them, and the decision when it is right before or behind
    /// them.
    fn arrow(&self, text: &str, atom: Span) -> Option<Step> {
        let arrow = self.find_arrow(atom.of(text))?;
        let left = trim(text, Span::new(atom.start, atom.start + arrow.start));
        let right = trim(text, Span::new(atom.start + arrow.end, atom.end));
        let more_arrows = find_arrow(right.of(text)).is_some();
        let is_word = arrow.shifted(atom.start).of(text).starts_with(|c: char| c == ' ' || is_cjk(c));
        let point = |span: Span| self.names.read_point(span.of(text)).is_some();
        let decides = |span: Span| read_decision(span.of(text), self.policy, self.names).is_some();
        let decides_alone = |span: Span| Decision::read_word(span.of(text), &self.policy.decisions).is_some();

        let mut decision = None;
        let mut from = left;
        let mut has_words_before = false;
        if !left.is_empty() && !point(left) {
            if decides_alone(left) {
                decision = Some(left);
                from = Span::at(right.start);
            } else {
                let tails = words(left.of(text)).into_iter().skip(1);
                let tail = tails.map(|word| Span::new(left.start + word.start, left.end)).find(|tail| point(*tail));
                if let Some(tail) = tail {
                    let before = trim(text, Span::new(left.start, tail.start));
                    let before = FROM.iter().fold(before, |before, word| without_last(text, before, word));
                    decision = Some(before).filter(|before| decides(*before));
                    has_words_before = !before.is_empty();
                    from = tail;
                } else {
                    from = behind_from(text, left);
                }
            }
        }
        let mut to = right;
        if !more_arrows {
            let ends = words(right.of(text));
            // In scripts without spaces a stage ends inside of a word.
            let spaceless = Some(right.of(text)).filter(|right| right.contains(is_cjk));
            let within = spaceless.and_then(|right| {
                let end = self.names.stage_behind(&right.to_lowercase())?;
                right.is_char_boundary(end).then_some(end)
            });
            let heads = || {
                let ends = within.into_iter().chain(ends.iter().map(|word| word.end));
                ends.map(|end| Span::new(right.start, right.start + end))
            };
            let behind = |head: Span| behind_to(text, trim(text, Span::new(head.end, right.end)));
            let before_decision = heads().find(|head| point(*head) && decides(behind(*head)));
            let is_number = |head: &Span| head.of(text).ends_with(|c: char| c.is_ascii_digit());
            let unknown = || heads().find(|head| decides(behind(*head)));
            let shortest = || heads().find(point_of(&point)).filter(is_number);
            let longest = || heads().rfind(|head| point(*head));
            if let Some(head) = before_decision {
                decision = decision.or(Some(behind(head)));
                to = head;
            } else if let Some(head) = shortest().or_else(longest) {
                to = head;
            } else if let Some(head) = unknown() {
                decision = decision.or(Some(behind(head)));
                to = head;
            }
        }
        // `to` is a common word, too: `errors fell from 3 to 1`, `von 2 auf 1 gesenkt`.
        let is_named = || [from, to].iter().all(|end| end.of(text).contains(char::is_alphabetic));
        let is_alone = || behind_to(text, trim(text, Span::new(to.end, atom.end))).is_empty();
        let is_step = || !has_words_before && point(from) && (is_alone() || is_named());
        if is_word && !(point(to) && (decision.is_some() || is_step())) {
            return None;
        }
        let start = if from.is_empty() && decision == Some(left) { to.start } else { from.start.min(to.start) };
        let start = if from.is_empty() && decision.is_none() { atom.start + arrow.start } else { start };
        Some(Step { stage: trim(text, Span::new(start, to.end)), decision })
    }

    /// One stage, and the decision when it is right before or behind it.
    fn point(&self, text: &str, atom: Span) -> Option<Step> {
        let point = |span: Span| self.names.read_point(span.of(text)).is_some();
        let decides = |span: Span| Decision::read_word(span.of(text), &self.policy.decisions).is_some();
        if decides(atom) {
            return None;
        }
        if point(atom) && !atom.of(text).contains(' ') {
            return Some(Step { stage: atom, decision: None });
        }
        for word in words(atom.of(text)).into_iter().skip(1) {
            let at = atom.start + word.start;
            let (before, behind) = (trim(text, Span::new(atom.start, at)), trim(text, Span::new(at, atom.end)));
            if point(before) && decides(behind) {
                return Some(Step { stage: before, decision: Some(behind) });
            }
            let mut verbs = ABOUT.iter().map(|word| without_last(text, before, word)).chain([before]);
            if point(behind)
                && let Some(verb) = verbs.find(|verb| decides(*verb))
            {
                return Some(Step { stage: behind, decision: Some(verb) });
            }
        }
        point(atom).then_some(Step { stage: atom, decision: None })
    }

    /// The reason and the people, from the text behind the decision.
    fn reason_and_people(&self, text: &str, tail: Span, lead: &mut Lead) {
        let is_start = |c: char| c.is_alphanumeric() || matches!(c, '[' | '<' | '?' | '@' | '{' | '`');
        let first = tail.start + tail.of(text).find(is_start).unwrap_or(tail.len());
        // The writer puts the sign behind the decision between all parts.
        let sign = STRONG.iter().find(|sign| {
            text[tail.start..first].contains(sign.trim_end()) && text[tail.start..first].trim() == sign.trim()
        });
        let signs: Vec<&str> = sign.map_or_else(|| STRONG.to_vec(), |sign| vec![*sign]);
        let pieces_in = |tail: Span| split(text, tail, &signs);
        let mut pieces = pieces_in(Span::new(first.min(tail.end), tail.end));
        let decision = lead.decision.and_then(|decision| read_decision(decision.of(text), self.policy, self.names));
        let goes_on = decision.is_some_and(Decision::is_forward);
        // A remark in brackets behind the decision, before the reason.
        let bracket = remark_in_brackets(text, tail).filter(|_| lead.decision.is_some_and(|it| it.end == tail.start));
        if let Some(bracket) = bracket {
            let behind = pieces_in(Span::new(bracket.end, tail.end));
            let parts = [lead.rationale, lead.decided_by].iter().filter(|part| part.is_some()).count();
            if behind.len() + parts > 1 || goes_on && is_denial(&inline::said(bracket.of(text))) {
                pieces = behind;
            }
        }
        if pieces.is_empty() {
            return;
        }
        if lead.decided_by.is_none() {
            let last = pieces[pieces.len() - 1];
            let by = BY.iter().find_map(|by| last.of(text).strip_prefix(by));
            let by = by.map(|name| Span::new(last.end - name.len(), last.end));
            let named = in_last_brackets(text, last);
            if let Some(by) = by {
                lead.decided_by = Some(by);
                pieces.pop();
            } else if pieces.len() > 1 && lead.rationale.is_none() {
                lead.decided_by = Some(last);
                pieces.pop();
            } else if let Some((rest, name)) = named {
                lead.decided_by = Some(name);
                pieces.pop();
                pieces.extend(Some(rest).filter(|rest| !rest.is_empty()));
            }
        }
        // Of two reasons the first one may be a remark; a word alone is one in any case.
        let said = |piece: &Span| inline::said(piece.of(text));
        let denies = |first: &Span| is_bare_denial(&said(first)) || (pieces.len() > 1 && is_denial(&said(first)));
        if goes_on && pieces.first().is_some_and(denies) {
            pieces.remove(0);
        }
        if let (None, [first, .., last]) = (lead.rationale, &pieces[..]) {
            lead.rationale = Some(first.to(*last));
        } else if let (None, [reason]) = (lead.rationale, &pieces[..]) {
            lead.rationale = Some(*reason);
        }
    }
}

/// Whether the words around a step only tell something about it.
fn is_note(text: &str, lead: &Lead) -> bool {
    let Some(stage) = lead.stage.filter(|_| !lead.has_word && lead.decided_by.is_none()) else { return false };
    let opens = |words: &str| NOTES.any_opens(fold(words).trim_start_matches(|c: char| !c.is_alphanumeric()));
    let start = lead.date.map_or(0, |date| date.end).min(stage.start);
    // Words behind the stage that are no decision were taken for a part of its name.
    let mut ends = words(stage.of(text)).into_iter().skip(1).map(|word| stage.start + word.start).chain([stage.end]);
    opens(&text[start..stage.start]) || ends.any(|end| opens(&text[end..floor(text, end + LONGEST_LABEL)]))
}

/// The stages of a move, with the decision beside them.
struct Step {
    stage: Span,
    decision: Option<Span>,
}

fn point_of<'f>(point: &'f dyn Fn(Span) -> bool) -> impl Fn(&Span) -> bool + 'f {
    move |span| point(*span)
}

/// The pair of brackets that a span begins with, when more than white space stands in them.
fn remark_in_brackets(text: &str, span: Span) -> Option<Span> {
    let start = skip_signs(text, span.start).min(span.end);
    let inner = text[start..span.end].strip_prefix(['(', '（'])?;
    let end = span.end - inner.len() + inner.find([')', '）'])?;
    let close = text[end..].chars().next().map_or(0, char::len_utf8);
    text[start..end].contains(char::is_alphanumeric).then(|| Span::new(start, end + close))
}

/// A span without the word before the first stage, where no space stands behind the word: `从1`.
fn behind_from(text: &str, span: Span) -> Span {
    let rest = FROM.zh.iter().find_map(|word| span.of(text).strip_prefix(word));
    rest.map_or(span, |rest| Span::new(span.end - rest.len(), span.end))
}

/// A span without the word behind the second stage: `へ移行を承認`.
fn behind_to(text: &str, span: Span) -> Span {
    let rest = BEHIND_TO.behind(span.of(text)).next();
    rest.map_or(span, |rest| trim(text, Span::new(span.end - rest.len(), span.end)))
}

/// A label inside a text: `Rationale: …`, bold or not, at the start or behind a sign that ends the
/// part before.
#[derive(Debug)]
struct Label {
    part: Column,
    /// The label, with its colon.
    span: Span,
    value: Span,
}

/// The largest number of labels that one text may have. An entry has six parts.
const MOST_LABELS: usize = 20;

/// The length of the longest label, in bytes.
const LONGEST_LABEL: usize = 60;

/// The labels in a text that are for a part of an entry, each with its value.
fn labels(text: &str, policy: &Policy) -> Vec<Label> {
    let mut found: Vec<Label> = Vec::new();
    for (colon, sign) in text.char_indices().filter(|(_, sign)| matches!(sign, ':' | '：')) {
        let behind = colon + sign.len_utf8();
        let is_separated =
            sign == '：' || text[behind..].starts_with(|c: char| c.is_whitespace() || c == '*' || c == '_');
        if !is_separated && behind < text.len() {
            continue;
        }
        let from = floor(text, colon.saturating_sub(LONGEST_LABEL));
        let ends = |c: char| matches!(c, '.' | ';' | ',' | '|' | '—' | '–' | '·' | '•' | '(' | '\n' | '\r');
        let start = text[from..colon]
            .rfind(ends)
            .map(|at| from + at + text[from + at..].chars().next().map_or(1, char::len_utf8));
        // A label that is longer is a sentence.
        let Some(start) = start.or_else(|| (from == 0).then_some(0)) else { continue };
        let start = start + text[start..colon].len()
            - text[start..colon].trim_start_matches(|c: char| c.is_whitespace() || c == '-').len();
        let label = text[start..colon].trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
        let part = part_among(&fold(label), policy);
        if part == Column::Other {
            continue;
        }
        let value = skip_signs(text, behind);
        if found.len() == MOST_LABELS {
            break;
        }
        if let Some(last) = found.last_mut() {
            last.value = value_in(text, last.value.start, start);
        }
        found.push(Label { part, span: Span::new(start, behind), value: value_in(text, value, text.len()) });
    }
    found
}

/// A value up to an offset, without the signs at its end.
fn value_in(text: &str, start: usize, end: usize) -> Span {
    let end = end.max(start);
    let value = text[start..end].trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ';' | ',' | '|' | '—' | '–' | '·' | '•' | '-' | '(')
    });
    // A dot at the end of a sentence is no part of a name or a date.
    let value = value.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(value);
    Span::new(start, start + value.trim_end_matches(['*', '_']).len())
}

/// The offset of the text behind white space and marks of emphasis.
fn skip_signs(text: &str, from: usize) -> usize {
    text.len() - text[from..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_')).len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::built_in;

    fn lead(text: &str, line: FirstLine) -> String {
        let names = StageNames::new(built_in().stages.iter(), &Policy::default());
        let policy = Policy::default();
        let words = Words { names: &names, policy: &policy, brackets: &built_in().log_brackets };
        let lead = words.lead(text, line);
        let say = |span: Option<Span>| span.map_or("-", |span| span.of(text)).to_owned();
        [lead.date, lead.stage, lead.decision, lead.rationale, lead.decided_by].map(say).join(" / ")
    }

    #[test]
    fn the_parts_of_a_heading_stand_in_any_order() {
        for (text, parts) in [
            ("2026-03-02: Stage 0 → 1 — Proceed", "2026-03-02 / Stage 0 → 1 / Proceed"),
            ("2026-03-02 — 0→1 — Proceed", "2026-03-02 / 0→1 / Proceed"),
            ("Proceed 0→1 (2026-03-02)", "2026-03-02 / 0→1 / Proceed"),
            ("Stage 0 -> Stage 1: Go, 2 March 2026", "2 March 2026 / Stage 0 -> Stage 1 / Go"),
            ("[Date]: 1→2 — Proceed", "[Date] / 1→2 / Proceed"),
            ("TBD: 1→2 — Proceed", "TBD / 1→2 / Proceed"),
            ("[2026-03-02] Internal → Alpha, Proceed", "[2026-03-02] / Internal → Alpha / Proceed"),
            ("2026-03-02 — Proceed to Stage 1", "2026-03-02 / Stage 1 / Proceed"),
            ("Rollback to Alpha (2026-03-02)", "2026-03-02 / Alpha / Rollback"),
            ("2026-03-02 – Hold at 1", "2026-03-02 / - / -"),
            ("2026-03-02: 1 Hold", "2026-03-02 / 1 / Hold"),
            ("2026-03-02: Stage 0: Internal → Stage 1: Alpha — Proceed", "2026-03-02 / Internal → Stage 1 / Proceed"),
            ("2026-03-02: 0→1 Weitermachen", "2026-03-02 / 0→1 / Weitermachen"),
            ("2026-03-02: 1→9 — Proceed", "2026-03-02 / 1→9 / Proceed"),
            ("March 2, 2026: Go from 0 to 1", "March 2, 2026 / 0 to 1 / Go"),
            ("~~2026-03-02~~: 0→1 — Proceed", "2026-03-02 / 0→1 / Proceed"),
            ("2026-03-02: chose Redis over Memcached", "2026-03-02 / - / -"),
            ("Decision: Proceed 0→1, 2026-03-02", "2026-03-02 / 0→1 / Proceed"),
            ("2026-03-02: 0→1 — [Proceed](https://m.example)", "2026-03-02 / 0→1 / Proceed"),
        ] {
            assert_eq!(lead(text, FirstLine::Heading), format!("{parts} / - / -"), "{text}");
        }
    }

    #[test]
    fn an_item_holds_the_reason_and_the_people_too() {
        for (text, parts) in [
            ("2026-03-02 — 0→1 — Proceed — why, with: signs — Ann Lee", "0→1 / Proceed / why, with: signs / Ann Lee"),
            (
                "2026-03-02 - 0→1 - Proceed - no P0 - none at all - Ann Lee",
                "0→1 / Proceed / no P0 - none at all / Ann Lee",
            ),
            ("**2026-03-02** 0→1: Proceed. Rationale: no P0. Decided by: Ann Lee", "0→1 / Proceed / no P0 / Ann Lee"),
            ("2026-03-02 0→1 Proceed; **Why:** no P0; **Who:** Ann", "0→1 / Proceed / no P0 / Ann"),
            ("2026-03-02 | 0→1 | Proceed | no P0 | Ann & Bo", "0→1 / Proceed / no P0 / Ann & Bo"),
            ("2026-03-02: 0→1 Proceed. No P0 in 3 days (Ann Lee)", "0→1 / Proceed / No P0 in 3 days / Ann Lee"),
            ("2026-03-02 — 0→1 — Proceed — no P0 — Decided by: Ann", "0→1 / Proceed / no P0 / Ann"),
            ("2026-03-02 — 0→1 — Proceed", "0→1 / Proceed / - / -"),
        ] {
            assert_eq!(lead(text, FirstLine::Item), format!("2026-03-02 / {parts}"), "{text}");
        }
    }

    #[test]
    fn every_part_lies_inside_its_text_whatever_the_text() {
        for text in [
            "", "→", "2026-03-02", "(((", "[Date", "：：", "é: ü — 日本 → 語 (", "Decision:", "by ", "  - – — ",
            "2026-13-45: 1→", "1→2→3 — Go by",
        ] {
            lead(text, FirstLine::Item);
            lead(text, FirstLine::Heading);
        }
    }
}
