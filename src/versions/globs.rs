//! The globs of `plans:`: which files they take, and where they lead.

use crate::config::{DEFAULT_PLANS, Policy};
use crate::error::Error;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::sync::Arc;

/// Some globs, and those behind a `!`, which give files back.
#[derive(Clone)]
pub(super) struct Globs(Vec<Team>);

/// The globs of one configuration.
#[derive(Clone)]
struct Team {
    taken: GlobSet,
    given_back: GlobSet,
    /// How the paths of taken files may end, whatever the case. Most files of a repository end in
    /// another way, and need no glob.
    ends: Vec<String>,
}

impl Globs {
    /// The globs of one configuration.
    ///
    /// # Errors
    /// When a glob cannot be read.
    pub(super) fn new(globs: &[&str], case: Case) -> Result<Globs, Error> {
        let given_back = globs.iter().filter_map(|glob| glob.strip_prefix('!'));
        let taken = || globs.iter().copied().filter(|glob| takes(glob));
        let ends = taken().flat_map(ends_of).map(str::to_owned).collect();
        Ok(Globs(vec![Team { taken: compile(taken(), case)?, given_back: compile(given_back, case)?, ends }]))
    }

    /// The globs by which any of these configurations finds plans.
    ///
    /// # Errors
    /// When a glob cannot be read.
    pub(super) fn of_all(policies: &[Arc<Policy>]) -> Result<Globs, Error> {
        let each = policies.iter().map(|policy| Ok(Globs::new(&in_force(policy), Case::Ignored)?.0));
        Ok(Globs(each.collect::<Result<Vec<_>, Error>>()?.into_iter().flatten().collect()))
    }

    /// Whether they take a file.
    pub(super) fn take(&self, path: &str) -> bool {
        self.0.iter().any(|team| team.may_take(path) && team.taken.is_match(path) && !team.given_back.is_match(path))
    }

    /// Whether one behind a `!` gives a file back.
    pub(super) fn give_back(&self, path: &str) -> bool {
        self.0.iter().any(|team| team.given_back.is_match(path))
    }
}

impl Team {
    /// Whether some glob could take a file, by the end of its path.
    fn may_take(&self, path: &str) -> bool {
        let is_end = |end: &[u8]| {
            let start = path.len().checked_sub(end.len());
            start.is_some_and(|start| path.as_bytes()[start..].eq_ignore_ascii_case(end))
        };
        self.ends.iter().any(|end| is_end(end.as_bytes()))
    }
}

/// The ends that a path must have one of for a glob to match it: what is behind the last sign that
/// has a meaning in globs, or the alternatives that are last.
fn ends_of(glob: &str) -> Vec<&str> {
    const SIGNS: [char; 7] = ['*', '?', '[', ']', '{', '}', '\\'];
    match glob.strip_suffix('}').and_then(|glob| glob.rsplit_once('{')) {
        Some((_, inside)) if !inside.contains(SIGNS) => inside.split(',').collect(),
        _ => vec![&glob[glob.rfind(SIGNS).map_or(0, |sign| sign + 1)..]],
    }
}

/// Whether capitals count in a glob.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Exact,
    Ignored,
}

fn compile<'g>(globs: impl Iterator<Item = &'g str>, case: Case) -> Result<GlobSet, Error> {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let is_case_ignored = case == Case::Ignored;
        let glob = GlobBuilder::new(glob).literal_separator(true).case_insensitive(is_case_ignored).build();
        set.add(glob.map_err(|error| Error::new(format!("`plans:` holds a pattern that cannot be read: {error}")))?);
    }
    set.build().map_err(|error| Error::new(format!("`plans:` cannot be used: {error}")))
}

/// The globs that a configuration has of its own. `None` when it only gives files back.
pub(super) fn own(policy: &Policy) -> Option<Vec<&str>> {
    let globs: Vec<&str> = policy.plans.as_ref()?.iter().map(String::as_str).collect();
    (globs.is_empty() || globs.iter().any(|glob| takes(glob))).then_some(globs)
}

/// Whether a glob takes files. One behind a `!` gives them back.
pub(super) fn takes(glob: &str) -> bool {
    !glob.starts_with('!')
}

/// The globs of rolloutlint itself, without what a configuration gives back.
pub(super) fn default(policy: &Policy) -> Vec<&str> {
    let given_back = policy.plans.iter().flatten().map(String::as_str).filter(|glob| !takes(glob));
    DEFAULT_PLANS.iter().copied().chain(given_back).collect()
}

/// The globs by which a configuration finds plans: its own, or those of rolloutlint itself.
pub(super) fn in_force(policy: &Policy) -> Vec<&str> {
    own(policy).unwrap_or_else(|| default(policy))
}

/// The folder of the first glob of `plans:`, with its `/`.
pub(super) fn plan_folder(policy: &Policy) -> String {
    let globs = in_force(policy);
    let folder = fixed_folder(globs.iter().find(|glob| takes(glob)).copied().unwrap_or(DEFAULT_PLANS[0]));
    if folder.is_empty() { String::new() } else { format!("{folder}/") }
}

/// The folder before the first wildcard of a glob. It holds all files that the glob matches.
pub(super) fn fixed_folder(glob: &str) -> &str {
    let end = glob.find(['*', '?', '[', '{', '\\']).unwrap_or(glob.len());
    glob[..end].rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A glob with a folder in place of its first parts: `services/pay/rollouts/*.md` of
/// `services/*/rollouts/*.md` and `services/pay`. Nobody has looked whether it takes the folder.
pub(super) fn in_folder(glob: &str, folder: &str) -> Option<String> {
    let parts: Vec<&str> = glob.split('/').collect();
    let depth = folder.split('/').filter(|part| !part.is_empty()).count();
    let rest = parts.get(depth..).filter(|rest| depth > 0 && !rest.is_empty())?;
    Some(format!("{folder}/{}", rest.join("/")))
}

/// A path that a glob matches, with `name` in place of the first `*` of its last part.
pub(super) fn path_from_glob(glob: &str, name: &str) -> Option<String> {
    let mut plain = glob.to_owned();
    // Of alternatives, the first one counts.
    while let Some((before, rest)) = plain.split_once('{') {
        let (inside, after) = rest.split_once('}')?;
        plain = format!("{before}{}{after}", inside.split(',').next().unwrap_or(""));
    }
    let plain = plain.replace("**/", "");
    let (folder, file) = plain.rsplit_once('/').map_or(("", plain.as_str()), |(folder, file)| (folder, file));
    if folder.contains(['*', '?', '[']) || file.contains(['?', '[']) || !file.contains('*') {
        return None;
    }
    let (start, rest) = file.split_once('*')?;
    // `launch*` has no sign between its word and the name.
    let between = if start.ends_with(char::is_alphanumeric) { "-" } else { "" };
    let file = format!("{start}{between}{name}{}", rest.replace('*', ""));
    Some(if folder.is_empty() { file } else { format!("{folder}/{file}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_needs_the_end_that_all_its_paths_have() {
        for (glob, ends) in [
            ("rollouts/**/*.md", &[".md"][..]),
            ("**/*.{md,markdown}", &["md", "markdown"]),
            ("**/*.{md,{mdx,markdown}}", &[""]),
            ("plans/*", &[""]),
            ("plans/**", &[""]),
            ("plans/one.md", &["plans/one.md"]),
            ("plans/*.m[dk]", &[""]),
            (r"plans/\*.md", &[".md"]),
            (r"plans/\{a\}", &[""]),
            ("計画/*.md計", &[".md計"]),
        ] {
            assert_eq!(ends_of(glob), ends, "{glob}");
        }
    }

    #[test]
    fn a_new_plan_has_a_name_that_its_glob_takes() {
        for (glob, path) in [
            ("rollouts/**/*.md", Some("rollouts/prices.md")),
            ("docs/launch*.{md,txt}", Some("docs/launch-prices.md")),
            ("docs/launch-*.md", Some("docs/launch-prices.md")),
            ("計画*.md", Some("計画-prices.md")),
            ("docs/*-plan*.md", Some("docs/prices-plan.md")),
            ("docs/plan.md", None),
        ] {
            assert_eq!(path_from_glob(glob, "prices").as_deref(), path, "{glob}");
        }
    }

    #[test]
    fn the_end_of_a_path_keeps_no_file_from_its_glob() {
        let exact = Globs::new(&["**/*.{md,MD}", r"odd/\*.txt", "é/*.É"], Case::Exact).unwrap();
        for (path, is_taken) in [
            ("a/b.md", true),
            ("a/b.MD", true),
            ("a/b.Md", false),
            ("odd/*.txt", true),
            ("odd/x.txt", false),
            ("é/x.É", true),
            ("md", false),
            ("", false),
        ] {
            assert_eq!(exact.take(path), is_taken, "{path}");
        }
        let any = Globs::new(&["Plans/*.Md", "!plans/no.md"], Case::Ignored).unwrap();
        assert!(any.take("plans/X.mD") && !any.take("PLANS/NO.MD") && !any.take("plans/x.mdx"));
    }
}
