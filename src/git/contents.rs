//! The contents of a file, and a path whose file differs between two versions.

use std::fmt;

use gix::{ObjectId, objs};

use super::repository::Repository;
use crate::error::Error;
use crate::text::FILE_LIMIT;

/// A larger file, in bytes, is not read whole: it is refused anyway, see [`Contents::bytes`].
pub(super) const LARGE: u64 = FILE_LIMIT as u64;

/// A path whose file differs between two versions. A renamed file is two of these: one has no head,
/// the other one no base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// The path from the root of the repository, with `/`.
    pub path: String,
    /// The file before, if there was one. A symbolic link, a folder or a submodule is no file.
    pub base: Option<Contents>,
    /// The file after, if there is one.
    pub head: Option<Contents>,
}

/// The contents of a file.
#[derive(Clone, PartialEq, Eq)]
pub struct Contents {
    /// The bytes. A file above 16 MiB gives `FILE_LIMIT + 1` bytes, which may be others than its
    /// own: enough to find it too large.
    pub bytes: Vec<u8>,
    /// The hexadecimal id that Git gives to the file, with its line endings as Git stores them.
    /// Equal ids are equal files. A file on disk above 16 MiB has none.
    pub blob: Option<String>,
}

impl fmt::Debug for Contents {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // All the bytes, one by one, would bury everything else.
        let start = String::from_utf8_lossy(&self.bytes[..self.bytes.len().min(200)]);
        out.debug_struct("Contents")
            .field("blob", &self.blob)
            .field("length", &self.bytes.len())
            .field("start", &start)
            .finish()
    }
}

impl Repository {
    /// The contents of the file at a path, by the id of its blob.
    pub(super) fn contents(&self, id: ObjectId, path: &str) -> Result<Contents, Error> {
        let failed = |error: gix::Error| self.unreadable(&format!("cannot read `{path}` (blob {id})"), error);
        let size = self.blob_size(id).map_err(failed)?;
        let bytes = if size > LARGE {
            // Git compresses files, so that a piece of one costs as much as the whole.
            vec![b'\n'; FILE_LIMIT + 1]
        } else {
            self.inner.find_blob(id).map_err(failed)?.take_data()
        };
        Ok(Contents { bytes, blob: Some(id.to_string()) })
    }
}

/// The id that Git gives to some bytes.
pub(super) fn blob_id(hash: gix::hash::Kind, bytes: &[u8]) -> Result<ObjectId, gix::Error> {
    objs::compute_hash(hash, objs::Kind::Blob, bytes)
}
