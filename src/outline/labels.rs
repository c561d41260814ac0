//! The labels of a line: `**Owner:** Ann`, `Owner: Ann`.

use crate::text::{Source, Span, fold};
use crate::words::labels::{asks_for_value, is_of_head};
use crate::words::parts::{Role, role_of};
use std::borrow::Cow;

/// The labels of a line, each with its value. A line may have several bold labels. A plain label is
/// at the start of the line, or behind ` | `.
pub(super) fn labels(source: &Source, line: Span) -> Vec<(Span, Span)> {
    let text = source.slice(line);
    if !text.contains(':') && !text.contains('：') && !text.starts_with(['*', '_', '<']) {
        return Vec::new();
    }
    // An anchor in front is nothing that a reader sees.
    let line = Span::new(line.end - without_anchors(text).len(), line.end);
    let text = source.slice(line);
    let inside = emphasised(text).map_or(line, |inner| inner.shifted(line.start));
    let bold = bold_labels(source.slice(inside));
    // In a footer, which is in emphasis as a whole, a dot parts labels, too.
    let found = if bold.is_empty() { plain_labels(source.slice(inside), inside != line) } else { bold };
    let place = |span: Span| span.shifted(inside.start);
    found.into_iter().map(|(label, value)| (place(label), source.trimmed(place(value)))).collect()
}

/// Some lines, of which two are one where an editor broke the line inside a bold label.
pub(super) fn unbroken<'l>(source: &Source, lines: &'l [Span]) -> Cow<'l, [Span]> {
    let is_open = |line: &Span| source.slice(*line).matches("**").count() % 2 == 1;
    if !lines.iter().any(is_open) {
        return Cow::Borrowed(lines);
    }
    let mut whole: Vec<Span> = Vec::with_capacity(lines.len());
    let mut was_open = false;
    for line in lines {
        // A line with a label of its own does not go on with the one before.
        let goes_on = was_open && is_open(line) && !source.slice(*line).starts_with("**");
        match whole.last_mut().filter(|_| goes_on) {
            Some(first) => {
                *first = first.to(*line);
                was_open = false;
            }
            None => {
                whole.push(*line);
                was_open = is_open(line);
            }
        }
    }
    Cow::Owned(whole)
}

/// A text without the tags and comments that stand right at its start.
fn without_anchors(text: &str) -> &str {
    let mut rest = text;
    while rest.starts_with('<')
        && let Some(end) = rest.find('>')
        && !rest[..end].contains("://")
    {
        rest = rest[end + 1..].trim_start();
    }
    if rest.is_empty() { text } else { rest }
}

/// The text inside a line that is in `*…*` or `_…_` as a whole.
fn emphasised(text: &str) -> Option<Span> {
    let mark = text.chars().next().filter(|mark| matches!(mark, '*' | '_'))?;
    let is_whole = text.len() > 2
        && text.ends_with(mark)
        && !text[1..].starts_with(mark)
        && !text[1..text.len() - 1].contains(mark);
    is_whole.then(|| Span::new(1, text.len() - 1))
}

/// The labels of the forms `**Label:** value` and `**Label**: value`, or with `__`, each with its
/// value. The first one must be at the start of the line. A line that is bold as a whole is a
/// label, too.
fn bold_labels(text: &str) -> Vec<(Span, Span)> {
    // Most lines have neither.
    let marks = [("**", b'*'), ("__", b'_')];
    let Some((mark, sign)) = marks.into_iter().find(|(mark, _)| text.contains(mark)) else { return Vec::new() };
    let whole = text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    if whole.is_some_and(|inner| {
        !inner.is_empty() && inner.len() <= 60 && !inner.contains(mark) && !inner.contains(['.', '!', '?'])
    }) {
        return vec![(Span::new(0, text.len()), Span::at(text.len()))];
    }
    let mut found: Vec<(Span, Span)> = Vec::new();
    let first_word = text.find(|c: char| c.is_alphanumeric() || c == '[');
    let mut at = 0;
    let next_mark =
        |from: usize| text.as_bytes()[from..].windows(2).position(|two| two == [sign; 2]).map(|at| from + at);
    while let Some(open) = next_mark(at) {
        let Some(close) = next_mark(open + 2) else { break };
        let inner = &text[open + 2..close];
        let behind = &text[close + 2..];
        let colon = behind.chars().next().filter(|c| matches!(c, ':' | '：'));
        let after_colon = close + 2 + colon.map_or(0, char::len_utf8);
        let is_allowed = !found.is_empty() || first_word.is_none_or(|word| word >= open);
        let ends = match inner.trim_end().ends_with([':', '：']) || colon.is_some() {
            _ if !is_allowed || inner.trim().is_empty() => None,
            true => Some((after_colon, after_colon)),
            false if !found.is_empty() => None,
            false => remarked_label(inner, behind).map(|(label, value)| (close + 2 + label, close + 2 + value)),
        };
        if let Some((label_end, value)) = ends {
            if let Some((_, value)) = found.last_mut() {
                value.end =
                    value.start + text[value.start..open].trim_end_matches([' ', '|', '·', '•', ',', '/']).len();
            }
            found.push((Span::new(open, label_end), Span::new(value, text.len())));
        }
        at = close + 2;
    }
    found
}

/// Where a label ends that no colon follows right away, and where its value begins, behind its
/// bold name: a dash or a bracket says more of it. `**Exit criteria** — for a week` names a gate.
/// Behind another name a colon has to end the remark, `**Metrics** ([dashboard](…)):`, or else the
/// name has a role, and what follows is its value. A comment and the sign of a footnote say
/// nothing.
fn remarked_label(name: &str, behind: &str) -> Option<(usize, usize)> {
    let whole = behind.trim_end();
    let said = without_notes(whole);
    let has_colon = said.ends_with([':', '：']);
    let key = fold(name);
    let role = role_of(&key);
    if matches!(said.trim(), "" | ":" | "：") {
        return (said.len() < whole.len() && (has_colon || role != Role::Other)).then_some((0, behind.len()));
    }
    let dash = [" — ", " – ", " - "].iter().find(|sign| said.starts_with(**sign));
    if dash.is_none() && !said.starts_with(" (") {
        return None;
    }
    match dash {
        _ if has_colon || role.is_gate() => Some((whole.len(), behind.len())),
        Some(dash) if asks_for_value(&key) => Some((0, dash.len())),
        _ if role != Role::Other => Some((0, 0)),
        _ => None,
    }
}

/// A text without the comments and the signs of footnotes that stand right at its start.
fn without_notes(text: &str) -> &str {
    let mut rest = text;
    loop {
        let bare = rest.trim_start();
        let note = [("<!--", "-->"), ("[^", "]"), ("<sup>", "</sup>")].into_iter().find_map(|(open, close)| {
            let inside = bare.strip_prefix(open)?;
            inside.find(close).map(|end| &inside[end + close.len()..])
        });
        match note {
            Some(behind) => rest = behind,
            None => return rest.trim_end(),
        }
    }
}

/// The labels of the form `Label: value`, each with its value. Several are separated by ` | `, in a
/// footer by any bar or dot.
fn plain_labels(text: &str, is_footer: bool) -> Vec<(Span, Span)> {
    let mut found: Vec<(Span, Span)> = Vec::new();
    let mut start = 0;
    loop {
        let bar = |text: &str| text.contains('|').then(|| text.find(" | ")).flatten();
        let sign = if is_footer { text[start..].find(['|', '·', '•']) } else { bar(&text[start..]) };
        let end = sign.map_or(text.len(), |at| start + at + usize::from(!is_footer));
        let segment = &text[start..end];
        // The bar may be escaped.
        let value_end = start + segment.trim_end_matches([' ', '\\']).len();
        let first = start + (segment.len() - segment.trim_start().len());
        match plain_label(&text[first..end]) {
            Some(label) => {
                let label_end = first + label;
                found.push((Span::new(first, label_end), Span::new(label_end, value_end.max(label_end))));
                part_joined(text, &mut found);
            }
            // A part without a label belongs to the value before it.
            None => {
                if let Some((_, value)) = found.last_mut() {
                    value.end = value_end.max(value.start);
                }
            }
        }
        let Some(sign) = text[end..].chars().next().filter(|_| !found.is_empty()) else { return found };
        start = end + sign.len_utf8();
    }
}

/// Parts the value of the last label before other labels of a plan's head, which a formatter has
/// joined to one line: `Rollout ID: RO-1 Owner: Ann`.
fn part_joined(text: &str, found: &mut Vec<(Span, Span)>) {
    let name = |label: Span| fold(label.of(text).trim_end_matches([':', '：', '*', '_']));
    let Some((label, mut value)) = found.last().copied() else { return };
    // Most values have no colon, and most labels are not of the head.
    if !value.of(text).contains(": ") || !is_of_head(&name(label)) {
        return;
    }
    let from = value.start;
    for (colon, _) in value.of(text).match_indices(": ") {
        let before = &text[value.start..from + colon];
        let starts = before.rmatch_indices(' ').map(|(at, _)| value.start + at + 1).take(MOST_WORDS);
        let is_label = |start: &usize| {
            let name = &text[*start..from + colon];
            name.starts_with(char::is_uppercase) && is_of_head(&fold(name))
        };
        let Some(start) = starts.filter(is_label).last() else { continue };
        // A label right behind another one is the value of that.
        if text[value.start..start].trim().is_empty() {
            continue;
        }
        if let Some((_, value)) = found.last_mut() {
            value.end = start - 1;
        }
        let end = from + colon + 1;
        value = Span::new(end, value.end);
        found.push((Span::new(start, end), value));
    }
}

/// How many words a label of a plan's head has at most.
const MOST_WORDS: usize = 3;

/// Where the label of `Label: value` ends, with its colon.
fn plain_label(segment: &str) -> Option<usize> {
    let colon = segment.find([':', '：'])?;
    let width = segment[colon..].chars().next().map_or(1, char::len_utf8);
    let label = &segment[..colon];
    let behind = &segment[colon + width..];
    // `*Label:* value`
    let mark = label.trim_start().chars().next().filter(|c| matches!(c, '*' | '_'));
    let closing = usize::from(mark.is_some_and(|mark| behind.starts_with(mark) && label.matches(mark).count() == 1));
    let behind = &behind[closing..];
    let is_separated = width > 1 || behind.is_empty() || behind.starts_with(char::is_whitespace);
    let is_short = !label.trim().is_empty() && label.chars().count() <= 60;
    let is_prose = label.contains(['.', '?', '!', ';', '[', '`', '<', '|']);
    (is_separated && is_short && !is_prose).then_some(colon + width + closing)
}
