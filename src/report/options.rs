//! How a report is written, where a format leaves a choice.

use super::page::Pages;
use std::io::{self, Write};

/// The formats that a thing can be written in, by the word that `--format` takes, each with what
/// writes it.
pub type Formats<T> = &'static [(&'static str, Writer<T>)];

/// What writes a thing in one format.
pub type Writer<T> = fn(&T, &Options, &mut dyn Write) -> io::Result<()>;

/// How a report is written, where a format leaves a choice. The caller looks at the terminal; a
/// format never does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether `human` may use terminal colours.
    pub has_color: bool,
    /// Whether `human` may draw with characters outside ASCII.
    pub has_unicode: bool,
    /// How many columns `human` may use for a line of a plan. Longer ones are cropped around what
    /// is underlined.
    pub width: usize,
    /// Up to how many findings `human` shows each with its lines. More are a line each.
    pub most_in_full: usize,
    /// How many bytes `markdown` may write.
    pub markdown_budget: usize,
    /// Whether a diff shows the text of files as it is, for programs that apply it.
    pub is_exact: bool,
    /// Where the pages of the rules can be read.
    pub pages: Pages,
}

impl Default for Options {
    /// For a file or a log: no colour, every finding with its lines, since nobody can ask a log for
    /// more, and long lines stay whole up to 300 columns. GitHub drops a
    /// job summary above 1 MiB, and several steps may write to it, so that the default budget is
    /// smaller.
    fn default() -> Options {
        Options {
            has_color: false,
            has_unicode: true,
            width: 300,
            most_in_full: usize::MAX,
            markdown_budget: 900 * 1024,
            is_exact: false,
            pages: Pages::default(),
        }
    }
}

/// The style of the words to read first.
pub(super) const BOLD: &str = "1";

/// No terminal is narrower than this, whatever it says.
pub(super) const LEAST_WIDTH: usize = 40;

impl Options {
    /// A text in a style of terminals, where colour is allowed.
    pub(super) fn paint(&self, text: &str, style: &str) -> String {
        if self.has_color { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
