//! How a finding reads in a comment.

use crate::finding::{Finding, Fix, Label, Location, Side};
use crate::report::harmless::{Markdown, block_text, fill};
use crate::report::markdown::findings::{counts, gravest_first, listed};
use crate::report::markdown::page::{Item, Page};
use crate::report::markdown::section::details;
use crate::report::page::Pages;
use crate::text::{Edit, Source, Span, apply, short_commit};
use std::ops::RangeInclusive;

/// The longest that all replacements of a fix may be, in bytes.
const REPLACEMENT_LIMIT: usize = 20_000;
/// How many other places a comment names.
const LABEL_LIMIT: usize = 5;
/// The longest that a comment may be before it is reduced to its message, in bytes. GitHub takes 65
/// 536 characters.
const COMMENT_LIMIT: usize = 55_000;
/// The longest body of any comment, in bytes, marker not included.
pub(super) const BODY_LIMIT: usize = 60_000 - 300;

/// Lines of a file after the change that a comment stands on.
pub(super) struct Stand<'a> {
    pub(super) path: &'a str,
    pub(super) lines: RangeInclusive<u32>,
}

/// How a comment speaks of what is around it.
pub(super) struct Words<'a> {
    /// Names a place.
    pub(super) name: &'a dyn Fn(&Location) -> Markdown,
    /// Leads to where a place is edited.
    pub(super) edit: &'a dyn Fn(&Location) -> Option<Markdown>,
    /// Names the rule.
    pub(super) rule: Markdown,
}

/// The text of a comment on lines. The marker is not part of it. `stand` is `None` when the comment
/// is on lines before the change, or on none that the diff shows.
pub(super) fn comment(finding: &Finding, stand: Option<&Stand>, remark: Option<Markdown>, words: &Words) -> Markdown {
    let Words { name, edit, rule } = words;
    let severity = finding.severity.as_str();
    let mut paragraphs = vec![fill!("**{}:** {}", severity, Markdown::message(&finding.message))];
    paragraphs.extend(remark);
    paragraphs.extend(finding.help.iter().map(|help| fill!("**help:** {}", help_beside(help, finding.fix.as_ref()))));
    if let Some(fix) = &finding.fix {
        let suggestion = stand.and_then(|stand| suggestion(fix, stand));
        paragraphs.push(suggestion.unwrap_or_else(|| replacements(fix, *name, *edit)));
    }
    paragraphs.extend(other_places(finding, *name));
    paragraphs.push(rule.clone());
    if paragraphs.iter().map(Markdown::len).sum::<usize>() > COMMENT_LIMIT {
        // Only text that was made to be long is too long.
        paragraphs.drain(1..paragraphs.len() - 1);
    }
    Markdown::joined(paragraphs, "\n\n")
}

/// The text of a comment that lists findings. `title` says why there, `pages` where their rules are
/// explained; `name` names the place of one.
pub(super) fn list(
    findings: &[&Finding],
    title: &'static str,
    pages: &Pages,
    name: impl Fn(&Finding) -> Markdown,
) -> Markdown {
    let findings = gravest_first(findings);
    let mut page = Page::new(BODY_LIMIT);
    page.push(&fill!("{}, {}\n", counts(&findings), Markdown::ours(title)));
    let items: Vec<Item> = findings.iter().map(|finding| listed(finding, &name(finding), pages)).collect();
    page.items(Markdown::ours("\n"), items);
    page.text.trim_end()
}

/// The new text of a comment when its finding is mended.
pub(super) fn fixed(text: &str, head: &str) -> String {
    with_story(format!("**Fixed** in {}.", short_commit(head)), text)
}

/// The same when it is still there, and no longer worth a thread.
pub(super) fn withdrawn(text: &str, head: &str) -> String {
    with_story(format!("**No longer raised** at {}.", short_commit(head)), text)
}

/// The same where the thread cannot be resolved and must not be deleted.
pub(super) fn tombstone(text: &str, head: &str) -> String {
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
    // Nobody should commit a suggestion a second time.
    let is_fence = |line: &&str| {
        line.strip_suffix("suggestion")
            .is_some_and(|fence| fence.starts_with("```") && fence.bytes().all(|byte| byte == b'`'))
    };
    let lines: Vec<&str> =
        text.lines().map(|line| if is_fence(&line) { line.trim_end_matches("suggestion") } else { line }).collect();
    format!("{first}\n\n<details><summary>What it said</summary>\n\n{}\n\n</details>", lines.join("\n"))
}

/// A help without the text that the fix shows below it.
fn help_beside(help: &str, fix: Option<&Fix>) -> Markdown {
    let mended = fix.and_then(|fix| Some((&fix.source.text, apply(&fix.source.text, &fix.edits).ok()?)));
    let is_shown = |quoted: &str| {
        mended
            .as_ref()
            .is_some_and(|(text, mended)| quoted.contains(' ') && !text.contains(quoted) && mended.contains(quoted))
    };
    let quoted = help.split('`').skip(1).step_by(2);
    let help = quoted
        .filter(|quoted| is_shown(quoted))
        .fold(help.to_owned(), |help, quoted| help.replace(&format!("`{quoted}`"), "see below"));
    Markdown::message(&help)
}

fn other_places(finding: &Finding, name: &dyn Fn(&Location) -> Markdown) -> Option<Markdown> {
    if finding.labels.is_empty() {
        return None;
    }
    let item = |Label { location, message }: &Label| {
        // Nobody finds a line of the base version in the new one.
        let line = (location.side == Side::Base).then(|| {
            let line = location.source.slice(location.source.line_span(location.line()));
            fill!("\n\n  {}", Markdown::block("", line).indented())
        });
        fill!("- {}: {}{}", name(location), Markdown::message(message), line)
    };
    let more = finding.labels.len().saturating_sub(LABEL_LIMIT);
    let more = (more > 0).then(|| fill!("- and {} more", more));
    let list = Markdown::joined(finding.labels.iter().take(LABEL_LIMIT).map(item).chain(more), "\n");
    // A longer list would hide what comes behind it.
    match finding.labels.len() {
        ..=2 => Some(list),
        count => Some(details(fill!("{} other places", count), &list)),
    }
}

/// A place in words: its file and line.
pub(super) fn place(location: &Location) -> Markdown {
    let when = match location.side {
        Side::Head => "",
        Side::Base => " before the change",
    };
    fill!("{} line {}{}", Markdown::code(&location.source.path), location.line(), Markdown::ours(when))
}

/// A block that GitHub offers to commit with one click. It replaces all commented lines, so that
/// all edits must lie inside them.
fn suggestion(fix: &Fix, stand: &Stand) -> Option<Markdown> {
    // Where Git counts lines in another way, an edit could change the wrong ones.
    if fix.source.path != stand.path || !fix.source.counts_like_git() {
        return None;
    }
    let text = edited_lines(&fix.source, &fix.edits, &stand.lines)?;
    if block_text(&text) != text || text.len() > REPLACEMENT_LIMIT {
        return None;
    }
    Some(fill!("{}:\n\n{}", title(fix), Markdown::block("suggestion", &text)))
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

/// The new text of a fix, to copy by hand.
fn replacements(
    fix: &Fix,
    name: &dyn Fn(&Location) -> Markdown,
    edit: &dyn Fn(&Location) -> Option<Markdown>,
) -> Markdown {
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| edit.span);
    // Edits of one line are shown together.
    let source = &fix.source;
    let lines_of = |edit: &Edit| (source.line(edit.span.start), source.line(edit.span.end));
    let blocks: Vec<Markdown> = edits
        .chunk_by(|one, other| lines_of(one).1 >= lines_of(other).0)
        .map(|edits| replacement(source, edits))
        .collect();
    if blocks.iter().map(Markdown::len).sum::<usize>() > REPLACEMENT_LIMIT {
        return fill!("{}. The text is too long to be shown here.", title(fix));
    }
    // A person must know where the text goes.
    let span = edits.first().map_or(Span::at(0), |edit| edit.span);
    let first = Location { side: Side::Head, source: source.clone(), span: Span::at(span.start) };
    let verb = if edits.iter().all(|edit| edit.span.is_empty()) { "at" } else { "in place of" };
    let edit = edit(&first).map(|edit| fill!(" ({})", edit));
    fill!("{}, {} {}{}:\n\n{}", title(fix), verb, name(&first), edit, Markdown::joined(blocks, "\n\n"))
}

/// The new text of neighbouring lines: only the new lines, or all lines that the edits change.
fn replacement(source: &Source, edits: &[Edit]) -> Markdown {
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
    Markdown::block("", &text)
}

fn title(fix: &Fix) -> Markdown {
    fill!("**fix:** {}", Markdown::message(fix.title.trim_end_matches([':', '.'])))
}

#[cfg(test)]
mod tests {
    use super::*;

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
