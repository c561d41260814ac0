//! Finds flag files that a team has already.

use super::flags::is_data;
use super::request::Request;
use super::snapshot::Snapshot;
use super::workspace::Workspace;
use super::worktree::plans_on_disk;
use crate::change::Subject;
use crate::error::Error;
use crate::flags::{FlagFile, OwnForm, format_of, may_hold_flags, own_form_of};
use crate::git::Places;
use crate::propose::{FoundFlags, HowRead};
use aho_corasick::AhoCorasick;

/// How many files are looked into.
const MOST_READ: usize = 2_000;

/// A shorter name of a flag may be any word.
const LEAST_NAME: usize = 6;

/// The files on disk that are written in a known format of flags, and those of a team's own in
/// which the flags of its plans stand with a number.
///
/// # Errors
/// When the folder cannot be searched.
pub(crate) fn flag_files(request: &Request) -> Result<Vec<FoundFlags>, Error> {
    let workspace = Workspace::asked(request);
    let disk = Snapshot::Disk(workspace.disk());
    // What the plans of another configuration name does not count here.
    let plans = plans_on_disk(request).map(|input| input.subjects).unwrap_or_default();
    let named = plans.iter().filter_map(Subject::head).flat_map(|version| version.flag_names().to_vec());
    let flags: Vec<String> = named.filter(|flag| flag.len() >= LEAST_NAME).collect();
    let finder = AhoCorasick::new(&flags).expect("so many patterns do not exist");
    let mut found = Vec::new();
    for path in disk.paths(&Places::everywhere(), &is_data)?.into_iter().take(MOST_READ) {
        let Ok(Some(bytes)) = disk.bytes(&path) else { continue };
        let (may_be_known, may_be_own) = (may_hold_flags(&bytes), finder.is_match(&bytes));
        if !may_be_known && !may_be_own {
            continue;
        }
        let file = FlagFile::read(&path, &bytes);
        let known = format_of(&file).map(HowRead::Format);
        let own = || own_form_of(&file, &flags).map(|OwnForm { at, when, scale }| HowRead::Own { at, when, scale });
        let how = known.or_else(|| if may_be_own { own() } else { None });
        found.extend(how.map(|how| FoundFlags { glob: globset::escape(&path), how }));
    }
    Ok(found)
}
