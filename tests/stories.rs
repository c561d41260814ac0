//! Small histories that read like stories, each replayed commit by commit in a real repository. A
//! story is a folder of numbered commits under `fixtures/stories`, with `expected.txt` beside them:
//! what `check --base HEAD~1` and `check FILE` say after each.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use support::{Repo, compare_or_update, root};

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

fn copy_files(from: &Path, below: &Path, repo: &Repo) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            copy_files(&path, below, repo);
        } else if path.file_name().is_some_and(|name| name != "commit.txt") {
            let name = path.strip_prefix(below).unwrap().to_string_lossy().replace('\\', "/");
            repo.write(&name, fs::read(&path).unwrap());
        }
    }
}

/// Makes one commit of a story. Its `commit.txt` has author and date, the message, then a line for
/// each file that goes.
fn commit(step: &Path, repo: &Repo) -> String {
    let text = fs::read_to_string(step.join("commit.txt")).unwrap();
    let mut lines = text.lines();
    let (author, date) = lines.next().unwrap().split_once(", ").expect("author, date");
    let message = lines.next().unwrap();
    for action in lines {
        let path = action.strip_prefix("delete ").expect("an action of a story is `delete PATH`");
        fs::remove_file(repo.path().join(path)).unwrap();
    }
    copy_files(step, step, repo);
    repo.commit_by(message, author, date);
    message.to_owned()
}

fn tell(story: &Path) -> String {
    let repo = Repo::new();
    let mut told = String::new();
    for (index, step) in folders(story).iter().enumerate() {
        let message = commit(step, &repo);
        let name = step.file_name().unwrap().to_string_lossy().into_owned();
        told.push_str(&format!("# {name}: {message}\n"));
        if index > 0 {
            let run = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
            told.push_str(&format!(
                "$ rolloutlint check --base HEAD~1   # exit code {}\n{}{}",
                run.code, run.out, run.err
            ));
        }
        let plans = repo.git(&["ls-files", "rollouts", "lancamentos"]);
        let is_plan = |path: &&str| !path.ends_with("MODELO.md");
        let mut plans: Vec<String> = plans.lines().filter(is_plan).map(str::to_owned).collect();
        plans.sort();
        for plan in plans {
            let run = repo.run(&["check", &plan, "--format", "short"]);
            told.push_str(&format!("$ rolloutlint check {plan}   # exit code {}\n{}{}", run.code, run.out, run.err));
        }
        told.push('\n');
    }
    told
}

#[test]
fn every_story_is_told_as_expected() {
    for stories in ["fixtures/stories", "fixtures/fases/stories"] {
        for story in folders(&root().join(stories)) {
            compare_or_update(&story.join("expected.txt"), &tell(&story));
        }
    }
}

#[test]
fn the_honest_life_is_never_held_up() {
    let expected = fs::read_to_string(root().join("fixtures/stories/honest-life/expected.txt")).unwrap();
    let said: Vec<&str> = expected.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '$'])).collect();
    assert!(said.is_empty(), "{said:#?}");
    let codes: Vec<&str> = expected.lines().filter(|line| line.starts_with('$')).collect();
    assert!(codes.len() > 40 && codes.iter().all(|line| line.ends_with("exit code 0")), "{codes:#?}");
}

/// A plan in other writing, as far as `check --fix` knows the right one: the brackets of a date,
/// and the dates and arrows of the record.
fn untidy(text: &str) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let untidy = |line: &str| {
        let cells: Vec<&str> = line.split('|').collect();
        let day = cells.get(1).and_then(|cell| cell.trim().parse::<jiff::civil::Date>().ok());
        if let (Some(day), true) = (day, cells.len() >= 7) {
            let date = format!(" {} {} {} ", day.day(), MONTHS[day.month() as usize - 1], day.year());
            let step = cells[2].replace('→', " -> ");
            return [&[cells[0], &date, &step], &cells[3..]].concat().join("|");
        }
        let created = line.strip_prefix("**Created:** ").filter(|value| !value.starts_with('['));
        created.map_or_else(|| line.to_owned(), |value| format!("**Created:** [{value}]"))
    };
    text.lines().map(untidy).map(|line| line + "\n").collect()
}

#[test]
fn an_honest_life_goes_on_from_a_base_that_was_mended() {
    for story in ["fixtures/stories/honest-life", "fixtures/fases/stories/vida-honesta"] {
        let life = Repo::new();
        let files = |repo: &Repo| -> Vec<(String, String)> {
            let paths = repo.git(&["ls-files"]);
            paths.lines().map(|path| (path.to_owned(), repo.read(path))).collect()
        };
        let mut before: Option<(Vec<(String, String)>, String)> = None;
        for step in folders(&root().join(story)) {
            let message = commit(&step, &life);
            let day = life.git(&["log", "-1", "--format=%cI"]);
            let after = files(&life);
            if let Some((files, then)) = before.replace((after.clone(), day.clone())) {
                let repo = Repo::new();
                for (path, text) in &files {
                    let is_plan =
                        path.ends_with(".md") && (path.starts_with("rollouts/") || path.starts_with("lancamentos/"));
                    repo.write(path, if is_plan && !path.ends_with("MODELO.md") { untidy(text) } else { text.clone() });
                }
                repo.commit_by("Base", "Priya Nair", &then);
                repo.run(&["check", "--fix", "--today", &then[..10]]);
                repo.commit_by("Mend", "Priya Nair", &then);
                let mended = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
                assert_eq!((mended.code, mended.out.trim()), (0, ""), "{story}, before {message}: {}", mended.err);
                for (path, _) in &files {
                    fs::remove_file(repo.path().join(path)).unwrap();
                }
                after.iter().for_each(|(path, text)| repo.write(path, text));
                repo.commit_by(&message, "Priya Nair", &day);
                for base in ["HEAD~1", "HEAD~2"] {
                    let run = repo.run(&["check", "--base", base, "--format", "short"]);
                    assert_eq!((run.code, run.out.trim()), (0, ""), "{story}, {message} since {base}: {}", run.err);
                }
            }
        }
    }
}

#[test]
fn every_dishonest_move_is_refused_by_exactly_one_error() {
    for story in folders(&root().join("fixtures/stories")) {
        let name = story.file_name().unwrap().to_string_lossy().into_owned();
        if ["honest-life", "seed-with-only-a-row", "flag-follows-its-log", "given-up-and-archived"]
            .contains(&name.as_str())
        {
            continue;
        }
        let expected = fs::read_to_string(story.join("expected.txt")).unwrap();
        let (_, judged) = expected
            .split_once("$ rolloutlint check --base HEAD~1")
            .expect("the move is compared with what was before");
        let judged = judged.split("\n$ ").next().unwrap();
        let said: Vec<&str> = judged.lines().skip(1).filter(|line| !line.is_empty()).collect();
        assert!(judged.starts_with("   # exit code 1"), "{name}: {judged}");
        // The box that shows the move may need mending, too.
        let is_box = |line: &str| line.contains("error[malformed-checkbox]");
        let errors: Vec<&&str> = said.iter().filter(|line| line.contains(": error[") && !is_box(line)).collect();
        assert_eq!(errors.len(), 1, "{name}: {said:#?}");
    }
}

#[test]
fn an_audit_accuses_nobody_in_an_honest_life() {
    for story in ["fixtures/stories/honest-life", "fixtures/fases/stories/vida-honesta"] {
        let repo = Repo::new();
        folders(&root().join(story)).iter().for_each(|step| drop(commit(step, &repo)));
        // Its commits come by no pull request, which is all that there is to say.
        let run = repo.run(&["audit", "--today", "2026-07-01"]);
        let found = run.out.lines().filter(|line| line.contains("[audit-") && !line.contains("[audit-direct-push]"));
        let found: Vec<&str> = found.filter(|line| !line.trim_start().starts_with("info[")).collect();
        assert!(found.is_empty() && run.code == 0, "{story}: {found:#?}");
        assert!(run.out.contains("3 → 4") || run.out.contains("2 → 3"), "{}", run.out);
    }
}
