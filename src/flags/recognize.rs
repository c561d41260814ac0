//! Which format a file is written in, by what stands in it.

use super::file::FlagFile;
use crate::config::ExposureFormat;
use crate::document::{Map, Node};

/// Words of which each flag file has one at least: a file without them need not be parsed.
const SIGNS: &[&[u8]] = &[b"defaultVariant", b"defaultRule", b"FLAG_TYPE"];

/// Whether a file may be one of flags, by a look at its bytes.
pub fn may_hold_flags(bytes: &[u8]) -> bool {
    SIGNS.iter().any(|sign| memchr::memmem::find(bytes, sign).is_some())
}

/// The format of a file all of whose flags are of one; `None` for every other file.
pub fn format_of(file: &FlagFile) -> Option<ExposureFormat> {
    let roots = &file.document().ok()?.roots;
    let root = roots.first()?;
    let flags: Vec<&Node> = root.get("flags").map(values).unwrap_or_default();
    let is_each = |nodes: &[&Node], is: &dyn Fn(&Node) -> bool| !nodes.is_empty() && nodes.iter().all(|node| is(node));
    let has_map = |node: &Node, key: &str| node.get(key).is_some_and(|node| node.as_map().is_some());
    let is_flipt =
        |node: &Node| node.get("type").and_then(Node::as_text).is_some_and(|text| text.ends_with("_FLAG_TYPE"));
    if is_each(&flags, &|flag| has_map(flag, "variants") && flag.get("defaultVariant").is_some()) {
        return Some(ExposureFormat::Flagd);
    }
    if is_each(&flags, &is_flipt) {
        return Some(ExposureFormat::Flipt);
    }
    let is_goff = |flag: &Node| has_map(flag, "variations") && has_map(flag, "defaultRule");
    is_each(&values(root), &is_goff).then_some(ExposureFormat::Goff)
}

fn values(node: &Node) -> Vec<&Node> {
    match node.as_list() {
        Some(items) => items.iter().collect(),
        None => node.as_map().map_or(&[][..], Map::entries).iter().map(|entry| &entry.value).collect(),
    }
}
