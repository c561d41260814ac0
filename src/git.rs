//! Git: which files a change touches, and what they hold on either side. The only file that knows gix; knows no plans.
//!
//! All work is in proportion to what changed. Two trees are compared folder by folder and equal folders are never opened;
//! the worktree is compared through the index, whose file times spare reading, and whose cached tree ids spare comparing.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use gix::bstr::{BStr, ByteSlice};
use gix::index::entry::{Flags, Mode, Stage, Stat};
use gix::index::{State, extension};
use gix::{ObjectId, objs};
use rayon::prelude::*;

use crate::error::{Error, OrFail};
use crate::text::{Hunk, SIZE_LIMIT, short_commit};

/// A file of more than this many bytes is not read whole. The linter refuses it anyway, see [`Contents::bytes`].
const LARGE: u64 = 16 * 1024 * 1024;

/// So much is looked at in one comparison: a file counts one, and a folder ten, which is what opening it costs. A small
/// hostile repository can spell out a tree of billions of files by repeating the same folder; the largest honest ones hold
/// about a million.
const MOST_ENTRIES: usize = if cfg!(test) { 50_000 } else { 5_000_000 };

/// A Git repository that is only read, but for [`Repository::commit_files`].
#[derive(Debug)]
pub struct Repository {
    inner: gix::Repository,
}

/// The full hexadecimal id of a commit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CommitId(pub String);

impl CommitId {
    /// The first digits, for messages.
    pub fn short(&self) -> &str {
        short_commit(&self.0)
    }
}

impl fmt::Display for CommitId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// What is known of a commit without reading its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub id: CommitId,
    /// The day on which the committer made it, by the committer's own clock and time zone.
    pub committed_on: jiff::civil::Date,
}

/// One path that differs between two versions. A renamed file is two of these: one without head, one without base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// The path from the root of the repository, with `/`.
    pub path: String,
    /// The file before, or nothing when there was none. A symbolic link, a folder or a submodule is no file.
    pub base: Option<Contents>,
    /// The file after, likewise.
    pub head: Option<Contents>,
}

/// What a file holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Contents {
    /// The bytes. Of a file above 16 MiB there are `SIZE_LIMIT + 1`, which are not all its own: enough to find it too large.
    pub bytes: Vec<u8>,
    /// The hexadecimal id that Git gives to these bytes, with line endings as Git stores them. Equal ids are equal files.
    /// Unknown for a file on disk above 16 MiB.
    pub blob: Option<String>,
}

impl fmt::Debug for Contents {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The bytes one by one would bury everything else.
        let start = String::from_utf8_lossy(&self.bytes[..self.bytes.len().min(200)]);
        out.debug_struct("Contents")
            .field("blob", &self.blob)
            .field("length", &self.bytes.len())
            .field("start", &start)
            .finish()
    }
}

/// How the files on disk differ from a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorktreeChanges {
    /// One for each wanted path that differs, sorted by path.
    pub files: Vec<FileChange>,
    /// Whether every wanted file on disk is as HEAD has it, so that HEAD names what was read. False without commits.
    pub matches_head: bool,
}

/// Answers Git's question for a login. GitHub takes a workflow's token as the password of this name.
const FETCH_HELPER: &str = "!f() { echo username=x-access-token; echo \"password=$ROLLOUTLINT_FETCH_TOKEN\"; }; f";

/// Stands for what is no text in a path, see [`path_text`].
const NO_TEXT: char = char::REPLACEMENT_CHARACTER;

/// A path of Git as text. To Git a path is bytes: one that is no UTF-8 is written as `\u{fffd}` and its two digits, and so is each byte of a
/// `\u{fffd}` itself, so that no two paths have the same text and none hides another.
pub fn path_text(path: &[u8]) -> Cow<'_, str> {
    if let Some(text) = std::str::from_utf8(path).ok().filter(|text| !text.contains(NO_TEXT)) {
        return Cow::Borrowed(text);
    }
    let mut text = String::new();
    for chunk in path.utf8_chunks() {
        for (number, piece) in chunk.valid().split(NO_TEXT).enumerate() {
            text.push_str(if number > 0 { "\u{fffd}EF\u{fffd}BF\u{fffd}BD" } else { "" });
            text.push_str(piece);
        }
        text.extend(chunk.invalid().iter().map(|byte| format!("{NO_TEXT}{byte:02X}")));
    }
    Cow::Owned(text)
}

/// The path of Git that a text stands for, see [`path_text`].
fn path_bytes(text: &str) -> Cow<'_, [u8]> {
    if !text.contains(NO_TEXT) {
        return Cow::Borrowed(text.as_bytes());
    }
    let mut bytes = Vec::new();
    for (number, piece) in text.split(NO_TEXT).enumerate() {
        let digits = piece.get(..2).filter(|text| number > 0 && text.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend_from_slice(&piece.as_bytes()[2..]);
            }
            // Somebody typed it.
            None => {
                bytes.extend(if number > 0 { "\u{fffd}" } else { "" }.bytes());
                bytes.extend_from_slice(piece.as_bytes());
            }
        }
    }
    Cow::Owned(bytes)
}

/// A relative path on disk as the text of a path of Git.
pub fn path_text_of(path: &Path) -> String {
    let names: Vec<Cow<'_, str>> =
        path.components().map(|part| path_text(part.as_os_str().as_encoded_bytes())).collect();
    names.join("/")
}

/// A path below the root of a repository as the text of a path of Git, when it can be one.
fn below_root(path: &Path) -> Option<String> {
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    (path.components().all(is_plain) && !path.starts_with(".git")).then(|| path_text_of(path))
}

/// Where the file of a path of Git is on disk, below a folder.
pub fn path_on_disk(folder: &Path, path: &str) -> PathBuf {
    match gix::path::from_byte_slice(&path_bytes(path)) {
        Ok(path) => folder.join(path),
        // A system whose names are text has no such file.
        Err(_) => folder.join(path),
    }
}

/// Opening, and what is known without looking at commits.
impl Repository {
    /// Opens the repository that `dir` lies in: the folder itself or the nearest one above it, or the one that `GIT_DIR` names, as it does in a hook.
    /// `GIT_WORK_TREE` and `GIT_INDEX_FILE` are obeyed, too. A repository that belongs to another user is opened as well, since it is only read.
    ///
    /// # Errors
    /// When there is none, when the nearest one cannot be found from its worktree, when its configuration is broken, or when it is of a kind that
    /// cannot be read.
    pub fn discover(dir: &Path) -> Result<Repository, Error> {
        let failed = |message: &str| Error::new(format!("{message} `{}`", dir.display()));
        // An absolute path keeps every later path valid when the process changes its folder.
        let absolute = std::path::absolute(dir).map_err(|error| failed("cannot find the folder").because(error))?;
        if !absolute.is_dir() {
            return Err(failed("there is no folder").help("Give an existing folder with `-C`."));
        }
        let inner = match std::env::var_os("GIT_DIR").filter(|named| !named.is_empty()) {
            Some(named) => gix::open(absolute.join(&named)).map_err(|error| {
                Error::new(format!(
                    "cannot open the Git repository `{}` that GIT_DIR names",
                    Path::new(&named).display()
                ))
                .because(error)
                .help("Unset GIT_DIR to have the repository looked for in the folder and above it.")
            })?,
            None => {
                let folder = worktree_of(&absolute);
                let found = gix::discover(&absolute);
                // A search goes on above a worktree whose repository is gone, and what it finds there is another one.
                if let Some(folder) = &folder
                    && found.as_ref().map_or_else(gix::Error::is_not_found, |found| !is_repository_of(folder, found))
                {
                    return Err(leads_nowhere(folder));
                }
                found.map_err(|error| match (error.is_not_found(), folder) {
                    (true, None) => {
                        failed("no Git repository at or above").help("Run it inside a clone, or name one with `-C`.")
                    }
                    _ => failed("cannot open the Git repository of")
                        .because(error)
                        .help("`git status` there shows whether Git itself can read it."),
                })?
            }
        };
        let mut repository = Repository { inner };
        // The commit-graph only spares time. As Git does, go on without one that is broken.
        if repository.inner.commit_graph_if_enabled().is_err() {
            let mut config = repository.inner.config_snapshot_mut();
            let without = config
                .set_value(&gix::config::tree::Core::COMMIT_GRAPH, "false")
                .and_then(|_| config.commit().map(drop));
            without.map_err(|error| failed("cannot do without the commit-graph of").because(error))?;
        }
        match repository.config("extensions.refStorage") {
            Some(storage) if storage != "files" => {
                let message = format!("cannot read a repository that stores its branches as `{storage}`");
                Err(Error::new(message).help("A clone made with `git clone --ref-format=files` can be read."))
            }
            _ => Ok(repository),
        }
    }

    /// The folder of the checked out files. A bare repository has none.
    pub fn workdir(&self) -> Option<&Path> {
        self.inner.workdir()
    }

    /// Fetches one commit from the remote `origin`, with the credentials that the checkout has, or with `login`: the address of a server and a token for it. A
    /// shallow clone gets the commit without its history; a full one gets all of it, for `--depth` would cut the clone's own history short. Gives the repository
    /// with the commit in it.
    ///
    /// # Errors
    /// When Git cannot be run, or the remote does not give the commit.
    pub fn fetch_commit(self, commit: &CommitId, login: Option<(&str, &str)>) -> Result<Repository, Error> {
        let short = commit.short().to_owned();
        // Only an id goes on the command line, so that nothing in it can be taken for an option.
        let is_id = commit.0.len() >= 40 && commit.0.bytes().all(|byte| byte.is_ascii_hexdigit());
        let folder = self.workdir().unwrap_or_else(|| self.inner.git_dir()).to_path_buf();
        let fetch = |login: Option<(&str, &str)>| {
            let mut git = std::process::Command::new("git");
            git.arg("-C")
                .arg(&folder)
                .env("GIT_TERMINAL_PROMPT", "0")
                .args(["-c", "gc.auto=0", "-c", "maintenance.auto=false"]);
            if let Some((server, token)) = login {
                // The token goes through the environment, where no list of processes shows it, and only to that server. Without the empty value
                // Git would hand it on to other helpers, which may write it to disk.
                git.args(["-c", "credential.helper=", "-c", &format!("credential.{server}.helper={FETCH_HELPER}")])
                    .env("ROLLOUTLINT_FETCH_TOKEN", token);
            }
            let depth = self.is_shallow().then_some("--depth=1");
            let fetch = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules"];
            git.args(fetch).args(depth).args(["origin", &commit.0]).output()
        };
        let mut cause = "it is no full commit id".to_owned();
        // The checkout's own credentials come first: a second login beside them would be refused.
        for login in std::iter::once(None).chain(login.map(Some)).filter(|_| is_id) {
            cause = match fetch(login) {
                Ok(output) if output.status.success() => return Repository::discover(&folder),
                Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
                Err(error) => format!("git cannot be run: {error}"),
            };
        }
        Err(Error::new(format!("the commit {short} is not in this clone and cannot be fetched from origin"))
            .because(cause)
            .help("check out with `fetch-depth: 0`, or fetch the commit in a step before"))
    }

    /// What people call the repository: the name of its folder.
    pub fn name(&self) -> String {
        let folder = self.inner.workdir().unwrap_or_else(|| self.inner.common_dir());
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.strip_suffix(".git").map(str::to_owned).filter(|name| !name.is_empty()).unwrap_or(name)
    }

    /// The branch that is checked out; `None` when a commit is.
    pub fn branch(&self) -> Option<String> {
        let name = self.inner.head_name().ok()??;
        Some(name.shorten().to_string())
    }

    /// Whether the older history was left out when this was cloned.
    pub fn is_shallow(&self) -> bool {
        self.inner.is_shallow().unwrap_or(false)
    }

    /// The path from the root of the repository, with `/`, of a path on disk, which need not exist. It is empty for the
    /// root itself. Nothing for paths outside, or inside `.git`. A relative path starts at the current folder. A bare repository is taken for the root of
    /// what it holds. Folders that are symbolic links are followed, the last part is not.
    pub fn relative_path(&self, path: &Path) -> Option<String> {
        let root = fs::canonicalize(self.workdir().unwrap_or_else(|| self.inner.git_dir())).ok()?;
        let absolute = std::path::absolute(path).ok()?;
        let real = match fs::canonicalize(&absolute) {
            Ok(real) if real == root => real,
            _ => real_path(&absolute)?,
        };
        below_root(real.strip_prefix(&root).ok()?)
    }

    /// As [`Repository::relative_path`], with no link followed: the path as it is written. Nothing where that does not lead through the root.
    pub fn written_path(&self, path: &Path) -> Option<String> {
        let absolute = std::path::absolute(path).ok()?;
        below_root(absolute.strip_prefix(self.workdir()?).ok()?)
    }

    /// The name that Git would sign a commit with, if one is configured.
    pub fn user_name(&self) -> Option<String> {
        let name = self.config("author.name").or_else(|| self.config("user.name"))?;
        let name = name.trim();
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn config(&self, key: &str) -> Option<String> {
        self.inner.config_snapshot().string(key).map(|value| value.to_str_lossy().into_owned())
    }

    fn config_is_true(&self, key: &str) -> Option<bool> {
        self.inner.config_snapshot().boolean(key)
    }
}

/// Finding commits.
impl Repository {
    /// The commit that is checked out, or nothing in a repository without commits.
    ///
    /// # Errors
    /// When HEAD or its commit cannot be read.
    pub fn head(&self) -> Result<Option<Commit>, Error> {
        let id = self
            .inner
            .head()
            .and_then(|mut head| head.try_peel_to_id())
            .map_err(|error| self.unreadable("cannot read HEAD", error))?;
        id.map(|id| self.commit(id.detach())).transpose()
    }

    /// The commit that a revision names: a branch, a tag, an id, `HEAD~2` and whatever else `git rev-parse` knows.
    ///
    /// # Errors
    /// When it names nothing here, a range, or no commit. The help says how to get it, or which name comes near.
    pub fn resolve(&self, rev: &str) -> Result<Commit, Error> {
        use gix::revision::plumbing::Spec;
        if rev.trim().is_empty() {
            return Err(Error::new("an empty revision names no commit").help("Name a branch, a tag or a commit."));
        }
        let id = match self.inner.rev_parse(rev).map(|spec| spec.detach()) {
            Ok(Spec::Include(id)) => id,
            Err(error) if !rev.contains("..") => return Err(self.unresolved(rev, error)),
            Ok(_) | Err(_) => {
                let message = format!("`{rev}` is not one revision");
                return Err(Error::new(message).help("Give the two ends of a range apart: `--base A --head B`."));
            }
        };
        let object = self
            .inner
            .find_object(id)
            .and_then(|object| object.peel_tags_to_end())
            .map_err(|error| self.unresolved(rev, error))?;
        let kind = match object.kind {
            objs::Kind::Commit => return self.commit(object.id),
            objs::Kind::Tree => "a folder",
            objs::Kind::Blob | objs::Kind::Tag => "a file",
        };
        Err(Error::new(format!("`{rev}` names {kind}, not a commit")).help("Name a branch, a tag or a commit."))
    }

    /// What stands for a commit without files, to compare the first commit of a history with.
    pub fn beginning(&self) -> CommitId {
        CommitId(ObjectId::empty_tree(self.inner.object_hash()).to_string())
    }

    /// The commit that two histories have in common, the best one as `git merge-base` finds it. Of several equally good ones, which merges in both
    /// directions leave, it is always the same; [`Repository::merge_bases`] gives all.
    ///
    /// # Errors
    /// When the histories have nothing in common, and in a shallow clone when the part that was left out could hold a better
    /// one: a wrong base would judge changes that are not in question.
    pub fn merge_base(&self, a: &CommitId, b: &CommitId) -> Result<CommitId, Error> {
        self.merge_bases(a, b).map(|mut bases| bases.swap_remove(0))
    }

    /// The commits that two histories have in common, the best ones. There is at least one.
    ///
    /// # Errors
    /// As [`Repository::merge_base`].
    pub fn merge_bases(&self, a: &CommitId, b: &CommitId) -> Result<Vec<CommitId>, Error> {
        let (first, second) = (self.object_id(a)?, self.object_id(b)?);
        let failed = |error: gix::Error| {
            let message = format!("cannot find the common ancestor of {} and {}", a.short(), b.short());
            self.unreadable(&message, error)
        };
        let bases = self.inner.merge_bases_many(first, &[second]).map_err(failed)?;
        let bases: Vec<ObjectId> = bases.into_iter().map(|id| id.detach()).collect();
        let all = |bases: &[ObjectId]| bases.iter().map(|base| CommitId(base.to_string())).collect();
        let cut = self.inner.shallow_commits().map_err(failed)?;
        match (bases.first(), cut) {
            (None, None) => {
                let message = format!("{} and {} have no history in common", a.short(), b.short());
                Err(Error::new(message).help("Compare with the branch that this one was made from."))
            }
            (Some(_), None) => Ok(all(&bases)),
            (found, Some(cut)) => {
                // What was cut off below an ancestor of the base cannot hold a better base. Anything else can.
                let certain = match found {
                    None => false,
                    Some(_) => {
                        let own = self.inner.rev_walk([first, second]).with_hidden(bases.iter().copied()).all();
                        let mut own = own.map_err(failed)?;
                        own.try_fold(true, |certain, commit| {
                            commit.map(|commit| certain && cut.iter().all(|end| *end != commit.id))
                        })
                        .map_err(failed)?
                    }
                };
                match found {
                    Some(_) if certain => Ok(all(&bases)),
                    _ => {
                        let message = format!(
                            "the common ancestor of {} and {} is not in this shallow clone",
                            a.short(),
                            b.short()
                        );
                        Err(Error::new(message).help(SHALLOW_HELP))
                    }
                }
            }
        }
    }

    /// A commit. One with a date that no calendar holds is taken to be of the day of the first commit behind it that has one.
    fn commit(&self, id: ObjectId) -> Result<Commit, Error> {
        let mut next = Some(id);
        let mut day = None;
        while let (Some(id), None) = (next, day) {
            (day, next) = self.day_and_parent(id)?;
            next = next.filter(|parent| self.inner.has_object(parent));
        }
        Ok(Commit { id: CommitId(id.to_string()), committed_on: day.unwrap_or_default() })
    }

    /// The day of a commit, when a calendar holds it, and the commit's first parent.
    fn day_and_parent(&self, id: ObjectId) -> Result<(Option<jiff::civil::Date>, Option<ObjectId>), Error> {
        let failed = |error: gix::Error| self.unreadable(&format!("cannot read commit {id}"), error);
        let commit = self.inner.find_commit(id).map_err(failed)?;
        let parent = commit.parent_ids().next().map(|id| id.detach());
        // The day by the committer's own clock is the day in UTC of the moment shifted by the offset.
        let moment = commit.time().ok().and_then(|time| time.seconds.checked_add(i64::from(time.offset)));
        let moment = moment.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
        Ok((moment.map(|moment| moment.to_zoned(jiff::tz::TimeZone::UTC).date()), parent))
    }

    fn object_id(&self, id: &CommitId) -> Result<ObjectId, Error> {
        ObjectId::from_hex(id.0.as_bytes())
            .map_err(|error| Error::new(format!("`{}` is not the id of a commit", id.0)).because(error))
    }

    fn tree_of(&self, commit: &CommitId) -> Result<ObjectId, Error> {
        let id = self.object_id(commit)?;
        if id.is_empty_tree() {
            return Ok(id);
        }
        self.inner
            .find_commit(id)
            .and_then(|commit| commit.tree_id().map(|tree| tree.detach()))
            .map_err(|error| self.unreadable(&format!("cannot read commit {commit}"), error))
    }

    /// An error about something that should be in the repository, with the way out when it was left out on purpose.
    fn unreadable(&self, message: &str, error: gix::Error) -> Error {
        let is_not_found = error.is_not_found();
        let failed = Error::new(message).because(error);
        match is_not_found {
            true if self.is_partial() => failed.help(PARTIAL_HELP),
            true if self.is_shallow() => failed.help(SHALLOW_HELP),
            true => failed.help(MISSING_HELP),
            false => failed,
        }
    }

    /// Whether files were left out when this was cloned, to be fetched when Git needs them. We cannot do that.
    fn is_partial(&self) -> bool {
        self.inner.remote_names().iter().any(|remote| {
            self.config(&format!("remote.{remote}.partialclonefilter")).is_some()
                || self.config_is_true(&format!("remote.{remote}.promisor")) == Some(true)
        })
    }

    /// Why a revision leads to no commit.
    fn unresolved(&self, rev: &str, error: gix::Error) -> Error {
        match self.missing_below(rev).filter(|_| !self.is_shallow()) {
            Some(id) => Error::new(format!("cannot follow the history to `{rev}`: the commit {id} is missing"))
                .help(if self.is_partial() { PARTIAL_HELP } else { MISSING_HELP }),
            None => {
                let message = format!("the revision `{rev}` is not in this repository");
                // Git keeps there what was pushed until a hook has let it in.
                let help = match std::env::var_os("GIT_OBJECT_DIRECTORY") {
                    Some(_) => Some("What is only in GIT_OBJECT_DIRECTORY is not seen: run it when the push is in, as in a post-receive hook.".to_owned()),
                    None => self.help_for_unknown(rev),
                };
                let unresolved = Error::new(message).because(error);
                match help {
                    Some(help) => unresolved.help(help),
                    None => unresolved,
                }
            }
        }
    }

    /// The commit that breaks the history along the first parents of what a revision starts from.
    fn missing_below(&self, rev: &str) -> Option<ObjectId> {
        let start = rev.split(['~', '^', '@', ':']).next().filter(|name| !name.is_empty()).unwrap_or("HEAD");
        let mut next = match self.inner.rev_parse_single(start) {
            Ok(id) => Some(id.detach()),
            Err(_) => {
                let mut reference = self.inner.find_reference(start).ok()?;
                while let Some(Ok(target)) = reference.follow() {
                    reference = target;
                }
                reference.target().try_id().map(|id| id.to_owned())
            }
        };
        while let Some(id) = next {
            let Ok(commit) = self.inner.find_commit(id) else { return (!self.inner.has_object(id)).then_some(id) };
            next = commit.parent_ids().next().map(|parent| parent.detach());
        }
        None
    }

    fn help_for_unknown(&self, rev: &str) -> Option<String> {
        let name = rev.split(['~', '^', '@', ':']).next().unwrap_or(rev);
        let name = name.strip_prefix("refs/remotes/").unwrap_or(name);
        let remotes = self.inner.remote_names();
        let remote_branch = remotes.iter().find_map(|remote| {
            let remote = remote.to_str().ok()?;
            Some((remote, name.strip_prefix(remote)?.strip_prefix('/')?))
        });
        let known = self.known_names();
        let exists = self.inner.rev_parse_single(name).is_ok();
        if let Some((remote, branch)) = remote_branch.filter(|_| !exists) {
            // A clone of a single branch records no other branch unless it is told under which name.
            let fetches_all = self
                .config(&format!("remote.{remote}.fetch"))
                .is_some_and(|refspec| refspec.trim_start_matches('+').starts_with("refs/heads/*:"));
            let target = if fetches_all { String::new() } else { format!(":refs/remotes/{remote}/{branch}") };
            let depth = if self.is_shallow() { "--unshallow " } else { "" };
            let mut help = format!("`git fetch {depth}{remote} {branch}{target}` fetches it.");
            if self.is_shallow() {
                help.push_str(" In GitHub Actions: `fetch-depth: 0` for `actions/checkout`.");
            } else if let Some(near) = nearest(name, &known) {
                help = format!("Did you mean `{near}`? Otherwise {help}");
            }
            return Some(help);
        }
        if let Some(elsewhere) = known.iter().find(|known| !exists && known.ends_with(&format!("/{name}"))) {
            return Some(format!("Did you mean `{elsewhere}`?"));
        }
        if self.is_shallow() {
            return Some(SHALLOW_HELP.to_owned());
        }
        if exists && name != rev {
            return Some(format!("`{name}` is here, but has no such ancestor or part: see `git log {name}`."));
        }
        if let Some(near) = nearest(name, &known) {
            return Some(format!("Did you mean `{near}`?"));
        }
        Some(
            "`git fetch` brings what is new in the remote repository; `git log` and `git branch -a` show what is here."
                .into(),
        )
    }

    /// The names of branches and tags. Only for help, so that faults count as no name.
    fn known_names(&self) -> Vec<String> {
        const ENOUGH: usize = 10_000;
        let Ok(references) = self.inner.references() else { return Vec::new() };
        let groups = [references.local_branches(), references.remote_branches(), references.tags()];
        let names = groups.into_iter().flatten().flatten().flatten();
        names.take(ENOUGH).map(|name| name.name().shorten().to_str_lossy().into_owned()).collect()
    }
}

const SHALLOW_HELP: &str = "This clone holds only the newest commits. `git fetch --unshallow` fetches the others; in GitHub \
                            Actions set `fetch-depth: 0` for `actions/checkout`.";

const MISSING_HELP: &str = "`git fsck` shows what is missing; a new clone mends it.";

const PARTIAL_HELP: &str = "This clone left out files until Git needs them. `git fetch --refetch --no-filter` fetches all of \
                            them; a clone without `--filter` has them from the start.";

fn nearest<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    let most = (name.chars().count() / 3).clamp(1, 3);
    let distance = |known: &&String| strsim::osa_distance(name, known);
    let near = known.iter().min_by_key(distance)?;
    (distance(&near) <= most).then_some(near)
}

/// The folder, at or above another one, that says where its repository is, whether that can be read or not.
pub fn worktree_of(dir: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(dir).ok()?;
    absolute.ancestors().find(|dir| dir.join(".git").exists()).map(Path::to_path_buf)
}

/// Whether a repository that was found from a worktree is the one that the worktree's `.git` names when that is a file, or lies in the worktree itself.
fn is_repository_of(folder: &Path, found: &gix::Repository) -> bool {
    let Ok(text) = fs::read_to_string(folder.join(".git")) else { return true };
    let target = text.trim_end().strip_prefix("gitdir:").map(|target| folder.join(target.trim_start()));
    let named = target.and_then(|target| fs::canonicalize(target).ok());
    let (Ok(folder), Ok(found)) = (fs::canonicalize(folder), fs::canonicalize(found.git_dir())) else { return false };
    named.as_ref() == Some(&found) || found.starts_with(folder)
}

/// Why there is no repository of a worktree, and how to get it.
fn leads_nowhere(folder: &Path) -> Error {
    let text = fs::read_to_string(folder.join(".git")).unwrap_or_default();
    let inside = |part: &str| text.replace('\\', "/").contains(&format!(".git/{part}/"));
    let help = if inside("worktrees") {
        "`git worktree repair`, run in the repository that this worktree was made from, connects the two again."
    } else if inside("modules") {
        "`git submodule update --init`, run in the repository above, brings the submodule."
    } else {
        "`git status` there shows whether Git itself can read it."
    };
    let message = format!("`{}` leads to no repository", folder.join(".git").display());
    let error = Error::new(message).help(help);
    if text.trim_end().is_empty() { error } else { error.because(text.trim_end()) }
}

/// The path with the symbolic links of its folders followed, as far as they exist.
fn real_path(absolute: &Path) -> Option<PathBuf> {
    let mut missing = Vec::new();
    let mut existing = absolute;
    loop {
        let Some(name) = existing.file_name() else {
            // A path that ends in `..` or is the root has no name to put back.
            let real = fs::canonicalize(existing).ok()?;
            return Some(missing.iter().rev().fold(real, |path, name| path.join(name)));
        };
        missing.push(name);
        existing = existing.parent()?;
        if let Ok(real) = fs::canonicalize(existing) {
            return Some(missing.iter().rev().fold(real, |path, name| path.join(name)));
        }
    }
}

/// Reading the files of commits.
impl Repository {
    /// The files that differ between two commits, for which `wanted` says yes to the path. Sorted by path. A change of only
    /// the executable bit is none.
    ///
    /// # Errors
    /// When a commit, a folder or a file cannot be read.
    pub fn changed_between(
        &self,
        base: &CommitId,
        head: &CommitId,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<FileChange>, Error> {
        let (base, head) = (self.tree_of(base)?, self.tree_of(head)?);
        let differing = self.compare(Folder::Tree(base), Folder::Tree(head), None, wanted)?;
        let mut changes = Vec::with_capacity(differing.len());
        for (path, sides) in differing {
            let base = sides.base.map(|id| self.contents(id, &path)).transpose()?;
            let head = sides.head.map(|id| self.contents(id, &path)).transpose()?;
            changes.push(FileChange { path, base, head });
        }
        Ok(changes)
    }

    /// The bytes of a file in a commit. Nothing when it is absent or not a regular file. A file above 16 MiB comes as
    /// [`Contents::bytes`] says.
    ///
    /// # Errors
    /// When the commit or the file cannot be read.
    pub fn read_at(&self, commit: &CommitId, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let id = self.find_in_tree(self.tree_of(commit)?, path)?;
        Ok(id.map(|id| self.contents(id, path)).transpose()?.map(|contents| contents.bytes))
    }

    /// The paths of all regular files in a commit at or below one of `places` for which `wanted` says yes, sorted.
    ///
    /// # Errors
    /// When the commit or a folder cannot be read.
    pub fn files_at(
        &self,
        commit: &CommitId,
        places: &Places,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<String>, Error> {
        let here = self.standing_at(self.tree_of(commit)?, places)?;
        let nothing = vec![None; here.len()];
        let files = self.compare_at(places, &nothing, &here, wanted)?;
        Ok(files.into_keys().collect())
    }

    /// Whether a commit has something at a path: a file, a folder or a link. What would lie behind a link or in a submodule is
    /// taken to be there, since it cannot be seen.
    ///
    /// # Errors
    /// When the commit or a folder cannot be read.
    pub fn exists_at(&self, commit: &CommitId, path: &str) -> Result<bool, Error> {
        let stop = self.stop_at(self.tree_of(commit)?, path)?;
        Ok(stop.is_some_and(|(end, (mode, _))| end == path.len() || mode.is_link() || mode.is_commit()))
    }

    /// Whether a commit has a folder at a path.
    ///
    /// # Errors
    /// When the commit or a folder cannot be read.
    pub fn has_folder_at(&self, commit: &CommitId, path: &str) -> Result<bool, Error> {
        let stop = self.stop_at(self.tree_of(commit)?, path)?;
        Ok(stop.is_some_and(|(end, (mode, _))| end == path.len() && mode.is_tree()))
    }

    /// The first symbolic link on the way along a path of a commit, the last part included: how much of the path leads to it, and where it points.
    ///
    /// # Errors
    /// When the commit, a folder or the link cannot be read.
    pub fn link_at(&self, commit: &CommitId, path: &str) -> Result<Option<(usize, String)>, Error> {
        let stop = self.stop_at(self.tree_of(commit)?, path)?;
        let Some((end, (_, id))) = stop.filter(|(_, (mode, _))| mode.is_link()) else { return Ok(None) };
        let target = self.contents(id, &path[..end])?.bytes;
        Ok(Some((end, path_text(&target).into_owned())))
    }

    /// The other repository that a path lies in: the folder of one that stands on the way along it, in a commit or, without one, on disk.
    ///
    /// # Errors
    /// When the commit or a folder cannot be read.
    pub fn repository_on_the_way(&self, commit: Option<&CommitId>, path: &str) -> Result<Option<String>, Error> {
        if let Some(commit) = commit {
            let stop = self.stop_at(self.tree_of(commit)?, path)?;
            return Ok(stop.filter(|(_, (mode, _))| mode.is_commit()).map(|(end, _)| path[..end].to_owned()));
        }
        let Some(workdir) = self.workdir() else { return Ok(None) };
        let index = self.index()?;
        let is_other = |folder: &&str| {
            // What the index knows one by one belongs to this repository, whatever was put beside it.
            let is_own = index.prefixed_entries(BStr::new(&*path_bytes(&format!("{folder}/")))).is_some();
            let is_submodule =
                || index.entry_by_path(BStr::new(&*path_bytes(folder))).is_some_and(|at| at.mode == Mode::COMMIT);
            !is_own && (is_submodule() || path_on_disk(workdir, folder).join(".git").exists())
        };
        Ok(ends_of_parts(path).map(|end| &path[..end]).find(is_other).map(str::to_owned))
    }

    /// Whether Git ignores what is at a path on disk: it is in no version, and no comparison looks at it.
    ///
    /// # Errors
    /// When the index or what says which files are ignored cannot be read.
    pub fn is_ignored(&self, path: &str, is_folder: bool) -> Result<bool, Error> {
        let failed =
            |error: gix::Error| Error::new(format!("cannot find out whether `{path}` is ignored")).because(error);
        let index = self.index()?;
        let bytes = path_bytes(path);
        let is_tracked = index.entry_by_path(BStr::new(&*bytes)).is_some()
            || index.prefixed_entries(BStr::new(&*path_bytes(&format!("{path}/")))).is_some();
        let source = gix::worktree::stack::state::ignore::Source::WorktreeThenIdMappingIfNotSkipped;
        let mut stack = self.inner.excludes(&index, None, source).map_err(failed)?;
        let mode = if is_folder { Mode::DIR } else { Mode::FILE };
        let at_path = stack.at_entry(BStr::new(&*bytes), Some(mode)).map_err(failed)?;
        Ok(!is_tracked && at_path.is_excluded())
    }

    /// Whether something is at a path of the worktree, or would be there if the checkout were not sparse and its submodules
    /// were checked out.
    pub fn exists_on_disk(&self, path: &str) -> bool {
        let Some(workdir) = self.workdir() else { return false };
        if path_on_disk(workdir, path).symlink_metadata().is_ok() {
            return true;
        }
        let Ok(index) = self.inner.index_or_empty() else { return false };
        let is_left_out = |end: usize| {
            let entry = index.entry_by_path_and_stage(BStr::new(&*path_bytes(&path[..end])), Stage::Unconflicted);
            let folder = || index.prefixed_entries(BStr::new(&*path_bytes(&format!("{}/", &path[..end]))));
            let skipped = |entry: &gix::index::Entry| entry.flags.contains(Flags::SKIP_WORKTREE);
            match entry {
                Some(entry) if end == path.len() => skipped(entry) || entry.mode == Mode::COMMIT,
                Some(entry) => entry.mode == Mode::COMMIT,
                None => folder().is_some_and(|entries| {
                    entries.first().is_some_and(|first| {
                        first.mode.is_sparse() || (end == path.len() && entries.iter().all(skipped))
                    })
                }),
            }
        };
        ends_of_parts(path).any(is_left_out)
    }

    /// The index, empty when there is none.
    fn index(&self) -> Result<gix::worktree::IndexPersistedOrInMemory, Error> {
        self.inner
            .index_or_empty()
            .map(gix::worktree::IndexPersistedOrInMemory::Persisted)
            .map_err(|error| Error::new("cannot read the index of the repository").because(error))
    }

    /// The id of a regular file in a tree.
    fn find_in_tree(&self, tree: ObjectId, path: &str) -> Result<Option<ObjectId>, Error> {
        let stop = self.stop_at(tree, path)?;
        Ok(stop.filter(|(end, (mode, _))| *end == path.len() && mode.is_blob()).map(|(_, (_, id))| id))
    }

    /// What stands where the way along a path ends: at the end of the path, or where a file, a link or a submodule on it lets nothing through. How much
    /// of the path leads there comes with it.
    fn stop_at(&self, tree: ObjectId, path: &str) -> Result<Option<(usize, Stands)>, Error> {
        let failed = |error: gix::Error| self.unreadable(&format!("cannot look up `{path}`"), error);
        let mut folder = tree;
        for end in ends_of_parts(path) {
            let name = path[..end].rsplit('/').next().unwrap_or_default();
            if !is_plain_name(name) {
                return Ok(None);
            }
            let children = self.inner.find_tree(folder).map_err(failed)?;
            let child = children.find_entry(&*path_bytes(name)).map(|child| (child.mode(), child.object_id()));
            match child {
                Some((mode, id)) if mode.is_tree() && end < path.len() => folder = id,
                found => return Ok(found.map(|found| (end, found))),
            }
        }
        Ok(None)
    }

    fn contents(&self, id: ObjectId, path: &str) -> Result<Contents, Error> {
        let failed = |error: gix::Error| self.unreadable(&format!("cannot read `{path}` (blob {id})"), error);
        let size = self.inner.find_header(id).map_err(failed)?.size();
        let bytes = if size > LARGE {
            // Git keeps files compressed, so that a piece of one costs as much as the whole.
            vec![b'\n'; SIZE_LIMIT + 1]
        } else {
            self.inner.find_blob(id).map_err(failed)?.take_data()
        };
        Ok(Contents { bytes, blob: Some(id.to_string()) })
    }
}

/// Where each part of a path ends.
fn ends_of_parts(path: &str) -> impl Iterator<Item = usize> {
    path.match_indices('/').map(|(slash, _)| slash).chain([path.len()])
}

/// A folder to compare: of a commit, or of the index.
#[derive(Clone, Copy)]
enum Folder<'a> {
    Absent,
    Tree(ObjectId),
    /// `skip` is how many bytes of their paths lie above the folder.
    Index {
        entries: &'a [gix::index::Entry],
        cached: Option<&'a extension::Tree>,
        skip: usize,
    },
}

impl Folder<'_> {
    /// The id of the tree with just these files, when it is known.
    fn id(&self) -> Option<ObjectId> {
        match self {
            Folder::Absent => None,
            Folder::Tree(id) => Some(*id),
            // The index keeps the tree ids of folders that were not touched since. Nothing vouches for the count.
            Folder::Index { entries, cached, .. } => cached
                .filter(|cached| cached.num_entries.map(|count| count as usize) == Some(entries.len()))
                .map(|cached| cached.id),
        }
    }
}

/// Something in a folder. The names of folders end with `/`, which is also what Git sorts them by.
struct Child<'a> {
    name: String,
    content: Content<'a>,
}

enum Content<'a> {
    /// A file with its id; without when it is not a regular file.
    File(Option<ObjectId>),
    Folder(Folder<'a>),
}

/// The ids of a path's regular files on either side.
#[derive(Clone, Copy, Default)]
struct Sides {
    base: Option<ObjectId>,
    head: Option<ObjectId>,
}

/// Comparing folders.
impl Repository {
    /// The wanted paths whose regular files differ. Neither folders nor paths are visited by recursion, since a hostile
    /// repository may nest them without end. Names are written as [`path_text`] does.
    fn compare<'a>(
        &self,
        base: Folder<'a>,
        head: Folder<'a>,
        index: Option<&'a State>,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, Sides>, Error> {
        self.compare_below(vec![(String::new(), base, head)], index, wanted)
    }

    /// As [`Repository::compare`], of some folders, each with its path and a slash behind it.
    fn compare_below<'a>(
        &self,
        mut open: Vec<(String, Folder<'a>, Folder<'a>)>,
        index: Option<&'a State>,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, Sides>, Error> {
        let mut differing: BTreeMap<String, Sides> = BTreeMap::new();
        let mut looked_at = 0;
        while let Some((prefix, base, head)) = open.pop() {
            if base.id().is_some() && base.id() == head.id() {
                continue;
            }
            let base = self.children(base, &prefix, index)?;
            let head = self.children(head, &prefix, index)?;
            looked_at += base.len() + head.len() + 10;
            if looked_at > MOST_ENTRIES {
                return Err(Error::new("the repository holds more folders and files than can be compared"));
            }
            let (mut base, mut head) = (base.into_iter().peekable(), head.into_iter().peekable());
            loop {
                let order = match (base.peek(), head.peek()) {
                    (None, None) => break,
                    (Some(_), None) => Ordering::Less,
                    (None, Some(_)) => Ordering::Greater,
                    (Some(base), Some(head)) => base.name.cmp(&head.name),
                };
                let before = if order.is_le() { base.next() } else { None };
                let after = if order.is_ge() { head.next() } else { None };
                let Some(name) = before.as_ref().or(after.as_ref()).map(|child| child.name.as_str()) else { break };
                // Equal names are equal kinds, since only those of folders end with a slash.
                if name.ends_with('/') {
                    let folder = |child: &Option<Child<'a>>| match child {
                        Some(Child { content: Content::Folder(folder), .. }) => *folder,
                        _ => Folder::Absent,
                    };
                    let (before, after) = (folder(&before), folder(&after));
                    if before.id().is_none() || before.id() != after.id() {
                        open.push((format!("{prefix}{name}"), before, after));
                    }
                } else {
                    let file = |child: &Option<Child<'a>>| match child {
                        Some(Child { content: Content::File(id), .. }) => *id,
                        _ => None,
                    };
                    let (before, after) = (file(&before), file(&after));
                    let path = format!("{prefix}{name}");
                    if before != after && wanted(&path) {
                        // A tree whose names are not in order shows a path on its two sides apart.
                        let sides = differing.entry(path).or_default();
                        sides.base = before.or(sides.base);
                        sides.head = after.or(sides.head);
                    }
                }
            }
        }
        differing.retain(|_, sides| sides.base != sides.head);
        Ok(differing)
    }

    fn children<'a>(
        &self,
        folder: Folder<'a>,
        prefix: &str,
        index: Option<&'a State>,
    ) -> Result<Vec<Child<'a>>, Error> {
        match (folder, index) {
            (Folder::Tree(id), _) => self.children_in_tree(id, prefix),
            (Folder::Index { entries, cached, skip }, Some(index)) => {
                Ok(children_in_index(entries, cached, skip, index))
            }
            (Folder::Index { .. } | Folder::Absent, _) => Ok(Vec::new()),
        }
    }

    fn children_in_tree<'a>(&self, id: ObjectId, prefix: &str) -> Result<Vec<Child<'a>>, Error> {
        let failed =
            |error: gix::Error| self.unreadable(&format!("cannot read the folder `/{prefix}` (tree {id})"), error);
        let tree = self.inner.find_tree(id).map_err(failed)?;
        let mut children = Vec::new();
        for entry in tree.iter() {
            let entry = entry.map_err(failed)?;
            let name = path_text(entry.filename());
            if !is_plain_name(&name) {
                continue;
            }
            children.push(if entry.mode().is_tree() {
                Child { name: format!("{name}/"), content: Content::Folder(Folder::Tree(entry.object_id())) }
            } else {
                let regular = entry.mode().is_blob().then(|| entry.object_id());
                Child { name: name.into_owned(), content: Content::File(regular) }
            });
        }
        Ok(children)
    }
}

/// The children of a folder of the index, whose `entries` are all those below it: the index knows only full paths.
fn children_in_index<'a>(
    entries: &'a [gix::index::Entry],
    cached: Option<&'a extension::Tree>,
    skip: usize,
    index: &'a State,
) -> Vec<Child<'a>> {
    let cached: HashMap<&[u8], &extension::Tree> =
        cached.iter().flat_map(|tree| &tree.children).map(|child| (child.name.as_slice(), child)).collect();
    let rest_of = |entry: &gix::index::Entry| -> &'a [u8] { entry.path(index).get(skip..).unwrap_or_default() };
    let mut children = Vec::new();
    let mut left = entries;
    while let Some(first) = left.first() {
        let rest = rest_of(first);
        let slash = rest.find_byte(b'/');
        let name = &rest[..slash.map_or(rest.len(), |slash| slash + 1)];
        // The index is sorted, so that what belongs to a folder, or to a path in conflict, stands together.
        let count = match slash {
            Some(_) => left.partition_point(|entry| rest_of(entry).starts_with(name)),
            None => left.iter().take_while(|entry| rest_of(entry) == name).count(),
        };
        let (group, others) = left.split_at(count.max(1));
        left = others;
        let shown = path_text(name);
        if !is_plain_name(shown.trim_end_matches('/')) {
            continue;
        }
        let content = match slash {
            // A folder that a sparse checkout leaves out is one entry with the id of its tree.
            Some(_) if first.mode.is_sparse() && rest.len() == name.len() => Content::Folder(Folder::Tree(first.id)),
            Some(slash) => {
                let cached = cached.get(&rest[..slash]).copied();
                Content::Folder(Folder::Index { entries: group, cached, skip: skip + name.len() })
            }
            None => Content::File(recorded_file(first)),
        };
        children.push(Child { name: shown.into_owned(), content });
    }
    children
}

/// The id that the index records for a regular file. Nothing while the file is in conflict or only announced.
fn recorded_file(entry: &gix::index::Entry) -> Option<ObjectId> {
    let regular = entry.mode == Mode::FILE || entry.mode == Mode::FILE_EXECUTABLE;
    let settled = entry.stage() == Stage::Unconflicted && !entry.flags.contains(Flags::INTENT_TO_ADD);
    (regular && settled).then_some(entry.id)
}

/// Whether a name can stand in a path of a repository. Git refuses the others, but a hostile tree may hold them.
fn is_plain_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains('/') && !name.eq_ignore_ascii_case(".git")
}

/// What stands at a path on disk.
struct OnDisk {
    path: String,
    /// Nothing when there is no regular file, or only behind a folder that is a symbolic link.
    file: Option<DiskFile>,
}

struct DiskFile {
    bytes: Vec<u8>,
    /// The id of these very bytes; unknown when the file was too large to read.
    id: Option<ObjectId>,
}

/// What is now at a path: what the index says, or what was read from disk.
enum Now {
    Recorded(Option<ObjectId>),
    Read { file: Option<DiskFile>, as_stored: Option<ObjectId> },
}

impl Now {
    fn is(&self, committed: Option<ObjectId>) -> bool {
        match self {
            Now::Recorded(id) => *id == committed,
            Now::Read { file: None, .. } => committed.is_none(),
            Now::Read { file: Some(file), as_stored } => {
                committed.is_some() && (file.id == committed || *as_stored == committed)
            }
        }
    }
}

/// Reading the files on disk.
impl Repository {
    /// The files on disk that differ from a commit, for which `wanted` says yes to the path: staged or not, and untracked
    /// ones unless ignored. Files that a sparse checkout leaves out, or that are assumed unchanged, are as the index has
    /// them. A file is what Git would store of it: line endings, another encoding and `$Id$` are undone. Nothing is read behind
    /// a symbolic link or in a nested repository.
    ///
    /// # Errors
    /// In a bare repository, when the commit, the index or a file cannot be read, and when only a program could tell what Git would store of a file that is
    /// not as it was committed.
    pub fn changed_in_worktree(
        &self,
        base: &CommitId,
        wanted: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<WorktreeChanges, Error> {
        let Some(workdir) = self.workdir() else {
            let message = "a bare repository has no files on disk to compare";
            let help = "Name both commits: `check --base REV --head REV`, or `diff REV REV`.";
            return Err(Error::new(message).help(help));
        };
        let base_tree = self.tree_of(base)?;
        let head_tree = self.head()?.map(|head| self.tree_of(&head.id)).transpose()?;
        let index = self.index()?;
        let index: &State = &index;
        let recorded = Folder::Index { entries: index.entries(), cached: index.tree(), skip: 0 };

        let since_base = self.compare(Folder::Tree(base_tree), recorded, Some(index), wanted)?;
        let since_head = match head_tree {
            Some(tree) if tree == base_tree => since_base.clone(),
            Some(tree) => self.compare(Folder::Tree(tree), recorded, Some(index), wanted)?,
            None => BTreeMap::new(),
        };
        let scan = Scan {
            workdir,
            index,
            hash: self.inner.object_hash(),
            stat_options: self.inner.stat_options().unwrap_or_default(),
            links_are_files: self.config_is_true("core.symlinks") == Some(false),
            ignores_case: self.config_is_true("core.ignorecase") == Some(true),
            composes_unicode: self.config_is_true("core.precomposeunicode") == Some(true),
            ignored_elsewhere: self.ignored_elsewhere(),
            wanted,
        };
        let (tracked, untracked) = rayon::join(|| scan.changed_tracked(), || scan.untracked());
        let mut on_disk: HashMap<String, Option<DiskFile>> =
            tracked?.into_iter().chain(untracked?).map(|found| (found.path, found.file)).collect();

        let paths: BTreeSet<String> =
            since_base.keys().chain(since_head.keys()).chain(on_disk.keys()).cloned().collect();
        let mut undoing = Undoing { repository: self, index, attributes: None };
        let mut files = Vec::new();
        let mut matches_head = head_tree.is_some();
        for path in paths {
            let entry = index.entry_by_path_and_stage(BStr::new(&*path_bytes(&path)), Stage::Unconflicted);
            let recorded = entry.and_then(recorded_file);
            let committed = |since: &BTreeMap<String, Sides>, tree: Option<ObjectId>| match (since.get(&path), tree) {
                (Some(sides), _) => Ok(sides.base),
                // Below a folder that the index holds as one entry, only the tree knows the file.
                (None, Some(tree)) if entry.is_none() && index.is_sparse() => self.find_in_tree(tree, &path),
                (None, _) => Ok(recorded),
            };
            let (in_base, in_head) = (committed(&since_base, Some(base_tree))?, committed(&since_head, head_tree)?);
            let now = match on_disk.remove(&path) {
                Some(file) => {
                    let other = file.as_ref().filter(|file| file.id.is_some() && file.id != in_head);
                    let stored = other.map(|file| undoing.stored(&path, &file.bytes)).transpose()?.flatten();
                    let mut file = file;
                    if let (Some(file), Some(text)) =
                        (&mut file, stored.as_ref().and_then(|stored| stored.bytes.clone()))
                    {
                        file.bytes = text;
                    }
                    Now::Read { file, as_stored: stored.map(|stored| stored.id) }
                }
                None if entry.is_none() => Now::Recorded(since_base.get(&path).and_then(|sides| sides.head)),
                None => Now::Recorded(recorded),
            };
            matches_head &= now.is(in_head);
            if now.is(in_base) {
                continue;
            }
            let base = in_base.map(|id| self.contents(id, &path)).transpose()?;
            let head = match now {
                Now::Recorded(id) => id.map(|id| self.contents(id, &path)).transpose()?,
                Now::Read { file, as_stored } => file
                    .map(|file| Contents { bytes: file.bytes, blob: as_stored.or(file.id).map(|id| id.to_string()) }),
            };
            files.push(FileChange { path, base, head });
        }
        Ok(WorktreeChanges { files, matches_head })
    }
}

/// A file of the index.
pub struct Tracked {
    /// The path from the root of the repository, with `/`.
    pub path: String,
    /// What it holds, when it is not on disk, and not because somebody deleted it: a sparse checkout leaves it out.
    pub left_out: Option<Vec<u8>>,
}

/// Which files on disk count, whatever they hold.
impl Repository {
    /// The wanted regular files of the index that are at or below some places, whether something ignores them or not. Those that were deleted on disk are
    /// among them.
    ///
    /// # Errors
    /// When the index, or a file that the checkout leaves out, cannot be read.
    pub fn tracked(&self, places: &Places, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<Tracked>, Error> {
        let Some(workdir) = self.workdir() else { return Ok(Vec::new()) };
        let index = self.index()?;
        let mut tracked: Vec<Tracked> = Vec::new();
        for entry in index.entries() {
            let path = path_text(entry.path(&index));
            let is_file = entry.mode == Mode::FILE || entry.mode == Mode::FILE_EXECUTABLE;
            // A path in conflict has an entry for each side.
            let is_known = || tracked.last().is_some_and(|last| last.path == path);
            if !is_file || !places.hold(&path) || !wanted(&path) || is_known() {
                continue;
            }
            let is_left_out =
                entry.flags.contains(Flags::SKIP_WORKTREE) && path_on_disk(workdir, &path).symlink_metadata().is_err();
            let left_out = is_left_out.then(|| self.contents(entry.id, &path)).transpose()?;
            tracked.push(Tracked { path: path.into_owned(), left_out: left_out.map(|contents| contents.bytes) });
        }
        // A folder that is left out may be one entry of the index, with the id of its tree.
        if let (true, Some(head)) = (index.is_sparse(), self.head()?) {
            let known: BTreeSet<&str> = tracked.iter().map(|tracked| tracked.path.as_str()).collect();
            let is_missing = |path: &str| !known.contains(path) && wanted(path);
            let missing = self.files_at(&head.id, places, &is_missing)?;
            for path in missing.into_iter().filter(|path| self.exists_on_disk(path)) {
                let left_out = self.read_at(&head.id, &path)?;
                tracked.push(Tracked { path, left_out });
            }
        }
        Ok(tracked)
    }

    /// Lets a walk through the worktree pass by what Git ignores, and nothing else.
    pub fn ignore_in(&self, walk: &mut ignore::WalkBuilder) {
        let Some(workdir) = self.workdir() else { return };
        ignore_as_git(walk, workdir, self.ignored_elsewhere().as_deref());
        // What is ignored above the folder in which the walk begins counts up to the root of the worktree, which only its `.git` shows.
        let has_root = workdir.join(".git").exists();
        walk.parents(has_root)
            .require_git(has_root)
            .ignore_case_insensitive(self.config_is_true("core.ignorecase") == Some(true));
    }

    /// The file that says what is ignored in all repositories of the user, or in this one without being a part of it.
    fn ignored_elsewhere(&self) -> Option<PathBuf> {
        let configured = self.inner.config_snapshot().trusted_path("core.excludesFile").ok().flatten();
        configured.or_else(|| gix::path::env::xdg_config("ignore", &mut |name| std::env::var_os(name)))
    }
}

/// What looking at the files on disk needs. It holds no repository, so that several threads can share it.
struct Scan<'a> {
    workdir: &'a Path,
    index: &'a State,
    hash: gix::hash::Kind,
    stat_options: gix::index::entry::stat::Options,
    links_are_files: bool,
    ignores_case: bool,
    composes_unicode: bool,
    ignored_elsewhere: Option<PathBuf>,
    wanted: &'a (dyn Fn(&str) -> bool + Sync),
}

impl Scan<'_> {
    /// The wanted files of the index that may differ from what the index records.
    fn changed_tracked(&self) -> Result<Vec<OnDisk>, Error> {
        const AT_ONCE: usize = 1024;
        let entries = self.index.entries();
        let found = (0..entries.len()).into_par_iter().step_by(AT_ONCE).map(|start| {
            let mut folders = RealFolders { workdir: self.workdir, known: HashMap::new() };
            let mut found = Vec::new();
            for number in start..entries.len().min(start + AT_ONCE) {
                let entry = &entries[number];
                let path = entry.path(self.index);
                // A path in conflict has an entry for each side.
                let repeated = number > 0 && entries[number - 1].path(self.index) == path;
                let path = path_text(path);
                if repeated || entry.mode.is_sparse() || !(self.wanted)(&path) || !path.split('/').all(is_plain_name) {
                    continue;
                }
                if let Some(file) = self.look_at(entry, &path, &mut folders)? {
                    found.push(OnDisk { path: path.into_owned(), file: file.found });
                }
            }
            Ok(found)
        });
        let found: Vec<Vec<OnDisk>> = found.collect::<Result<_, Error>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    /// What is on disk for an entry of the index, or nothing when that is what the index records.
    fn look_at(
        &self,
        entry: &gix::index::Entry,
        path: &str,
        folders: &mut RealFolders<'_>,
    ) -> Result<Option<Looked>, Error> {
        let recorded = recorded_file(entry);
        if entry.flags.contains(Flags::ASSUME_VALID) || (entry.mode == Mode::SYMLINK && self.links_are_files) {
            return Ok(None);
        }
        let full = path_on_disk(self.workdir, path);
        let metadata = if folders.leads_to(path)? { metadata(&full)? } else { None };
        let Some(metadata) = metadata else {
            let left_out = entry.flags.contains(Flags::SKIP_WORKTREE) && entry.stage() == Stage::Unconflicted;
            return Ok((!left_out).then_some(Looked { found: None }));
        };
        if !metadata.is_file() {
            // A symbolic link or a submodule that is still no file has not changed for us.
            return Ok(recorded.is_some().then_some(Looked { found: None }));
        }
        // A file written in the moment of the index, or after, may have changed without showing it, so that only its bytes
        // can tell. Those of a very large file are not read, and its new text would be refused anyway.
        let untouched = Stat::from_fs(&metadata).is_ok_and(|stat| {
            let can_tell = metadata.len() > LARGE || !entry.stat.is_racy(self.index.timestamp(), self.stat_options);
            can_tell && entry.stat.matches(&stat, self.stat_options)
        });
        if recorded.is_some() && untouched {
            return Ok(None);
        }
        let found = read_file(&full, metadata.len(), self.hash)?;
        let same = found.as_ref().is_some_and(|file| file.id.is_some() && file.id == recorded);
        Ok((!same).then_some(Looked { found }))
    }

    /// The wanted files that the index does not know and nothing ignores.
    fn untracked(&self) -> Result<Vec<OnDisk>, Error> {
        let paths = Mutex::new(Vec::new());
        let is_tracked = |path: &str| {
            let known = self.index.entry_by_path(BStr::new(&*path_bytes(path))).is_some();
            known
                || (self.ignores_case
                    && self
                        .index
                        .entries()
                        .iter()
                        .any(|entry| entry.path(self.index).eq_ignore_ascii_case(path.as_bytes())))
        };
        let visit = |entry: &ignore::DirEntry| {
            if !entry.file_type().is_some_and(|kind| kind.is_file()) {
                return;
            }
            let Ok(path) = entry.path().strip_prefix(self.workdir) else { return };
            let path = path_text(path.as_os_str().as_encoded_bytes());
            let path = if cfg!(windows) { Cow::Owned(path.replace('\\', "/")) } else { path };
            let path = if self.composes_unicode { composed(&path) } else { path };
            if (self.wanted)(&path) && !is_tracked(&path) {
                // Where Git composes letters with their accents, the file may have another name on disk.
                let found = (path.into_owned(), entry.path().to_path_buf());
                paths.lock().unwrap_or_else(PoisonError::into_inner).push(found);
            }
        };
        let mut walk = ignore::WalkBuilder::new(self.workdir);
        ignore_as_git(&mut walk, self.workdir, self.ignored_elsewhere.as_deref());
        walk.ignore_case_insensitive(self.ignores_case)
            .filter_entry(|entry| {
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                let is_nested = || entry.depth() > 0 && is_folder && entry.path().join(".git").exists();
                entry.file_name() != ".git" && !is_nested()
            })
            .build_parallel()
            .run(|| {
                Box::new(|entry| {
                    // A folder that cannot be read holds nothing that could be committed, as for Git.
                    if let Ok(entry) = entry {
                        visit(&entry);
                    }
                    ignore::WalkState::Continue
                })
            });
        let mut found = Vec::new();
        for (path, full) in paths.into_inner().unwrap_or_else(PoisonError::into_inner) {
            if let Some(metadata) = metadata(&full)?.filter(|metadata| metadata.is_file()) {
                let file = read_file(&full, metadata.len(), self.hash)?;
                found.push(OnDisk { path, file });
            }
        }
        Ok(found)
    }
}

/// Lets a walk pass by what Git ignores, and nothing else: what `.ignore` and the like say is for other programs.
fn ignore_as_git(walk: &mut ignore::WalkBuilder, workdir: &Path, elsewhere: Option<&Path>) {
    walk.current_dir(workdir).standard_filters(false).git_ignore(true).git_exclude(true).require_git(false);
    // As for Git, a file that is not there ignores nothing.
    let _ = elsewhere.and_then(|elsewhere| walk.add_ignore(elsewhere));
}

/// What [`Scan::look_at`] found to differ.
struct Looked {
    found: Option<DiskFile>,
}

fn composed(path: &str) -> Cow<'_, str> {
    use unicode_normalization::UnicodeNormalization;
    if path.is_ascii() { Cow::Borrowed(path) } else { Cow::Owned(path.nfc().collect()) }
}

/// Tells the folders of the worktree from symbolic links to folders, which may lead out of the repository.
struct RealFolders<'a> {
    workdir: &'a Path,
    known: HashMap<String, bool>,
}

impl RealFolders<'_> {
    /// Whether all folders above a path are real ones.
    fn leads_to(&mut self, path: &str) -> Result<bool, Error> {
        let Some((folder, _)) = path.rsplit_once('/') else { return Ok(true) };
        if let Some(known) = self.known.get(folder) {
            return Ok(*known);
        }
        let mut real = true;
        for end in ends_of_parts(folder) {
            real = metadata(&path_on_disk(self.workdir, &folder[..end]))?.is_some_and(|metadata| metadata.is_dir());
            if !real {
                break;
            }
        }
        self.known.insert(folder.to_owned(), real);
        Ok(real)
    }
}

/// What the file system says of a path itself, links not followed. Nothing when there is nothing.
fn metadata(path: &Path) -> Result<Option<gix::index::fs::Metadata>, Error> {
    match gix::index::fs::Metadata::from_path_no_follow(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if is_gone(&error) => Ok(None),
        Err(error) => Err(Error::new(format!("cannot look at `{}`", path.display())).because(error)),
    }
}

fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Reads a file, of a very large one only the start. Nothing when it vanished meanwhile.
fn read_file(path: &Path, size: u64, hash: gix::hash::Kind) -> Result<Option<DiskFile>, Error> {
    let failed = || Error::new(format!("cannot read `{}`", path.display()));
    let mut bytes = Vec::new();
    let most = if size > LARGE { SIZE_LIMIT as u64 + 1 } else { LARGE };
    match fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)) {
        Ok(_) if size > LARGE => Ok(Some(DiskFile { bytes, id: None })),
        Ok(_) => {
            let id = blob_id(hash, &bytes).or_fail(failed)?;
            Ok(Some(DiskFile { bytes, id: Some(id) }))
        }
        Err(error) if is_gone(&error) => Ok(None),
        Err(error) => Err(failed().because(error)),
    }
}

fn blob_id(hash: gix::hash::Kind, bytes: &[u8]) -> Result<ObjectId, gix::Error> {
    objs::compute_hash(hash, objs::Kind::Blob, bytes)
}

/// Undoes what Git does to files when it checks them out: line endings, another encoding, `$Id$`. The attributes are read when the first file needs them.
struct Undoing<'a> {
    repository: &'a Repository,
    index: &'a State,
    attributes: Option<(gix::AttributeStack<'a>, gix::attrs::search::Outcome)>,
}

/// A file as Git stores it.
struct Stored {
    id: ObjectId,
    /// What it says, when that is more than other line endings than on disk.
    bytes: Option<Vec<u8>>,
}

/// What the attributes of a file say of how it is checked out.
#[derive(Default)]
struct Conversion {
    ends_lines: bool,
    encoding: Option<String>,
    fills_in_id: bool,
    filter: Option<String>,
}

impl Undoing<'_> {
    /// The file as Git would store it, when that is something else than these bytes.
    fn stored(&mut self, path: &str, bytes: &[u8]) -> Result<Option<Stored>, Error> {
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
            // A filter is a program, and no program of a repository is run.
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
        if conversion.ends_lines && text.contains_str("\r\n") {
            text = Cow::Owned(text.replace("\r\n", "\n"));
        }
        let mut undone = Vec::new();
        let has_id =
            conversion.fills_in_id && gix::filter::plumbing::ident::undo(&text, &mut undone).or_fail(failed)?;
        let text = if has_id { Cow::Owned(undone) } else { text };
        let Cow::Owned(text) = text else { return Ok(None) };
        let id = blob_id(self.repository.inner.object_hash(), &text).or_fail(failed)?;
        Ok(Some(Stored { id, bytes: (has_other_text || has_id).then_some(text) }))
    }

    fn conversion(&mut self, path: &str, bytes: &[u8]) -> Result<Conversion, Error> {
        use gix::attrs::StateRef;
        let failed = || Error::new(format!("cannot read the attributes of `{path}`"));
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
                "ident" => conversion.fills_in_id = state == StateRef::Set,
                "filter" => conversion.filter = value(),
                _ => conversion.encoding = value(),
            }
        }
        let looks_like_text = !bytes.contains(&0) || conversion.encoding.is_some();
        conversion.ends_lines = match text {
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

/// A text in another encoding, by the name that `working-tree-encoding` has for it, as UTF-8.
fn decoded(bytes: &[u8], encoding: &str) -> Result<Vec<u8>, gix::Error> {
    use gix::filter::plumbing::worktree;
    let name = encoding.to_ascii_uppercase();
    // The mark at the start says which one of the two it is, and goes whether it has to be there or not.
    let name = match name.strip_suffix("-BOM").unwrap_or(&name) {
        "UTF-16" if bytes.starts_with(b"\xfe\xff") => "UTF-16BE",
        name => name,
    };
    let mut text = Vec::new();
    let encoding = worktree::encoding::for_label(name)?;
    worktree::encode_to_git(bytes, encoding, &mut text, worktree::encode_to_git::RoundTripCheck::Skip)?;
    Ok(text)
}

/// How a file begins that stands in Git for one whose text Git LFS keeps elsewhere.
const LFS_POINTER: &str = "version https://git-lfs.github.com/spec/v1\n";

/// What Git LFS puts in the place of a text.
fn lfs_pointer(text: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    // One that has not been replaced by its text stands for itself.
    if is_lfs_pointer(text) {
        return text.to_vec();
    }
    let hash: String = sha2::Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{LFS_POINTER}oid sha256:{hash}\nsize {}\n", text.len()).into_bytes()
}

/// Whether some bytes stand for a text that Git LFS keeps elsewhere.
pub fn is_lfs_pointer(bytes: &[u8]) -> bool {
    bytes.starts_with(LFS_POINTER.as_bytes())
}

/// A person of a commit, by the name that `.mailmap` gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
}

/// A commit of a history, with what tells where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastCommit {
    /// Its id.
    pub id: CommitId,
    /// The commit before it on the way that is walked; `None` for the first one.
    pub parent: Option<CommitId>,
    /// How many parents it has in all: more than one makes it a merge.
    pub parents: usize,
    /// The first line of its message.
    pub subject: String,
    /// What stands below the first line of its message.
    pub body: String,
    /// The trailers of its message: `Pull-Request: 12`.
    pub trailers: Vec<(String, String)>,
    /// Who wrote it.
    pub author: Person,
    /// Who put it there.
    pub committer: Person,
    /// The day on which the committer made it, by the committer's own clock and time zone.
    pub committed_on: jiff::civil::Date,
    /// Whether it carries a signature, valid or not.
    pub is_signed: bool,
}

/// Which part of a history is told. Nothing asked for is all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// Only what this commit does not hold.
    pub behind: Option<CommitId>,
    /// Only from the first commit of this day or a later one. The clocks of committers are not in step: what lies between is told, whatever its day.
    pub first_day: Option<jiff::civil::Date>,
    /// Only up to the last commit of this day or an earlier one, likewise.
    pub last_day: Option<jiff::civil::Date>,
}

/// A part of a history that was walked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// The commits that differ from the one before in a wanted file, newest first. They go back to the beginning, for what was before tells what a later commit did.
    pub commits: Vec<PastCommit>,
    /// How many of them lie in the range that was asked for.
    pub asked: usize,
    /// Where it ended.
    pub end: HistoryEnd,
    /// How many commits there are in the range, those that differ in no wanted file included.
    pub length: usize,
}

/// A commit on the way of a walk.
struct Walked {
    id: ObjectId,
    tree: ObjectId,
    first_parent: Option<ObjectId>,
}

/// Files and folders from the root of the repository, none of which lies below another. What stands elsewhere is not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places(Vec<String>);

impl Places {
    /// These places; the empty path is the root.
    pub fn new(paths: impl IntoIterator<Item = String>) -> Places {
        let mut paths: Vec<String> = paths.into_iter().map(|path| path.trim_matches('/').to_owned()).collect();
        paths.sort();
        paths.dedup();
        let is_below = |path: &str, other: &str| {
            other.is_empty() && !path.is_empty()
                || path.strip_prefix(other).is_some_and(|rest| !other.is_empty() && rest.starts_with('/'))
        };
        let all = paths.clone();
        paths.retain(|path| !all.iter().any(|other| is_below(path, other)));
        Places(paths)
    }

    /// Whether a folder may hold, or lies in, one of them.
    pub fn touch(&self, folder: &str) -> bool {
        let below = Places::new([folder.to_owned()]);
        self.hold(folder) || self.0.iter().any(|place| below.hold(place))
    }

    /// Whether a path is at or below one of them.
    fn hold(&self, path: &str) -> bool {
        let is_below = |place: &String| {
            place.is_empty()
                || path.strip_prefix(place.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.0.iter().any(is_below)
    }

    /// The whole repository.
    pub fn everywhere() -> Places {
        Places(vec![String::new()])
    }
}

/// What stands at a place: its kind, for a file that becomes a link is another one, and its id.
type Stands = (objs::tree::EntryMode, ObjectId);

/// What stands at each of some places. Where they are equal, so are all files.
type Standing = Vec<Option<Stands>>;

/// A repository that threads can share.
pub struct SharedRepository(gix::ThreadSafeRepository);

impl SharedRepository {
    /// The repository for one thread.
    pub fn open(&self) -> Repository {
        Repository { inner: self.0.to_thread_local() }
    }
}

/// Where a history ends that was walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryEnd {
    /// At the first commit.
    Beginning,
    /// Where the clone was cut.
    Shallow,
}

/// So many commits are looked at together.
const AT_ONCE: usize = 2_048;

/// Walking history.
impl Repository {
    /// The repository in a form that threads can share.
    pub fn share(&self) -> SharedRepository {
        SharedRepository(self.inner.clone().into_sync())
    }

    /// The commits that differ from their first parent in a file for which `wanted` says yes. The walk goes from `tip` along first parents, so that a
    /// merge is one step. Only what lies at or below one of `places` is looked at. `seen` is told how many commits were looked at since it was
    /// last called, and how many there are, 0 while nobody knows.
    ///
    /// # Errors
    /// When a commit or a folder cannot be read.
    pub fn history(
        &self,
        tip: &CommitId,
        places: &Places,
        wanted: &(dyn Fn(&str) -> bool + Sync),
        range: &Range,
        seen: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Walk, Error> {
        let (way, end) = self.way(tip, seen)?;
        let (first, last) = self.part_of(&way, range)?;
        let way = &way[first..];
        let length = way.len();
        // The commits came one after the other; what stands in their folders, which takes most of the time, is looked up side by side.
        let shared = self.share();
        let look = |start: usize| {
            let here = &way[start..way.len().min(start + AT_ONCE + 1)];
            let repository = shared.open();
            let standing = repository.standing_at_each(here, places)?;
            let told = AT_ONCE.min(length - start);
            let mut found = Vec::new();
            for index in 0..told {
                let nothing = vec![None; standing[index].len()];
                let before = standing.get(index + 1).unwrap_or(&nothing);
                if standing[index] != *before
                    && !repository.compare_at(places, before, &standing[index], wanted)?.is_empty()
                {
                    found.push(start + index);
                }
            }
            seen(told, length);
            Ok(found)
        };
        let starts = (0..length).into_par_iter().step_by(AT_ONCE);
        let found: Vec<Vec<usize>> = starts.map(look).collect::<Result<_, Error>>()?;
        let mailmap = self.mailmap_at(tip)?;
        // A date that no calendar holds is no reason to tell nothing: the day is that of the first commit behind that has one, which is looked for once.
        let (mut dated, mut day) = (0, None);
        let commit = |index: usize| {
            let parent = way.get(index + 1).map(|before| CommitId(before.id.to_string()));
            while dated < way.len() && (dated < index || day.is_none()) {
                dated = dated.max(index);
                day = self.day_and_parent(way[dated].id)?.0;
                dated += usize::from(day.is_none());
            }
            self.past_commit(way[index].id, parent, day.unwrap_or_default(), &mailmap)
        };
        let found: Vec<usize> = found.into_iter().flatten().collect();
        let asked = found.iter().filter(|index| **index < last - first).count();
        let commits: Result<Vec<PastCommit>, Error> = found.into_iter().map(commit).collect();
        Ok(Walk { commits: commits?, asked, end, length: last - first })
    }

    /// The newest commit on the way along first parents that was made on a day or before it; `None` when there is none. The clocks of committers are not in
    /// step: what lies behind that commit is before it, whatever its day.
    ///
    /// # Errors
    /// When a commit cannot be read.
    pub fn newest_until(&self, tip: &CommitId, day: jiff::civil::Date) -> Result<Option<CommitId>, Error> {
        let mut next = Some(self.object_id(tip)?);
        while let Some(id) = next {
            if self.commit(id).is_ok_and(|commit| commit.committed_on <= day) {
                return Ok(Some(CommitId(id.to_string())));
            }
            next = self.walked(id, None)?.first_parent.filter(|parent| self.inner.has_object(parent));
        }
        Ok(None)
    }

    /// The commits from `tip` along first parents.
    fn way(&self, tip: &CommitId, seen: &dyn Fn(usize, usize)) -> Result<(Vec<Walked>, HistoryEnd), Error> {
        let failed = |error: gix::Error| self.unreadable("cannot read the history", error);
        let cut = self.inner.shallow_commits().map_err(failed)?;
        let is_cut = |id: &ObjectId| cut.as_ref().is_some_and(|cut| cut.contains(id));
        let graph = self.inner.commit_graph_if_enabled().map_err(failed)?;
        let (mut way, mut next) = (Vec::new(), Some(self.object_id(tip)?));
        while let Some(id) = next {
            let here = self.walked(id, graph.as_ref())?;
            next = here.first_parent.filter(|_| !is_cut(&id));
            way.push(here);
            if way.len().is_multiple_of(AT_ONCE) {
                seen(0, 0);
            }
            if is_cut(&id) {
                return Ok((way, HistoryEnd::Shallow));
            }
        }
        Ok((way, HistoryEnd::Beginning))
    }

    /// The first place of a way that is told, and the one behind the last.
    fn part_of(&self, way: &[Walked], range: &Range) -> Result<(usize, usize), Error> {
        let day = |commit: &Walked| self.day_and_parent(commit.id).ok().and_then(|(day, _)| day);
        let is_late = |commit: &&Walked| range.last_day.is_some_and(|last| day(commit).is_none_or(|day| day > last));
        let is_early =
            |commit: &&Walked| range.first_day.is_some_and(|first| day(commit).is_none_or(|day| day < first));
        let first = way.iter().take_while(is_late).count();
        let mut last = way.len() - way.iter().rev().take_while(is_early).count();
        if let Some(behind) = &range.behind {
            // What the commit holds of the way begins with the newest of its ancestors that lies on it.
            let place: HashMap<ObjectId, usize> = way.iter().enumerate().map(|(at, commit)| (commit.id, at)).collect();
            let (mut open, mut known) = (vec![self.object_id(behind)?], BTreeSet::new());
            while let Some(id) = open.pop() {
                if let Some(at) = place.get(&id) {
                    last = last.min(*at);
                } else if known.insert(id) {
                    let commit = self.inner.find_commit(id);
                    let commit = commit.map_err(|error| self.unreadable(&format!("cannot read commit {id}"), error))?;
                    open.extend(commit.parent_ids().map(|id| id.detach()).filter(|id| self.inner.has_object(id)));
                }
            }
        }
        Ok((first, last.max(first)))
    }

    /// What a walk has to know of a commit: from the commit-graph when there is one.
    fn walked(&self, id: ObjectId, graph: Option<&gix::commitgraph::Graph>) -> Result<Walked, Error> {
        let (tree, first_parent) = match graph.and_then(|graph| graph.commit_by_id(id)) {
            Some(commit) => {
                let parent = commit.iter_parents().next().and_then(Result::ok);
                let parent = parent.zip(graph).map(|(position, graph)| graph.id_at(position).to_owned());
                (commit.root_tree_id().to_owned(), parent)
            }
            None => {
                let unreadable = |error: gix::Error| self.unreadable(&format!("cannot read commit {id}"), error);
                let commit = self.inner.find_commit(id).map_err(unreadable)?;
                let parent = commit.parent_ids().next().map(|id| id.detach());
                (commit.tree_id().map_err(unreadable)?.detach(), parent)
            }
        };
        Ok(Walked { id, tree, first_parent })
    }

    /// What stands at some places in commits that follow each other. A pack keeps a folder as the difference from one that was made about the same time: what
    /// builds on another is read after it, so that nothing is put together twice.
    fn standing_at_each(&self, commits: &[Walked], places: &Places) -> Result<Vec<Standing>, Error> {
        let depth = |commit: &Walked| self.inner.find_header(commit.tree).ok().and_then(|header| header.num_deltas());
        let pairs = [1, 2, 3].iter().filter_map(|quarter| {
            let at = commits.len() * quarter / 4;
            commits.get(at).and_then(depth).zip(commits.get(at + 1).and_then(depth))
        });
        let builds_on_older =
            pairs.fold(0, |sum, (newer, older)| sum + i32::from(newer > older) - i32::from(newer < older)) > 0;
        let stand = |commit: &Walked| self.standing_at(commit.tree, places);
        if builds_on_older {
            let mut standing: Vec<Standing> = commits.iter().rev().map(stand).collect::<Result<_, Error>>()?;
            standing.reverse();
            return Ok(standing);
        }
        commits.iter().map(stand).collect()
    }

    fn standing_at(&self, tree: ObjectId, places: &Places) -> Result<Standing, Error> {
        let unreadable = |id: ObjectId, error: gix::Error| self.unreadable(&format!("cannot read folder {id}"), error);
        // The root is opened once for all of them: in a long history that is most of the work.
        let mut standing: Standing = vec![None; places.0.len()];
        let firsts: Vec<Cow<'_, [u8]>> =
            places.0.iter().map(|place| path_bytes(place.split('/').next().unwrap_or_default())).collect();
        for entry in self.inner.find_tree(tree).map_err(|error| unreadable(tree, error))?.iter().filter_map(Result::ok)
        {
            for (first, stands) in firsts.iter().zip(&mut standing) {
                if *entry.filename() == **first {
                    *stands = Some((entry.mode(), entry.oid().to_owned()));
                }
            }
        }
        for (place, stands) in places.0.iter().zip(&mut standing) {
            if place.is_empty() {
                *stands = Some((objs::tree::EntryKind::Tree.into(), tree));
            }
            for name in place.split('/').skip(1) {
                let Some((mode, id)) = stands.take() else { break };
                if mode.is_tree() {
                    let folder = self.inner.find_tree(id).map_err(|error| unreadable(id, error))?;
                    let mut entries = folder.iter().filter_map(Result::ok);
                    let entry = entries.find(|entry| *entry.filename() == *path_bytes(name));
                    *stands = entry.map(|entry| (entry.mode(), entry.oid().to_owned()));
                }
            }
        }
        Ok(standing)
    }

    /// The wanted paths whose regular files differ between what stands at some places.
    fn compare_at(
        &self,
        places: &Places,
        base: &Standing,
        head: &Standing,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, Sides>, Error> {
        let mut folders = Vec::new();
        let mut files: BTreeMap<String, Sides> = BTreeMap::new();
        for ((place, before), after) in places.0.iter().zip(base).zip(head) {
            let folder = |stands: &Option<Stands>| match stands {
                Some((mode, id)) if mode.is_tree() => Folder::Tree(*id),
                _ => Folder::Absent,
            };
            let file = |stands: &Option<Stands>| stands.filter(|(mode, _)| mode.is_blob()).map(|(_, id)| id);
            let prefix = if place.is_empty() { String::new() } else { format!("{place}/") };
            folders.push((prefix, folder(before), folder(after)));
            let sides = Sides { base: file(before), head: file(after) };
            if sides.base != sides.head && wanted(place) {
                files.insert(place.clone(), sides);
            }
        }
        files.extend(self.compare_below(folders, None, wanted)?);
        Ok(files)
    }

    /// The names that the team wants to be known by, as of a commit: the file on disk may be another.
    fn mailmap_at(&self, commit: &CommitId) -> Result<gix::mailmap::Snapshot, Error> {
        let bytes = self.read_at(commit, ".mailmap")?.unwrap_or_default();
        Ok(gix::mailmap::Snapshot::from_bytes(&bytes))
    }

    fn past_commit(
        &self,
        id: ObjectId,
        parent: Option<CommitId>,
        committed_on: jiff::civil::Date,
        mailmap: &gix::mailmap::Snapshot,
    ) -> Result<PastCommit, Error> {
        let unreadable = |error: gix::Error| self.unreadable(&format!("cannot read commit {id}"), error);
        let commit = self.inner.find_commit(id).map_err(unreadable)?;
        let person = |signature: gix::actor::SignatureRef<'_>| {
            let known = mailmap.resolve_cow(signature);
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            Person { name: text(&known.name), email: text(&known.email) }
        };
        let message = commit.message().ok();
        let trailers = message.as_ref().and_then(|message| message.body()).map(|body| {
            let trailers = body.trailers();
            trailers.map(|trailer| (trailer.token.to_string(), trailer.value.to_string())).collect()
        });
        let body = message.as_ref().and_then(|message| message.body);
        // What a commit does to the plans counts, however oddly it was written.
        let nobody = || Person { name: "unknown".to_owned(), email: String::new() };
        Ok(PastCommit {
            id: CommitId(commit.id.to_string()),
            parent,
            parents: commit.parent_ids().count(),
            body: body.map(|body| body.to_string()).unwrap_or_default(),
            subject: message.map(|message| message.summary().to_string()).unwrap_or_default(),
            trailers: trailers.unwrap_or_default(),
            author: commit.author().map_or_else(|_| nobody(), person),
            committer: commit.committer().map_or_else(|_| nobody(), person),
            committed_on,
            is_signed: commit.signature().is_ok_and(|signature| signature.is_some()),
        })
    }
}

/// Making a repository, for the demo, where no `git` may be installed.
impl Repository {
    /// Makes an empty repository with the branch `main` in a folder, which is made too when it is missing. The settings of
    /// the user have no influence on it.
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
        Ok(Repository { inner })
    }

    /// Commits on top of HEAD a tree of exactly these files, each a path with `/` and its text, and puts them on disk: files
    /// of HEAD that are not among them are removed. `author` is a name and an address, and commits too, at the time and
    /// offset of `when`.
    ///
    /// # Errors
    /// When a path cannot stand in a repository, in a bare repository, and when something cannot be written.
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

    /// Writes the trees of these files, the deepest first, and returns the id of the topmost.
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
        // A folder sorts after the one that it lies in, so that the last one left is complete.
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

/// The hunks of a diff with `context` lines around each change, as `git diff -U<context>` shows them. Lines are counted from
/// 1 and end with `\n`, as for Git; a last line with and one without it differ. A side that shows no line has the empty range
/// before the line where the other side's lines would stand. Two equal texts have no hunk.
pub fn hunks(before: &str, after: &str, context: u32) -> Vec<Hunk> {
    use gix::diff::blob::{Algorithm, InternedInput, diff_with_slider_heuristics};
    let input = InternedInput::new(before, after);
    let diff = diff_with_slider_heuristics(Algorithm::Myers, &input);
    let (before_lines, after_lines) = (input.before.len() as u32, input.after.len() as u32);
    let mut hunks: Vec<Hunk> = Vec::new();
    let mut changed_until = 0;
    for change in diff.hunks() {
        let near = change.before.start - changed_until <= context.saturating_mul(2);
        changed_until = change.before.end;
        let lead = context.min(change.before.start).min(change.after.start);
        let trail = context.min(before_lines - change.before.end).min(after_lines - change.after.end);
        let before = change.before.start - lead + 1..change.before.end + trail + 1;
        let after = change.after.start - lead + 1..change.after.end + trail + 1;
        match hunks.last_mut() {
            // Git joins hunks whose contexts touch.
            Some(last) if near => {
                last.before.end = before.end;
                last.after.end = after.end;
            }
            _ => hunks.push(Hunk { before, after }),
        }
    }
    hunks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_paths_have_the_same_text() {
        let paths: [&[u8]; 7] = [
            b"caf\xe8",
            b"caf\xe9",
            "caf\u{fffd}".as_bytes(),
            "caf\u{fffd}E9".as_bytes(),
            b"\xff\xfe/x",
            b"\xc3",
            b"a b",
        ];
        let texts: BTreeSet<String> = paths.iter().map(|path| path_text(path).into_owned()).collect();
        assert_eq!(texts.len(), paths.len());
        for path in paths {
            assert_eq!(*path_bytes(&path_text(path)), *path, "{}", path_text(path));
        }
        // What somebody typed is no sign.
        assert_eq!(*path_bytes("x\u{fffd}.md"), *"x\u{fffd}.md".as_bytes());
        assert_eq!(*path_bytes("x\u{fffd}+1"), *"x\u{fffd}+1".as_bytes());
    }

    #[test]
    fn a_tree_that_repeats_itself_without_end_is_refused() {
        let dir = tempfile::TempDir::new().unwrap();
        let repository = Repository::init(dir.path()).unwrap();
        let blob = repository.inner.write_blob("# Plan\n").unwrap().detach();
        let folder = |child: ObjectId, kind: objs::tree::EntryKind| {
            let names = (0..100).map(|number| format!("{number:02}"));
            let entry = |name: String| objs::tree::Entry { mode: kind.into(), filename: name.into(), oid: child };
            let entries: Vec<_> = names.map(entry).collect();
            repository.inner.write_object(objs::Tree { entries }).unwrap().detach()
        };
        let small = folder(folder(blob, objs::tree::EntryKind::Blob), objs::tree::EntryKind::Tree);
        // Five levels of a hundred folders each spell ten thousand million files in a few objects.
        let large = (0..3).fold(small, |tree, _| folder(tree, objs::tree::EntryKind::Tree));
        let files = |tree| repository.compare(Folder::Absent, Folder::Tree(tree), None, &|_| true);
        assert_eq!(files(small).unwrap().len(), 10_000);
        assert_eq!(
            files(large).err().unwrap().message(),
            "the repository holds more folders and files than can be compared"
        );
        // What is the same on both sides is never opened, however large.
        let both = repository.compare(Folder::Tree(large), Folder::Tree(large), None, &|_| true).unwrap();
        assert!(both.is_empty());
    }
}
