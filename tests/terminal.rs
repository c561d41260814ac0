//! The program on a terminal: what it asks, and what fits on a screen.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod support;

use pty_process::Size;
use pty_process::blocking::{Command, open};
use std::io::{Read, Write};
use std::process::ExitStatus;
use std::sync::mpsc;
use std::time::Duration;
use support::{PLAN, Repo, compliant};

/// The answer of somebody who closes the window. Not every shell that runs tests lets a Ctrl-C
/// through.
const CLOSED: &str = "closed";

/// Runs the program on a terminal of 24 rows and 100 columns. Each answer is given when its
/// question has appeared behind the one before. Gives all that the terminal showed.
fn at_terminal(repo: &Repo, args: &[&str], ci: &str, answers: &[(&str, &str)]) -> (String, ExitStatus) {
    let (mut pty, pts) = open().unwrap();
    pty.resize(Size::new(24, 100)).unwrap();
    let program = Command::new(env!("CARGO_BIN_EXE_rolloutlint")).args(args).current_dir(repo.path());
    let names = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("GITHUB_"));
    let program = names.fold(program, |program, name| program.env_remove(name));
    let program = program.env_remove("FORCE_COLOR").env("NO_COLOR", "1").env("CI", ci);
    let mut child = program.spawn(pts).unwrap();
    let id = child.id().to_string();
    // A question that never comes would keep everybody waiting.
    let (done, is_done) = mpsc::channel::<()>();
    let watch = std::thread::spawn(move || {
        if is_done.recv_timeout(Duration::from_secs(60)).is_err() {
            let _ = std::process::Command::new("kill").args(["-9", &id]).status();
        }
    });
    let (mut shown, mut seen, mut answers) = (Vec::new(), 0, answers.iter());
    let mut awaited = answers.next();
    let mut buffer = [0; 4096];
    // The terminal of a program that has ended cannot be read.
    'open: while let Ok(count @ 1..) = pty.read(&mut buffer) {
        shown.extend_from_slice(&buffer[..count]);
        while let Some((question, answer)) = awaited {
            let text = String::from_utf8_lossy(&shown[seen..]).into_owned();
            if !text.contains(question) {
                break;
            }
            seen = shown.len();
            if *answer == CLOSED {
                awaited = None;
                break 'open;
            }
            pty.write_all(answer.as_bytes()).unwrap();
            awaited = answers.next();
        }
    }
    drop(pty);
    let status = child.wait().unwrap();
    done.send(()).unwrap();
    watch.join().unwrap();
    assert!(awaited.is_none(), "nobody asked {:?}:\n{}", awaited, String::from_utf8_lossy(&shown));
    (String::from_utf8_lossy(&shown).replace("\r\n", "\n"), status)
}

/// A plan in its first stage whose gates and fields are as they must be before the second.
fn ready() -> Repo {
    let repo = Repo::new();
    let (from, to) = (compliant("stage-0"), compliant("stage-1"));
    // What the later plan has, but for the record of the decision and the work of its stage.
    let mut section = "";
    let lines = from.lines().zip(to.lines()).map(|(old, new)| {
        if let Some(title) = old.strip_prefix("## ") {
            section = title;
        }
        let is_entry = ["complete", "recruited", "channel"].iter().any(|word| new.contains(word));
        let is_work = section.starts_with("Stage 1") && new.starts_with("- [x]") && !is_entry;
        let is_decision =
            new.starts_with("- **Date:**") || new.starts_with("- **Decision maker:**") || new.contains("0→1");
        if is_work || is_decision { old } else { new }
    });
    repo.write(PLAN, lines.collect::<Vec<_>>().join("\n") + "\n");
    repo.commit("Plan the checkout", "2026-03-01");
    repo
}

const DECIDE: &[&str] = &["decide", PLAN, "--today", "2026-03-09"];

#[test]
fn decide_asks_with_what_is_open_shown_first() {
    let repo = ready();
    let answers = [
        ("What was decided?", "\n"),
        ("To which stage? [1]", "9\n"),
        ("To which stage? [1]", "\n"),
        ("Who decided?", "\n"),
        ("Who decided?", "Priya Nair\n"),
        ("Why", "No P0 or P1 in 3 days, team confident\n"),
        ("On which day? [2026-03-09]", "\n"),
        ("Record", "y\n"),
    ];
    let (shown, status) = at_terminal(&repo, DECIDE, "", &answers);
    assert!(status.success(), "{shown}");
    let (open, question) = (shown.find("nothing is open before Stage 1").unwrap(), shown.find("What was").unwrap());
    assert!(open < question, "{shown}");
    assert!(shown.contains("`9` is no stage of rollouts/checkout.md"), "{shown}");
    let row = "| 2026-03-09 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |";
    assert!(repo.read(PLAN).contains(row), "{shown}");
}

#[test]
fn a_dialogue_that_is_broken_off_writes_nothing() {
    let repo = ready();
    let before = repo.read(PLAN);
    let first = [("What was decided?", "hold\n"), ("Who decided?", "Priya Nair\n")];
    let (shown, status) = at_terminal(&repo, DECIDE, "", &[&first[..], &[("Why", "\u{4}")]].concat());
    assert_eq!(status.code(), Some(2), "{shown}");
    assert!(shown.contains("nothing was written"), "{shown}");
    assert_eq!(repo.read(PLAN), before, "{shown}");
    let (shown, status) = at_terminal(&repo, DECIDE, "", &[&first[..], &[("Why", CLOSED)]].concat());
    assert!(!status.success(), "{shown}");
    assert_eq!(repo.read(PLAN), before, "{shown}");
    let no = [("Why", "An open P1\n"), ("On which day?", "\n"), ("Record", "n\n")];
    let (shown, status) = at_terminal(&repo, DECIDE, "", &[&first[..], &no].concat());
    assert_eq!((status.code(), repo.read(PLAN) == before), (Some(2), true), "{shown}");
    assert_eq!(repo.git(&["status", "--short"]), "");
}

#[test]
fn nobody_is_asked_in_ci_and_without_a_terminal() {
    let repo = ready();
    let (shown, status) = at_terminal(&repo, DECIDE, "true", &[]);
    assert_eq!(status.code(), Some(2), "{shown}");
    let run = repo.run(DECIDE);
    assert_eq!(run.code, 2, "{}", run.out);
    for text in [&shown, &run.err] {
        assert!(text.contains("it lacks --to STAGE --by NAME --because TEXT"), "{text}");
    }
}

#[test]
fn many_findings_are_a_screen_on_a_terminal_and_whole_in_a_log() {
    let repo = Repo::new();
    for number in 1..=5 {
        let text = compliant("planned").replace("RO-014", &format!("RO-10{number}"));
        let row = "| 2026-03-02 | 0→1 | Proceed | No P0 in 3 days | Priya Nair |";
        let text = text.replace("| [Date] | 0→1 | Proceed | [Why] | [Name] |", row);
        repo.write(&format!("rollouts/plan-{number}.md"), text);
    }
    repo.commit("Plan", "2026-03-01");
    let (shown, status) = at_terminal(&repo, &["check"], "", &[]);
    assert_eq!(status.code(), Some(1), "{shown}");
    assert!(shown.lines().count() <= 24, "{} lines:\n{shown}", shown.lines().count());
    assert!(shown.lines().all(|line| line.chars().count() <= 100), "{shown}");
    for number in 1..=5 {
        assert!(shown.contains(&format!("rollouts/plan-{number}.md (")), "{shown}");
    }
    assert!(shown.contains("`--format full` shows each finding"), "{shown}");
    let whole = repo.run(&["check"]);
    assert_eq!(whole.code, 1);
    assert!(whole.out.lines().count() > 200 && whole.out.contains("help: "), "a log can be asked nothing more");
    let (full, _) = at_terminal(&repo, &["check", "--format", "full"], "", &[]);
    assert_eq!(full.matches("help: ").count(), whole.out.matches("help: ").count());
    // Up to ten findings are shown with their lines.
    let few = Repo::new();
    few.write(PLAN, compliant("stage-1").replace("**Owner:** Priya Nair", "**Owner:** [PM Name]"));
    let (shown, _) = at_terminal(&few, &["check"], "", &[]);
    assert!(shown.contains("help: write the value in place of `[PM Name]`"), "{shown}");
}
