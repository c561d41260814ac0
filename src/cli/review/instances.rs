//! Under which name a run comments, and which other set-ups of the repository no longer run.

use super::compare::Checkout;
use crate::cli::arguments::Common;
use crate::git::Repository;
use crate::github::{Gone, instance_of, instances_in};
use crate::text::CommitId;
use crate::versions::Input;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Where GitHub looks for workflows.
const WORKFLOWS: &str = ".github/workflows";

/// The name that this run comments under: the given one, or one that is made of what it judges.
pub(super) fn instance(given: Option<&String>, common: &Common, paths: &[PathBuf]) -> String {
    if let Some(name) = given {
        return name.clone();
    }
    // From the repository's root: two jobs may name the same path in two folders.
    let repository = Repository::discover(&common.dir).ok();
    let name = |path: &PathBuf| {
        let inside = repository.as_ref().and_then(|repository| repository.relative_path(&common.dir.join(path)));
        inside.unwrap_or_else(|| path.display().to_string())
    };
    let paths: Vec<String> = paths.iter().map(name).collect();
    instance_of(common.config.as_ref().map(name).as_deref(), &paths)
}

/// Tells by the workflows before and after the change which set-ups no longer run. They must name
/// this run, too: else the workflows that run are elsewhere.
pub(super) fn gone(input: &Input, checkout: &Checkout, common: &Common, own: &str) -> Gone {
    let repository = checkout.repository(&common.dir).ok().map(|repository| checkout.with_all_objects(repository));
    let commits: Vec<CommitId> = [&input.base, &input.head].into_iter().flatten().cloned().collect();
    let own = own.to_owned();
    let running: OnceCell<Option<BTreeSet<String>>> = OnceCell::new();
    Gone::by(move |name| {
        let read = || running_in(repository.as_ref()?, &commits).filter(|running| running.contains(&own));
        running.get_or_init(read).as_ref().is_some_and(|running| !running.contains(name))
    })
}

/// The set-ups that the workflows of these commits run; `None` when not all of it can be read.
fn running_in(repository: &Repository, commits: &[CommitId]) -> Option<BTreeSet<String>> {
    let mut texts = Vec::new();
    for commit in commits {
        for name in repository.names_in(commit, WORKFLOWS).ok()? {
            if name.ends_with(".yml") || name.ends_with(".yaml") {
                let bytes = repository.read_at(commit, &format!("{WORKFLOWS}/{name}")).ok()??;
                texts.push(String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
    instances_in(texts.iter().map(String::as_str))
}
