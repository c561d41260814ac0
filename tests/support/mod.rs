//! What tests of the program share: a clean environment, real repositories, and the program itself.
#![allow(dead_code, clippy::unwrap_used)]

pub(crate) mod flags;
pub(crate) mod picture;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// Where the plan is in the repositories of most tests.
pub(crate) const PLAN: &str = "rollouts/checkout.md";

/// The row that led the compliant plan into Stage 1, the one that waits there for the next decision,
/// and how it is filled in.
pub(crate) const FIRST: &str = "| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |";
pub(crate) const WAITING: &str = "| [Date] | 1→2 | Proceed | [Why] | [Name] |";
pub(crate) const SECOND: &str = "| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |";

/// A repository in a temporary folder, made by the real Git with fixed identities and dates.
pub(crate) struct Repo {
    folder: TempDir,
}

/// What a run of the program printed, and its exit code.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Variables that change what Git or the program does; no test depends on the machine's own.
fn scrub(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("GITHUB_")
            || name.starts_with("GIT_")
            || name.starts_with("RUNNER_")
            || name.to_ascii_uppercase().ends_with("_PROXY")
            || [
                "CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "RUST_BACKTRACE", "SSL_CERT_FILE", "SSL_CERT_DIR",
                "NODE_EXTRA_CA_CERTS",
            ]
            .contains(&name.as_str())
        {
            command.env_remove(name);
        }
    }
    command
}

impl Repo {
    pub(crate) fn new() -> Repo {
        let repo = Repo { folder: TempDir::new().unwrap() };
        repo.git(&["init", "-q", "-b", "main"]);
        repo
    }

    /// A folder that is no repository.
    pub(crate) fn without_git() -> Repo {
        Repo { folder: TempDir::new().unwrap() }
    }

    /// A repository with the compliant plan in Stage 1, which pull request 1 brought on 9 March.
    pub(crate) fn in_stage_1() -> Repo {
        let repo = Repo::new();
        repo.write(PLAN, compliant("stage-1"));
        repo.commit("Plan (#1)", "2026-03-09");
        repo
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let full = self.path().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// Replaces texts in a file, each of which must be there.
    pub(crate) fn edit(&self, path: &str, replacements: &[(&str, &str)]) {
        let text = replacements.iter().fold(self.read(path), |text, (old, new)| with(&text, old, new));
        self.write(path, text);
    }

    /// A text with each commit's subject in place of its id, which nobody can judge.
    pub(crate) fn with_subjects(&self, text: &str) -> String {
        let log = self.git(&["log", "--all", "--format=%H %s"]);
        log.lines().fold(text.to_owned(), |text, line| {
            let (id, subject) = line.split_once(' ').unwrap();
            text.replace(&id[..7], &format!("<{subject}>"))
        })
    }

    pub(crate) fn git(&self, args: &[&str]) -> String {
        self.git_on(args, "Test Person", "2026-03-01T12:00:00+00:00")
    }

    pub(crate) fn git_on(&self, args: &[&str], author: &str, date: &str) -> String {
        let mut command = Command::new("git");
        scrub(&mut command)
            .current_dir(self.path())
            .args(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false", "-c", "protocol.file.allow=always"])
            .args(args);
        command.env("HOME", self.path()).env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
        for role in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{role}_NAME"), author)
                .env(format!("GIT_{role}_EMAIL"), "test@example.com")
                .env(format!("GIT_{role}_DATE"), date);
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    pub(crate) fn commit(&self, message: &str, date: &str) {
        self.commit_by(message, "Test Person", &format!("{date}T12:00:00+00:00"));
    }

    pub(crate) fn commit_by(&self, message: &str, author: &str, date: &str) {
        self.git(&["add", "-A"]);
        self.git_on(&["commit", "-q", "--allow-empty", "-m", message], author, date);
    }

    /// Runs the program in the repository.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, &[])
    }

    pub(crate) fn run_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Run {
        Run::of(self.command(args).envs(variables.iter().copied()).output().unwrap())
    }

    /// The program in the repository, to be started.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolloutlint"));
        scrub(&mut command).current_dir(self.path()).args(args);
        command
    }
}

#[cfg(unix)]
impl Repo {
    /// Runs the program as somebody whom permissions bind. Where the tests run as root, that is
    /// nobody, who gets the repository and a copy of the program: the one of the project may stand
    /// where only root may go.
    pub(crate) fn run_as_ordinary_user(&self, args: &[&str]) -> Run {
        use std::os::unix::{fs::MetadataExt, process::CommandExt};
        const NOBODY: u32 = 65_534;
        let folder = TempDir::new().unwrap();
        if folder.path().metadata().unwrap().uid() != 0 {
            return self.run(args);
        }
        let program = folder.path().join("rolloutlint");
        fs::copy(env!("CARGO_BIN_EXE_rolloutlint"), &program).unwrap();
        give(folder.path(), NOBODY);
        give(self.path(), NOBODY);
        let mut command = Command::new(program);
        scrub(&mut command).current_dir(self.path()).args(args).uid(NOBODY).gid(NOBODY);
        Run::of(command.output().unwrap())
    }
}

/// Gives a folder to a user, with all that is in it.
#[cfg(unix)]
fn give(path: &Path, user: u32) {
    std::os::unix::fs::lchown(path, Some(user), Some(user)).unwrap();
    if path.is_dir() && !path.is_symlink() {
        fs::read_dir(path).unwrap().for_each(|entry| give(&entry.unwrap().path(), user));
    }
}

impl Run {
    pub(crate) fn of(output: Output) -> Run {
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// What was printed, as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{}{}", self.out, self.err))
    }
}

/// That a run has an exit code and says some words, wherever its lines break.
#[track_caller]
pub(crate) fn assert_says(run: &Run, code: i32, words: &str) {
    let said = format!("{}{}", run.out, run.err);
    let is_said = said.contains(words) || said.split_whitespace().collect::<Vec<_>>().join(" ").contains(words);
    assert!(run.code == code && is_said, "exit code {}, no {code} with `{words}`:\n{said}", run.code);
}

/// Replaces the first occurrence, and fails when there is none: the fixtures change, and a test
/// must not go on without what it is about.
#[track_caller]
pub(crate) fn with(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{old}\n{text}");
    text.replacen(old, new, 1)
}

/// A compliant plan in Stage 1 in which Stage 2 has begun, and nobody recorded a decision.
pub(crate) fn moved_on(plan: &str) -> String {
    with(plan, "- [ ] Monitor leading metrics daily", "- [x] Monitor leading metrics daily")
}

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A text about a repository without what differs from run to run: the name of its folder, and
/// digests.
pub(crate) fn steady(repo: &Repo, text: &str) -> String {
    let folder = repo.path().file_name().unwrap().to_string_lossy().into_owned();
    let mut parts = text.split("sha256:");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
    let text = rest.fold(first, |text, part| format!("{text}sha256:…{part}"));
    text.replace(&folder, "shop")
}

/// One of the compliant plans, as it stands.
pub(crate) fn compliant(name: &str) -> String {
    fs::read_to_string(root().join(format!("fixtures/compliant/{name}.md"))).unwrap()
}

/// Compares a text with a file of the project, or writes the file when asked to.
pub(crate) fn compare_or_update(path: &Path, wanted: &str) {
    if fs::read_to_string(path).is_ok_and(|found| found == wanted) {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        return fs::write(path, wanted).unwrap();
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    panic!(
        "{} is stale; look at what changed, then run `UPDATE=1 cargo test`\n--- there\n{found}\n--- now\n{wanted}",
        path.display()
    );
}

/// A repository in which everything that an audit tells happens once.
pub(crate) fn history() -> Repo {
    made(&[])
}

/// The same with what an auditor asks about behind it.
pub(crate) fn evidence() -> Repo {
    made(&["more"])
}

fn made(more: &[&str]) -> Repo {
    let repo = Repo::without_git();
    let script = root().join("fixtures/history/make.sh");
    let made = Command::new("bash").arg(script).arg(repo.path()).args(more).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    repo
}
