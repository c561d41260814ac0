//! Files on disk as Git would store them.

use std::borrow::Cow;

use gix::ObjectId;
use gix::bstr::{BStr, ByteSlice};
use gix::index::State;

use super::contents::blob_id;
use super::ignored::is_endless;
use super::paths::{path_bytes, path_on_disk};
use super::repository::Repository;
use crate::error::{Error, OrFail};
use crate::text::hex;

/// Cleans files, as Git calls it: undoes the changes of a checkout to line endings, encoding and
/// `$Id$`.
pub(super) struct Cleaner<'a> {
    repository: &'a Repository,
    index: &'a State,
    /// The attributes of all files. They are read when the first file needs them.
    attributes: Option<(gix::AttributeStack<'a>, gix::attrs::search::Outcome)>,
}

/// A file as Git would store it.
pub(super) struct Stored {
    pub(super) id: ObjectId,
    /// The bytes, when they differ from those on disk in more than line endings.
    pub(super) bytes: Option<Vec<u8>>,
}

/// The changes of a checkout to a file, by its attributes.
#[derive(Default)]
struct Conversion {
    /// Whether the line endings may be those of the system.
    has_line_endings: bool,
    /// The encoding, when it is not UTF-8.
    encoding: Option<String>,
    /// Whether `$Id$` is filled in.
    has_id: bool,
    /// The name of a program that changes the file.
    filter: Option<String>,
}

impl<'a> Cleaner<'a> {
    /// A cleaner for the files of a worktree.
    pub(super) fn new(repository: &'a Repository, index: &'a State) -> Cleaner<'a> {
        Cleaner { repository, index, attributes: None }
    }

    /// The file with these bytes on disk, as Git would store it. `None` when Git would store these
    /// bytes.
    ///
    /// # Errors
    /// When the attributes cannot be read or the bytes not converted, and when only a filter knows
    /// the result.
    pub(super) fn stored(&mut self, path: &str, bytes: &[u8]) -> Result<Option<Stored>, Error> {
        let failed = || {
            Error::new(format!("cannot read `{path}` as Git would store it"))
                .help("Save the file as `.gitattributes` says.")
        };
        let conversion = self.conversion(path, bytes)?;
        let mut text = Cow::Borrowed(bytes);
        let is_driven = |name: &&String| {
            ["clean", "process"].iter().any(|way| self.repository.config(&format!("filter.{name}.{way}")).is_some())
        };
        match conversion.filter.as_ref().filter(is_driven).map(String::as_str) {
            Some("lfs") => text = Cow::Owned(lfs_pointer(bytes)),
            // A filter is a program, and we run no program of a repository.
            Some(name) => {
                let message = format!(
                    "what `{path}` says in Git is not known: it goes through the filter `{name}`, which is not run here"
                );
                return Err(Error::new(message).help("Commit it, and compare the commit: `--head HEAD`."));
            }
            None => {}
        }
        if let Some(encoding) =
            conversion.encoding.filter(|name| !["utf-8", "utf8"].contains(&&*name.to_ascii_lowercase()))
        {
            text = Cow::Owned(decoded(&text, &encoding).or_fail(failed)?);
        }
        let has_other_text = matches!(text, Cow::Owned(_));
        if conversion.has_line_endings && text.contains_str("\r\n") {
            text = Cow::Owned(text.replace("\r\n", "\n"));
        }
        let mut undone = Vec::new();
        let has_id = conversion.has_id && gix::filter::plumbing::ident::undo(&text, &mut undone).or_fail(failed)?;
        let text = if has_id { Cow::Owned(undone) } else { text };
        let Cow::Owned(text) = text else { return Ok(None) };
        let id = blob_id(self.repository.inner.object_hash(), &text).or_fail(failed)?;
        Ok(Some(Stored { id, bytes: (has_other_text || has_id).then_some(text) }))
    }

    /// The changes of a checkout to the file at a path, which has these bytes.
    fn conversion(&mut self, path: &str, bytes: &[u8]) -> Result<Conversion, Error> {
        use gix::attrs::StateRef;
        let failed = || Error::new(format!("cannot read the attributes of `{path}`"));
        let place = self.repository.workdir().map(|root| (root, path_on_disk(root, path)));
        // Git reads none above the root of the worktree.
        let folders = place
            .iter()
            .flat_map(|(root, place)| place.ancestors().skip(1).take_while(move |folder| folder.starts_with(root)));
        for folder in folders {
            let list = folder.join(".gitattributes");
            if list.metadata().is_ok_and(|found| is_endless(&found)) {
                let cause = format!("cannot read the attributes of `{path}`, as {} is no file", list.display());
                return Err(Error::new(cause).help("put a file there, or take it away"));
            }
        }
        if self.attributes.is_none() {
            let source = gix::worktree::stack::state::attributes::Source::WorktreeThenIdMapping;
            let stack = self.repository.inner.attributes_only(self.index, source).or_fail(failed)?;
            let outcome = stack.selected_attribute_matches(["text", "eol", "working-tree-encoding", "ident", "filter"]);
            self.attributes = Some((stack, outcome));
        }
        let Some((stack, outcome)) = &mut self.attributes else { return Ok(Conversion::default()) };
        let at_path = stack.at_entry(BStr::new(&*path_bytes(path)), None).or_fail(failed)?;
        at_path.matching_attributes(outcome);
        let mut text = StateRef::Unspecified;
        let mut has_eol = false;
        let mut conversion = Conversion::default();
        for found in outcome.iter_selected() {
            let state = found.assignment.state;
            let value = || match state {
                StateRef::Value(value) => Some(value.as_bstr().to_str_lossy().into_owned()),
                _ => None,
            };
            match found.assignment.name.as_str() {
                "text" => text = state,
                "eol" => has_eol = matches!(state, StateRef::Value(_)),
                "ident" => conversion.has_id = state == StateRef::Set,
                "filter" => conversion.filter = value(),
                _ => conversion.encoding = value(),
            }
        }
        let looks_like_text = !bytes.contains(&0) || conversion.encoding.is_some();
        conversion.has_line_endings = match text {
            StateRef::Set => true,
            StateRef::Unset => false,
            StateRef::Value(value) => value.as_bstr() == "auto" && looks_like_text,
            StateRef::Unspecified if has_eol => true,
            StateRef::Unspecified => {
                let setting = self.repository.config("core.autocrlf").unwrap_or_default();
                let is_on = setting.eq_ignore_ascii_case("input")
                    || self.repository.config_is_true("core.autocrlf") == Some(true);
                is_on && looks_like_text
            }
        };
        Ok(conversion)
    }
}

/// A text as UTF-8, from the encoding that `working-tree-encoding` names.
fn decoded(bytes: &[u8], encoding: &str) -> Result<Vec<u8>, gix::Error> {
    use gix::filter::plumbing::worktree;
    let name = encoding.to_ascii_uppercase();
    // The byte order mark says which of the two UTF-16 it is. It goes, whether the name asks for it
    // or not.
    let name = match name.strip_suffix("-BOM").unwrap_or(&name) {
        "UTF-16" if bytes.starts_with(b"\xfe\xff") => "UTF-16BE",
        name => name,
    };
    let mut text = Vec::new();
    let encoding = worktree::encoding::for_label(name)?;
    worktree::encode_to_git(bytes, encoding, &mut text, worktree::encode_to_git::RoundTripCheck::Skip)?;
    Ok(text)
}

/// The first line of a pointer: the file that Git stores while Git LFS keeps the text elsewhere.
const LFS_POINTER: &str = "version https://git-lfs.github.com/spec/v1\n";

/// The pointer that Git LFS stores for a text.
fn lfs_pointer(text: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    // A pointer that is on disk, in place of its text, is stored as it is.
    if is_lfs_pointer(text) {
        return text.to_vec();
    }
    let hash = hex(&sha2::Sha256::digest(text));
    format!("{LFS_POINTER}oid sha256:{hash}\nsize {}\n", text.len()).into_bytes()
}

/// Whether some bytes are a pointer to a text that Git LFS keeps elsewhere.
pub(crate) fn is_lfs_pointer(bytes: &[u8]) -> bool {
    bytes.starts_with(LFS_POINTER.as_bytes())
}
