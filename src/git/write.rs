//! Writing: a new repository and its commits. Only the demo needs them, where no `git` may be
//! installed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use gix::bstr::ByteSlice;
use gix::index::entry::Stat;
use gix::{ObjectId, objs};

use super::paths::{Places, is_gone, is_plain_name};
use super::repository::Repository;
use crate::error::{Error, OrFail};
use crate::text::CommitId;

impl Repository {
    /// Makes an empty repository with the branch `main` in a folder. Makes the folder, too, when it
    /// is missing. The user's settings have no influence.
    ///
    /// # Errors
    /// When there is a repository already, or the folder cannot be written.
    pub fn init(dir: &Path) -> Result<Repository, Error> {
        let failed = || Error::new(format!("cannot make a Git repository in `{}`", dir.display()));
        let dir = std::path::absolute(dir).or_fail(failed)?;
        fs::create_dir_all(&dir).or_fail(failed)?;
        let repository = gix::ThreadSafeRepository::init_opts(
            dir.as_path(),
            gix::create::Kind::WithWorktree,
            gix::create::Options::default(),
            gix::open::Options::isolated(),
        );
        let inner = repository.or_fail(failed)?.to_thread_local();
        Ok(Repository::of(inner))
    }

    /// Commits exactly these files on top of HEAD, and writes them to disk. Files of HEAD that are
    /// not among them are removed. Each file is a path with `/` and a text. `author`, a name and an
    /// address, is the committer, too; `when` gives the time and the offset.
    ///
    /// # Errors
    /// In a bare repository, when Git allows no such path, and when a file cannot be written.
    pub fn commit_files(
        &self,
        files: &[(&str, &str)],
        message: &str,
        author: (&str, &str),
        when: &jiff::Zoned,
    ) -> Result<CommitId, Error> {
        let failed = || Error::new("cannot write the commit");
        let Some(workdir) = self.workdir() else {
            return Err(Error::new("a bare repository has no folder to write the files of a commit to"));
        };
        if let Some((path, _)) = files.iter().find(|(path, _)| !path.split('/').all(is_plain_name)) {
            return Err(Error::new(format!("`{path}` cannot be the path of a file in a repository")));
        }
        let parent = self.head()?;
        let before = parent
            .as_ref()
            .map(|head| self.files_at(&head.id, &Places::everywhere(), &|_| true))
            .transpose()?
            .unwrap_or_default();

        let mut blobs = BTreeMap::new();
        for (path, text) in files {
            blobs.insert(*path, self.inner.write_blob(text).or_fail(failed)?.detach());
        }
        let tree = self.write_tree(&blobs).or_fail(failed)?;
        let offset = when.offset().seconds();
        let time = gix::date::Time::new(when.timestamp().as_second(), offset).to_string();
        let signature = gix::actor::SignatureRef { name: author.0.into(), email: author.1.into(), time: &time };
        let message = format!("{}\n", message.trim_end());
        let parents = parent.map(|head| self.object_id(&head.id)).transpose()?;
        let commit =
            self.inner.commit_as(signature, signature, "HEAD", &message, tree, parents).or_fail(failed)?.detach();

        for path in before.iter().filter(|path| !blobs.contains_key(path.as_str())) {
            match fs::remove_file(workdir.join(path)) {
                Err(error) if !is_gone(&error) => return Err(failed().because(error)),
                _ => {}
            }
        }
        for (path, text) in files {
            let full = workdir.join(path);
            if let Some(folder) = full.parent() {
                fs::create_dir_all(folder).or_fail(failed)?;
            }
            fs::write(&full, text).or_fail(failed)?;
        }
        let mut index = self.inner.index_from_tree(&tree).or_fail(failed)?;
        for (entry, path) in index.entries_mut_with_paths() {
            let full = workdir.join(path.to_str_lossy().as_ref());
            let metadata = gix::index::fs::Metadata::from_path_no_follow(&full).or_fail(failed)?;
            entry.stat = Stat::from_fs(&metadata).or_fail(failed)?;
        }
        index.write(gix::index::write::Options::default()).or_fail(failed)?;
        Ok(CommitId(commit.to_string()))
    }

    /// Writes the trees of these files, the deepest first, and gives the id of the topmost.
    fn write_tree(&self, blobs: &BTreeMap<&str, ObjectId>) -> Result<ObjectId, gix::Error> {
        let mut folders: BTreeMap<&str, Vec<objs::tree::Entry>> = BTreeMap::from([("", Vec::new())]);
        for (path, blob) in blobs {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let entry =
                objs::tree::Entry { mode: objs::tree::EntryKind::Blob.into(), filename: name.into(), oid: *blob };
            folders.entry(folder).or_default().push(entry);
            let mut above = folder;
            while let Some((parent, _)) = above.rsplit_once('/') {
                folders.entry(parent).or_default();
                above = parent;
            }
        }
        // A folder sorts behind the folder around it, so that the last one that is left is
        // complete.
        while let Some((folder, mut entries)) = folders.pop_last() {
            entries.sort();
            let id = self.inner.write_object(objs::Tree { entries })?.detach();
            if folder.is_empty() {
                return Ok(id);
            }
            let (parent, name) = folder.rsplit_once('/').unwrap_or(("", folder));
            let entry = objs::tree::Entry { mode: objs::tree::EntryKind::Tree.into(), filename: name.into(), oid: id };
            folders.entry(parent).or_default().push(entry);
        }
        Ok(ObjectId::empty_tree(self.inner.object_hash()))
    }
}
