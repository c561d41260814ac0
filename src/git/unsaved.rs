//! Texts that nobody saved yet: they stand in place of the files on disk.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Texts that an editor holds, by their paths from the root, with `/`. A file on disk with such a
/// path counts with this text; a path without a file counts as a new file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unsaved(Arc<BTreeMap<String, Arc<str>>>);

impl Unsaved {
    /// These texts.
    pub(crate) fn new(texts: impl IntoIterator<Item = (String, Arc<str>)>) -> Unsaved {
        Unsaved(Arc::new(texts.into_iter().collect()))
    }

    /// The bytes that a path has in the editor.
    pub(crate) fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(|text| text.as_bytes())
    }

    /// The paths, in their order.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
