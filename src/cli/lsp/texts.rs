//! The texts that an editor has open, and the repositories that they are in.

use super::place::path_of;
use crate::error::Error;
use crate::git::{Repository, Unsaved};
use crate::versions::path_from;
use ls_types::Uri;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A text that an editor has open.
#[derive(Clone)]
pub(super) struct OpenText {
    pub(super) version: i32,
    pub(super) text: Arc<str>,
    pub(super) file: PathBuf,
}

/// The texts that an editor has open, by their names.
#[derive(Default)]
pub(super) struct Texts(BTreeMap<Uri, OpenText>);

/// Where a text belongs: a repository, or a folder outside of all.
pub(super) struct Home {
    /// The folder that paths start at.
    pub(super) root: PathBuf,
    /// `None` outside of a repository, and for one that cannot be read.
    pub(super) repository: Option<Repository>,
}

impl Texts {
    /// Takes a text in, or its new version. What is no file is left alone.
    pub(super) fn put(&mut self, uri: Uri, version: i32, text: String) {
        if let Some(file) = path_of(&uri) {
            self.0.insert(uri, OpenText { version, text: text.into(), file });
        }
    }

    pub(super) fn remove(&mut self, uri: &Uri) {
        self.0.remove(uri);
    }

    pub(super) fn get(&self, uri: &Uri) -> Option<&OpenText> {
        self.0.get(uri)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Uri, &OpenText)> {
        self.0.iter()
    }

    /// The open texts of a home, by their paths in it.
    pub(super) fn in_home(&self, home: &Home) -> BTreeMap<String, (&Uri, &OpenText)> {
        let own = |text: &OpenText| Home::root_of(&text.file) == home.root;
        let here = self.0.iter().filter(|(_, text)| own(text));
        here.filter_map(|(uri, text)| Some((home.path_of(&text.file)?, (uri, text)))).collect()
    }

    /// What stands in place of the files of a home.
    pub(super) fn unsaved(&self, home: &Home) -> Unsaved {
        Unsaved::new(self.in_home(home).into_iter().map(|(path, (_, text))| (path, Arc::clone(&text.text))))
    }
}

impl Home {
    /// The home of a file.
    ///
    /// # Errors
    /// When its repository cannot be read.
    pub(super) fn of(file: &Path) -> Result<Home, Error> {
        let root = Home::root_of(file);
        match crate::git::worktree_of(&root) {
            Some(_) => Ok(Home { repository: Some(Repository::discover(&root)?), root }),
            None => Ok(Home { root, repository: None }),
        }
    }

    /// The folder that the paths of a file's home start at: the root of its repository, else the
    /// folder of the file.
    pub(super) fn root_of(file: &Path) -> PathBuf {
        let folder = file.ancestors().skip(1).find(|folder| folder.is_dir()).unwrap_or(file);
        crate::git::worktree_of(folder).unwrap_or_else(|| folder.to_path_buf())
    }

    /// The path of a file from the root. `None` when it is elsewhere.
    pub(super) fn path_of(&self, file: &Path) -> Option<String> {
        path_from(&self.root, self.repository.as_ref(), file)
    }
}
