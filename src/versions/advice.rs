//! What a person should know of the search for plans: that it found none and what would, that a
//! configuration has a name which nobody reads, and that plans lie behind links.

use super::disk::file_behind;
use super::globs;
use super::plan_files::PlanFiles;
use super::ruleset::Ruleset;
use super::snapshot::Snapshot;
use crate::config::{CONFIG_PATHS, DEFAULT_PLANS, LogPlace, Policy};
use crate::error::Error;
use crate::git::Places;
use crate::propose;
use crate::text::Source;
use crate::words::paths::is_markdown;

/// How many files are named that look like plans.
const NAMED: usize = 3;

/// How many files are read at most to find them.
const MOST_READ: usize = 300;

/// How many entries of a commit are looked at for links.
pub(super) const MOST_LOOKED_AT: usize = 50_000;

// --- no plan ---

/// Why no plan was found, and the way on.
///
/// # Errors
/// When a folder or a file cannot be read.
pub(super) fn on_no_plan(version: &Snapshot, ruleset: &Ruleset) -> Result<String, Error> {
    let policy = &ruleset.policy;
    let globs = globs::in_force(policy).join(", ");
    let is_configured = globs::own(policy).is_some();
    let searched = match is_configured {
        true if globs.is_empty() => "`plans: []` takes no file".to_owned(),
        true => format!("no file matches `plans: {globs}`"),
        false => format!(
            "plans are looked for in {globs}, and have two stages with a heading `Rollout: NAME` or a Rollout ID"
        ),
    };
    let near = files_like_plans(version, ruleset)?;
    let way_on = match near.first() {
        None => {
            "`rolloutlint init` sets a first plan up, and `rolloutlint init --from FILE` starts from one that you have"
                .to_owned()
        }
        Some(first) => {
            let are = if near.len() == 1 { "looks like a plan" } else { "look like plans" };
            let glob = if is_configured { "add a glob for it, or " } else { "" };
            format!(
                "{} {are}: {glob}`rolloutlint init --from {first}` makes a template and a configuration from it",
                near.join(", ")
            )
        }
    };
    Ok(format!("{searched}; {way_on}"))
}

/// The files that look like plans and that no search finds, the likeliest first.
///
/// # Errors
/// When a folder or a file cannot be read.
pub(super) fn files_like_plans(version: &Snapshot, ruleset: &Ruleset) -> Result<Vec<String>, Error> {
    let everywhere = Places::everywhere();
    Ok(search_like_plans(version, ruleset, &everywhere, NAMED, &|_| true)?.files)
}

/// What a search for files that look like plans found.
pub(crate) struct LikePlans {
    /// The files, the likeliest first.
    pub(crate) files: Vec<String>,
    /// How many texts were read, of how many.
    pub(crate) read: usize,
    pub(crate) of: usize,
}

/// Searches for files that look like plans at some places, up to so many of them.
///
/// # Errors
/// When a folder or a file cannot be read.
pub(super) fn search_like_plans(
    version: &Snapshot,
    ruleset: &Ruleset,
    places: &Places,
    most: usize,
    is_meant: &dyn Fn(&str) -> bool,
) -> Result<LikePlans, Error> {
    let by_default = PlanFiles::new(&Policy::default())?;
    let is_text = |path: &str| is_markdown(path) && is_meant(path);
    // A folder that cannot be opened must not keep the rest from being told.
    let mut paths = version.paths(places, &is_text).unwrap_or_default();
    // A name that says so comes first, and then what lies nearest to the root.
    paths.sort_by_key(|path| (!by_default.is_plan_path(path), path.matches('/').count(), path.clone()));
    let mut found = LikePlans { files: Vec::new(), read: 0, of: paths.len() };
    for path in paths.into_iter().take(MOST_READ) {
        found.read += 1;
        let Ok(Some(bytes)) = version.read(&path) else { continue };
        let source = Source::from_bytes(path.clone(), &bytes);
        let is_like = source.unreadable.is_none()
            && !path.to_ascii_lowercase().contains("template")
            && (ruleset.read(source.clone()).has_stages()
                || (by_default.is_plan_path(&path) && propose::has_stages(&source)));
        if is_like {
            found.files.push(path);
        }
        if found.files.len() == most {
            break;
        }
    }
    Ok(found)
}

// --- the configuration ---

/// Says of each file that has the name of a configuration, or nearly so, and that nobody reads.
/// `here` is the folder that the command runs in, from the root: somebody may have put one there.
///
/// # Errors
/// When a folder cannot be read.
pub(super) fn on_names(version: &Snapshot, here: &str) -> Result<Vec<String>, Error> {
    let usual = ["", ".github/", ".config/"].map(str::to_owned);
    let ends = here.match_indices('/').map(|(end, _)| end).chain(Some(here.len()));
    let on_the_way = ends.map(|end| format!("{}/", &here[..end]));
    let on_the_way: Vec<String> = on_the_way.filter(|folder| folder != "/" && !usual.contains(folder)).collect();
    let mut paths = Vec::new();
    for folder in usual.iter().chain(&on_the_way) {
        paths.extend(version.names_in(folder)?.into_iter().map(|name| (folder, format!("{folder}{name}"), name)));
    }
    let in_force = CONFIG_PATHS.iter().find(|known| paths.iter().any(|(_, path, _)| path == *known));
    let mut notes = Vec::new();
    for (folder, path, name) in &paths {
        let is_known = CONFIG_PATHS.contains(&path.as_str());
        match in_force {
            _ if on_the_way.contains(folder) && is_near_miss(name) => notes.push(format!(
                "{path} is not read: the configuration lies at the root of the repository, unless `--config {path}` names it"
            )),
            Some(first) if first != path && (is_known || is_near_miss(name)) => {
                notes.push(format!("{path} is not read, since {first} is: put its keys there, and remove it"));
            }
            None if is_near_miss(name) => {
                let (last, others) = CONFIG_PATHS.split_last().expect("there is a name");
                notes.push(format!(
                    "{path} looks like the configuration and is not read: its name is {} or {last}",
                    others.join(", ")
                ));
            }
            _ => {}
        }
    }
    Ok(notes)
}

/// Says that the log which a configuration names is not there.
///
/// # Errors
/// When a file or a folder cannot be read.
pub(super) fn on_log(version: &Snapshot, place: Option<LogPlace>) -> Result<Option<String>, Error> {
    let (path, is_there) = match place {
        None => return Ok(None),
        Some(LogPlace::File(path)) => (path.clone(), version.read(&path)?.is_some()),
        Some(LogPlace::Folder(path)) => (path.clone(), !version.files_in(&path)?.is_empty()),
    };
    let what = if path.ends_with('/') { "the folder is empty or not there" } else { "there is no such file" };
    let note =
        || format!("`log: {path}` names no log: {what}, and no decision is read from it; add it, or mend the path");
    Ok((!is_there).then(note))
}

/// Whether a file's name is that of the configuration, or nearly so.
fn is_near_miss(name: &str) -> bool {
    const ENDINGS: &[&str] = &["yml", "yaml", "yl", "ym", "json", "toml"];
    let lower = name.to_lowercase();
    let bare = lower.trim_start_matches('.');
    let (stem, ending) = bare.rsplit_once('.').unwrap_or((bare, ""));
    let stem = stem.replace(['-', '_', ' '], "");
    let is_ending = ENDINGS.contains(&ending) || (ending.is_empty() && lower.starts_with('.'));
    is_ending && strsim::osa_distance(&stem, "rolloutlint") <= 2
}

// --- links ---

/// Says of each link that may lead to plans that they are not judged. `links` are links where plans
/// are searched.
pub(super) fn on_links(links: &[String], version: &Snapshot, files: &PlanFiles, ruleset: &Ruleset) -> Vec<String> {
    let mut notes = Vec::new();
    for link in links {
        let target = version.real_path(link).ok();
        if hides_plans(link, target.as_deref(), version, files, ruleset).unwrap_or_default() {
            let way_out = match &target {
                Some(target) => format!("put the file itself there, or name {target} in `plans:`"),
                None => "put the file itself there".to_owned(),
            };
            notes.push(format!(
                "{link} is a symbolic link, and no review sees what lies behind one, so that it is not judged; {way_out}"
            ));
        }
    }
    notes
}

/// Whether plans that are judged nowhere else may lie behind a link. `target` is where it leads,
/// when it stays in the repository.
fn hides_plans(
    link: &str,
    target: Option<&str>,
    version: &Snapshot,
    files: &PlanFiles,
    ruleset: &Ruleset,
) -> Result<bool, Error> {
    let is_meant = |path: &str| files.is_configured(path);
    let Some(target) = target else { return Ok(is_meant(link) || is_meant(&file_behind(link))) };
    if version.has_folder(target)? {
        let is_place = DEFAULT_PLANS.iter().any(|glob| glob.split('/').next() == link.split('/').next());
        let inside = file_behind(link);
        return Ok(is_meant(&inside) || (is_place && files.is_plan_path(&inside)));
    }
    if !files.is_plan_path(link) || files.is_plan_path(target) {
        return Ok(false);
    }
    let Some(bytes) = version.read(target)? else { return Ok(is_meant(link)) };
    Ok(is_meant(link) || files.is_plan(&ruleset.read(Source::from_bytes(target, &bytes))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_in_the_name_of_the_configuration_are_seen() {
        for name in [
            ".rolloutlint.yaml", "rolloutlint.yml", ".rolloutlin.yml", ".rollout-lint.yml", "RolloutLint.yaml",
            ".rolloutlint", ".rolloutlnit.yml", "rolloutlint.json", "rollout_lint.toml",
        ] {
            assert!(is_near_miss(name), "{name}");
        }
        for name in
            ["rollouts.yml", "rollout.yml", "rolloutlint-base.yml", "rolloutlint", "lint.yml", ".rolloutlint.md"]
        {
            assert!(!is_near_miss(name), "{name}");
        }
    }
}
