//! Which format a file is written in, by what stands in it.

use super::file::FlagFile;
use crate::config::ExposureFormat;
use crate::document::{Map, Node, Number, Value};
use rust_decimal::Decimal;

/// Words of which each flag file has one at least: a file without them need not be parsed.
const SIGNS: &[&[u8]] = &[b"defaultVariant", b"defaultRule", b"FLAG_TYPE"];

/// Whether a file may be one of flags, by a look at its bytes.
pub(crate) fn may_hold_flags(bytes: &[u8]) -> bool {
    SIGNS.iter().any(|sign| memchr::memmem::find(bytes, sign).is_some())
}

/// The format of a file all of whose flags are of one; `None` for every other file.
pub(crate) fn format_of(file: &FlagFile) -> Option<ExposureFormat> {
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

/// How a file of a team's own says who sees its features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnForm {
    /// The pointer to the numbers.
    pub at: String,
    /// The pointer to the switches beside them.
    pub when: Option<String>,
    /// What 100 % is.
    pub scale: u32,
}

/// How deep in a file flags are looked for.
const DEEPEST: usize = 4;

/// Where a file has a number for each of some flags that it knows, as keys or by a name in a list,
/// and what that number counts. `None` wherever that is no more than likely.
pub(crate) fn own_form_of(file: &FlagFile, flags: &[String]) -> Option<OwnForm> {
    let mut found = Vec::new();
    let [root] = &file.document().ok()?.roots[..] else { return None };
    look_for(root, flags, "", 0, &mut found);
    match &found[..] {
        [Some(form)] => Some(form.clone()),
        _ => None,
    }
}

/// Adds what each map or list says that knows a flag: `None` where it gives it no number.
fn look_for(node: &Node, flags: &[String], way: &str, depth: usize, found: &mut Vec<Option<OwnForm>>) {
    let is_flag = |name: &str| flags.iter().any(|flag| flag == name);
    if depth > DEEPEST {
        return;
    }
    let entries = node.as_map().map_or(&[][..], Map::entries);
    let items = node.as_list().unwrap_or_default();
    let below = |key: &str| if way.is_empty() { key.to_owned() } else { format!("{way}.{key}") };
    if entries.iter().any(|entry| is_flag(&entry.key)) {
        let values: Vec<(bool, &Node)> = entries.iter().map(|entry| (is_flag(&entry.key), &entry.value)).collect();
        found.push(form_of(&values, &below("{flag}")));
        return;
    }
    let name_key = items.first().and_then(Node::as_map).into_iter().flat_map(Map::entries).map(|entry| &*entry.key);
    let name_of = |item: &'_ Node, key: &str| item.get(key).and_then(Node::as_text).is_some_and(is_flag);
    if let Some(key) = name_key.filter(|key| is_plain(key)).find(|key| items.iter().any(|item| name_of(item, key))) {
        let values: Vec<(bool, &Node)> = items.iter().map(|item| (name_of(item, key), item)).collect();
        found.push(form_of(&values, &format!("{way}[{key}={{flag}}]")));
        return;
    }
    for entry in entries.iter().filter(|entry| is_plain(&entry.key)) {
        look_for(&entry.value, flags, &below(&entry.key), depth + 1, found);
    }
}

/// What the values of flags say, of which some are those that were looked for: numbers themselves,
/// or maps with one number and at most one switch.
fn form_of(values: &[(bool, &Node)], way: &str) -> Option<OwnForm> {
    let number = |node: &Node| match node.value {
        Value::Number(Number::Finite(number)) => Some(number),
        _ => None,
    };
    let asked = || values.iter().filter(|(is_asked, _)| *is_asked).map(|(_, node)| *node);
    if asked().all(|node| number(node).is_some()) {
        let scale = scale_of(values.iter().filter_map(|(_, node)| number(node)))?;
        return Some(OwnForm { at: way.to_owned(), when: None, scale });
    }
    let first = asked().next()?.as_map()?;
    let keys = |is: &dyn Fn(&Node) -> bool| -> Vec<&str> {
        let entries = first.entries().iter().filter(|entry| is_plain(&entry.key) && is(&entry.value));
        entries.map(|entry| &*entry.key).collect()
    };
    let [share] = keys(&|node| number(node).is_some())[..] else { return None };
    let switch = match keys(&|node| matches!(node.value, Value::Bool(_)))[..] {
        [] => None,
        [switch] => Some(switch),
        _ => return None,
    };
    let scale = scale_of(values.iter().filter_map(|(_, node)| number(node.get(share)?)))?;
    let to = |key: &str| format!("{way}.{key}");
    Some(OwnForm { at: to(share), when: switch.map(to), scale })
}

/// What 100 % is where some numbers are shares; `None` where that cannot be told.
fn scale_of(numbers: impl Iterator<Item = Decimal>) -> Option<u32> {
    let numbers: Vec<Decimal> = numbers.collect();
    let (least, most) = (numbers.iter().min()?, numbers.iter().max()?);
    match () {
        () if *least < Decimal::ZERO || *most > Decimal::ONE_HUNDRED => None,
        () if *most > Decimal::ONE => Some(100),
        () => numbers.iter().any(|number| !number.is_integer()).then_some(1),
    }
}

/// Whether a key stands in a pointer as it is.
fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
