//! Paths. To Git a path is bytes, to us it is text, and the file system has a form of its own.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

/// The sign before the two digits of a byte that is no UTF-8, see [`path_text`].
const ESCAPE: char = char::REPLACEMENT_CHARACTER;

/// A path of Git as text. A byte that is not UTF-8 is written as `\u{fffd}` with the two digits of
/// the byte. Each byte of a `\u{fffd}` itself is written so, too. So no two paths have the same
/// text, and none hides another.
pub(crate) fn path_text(path: &[u8]) -> Cow<'_, str> {
    if let Some(text) = std::str::from_utf8(path).ok().filter(|text| !text.contains(ESCAPE)) {
        return Cow::Borrowed(text);
    }
    let mut text = String::new();
    for chunk in path.utf8_chunks() {
        for (number, piece) in chunk.valid().split(ESCAPE).enumerate() {
            text.push_str(if number > 0 { "\u{fffd}EF\u{fffd}BF\u{fffd}BD" } else { "" });
            text.push_str(piece);
        }
        text.extend(chunk.invalid().iter().map(|byte| format!("{ESCAPE}{byte:02X}")));
    }
    Cow::Owned(text)
}

/// The path of Git for a text, see [`path_text`].
pub(super) fn path_bytes(text: &str) -> Cow<'_, [u8]> {
    if !text.contains(ESCAPE) {
        return Cow::Borrowed(text.as_bytes());
    }
    let mut bytes = Vec::new();
    for (number, piece) in text.split(ESCAPE).enumerate() {
        let digits = piece.get(..2).filter(|text| number > 0 && text.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend_from_slice(&piece.as_bytes()[2..]);
            }
            // A person typed this sign: no digits follow it.
            None => {
                bytes.extend(if number > 0 { "\u{fffd}" } else { "" }.bytes());
                bytes.extend_from_slice(piece.as_bytes());
            }
        }
    }
    Cow::Owned(bytes)
}

/// A relative path on disk as the text of a path of Git.
pub(crate) fn path_text_of(path: &Path) -> String {
    let names: Vec<Cow<'_, str>> =
        path.components().map(|part| path_text(part.as_os_str().as_encoded_bytes())).collect();
    names.join("/")
}

/// A path below the root of a repository as the text of a path of Git. `None` when Git can have no
/// such path.
pub(super) fn below_root(path: &Path) -> Option<String> {
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    (path.components().all(is_plain) && !path.starts_with(".git")).then(|| path_text_of(path))
}

/// The place on disk of a path of Git, below a folder.
pub(crate) fn path_on_disk(folder: &Path, path: &str) -> PathBuf {
    match gix::path::from_byte_slice(&path_bytes(path)) {
        Ok(path) => folder.join(path),
        // Where the names of files are text, there is no such file.
        Err(_) => folder.join(path),
    }
}

/// An absolute path with the symbolic links among its folders resolved, as far as the folders
/// exist.
pub(super) fn real_path(absolute: &Path) -> Option<PathBuf> {
    let mut missing = Vec::new();
    let mut existing = absolute;
    loop {
        let Some(name) = existing.file_name() else {
            // A path that ends with `..` has no last name, and neither has the root.
            let real = fs::canonicalize(existing).ok()?;
            return Some(missing.iter().rev().fold(real, |path, name| path.join(name)));
        };
        missing.push(name);
        existing = existing.parent()?;
        if let Ok(real) = fs::canonicalize(existing) {
            return Some(missing.iter().rev().fold(real, |path, name| path.join(name)));
        }
    }
}

/// The offset at which each part of a path ends.
pub(super) fn ends_of_parts(path: &str) -> impl Iterator<Item = usize> {
    path.match_indices('/').map(|(slash, _)| slash).chain([path.len()])
}

/// Whether Git allows a name in a path. A hostile tree may hold other names.
pub(super) fn is_plain_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains('/') && !name.eq_ignore_ascii_case(".git")
}

/// Files and folders, by their paths from the root of the repository. None lies below another. A
/// search that is given places looks nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places(pub(super) Vec<String>);

impl Places {
    /// Places from paths. The empty path is the root.
    pub(crate) fn new(paths: impl IntoIterator<Item = String>) -> Places {
        let mut paths: Vec<String> = paths.into_iter().map(|path| path.trim_matches('/').to_owned()).collect();
        paths.sort();
        paths.dedup();
        let all = paths.clone();
        paths.retain(|path| !all.iter().any(|other| other != path && is_within(path, other)));
        Places(paths)
    }

    /// Whether a folder lies in one of the places, or one of the places in the folder.
    pub(crate) fn touch(&self, folder: &str) -> bool {
        let below = Places::new([folder.to_owned()]);
        self.hold(folder) || self.0.iter().any(|place| below.hold(place))
    }

    /// Whether a path is one of the places, or below one of them.
    pub(super) fn hold(&self, path: &str) -> bool {
        self.0.iter().any(|place| is_within(path, place))
    }

    /// The whole repository.
    pub fn everywhere() -> Places {
        Places(vec![String::new()])
    }
}

/// Whether an error of the file system says that nothing is at a path.
pub(super) fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Whether a path is a place, or lies below it.
fn is_within(path: &str, place: &str) -> bool {
    place.is_empty() || path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_paths_have_the_same_text() {
        let paths: [&[u8]; 7] = [
            b"caf\xe8",
            b"caf\xe9",
            "caf\u{fffd}".as_bytes(),
            "caf\u{fffd}E9".as_bytes(),
            b"\xff\xfe/x",
            b"\xc3",
            b"a b",
        ];
        let texts: BTreeSet<String> = paths.iter().map(|path| path_text(path).into_owned()).collect();
        assert_eq!(texts.len(), paths.len());
        for path in paths {
            assert_eq!(*path_bytes(&path_text(path)), *path, "{}", path_text(path));
        }
        // A sign that a person typed is no escape.
        assert_eq!(*path_bytes("x\u{fffd}.md"), *"x\u{fffd}.md".as_bytes());
        assert_eq!(*path_bytes("x\u{fffd}+1"), *"x\u{fffd}+1".as_bytes());
    }

    proptest! {
        #[test]
        fn each_path_comes_back_from_its_text(path in prop::collection::vec(any::<u8>(), 0..40)) {
            prop_assert_eq!(path_bytes(&path_text(&path)).into_owned(), path);
        }
    }
}
