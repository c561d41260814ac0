//! The `---` block at the top of a file.

use super::model::FrontMatterFault;
use crate::text::{Source, Span};

/// The size that no front matter reaches, in bytes.
const FRONT_MATTER_LIMIT: usize = 64 * 1024;

/// The lines between the two `---` at the top of a file. Blanks behind a `---` make no difference.
pub(super) fn front_matter_content(source: &Source) -> Option<Span> {
    let is_mark = |line: u32| source.slice(source.line_span(line)).trim_start_matches('\u{feff}').trim_end() == "---";
    let close = (2..=source.line_count()).find(|line| is_mark(1) && is_mark(*line))?;
    Some(Span::new(source.line_span(2).start, source.line_span(close).start))
}

/// The fault of a `---` block at the top of a file that is no YAML mapping. Tools would take it for
/// one. An empty block does no harm.
pub(super) fn front_matter_fault(source: &Source) -> Option<FrontMatterFault> {
    let content = front_matter_content(source)?;
    let close = source.line(content.end);
    let inner = source.slice(content);
    if inner.trim().is_empty() || (inner.len() <= FRONT_MATTER_LIMIT && serde_yaml::from_str::<Mapping>(inner).is_ok())
    {
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

/// Any YAML mapping. It answers whether a text is one.
struct Mapping;

impl<'de> serde::Deserialize<'de> for Mapping {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Mapping, D::Error> {
        deserializer.deserialize_map(Mapping)
    }
}

impl<'de> serde::de::Visitor<'de> for Mapping {
    type Value = Mapping;

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("a mapping")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Mapping, A::Error> {
        while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
        Ok(Mapping)
    }
}
