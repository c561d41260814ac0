//! A flag file: its text, and the values in it.

use crate::document::{self, Document, Syntax};
use crate::text::{FILE_LIMIT, Source, Span, Unreadable};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A flag file in one version, read once and shared.
#[derive(Clone, Debug)]
pub struct FlagFile {
    source: Source,
    document: Result<Document, NoDocument>,
    /// A hash of all its bytes, where there are no values: its text may lack what is no UTF-8.
    print: u64,
}

/// Why a file has no values to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoDocument {
    /// Why, in words that follow the file's name and a colon, with the next step.
    pub cause: String,
    /// Where the fault is.
    pub span: Span,
}

/// How a pointer of Git LFS begins.
const LFS: &str = "version https://git-lfs.github.com/spec/";

impl FlagFile {
    /// Reads the bytes of a file at a path. Never fails: what cannot be read is said in its place.
    pub fn read(path: &str, bytes: &[u8]) -> FlagFile {
        let source = Source::within(FILE_LIMIT, path, bytes);
        let document = values(&source);
        let print = if document.is_err() { hash_of(bytes) } else { 0 };
        FlagFile { source, document, print }
    }

    /// A file whose content is not to be read, with the reason in words that follow its name and a
    /// colon. The text in its place is another one when the content is.
    pub fn refused(path: &str, cause: &str, text: &str) -> FlagFile {
        let document = Err(NoDocument { cause: cause.to_owned(), span: Span::at(0) });
        FlagFile { source: Source::new(path, text), document, print: hash_of(text.as_bytes()) }
    }

    /// Shows another path in place of the one that it was read by.
    pub(crate) fn show_as(&mut self, path: &str) {
        self.source.path = path.to_owned();
    }

    /// The path in the repository, or what is shown in its place.
    pub fn path(&self) -> &str {
        &self.source.path
    }

    /// The text.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// A hash by which two files without values are the same.
    pub(super) fn print(&self) -> u64 {
        self.print
    }

    /// The values.
    ///
    /// # Errors
    /// Why there are none.
    pub fn document(&self) -> Result<&Document, &NoDocument> {
        self.document.as_ref()
    }
}

fn hash_of(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

fn values(source: &Source) -> Result<Document, NoDocument> {
    let none = |cause: String, at: usize| NoDocument { cause, span: Span::at(at) };
    match source.unreadable {
        Some(Unreadable::TooLarge { .. }) => {
            let limit = FILE_LIMIT / 1024 / 1024;
            return Err(none(format!("the file has more than {limit} MiB: name a smaller one in `exposure:`"), 0));
        }
        Some(Unreadable::NotUtf8 { at, wide }) => {
            let what = if wide { "the file is UTF-16" } else { "the file is not UTF-8" };
            return Err(none(format!("{what}: save it as UTF-8"), at));
        }
        None => {}
    }
    if source.text.starts_with(LFS) {
        let cause = "the file is a pointer of Git LFS, whose content is not in Git: take it out of LFS";
        return Err(none(cause.to_owned(), 0));
    }
    let unknown = || none(format!("the file's name ends in none of {}: rename it", Syntax::NAMES), 0);
    let syntax = Syntax::of(&source.path).ok_or_else(unknown)?;
    document::parse(syntax, &source.text).map_err(|fault| NoDocument { cause: fault.message, span: fault.span })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_without_values_differ_by_all_their_bytes() {
        let wide = |text: &str| {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            FlagFile::read("f.json", &units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()).print()
        };
        assert_eq!(wide("{\"a\": 5}"), wide("{\"a\": 5}"));
        assert_ne!(wide("{\"a\": 5}"), wide("{\"a\": 100}"));
        assert_ne!(FlagFile::read("f.json", b"\xe4 5").print(), FlagFile::read("f.json", b"\xe4 9").print());
    }
}
