//! How long it takes from an edit to what an editor shows of it: `edit-to-diagnostics PROGRAM PLAN`,
//! where the plan lies in a repository. Two edits take turns, of which one moves the rollout.
#![allow(clippy::unwrap_used, clippy::print_stdout, dead_code)]

#[path = "../tests/lsp/editor.rs"]
mod editor;

use editor::{Editor, able};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

fn main() {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, plan] = &arguments[..] else { panic!("name the program and a plan") };
    let plan = plan.canonicalize().unwrap();
    let mut command = Command::new(program);
    command.arg("lsp");
    let mut editor = Editor::start(command, able());
    let text = std::fs::read_to_string(&plan).unwrap();
    editor.open(&plan, 0, &text);
    let open = text.rfind("- [ ]").unwrap();
    let moved = format!("{}- [x]{}", &text[..open], &text[open + 5..]);
    let mut times = Vec::new();
    for version in 1..=100 {
        let next = if version % 2 == 1 { &moved } else { &text };
        let began = Instant::now();
        editor.edit(&plan, version, next);
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    println!(
        "100 edits: median {:.1} ms, 95 of 100 within {:.1} ms, longest {:.1} ms, of which 15 ms wait for more edits",
        times[50], times[94], times[99]
    );
}
