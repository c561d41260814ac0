//! The block at the top of a file between two `---`, which is YAML, or two `+++`, which is TOML.

use super::model::FrontMatterFault;
use crate::document::{self, Syntax};
use crate::text::{Source, Span};

/// The size that no front matter reaches, in bytes.
const FRONT_MATTER_LIMIT: usize = 64 * 1024;

/// The mark around the front matter of a file, if it begins with one.
fn mark(source: &Source) -> Option<&'static str> {
    ["---", "+++"].into_iter().find(|mark| is_mark(source, 1, mark))
}

fn is_mark(source: &Source, line: u32, mark: &str) -> bool {
    source.slice(source.line_span(line)).trim_start_matches('\u{feff}').trim_end() == mark
}

/// In which syntax the front matter of a file is written.
pub(crate) fn front_matter_syntax(source: &Source) -> Syntax {
    if mark(source) == Some("+++") { Syntax::Toml } else { Syntax::Yaml }
}

/// The lines between the two marks at the top of a file. Blanks behind a mark make no difference.
/// Between two `+++` that are no TOML stands text.
pub(super) fn front_matter_content(source: &Source) -> Option<Span> {
    let mark = mark(source)?;
    let close = (2..=source.line_count()).find(|line| is_mark(source, *line, mark))?;
    let content = Span::new(source.line_span(2).start, source.line_span(close).start);
    let is_toml = || document::parse(Syntax::Toml, source.slice(content)).is_ok();
    (mark == "---" || (content.len() <= FRONT_MATTER_LIMIT && is_toml())).then_some(content)
}

/// The fault of a `---` block at the top of a file that is no YAML mapping. Tools would take it for
/// one. An empty block does no harm.
pub(super) fn front_matter_fault(source: &Source) -> Option<FrontMatterFault> {
    let content = front_matter_content(source).filter(|_| front_matter_syntax(source) == Syntax::Yaml)?;
    let close = source.line(content.end);
    let inner = source.slice(content);
    let is_map = || {
        let document = document::parse(Syntax::Yaml, inner);
        document.is_ok_and(|document| document.roots.iter().all(|root| root.as_map().is_some()))
    };
    if inner.trim().is_empty() || (inner.len() <= FRONT_MATTER_LIMIT && is_map()) {
        return None;
    }
    let is_meant = inner.len() <= FRONT_MATTER_LIMIT && inner.lines().all(looks_like_yaml);
    let open = source.line_span(1);
    let open = Span::new(open.end - source.slice(open).trim_start_matches('\u{feff}').len(), open.end);
    Some(FrontMatterFault { open, close: source.line_span(close), is_meant })
}

/// Whether a line could be in front matter: as a key with its value, or as a part of the value
/// above.
fn looks_like_yaml(line: &str) -> bool {
    let is_key = |key: &str| {
        key.starts_with(char::is_alphabetic) && key.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c))
    };
    let is_part = line.trim().is_empty() || line.starts_with([' ', '\t', '#']) || line.starts_with("- ");
    is_part && !line.starts_with("##") || line.split_once(':').is_some_and(|(key, _)| is_key(key))
}
