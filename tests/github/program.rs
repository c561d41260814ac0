//! The stand-in for GitHub as a program, for whatever else is to talk to it: a workflow runner, or
//! a person with curl.
//!
//! `cargo run --example fake-github -- REPOSITORY BASE HEAD [fork]` plays pull request 7 of
//! acme/shop, which is to merge HEAD into BASE of a repository on disk, and prints its address. The
//! token is `ghs_workflow`; `ghs_readonly` may only read. With `fork` the head is in mallory/shop.
//! `GET /__said` tells what was said, `GET /__requests` what was asked, and what broke GitHub's
//! contract stands in both.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "mod.rs"]
mod github;

use github::fake::{Account, File, State, router};
use rolloutlint::git::hunks;
use std::process::Command;
use std::sync::{Arc, Mutex};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (repository, base, head, is_fork) = match arguments.as_slice() {
        [repository, base, head] => (repository, base, head, false),
        [repository, base, head, fork] if fork == "fork" => (repository, base, head, true),
        _ => panic!("usage: fake-github REPOSITORY BASE HEAD [fork]"),
    };
    let mut state = state(repository, base, head);
    let reader = Account { may_write: false, ..state.account().clone() };
    state.accounts.insert("ghs_readonly".to_owned(), reader);
    if is_fork {
        state.head_repository = Some("mallory/shop".to_owned());
    }
    let state = Arc::new(Mutex::new(state));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("http://{}", listener.local_addr().unwrap());
        axum::serve(listener, router(state)).await.unwrap();
    });
}

fn state(repository: &str, base: &str, head: &str) -> State {
    let git = |args: &[&str]| -> String {
        let output = Command::new("git").arg("-C").arg(repository).args(args).output().expect("git runs");
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let id = |rev: &str| git(&["rev-parse", rev]).trim().to_owned();
    let merge_base = git(&["merge-base", base, head]).trim().to_owned();
    let names = git(&["-c", "core.quotePath=false", "diff", "--name-status", "-M", &merge_base, head]);
    let text = |rev: &str, path: &str| git(&["show", &format!("{rev}:{path}")]);
    let file = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let (path, previous) = match fields[..] {
            [status, path] if status.starts_with('A') => (path, None),
            [_, path] => (path, Some(path)),
            [_, previous, path] => (path, Some(previous)),
            _ => panic!("an odd line of git: {line}"),
        };
        let before = previous.map(|previous| text(&merge_base, previous)).unwrap_or_default();
        let after = if fields[0].starts_with('D') { String::new() } else { text(head, path) };
        File {
            path: path.to_owned(),
            previous_path: previous.filter(|previous| *previous != path).map(String::from),
            hunks: hunks(&before, &after, 3),
            hides_patch: false,
        }
    };
    let mut state = State::new(names.lines().map(file).collect());
    (state.head, state.base_ref) = (id(head), base.to_owned());
    state.head_ref = head.to_owned();
    state.merge_base = Some(merge_base);
    state
}
