//! The page about flag files: each configuration in it is read, and each example says what the page
//! says of it.
#![allow(clippy::unwrap_used)]

mod support;

use rolloutlint::config;
use rolloutlint::exposure::Live;
use rolloutlint::flags::{FlagFile, read};
use rolloutlint::text::Source;
use std::sync::Arc;
use support::root;

/// A block of code with the line above it.
struct Block {
    language: String,
    caption: String,
    text: String,
}

/// What stands in the page, in its order: blocks, and what is said of them behind an arrow.
enum Piece {
    Block(Block),
    Said(String),
}

fn pieces(page: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut caption = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let text = text.iter().map(|line| format!("{line}\n")).collect();
            pieces.push(Piece::Block(Block { language: language.to_owned(), caption: caption.clone(), text }));
        } else if let Some(said) = line.strip_prefix("→ ") {
            pieces.push(Piece::Said(said.to_owned()));
        } else if !line.is_empty() {
            line.clone_into(&mut caption);
        }
    }
    pieces
}

/// What an entry says of the flag, by some files.
fn says(config: &str, files: &[(String, String)]) -> String {
    let policy = config::parse(&Source::new(".rolloutlint.yml", config), &[], &[]);
    let policy = policy.unwrap_or_else(|error| panic!("{error}\n{config}"));
    let [entry] = &policy.exposure[..] else { panic!("one entry: {config}") };
    let (flag, id) = (Some("checkout_one_page"), Some("RO-1"));
    let mut found = Vec::new();
    for pattern in entry.files(flag, id) {
        for (path, text) in files.iter().filter(|(path, _)| pattern.matches(path)) {
            found.push((pattern.environment.clone(), Arc::new(FlagFile::read(path, text.as_bytes()))));
        }
    }
    assert_eq!(found.len(), files.len(), "each file is one of the entry's: {config}");
    match read(entry, 0, flag, id, &found, "2026-03-09T10:00:00Z".parse().unwrap()).live {
        Live::Share { percent, .. } => percent.to_string(),
        Live::Stage { stage: Some(stage), word, .. } => format!("stage {stage}, {word}"),
        other => panic!("{other:?}\n{config}"),
    }
}

#[test]
fn each_example_says_what_the_page_says() {
    let page = std::fs::read_to_string(root().join("docs/exposure.md")).unwrap();
    let (mut config, mut files, mut examples) = (String::new(), Vec::new(), 0);
    for piece in pieces(&page) {
        match piece {
            Piece::Block(block) if block.text.starts_with("exposure:\n") => {
                assert!(files.is_empty(), "nothing is said of an example: {config}");
                config = block.text;
            }
            Piece::Block(Block { caption, text, .. }) if caption.starts_with('`') && caption.ends_with("`:") => {
                files.push((caption.trim_matches(['`', ':']).to_owned(), text));
            }
            Piece::Block(block) => assert!(["sh", "yml"].contains(&&*block.language), "{}", block.text),
            Piece::Said(said) => {
                assert_eq!(says(&config, &std::mem::take(&mut files)), said, "{config}");
                examples += 1;
            }
        }
    }
    assert_eq!(examples, page.matches("exposure:\n").count(), "each configuration has an example");
}
