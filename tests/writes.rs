//! Nothing that somebody wrote is lost: two writers at once, a writer that is stopped, a full disk,
//! and files that are no files.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use support::{PLAN, Repo, Run, compliant};

/// How often two writers meet, and a writer is stopped.
const ROUNDS: usize = 10;

fn team() -> Repo {
    let repo = Repo::new();
    repo.write(PLAN, compliant("stage-1"));
    repo.commit("Plan", "2026-03-09");
    repo
}

fn hold(why: &str) -> [&str; 9] {
    ["decide", PLAN, "--hold", "--by", "Priya Nair", "--because", why, "--today", "2026-03-20"]
}

fn start(repo: &Repo, args: &[&str]) -> Child {
    repo.command(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn end(child: Child) -> Run {
    Run::of(child.wait_with_output().unwrap())
}

/// The names below a folder, without what Git keeps.
fn names(folder: &Path) -> BTreeSet<String> {
    let listed =
        Command::new("find").arg(folder).args(["-path", "*/.git", "-prune", "-o", "-type", "f", "-print"]).output();
    String::from_utf8(listed.unwrap().stdout).unwrap().lines().map(str::to_owned).collect()
}

/// What is not finished in the repository's own folder.
fn unfinished(repo: &Repo) -> BTreeSet<String> {
    let entries = fs::read_dir(repo.path().join(".git/rolloutlint")).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).filter(|name| name != "lock").collect()
}

#[test]
fn two_decisions_at_once_are_both_recorded() {
    let repo = team();
    for round in 0..ROUNDS {
        repo.write(PLAN, compliant("stage-1"));
        let (one, two) = (format!("The first reason of round {round}"), format!("The second reason of round {round}"));
        let (first, second) = (start(&repo, &hold(&one)), start(&repo, &hold(&two)));
        for run in [end(first), end(second)] {
            assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        }
        let plan = repo.read(PLAN);
        assert!(plan.contains(&one) && plan.contains(&two), "{plan}");
    }
    assert!(unfinished(&repo).is_empty());
}

#[test]
fn two_new_plans_at_once_have_two_ids() {
    let repo = team();
    let count = 12;
    let running: Vec<Child> = (0..count).map(|at| start(&repo, &["new", &format!("Plan {at}")])).collect();
    let runs: Vec<Run> = running.into_iter().map(end).collect();
    assert!(runs.iter().all(|run| run.code == 0), "{}", runs[0].err);
    let id =
        |run: &Run| run.out.lines().find_map(|line| Some(line.split_once(" is RO-")?.1.split_once(',')?.0.to_owned()));
    let ids: BTreeSet<String> = runs.iter().filter_map(id).collect();
    assert_eq!(ids.len(), count, "{ids:?}");
}

/// Stops a command after some time, by a signal, and gives whether it was still running.
fn stopped(repo: &Repo, args: &[&str], after: Duration, signal: &str) -> bool {
    let child = start(repo, args);
    sleep(after);
    Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).output().unwrap();
    child.wait_with_output().unwrap().status.signal().is_some()
}

#[test]
fn a_command_that_is_stopped_leaves_what_was_there_or_what_was_to_be() {
    for (signal, has_other_name) in [("KILL", false), ("KILL", true), ("INT", false), ("TERM", true)] {
        let repo = team();
        let before = repo.read(PLAN);
        let begin = Instant::now();
        assert_eq!(repo.run(&hold("We wait for the second run")).code, 0);
        let (whole, after) = (begin.elapsed(), repo.read(PLAN));
        let (mut early, mut late) = (Duration::ZERO, whole);
        for round in 0..ROUNDS {
            repo.write(PLAN, &before);
            let other = repo.path().join("other.md");
            let _ = fs::remove_file(&other);
            if has_other_name {
                fs::hard_link(repo.path().join(PLAN), &other).unwrap();
            }
            let known = names(repo.path());
            // Ever nearer to its end, where it writes; a signal that came too late comes earlier next time.
            let part = (early + late) / 2;
            let bound =
                if stopped(&repo, &hold("We wait for the second run"), part, signal) { &mut early } else { &mut late };
            *bound = part;
            if signal != "KILL" {
                assert!(unfinished(&repo).is_empty(), "{:?}", unfinished(&repo));
            }
            assert_eq!(names(repo.path()), known, "{signal}");
            // The next command takes back what was half done.
            assert_eq!(repo.run(&["new", &format!("Round {round}")]).code, 0);
            fs::remove_file(repo.path().join(format!("rollouts/round-{round}.md"))).unwrap();
            let now = repo.read(PLAN);
            assert!(now == before || now == after, "{signal} in round {round}: {now}");
            assert!(unfinished(&repo).is_empty(), "{:?}", unfinished(&repo));
        }
        assert!(early > Duration::ZERO, "{signal} came too late each time");
    }
}

#[test]
fn a_new_repository_that_is_stopped_has_no_half_of_a_file() {
    let whole = Repo::new();
    let begin = Instant::now();
    assert_eq!(whole.run(&["init"]).code, 0);
    let took = begin.elapsed();
    let files = ["rollouts/TEMPLATE.md", ".rolloutlint.yml", ".github/workflows/rollouts.yml", "AGENTS.md"];
    for round in 0..ROUNDS {
        let repo = Repo::new();
        stopped(&repo, &["init"], took * round as u32 / ROUNDS as u32, "KILL");
        for file in files.iter().filter(|file| repo.path().join(file).exists()) {
            assert_eq!(repo.read(file), whole.read(file), "{file}");
        }
        assert!(names(repo.path()).len() <= files.len());
        assert_eq!(repo.run(&["init"]).code, 0);
        assert!(files.iter().all(|file| repo.read(file) == whole.read(file)));
    }
}

/// Runs the program under limits of the shell's `ulimit`.
fn limited(repo: &Repo, limits: &str, args: &[&str]) -> Run {
    let program = repo.command(args);
    let mut shell = Command::new("bash");
    shell
        .current_dir(repo.path())
        .args(["-c", &format!("{limits}; exec \"$0\" \"$@\"")])
        .arg(program.get_program())
        .args(args);
    Run::of(shell.output().unwrap())
}

#[test]
fn a_full_disk_changes_nothing() {
    for has_other_name in [false, true] {
        let repo = team();
        let before = repo.read(PLAN);
        if has_other_name {
            fs::hard_link(repo.path().join(PLAN), repo.path().join("other.md")).unwrap();
        }
        // In blocks of 1024 bytes: the plan has more, and the journal before it.
        for blocks in [0, 1, 4, before.len() / 1024] {
            let run = limited(&repo, &format!("ulimit -f {blocks}"), &hold("We wait for the second run"));
            assert_eq!((run.code, repo.read(PLAN) == before), (2, true), "{blocks}: {}{}", run.out, run.err);
            assert!(run.err.contains("cannot be written"), "{}", run.err);
        }
        let run = repo.run(&hold("We wait for the second run"));
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert!(unfinished(&repo).is_empty(), "{:?}", unfinished(&repo));
    }
}

#[test]
fn a_report_takes_the_place_of_an_earlier_one_only_when_it_is_whole() {
    let repo = team();
    assert_eq!(repo.run(&["audit", "--format", "json=audit.json"]).code, 0);
    let earlier = repo.read("audit.json");
    assert!(earlier.len() > 2048, "{}", earlier.len());
    fs::set_permissions(repo.path().join("audit.json"), fs::Permissions::from_mode(0o640)).unwrap();
    let before = names(repo.path());
    let run = limited(&repo, "ulimit -f 1", &["audit", "--format", "json=audit.json"]);
    assert_eq!((run.code, repo.read("audit.json") == earlier), (2, true), "{}{}", run.out, run.err);
    assert!(run.err.contains("audit.json cannot be written"), "{}", run.err);
    assert_eq!(names(repo.path()), before);
    // A link is written through, as those to standard output are.
    std::os::unix::fs::symlink("audit.json", repo.path().join("newest.json")).unwrap();
    for path in ["audit.json", "newest.json", "/dev/stdout"] {
        let run = repo.run(&["audit", "--format", &format!("json={path}"), "--format", "csv=audit.csv"]);
        let found = if path.starts_with('/') { run.out.clone() } else { repo.read(path) };
        assert!(run.code == 0 && found.contains("\"digest\"") && found.ends_with("}\n"), "{path}: {found}{}", run.err);
    }
    assert_eq!(repo.path().join("audit.json").metadata().unwrap().mode() & 0o777, 0o640);
    assert!(repo.path().join("newest.json").is_symlink());
}

#[test]
fn owner_permissions_and_other_names_stay() {
    let repo = team();
    let plan = repo.path().join(PLAN);
    let is_root = plan.metadata().unwrap().uid() == 0;
    if is_root {
        std::os::unix::fs::chown(&plan, Some(12_345), Some(23_456)).unwrap();
    }
    fs::set_permissions(&plan, fs::Permissions::from_mode(0o664)).unwrap();
    let found = |path: &Path| path.metadata().map(|found| (found.uid(), found.gid(), found.mode())).unwrap();
    let before = found(&plan);
    assert_eq!(repo.run(&hold("We wait for the second run")).code, 0);
    assert_eq!(found(&plan), before);
    let other = repo.path().join("other.md");
    fs::hard_link(&plan, &other).unwrap();
    assert_eq!(repo.run(&hold("We wait for the third run")).code, 0);
    assert_eq!((found(&plan), found(&other)), (before, before));
    assert_eq!(fs::read(&plan).unwrap(), fs::read(&other).unwrap());
    assert!(repo.read("other.md").contains("third run"));
}

#[test]
fn a_folder_without_a_repository_is_written_to_as_well() {
    let repo = Repo::without_git();
    repo.write(PLAN, compliant("stage-1"));
    let (first, second) = (start(&repo, &hold("The first reason")), start(&repo, &hold("The second reason")));
    assert_eq!((end(first).code, end(second).code), (0, 0));
    let plan = repo.read(PLAN);
    assert!(plan.contains("The first reason") && plan.contains("The second reason"));
    assert_eq!(names(repo.path()).len(), 1);
}

#[test]
fn a_pipe_in_place_of_a_file_keeps_nobody_waiting() {
    let repo = team();
    repo.write("rollouts/notes/about.md", "# Notes\n");
    repo.write(PLAN, compliant("stage-1").replace("One-page checkout", "Another checkout"));
    let pipe = |path: &str| assert!(Command::new("mkfifo").arg(repo.path().join(path)).status().unwrap().success());
    let commands: [&[&str]; 7] = [
        &["check"],
        &["check", "--base", "HEAD"],
        &["check", "--base", "HEAD", PLAN],
        &["status"],
        &["exposure"],
        &["new", "Another plan", "--id", "RO-099"],
        &["init", "--dry-run"],
    ];
    let ignored = "nobody knows what is ignored";
    let places = [
        (".gitignore", 7, ignored),
        ("rollouts/notes/.gitignore", 3, ignored),
        (".git/info/exclude", 1, ignored),
        // Only a command that cannot tell by time and size what changed reads these.
        (".gitattributes", 7, "cannot read the attributes of `rollouts/"),
    ];
    for (path, count, cause) in places {
        let _ = fs::remove_file(repo.path().join(path));
        pipe(path);
        for args in &commands[..count] {
            let mut child = start(&repo, args);
            let begin = Instant::now();
            while child.try_wait().unwrap().is_none() {
                if begin.elapsed() > Duration::from_secs(30) {
                    child.kill().unwrap();
                    panic!("{args:?} waits for {path}");
                }
                sleep(Duration::from_millis(5));
            }
            let run = end(child);
            let is_told = run.code == 2 && run.err.contains(cause);
            assert!(is_told || (cause != ignored && run.code != 2), "{path} {args:?}: {}{}", run.out, run.err);
        }
        fs::remove_file(repo.path().join(path)).unwrap();
    }
    // Nobody has to read these.
    for path in [".mailmap", "rollouts/pipe.md", "rollouts/.ignore"] {
        pipe(path);
        for args in commands.iter().filter(|args| args[0] != "new") {
            let run = repo.run(args);
            assert!(run.code != 2, "{path} {args:?}: {}{}", run.out, run.err);
        }
        fs::remove_file(repo.path().join(path)).unwrap();
    }
    std::os::unix::fs::symlink("/dev/null", repo.path().join(".gitignore")).unwrap();
    assert_eq!(repo.run(&["check"]).code, 0);
}

#[test]
fn few_threads_and_few_open_files_are_enough() {
    let repo = team();
    for number in 0..40 {
        repo.write(
            &format!("rollouts/{number}.md"),
            compliant("stage-1").replace("RO-014", &format!("RO-1{number:02}")),
        );
    }
    let wanted = repo.run(&["check"]);
    assert_eq!(wanted.code, 0, "{}", wanted.err);
    let run = limited(&repo, "ulimit -n 24", &["check"]);
    assert_eq!((run.code, &run.out), (0, &wanted.out), "{}", run.err);
    let run = limited(&repo, "ulimit -n 8", &["check"]);
    assert!(matches!(run.code, 0 | 2) && !run.err.contains("panicked"), "{}{}", run.out, run.err);
}
