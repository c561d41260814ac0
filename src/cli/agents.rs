//! The block of `AGENTS.md` that tells programs what to do with rollout plans.

use super::files::Rewritten;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Where programs that write code look for what a team wants of them.
pub(super) const PATH: &str = "AGENTS.md";

/// The block, with the marks around it.
pub(super) const BLOCK: &str = include_str!("init/agents.md");

/// What becomes of the file.
pub(super) enum Agents {
    /// There is none: it is to hold the block alone.
    New,
    /// The block goes behind what is there.
    Longer(Rewritten),
    /// It stays as it is, and why.
    Left(&'static str),
}

impl Agents {
    /// Looks at the file in the root of a checkout.
    pub(super) fn of(root: &Path) -> Agents {
        let path = root.join(PATH);
        match path.symlink_metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => return Agents::New,
            Ok(found) if found.is_file() => {}
            // What a link leads to may be another team's.
            _ => return Agents::Left("which is no file of its own"),
        }
        let Ok(before) = fs::read_to_string(path) else { return Agents::Left("which cannot be read as UTF-8") };
        let mark = BLOCK.lines().next().unwrap_or_default();
        if before.contains(mark) {
            return Agents::Left("which has the block already");
        }
        let is_dos = before.contains("\r\n");
        let gap = match before.as_str() {
            "" => "",
            text if text.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        let added = format!("{gap}{BLOCK}");
        let added = if is_dos { added.replace('\n', "\r\n") } else { added };
        let after = format!("{before}{added}");
        Agents::Longer(Rewritten { path: PATH.to_owned(), before, after })
    }
}
