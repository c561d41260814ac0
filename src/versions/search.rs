//! Finds and reads files on disk.

use crate::error::Error;
use crate::git::{Places, Repository, path_on_disk, path_text_of};
use crate::text::{SIZE_LIMIT, Source};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Reads the wanted files at or below a folder, those that are not known yet: what Git tracks, whatever ignores it, and what nothing ignores. What a sparse
/// checkout leaves out is as the index has it. `places` are those that wanted files are at or below.
///
/// # Errors
/// When a wanted file cannot be read, or a folder that they are in: a plan that nobody may see must not pass for none.
pub(super) fn search(
    root: &Path,
    repository: Option<&Repository>,
    start: &Path,
    (places, is_wanted): (&Places, &dyn Fn(&str) -> bool),
    sources: &mut BTreeMap<String, Source>,
) -> Result<(), Error> {
    let mut walk = ignore::WalkBuilder::new(start);
    if let Some(repository) = repository {
        repository.ignore_in(&mut walk);
    }
    walk.ignore(false).hidden(false).follow_links(false).filter_entry(|entry| entry.file_name() != ".git");
    // The walk follows no link, so that only its start has to be resolved.
    let folder = repository_path(root, start, start);
    let name_of = |path: &Path| {
        let below = path_text_of(path.strip_prefix(start).ok()?);
        Some([folder.as_str(), &below].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/"))
    };
    let mut found: BTreeMap<String, PathBuf> = BTreeMap::new();
    for entry in walk.build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let is_closed = error.io_error().is_some_and(|error| error.kind() == ErrorKind::PermissionDenied);
                let Some(path) = path_of(&error).filter(|_| is_closed) else { continue };
                let name = name_of(path).filter(|name| path == start || places.touch(name));
                if let Some(name) = name {
                    return Err(Error::new(format!("plans may be in the folder {name}, which cannot be opened"))
                        .because(error)
                        .help("run it as somebody who may read it; if no plan is there, say so with `plans:` in .rolloutlint.yml or in .gitignore"));
                }
                continue;
            }
        };
        let Some(name) = name_of(entry.path()).filter(|_| is_file(&entry)) else { continue };
        if is_wanted(&name) && !sources.contains_key(&name) {
            found.insert(name, entry.into_path());
        }
    }
    if let Some(repository) = repository {
        let is_below = |path: &str| {
            folder.is_empty() || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        let is_missing =
            |path: &str| is_below(path) && is_wanted(path) && !sources.contains_key(path) && !found.contains_key(path);
        for tracked in repository.tracked(places, &is_missing)? {
            let full = path_on_disk(root, &tracked.path);
            match tracked.left_out {
                Some(bytes) => {
                    sources.insert(tracked.path.clone(), Source::from_bytes(tracked.path, &bytes));
                }
                // What lies behind a link is seen by no review.
                None if full.symlink_metadata().is_ok_and(|found| found.is_symlink()) => {}
                None if repository.relative_path(&full).as_deref() != Some(tracked.path.as_str()) => {}
                None => drop(found.insert(tracked.path, full)),
            }
        }
    }
    let read = |(name, path): (String, PathBuf)| match read(&path) {
        Ok(bytes) => Some(Ok((name.clone(), Source::from_bytes(name, &bytes)))),
        // A file that vanishes during the walk is no plan.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => None,
        Err(error) => Some(Err(Error::unreadable(name, error))),
    };
    sources.extend(found.into_par_iter().filter_map(read).collect::<Result<Vec<_>, Error>>()?);
    Ok(())
}

/// The path that an error of a walk is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

fn is_file(entry: &ignore::DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
}

/// Reads a file, of a huge one only as much as shows that it is too large. Pipes and devices could be read for ever.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    if !path.metadata()?.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is no regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(SIZE_LIMIT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The path as reports show it: inside the root with `/`, else as it was given.
pub(super) fn repository_path(root: &Path, full: &Path, given: &Path) -> String {
    let inside = match (full.canonicalize(), root.canonicalize()) {
        (Ok(full), Ok(root)) => full.strip_prefix(&root).ok().map(Path::to_path_buf),
        _ => full.strip_prefix(root).ok().map(Path::to_path_buf),
    };
    let Some(inside) = inside else { return given.to_string_lossy().replace('\\', "/") };
    path_text_of(&inside)
}
