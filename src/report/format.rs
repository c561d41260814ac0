//! The formats of a check's report.

use super::harmless::terminal;
use super::options::Options;
use super::{github, gitlab, human, json, markdown, sarif, short};
use crate::check::Report;
use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

/// Declares the formats: a description, a variant, a name and the function that writes it. A new
/// format is one line.
macro_rules! formats {
    ($(#[doc = $about:literal] $variant:ident = $name:literal => $write:path,)*) => {
        /// A way to write a report.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Format {
            $(#[doc = $about] $variant,)*
        }

        impl Format {
            /// Every format, in the order in which they are listed to people.
            pub const ALL: &'static [Format] = &[$(Format::$variant),*];

            /// The word that `--format` takes.
            pub fn name(self) -> &'static str {
                match self {
                    $(Format::$variant => $name,)*
                }
            }

            /// What the format is for, in one line.
            pub fn about(self) -> &'static str {
                match self {
                    $(Format::$variant => $about.trim_ascii(),)*
                }
            }

            fn writer(self) -> fn(&Report, &Options, &mut dyn Write) -> io::Result<()> {
                match self {
                    $(Format::$variant => $write,)*
                }
            }
        }
    };
}

impl Format {
    /// Whether it says what a person should know beside the findings.
    pub fn has_notes(self) -> bool {
        !matches!(self, Format::Short | Format::Sarif | Format::Github | Format::Gitlab)
    }
}

formats! {
    /// Each finding with the lines that it is about; on a terminal many of them are a line each.
    Human = "human" => human::write,
    /// Each finding with the lines that it is about, however many there are.
    Full = "full" => human::full,
    /// One line for each finding, for editors and grep.
    Short = "short" => short::write,
    /// Everything, for other programs (version 1).
    Json = "json" => json::write,
    /// Findings with their rules, for GitHub's code scanning and other readers of SARIF 2.1.0.
    Sarif = "sarif" => sarif::write,
    /// Workflow commands, which GitHub shows as annotations.
    Github = "github" => github::write,
    /// A page for GitHub's job summary.
    Markdown = "markdown" => markdown::write,
    /// GitLab's code quality report.
    Gitlab = "gitlab" => gitlab::write,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Format, UnknownFormat> {
        Format::ALL.iter().copied().find(|format| format.name() == name).ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// No format has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFormat(pub String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        write!(f, "there is no format `{}`; the formats are {}", terminal(&self.0), names.join(", "))
    }
}

impl std::error::Error for UnknownFormat {}

/// Writes a report in a format.
pub fn write(format: Format, report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    format.writer()(report, options, out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_found_by_the_name_it_shows() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(*format));
            assert!(!format.about().is_empty() && !format.about().starts_with(' '), "{format}: {:?}", format.about());
        }
        let error = "sarfi\u{1b}".parse::<Format>().unwrap_err().to_string();
        assert_eq!(
            error,
            "there is no format `sarfi␛`; the formats are human, full, short, json, sarif, github, markdown, gitlab"
        );
    }
}
