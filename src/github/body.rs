//! How a finding reads in a comment. Text that comes from a plan is untrusted, and is made inert here.

use crate::finding::{Finding, Fix, Location};
use crate::text::{Edit, Source, Span, apply};
use std::ops::RangeInclusive;

/// The longest that one line of text from a finding may be, in bytes.
const TEXT_LIMIT: usize = 2_000;
/// The longest that all replacements of a fix may be, in bytes.
const REPLACEMENT_LIMIT: usize = 20_000;
/// How many other places a comment names.
const LABEL_LIMIT: usize = 5;
/// The longest that a comment may be before it is reduced to its message, in bytes. GitHub takes 65 536 characters.
const COMMENT_LIMIT: usize = 55_000;
/// The longest that an item of a list may be before it is reduced to its message, in bytes.
const ITEM_LIMIT: usize = 12_000;

/// The text of a comment on lines of the version after the change, or with `commented` = `None` of the one before it.
/// The marker is not part of it.
pub(crate) fn comment(finding: &Finding, commented: Option<RangeInclusive<u32>>) -> String {
    let mut paragraphs = vec![format!("**{}:** {}", finding.severity, defuse(&finding.message))];
    paragraphs.extend(finding.help.iter().map(|help| format!("**help:** {}", defuse(help))));
    paragraphs.extend(other_places(finding));
    if let Some(fix) = &finding.fix {
        let suggestion = commented.and_then(|lines| suggestion(&finding.location, fix, lines));
        paragraphs.push(suggestion.unwrap_or_else(|| replacements(&finding.location, fix)));
    }
    paragraphs.push(format!("<sub>Rule: {}</sub>", code_span(finding.rule)));
    if paragraphs.iter().map(String::len).sum::<usize>() > COMMENT_LIMIT {
        // Only text made to be long gets here.
        paragraphs.drain(1..paragraphs.len() - 1);
    }
    paragraphs.join("\n\n")
}

/// The item for a finding in a list, for when no line of the diff can carry it. `place` is Markdown.
pub(crate) fn item(finding: &Finding, place: &str) -> String {
    let message = format!("- **{}** {place}: {}", finding.severity, defuse(&finding.message));
    let help: String = finding.help.iter().map(|help| format!(". **help:** {}", defuse(help))).collect();
    let rule = format!(" ({})", code_span(finding.rule));
    // Indented by two, a block belongs to its item.
    let block = finding.fix.as_ref().map(|fix| indented(&replacements(&finding.location, fix)));
    let block = block.map(|block| format!("\n\n{block}")).unwrap_or_default();
    if message.len() + help.len() + rule.len() + block.len() > ITEM_LIMIT {
        return message + &rule;
    }
    message + &help + &rule + &block
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") });
    lines.collect::<Vec<String>>().join("\n")
}

fn other_places(finding: &Finding) -> Option<String> {
    let items: Vec<String> = finding
        .labels
        .iter()
        .take(LABEL_LIMIT)
        .map(|label| {
            let location = &label.location;
            format!("- {} line {}: {}", code_span(&location.source.path), location.line(), defuse(&label.message))
        })
        .collect();
    (!items.is_empty()).then(|| items.join("\n"))
}

/// A block that GitHub offers to commit with one click. It stands for the commented lines as a whole, so that it is only
/// possible when all edits stay inside them.
fn suggestion(location: &Location, fix: &Fix, lines: RangeInclusive<u32>) -> Option<String> {
    if fix.source.path != location.source.path {
        return None;
    }
    let text = edited_lines(&fix.source, &fix.edits, &lines)?;
    if visible(&text) != text || text.len() > REPLACEMENT_LIMIT {
        return None;
    }
    Some(format!("{}\n\n{}", title(fix), fenced("suggestion", &text)))
}

/// The given lines as they read after the edits; `None` when an edit reaches outside them.
fn edited_lines(source: &Source, edits: &[Edit], lines: &RangeInclusive<u32>) -> Option<String> {
    let start = source.line_span(*lines.start()).start;
    let end = match *lines.end() {
        last if last >= source.line_count() => source.text.len(),
        last => source.line_span(last + 1).start,
    };
    let region = Span::new(start, end);
    if edits.is_empty() || !edits.iter().all(|edit| region.contains(edit.span)) {
        return None;
    }
    let in_region = |edit: &Edit| Edit {
        span: Span::new(edit.span.start - start, edit.span.end - start),
        replacement: edit.replacement.clone(),
    };
    let edits: Vec<Edit> = edits.iter().map(in_region).collect();
    apply(source.slice(region), &edits).ok().map(|text| without_last_break(&text))
}

fn without_last_break(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.strip_suffix('\n').unwrap_or(&text).to_owned()
}

/// What the edits of a fix write, to copy by hand.
fn replacements(location: &Location, fix: &Fix) -> String {
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| edit.span);
    // Edits of one line are shown together.
    let source = &fix.source;
    let lines_of = |edit: &Edit| (source.line(edit.span.start), source.line(edit.span.end));
    let blocks: Vec<String> = edits
        .chunk_by(|one, other| lines_of(one).1 >= lines_of(other).0)
        .map(|edits| replacement(source, edits))
        .collect();
    if blocks.iter().map(String::len).sum::<usize>() > REPLACEMENT_LIMIT {
        return format!("{} (The text is too long to be shown here.)", title(fix));
    }
    // A person has to know where it goes.
    let file = match source.path != location.source.path {
        true => format!("In {}: ", code_span(&source.path)),
        false => String::new(),
    };
    format!("{file}{}\n\n{}", title(fix), blocks.join("\n\n"))
}

/// What edits of neighbouring lines write: new lines alone, or the whole of the lines that they change.
fn replacement(source: &Source, edits: &[Edit]) -> String {
    let adds_lines =
        |edit: &Edit| edit.span.is_empty() && (edit.replacement.ends_with('\n') || edit.replacement.starts_with('\n'));
    let first = edits.iter().map(|edit| source.line(edit.span.start)).min().unwrap_or(1);
    let last = edits.iter().map(|edit| source.line(edit.span.end)).max().unwrap_or(first);
    let text = match edited_lines(source, edits, &(first..=last)) {
        Some(text) if !edits.iter().all(adds_lines) => text,
        _ => {
            let texts = edits.iter().map(|edit| edit.replacement.replace("\r\n", "\n").trim_matches('\n').to_owned());
            texts.collect::<Vec<_>>().join("\n")
        }
    };
    fenced("", &visible(&text))
}

fn title(fix: &Fix) -> String {
    format!("{}:", defuse(fix.title.trim_end_matches([':', '.'])))
}

/// A code block whose fence no line of the text can close.
fn fenced(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run_of_backticks(text).max(2) + 1);
    let break_after = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{fence}{language}\n{text}{break_after}{fence}")
}

/// A code span on one line that no backtick in the text can end.
pub(crate) fn code_span(text: &str) -> String {
    let text = visible(text).replace(['\n', '\t'], " ");
    let text = clip(&text);
    let fence = "`".repeat(longest_run_of_backticks(&text) + 1);
    // A blank on either side is taken off again, and keeps a backtick at the edge apart from the fence.
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run_of_backticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Makes a line of text safe to stand inside a paragraph on GitHub: no emphasis, HTML, image, link, formula, comment, and
/// nobody is mentioned and no issue referred to. Code spans stay, for GitHub reads nothing inside them.
pub(crate) fn defuse(text: &str) -> String {
    let line = visible(text).replace(['\n', '\t'], " ");
    let line = clip(line.trim());
    let mut inert = String::with_capacity(line.len() + 16);
    let mut rest = line.as_str();
    // At the start of a paragraph a sign, or a number with a dot or bracket, would begin a list or draw a line.
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if rest.starts_with(['-', '+', '=']) || (digits > 0 && rest[digits..].starts_with(['.', ')'])) {
        inert.push_str(&rest[..digits]);
        inert.push('\\');
        rest = &rest[digits..];
    }
    while let Some(start) = rest.find('`') {
        let run = rest[start..].bytes().take_while(|byte| *byte == b'`').count();
        let after = &rest[start + run..];
        defuse_prose(&rest[..start], &mut inert);
        match closing_run(after, run) {
            Some(length) => {
                inert.push_str(&rest[start..start + run + length + run]);
                rest = &after[length + run..];
            }
            None => {
                inert.push_str(&"\\`".repeat(run));
                rest = after;
            }
        }
    }
    defuse_prose(rest, &mut inert);
    inert
}

/// How much text stands before the next run of exactly `run` backticks, which is how CommonMark ends a code span.
fn closing_run(text: &str, run: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find('`') {
        let start = from + at;
        let length = text[start..].bytes().take_while(|byte| *byte == b'`').count();
        if length == run {
            return Some(start);
        }
        from = start + length;
    }
    None
}

/// Escapes what Markdown reads, and parts with an invisible space what GitHub reads after Markdown: mentions, issue
/// numbers and bare addresses. Neither a backslash nor an entity would stop those.
fn defuse_prose(text: &str, inert: &mut String) {
    const APART: char = '\u{200b}';
    let mut previous = ['\0'; 3];
    for c in text.chars() {
        let lower = previous.map(|c| c.to_ascii_lowercase());
        if (c == '.' && lower == ['w', 'w', 'w']) || (c == '/' && lower[2] == ':') {
            inert.push(APART);
        }
        if "\\`*_[]<>&~$|!".contains(c) {
            inert.push('\\');
        }
        inert.push(c);
        if matches!(c, '@' | '#') || (c == '-' && lower[1..] == ['g', 'h']) {
            inert.push(APART);
        }
        previous = [previous[1], previous[2], c];
    }
}

/// The text with every character replaced that would be invisible or turn the text around. Line breaks and tabs stay.
fn visible(text: &str) -> String {
    let replace = |c: char| match c {
        '\n' | '\t' => c,
        '\u{2028}' | '\u{2029}' => ' ',
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.replace("\r\n", "\n").chars().map(replace).collect()
}

/// A text on one line, safe to print on a terminal.
pub(crate) fn plain(text: &str) -> String {
    visible(text).replace(['\n', '\t'], " ")
}

/// Shortens a text to what a comment has room for.
fn clip(text: &str) -> String {
    if text.len() <= TEXT_LIMIT {
        return text.to_owned();
    }
    let end = (0..=TEXT_LIMIT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    format!("{}…", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_spans_stay_and_everything_else_is_inert() {
        assert_eq!(defuse("`Owner` is *empty*"), "`Owner` is \\*empty\\*");
        assert_eq!(defuse("a ` b"), "a \\` b");
        assert_eq!(defuse(" - a"), "\\- a");
        assert_eq!(defuse("12) a"), "12\\) a");
        assert_eq!(defuse("2 weeks"), "2 weeks");
        assert_eq!(defuse("``a`b`"), "\\`\\`a`b`");
        assert_eq!(defuse("ask @team, see #12 and GH-3"), "ask @\u{200b}team, see #\u{200b}12 and GH-\u{200b}3");
        assert_eq!(defuse("https://x www.y"), "https:\u{200b}//x www\u{200b}.y");
        assert_eq!(defuse("<!-- a\r\nb\u{202e}"), "\\<\\!-- a b\u{fffd}");
    }

    #[test]
    fn code_spans_and_blocks_outlast_backticks() {
        assert_eq!(code_span("a`b"), "``a`b``");
        assert_eq!(code_span("`"), "`` ` ``");
        assert_eq!(fenced("suggestion", "```\nx"), "````suggestion\n```\nx\n````");
        assert_eq!(fenced("suggestion", ""), "```suggestion\n```");
    }
}
