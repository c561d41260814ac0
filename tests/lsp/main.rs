//! The server for editors, driven over its standard input and output as an editor drives it.
#![allow(clippy::unwrap_used)]

mod editor;
mod judging;
mod offering;
mod session;
#[path = "../support/mod.rs"]
mod support;

use editor::{Editor, able};
use std::path::PathBuf;
use std::process::Command;
use support::Repo;

/// The compliant plan in Stage 1.
const PLAN: &str = include_str!("../../fixtures/compliant/stage-1.md");

/// Where plans are in the repositories of these tests.
const PATH: &str = "rollouts/checkout.md";

/// The day of these tests.
const TODAY: &str = "2026-03-20";

/// A repository whose branch `main` has the plan, and is on a remote.
fn repository() -> Repo {
    let repo = Repo::new();
    repo.write(PATH, PLAN);
    repo.commit("Add the plan", "2026-03-02");
    repo.git(&["remote", "add", "origin", "https://git.example.com/shop/web.git"]);
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    repo.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main"]);
    repo.git(&["config", "user.name", "Priya Nair"]);
    repo
}

fn server(repo: &Repo, args: &[&str]) -> Command {
    let mut command = repo.command(&[&["lsp", "--today", TODAY], args].concat());
    command.env("HOME", repo.path()).env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
    command
}

fn start(repo: &Repo) -> Editor {
    Editor::start(server(repo, &[]), able())
}

fn file(repo: &Repo, path: &str) -> PathBuf {
    repo.path().join(path)
}

/// A text with something else in one place.
fn with(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "{old}");
    text.replacen(old, new, 1)
}

/// The number, from 0, of the line that has some words.
fn line_of(text: &str, words: &str) -> usize {
    text.lines().position(|line| line.contains(words)).unwrap_or_else(|| panic!("no line has {words}"))
}
