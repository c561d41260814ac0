//! What Git tells us, compared with what the real `git` says of the same repositories.

// Clippy knows test functions, but not the helpers of tests.
#![allow(clippy::unwrap_used)]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rolloutlint::error::Error;
use rolloutlint::git::{Commit, CommitId, Contents, FileChange, Places, Repository, WorktreeChanges, hunks};
use tempfile::TempDir;

/// An empty folder, and a `git` that knows neither the user nor the machine.
struct Sandbox {
    _folder: TempDir,
    root: PathBuf,
    repo: PathBuf,
}

impl Sandbox {
    /// A repository without commits in the folder `repo`.
    fn new() -> Sandbox {
        let sandbox = Sandbox::without_repository();
        sandbox.git(["init", "--quiet"]);
        sandbox
    }

    fn without_repository() -> Sandbox {
        let folder = TempDir::new().unwrap();
        // The folder for temporary files may itself be reached by a symbolic link.
        let root = folder.path().canonicalize().unwrap();
        let repo = root.join("repo");
        fs::create_dir(&repo).unwrap();
        Sandbox { _folder: folder, root, repo }
    }

    fn git<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> String {
        self.git_in(&self.repo, "2026-03-01T12:00:00 +0000", args)
    }

    fn git_in<A: AsRef<OsStr>>(&self, dir: &Path, date: &str, args: impl IntoIterator<Item = A>) -> String {
        let args: Vec<A> = args.into_iter().collect();
        let mut command = Command::new("git");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            command.env_remove(name);
        }
        let output = command
            .current_dir(dir)
            .env("HOME", &self.root)
            .env("XDG_CONFIG_HOME", &self.root)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs([("GIT_AUTHOR_NAME", "Priya Nair"), ("GIT_AUTHOR_EMAIL", "priya@example.com")])
            .envs([("GIT_COMMITTER_NAME", "Priya Nair"), ("GIT_COMMITTER_EMAIL", "priya@example.com")])
            .envs([("GIT_AUTHOR_DATE", date), ("GIT_COMMITTER_DATE", date)])
            .args(["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"])
            .args(["-c", "protocol.file.allow=always", "-c", "advice.detachedHead=false"])
            .args(&args)
            .output()
            .expect("these tests need git");
        let words: Vec<_> = args.iter().map(|arg| arg.as_ref().to_string_lossy()).collect();
        // Code 1 says that `git diff --no-index` saw differences and that `git merge` stopped at a
        // conflict.
        let may_say_no = matches!(&*words[0], "diff" | "merge") && output.status.code() == Some(1);
        let fine = output.status.success() || may_say_no;
        assert!(fine, "git {}: {}", words.join(" "), String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.repo.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.repo.join(path)).unwrap();
    }

    /// Commits everything in the worktree.
    fn commit(&self, message: &str) -> CommitId {
        self.git(["add", "--all"]);
        self.git(["commit", "--quiet", "--allow-empty", "-m", message]);
        CommitId(self.git(["rev-parse", "HEAD"]))
    }

    fn open(&self) -> Repository {
        Repository::discover(&self.repo).unwrap()
    }

    /// The changes on disk since a commit.
    fn worktree(&self, base: &CommitId) -> WorktreeChanges {
        self.open().changed_in_worktree(base, &is_plan).unwrap()
    }

    fn clone_to(&self, name: &str, options: &[&str]) -> PathBuf {
        let url = format!("file://{}", self.repo.display());
        let mut args = vec!["clone", "--quiet"];
        args.extend(options);
        args.extend([url.as_str(), name]);
        self.git_in(&self.root, "2026-03-01T12:00:00 +0000", args);
        self.root.join(name)
    }
}

fn is_plan(path: &str) -> bool {
    path.ends_with(".md")
}

fn all(_: &str) -> bool {
    true
}

/// The changes as lines: `+` added, `-` removed, `~` modified.
fn outline(changes: &[FileChange]) -> Vec<String> {
    changes
        .iter()
        .map(|change| {
            let sign = match (&change.base, &change.head) {
                (None, Some(_)) => '+',
                (Some(_), None) => '-',
                (Some(_), Some(_)) => '~',
                (None, None) => panic!("{} is on neither side", change.path),
            };
            format!("{sign} {}", change.path)
        })
        .collect()
}

fn text(contents: &Option<Contents>) -> &str {
    std::str::from_utf8(&contents.as_ref().unwrap().bytes).unwrap()
}

fn error<T>(result: Result<T, Error>) -> Error {
    result.err().expect("this should have failed")
}

#[test]
fn a_change_adds_modifies_removes_and_renames_plans() {
    let sandbox = Sandbox::new();
    for name in ["kept", "edited", "removed", "old-name"] {
        sandbox.write(&format!("rollouts/{name}.md"), &format!("# {name}\n"));
    }
    sandbox.write("src/main.rs", "fn main() {}\n");
    let base = sandbox.commit("Start");
    sandbox.write("rollouts/edited.md", "# edited\n\nStage 1\n");
    sandbox.write("rollouts/deep/er/added.md", "# added\n");
    sandbox.write("src/main.rs", "fn main() { run() }\n");
    sandbox.remove("rollouts/removed.md");
    fs::rename(sandbox.repo.join("rollouts/old-name.md"), sandbox.repo.join("rollouts/new-name.md")).unwrap();
    let head = sandbox.commit("Change");

    let changes = sandbox.open().changed_between(&base, &head, &is_plan).unwrap();

    assert_eq!(
        outline(&changes),
        [
            "+ rollouts/deep/er/added.md", "~ rollouts/edited.md", "+ rollouts/new-name.md", "- rollouts/old-name.md",
            "- rollouts/removed.md",
        ]
    );
    assert_eq!(text(&changes[1].base), "# edited\n");
    assert_eq!(text(&changes[1].head), "# edited\n\nStage 1\n");
    let renamed = changes[3].base.as_ref().unwrap().blob.as_ref();
    assert_eq!(changes[2].head.as_ref().unwrap().blob.as_ref(), renamed, "an exact rename shows by the blob");
    assert_eq!(renamed.unwrap(), &sandbox.git(["rev-parse", "HEAD~1:rollouts/old-name.md"]));
    assert_eq!(outline(&sandbox.open().changed_between(&head, &head, &all).unwrap()), [""; 0]);
}

#[test]
fn a_folder_and_a_file_may_take_each_others_place() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", "file\n");
    sandbox.write("b.md/inner.md", "in a folder\n");
    let base = sandbox.commit("Start");
    sandbox.remove("a.md");
    sandbox.remove("b.md/inner.md");
    fs::remove_dir(sandbox.repo.join("b.md")).unwrap();
    sandbox.write("a.md/inner.md", "in a folder\n");
    sandbox.write("b.md", "file\n");
    let expected = ["- a.md", "+ a.md/inner.md", "+ b.md", "- b.md/inner.md"];
    assert_eq!(outline(&sandbox.worktree(&base).files), expected);
    let head = sandbox.commit("Swap");
    assert_eq!(outline(&sandbox.open().changed_between(&base, &head, &all).unwrap()), expected);
    assert_eq!(outline(&sandbox.worktree(&base).files), expected);
}

#[cfg(unix)]
#[test]
fn a_change_of_the_executable_bit_is_none() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    sandbox.write("plan.md", "# Plan\n");
    let base = sandbox.commit("Start");
    fs::set_permissions(sandbox.repo.join("plan.md"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(outline(&sandbox.worktree(&base).files), [""; 0]);
    let head = sandbox.commit("Make it executable");
    assert_eq!(outline(&sandbox.open().changed_between(&base, &head, &all).unwrap()), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_plan_that_a_symbolic_link_replaces_is_removed() {
    let sandbox = Sandbox::new();
    sandbox.write("plan.md", "# Plan\n");
    sandbox.write("other.md", "# Other\n");
    let base = sandbox.commit("Start");
    sandbox.remove("plan.md");
    std::os::unix::fs::symlink("other.md", sandbox.repo.join("plan.md")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", sandbox.repo.join("secret.md")).unwrap();
    assert_eq!(outline(&sandbox.worktree(&base).files), ["- plan.md"]);
    let head = sandbox.commit("Link");
    let repository = sandbox.open();
    assert_eq!(outline(&repository.changed_between(&base, &head, &all).unwrap()), ["- plan.md"]);
    assert_eq!(outline(&repository.changed_between(&head, &base, &all).unwrap()), ["+ plan.md"]);
    assert_eq!(outline(&sandbox.worktree(&base).files), ["- plan.md"]);
    assert_eq!(repository.read_at(&head, "plan.md").unwrap(), None);
    assert_eq!(repository.files_at(&head, &Places::everywhere(), &all).unwrap(), ["other.md"]);
}

#[test]
fn a_file_is_found_among_names_that_begin_alike() {
    let sandbox = Sandbox::new();
    let paths = [
        ".plan/a.md", "Roadmap.md", "plan", "plan-old/a.md", "plan-old.md", "plan.d/a.md", "plan.md", "plan0",
        "plans/a.md", "plans.md", "plans/plan", "z.md",
    ];
    for path in paths {
        sandbox.write(path, path);
    }
    let head = sandbox.commit("Plans");
    let repository = sandbox.open();
    for path in paths {
        assert_eq!(repository.read_at(&head, path).unwrap().as_deref(), Some(path.as_bytes()), "{path}");
    }
    for path in ["pla", "plan-old", "plan/a.md", "plan.", "plana", "plans", "plans/a", "plans/plan/a.md", "zz", "a"] {
        assert_eq!(repository.read_at(&head, path).unwrap(), None, "{path}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_read_behind_a_folder_that_is_a_symbolic_link() {
    let sandbox = Sandbox::new();
    sandbox.write("rollouts/plan.md", "# Plan\n");
    let base = sandbox.commit("Start");
    let outside = sandbox.root.join("outside");
    fs::rename(sandbox.repo.join("rollouts"), &outside).unwrap();
    fs::write(outside.join("more.md"), "# More\n").unwrap();
    std::os::unix::fs::symlink(&outside, sandbox.repo.join("rollouts")).unwrap();
    assert_eq!(outline(&sandbox.worktree(&base).files), ["- rollouts/plan.md"]);
}

#[test]
fn edits_on_disk_count_whether_they_are_staged_or_not() {
    let sandbox = Sandbox::new();
    for name in ["staged", "unstaged", "both", "reverted", "deleted", "unstaged-deleted", "kept"] {
        sandbox.write(&format!("{name}.md"), "before\n");
    }
    sandbox.write(".gitignore", "/drafts/\n*.tmp.md\n");
    let base = sandbox.commit("Start");
    assert_eq!(sandbox.worktree(&base), WorktreeChanges { files: vec![], matches_head: true });

    sandbox.write("staged.md", "staged\n");
    sandbox.write("both.md", "staged\n");
    sandbox.write("reverted.md", "staged\n");
    sandbox.write("staged-new.md", "staged\n");
    sandbox.remove("deleted.md");
    sandbox.git(["add", "--all"]);
    sandbox.write("both.md", "edited again\n");
    sandbox.write("reverted.md", "before\n");
    sandbox.write("unstaged.md", "edited\n");
    sandbox.write("untracked.md", "new\n");
    sandbox.write(".hidden/plan.md", "new\n");
    sandbox.write("drafts/ignored.md", "ignored\n");
    sandbox.write("ignored.tmp.md", "ignored\n");
    sandbox.write("untracked.txt", "not wanted\n");
    sandbox.remove("unstaged-deleted.md");

    let changes = sandbox.worktree(&base);

    assert_eq!(
        outline(&changes.files),
        [
            "+ .hidden/plan.md", "~ both.md", "- deleted.md", "+ staged-new.md", "~ staged.md",
            "- unstaged-deleted.md", "~ unstaged.md", "+ untracked.md",
        ]
    );
    assert!(!changes.matches_head);
    let both = changes.files.iter().find(|change| change.path == "both.md").unwrap();
    assert_eq!((text(&both.base), text(&both.head)), ("before\n", "edited again\n"));
    let blob = sandbox.git(["hash-object", "both.md"]);
    assert_eq!(both.head.as_ref().unwrap().blob, Some(blob));
}

#[test]
fn commits_since_the_base_count_as_well_as_edits_on_disk() {
    let sandbox = Sandbox::new();
    sandbox.write("rollouts/a/committed.md", "before\n");
    sandbox.write("rollouts/b/taken-back.md", "before\n");
    sandbox.write("rollouts/c/removed.md", "before\n");
    sandbox.write("rollouts/d/untouched.md", "before\n");
    let base = sandbox.commit("Start");
    sandbox.write("rollouts/a/committed.md", "after\n");
    sandbox.write("rollouts/b/taken-back.md", "after\n");
    sandbox.remove("rollouts/c/removed.md");
    sandbox.commit("Change");
    let clean = sandbox.worktree(&base);
    assert_eq!(
        outline(&clean.files),
        ["~ rollouts/a/committed.md", "~ rollouts/b/taken-back.md", "- rollouts/c/removed.md"]
    );
    assert!(clean.matches_head, "the files on disk are those of HEAD, however far the base is");

    sandbox.write("rollouts/b/taken-back.md", "before\n");
    let edited = sandbox.worktree(&base);
    assert_eq!(outline(&edited.files), ["~ rollouts/a/committed.md", "- rollouts/c/removed.md"]);
    assert!(!edited.matches_head);
}

#[test]
fn an_edit_that_keeps_size_and_second_is_seen() {
    let sandbox = Sandbox::new();
    sandbox.write("plan.md", "Stage 1\n");
    let base = sandbox.commit("Start");
    sandbox.write("plan.md", "Stage 2\n");
    assert_eq!(outline(&sandbox.worktree(&base).files), ["~ plan.md"]);
}

#[test]
fn a_file_that_was_only_touched_has_not_changed() {
    let sandbox = Sandbox::new();
    sandbox.write("plan.md", "Stage 1\n");
    let base = sandbox.commit("Start");
    sandbox.remove("plan.md");
    sandbox.write("plan.md", "Stage 1\n");
    assert_eq!(sandbox.worktree(&base), WorktreeChanges { files: vec![], matches_head: true });
}

#[test]
fn a_file_that_left_the_index_but_not_the_disk_is_judged_as_it_stands() {
    let sandbox = Sandbox::new();
    sandbox.write("same.md", "before\n");
    sandbox.write("edited.md", "before\n");
    sandbox.write("announced.md", "before\n");
    let base = sandbox.commit("Start");
    sandbox.git(["rm", "--quiet", "--cached", "same.md", "edited.md", "announced.md"]);
    sandbox.git(["add", "--intent-to-add", "announced.md"]);
    sandbox.write("edited.md", "after\n");
    assert_eq!(outline(&sandbox.worktree(&base).files), ["~ edited.md"]);
}

#[test]
fn without_an_index_the_files_on_disk_are_compared_all_the_same() {
    let sandbox = Sandbox::new();
    sandbox.write("rollouts/same.md", "before\n");
    sandbox.write("rollouts/edited.md", "before\n");
    sandbox.write("rollouts/removed.md", "before\n");
    let base = sandbox.commit("Start");
    fs::remove_file(sandbox.repo.join(".git/index")).unwrap();
    sandbox.write("rollouts/edited.md", "after\n");
    sandbox.remove("rollouts/removed.md");
    assert_eq!(outline(&sandbox.worktree(&base).files), ["~ rollouts/edited.md", "- rollouts/removed.md"]);
}

#[test]
fn a_path_in_conflict_is_judged_by_what_is_on_disk() {
    let sandbox = Sandbox::new();
    sandbox.write("plan.md", "base\n");
    sandbox.write("same.md", "base\n");
    sandbox.commit("Start");
    sandbox.git(["switch", "--quiet", "--create", "feature"]);
    sandbox.write("plan.md", "theirs\n");
    sandbox.write("same.md", "theirs\n");
    sandbox.commit("Theirs");
    sandbox.git(["switch", "--quiet", "main"]);
    sandbox.write("plan.md", "ours\n");
    sandbox.write("same.md", "ours\n");
    let ours = sandbox.commit("Ours");
    sandbox.git(["merge", "--quiet", "feature"]);
    assert_eq!(sandbox.git(["diff", "--name-only", "--diff-filter=U"]), "plan.md\nsame.md");
    sandbox.write("same.md", "ours\n");

    let changes = sandbox.worktree(&ours);

    assert_eq!(outline(&changes.files), ["~ plan.md"]);
    assert!(text(&changes.files[0].head).contains("<<<<<<<"));
}

#[test]
fn a_nested_repository_is_not_entered() {
    let sandbox = Sandbox::new();
    sandbox.write("plan.md", "# Plan\n");
    let base = sandbox.commit("Start");
    sandbox.write("vendor/other/plan.md", "# Other\n");
    sandbox.git_in(&sandbox.repo.join("vendor/other"), "2026-03-01T12:00:00 +0000", ["init", "--quiet"]);
    assert_eq!(outline(&sandbox.worktree(&base).files), [""; 0]);
}

#[test]
fn a_submodule_is_no_file_and_is_not_entered() {
    let sandbox = Sandbox::new();
    sandbox.write("plan.md", "# Plan\n");
    let first = sandbox.commit("Start");
    let copy = sandbox.clone_to("copy", &[]);
    sandbox.git(["submodule", "--quiet", "add", copy.to_str().unwrap(), "sub.md"]);
    let second = sandbox.commit("Add a submodule");
    let repository = sandbox.open();
    assert_eq!(outline(&repository.changed_between(&first, &second, &is_plan).unwrap()), [""; 0]);
    assert_eq!(sandbox.worktree(&first), WorktreeChanges { files: vec![], matches_head: true });
    assert_eq!(repository.files_at(&second, &Places::everywhere(), &is_plan).unwrap(), ["plan.md"]);
}

#[test]
fn files_that_a_sparse_checkout_leaves_out_are_unchanged() {
    for sparse_index in ["--no-sparse-index", "--sparse-index"] {
        let sandbox = Sandbox::new();
        sandbox.write("in/plan.md", "before\n");
        sandbox.write("out/deep/plan.md", "before\n");
        sandbox.write("out/deep/changed.md", "before\n");
        let base = sandbox.commit("Start");
        sandbox.write("out/deep/changed.md", "after\n");
        let head = sandbox.commit("Change");
        sandbox.git(["sparse-checkout", "set", "--cone", sparse_index, "in"]);
        assert!(!sandbox.repo.join("out").exists());
        assert_eq!(sandbox.worktree(&head), WorktreeChanges { files: vec![], matches_head: true });
        let changes = sandbox.worktree(&base);
        assert_eq!(outline(&changes.files), ["~ out/deep/changed.md"], "{sparse_index}");
        assert_eq!(text(&changes.files[0].head), "after\n");
        assert!(changes.matches_head);
        // A file that lies there all the same is judged as it stands.
        sandbox.write("out/deep/plan.md", "edited\n");
        let changes = sandbox.worktree(&head);
        assert_eq!(outline(&changes.files), ["~ out/deep/plan.md"], "{sparse_index}");
        assert_eq!(text(&changes.files[0].base), "before\n");
    }
}

#[test]
fn line_endings_that_git_was_asked_for_are_no_change() {
    let cases = [
        ("core.autocrlf", Some("true"), "", true),
        ("core.autocrlf", Some("input"), "", true),
        ("core.autocrlf", Some("true"), "*.md -text\n", false),
        ("core.autocrlf", None, "*.md text\n", true),
        ("core.autocrlf", None, "* text=auto\n", true),
        ("core.autocrlf", None, "*.md eol=crlf\n", true),
        ("core.autocrlf", Some("false"), "", false),
    ];
    for (key, value, attributes, converts) in cases {
        let sandbox = Sandbox::new();
        sandbox.write(".gitattributes", attributes);
        sandbox.write("plan.md", "one\ntwo\n");
        let base = sandbox.commit("Start");
        if let Some(value) = value {
            sandbox.git(["config", key, value]);
        }
        sandbox.write("plan.md", "one\r\ntwo\r\n");
        let changes = sandbox.worktree(&base);
        assert_eq!(changes.files.is_empty(), converts, "{value:?} {attributes:?}");
        assert_eq!(changes.matches_head, converts, "{value:?} {attributes:?}");
        assert_eq!(sandbox.git(["diff", "HEAD"]).is_empty(), converts, "git itself: {value:?} {attributes:?}");
        sandbox.write("plan.md", "one\r\ntwo, edited\r\n");
        let changes = sandbox.worktree(&base);
        assert_eq!(text(&changes.files[0].head), "one\r\ntwo, edited\r\n", "the bytes are those on disk");
    }
}

#[test]
fn a_very_large_file_is_not_read_whole() {
    let sandbox = Sandbox::new();
    sandbox.write("plan.md", "# Plan\n");
    let base = sandbox.commit("Start");
    sandbox.write("plan.md", &"a".repeat(17 << 20));
    let limit = rolloutlint::text::FILE_LIMIT;
    let on_disk = sandbox.worktree(&base);
    assert_eq!(on_disk.files[0].head.as_ref().unwrap().bytes.len(), limit + 1);
    let head = sandbox.commit("Grow");
    let committed = sandbox.open().changed_between(&base, &head, &all).unwrap();
    assert_eq!(committed[0].head.as_ref().unwrap().bytes.len(), limit + 1);
    assert_eq!(sandbox.worktree(&head), WorktreeChanges { files: vec![], matches_head: true });
    sandbox.write("plan.md", &"a".repeat(2 << 20));
    assert_eq!(sandbox.worktree(&base).files[0].head.as_ref().unwrap().bytes.len(), 2 << 20);
}

#[test]
fn a_repository_without_commits_has_no_head() {
    let sandbox = Sandbox::new();
    let repository = sandbox.open();
    assert_eq!(repository.head().unwrap(), None);
    let failed = error(repository.resolve("HEAD"));
    assert_eq!(failed.message(), "the revision `HEAD` is not in this repository");
    assert!(failed.advice().is_some());
}

#[test]
fn a_bare_repository_answers_for_commits_only() {
    let sandbox = Sandbox::new();
    sandbox.write("plan.md", "before\n");
    let base = sandbox.commit("Start");
    sandbox.write("plan.md", "after\n");
    let head = sandbox.commit("Change");
    let bare = Repository::discover(&sandbox.clone_to("bare.git", &["--bare"])).unwrap();
    assert_eq!(bare.workdir(), None);
    assert_eq!(outline(&bare.changed_between(&base, &head, &all).unwrap()), ["~ plan.md"]);
    assert_eq!(bare.head().unwrap().unwrap().id, head);
    assert_eq!(bare.relative_path(&sandbox.repo), None);
    let failed = error(bare.changed_in_worktree(&base, &all));
    assert_eq!(failed.message(), "a bare repository has no files on disk to compare");
}

#[test]
fn a_linked_worktree_has_its_own_head_and_files() {
    let sandbox = Sandbox::new();
    sandbox.write("plan.md", "before\n");
    let base = sandbox.commit("Start");
    sandbox.git(["worktree", "add", "--quiet", "-b", "feature", "../linked"]);
    let linked = sandbox.root.join("linked");
    fs::write(linked.join("plan.md"), "after\n").unwrap();
    fs::write(linked.join("new.md"), "new\n").unwrap();
    let repository = Repository::discover(&linked).unwrap();
    assert_eq!(repository.workdir(), Some(linked.as_path()));
    let changes = repository.changed_in_worktree(&base, &is_plan).unwrap();
    assert_eq!(outline(&changes.files), ["+ new.md", "~ plan.md"]);
    assert_eq!(outline(&sandbox.worktree(&base).files), [""; 0]);
}

#[test]
fn a_sha256_repository_is_read_like_any_other() {
    let sandbox = Sandbox::without_repository();
    sandbox.git(["init", "--quiet", "--object-format=sha256"]);
    sandbox.write("plan.md", "before\n");
    let base = sandbox.commit("Start");
    assert_eq!(base.0.len(), 64);
    sandbox.write("plan.md", "after\n");
    assert_eq!(outline(&sandbox.worktree(&base).files), ["~ plan.md"]);
    let head = sandbox.commit("Change");
    let repository = sandbox.open();
    assert_eq!(outline(&repository.changed_between(&base, &head, &all).unwrap()), ["~ plan.md"]);
    assert_eq!(repository.resolve("HEAD~1").unwrap().id, base);
}

#[test]
fn a_folder_deep_inside_finds_its_repository() {
    let sandbox = Sandbox::new();
    sandbox.write("a/b/plan.md", "# Plan\n");
    sandbox.commit("Start");
    let repository = Repository::discover(&sandbox.repo.join("a/b")).unwrap();
    assert_eq!(repository.workdir(), Some(sandbox.repo.as_path()));
}

#[test]
fn paths_on_disk_become_paths_of_the_repository() {
    let sandbox = Sandbox::new();
    sandbox.write("a/b/plan.md", "# Plan\n");
    let repository = Repository::discover(&sandbox.repo.join("a")).unwrap();
    let relative = |path: PathBuf| repository.relative_path(&path);
    assert_eq!(relative(sandbox.repo.join("a/b/plan.md")).as_deref(), Some("a/b/plan.md"));
    assert_eq!(relative(sandbox.repo.join("a/./b/../b/plan.md")).as_deref(), Some("a/b/plan.md"));
    assert_eq!(relative(sandbox.repo.join("not/there/yet.md")).as_deref(), Some("not/there/yet.md"));
    assert_eq!(relative(sandbox.repo.join("a/b/")).as_deref(), Some("a/b"));
    assert_eq!(relative(sandbox.repo.clone()).as_deref(), Some(""));
    assert_eq!(relative(sandbox.repo.join("a/..")).as_deref(), Some(""));
    assert_eq!(relative(sandbox.repo.join(".git/config")), None);
    assert_eq!(relative(sandbox.root.join("elsewhere.md")), None);
    assert_eq!(relative(sandbox.repo.join("../elsewhere.md")), None);
    assert_eq!(relative(sandbox.root.join("repository/plan.md")), None);
}

#[cfg(unix)]
#[test]
fn a_path_through_a_symbolic_link_is_where_it_leads() {
    let sandbox = Sandbox::new();
    sandbox.write("a/plan.md", "# Plan\n");
    fs::write(sandbox.root.join("outside.md"), "# Outside\n").unwrap();
    std::os::unix::fs::symlink(&sandbox.repo, sandbox.root.join("way-in")).unwrap();
    std::os::unix::fs::symlink(&sandbox.root, sandbox.repo.join("way-out")).unwrap();
    let repository = sandbox.open();
    assert_eq!(repository.relative_path(&sandbox.root.join("way-in/a/plan.md")).as_deref(), Some("a/plan.md"));
    assert_eq!(repository.relative_path(&sandbox.root.join("way-in")).as_deref(), Some(""));
    assert_eq!(repository.relative_path(&sandbox.repo.join("way-out/outside.md")), None);
}

#[test]
fn a_file_is_read_as_a_commit_has_it() {
    let sandbox = Sandbox::new();
    sandbox.write("a/plan.md", "before\n");
    sandbox.write("ä ö.md", "umlauts\n");
    let first = sandbox.commit("Start");
    sandbox.write("a/plan.md", "after\n");
    let second = sandbox.commit("Change");
    let repository = sandbox.open();
    let read = |commit, path| repository.read_at(commit, path).unwrap().map(|bytes| String::from_utf8(bytes).unwrap());
    assert_eq!(read(&first, "a/plan.md").as_deref(), Some("before\n"));
    assert_eq!(read(&second, "a/plan.md").as_deref(), Some("after\n"));
    assert_eq!(read(&second, "ä ö.md").as_deref(), Some("umlauts\n"));
    for path in ["", "a", "a/", "a/plan.md/", "/a/plan.md", "./a/plan.md", "a//plan.md", "a/../a/plan.md", "b.md"] {
        assert_eq!(read(&first, path), None, "{path:?}");
    }
    assert_eq!(repository.files_at(&first, &Places::everywhere(), &all).unwrap(), ["a/plan.md", "ä ö.md"]);
}

#[test]
fn a_commit_is_dated_by_the_clock_of_its_committer() {
    let sandbox = Sandbox::new();
    let cases = [
        ("2026-03-16T12:30:00 +0000", "2026-03-16"),
        ("2026-03-17T00:30:00 +1300", "2026-03-17"),
        ("2026-03-15T23:30:00 -0800", "2026-03-15"),
        ("1970-01-01T00:00:00 +0000", "1970-01-01"),
    ];
    for (date, day) in cases {
        let author = ["--date", "2020-01-01T00:00:00 +0000"];
        let commit = ["commit", "--quiet", "--allow-empty", "-m", "Change"];
        sandbox.git_in(&sandbox.repo, date, commit.into_iter().chain(author));
        let Commit { committed_on, id } = sandbox.open().head().unwrap().unwrap();
        assert_eq!(committed_on.to_string(), day);
        assert_eq!(id.0, sandbox.git(["rev-parse", "HEAD"]));
    }
}

#[test]
fn revisions_resolve_as_for_git() {
    let sandbox = Sandbox::new();
    sandbox.write("plan.md", "# Plan\n");
    sandbox.commit("One");
    sandbox.git(["tag", "-a", "v1", "-m", "Version 1"]);
    sandbox.git(["tag", "-a", "v1-again", "-m", "A tag of a tag", "v1"]);
    sandbox.commit("Two");
    sandbox.git(["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let repository = sandbox.open();
    let short = sandbox.git(["rev-parse", "--short", "HEAD"]);
    for rev in ["HEAD", "@", "main", "HEAD~1", "HEAD^", "v1", "v1-again", "v1^{commit}", "origin/main", &short] {
        let expected = sandbox.git(["rev-parse", &format!("{rev}^{{commit}}")]);
        assert_eq!(repository.resolve(rev).unwrap().id.0, expected, "{rev}");
    }
    assert_eq!(repository.resolve(":/One").unwrap(), repository.resolve("HEAD~1").unwrap());
}

#[test]
fn a_revision_that_is_no_commit_is_refused_by_name() {
    let sandbox = Sandbox::new();
    sandbox.write("a/plan.md", "# Plan\n");
    sandbox.commit("One");
    sandbox.commit("Two");
    let repository = sandbox.open();
    let message = |rev: &str| error(repository.resolve(rev)).message().to_owned();
    assert_eq!(message("HEAD:a/plan.md"), "`HEAD:a/plan.md` names a file, not a commit");
    assert_eq!(message("HEAD^{tree}"), "`HEAD^{tree}` names a folder, not a commit");
    for range in ["HEAD~1..HEAD", "HEAD~1...HEAD", "nope..HEAD", "^HEAD", "HEAD^@"] {
        assert_eq!(message(range), format!("`{range}` is not one revision"));
        assert!(error(repository.resolve(range)).advice().unwrap().contains("--base A --head B"));
    }
    assert_eq!(message(""), "an empty revision names no commit");
    let unknown = "0123456789012345678901234567890123456789";
    for rev in ["nope", "HEAD~7", "HEAD^2", unknown, "refs/heads/nope", "-x", "a b", "\u{1b}[31m"] {
        assert_eq!(message(rev), format!("the revision `{rev}` is not in this repository"));
    }
}

#[test]
fn an_unknown_revision_comes_with_the_way_to_get_it() {
    let sandbox = Sandbox::new();
    sandbox.write("plan.md", "# Plan\n");
    sandbox.commit("One");
    sandbox.git(["branch", "feature/checkout"]);
    sandbox.git(["branch", "release"]);
    let help =
        |dir: &Path, rev: &str| error(Repository::discover(dir).unwrap().resolve(rev)).advice().unwrap().to_owned();
    assert_eq!(help(&sandbox.repo, "relaese"), "Did you mean `release`?");
    assert_eq!(help(&sandbox.repo, "something-else"), "`git log` and `git branch -a` show what is here.");
    assert_eq!(help(&sandbox.repo, "main~7"), "`main` is here, but has no such ancestor or part: see `git log main`.");

    let clone = sandbox.clone_to("clone", &[]);
    sandbox.git(["branch", "later"]);
    assert!(help(&clone, "something-else").contains("`git fetch`"), "there is a remote");
    assert_eq!(help(&clone, "release"), "Did you mean `origin/release`?");
    assert_eq!(help(&clone, "checkout"), "Did you mean `origin/feature/checkout`?");
    assert_eq!(help(&clone, "origin/later"), "`git fetch origin later` fetches it.");
    assert_eq!(help(&clone, "origin/later~2"), "`git fetch origin later` fetches it.");
    assert!(help(&clone, "origin/man").starts_with("Did you mean `origin/main`? Otherwise `git fetch origin man`"));

    let single = sandbox.clone_to("single", &["--single-branch"]);
    let fetch = "git fetch origin release:refs/remotes/origin/release";
    assert_eq!(help(&single, "origin/release"), format!("`{fetch}` fetches it."));
    sandbox.git_in(&single, "2026-03-01T12:00:00 +0000", fetch.split(' ').skip(1));
    assert!(Repository::discover(&single).unwrap().resolve("origin/release").is_ok(), "the help helps");
}

#[test]
fn a_shallow_clone_says_that_its_history_is_cut() {
    let sandbox = Sandbox::new();
    for number in 1..=3 {
        sandbox.write("plan.md", &format!("{number}\n"));
        sandbox.commit("Change");
    }
    let oldest = CommitId(sandbox.git(["rev-parse", "HEAD~2"]));
    sandbox.git(["switch", "--quiet", "--create", "feature"]);
    sandbox.write("plan.md", "feature\n");
    let feature = sandbox.commit("Feature");
    sandbox.git(["switch", "--quiet", "main"]);
    let main = sandbox.commit("Main goes on");
    assert!(!sandbox.open().is_shallow());

    let clone = sandbox.clone_to("shallow", &["--depth", "1", "--no-single-branch"]);
    let repository = Repository::discover(&clone).unwrap();
    assert!(repository.is_shallow());
    assert_eq!(repository.resolve("HEAD").unwrap().id, main);
    for failed in [
        error(repository.resolve("HEAD~1")),
        error(repository.resolve(&oldest.0)),
        error(repository.merge_base(&main, &feature)),
        error(repository.merge_base(&main, &oldest)),
        error(repository.changed_between(&oldest, &main, &all)),
        error(repository.read_at(&oldest, "plan.md")),
    ] {
        let help = failed.advice().unwrap();
        assert!(help.contains("git fetch --unshallow") && help.contains("fetch-depth: 0"), "{}", failed.message());
    }
    let message = error(repository.merge_base(&main, &feature)).message().to_owned();
    assert!(message.ends_with("is not in this shallow clone"), "{message}");
    // What is here can be compared.
    assert_eq!(outline(&repository.changed_between(&main, &feature, &all).unwrap()), ["~ plan.md"]);

    sandbox.git_in(&clone, "2026-03-01T12:00:00 +0000", ["fetch", "--quiet", "--unshallow"]);
    let whole = Repository::discover(&clone).unwrap();
    assert_eq!(whole.merge_base(&main, &feature).unwrap().0, sandbox.git(["merge-base", "main", "feature"]));
}

#[test]
fn a_shallow_clone_that_reaches_the_common_ancestor_is_enough() {
    let sandbox = Sandbox::new();
    for _ in 0..5 {
        sandbox.commit("Older");
    }
    let base = CommitId(sandbox.git(["rev-parse", "HEAD"]));
    sandbox.git(["switch", "--quiet", "--create", "feature"]);
    let feature = sandbox.commit("Feature");
    sandbox.git(["switch", "--quiet", "main"]);
    let main = sandbox.commit("Main goes on");
    let clone = sandbox.clone_to("shallow", &["--depth", "2", "--no-single-branch"]);
    let repository = Repository::discover(&clone).unwrap();
    assert!(repository.is_shallow());
    assert_eq!(repository.merge_base(&main, &feature).unwrap(), base);
    assert_eq!(repository.merge_base(&base, &feature).unwrap(), base);
    assert_eq!(repository.merge_base(&main, &main).unwrap(), main);
}

/// The branch merged main in its past, beyond what the clone has. What is left shows an older
/// common ancestor by another way, and `git merge-base` believes it.
#[test]
fn a_shallow_clone_does_not_pass_off_an_older_ancestor_as_the_common_one() {
    let sandbox = Sandbox::new();
    sandbox.commit("Root");
    sandbox.git(["tag", "root"]);
    sandbox.git(["switch", "--quiet", "--create", "feature"]);
    for _ in 0..3 {
        sandbox.commit("Feature");
    }
    sandbox.git(["switch", "--quiet", "main"]);
    sandbox.commit("Main");
    sandbox.git(["tag", "true-base"]);
    sandbox.git(["switch", "--quiet", "feature"]);
    sandbox.git(["merge", "--quiet", "--no-ff", "-m", "Merge main", "main"]);
    for _ in 0..3 {
        sandbox.commit("Feature goes on");
    }
    sandbox.git(["merge", "--quiet", "--no-ff", "--strategy=ours", "-m", "Merge an old branch", "root"]);
    let side = sandbox.git(["commit-tree", "-p", "root", "-m", "Side", "HEAD^{tree}"]);
    let tip = sandbox.git(["commit-tree", "-p", "feature", "-p", &side, "-m", "Merge a side", "HEAD^{tree}"]);
    sandbox.git(["update-ref", "refs/heads/feature", &tip]);
    sandbox.git(["switch", "--quiet", "main"]);
    let main = sandbox.commit("Main goes on");
    let (root, true_base) = (sandbox.git(["rev-parse", "root"]), sandbox.git(["rev-parse", "true-base"]));
    let feature = CommitId(tip);
    assert_eq!(sandbox.open().merge_base(&main, &feature).unwrap().0, true_base);

    let clone = sandbox.clone_to("shallow", &["--depth", "3", "--no-single-branch"]);
    let believed = sandbox.git_in(&clone, "2026-03-01T12:00:00 +0000", ["merge-base", &main.0, &feature.0]);
    assert_eq!(believed, root, "git itself is taken in");
    let failed = error(Repository::discover(&clone).unwrap().merge_base(&main, &feature));
    assert!(failed.message().ends_with("is not in this shallow clone"), "{}", failed.message());
}

#[test]
fn the_common_ancestor_of_two_branches_is_where_they_parted() {
    let sandbox = Sandbox::new();
    sandbox.commit("Older");
    let base = sandbox.commit("Base");
    sandbox.git(["switch", "--quiet", "--create", "feature"]);
    let feature = sandbox.commit("Feature");
    sandbox.git(["switch", "--quiet", "main"]);
    let main = sandbox.commit("Main goes on");
    let repository = sandbox.open();
    assert_eq!(repository.merge_base(&main, &feature).unwrap(), base);
    assert_eq!(repository.merge_base(&feature, &main).unwrap(), base);
    assert_eq!(repository.merge_base(&base, &main).unwrap(), base);
    assert_eq!(repository.merge_base(&main, &main).unwrap(), main);
}

#[test]
fn branches_that_merged_each_other_have_a_common_ancestor_that_git_would_take() {
    let sandbox = Sandbox::new();
    sandbox.commit("Root");
    let commit = |parents: &[&str], message: &str| {
        let mut args = vec!["commit-tree", "-m", message];
        args.extend(parents.iter().flat_map(|parent| ["-p", parent]));
        args.push("HEAD^{tree}");
        sandbox.git(args)
    };
    let (left, right) = (commit(&["HEAD"], "Left"), commit(&["HEAD"], "Right"));
    let a = CommitId(commit(&[&left, &right], "Left with right"));
    let b = CommitId(commit(&[&right, &left], "Right with left"));
    let best = sandbox.git(["merge-base", "--all", &a.0, &b.0]);
    assert_eq!(best.lines().count(), 2);
    let found = sandbox.open().merge_base(&a, &b).unwrap();
    assert!(best.lines().any(|line| line == found.0));
    for _ in 0..3 {
        assert_eq!(sandbox.open().merge_base(&a, &b).unwrap(), found);
    }
}

#[test]
fn histories_without_a_common_ancestor_are_named_as_such() {
    let sandbox = Sandbox::new();
    let main = sandbox.commit("Main");
    sandbox.git(["switch", "--quiet", "--orphan", "other"]);
    let other = sandbox.commit("Another beginning");
    let failed = error(sandbox.open().merge_base(&main, &other));
    assert_eq!(failed.message(), format!("{} and {} have no history in common", main.short(), other.short()));
    assert!(failed.advice().is_some());
}

#[test]
fn a_partial_clone_says_how_to_get_the_files_it_left_out() {
    let sandbox = Sandbox::new();
    sandbox.git(["config", "uploadpack.allowFilter", "true"]);
    sandbox.write("plan.md", "before\n");
    let base = sandbox.commit("Start");
    sandbox.write("plan.md", "after\n");
    let head = sandbox.commit("Change");
    let clone = sandbox.clone_to("partial", &["--filter=blob:none"]);
    let changed = || Repository::discover(&clone).unwrap().changed_between(&base, &head, &all);
    let failed = error(changed());
    assert!(failed.message().starts_with("cannot read `plan.md`"), "{}", failed.message());
    assert!(failed.advice().unwrap().contains("git fetch --refetch --no-filter"));
    sandbox.git_in(&clone, "2026-03-01T12:00:00 +0000", ["fetch", "--quiet", "--refetch", "--no-filter"]);
    assert_eq!(outline(&changed().unwrap()), ["~ plan.md"], "the help helps");
}

#[test]
fn a_damaged_repository_gives_errors() {
    let sandbox = Sandbox::new();
    sandbox.write("plan.md", "before\n");
    let base = sandbox.commit("Start");
    sandbox.write("plan.md", "after\n");
    let head = sandbox.commit("Change");
    let blob = sandbox.git(["rev-parse", "HEAD:plan.md"]);
    fs::remove_file(sandbox.repo.join(".git/objects").join(&blob[..2]).join(&blob[2..])).unwrap();
    let failed = error(sandbox.open().changed_between(&base, &head, &all));
    assert_eq!(failed.message(), format!("cannot read `plan.md` (blob {blob})"));
    assert!(failed.advice().unwrap().contains("git fsck"));

    fs::write(sandbox.repo.join(".git/index"), "DIRC nonsense").unwrap();
    let failed = error(sandbox.open().changed_in_worktree(&base, &all));
    assert_eq!(failed.message(), "cannot read the index of the repository");

    fs::write(sandbox.repo.join(".git/config"), "[core\n").unwrap();
    let failed = error(Repository::discover(&sandbox.repo));
    assert_eq!(failed.message(), format!("cannot open the Git repository of `{}`", sandbox.repo.display()));
    assert!(failed.cause().is_some());
}

#[test]
fn a_folder_without_a_repository_is_named() {
    let sandbox = Sandbox::without_repository();
    let failed = error(Repository::discover(&sandbox.repo));
    assert_eq!(failed.message(), format!("no Git repository at or above `{}`", sandbox.repo.display()));
    assert!(failed.advice().is_some());
    let missing = sandbox.repo.join("missing");
    let failed = error(Repository::discover(&missing));
    assert_eq!(failed.message(), format!("there is no folder `{}`", missing.display()));
}

#[test]
fn a_repository_that_keeps_its_branches_in_another_way_is_refused_by_name() {
    let sandbox = Sandbox::new();
    fs::write(
        sandbox.repo.join(".git/config"),
        "[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = reftable\n",
    )
    .unwrap();
    let failed = error(Repository::discover(&sandbox.repo));
    assert_eq!(failed.message(), "cannot read a repository that stores its branches as `reftable`");
}

#[test]
fn the_name_of_the_user_comes_from_the_configuration() {
    let sandbox = Sandbox::new();
    sandbox.git(["config", "user.name", "Tomas Lindqvist"]);
    assert_eq!(sandbox.open().user_name().as_deref(), Some("Tomas Lindqvist"));
    sandbox.git(["config", "author.name", " Ada "]);
    assert_eq!(sandbox.open().user_name().as_deref(), Some("Ada"));
    sandbox.git(["config", "author.name", ""]);
    sandbox.git(["config", "user.name", "  "]);
    assert_eq!(sandbox.open().user_name(), None);
}

#[test]
fn a_name_that_git_would_refuse_does_not_come_out_of_a_hostile_tree() {
    let sandbox = Sandbox::new();
    sandbox.write("plan.md", "# Plan\n");
    let base = sandbox.commit("Start");
    let blob = sandbox.git(["rev-parse", "HEAD:plan.md"]);
    let raw: Vec<u8> =
        (0..blob.len()).step_by(2).map(|at| u8::from_str_radix(&blob[at..at + 2], 16).unwrap()).collect();
    let mut tree = Vec::new();
    for name in ["..", ".git", "\u{2028}.md", "z.md", "a.md", "x/y.md"] {
        tree.extend_from_slice(format!("100644 {name}\0").as_bytes());
        tree.extend_from_slice(&raw);
    }
    tree.extend_from_slice(b"100644 \xff\xfe.md\0");
    tree.extend_from_slice(&raw);
    fs::write(sandbox.root.join("tree"), tree).unwrap();
    let tree = sandbox.git(["hash-object", "-t", "tree", "--literally", "-w", "../tree"]);
    let head = CommitId(sandbox.git(["commit-tree", "-p", "HEAD", "-m", "Hostile", &tree]));
    let repository = sandbox.open();
    assert_eq!(
        repository.files_at(&head, &Places::everywhere(), &all).unwrap(),
        ["a.md", "z.md", "\u{2028}.md", "\u{fffd}FF\u{fffd}FE.md"]
    );
    let changes = repository.changed_between(&base, &head, &all).unwrap();
    assert_eq!(outline(&changes), ["+ a.md", "- plan.md", "+ z.md", "+ \u{2028}.md", "+ \u{fffd}FF\u{fffd}FE.md"]);
}

#[test]
fn a_repository_made_for_the_demo_pleases_git() {
    let sandbox = Sandbox::without_repository();
    let repository = Repository::init(&sandbox.repo).unwrap();
    assert_eq!(repository.head().unwrap(), None);
    let author = ("Priya Nair", "priya@example.com");
    let day = |text: &str| text.parse::<jiff::Zoned>().unwrap();
    let first = repository
        .commit_files(
            &[
                ("rollouts/checkout.md", "# Checkout\n"),
                ("rollouts/a/b/deep.md", "# Deep\n"),
                ("rollouts.md", "# Index\n"),
                ("gone.md", "# Gone\n"),
            ],
            "Start the rollout",
            author,
            &day("2026-03-16T23:30:00+05:30[+05:30]"),
        )
        .unwrap();
    assert_eq!(sandbox.git(["status", "--porcelain"]), "");
    assert!(repository.changed_in_worktree(&first, &all).unwrap().matches_head);
    let second = repository
        .commit_files(
            &[
                ("rollouts/checkout.md", "# Checkout\n\nStage 1\n"),
                ("rollouts/a/b/deep.md", "# Deep\n"),
                ("rollouts.md", "# Index\n"),
            ],
            "Go to stage 1\n\nApproved by Priya.\n",
            author,
            &day("2026-03-18T09:00:00-08:00[-08:00]"),
        )
        .unwrap();

    assert_eq!(sandbox.git(["status", "--porcelain"]), "");
    assert_eq!(sandbox.git(["fsck", "--strict", "--no-dangling"]), "");
    assert_eq!(
        sandbox.git(["log", "--format=%an <%ae> %cn %aI %cI %s"]),
        "Priya Nair <priya@example.com> Priya Nair 2026-03-18T09:00:00-08:00 2026-03-18T09:00:00-08:00 Go to stage 1\n\
         Priya Nair <priya@example.com> Priya Nair 2026-03-16T23:30:00+05:30 2026-03-16T23:30:00+05:30 Start the rollout"
    );
    assert_eq!(sandbox.git(["symbolic-ref", "HEAD"]), "refs/heads/main");
    assert_eq!(sandbox.git(["ls-tree", "-r", "--name-only", "HEAD"]).lines().count(), 3);
    let changes = repository.changed_between(&first, &second, &all).unwrap();
    assert_eq!(outline(&changes), ["- gone.md", "~ rollouts/checkout.md"]);
    assert_eq!(repository.merge_base(&first, &second).unwrap(), first);
    assert_eq!(repository.head().unwrap().unwrap().committed_on.to_string(), "2026-03-18");
    assert!(!sandbox.repo.join("gone.md").exists());
    // A commit of the real git on top of it works, so that the index is sound.
    sandbox.write("new.md", "# New\n");
    let third = sandbox.commit("Add a plan");
    assert_eq!(outline(&sandbox.open().changed_between(&second, &third, &all).unwrap()), ["+ new.md"]);

    let failed = error(repository.commit_files(&[("../out.md", "")], "Out", author, &day("2026-03-19T00:00:00Z[UTC]")));
    assert_eq!(failed.message(), "`../out.md` cannot be the path of a file in a repository");
    let failed = error(Repository::init(&sandbox.repo));
    assert!(failed.message().starts_with("cannot make a Git repository in"), "{}", failed.message());
}

/// The hunks that the real git shows.
fn git_hunks(sandbox: &Sandbox, before: &str, after: &str, context: u32) -> Vec<rolloutlint::text::Hunk> {
    sandbox.write("before", before);
    sandbox.write("after", after);
    let diff = sandbox.git(["diff", "--no-index", "--no-color", &format!("-U{context}"), "before", "after"]);
    let range = |text: &str| {
        let (start, count) = text[1..].split_once(',').unwrap_or((&text[1..], "1"));
        let (start, count): (u32, u32) = (start.parse().unwrap(), count.parse().unwrap());
        // Git names the line before an empty range.
        if count == 0 { start + 1..start + 1 } else { start..start + count }
    };
    let headers = diff.lines().filter_map(|line| line.strip_prefix("@@ "));
    headers
        .map(|header| {
            let mut ranges = header.split(' ');
            let (before, after) = (range(ranges.next().unwrap()), range(ranges.next().unwrap()));
            rolloutlint::text::Hunk { before, after }
        })
        .collect()
}

#[test]
fn hunks_are_those_of_git() {
    let sandbox = Sandbox::without_repository();
    let lines = |range: std::ops::Range<u32>| range.map(|line| format!("line {line}\n")).collect::<String>();
    let ten = lines(0..10);
    let thirty = lines(0..30);
    let cases = [
        (ten.clone(), ten.replace("line 5\n", "line five\n")),
        (ten.clone(), ten.replace("line 0\n", "")),
        (ten.clone(), ten.replace("line 9\n", "")),
        (ten.clone(), format!("first\n{ten}last\n")),
        (String::new(), ten.clone()),
        (ten.clone(), String::new()),
        (ten.clone(), ten.trim_end().to_owned()),
        ("one".to_owned(), "two".to_owned()),
        (thirty.clone(), thirty.replace("line 5\n", "five\n").replace("line 12\n", "twelve\n")),
        (thirty.clone(), thirty.replace("line 5\n", "five\n").replace("line 13\n", "thirteen\n")),
        (thirty.clone(), thirty.replace("line 5\n", "").replace("line 28\n", "a\nb\nc\n")),
        (ten.clone(), ten.replace('\n', "\r\n")),
        ("- a\n\n- b\n".to_owned(), "- a\n\n- a\n\n- b\n".to_owned()),
        ("| 1 |\n| 2 |\n".to_owned(), "| 1 |\n| 2 |\n| 3 |\n".to_owned()),
        (ten.clone(), ten.clone()),
    ];
    for (before, after) in &cases {
        for context in [0, 1, 3] {
            let expected = git_hunks(&sandbox, before, after, context);
            assert_eq!(hunks(before, after, context), expected, "-U{context}\n{before}\n--\n{after}");
        }
    }
}

/// Edits as people make them in plans, drawn from a fixed sequence.
#[test]
fn hunks_of_many_edits_are_those_of_git() {
    let sandbox = Sandbox::without_repository();
    let mut state = 20260316_u64;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as usize % below
    };
    let words =
        ["- [ ] error rate below 1%", "- [x] error rate below 1%", "", "## Stage", "| 2026-03-16 | go |", "text"];
    for _ in 0..60 {
        let length = draw(60);
        let before: Vec<String> = (0..length)
            .map(|number| if draw(3) == 0 { words[draw(words.len())].to_owned() } else { format!("line {number}") })
            .collect();
        let mut after = before.clone();
        for edit in 0..draw(5) + 1 {
            let at = draw(after.len() + 1);
            match draw(3) {
                0 => after.insert(at, words[draw(words.len())].to_owned()),
                1 if at < after.len() => after[at] = format!("edited {edit}"),
                _ if at < after.len() => drop(after.remove(at)),
                _ => after.push("appended".to_owned()),
            }
        }
        let join = |lines: &[String]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        let (before, after) = (join(&before), join(&after));
        let context = draw(4) as u32;
        let expected = git_hunks(&sandbox, &before, &after, context);
        assert_eq!(hunks(&before, &after, context), expected, "-U{context}\n{before}\n--\n{after}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_compared_like_others() {
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::new();
    let folder = sandbox.repo.join(OsStr::from_bytes(b"caf\xe9"));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("plan.md"), "# Plan\n").unwrap();
    sandbox.git(["add", "-A"]);
    sandbox.git(["commit", "-q", "-m", "Plan"]);
    let base = CommitId(sandbox.git(["rev-parse", "HEAD"]));
    fs::write(folder.join("other.md"), "# Other\n").unwrap();
    sandbox.git(["add", "-A"]);
    let repository = sandbox.open();
    let staged = repository.changed_in_worktree(&base, &all).unwrap();
    assert_eq!(outline(&staged.files), ["+ caf\u{fffd}E9/other.md"]);
    sandbox.git(["commit", "-q", "-m", "Other"]);
    let head = CommitId(sandbox.git(["rev-parse", "HEAD"]));
    assert_eq!(outline(&sandbox.open().changed_between(&base, &head, &all).unwrap()), ["+ caf\u{fffd}E9/other.md"]);
}
