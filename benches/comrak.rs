//! What reading plans costs at the least: comrak alone, with the extensions that plans are read
//! with, on all cores.

use comrak::{Arena, Options, parse_document};
use rayon::prelude::*;
use std::path::PathBuf;

fn main() {
    let folder = std::env::args().nth(1).expect("a folder of Markdown files");
    let entries = std::fs::read_dir(folder).expect("a folder that can be read");
    let files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.strikethrough = true;
    options.extension.footnotes = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    let nodes = |file: &PathBuf| {
        let text = std::fs::read_to_string(file).expect("a file that can be read");
        let arena = Arena::new();
        parse_document(&arena, &text, &options).descendants().count()
    };
    let nodes: usize = files.par_iter().map(nodes).sum();
    assert!(nodes > files.len(), "the files hold something");
}
