//! How a finding reads in a comment. Text that comes from a plan is untrusted; `report.rs` makes it inert.

use crate::finding::{Finding, Fix, Label, Location, Side};
use crate::report::markdown::{Item, Page, counts, gravest_first, listed};
use crate::report::{markdown_code, markdown_message, terminal};
use crate::text::{Edit, Source, Span, apply, short_commit};
use std::ops::RangeInclusive;

/// The longest that all replacements of a fix may be, in bytes.
const REPLACEMENT_LIMIT: usize = 20_000;
/// How many other places a comment names.
const LABEL_LIMIT: usize = 5;
/// The longest that a comment may be before it is reduced to its message, in bytes. GitHub takes 65 536 characters.
const COMMENT_LIMIT: usize = 55_000;
/// The longest body of any comment, in bytes, marker not included.
pub(crate) const BODY_LIMIT: usize = 60_000 - 300;

/// Lines of a file after the change that a comment stands on.
pub(crate) struct Stand<'a> {
    pub(crate) path: &'a str,
    pub(crate) lines: RangeInclusive<u32>,
}

/// The text of a comment on lines. The marker is not part of it. `stand` is `None` when the comment is on lines before the change, or on none that the diff
/// shows; `remark` is Markdown, and so is what `place` makes of a place.
pub(crate) fn comment(
    finding: &Finding,
    stand: Option<&Stand>,
    remark: Option<String>,
    place: &dyn Fn(&Location) -> String,
) -> String {
    let mut paragraphs = vec![format!("**{}:** {}", finding.severity, markdown_message(&finding.message))];
    paragraphs.extend(remark);
    paragraphs.extend(finding.help.iter().map(|help| format!("**help:** {}", markdown_message(help))));
    paragraphs.extend(other_places(finding, place));
    if let Some(fix) = &finding.fix {
        let suggestion = stand.and_then(|stand| suggestion(fix, stand));
        paragraphs.push(suggestion.unwrap_or_else(|| replacements(fix, place)));
    }
    paragraphs.push(format!("<sub>Rule: {}</sub>", markdown_code(finding.rule)));
    if paragraphs.iter().map(String::len).sum::<usize>() > COMMENT_LIMIT {
        // Only text made to be long gets here.
        paragraphs.drain(1..paragraphs.len() - 1);
    }
    paragraphs.join("\n\n")
}

/// The text of a comment on a file as a whole, which lists findings. `place` tells in Markdown where one is.
pub(crate) fn on_file(findings: &[&Finding], place: impl Fn(&Finding) -> String) -> String {
    let findings = gravest_first(findings);
    let mut page = Page::new(BODY_LIMIT);
    page.push(&format!("{}, not on a line that the diff shows:\n", counts(&findings).unwrap_or_default()));
    page.items("\n", findings.iter().map(|finding| listed(finding, &place(finding))).collect::<Vec<Item>>());
    page.text.trim_end().to_owned()
}

/// What becomes of a comment's text when its finding is mended.
pub(crate) fn fixed(text: &str, head: &str) -> String {
    with_story(format!("**Fixed** in {}.", short_commit(head)), text)
}

/// The same when it is still there, and no longer worth a thread.
pub(crate) fn withdrawn(text: &str, head: &str) -> String {
    with_story(format!("**No longer raised** at {}.", short_commit(head)), text)
}

/// The same where the thread cannot be resolved and must not be deleted.
pub(crate) fn tombstone(text: &str, head: &str) -> String {
    let first = format!(
        "**Fixed** in {}. rolloutlint may not resolve threads here: please resolve it by hand.",
        short_commit(head)
    );
    with_story(first, text)
}

fn with_story(first: String, text: &str) -> String {
    if first.len() + text.len() > BODY_LIMIT {
        return first;
    }
    // Committing a suggestion a second time would do harm.
    let is_fence = |line: &&str| {
        line.strip_suffix("suggestion")
            .is_some_and(|fence| fence.starts_with("```") && fence.bytes().all(|byte| byte == b'`'))
    };
    let lines: Vec<&str> =
        text.lines().map(|line| if is_fence(&line) { line.trim_end_matches("suggestion") } else { line }).collect();
    format!("{first}\n\n<details><summary>What it said</summary>\n\n{}\n\n</details>", lines.join("\n"))
}

fn other_places(finding: &Finding, place: &dyn Fn(&Location) -> String) -> Option<String> {
    let mut items: Vec<String> = finding
        .labels
        .iter()
        .take(LABEL_LIMIT)
        .map(|label| {
            let Label { location, message } = label;
            let mut item = format!("- {}: {}", place(location), markdown_message(message));
            if location.side == Side::Base {
                // Nobody finds it in the new version.
                let line = location.source.slice(location.source.line_span(location.line()));
                item.push_str(&format!("\n\n  {}", fenced("", &shown(line)).replace('\n', "\n  ")));
            }
            item
        })
        .collect();
    let more = finding.labels.len().saturating_sub(LABEL_LIMIT);
    items.extend((more > 0).then(|| format!("- and {more} more")));
    (!items.is_empty()).then(|| items.join("\n"))
}

/// A place in words: its file and line.
pub(crate) fn where_it_is(location: &Location) -> String {
    let when = match location.side {
        Side::Head => "",
        Side::Base => " before the change",
    };
    format!("{} line {}{when}", markdown_code(&location.source.path), location.line())
}

/// A block that GitHub offers to commit with one click. It stands for the commented lines as a whole, so that it is only
/// possible when all edits stay inside them.
fn suggestion(fix: &Fix, stand: &Stand) -> Option<String> {
    // Where Git counts lines in another way than the plan's source, an edit could hit the wrong ones.
    if fix.source.path != stand.path || !fix.source.counts_like_git() {
        return None;
    }
    let text = edited_lines(&fix.source, &fix.edits, &stand.lines)?;
    if shown(&text) != text || text.len() > REPLACEMENT_LIMIT {
        return None;
    }
    Some(format!("{}:\n\n{}", title(fix), fenced("suggestion", &text)))
}

/// The given lines as they read after the edits; `None` when an edit reaches outside them.
fn edited_lines(source: &Source, edits: &[Edit], lines: &RangeInclusive<u32>) -> Option<String> {
    if *lines.end() > source.line_count() {
        return None;
    }
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
fn replacements(fix: &Fix, place: &dyn Fn(&Location) -> String) -> String {
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
        return format!("{}. The text is too long to be shown here.", title(fix));
    }
    // A person has to know where it goes.
    let span = edits.first().map_or(Span::at(0), |edit| edit.span);
    let first = Location { side: Side::Head, source: source.clone(), span: Span::at(span.start) };
    let verb = if edits.iter().all(|edit| edit.span.is_empty()) { "at" } else { "in place of" };
    format!("{}, {verb} {}:\n\n{}", title(fix), place(&first), blocks.join("\n\n"))
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
    fenced("", &shown(&text))
}

fn title(fix: &Fix) -> String {
    format!("**fix:** {}", markdown_message(fix.title.trim_end_matches([':', '.'])))
}

/// A code block whose fence no line of the text can close.
fn fenced(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let break_after = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{fence}{language}\n{text}{break_after}{fence}")
}

/// Lines of a plan with every character replaced that would be invisible or turn the text around.
fn shown(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| terminal(line.strip_suffix('\r').unwrap_or(line))).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_outlasts_backticks() {
        assert_eq!(fenced("suggestion", "```\nx"), "````suggestion\n```\nx\n````");
        assert_eq!(fenced("suggestion", ""), "```suggestion\n```");
    }

    #[test]
    fn what_was_said_stays_to_be_read() {
        let text = fixed("**error:** x", &"c".repeat(40));
        assert_eq!(
            text,
            "**Fixed** in ccccccc.\n\n<details><summary>What it said</summary>\n\n**error:** x\n\n</details>"
        );
        assert!(tombstone(&"x".repeat(60_000), "c").len() < 200);
    }
}
