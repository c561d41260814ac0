//! Why something could not be done. A fault in a plan is a [`Finding`](crate::finding::Finding);
//! every other fault, be it in arguments, configuration, template, Git, network or files, is this
//! one type, and ends in exit code 2.

use crate::text::{Source, Span};
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// A fault outside of plans: what went wrong, where, what the layer below said, and what to do
/// next.
#[derive(Clone, Debug)]
pub struct Error(Box<Parts>);

#[derive(Clone, Debug)]
struct Parts {
    message: String,
    place: Option<(Source, Span)>,
    help: Option<String>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    /// A fault, in our own words.
    pub fn new(message: impl Into<String>) -> Error {
        Error(Box::new(Parts { message: message.into(), place: None, help: None, source: None }))
    }

    /// A file that cannot be read, or is not there.
    pub fn unreadable(path: impl fmt::Display, source: std::io::Error) -> Error {
        if source.kind() == std::io::ErrorKind::NotFound {
            return Error::new(format!("{path} is not there"))
                .help("look at the spelling; a path starts at the folder that the command runs in");
        }
        Error::new(format!("{path} cannot be read"))
            .because(source)
            .help("see that it is a regular file that you may read")
    }

    /// Adds the error of the layer below, or what another program said.
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    /// Adds what to do next.
    pub fn help(mut self, help: impl Into<String>) -> Error {
        self.0.help = Some(help.into());
        self
    }

    /// Adds the place in a file that the fault is about.
    pub fn at(mut self, source: &Source, span: Span) -> Error {
        self.0.place = Some((source.clone(), span));
        self
    }

    /// What went wrong, without the place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What to do next.
    pub fn advice(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The file and the place in it that the fault is about.
    pub fn place(&self) -> Option<(&Source, Span)> {
        self.0.place.as_ref().map(|(source, span)| (source, *span))
    }

    /// What the layers below said, in one line. They repeat each other, so that each text is taken
    /// once.
    pub fn cause(&self) -> Option<String> {
        let mut texts: Vec<String> = Vec::new();
        let mut next = self.source();
        while let Some(error) = next {
            let text = error.to_string();
            if !text.is_empty() && !texts.iter().any(|known| known.contains(&text)) {
                texts.push(text);
            }
            next = error.source();
        }
        (!texts.is_empty()).then(|| texts.join(": "))
    }
}

/// Puts our own words above the error of a layer below.
pub trait OrFail<T> {
    /// The value, or the fault that `words` describes with the error below as its source.
    ///
    /// # Errors
    /// When there is no value.
    fn or_fail(self, words: impl FnOnce() -> Error) -> Result<T, Error>;
}

impl<T, E: Into<Box<dyn StdError + Send + Sync>>> OrFail<T> for Result<T, E> {
    fn or_fail(self, words: impl FnOnce() -> Error) -> Result<T, Error> {
        self.map_err(|error| words().because(error))
    }
}

/// Only what is printed is written without words of its own; every other file has its name in the
/// message.
impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::new("the output cannot be written").because(error)
    }
}

/// The message, behind the file and the line where there are any.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place() {
            Some((source, span)) => write!(f, "{}:{}: {}", source.path, source.line(span.start), self.0.message),
            None => f.write_str(&self.0.message),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn a_fault_tells_its_place_and_keeps_what_lay_below() {
        let source = Source::new(".rolloutlint.yml", "plans: []\nlog: 1\n");
        let below = io::Error::new(io::ErrorKind::InvalidData, "no text");
        let error =
            Error::new("the value is no path").at(&source, Span::new(10, 13)).because(below).help("write a path");
        assert_eq!(error.to_string(), ".rolloutlint.yml:2: the value is no path");
        assert_eq!(error.cause().as_deref(), Some("no text"));
        assert_eq!(error.advice(), Some("write a path"));
        let kept = error.source().and_then(|source| source.downcast_ref::<io::Error>());
        assert_eq!(kept.map(io::Error::kind), Some(io::ErrorKind::InvalidData));
    }
}
