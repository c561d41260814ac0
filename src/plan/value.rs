//! Whether a value is empty, still the template's placeholder, or filled.

mod marker;

use self::marker::stands_for_number;
pub(crate) use self::marker::{marker, open_number};
use super::date::read_date;
use crate::config::Policy;
use crate::markdown::inline;
use crate::template::{Slot, SlotKind, bracket_key};
use crate::text::{Source, Span, behind_hyphens, fold, folds_to, is_seen};
use crate::words::brackets;
use crate::words::not_applicable::CLEAR;
use crate::words::open::says_open;
use crate::words::reasons::NO_REASON;
use crate::words::roles::{asks_for_name, is_no_person};
use std::borrow::Cow;

/// What stands in a slot of a plan.
#[derive(Clone, Debug)]
pub struct Value {
    /// The value as a reader sees it, without the brackets of [`Value::bracketed`].
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Whether anybody filled it.
    pub state: ValueState,
    /// The brackets that are still around a value that somebody filled in: `[2026-03-12]`.
    pub bracketed: Option<Span>,
    /// The brackets that wait beside that of [`ValueState::Placeholder`]: in the same value, or in
    /// the other cells of a row that nobody has touched.
    pub others: Vec<Span>,
}

/// Whether anybody filled a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueState {
    /// Nothing stands there.
    Empty,
    /// The template's bracket, or another one that nobody replaced by a value.
    Placeholder {
        /// The bracket.
        bracket: Span,
    },
    /// TBD, TODO, `{{…}}`, `${…}`: somebody said that it is open.
    Marker {
        /// The marker.
        marker: Span,
    },
    /// The template's menu, left whole: `High/Med/Low`.
    Menu,
    /// `N/A`, with or without a reason.
    NotApplicable {
        /// Whether a reason stands behind it.
        reason: bool,
    },
    /// A value.
    Filled,
}

impl Value {
    /// Reads the value in a slot.
    pub(crate) fn read(source: &Source, span: Span, slot: &Slot, policy: &Policy) -> Value {
        Value::read_line(source, span, source.slice(span), slot, policy)
    }

    /// Reads a value whose text was edited: `line` stands for what the source has there, and is as
    /// long as `span`.
    pub(crate) fn read_line(source: &Source, span: Span, line: &str, slot: &Slot, policy: &Policy) -> Value {
        let visible = inline::visible(line);
        let place = |inner: Span| Span::new(span.start + inner.start, span.start + inner.end);
        let value = |text: Cow<str>, state: ValueState| Value {
            text: text.into_owned(),
            span,
            state,
            bracketed: None,
            others: Vec::new(),
        };
        if !visible.chars().any(is_seen) {
            return value(visible, ValueState::Empty);
        }
        // A word in a slot of the template is its placeholder, whatever it looks like.
        if slot.blank && folds_to(&visible, &slot.text) {
            return value(visible, ValueState::Placeholder { bracket: span });
        }
        // Spaces around the slashes make no choice.
        let is_menu = |menu: &String| fold(&visible).replace(" / ", "/") == *menu;
        if slot.menu.as_ref().is_some_and(is_menu) {
            return value(visible, ValueState::Menu);
        }
        let found = brackets(line, slot.boxes);
        let is_own = |(_, inner): &&(Span, Span)| slot.brackets.contains(&bracket_key(&line[inner.start..inner.end]));
        let mut own = found.iter().filter(is_own);
        if let Some((whole, _)) = own.next().filter(|(whole, inner)| !is_role_behind_a_name(line, *whole, *inner)) {
            let others = own.map(|(whole, _)| place(*whole)).collect();
            return Value { others, ..value(visible, ValueState::Placeholder { bracket: place(*whole) }) };
        }
        if let Some(bare) = bare_bracket(line, slot) {
            return value(visible, ValueState::Placeholder { bracket: place(bare) });
        }
        let own = between_fixed_words(line, slot);
        if let [(whole, inner)] = found[..]
            && (is_whole(line, whole) || whole == own)
            && !slot.brackets.is_empty()
        {
            let text = inline::visible(&line[inner.start..inner.end]);
            // A shortcut reference is a link, unless it is what the template has here.
            if is_defined(source, &text) {
                return value(text, ValueState::Filled);
            }
            if is_value_of(&text, slot.kind) {
                let said = [&line[..whole.start], &line[inner.start..inner.end], &line[whole.end..]].concat();
                let text = Cow::Owned(inline::visible(&said).trim().to_owned());
                return Value { bracketed: Some(place(whole)), ..value(text, ValueState::Filled) };
            }
            return value(visible, ValueState::Placeholder { bracket: place(whole) });
        }
        let waits = |(whole, inner): &&(Span, Span)| {
            stands_for_number(line, *whole)
                && !inner.of(line).contains(char::is_numeric)
                && !is_defined(source, inner.of(line))
        };
        if let Some((whole, _)) = found.iter().find(waits) {
            return value(visible, ValueState::Placeholder { bracket: place(*whole) });
        }
        let marked = |span: Span| marker(span.of(line)).map(|marker| marker.shifted(span.start));
        let all = Span::new(0, line.len());
        if let Some(marker) = marked(all).or_else(|| (own != all).then(|| marked(own)).flatten()) {
            return value(visible, ValueState::Marker { marker: place(marker) });
        }
        if let Some(reason) = not_applicable(&visible, policy) {
            return value(visible, ValueState::NotApplicable { reason });
        }
        value(visible, ValueState::Filled)
    }

    /// Empty, a placeholder, or a marker such as TBD: nobody has answered.
    pub(crate) fn is_open(&self) -> bool {
        matches!(
            self.state,
            ValueState::Empty | ValueState::Placeholder { .. } | ValueState::Marker { .. } | ValueState::Menu
        )
    }

    /// A value, or a reason why there is none: what a decision needs. A bare `-` is neither.
    pub(crate) fn is_answered(&self) -> bool {
        matches!(self.state, ValueState::Filled | ValueState::NotApplicable { reason: true })
    }

    /// Whether a real answer stands there.
    pub(crate) fn is_filled(&self) -> bool {
        self.state == ValueState::Filled
    }
}

/// The part of a value between the words that the template has around its only bracket; all of it
/// where these do not stand there.
fn between_fixed_words(line: &str, slot: &Slot) -> Span {
    let found = || {
        let [_] = &slot.brackets[..] else { return None };
        let (before, rest) = slot.text.split_once('[')?;
        let (before, behind) = (before.trim_end(), rest.split_once(']')?.1.trim_start());
        if before.is_empty() && behind.is_empty() {
            return None;
        }
        let end = line.trim_end().len();
        let (start, rest) = (before.len(), end.checked_sub(behind.len())?);
        let inside = line.get(start..rest)?;
        let says = |text: &str, words: &str| words.is_empty() || folds_to(text, words);
        let is_there = says(&line[..start], before) && says(&line[rest..end], behind);
        let spaces = inside.len() - inside.trim_start().len();
        is_there.then(|| Span::new(start + spaces, start + spaces + inside.trim().len()))
    };
    found().unwrap_or(Span::new(0, line.len()))
}

/// Whether a bracket is a remark that names the role of somebody: `Priya Nair [PM]`.
fn is_role_behind_a_name(line: &str, whole: Span, inner: Span) -> bool {
    let before = inline::visible(&line[..whole.start]);
    let follows_a_word = before.ends_with(char::is_alphanumeric) && !before.ends_with(|c: char| c.is_ascii_digit());
    let is_last = !line[whole.end..].chars().any(char::is_alphanumeric);
    follows_a_word && is_last && is_no_person(inner.of(line))
}

/// What stood in a bracket of the template, when the bracket was merely taken off: `< X%`,
/// `PM Name`, or another word for a name.
fn bare_bracket(line: &str, slot: &Slot) -> Option<Span> {
    let bare = line.trim_matches(['*', '_', '`']);
    // Most values begin with another letter than the bracket.
    let may_be = |key: &str| match (bare.trim_start().bytes().next(), key.bytes().next()) {
        (Some(first), Some(own)) => !first.is_ascii() || first.to_ascii_lowercase() == own,
        _ => false,
    };
    if let (Some(text), [key]) =
        (slot.text.strip_prefix('[').and_then(|text| text.strip_suffix(']')), &slot.brackets[..])
        && ((may_be(key) && bracket_key(bare) == *key && bracket_key(text) == *key && is_stand_in(text))
            || (bare.len() <= LONGEST_NAME && asks_for_name(bare) && asks_for_name(text)))
    {
        return Some(Span::new(0, line.len()));
    }
    if !line.contains(['X', 'Y', 'Z', 'N']) {
        return None;
    }
    for key in &slot.brackets {
        let Some(rest) = key.strip_prefix(['x', 'y', 'z', 'n']) else { continue };
        let letter = key[..1].to_ascii_uppercase();
        let is_number = !rest.starts_with(char::is_alphabetic) || brackets::COUNTED.any_opens(rest);
        if let Some(at) = is_number.then(|| bare_letter(line, &letter, rest)).flatten() {
            return Some(at);
        }
    }
    None
}

/// More bytes than these ask for more than a name.
const LONGEST_NAME: usize = 40;

/// A letter for a number in a value, as the template's bracket has it inside: behind a sign such as
/// `<`, before `%` or the word that the bracket counts, or alone.
fn bare_letter(line: &str, letter: &str, unit: &str) -> Option<Span> {
    line.match_indices(letter).map(|(at, _)| at).find_map(|at| {
        let (before, behind) = (line[..at].trim_end(), line[at + 1..].trim_start());
        let is_word =
            !line[..at].ends_with(char::is_alphanumeric) && !line[at + 1..].starts_with(char::is_alphanumeric);
        let is_compared = before.ends_with(['<', '>', '=', '≤', '≥', '≈', '~', '$', '€', '£', '±']);
        let is_counted = match unit.is_empty() {
            true => behind.starts_with('%'),
            false => bracket_key(behind).starts_with(unit),
        };
        let is_alone = before.is_empty() && behind.is_empty();
        (is_word && (is_compared || is_counted || is_alone)).then(|| Span::new(at, at + 1))
    })
}

/// Whether the folded text of a bracket names what belongs there and is no value: `pm name`,
/// `date`. `1-2 weeks` and `all users` are values.
fn is_stand_in(folded: &str) -> bool {
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words().any(|word| brackets::STAND_INS.has(word))
        && words().all(|word| brackets::STAND_INS.has(word) || is_no_person(word))
}

/// The brackets of a value with their insides. Empty brackets are left out, and boxes where the
/// slot has boxes.
fn brackets(line: &str, boxes: bool) -> Vec<(Span, Span)> {
    let is_slot = |(_, inner): &(Span, Span)| {
        let text = line[inner.start..inner.end].trim();
        let is_box = boxes && text.eq_ignore_ascii_case("x");
        !text.is_empty() && !is_box
    };
    inline::brackets(line).chain(wide_brackets(line)).filter(is_slot).collect()
}

/// The brackets of a value that are as wide as the letters of Chinese and Japanese: `［氏名］`.
fn wide_brackets(line: &str) -> Vec<(Span, Span)> {
    let mut found = Vec::new();
    if line.is_ascii() {
        return found;
    }
    let mut open = None;
    for (at, c) in line.char_indices() {
        match (c, open) {
            ('［' | '【' | '〔' | '｛', _) => open = Some(at),
            ('］' | '】' | '〕' | '｝', Some(start)) => {
                let inner = Span::new(start + line[start..].chars().next().map_or(1, char::len_utf8), at);
                found.push((Span::new(start, at + c.len_utf8()), inner));
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// Whether the file defines a reference: `[text]: https://…` on a line of its own.
fn is_defined(source: &Source, text: &str) -> bool {
    let wanted = fold(text);
    let defines = |line: &str| {
        let rest = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]:"));
        rest.is_some_and(|(label, target)| fold(label) == wanted && !target.trim().is_empty())
    };
    source.text.lines().any(defines)
}

/// Whether a reader sees nothing around a bracket.
fn is_whole(line: &str, bracket: Span) -> bool {
    let outside =
        |text: &str| inline::visible(text).chars().all(|c| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '`'));
    outside(&line[..bracket.start]) && outside(&line[bracket.end..])
}

/// Whether a text in brackets is a value of the slot's kind, so that only the brackets are wrong.
fn is_value_of(text: &str, kind: SlotKind) -> bool {
    let has_digit = text.chars().any(|c| c.is_ascii_digit());
    match kind {
        SlotKind::Text => false,
        SlotKind::Date => {
            read_date(text) != super::date::DateReading::None || (has_digit && fold(text).contains(['q', 'w']))
        }
        SlotKind::Number | SlotKind::Duration => has_digit,
        SlotKind::Link => is_reference(text),
    }
}

/// Whether a text points somewhere: a web address, a path, or a ticket such as `BET-123`.
pub(crate) fn is_reference(text: &str) -> bool {
    let ticket = |word: &str| {
        let word = word.trim_matches(['(', ')', '[', ']', ',']);
        let is_issue = |number: &str| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
        word.strip_prefix('#').is_some_and(is_issue)
            || word.split_once('-').is_some_and(|(key, number)| {
                let letters = !key.is_empty() && key.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
                letters && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
            })
    };
    text.contains("://") || text.contains('/') || text.ends_with(".md") || text.split_whitespace().any(ticket)
}

/// Whether a text says that something does not apply; if so, whether a reason stands behind it.
pub(crate) fn not_applicable(visible: &str, policy: &Policy) -> Option<bool> {
    // The first letter rules out most values.
    policy.not_applicable.may_open(visible).then(|| waived_at_start(&fold(visible), policy)).flatten()
}

/// The same for a folded text.
fn waived_at_start(folded: &str, policy: &Policy) -> Option<bool> {
    for (word, rest) in policy.not_applicable.openings(folded) {
        let reason = rest.trim_start_matches([' ', '—', '–', '-', ':', ',', '(', '.', ';']);
        // `None of them` and `-5 %` are answers; `N/A because …` needs no sign between.
        let is_dash = || rest.strip_prefix(' ').is_some_and(|rest| behind_hyphens(rest).is_some());
        let separated = rest.trim_start().starts_with(['—', '–', ':', '(', ';', ',']) || is_dash();
        if !is_reason(reason) {
            let is_bare = !rest.chars().any(char::is_alphanumeric);
            return (is_bare || separated).then_some(false);
        }
        if separated && !word.starts_with(['-', '–', '—']) || rest.starts_with(' ') && CLEAR.any_in(word) {
            return Some(true);
        }
    }
    None
}

/// Whether a text is a reason. The words of a help line or a template are none.
fn is_reason(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let in_brackets = text.trim().starts_with('[') && text.trim_end_matches(['.', ' ']).ends_with(']');
    !bare.is_empty() && !in_brackets && !NO_REASON.has(bare) && !says_open(bare)
}

/// Whether a criterion says that it need not be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiver {
    /// It does not.
    None,
    /// It is struck as a whole, or says that it does not apply, and gives no reason.
    Silent,
    /// It gives a reason: `N/A — reason` in front or behind, `~~text~~ — reason`.
    Reasoned,
}

/// Whether a line says why it need not be met.
pub(crate) fn has_reason(line: &str, policy: &Policy) -> bool {
    waiver(line, &fold(&inline::visible(line)), policy) == Waiver::Reasoned
}

/// Whether a criterion says that it need not be met. `folded` is its visible text.
pub(crate) fn waiver(line: &str, folded: &str, policy: &Policy) -> Waiver {
    let struck = inline::struck(line);
    let reason_behind = |last: &Span| is_reason(&fold(&inline::visible(&line[last.end..])));
    if struck.last().is_some_and(reason_behind) || waived_at_start(folded, policy) == Some(true) {
        return Waiver::Reasoned;
    }
    let mut is_waived = false;
    for reason in policy.not_applicable.ends_from(folded).filter_map(|end| waived_at_start(end, policy)) {
        if reason {
            return Waiver::Reasoned;
        }
        is_waived = true;
    }
    if !struck.is_empty() {
        let ends = struck.iter().map(|span| span.end);
        let kept = std::iter::once(0).chain(ends).zip(struck.iter().map(|span| span.start).chain([line.len()]));
        let mut kept = kept.map(|(start, end)| inline::visible(&line[start.min(end)..end]));
        is_waived = !kept.any(|text| text.chars().any(char::is_alphanumeric));
    }
    if is_waived { Waiver::Silent } else { Waiver::None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::read_slot;

    fn state(template: &str, text: &str) -> String {
        let slot = read_slot(&Source::new("t.md", template), Span::new(0, template.len()));
        let source = Source::new("p.md", text);
        let value = Value::read(&source, Span::new(0, text.len()), &slot, &Policy::default());
        let shown = match value.state {
            ValueState::Placeholder { bracket } => format!("placeholder {}", source.slice(bracket)),
            ValueState::Marker { marker } => format!("marker {}", source.slice(marker)),
            other => format!("{other:?}"),
        };
        if value.bracketed.is_some() { format!("bracketed {}", value.text) } else { shown }
    }

    #[test]
    fn a_bracket_of_the_template_is_a_placeholder_however_it_is_spaced() {
        assert_eq!(state("[PM Name]", "[PM Name]"), "placeholder [PM Name]");
        assert_eq!(state("[PM Name]", "**[ pm name ]**"), "placeholder [ pm name ]");
        assert_eq!(state("[PM Name]", "\\[PM Name\\]"), "placeholder \\[PM Name\\]");
        assert_eq!(state("[10-25%] of users", "[10-25%] of users"), "placeholder [10-25%]");
        assert_eq!(state("[Name]", "[Assigned Lead]"), "placeholder [Assigned Lead]");
        assert_eq!(state("[X]", "[X]"), "placeholder [X]");
        assert_eq!(state("[PM Name]", "[PM Name] <!-- a remark -->"), "placeholder [PM Name]");
        assert_eq!(state("[PM Name]", "<!-- a remark --> [Somebody]"), "placeholder [Somebody]");
        assert_eq!(state("[PM Name]", "[PM Name] / Priya"), "placeholder [PM Name]");
        assert_eq!(state("[PM Name]", "Priya or [pm name]"), "placeholder [pm name]");
        assert_eq!(state("[X] of [Y]", "3 of [Y]"), "placeholder [Y]");
        assert_eq!(state("[PM Name]", "［PM Name］"), "placeholder ［PM Name］");
        assert_eq!(state("[氏名]", "【氏名】"), "placeholder 【氏名】");
    }

    #[test]
    fn a_bracket_that_is_merely_taken_off_is_a_placeholder() {
        assert_eq!(state("< [X%]", "< X%"), "placeholder X");
        assert_eq!(state("Error rate < [X]", "Error rate below X %"), "placeholder X");
        assert_eq!(state("~[X users]", "~X users"), "placeholder X");
        assert_eq!(state("[N]", "N"), "placeholder N");
        assert_eq!(state("[PM Name]", "PM Name"), "placeholder PM Name");
        assert_eq!(state("[PM Name]", "Vorname Nachname"), "placeholder Vorname Nachname");
        assert_eq!(state("[PM Name]", "Ann Name"), "Filled");
        assert_eq!(state("[Date]", "Date"), "placeholder Date");
        for (template, text) in [
            ("[1-2 weeks]", "1-2 weeks"),
            ("[10-25%] of users", "10-25% of users"),
            ("[Internal team]", "Internal team"),
            ("< [X%]", "< 5% on the iPhone X"),
            ("[X]", "Gen Z"),
            ("[Metric X]", "Metric X"),
            ("[X]", "Team X and Y"),
            ("< [X%]", "< 5% (N+1 query fixed)"),
            ("< [X%]", "< 5%, is that right?"),
            ("[X users]", "> 20 x86 machines"),
            ("[10-25%] of users", "~20% of users on Plan B"),
            ("[10-25%] of users", "20% of users, Grade A > Grade B"),
        ] {
            assert_eq!(state(template, text), "Filled", "{text}");
        }
    }

    #[test]
    fn what_stands_in_place_of_a_number_inside_other_words_is_open() {
        for (template, text, open) in [
            ("Error rate < [X%]", "Error rate < TBD%", "marker TBD"),
            ("Error rate < [X%]", "Error rate < ?%", "marker ?"),
            ("Error rate < [X%]", "Error rate <= __ %", "marker __"),
            ("Error rate < [X%]", "Error rate < {{max}}%", "marker {{max}}"),
            ("Error rate < [X%]", "Error rate < N%", "marker N"),
            ("Error rate < [X%]", "Error rate < [?]%", "placeholder [?]"),
            ("Error rate < [X%]", "Error rate < [to be agreed]", "placeholder [to be agreed]"),
            ("[10-25%] of users", "[?]% of users", "placeholder [?]"),
            ("[10-25%] of users", "[some] of users", "placeholder [some]"),
            ("[10-25%] of users", "X% of users", "marker X"),
            ("[10-25%] of users", "? of users", "marker ?"),
            ("[10-25%] dos usuários", "?% dos usuários", "marker ?"),
            ("[10-25%] der Kunden", "offen der Kunden", "marker offen"),
            ("~[X users]", "~__ users", "marker __"),
            ("~[X users]", "?? users", "marker ??"),
            ("> [Z]", "> X%", "marker X"),
            ("[10-25%] of users", "[20%] of users", "bracketed 20% of users"),
        ] {
            assert_eq!(state(template, text), open, "{text}");
        }
    }

    #[test]
    fn a_value_of_the_slot_in_brackets_is_a_value() {
        assert_eq!(state("[Date]", "[2026-03-12]"), "bracketed 2026-03-12");
        assert_eq!(state("[X weeks]", "[3 weeks]"), "bracketed 3 weeks");
        assert_eq!(state("[Link]", "[https://x.y/z]"), "bracketed https://x.y/z");
        assert_eq!(state("[X]", "[5%]"), "bracketed 5%");
        assert_eq!(state("[1 week]", "[1 week]"), "placeholder [1 week]");
    }

    #[test]
    fn what_people_write_for_a_value_is_filled() {
        for text in [
            "Priya Nair", "Priya Nair [PM]", "[Bet 12](../bets/12.md)", "`[code]`", "None of them", "-5 %", "Ann [1]",
            "<br>Ann", "[Name](mailto:ann)", "李", "Ann <ann@example.org>",
        ] {
            assert_eq!(state("[Name]", text), "Filled", "{text}");
        }
    }

    #[test]
    fn markers_and_reasons_are_told_apart() {
        for text in [
            "TBD", "todo: ask Ann", "???", "{{owner}}", "<Name>", "____", "<!-- c --> TBD", "`TODO` <!-- c -->", "?",
            "…", "(TBD)", "T.B.D.", "TBD (soon)", "a definir", "未定", "👤", "TBD later by Ann", "&hellip;",
        ] {
            assert!(state("[Name]", text).starts_with("marker"), "{text}: {}", state("[Name]", text));
        }
        assert_eq!(state("[Name]", "N/A"), "NotApplicable { reason: false }");
        assert_eq!(state("[Name]", "-"), "NotApplicable { reason: false }");
        assert_eq!(state("[Name]", "N/A — no support team"), "NotApplicable { reason: true }");
        assert_eq!(state("[Name]", "not applicable because internal"), "NotApplicable { reason: true }");
        assert_eq!(state("[Name]", "N/A — tbc"), "NotApplicable { reason: false }");
        assert_eq!(state("[Name]", "— —"), "NotApplicable { reason: false }");
        assert_eq!(state("[Name]", " "), "Empty");
        assert_eq!(state("[Name]", "\u{3164}"), "Empty");
    }

    #[test]
    fn a_criterion_may_say_why_it_is_not_met() {
        let policy = Policy::default();
        for text in [
            "N/A — internal tool",
            "Support briefed — N/A: no support",
            "~~Support briefed~~ — no support",
            "~~Docs~~ (later)",
            "Support briefed, not applicable: no support",
            "Suporte, não se aplica: sem suporte",
            "Support informiert, entfällt, weil intern",
            "不适用：内部工具",
        ] {
            assert!(has_reason(text, &policy), "{text}");
        }
        for text in [
            "N/A — reason",
            "Docs — N/A — TBD",
            "n/a: n/a",
            "N/A — [reason]",
            "~~Docs~~ <!-- why -->",
            "Support briefed",
            "~~Support briefed~~",
            "N/A",
            "Support briefed — N/A",
            "Nationwide — done",
            "No aplica descuentos dobles",
            "El descuento no aplica: menores de edad",
            "N/A — fixme",
            "N/A — a definir",
        ] {
            assert!(!has_reason(text, &policy), "{text}");
        }
    }

    #[test]
    fn a_criterion_that_is_dropped_needs_its_reason() {
        let policy = Policy::default();
        let is_dropped = |text: &str| waiver(text, &fold(&inline::visible(text)), &policy) == Waiver::Silent;
        for text in ["~~Docs~~", "Docs — N/A", "N/A", "~~Docs~~.", "Docs, not applicable", "Suporte — não se aplica"]
        {
            assert!(is_dropped(text), "{text}");
        }
        for text in ["~~Docs~~ — internal", "~~5~~ 3 alpha users", "Docs", "None", "Docs — N/A: internal", "- 5 bugs"]
        {
            assert!(!is_dropped(text), "{text}");
        }
    }
}
