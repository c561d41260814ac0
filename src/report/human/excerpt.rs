//! Draws frames. The only file that knows miette.
//!
//! miette draws from an [`Excerpt`], which this file makes line by line. By itself miette lets
//! control characters through, prints long lines whole, misreads a lone carriage return, counts
//! columns in bytes, and scans the file from its start for every label.

use super::frame::Frame;
use crate::finding::Side;
use crate::report::harmless::{Plain, terminal};
use crate::report::options::{LEAST_WIDTH, Options};
use crate::report::place::ends;
use crate::text::{Position, Source};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};
use std::fmt;
use std::ops::Range;

/// A frame as miette draws it.
pub(super) fn drawn(frame: &Frame, options: &Options) -> String {
    let snippet = Snippet::new(frame, options.width);
    let theme = match (options.has_unicode, options.has_color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    let mut text = String::new();
    GraphicalReportHandler::new_themed(theme)
        .with_wrap_lines(false)
        .without_syntax_highlighting()
        .render_report(&mut text, &snippet)
        .expect("writing to a string succeeds, and every label lies inside its excerpt");
    let version = match frame.first.location.side {
        Side::Base => "  before this change:\n",
        Side::Head => "",
    };
    // miette starts with a line for the message, and the message stands above already.
    let lines: String = text.trim_start_matches('\n').lines().map(|line| format!("{}\n", line.trim_end())).collect();
    format!("{version}{lines}")
}

/// What miette draws: an excerpt and its labels, without a message.
#[derive(Debug)]
struct Snippet {
    excerpt: Excerpt,
    labels: Vec<LabeledSpan>,
}

impl Snippet {
    fn new(frame: &Frame, width: usize) -> Snippet {
        let excerpt = Excerpt::new(frame, width);
        let labels = frame.places().map(|place| {
            let source = &place.location.source;
            let (first, last) = (place.location.line(), place.last_line());
            let start = excerpt.offset(source, first, place.location.span.start);
            let end = excerpt.offset(source, last, place.location.span.end).max(start);
            let span = SourceSpan::from((start, end - start));
            if std::ptr::eq(place, &frame.first) {
                LabeledSpan::new_primary_with_span(place.label(), span)
            } else {
                LabeledSpan::new_with_span(place.label(), span)
            }
        });
        let labels = labels.collect();
        Snippet { excerpt, labels }
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Snippet {}

impl Diagnostic for Snippet {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// Consecutive lines of a file as they are shown: harmless and cropped. Each ends with `\n`, so
/// that a frame can point at an empty line at the end of the file, too.
#[derive(Debug)]
struct Excerpt {
    path: String,
    /// The position in the head of the frame.
    head: Position,
    first_line: u32,
    lines: Vec<ExcerptLine>,
    text: String,
}

/// What is shown of one line.
#[derive(Debug)]
struct ExcerptLine {
    /// Where the shown part starts in the excerpt's text, behind the mark of what is cropped.
    offset: usize,
    /// The shown part, as bytes of the file.
    window: Range<usize>,
}

/// Stands for the part of a line that is not shown.
const CROPPED: char = '…';

impl Excerpt {
    fn new(frame: &Frame, width: usize) -> Excerpt {
        let source = frame.source();
        let (first_line, last_line) = (frame.first_line(), frame.last_line());
        // The columns of the number, the frame's bar and the blanks around them.
        let margin = last_line.to_string().len() + 4;
        let limit = width.max(LEAST_WIDTH) - margin;
        let (head, _) = ends(frame.first.location);
        let mut excerpt = Excerpt {
            path: Plain::of(&source.path).to_string(),
            head,
            first_line,
            lines: Vec::new(),
            text: String::new(),
        };
        for line in first_line..=last_line {
            excerpt.push_line(source, line, frame.focus(line), limit);
        }
        excerpt
    }

    fn push_line(&mut self, source: &Source, line: u32, focus: Range<usize>, limit: usize) {
        let span = source.line_span(line);
        let content = &source.text[span.start..span.end];
        // The byte order mark belongs to the file, not to its first line.
        let start = span.end - content.trim_start_matches('\u{feff}').len();
        let window = cropped(&source.text, start..span.end, focus, limit);
        if window.start > start {
            self.text.push(CROPPED);
        }
        let offset = self.text.len();
        self.text.push_str(&terminal(&source.text[window.clone()]));
        if window.end < span.end {
            self.text.push(CROPPED);
        }
        self.text.push('\n');
        self.lines.push(ExcerptLine { offset, window });
    }

    /// Where an offset of the file lies in the excerpt. An offset outside of the shown part lies at
    /// its nearer edge.
    fn offset(&self, source: &Source, line: u32, offset: usize) -> usize {
        let line = &self.lines[(line - self.first_line) as usize];
        let offset = offset.clamp(line.window.start, line.window.end);
        line.offset + terminal(&source.text[line.window.start..offset]).len()
    }
}

/// The part of a line to show in at most `limit` characters. A quarter of them stands before the
/// focus.
fn cropped(text: &str, line: Range<usize>, focus: Range<usize>, limit: usize) -> Range<usize> {
    let content = &text[line.clone()];
    // Only so much of a line is looked at: it may have a megabyte, and thousands of places.
    let forth = |from: usize, count: usize| {
        text[from..line.end].char_indices().nth(count).map_or(line.end, |(at, _)| from + at)
    };
    let back = |from: usize, count: usize| match count {
        0 => from,
        _ => text[line.start..from].char_indices().rev().nth(count - 1).map_or(line.start, |(at, _)| line.start + at),
    };
    if content.len() <= limit || forth(line.start, limit) == line.end {
        return line;
    }
    // Two columns are left for the marks of what is cropped.
    let limit = limit.saturating_sub(2).max(1);
    let start = match focus.end <= forth(line.start, limit) {
        true => line.start,
        false => back(focus.start.max(line.start), limit / 4).min(back(line.end, limit)),
    };
    start..forth(start, limit)
}

impl SourceCode for Excerpt {
    /// Gives the whole excerpt for every span in it. miette asks without context lines only for the
    /// position in the head of the frame.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        _context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        if span.offset() + span.len() > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let (line, column) =
            if context_lines_before == 0 { (self.head.line, self.head.column) } else { (self.first_line, 1) };
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.clone(),
            self.text.as_bytes(),
            SourceSpan::from((0, self.text.len())),
            line as usize - 1,
            column as usize - 1,
            self.lines.len(),
        )))
    }
}
