//! Links to files of the repository.

use crate::outline::Outline;
use crate::plan::FileLink;
use crate::text::Source;

/// The links of a plan to files and folders of the repository. Links to web addresses, to places
/// inside the plan and out of the repository are left out.
pub(super) fn file_links(source: &Source, outline: &Outline) -> Vec<FileLink> {
    let links = outline.links.iter().filter_map(|span| {
        let text = source.slice(*span);
        Some(FileLink { path: target_path(&source.path, text)?, text: text.to_owned(), span: *span })
    });
    links.collect()
}

/// The path of a destination, relative to the folder of the file `from`. As on GitHub, a
/// destination that starts with `/` is relative to the root.
fn target_path(from: &str, destination: &str) -> Option<String> {
    let path = destination.split(['#', '?']).next().unwrap_or("");
    let has_scheme = path.split(['/', '.']).next().is_some_and(|first| first.contains(':'));
    // A destination with brackets or braces is not filled in: that is the finding of other rules.
    if path.is_empty() || has_scheme || path.starts_with("//") || path.contains(['[', '{', '<']) {
        return None;
    }
    let decoded = decoded(path)?;
    let folder = if decoded.starts_with('/') { "" } else { from.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(decoded.split('/')) {
        match part {
            "" | "." => {}
            // Nobody can look outside the repository.
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// A destination without backslash escapes and percent-encoding. `None` when the result is no text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, behind @ ..] = rest {
        let hex = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        match (first, behind.get(..2).and_then(hex)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            (b'\\', _) if behind.first().is_some_and(u8::is_ascii_punctuation) => rest = behind,
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_is_seen_from_its_file() {
        let path = |destination: &str| target_path("rollouts/eu/checkout.md", destination);
        assert_eq!(path("a.md").as_deref(), Some("rollouts/eu/a.md"));
        assert_eq!(path("../a%20b.md#top").as_deref(), Some("rollouts/a b.md"));
        assert_eq!(path("/docs/./x\\_y.md?plain=1").as_deref(), Some("docs/x_y.md"));
        assert_eq!(path("../../bets/").as_deref(), Some("bets"));
        for elsewhere in [
            "", "#top", "?a", "https://x.y/z", "mailto:a@b.c", "//cdn/x", "../../../../issues/3", "[Link]", "C:\\x",
            "/",
        ] {
            assert_eq!(path(elsewhere), None, "{elsewhere}");
        }
    }
}
