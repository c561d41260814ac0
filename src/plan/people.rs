//! The people in a cell or behind a label. Log rows and Progression Decisions are read by it alike.

use super::pointers::{leads_on_alone, without_pointers};
use super::value::{Value, ValueState};
use crate::markdown::inline::{self, PieceKind};
use crate::template::record::{Column, part_of};
use crate::text::{fold, is_cjk, without_drawings};
use crate::words::decisions::{CROSSES, Decision, is_bare_denial, is_denial, is_denying_line};
use crate::words::negations::NEGATIONS;
use crate::words::people::{BETWEEN, TITLES};
use crate::words::roles::{asks_for_name, is_no_person, is_no_role, is_role};
use crate::words::stands::{ASKED, AWAITS};
use crate::words::ticks::{Mark, SIGNS};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The people in a cell, and what stands beside their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Named {
    /// The names, in the order of the text.
    pub(crate) names: Vec<String>,
    /// Their roles, folded: `Priya Nair (PM)`, `Priya Nair, Head of Product`.
    pub(crate) roles: Vec<String>,
    /// The other words, folded: `Priya Nair (for Ann Lee)`.
    pub(crate) remarks: Vec<String>,
    /// Whether somebody is still to be named, or has not agreed yet: `Priya Nair (pending)`,
    /// `Priya Nair, tbd`, `Priya Nair?`.
    pub(crate) is_open: bool,
}

impl Named {
    /// Takes in what stands beside a name: a role, or words that may say anything. An address says
    /// nothing new.
    fn take_note(&mut self, note: &str) {
        let words = || note.split_whitespace().filter(|word| !is_address(word));
        let text = words().collect::<Vec<_>>().join(" ");
        self.is_open |= is_denial(&text) || ASKED.has(&fold(&text));
        if text.is_empty() {
        } else if is_no_person(&text) || is_role(&text) {
            self.take_role(&text);
        } else {
            self.remarks.extend(words().map(fold));
        }
    }

    /// Takes in what a person is. A program, a body or a day behind a name is no role of a person.
    fn take_role(&mut self, role: &str) {
        let taken = if is_no_role(role) { &mut self.remarks } else { &mut self.roles };
        taken.push(fold(role));
    }
}

/// The people in the value of a cell, from its Markdown. A value in which somebody is still to be
/// named is open, and names nobody.
pub(crate) fn people_of(value: &mut Value, cell: &str) -> Named {
    let named = if value.is_open() { Named::default() } else { people(cell) };
    if named.is_open && value.is_filled() {
        value.state = ValueState::Marker { marker: value.span };
        return Named::default();
    }
    named
}

/// The people in a cell, from its Markdown. They are separated by signs, by a line break, or by a
/// word such as `and`. What is struck through, footnotes and addresses name nobody.
pub(crate) fn people(cell: &str) -> Named {
    let shown = shown(cell);
    let mut named = Named { is_open: has_empty_box(&shown), ..Named::default() };
    let (text, notes) = without_brackets(&shown);
    for note in &notes {
        named.take_note(note);
    }
    let mut parts = parts(&text);
    if parts.is_empty() {
        // All of it stands in brackets.
        named = Named { is_open: named.is_open, ..Named::default() };
        parts = self::parts(&notes.join(","));
    }
    for (is_behind_comma, part) in parts {
        let (label, name) = part.split_once(": ").map_or((None, part.as_str()), |(label, name)| (Some(label), name));
        let (name, role) = role_behind_dash(name);
        for note in label.into_iter().chain(role) {
            named.take_note(note);
        }
        if is_behind_comma && is_no_person(name) && named.names.last().is_some_and(|last| !is_no_person(last)) {
            named.take_role(name);
            continue;
        }
        if is_bare_denial(name) || name.ends_with('?') || is_marked_open(name) || asks_for_name(name) || waits(name) {
            named.is_open = true;
            continue;
        }
        let (name, title) = without_title(without_drawings(name));
        if let Some(role) = title {
            named.take_note(role);
        }
        let bare: Vec<&str> = name.split_whitespace().filter(|word| !is_address(word)).collect();
        let name = if bare.is_empty() { name.trim().to_owned() } else { bare.join(" ") };
        let name = name.trim_matches(|c: char| matches!(c, '.' | '—' | '–') || c.is_whitespace()).to_owned();
        named.names.extend(Some(name).filter(|name| !name.is_empty()));
    }
    // An address on the web is nobody, but where nothing else stands it is in their place.
    if leads_on_alone(cell) {
        named.names.clear();
    }
    if named.names.is_empty() && notes.is_empty() && !named.is_open {
        let addresses = cell.split_whitespace().map(|word| word.trim_matches(['<', '>', ',', ';']));
        named.names.extend(addresses.filter(|word| is_web_address(word)).map(str::to_owned));
    }
    named
}

/// Whether a line names people and says nothing else: `Priya Nair and Bo Ek`, `李伟、王芳`. One word
/// alone may be a reason, unless it is a login or an address.
pub(crate) fn names_people(line: &str) -> bool {
    let named = people(line);
    // What stands behind a label is read by its label.
    !line.contains([':', '：'])
        && !named.is_open
        && !named.names.is_empty()
        && named.names.iter().all(|name| looks_like_a_name(name))
}

/// The same behind a label that asks for people, where one word may be a name.
pub(crate) fn may_name_people(line: &str) -> bool {
    let named = people(line);
    let may_be_one = |name: &String| {
        let begins = name.starts_with(|c: char| c.is_uppercase() || c == '@' || is_cjk(c)) || is_address(name);
        begins && name.split_whitespace().count() <= LONGEST_NAME
    };
    !named.is_open && !named.names.is_empty() && named.names.iter().all(may_be_one)
}

/// The most words of a name.
const LONGEST_NAME: usize = 5;

fn looks_like_a_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_part = |word: &&str| word.starts_with(char::is_uppercase);
    let letters = || words.iter().flat_map(|word| word.chars());
    match &words[..] {
        _ if letters().any(|c| c.is_numeric() || matches!(c, '!' | '?' | '%')) => false,
        _ if letters().all(is_cjk) => (2..=LONGEST_CJK_NAME).contains(&letters().count()),
        [only] => only.starts_with('@') || is_address(only),
        // `Ana de la Torre`
        [first, between @ .., last] => {
            is_part(first)
                && is_part(last)
                && words.len() <= LONGEST_NAME
                && between.iter().all(|word| is_part(word) || word.len() <= LONGEST_PARTICLE)
                && !NEGATIONS.has(&fold(first))
        }
        [] => false,
    }
}

/// The most signs of a name in a script without spaces.
const LONGEST_CJK_NAME: usize = 5;

/// The longest small word inside a name, in bytes: `van`, `del`.
const LONGEST_PARTICLE: usize = 3;

/// A text in which signs part people where the marks of items stand. Most cells have one line.
fn without_list_marks(text: &str) -> Cow<'_, str> {
    let Some((first, others)) = text.split_once('\n') else { return Cow::Borrowed(text) };
    let mut parted = without_list_mark(first).to_owned();
    for line in others.split('\n') {
        let name = without_list_mark(line);
        parted.push_str(if name.len() < line.len() { "\n;" } else { "\n" });
        parted.push_str(name);
    }
    Cow::Owned(parted)
}

fn without_list_mark(line: &str) -> &str {
    let unnumbered = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = unnumbered.strip_prefix(['-', '*', '+', '.', ')']);
    rest.filter(|rest| rest.starts_with(' ')).unwrap_or(line)
}

/// A text with its lines on one. Markdown shows a line break as a space, and editors wrap lines
/// anywhere. It parts two people where it is a hard one, and where a full name ends and another one
/// begins.
fn on_one_line(text: String) -> String {
    if !text.contains('\n') {
        return text;
    }
    let mut joined = String::with_capacity(text.len());
    // The brackets that are open, and where the last part begins: the lines before are read once.
    let (mut open, mut closed, mut part) = (0, 0, 0);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            let names_end = ends_full_name(&joined[part..]) && begins_full_name(line) && open <= closed;
            let parts = joined.ends_with("  ") || names_end;
            joined.push(if parts { ';' } else { ' ' });
            part = if parts { joined.len() } else { part };
        }
        let start = joined.len();
        joined.push_str(line.trim_end_matches('\r'));
        let line = &joined[start..];
        open += line.matches('(').count();
        closed += line.matches(')').count();
        part = line.rfind(BEFORE_NAME).map_or(part, |sign| start + sign + 1);
    }
    joined
}

/// Signs behind which another name, or the first one behind a label, begins.
const BEFORE_NAME: [char; 6] = [',', ';', '/', '&', '+', ':'];

/// Whether the words of a part may end a full name. A small letter begins `and`, `van` and the
/// like, behind which a name goes on.
fn ends_full_name(part: &str) -> bool {
    is_full(part) && part.split_whitespace().next_back().is_some_and(|word| !word.starts_with(char::is_lowercase))
}

/// Whether the first words of a text may be a full name.
fn begins_full_name(text: &str) -> bool {
    let part = text.split([',', ';', '/', '&', '+', '(', '（']).next().unwrap_or(text);
    is_full(part) && !part.trim_start().starts_with(char::is_lowercase)
}

/// Whether a part has as many words as a full name. No space stands in a Chinese or Japanese one.
fn is_full(part: &str) -> bool {
    part.split_whitespace().nth(1).is_some() || part.contains(is_cjk)
}

/// The text that a reader sees, with a sign where people are parted. Signs that look alike are one
/// sign.
fn shown(cell: &str) -> String {
    let cell = without_list_marks(cell);
    let kept = inline::kept(&cell);
    let kept = without_pointers(&kept);
    let mut text = String::with_capacity(kept.len());
    for piece in inline::pieces(&kept) {
        let piece_text = piece.span.of(&kept);
        match piece.kind {
            PieceKind::Hidden if inline::is_break(piece_text) => text.push(';'),
            PieceKind::Text => text.push_str(piece_text),
            PieceKind::Hidden => text.push(' '),
            PieceKind::Mark => {}
            PieceKind::Autolink if is_web_address(piece_text) => text.push(' '),
            // A space has a name, too: `&nbsp;`, `&#32;`.
            PieceKind::Entity if inline::visible(piece_text).is_empty() => text.push(' '),
            _ => text.push_str(&inline::visible(piece_text)),
        }
    }
    let text = on_one_line(text).replace("&amp;", "&");
    let one_sign = |c: char| match c {
        '’' | '‘' | 'ʼ' | '′' | '＇' => '\'',
        '‐' | '‑' => '-',
        '、' | '，' => ',',
        '；' => ';',
        '＆' => '&',
        '／' => '/',
        '：' => ':',
        '（' | '【' => '(',
        '）' | '】' => ')',
        other => other,
    };
    text.chars().map(one_sign).collect()
}

/// A text without its brackets, and what stands in them.
fn without_brackets(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut notes, mut depth) = (String::new(), Vec::new(), 0usize);
    for c in text.chars() {
        match c {
            // `renovate[bot]` is a name.
            '[' | ']' if depth == 0 && outside.ends_with(char::is_alphanumeric) => outside.push(c),
            '(' | '[' => {
                if depth == 0 {
                    notes.push(String::new());
                    outside.push(' ');
                }
                depth += 1;
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => notes.last_mut().expect("a bracket has opened a note").push(c),
            _ => outside.push(c),
        }
    }
    (outside, notes)
}

/// The parts of a text between the signs and words that separate people, each with whether a comma
/// stands before it.
fn parts(text: &str) -> Vec<(bool, String)> {
    let listed = BETWEEN.replaced_in(text, ";");
    let (mut parts, mut part, mut is_behind_comma) = (Vec::new(), String::new(), false);
    for c in listed.chars().chain([';']) {
        // `@org/team` is one name.
        let is_handle = || part.split_whitespace().next_back().is_some_and(|word: &str| word.starts_with('@'));
        if !matches!(c, ';' | '&' | '+' | ',' | '/' | '·' | '•') || (c == '/' && is_handle()) {
            part.push(c);
            continue;
        }
        let text = part.trim().to_owned();
        if !text.is_empty() {
            parts.push((is_behind_comma, text));
        }
        is_behind_comma = c == ',';
        part.clear();
    }
    parts
}

/// A name without the role, or the remark, behind a dash: `Priya Nair — PM`, `— approved by mail`.
fn role_behind_dash(name: &str) -> (&str, Option<&str>) {
    let dash = [" — ", " – ", " - "].iter().find_map(|dash| name.split_once(dash));
    match dash {
        Some((person, role)) if is_no_person(role) || is_role(role) || is_denial(role) => (person, Some(role)),
        // `Priya Nair — approved by mail`
        Some((person, remark)) if Decision::opens_forward(remark, &BTreeMap::new(), &|_| false) => {
            (person, Some(remark))
        }
        _ => (name, None),
    }
}

/// Whether a sign beside a name says that somebody has not agreed: `Priya Nair ❌`.
fn is_marked_open(name: &str) -> bool {
    name.split_whitespace().any(|word| !word.contains(char::is_alphanumeric) && CROSSES.any_in(word))
}

/// Whether small words around a name say that somebody is asked, or has said no: `pending Mia
/// Berg`, `asked Mia Berg`, `Mia Berg vetoed`.
fn waits(name: &str) -> bool {
    let name = name.trim();
    let is_small = |words: &str| !words.contains(char::is_uppercase);
    let is_name = |text: &str| text.starts_with(|c: char| c.is_uppercase() || c == '@');
    let places = || name.match_indices(' ').map(|(at, _)| (&name[..at], name[at..].trim_start()));
    let is_asked = |words: &str| {
        let words = fold(words);
        let first = words.split(' ').next().unwrap_or_default();
        // `requested by Mia Berg` says that she did so.
        let is_turned_down = || is_bare_denial(first) && !ASKED.has(first);
        let is_awaited = || AWAITS.behind(&words).any(|rest| rest.is_empty() || rest.starts_with(' '));
        is_bare_denial(&words) || ASKED.has(&words) || is_turned_down() || is_awaited()
    };
    // At its beginning a cell is written large: `Pending Mia Berg`.
    let is_lead = |words: &str| {
        let rest = words.strip_prefix(char::is_uppercase).unwrap_or(words);
        is_small(rest) && (rest.len() == words.len() || words.len() >= LEAST_OF_LEAD) && is_asked(words)
    };
    let is_no = |end: &str| {
        let is_behind_dash = end.starts_with(['—', '–', '-']);
        let bare = end.trim_matches(|c: char| !c.is_alphanumeric());
        is_bare_denial(bare) || is_denying_line(bare) || (is_behind_dash && ASKED.has(&fold(bare)))
    };
    let leads = places().take(LONGEST_ROLE).any(|(lead, rest)| is_name(rest) && is_lead(lead));
    leads || places().any(|(before, end)| is_name(before) && is_small(end) && is_no(end))
}

/// The shortest word, in bytes, that is no part of a name where it begins with a large letter.
const LEAST_OF_LEAD: usize = 5;

/// Whether a box in a cell is empty, and none is ticked: `[ ] Mia Berg`.
fn has_empty_box(cell: &str) -> bool {
    let inside = |(at, _): (usize, &str)| cell[at + 1..].split_once(']').map(|(inside, _)| inside.trim());
    let is_empty = |text: &str| text.is_empty();
    let boxes = || cell.match_indices('[').filter_map(inside).filter(|text| text.chars().count() < 2);
    let drawn = |mark: Mark| SIGNS.words().any(|(sign, means)| means == mark && cell.contains(sign));
    let is_ticked = || boxes().any(|text| !is_empty(text)) || drawn(Mark::Tick);
    (boxes().any(is_empty) || drawn(Mark::Open)) && !is_ticked()
}

/// A name without the role or the title before it: `PM Priya Nair`, `Eng Lead Priya Nair`,
/// `Ms. Priya Nair`, `approved by Priya Nair`.
fn without_title(name: &str) -> (&str, Option<&str>) {
    let name = name.trim();
    let is_name = |rest: &str| rest.starts_with(char::is_uppercase) && !name.starts_with('@');
    let places = || name.match_indices(' ').map(|(at, _)| (&name[..at], name[at..].trim_start()));
    let is_title = |title: &str| TITLES.has(fold(title).trim_end_matches('.'));
    if let Some((_, rest)) = places().next().filter(|(first, rest)| is_title(first) && is_name(rest)) {
        return (rest, None);
    }
    let is_role = |role: &str| is_no_person(role) || part_of(&fold(role)) == Column::DecidedBy;
    let is_person = |rest: &str| is_name(rest) && rest.contains(' ') && !is_no_person(rest);
    let roles = places().take(LONGEST_ROLE).filter(|(role, rest)| is_role(role) && is_person(rest));
    roles.last().map_or((name, None), |(role, rest)| (rest, Some(role)))
}

/// The most words of a role before a name.
const LONGEST_ROLE: usize = 3;

/// `https://chat.example.com/1`, in angle brackets or not.
fn is_web_address(text: &str) -> bool {
    text.contains("://") && !text.contains(char::is_whitespace)
}

/// `priya@example.com`, in angle brackets or not.
fn is_address(word: &str) -> bool {
    let bare = word.trim_matches(['<', '>', ',', '.']).trim_start_matches("mailto:");
    bare.split_once('@').is_some_and(|(before, behind)| !before.is_empty() && behind.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_separated_in_every_usual_way() {
        let names = |text: &str| people(text).names;
        assert_eq!(names("Ann, Bo and Cy & Di + Ed; Flo"), ["Ann", "Bo", "Cy", "Di", "Ed", "Flo"]);
        assert_eq!(names("PM: Ann Lee / Eng: Bo Ek (lead)."), ["Ann Lee", "Bo Ek"]);
        for both in [
            "Ann Lee<br>Bo Ek",
            "Ann Lee und Bo Ek",
            "Ann Lee、Bo Ek",
            "Ann Lee <ann@shop.example>, Bo Ek",
            "[Ann Lee](mailto:ann@shop.example) y Bo Ek[^1]",
            "Ann Lee, Head of Product; Bo Ek",
            "~~Cy~~ Ann Lee, Bo Ek",
            "**Ann Lee** (ann@shop.example) & Bo Ek, QA lead",
            "Ann Lee — PM, Bo Ek",
            "Ann Lee（PM）、Bo Ek",
            "(Ann Lee, Bo Ek)",
            "PM Ann Lee and Eng Lead Bo Ek",
            "Product Manager Ann Lee, Bo Ek",
            "Ann Lee · Bo Ek",
            "approved by Ann Lee and Bo Ek",
        ] {
            assert_eq!(names(both), ["Ann Lee", "Bo Ek"], "{both}");
        }
        assert_eq!(names("Sean O’Neill"), ["Sean O'Neill"]);
        assert_eq!(names("Ann&nbsp;Lee &amp; Bo&#32;Ek"), ["Ann Lee", "Bo Ek"]);
        assert_eq!(names("ann@shop.example"), ["ann@shop.example"]);
        assert_eq!(names("@shop/release-team, @ann"), ["@shop/release-team", "@ann"]);
        assert_eq!(names("Product team"), ["Product team"]);
        assert_eq!(names("https://chat.example.com/1"), ["https://chat.example.com/1"]);
        assert_eq!(names("Ann Lee (https://chat.example.com/1)"), ["Ann Lee"]);
        assert_eq!(names("[Minutes](https://m.example.com)"), ["[Minutes](https://m.example.com)"]);
        assert_eq!(names("Ann Lee https://chat.example.com/1"), ["Ann Lee"]);
    }

    #[test]
    fn a_wrapped_line_parts_no_name() {
        let names = |text: &str| people(text).names;
        for one in ["Priya\nNair", "Priya Nair (Head of\nProduct Operations)", "Jan\nvan der Berg", "Ana Maria\nSilva"]
        {
            assert_eq!(names(one).len(), 1, "{one}");
        }
        assert_eq!(names("Priya\r\nNair"), ["Priya Nair"]);
        for two in
            ["Ann Lee\nBo Ek", "Ann Lee,\nBo Ek", "Ann Lee and\nBo Ek", "Ann Lee, Bo\nEk", "Ann  \nBo", "王伟\n李娜"]
        {
            assert_eq!(names(two).len(), 2, "{two}");
        }
        assert_eq!(names("Ann Lee, Bo\nEk"), ["Ann Lee", "Bo Ek"]);
        assert_eq!(names("Ann Lee\n[Bo Ek](https://people.example/bo)"), ["Ann Lee", "Bo Ek"]);
        assert_eq!(names("Ann **Lee**\n**Bo** Ek"), ["Ann Lee", "Bo Ek"]);
    }

    #[test]
    fn whoever_has_not_agreed_is_open() {
        for open in [
            "Priya Nair (pending)", "Priya Nair (tbc)", "Priya Nair, tbd", "Priya Nair?", "Priya Nair (?)",
            "Priya Nair — pending", "pending: Priya Nair", "Priya Nair, Ann Lee (awaiting reply)", "Priya Nair & TBD",
            "Priya Nair (noch offen)", "Priya Nair（予定）", "Priya Nair (se o jurídico aprovar)", "Name", "Nome (PM)",
            "Priya Nair and Vorname Nachname", "pending Priya Nair", "Pending Priya Nair", "awaiting Priya Nair",
            "waiting for Priya Nair", "asked Priya Nair", "requested Priya Nair, Ann Lee", "Priya Nair vetoed",
            "Priya Nair not yet", "[ ] Priya Nair", "☐ Priya Nair", "angefragt Priya Nair", "ausstehend Priya Nair",
            "aguardando Priya Nair", "demandé Priya Nair", "pending @priya", "Priya Nair (asked)",
            "awaiting approval of Priya Nair", "Priya Nair — asked", "Priya Nair did not approve",
        ] {
            assert!(people(open).is_open, "{open}");
        }
        for named in [
            "Priya Nair (PM)", "Priya Nair (approved in the meeting)", "Si Wei", "Priya Nair (for Ann Lee)",
            "Priya Nair, no objections", "Priya Nair (acting)", "PM: Priya Nair", "(Ann Lee, Bo Ek)", "[x] Priya Nair",
            "[x] Priya Nair [ ] Ann Lee", "☑ Priya Nair", "approved by Priya Nair", "Ana de la Torre",
            "Priya Nair approved", "requested by Priya Nair", "Priya Nair per mail",
        ] {
            assert!(!people(named).is_open, "{named}");
        }
    }

    #[test]
    fn what_stands_beside_a_name_is_a_role_or_a_remark() {
        let found = people("Priya Nair (PM)");
        assert_eq!((&found.roles[..], &found.remarks[..]), (&["pm".to_owned()][..], &[][..]));
        assert_eq!(people("Priya Nair (for Ann Lee)").remarks, ["for", "ann", "lee"]);
        assert_eq!(people("Priya Nair <priya@shop.example>").remarks, [""; 0]);
    }
}
