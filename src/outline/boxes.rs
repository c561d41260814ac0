//! Boxes that can be ticked: the one reader of them, for items, values and cells.

use crate::markdown::inline::{self, PieceKind, Shown};
use crate::text::{Edit, Memo, Source, Span, apply, fold, is_seen, remembered, with_signs};
use crate::words::roles::opens_with_see;
use crate::words::ticks::{CHOICES, CROSSED_BOXES, INSIDE, Mark, SIGNS};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::LazyLock;

/// A box that can be ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CheckBox {
    /// `[ ]`, `[x]`, or one sign such as `☑`.
    pub(crate) span: Span,
    pub(crate) is_ticked: bool,
    pub(crate) form: BoxForm,
}

impl CheckBox {
    /// Whether Markdown shows the box with a tick. Only such a tick opens a gate; any other is
    /// evidence that work was done.
    pub(crate) fn opens_gates(self) -> bool {
        self.is_ticked && self.form == BoxForm::Standard
    }
}

/// The form in which a box is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BoxForm {
    /// `[ ]`, `[x]` or `[X]` with a space behind it: a box of Markdown.
    Standard,
    /// `[]`, `[✓]`, `[x]text`: a person sees a box in any list, but Markdown does not.
    Malformed,
    /// `☑`, `[v]`, `**[x]**`, a box behind the text: a person sees a box in a list that has boxes.
    Doubtful,
}

/// Which boxes a value or a cell may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Brackets that are boxes anywhere: the place may be none for boxes.
    Brackets,
    /// Signs such as `☑`, too.
    Signs,
    /// All that looks like a box: the place is one for boxes.
    Everything,
}

/// A box inside a value or a cell, with its word: `[x] Invited`.
#[derive(Clone, Debug)]
pub(crate) struct InlineBox {
    pub(crate) checkbox: CheckBox,
    /// The text behind the box, up to the next one. It is the text before the box where words come
    /// first.
    pub(crate) label: String,
}

thread_local! {
    static BRACKETS: RefCell<Memo<Rc<[InlineBox]>>> = RefCell::default();
    static SIGNED: RefCell<Memo<Rc<[InlineBox]>>> = RefCell::default();
    static ALL: RefCell<Memo<Rc<[InlineBox]>>> = RefCell::default();
    static OF_ITEMS: RefCell<Memo<Option<Boxed>>> = RefCell::default();
}

/// The boxes inside a value or a cell.
pub(crate) fn inline_boxes(source: &Source, span: Span, look: Look) -> Vec<InlineBox> {
    let line = source.slice(span);
    if !may_have_box(line) {
        return Vec::new();
    }
    let known = match look {
        Look::Brackets => &BRACKETS,
        Look::Signs => &SIGNED,
        Look::Everything => &ALL,
    };
    let place = |checkbox: CheckBox| CheckBox { span: checkbox.span.shifted(span.start), ..checkbox };
    let found = remembered(known, line, |line| boxes_in(line, look).into());
    found.iter().map(|inline| InlineBox { checkbox: place(inline.checkbox), label: inline.label.clone() }).collect()
}

/// The boxes inside a value or a cell, with their places in it.
fn boxes_in(line: &str, look: Look) -> Vec<InlineBox> {
    let signs = inline::shown(line);
    let mut found: Vec<(CheckBox, Seen)> = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let is_glued = at > 0 && (signs[at - 1].sign.is_alphanumeric() || signs[at - 1].sign == '[');
        let is_hidden = look != Look::Everything && signs[at].is_code;
        let seen = box_at(&signs[at..]).filter(|seen| seen.is_for(look) && !(is_glued && seen.is_bracket));
        match seen.filter(|_| !is_hidden) {
            Some(seen) => {
                let place = signs[at].span.to(signs[at + seen.length - 1].span);
                let is_known =
                    matches!(place.of(line).replace('\\', "").trim_matches(['[', ']']).trim(), "" | "x" | "X");
                // As in a list, a tick in bold or code opens nothing.
                let is_plain = !seen.is_ticked || marks_before(line, place).is_empty();
                let form = if seen.is_strong && is_known && is_plain { BoxForm::Standard } else { BoxForm::Doubtful };
                found.push((CheckBox { span: place, is_ticked: seen.is_ticked, form }, seen));
                at += seen.length;
            }
            None => at += 1,
        }
    }
    let found = without_remarks(line, found);
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return Vec::new() };
    // `Invited [x] Active [ ]`: each word comes before its box.
    let labels_lead = has_words(&line[..first.span.start]) && !has_words(&line[last.span.end..]);
    let starts: Vec<usize> = std::iter::once(0).chain(found.iter().map(|checkbox| checkbox.span.end)).collect();
    let ends: Vec<usize> = found.iter().skip(1).map(|checkbox| checkbox.span.start).chain([line.len()]).collect();
    let label_of = |index: usize, place: Span| match labels_lead {
        true => &line[starts[index]..place.start],
        false => &line[place.end.min(ends[index])..ends[index]],
    };
    let inline_box = |(index, checkbox): (usize, &CheckBox)| {
        let label = inline::visible(label_of(index, checkbox.span));
        // The marks around the box are no part of its word.
        let around = if marks_before(line, checkbox.span).is_empty() { &[][..] } else { MARKS };
        InlineBox { checkbox: *checkbox, label: label.trim_matches(around).trim().to_owned() }
    };
    found.iter().enumerate().map(inline_box).collect()
}

/// The boxes of a cell without the signs that only repeat its ticks: `[x] ✅`, `[x] Sent ✔`. Beside
/// an open box a sign is no remark, and neither is one with a word of its own: `[x] Asked ✅ Came`.
fn without_remarks(line: &str, found: Vec<(CheckBox, Seen)>) -> Vec<CheckBox> {
    let brackets: Vec<CheckBox> = found.iter().filter(|(_, seen)| seen.is_strong).map(|(known, _)| *known).collect();
    let are_ticked = !brackets.is_empty() && brackets.iter().all(|bracket| bracket.is_ticked);
    let words_lead = brackets.first().is_some_and(|first| has_words(&line[..first.span.start]));
    let is_remark = |(sign, seen): &(CheckBox, Seen)| {
        let place = sign.span;
        let is_tick = seen.is_ticked && !seen.is_strong && !place.of(line).starts_with(['[', '［', '【']);
        if !are_ticked || !is_tick || CROSSED_BOXES.any_in(&inline::visible(place.of(line))) {
            return false;
        }
        let touches = |bracket: &CheckBox| match bracket.span.end <= place.start {
            // `[x] see ✅ in the channel` only says where to look.
            true => {
                let between = &line[bracket.span.end..place.start];
                !has_words(between) || opens_with_see(&fold(&line[bracket.span.end..]))
            }
            false => !has_words(&line[place.end..bracket.span.start]),
        };
        brackets.iter().any(touches) || !words_lead && !has_words(&line[place.end..])
    };
    found.into_iter().filter(|sign| !is_remark(sign)).map(|(checkbox, _)| checkbox).collect()
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// The marks of bold, italics and code.
const MARKS: &[char] = &['*', '_', '`'];

/// The marks of bold, italics or code that open right before a box.
fn marks_before(line: &str, place: Span) -> &str {
    let before = &line[..place.start];
    let rest = before.trim_end_matches(MARKS);
    if rest.ends_with(char::is_alphanumeric) { "" } else { &before[rest.len()..] }
}

/// The edit that makes a box of Markdown of one in a cell. `None` where more than the box stands
/// between its marks.
pub(crate) fn mended_in_cell(cell: &str, checkbox: CheckBox) -> Option<Edit> {
    let (place, marks) = (checkbox.span, marks_before(cell, checkbox.span));
    let closing: String = marks.chars().rev().collect();
    cell[place.end..].starts_with(&closing).then(|| Edit {
        span: Span::new(place.start - marks.len(), place.end + closing.len()),
        replacement: if checkbox.is_ticked { "[x]" } else { "[ ]" }.to_owned(),
    })
}

/// Whether something in a line may be a box. Most values and cells end here, without much looking.
fn may_have_box(line: &str) -> bool {
    if line.contains(['[', '&']) || line.split(':').nth(2).is_some() {
        return true;
    }
    !line.is_ascii() && line.chars().any(|c| c == '(' || (!c.is_ascii() && OPENING.contains(&c)))
}

/// The characters outside of ASCII that a box may begin with.
static OPENING: LazyLock<Vec<char>> = LazyLock::new(|| {
    let signs = SIGNS.words().filter_map(|(sign, _)| sign.chars().next());
    signs.chain(['［', '【']).filter(|first| !first.is_ascii()).collect()
});

/// What looks like a box at the start of some characters.
#[derive(Clone, Copy, Debug)]
struct Seen {
    /// How many characters it has.
    length: usize,
    is_ticked: bool,
    /// Whether it is brackets, and no sign.
    is_bracket: bool,
    /// Whether it is a box in any list.
    is_strong: bool,
}

impl Boxed {
    /// The same in a text that has `by` more bytes before it.
    pub(super) fn shifted(self, by: usize) -> Boxed {
        let checkbox = CheckBox { span: self.checkbox.span.shifted(by), ..self.checkbox };
        Boxed { checkbox, text: self.text.shifted(by) }
    }
}

impl Seen {
    fn is_for(&self, look: Look) -> bool {
        match look {
            Look::Brackets => self.is_strong,
            Look::Signs => self.is_strong || !self.is_bracket,
            Look::Everything => true,
        }
    }
}

/// The longest word inside of a box, in characters.
const LONGEST: usize = 26;

/// The box that some characters begin with.
fn box_at(signs: &[Shown]) -> Option<Seen> {
    let first = signs.first()?.sign;
    let close = match first {
        '[' => ']',
        '［' => '］',
        '【' => '】',
        '(' => ')',
        _ => return sign_at(signs),
    };
    let end = signs.iter().skip(1).take(LONGEST).position(|shown| shown.sign == close)? + 1;
    // A reference may be one letter.
    if signs.get(end + 1).is_some_and(|next| next.sign == ':') && first == '[' {
        return None;
    }
    let inner: String = signs[1..end].iter().map(|shown| shown.sign).filter(|sign| is_seen(*sign)).collect();
    let seen = |is_ticked, is_strong| Seen { length: end + 1, is_ticked, is_bracket: true, is_strong };
    let is_plain = first == '[';
    match (inside(&inner), first) {
        (Some(Mark::Tick), '(') if inner.is_ascii() && inner != "x" => None,
        (Some(Mark::Tick), _) => Some(seen(true, is_plain)),
        // Round brackets hold remarks.
        (_, '(') => (inner.is_empty() && end == 2).then(|| seen(false, false)),
        (Some(Mark::LikelyTick), _) => Some(seen(true, false)),
        (Some(Mark::Open), _) => Some(seen(false, false)),
        (None, _) => inner.is_empty().then(|| seen(false, is_plain)),
    }
}

/// What the inside of a box says.
fn inside(inner: &str) -> Option<Mark> {
    INSIDE.meaning(inner).or_else(|| INSIDE.meaning(&fold(inner)))
}

/// The sign for a box that some characters begin with.
fn sign_at(signs: &[Shown]) -> Option<Seen> {
    let first = signs.first()?.sign;
    if first.is_ascii() && first != ':' {
        return None;
    }
    let begins = |sign: &str| {
        let mut shown = signs.iter().map(|shown| shown.sign);
        sign.chars().all(|wanted| shown.next() == Some(wanted))
    };
    let found = SIGNS.words().find(|(sign, _)| begins(sign)).map(|(sign, mark)| (sign.chars().count(), mark));
    let (length, mark) = found.or_else(|| code_at(signs))?;
    Some(Seen { length, is_ticked: mark == Mark::Tick, is_bracket: false, is_strong: false })
}

/// The shortcode of a sign for a box that some characters begin with: how long it is, and its
/// meaning.
fn code_at(signs: &[Shown]) -> Option<(usize, Mark)> {
    let close = signs.iter().skip(1).take(LONGEST).position(|shown| shown.sign == ':')? + 1;
    let code: String = signs[..=close].iter().map(|shown| shown.sign).collect();
    let sign = with_signs(&code)?;
    SIGNS.words().find(|(known, _)| *known == sign).map(|(_, mark)| (close + 1, mark))
}

/// The box of an item, and the text without it. All places are relative to the item's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Boxed {
    pub(super) checkbox: CheckBox,
    pub(super) text: Span,
}

/// The box of an item: in front of the text, else behind it.
pub(super) fn box_of(content: &str) -> Option<Boxed> {
    // Most items have a box of Markdown, or none at all.
    if let Some(rest) = content.strip_prefix("[x] ").or_else(|| content.strip_prefix("[X] ")) {
        let text = Span::new(content.len() - rest.trim_start().len(), content.len());
        return Some(Boxed {
            checkbox: CheckBox { span: Span::new(0, 3), is_ticked: true, form: BoxForm::Standard },
            text,
        });
    }
    if content.is_ascii() && !content.contains('(') && !may_have_box(content) {
        return None;
    }
    if let Some(rest) = content.strip_prefix("[ ] ")
        && rest.starts_with(|c: char| c.is_ascii_alphanumeric())
    {
        let checkbox = CheckBox { span: Span::new(0, 3), is_ticked: false, form: BoxForm::Standard };
        return Some(Boxed { checkbox, text: Span::new(4, content.len()) });
    }
    remembered(&OF_ITEMS, content, |content| {
        let signs = inline::shown(content);
        leading(content, &signs).or_else(|| trailing(&signs))
    })
}

/// The length of a list marker right before a box, which Markdown takes for text: `-[x] done`.
pub(super) fn glued_marker(line: &str) -> Option<usize> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = line[digits..].strip_prefix(if digits > 0 { &['.', ')'][..] } else { MARKERS })?.trim_start();
    // Words or bold text stand behind most marks.
    if rest.starts_with(|c: char| c.is_ascii() && !matches!(c, '[' | '\\' | '&' | ':')) {
        return None;
    }
    let is_box = |boxed: &Boxed| boxed.checkbox.form != BoxForm::Doubtful && boxed.checkbox.span.start == 0;
    box_of(rest).is_some_and(|boxed| is_box(&boxed)).then(|| line.len() - rest.len())
}

/// The signs that people begin the items of a list with.
const MARKERS: &[char] = &['-', '*', '+', '•', '–', '—', '·', '◦', '●', '▪'];

/// The boxes in front of an item's text. An empty box with a tick behind it is ticked.
fn leading(content: &str, signs: &[Shown]) -> Option<Boxed> {
    let skip = |at: usize| at + signs[at..].iter().take_while(|shown| !is_seen(shown.sign)).count();
    let start = skip(0);
    let first = box_at(&signs[start..])?;
    let mut place = signs[start].span.to(signs[start + first.length - 1].span);
    let mut end = start + first.length;
    let mut is_ticked = first.is_ticked;
    while !is_ticked
        && let next = skip(end)
        && let Some(seen) = box_at(&signs[next..])
        && seen.is_ticked
        && !is_placeholder(&signs[next..])
        && (seen.is_bracket || !is_choice(&signs[next + seen.length..]))
    {
        end = next + seen.length;
        place = place.to(signs[end - 1].span);
        is_ticked = true;
    }
    // What is struck with its box is no box any more.
    if inline::struck(content).iter().any(|struck| struck.start < place.start && place.start < struck.end) {
        return None;
    }
    let written = place.of(content);
    // Marks right behind a box in bold or code belong to the box.
    let is_between = |c: char| !is_seen(c) || place.start > 0 && matches!(c, '*' | '_' | '`');
    let text_start = content.len() - content[place.end..].trim_start_matches(is_between).len();
    let is_apart = signs.get(end).is_none_or(|shown| shown.sign.is_whitespace());
    let form = match written {
        "[ ]" | "[x]" | "[X]" if is_apart && place.start == 0 => BoxForm::Standard,
        _ if first.is_strong && place.start == 0 && end == start + first.length => BoxForm::Malformed,
        _ => BoxForm::Doubtful,
    };
    let checkbox = CheckBox { span: place, is_ticked, form };
    Some(Boxed { checkbox, text: Span::new(text_start, content.len()) })
}

/// Whether a sign is the one of a choice, which the words behind it name: `[ ] ✅ PASS`.
fn is_choice(behind: &[Shown]) -> bool {
    let text: String = behind.iter().map(|shown| shown.sign).collect();
    let folded = fold(&text);
    let first = folded.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
    first.is_none_or(|word| CHOICES.has(word))
}

/// Whether some characters begin with `[X]`, which waits for a number behind an empty box.
fn is_placeholder(signs: &[Shown]) -> bool {
    signs.iter().map(|shown| shown.sign).take(3).eq(['[', 'X', ']'])
}

/// The box behind an item's text: `Monitor the dashboards [x]`.
fn trailing(signs: &[Shown]) -> Option<Boxed> {
    let end = signs.iter().rposition(|shown| is_seen(shown.sign))? + 1;
    let first = end.saturating_sub(LONGEST + 2).max(1);
    let is_apart = |at: usize| !signs[at - 1].sign.is_alphanumeric() && signs[at - 1].sign != '[';
    let start = (first..end)
        .find(|at| box_at(&signs[*at..end]).is_some_and(|seen| at + seen.length == end) && is_apart(*at))?;
    let seen = box_at(&signs[start..end])?;
    let words = &signs[..start];
    let text_end = words.iter().rposition(|shown| shown.sign.is_alphanumeric() || shown.sign == ')')? + 1;
    // `Error rate < [X]` waits for a number.
    let waits = words[text_end..].iter().any(|shown| "<>=≤≥~≈%$€".contains(shown.sign));
    if waits || !(seen.is_strong || seen.is_ticked) {
        return None;
    }
    let checkbox = CheckBox {
        span: signs[start].span.to(signs[end - 1].span),
        is_ticked: seen.is_ticked,
        form: BoxForm::Doubtful,
    };
    Some(Boxed { checkbox, text: Span::new(0, words[text_end - 1].span.end) })
}

/// The edits that make a box of Markdown of an item's box, at places in the item's content. `None`
/// where they would not do that, or where a word would be lost.
pub(crate) fn mended(content: &str, checkbox: CheckBox, text: Span) -> Option<Vec<Edit>> {
    let mark = if checkbox.is_ticked { "[x] " } else { "[ ] " };
    let place = checkbox.span;
    let edits = if place.start < text.start || text.is_empty() {
        let marker = match glued_marker(content) {
            Some(length) => [content[..length].trim_end(), " "].concat().replace(|c: char| !c.is_ascii(), "-"),
            None => String::new(),
        };
        let before = if marker.is_empty() { &content[..place.start] } else { "" };
        let around = [before, &content[place.end..text.start]];
        let lead = [marker.as_str(), mark, &kept(around)?].concat();
        vec![Edit { span: Span::new(0, text.start), replacement: lead }]
    } else {
        let around = [&content[text.end..place.start], &content[place.end..]];
        vec![
            Edit { span: Span::at(0), replacement: mark.to_owned() },
            Edit { span: Span::new(text.end, content.len()), replacement: kept(around)? },
        ]
    };
    let words = |text: &str| fold(&inline::visible(text)).replace(|c: char| !c.is_alphanumeric(), " ");
    let written = apply(content, &edits).ok()?;
    // Where it stands, Markdown sees no item: what is written right already mends nothing.
    if written == content {
        return None;
    }
    let written = &written[written.find('[')?..];
    let read = box_of(written)?;
    let is_mended = read.checkbox.form == BoxForm::Standard && read.checkbox.is_ticked == checkbox.is_ticked;
    let keeps = words(read.text.of(written)).split_whitespace().eq(words(text.of(content)).split_whitespace());
    (is_mended && keeps).then_some(edits)
}

/// What has to stay of the signs before and behind a box: comments, and marks that are closed
/// elsewhere. `None` for anything else than signs between a box and its text.
fn kept(around: [&str; 2]) -> Option<String> {
    let mut out = String::new();
    let pieces = around.map(|text| inline::pieces(text).map(move |piece| (piece.kind, piece.span.of(text))));
    let pieces: Vec<(PieceKind, &str)> = pieces.into_iter().flatten().collect();
    let is_mark = |text: &str| !text.trim().is_empty() && text.trim().chars().all(|c| "*_`~".contains(c));
    let marks = pieces.iter().filter(|(_, text)| is_mark(text)).count();
    for (kind, text) in pieces {
        match kind {
            PieceKind::Hidden => out.push_str(&[text, " "].concat()),
            _ if is_mark(text) && marks % 2 == 0 => {}
            _ if is_mark(text) => out.push_str(text.trim()),
            _ if text.chars().any(char::is_alphanumeric) => return None,
            _ => out.push_str(text.trim_matches(|c: char| !is_seen(c) || "—–-:：·|→".contains(c))),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, look: Look) -> Vec<(bool, String)> {
        let source = Source::new("plan.md", text);
        let boxes = inline_boxes(&source, Span::new(0, text.len()), look);
        boxes.into_iter().map(|inline| (inline.checkbox.is_ticked, inline.label)).collect()
    }

    #[test]
    fn inline_boxes_carry_the_word_behind_them() {
        let known = |is_ticked: bool, label: &str| (is_ticked, label.to_owned());
        let text = "[x] Staged %  [ ] Opt-in `[ ]`";
        assert_eq!(shown(text, Look::Brackets), [known(true, "Staged %"), known(false, "Opt-in [ ]")]);
        assert_eq!(shown("Invited [x] Active [ ]", Look::Brackets), [known(true, "Invited"), known(false, "Active")]);
        assert_eq!(shown("Asked `[x]` Came **[ ]**", Look::Everything), [known(true, "Asked"), known(false, "Came")]);
        assert_eq!(shown("✅ good [v]", Look::Brackets), []);
        assert_eq!(shown("✅ good [v]", Look::Signs), [known(true, "good [v]")]);
        assert_eq!(shown("✅ good [v]", Look::Everything), [known(true, "good"), known(true, "")]);
    }

    #[test]
    fn a_sign_beside_ticked_brackets_is_a_remark() {
        let ticks = |text: &str| shown(text, Look::Everything).into_iter().map(|(is_ticked, _)| is_ticked);
        for text in [
            "[x] ✅", "✅ [x]", "[X] ✔️ ☑", "[x] &check;", "[x] :white_check_mark:", "[x] Sent ✅", "[x] (✓ Ana)",
            "[x] (✓)", "[x] ✅ 2026-04-02", "[x] see ✅ in chat",
        ] {
            assert_eq!(ticks(text).collect::<Vec<_>>(), [true], "{text}");
        }
        assert_eq!(shown("[x] Asked [x] Came ✅", Look::Everything).len(), 2);
        for text in ["[x] Asked ✅ Came", "Asked [x] Came ✅", "✅ Asked [x] Came", "[ ] ✅", "[x] ☐", "[x] ☒"]
        {
            assert_eq!(ticks(text).count(), 2, "{text}");
        }
        assert_eq!(shown("[x] Asked [ ] Came ✅", Look::Everything).len(), 3);
    }

    #[test]
    fn a_tick_in_bold_or_code_opens_no_gate_in_a_cell() {
        let first =
            |text: &str| inline_boxes(&Source::new("", text), Span::new(0, text.len()), Look::Everything).remove(0);
        for text in ["[x]", "**Sent** [x]", "*Sent*: [x]", "[X] `v2`", "**[ ]**"] {
            assert_eq!(first(text).checkbox.form, BoxForm::Standard, "{text}");
        }
        for (text, wanted) in [
            ("`[x]` Ana", Some("[x] Ana")),
            ("**[x]**", Some("[x]")),
            ("_**[x]**_", Some("[x]")),
            ("**[x] Sent**", None),
            ("Sent ✅", Some("Sent [x]")),
        ] {
            let checkbox = first(text).checkbox;
            assert_eq!(checkbox.form, BoxForm::Doubtful, "{text}");
            let edit = mended_in_cell(text, checkbox);
            assert_eq!(edit.and_then(|edit| apply(text, &[edit]).ok()).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn what_looks_ticked_is_ticked() {
        for text in [
            "[х] a", "[ｘ] a", "[𝐱] a", "[×] a", "[v] a", "[V] a", "[*] a", "[+] a", "[o] a", "[done] a", "[OK] a",
            "[erledigt] a", "[済] a", "[\u{200b}x] a", "\u{200b}[x] a", "**[x]** a", "__[x] a__", "`[x]` a",
            "&#91;x&#93; a", "[&check;] a", "[x]a", "\\[x\\] a", "&#9745; a", ":white_check_mark: a", "✔️ a",
            "[ ] [x] a", "[ ] ✅ a", "<!-- c --> [x] a", "a [x]", "a — ✅", "a: [done]", "**a** [X]", "(x) a",
        ] {
            let found = box_of(text).unwrap_or_else(|| panic!("{text} has no box"));
            assert!(found.checkbox.is_ticked && !found.checkbox.opens_gates(), "{text}: {found:?}");
            let shown = inline::visible(found.text.of(text)).into_owned();
            assert_eq!(shown, "a", "{text}");
        }
        for text in ["[x] a", "[X] a", "[x] ✅ a", "[x] [ ] a"] {
            assert!(box_of(text).is_some_and(|found| found.checkbox.opens_gates()), "{text}");
        }
    }

    #[test]
    fn other_signs_in_brackets_are_open_or_no_box() {
        for text in ["[-] a", "[~] a", "[/] a", "[>] a", "[?] a", "[!] a", "[] a", "[ ]a", "☐ a", "( ) a", "a [ ]"] {
            assert!(box_of(text).is_some_and(|found| !found.checkbox.is_ticked), "{text}");
        }
        for text in [
            "[x](link) a", "[x]: a", "[Name] a", "[P] a", "[1] a", "~~[x] a~~ — why", "Error rate < [X]", "a ok",
            "arr[x]", "[[x]]", "a (ok)", "[done](link)", "Target: ~[X]", "a [x](y)", "x",
        ] {
            assert_eq!(box_of(text), None, "{text}");
        }
        for text in ["[ ] ✅ PASS - ready", "[ ] Error rate < [X]", "[ ] [X] of [Y] users", "[ ] HTTPS enforced: ✅"]
        {
            assert_eq!(box_of(text).map(|found| found.checkbox.is_ticked), Some(false), "{text}");
        }
    }

    #[test]
    fn a_mended_box_keeps_every_word() {
        for (text, wanted) in [
            ("[✓] a b", "[x] a b"),
            ("[]a", "[ ] a"),
            ("**[x]** a *b*", "[x] a *b*"),
            ("**[x] a b**", "[x] **a b**"),
            ("a b — [x]", "[x] a b"),
            ("a **b** [done]", "[x] a **b**"),
            ("<!-- c --> ✅ a", "[x] <!-- c --> a"),
            ("-[x] a", "- [x] a"),
            ("•[ ] a", "- [ ] a"),
            ("3.[x]a", "3. [x] a"),
        ] {
            let marker = glued_marker(text).unwrap_or(0);
            let found = box_of(&text[marker..]).expect("a box").shifted(marker);
            let edits = mended(text, found.checkbox, found.text);
            assert_eq!(edits.and_then(|edits| apply(text, &edits).ok()).as_deref(), Some(wanted), "{text}");
        }
    }
}
