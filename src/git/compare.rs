//! Comparing folders. Each of the two is a folder of a commit or of the index.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, VecDeque};

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::index::{State, extension};
use gix::objs::TreeRefIter;
use gix::objs::tree::EntryRef;

use super::index::recorded_file;
use super::paths::{is_plain_name, path_text};
use super::repository::Repository;
use crate::error::Error;

/// The limit of one comparison. A file counts one, and a folder ten: opening it costs as much as
/// ten files. A small hostile repository can repeat one folder until its tree has billions of
/// files. The largest honest ones hold about a million.
const MOST_ENTRIES: usize = if cfg!(test) { 50_000 } else { 5_000_000 };

/// A folder to compare.
#[derive(Clone, Copy)]
pub(super) enum Folder<'a> {
    Absent,
    Tree(ObjectId),
    /// A folder of the index.
    Index {
        /// All entries at any depth below the folder.
        entries: &'a [gix::index::Entry],
        /// The tree that the index remembers for the folder.
        cached: Option<&'a extension::Tree>,
        /// How many bytes of the path of each entry name the folder itself.
        skip: usize,
    },
}

impl Folder<'_> {
    /// The id of the tree that holds exactly these files, when it is known.
    fn id(&self) -> Option<ObjectId> {
        match self {
            Folder::Absent => None,
            Folder::Tree(id) => Some(*id),
            // The index keeps the tree id of a folder until a file in it changes. The count may be
            // wrong.
            Folder::Index { entries, cached, .. } => cached
                .filter(|cached| cached.num_entries.map(|count| count as usize) == Some(entries.len()))
                .map(|cached| cached.id),
        }
    }
}

/// A file or a folder in a folder.
struct Child<'a> {
    /// The name. That of a folder ends with `/`: so Git sorts them, too.
    name: String,
    content: Content<'a>,
}

enum Content<'a> {
    /// The id of a regular file. A link or a submodule has `None`.
    File(Option<ObjectId>),
    Folder(Folder<'a>),
}

/// The regular file at a path on both sides, by its id.
#[derive(Clone, Copy, Default)]
pub(super) struct Sides {
    pub(super) base: Option<ObjectId>,
    pub(super) head: Option<ObjectId>,
}

impl Repository {
    /// The wanted paths whose regular files differ. The search does not recurse, since a hostile
    /// repository may nest folders without end. Paths are written as [`path_text`] writes them.
    pub(super) fn compare<'a>(
        &self,
        base: Folder<'a>,
        head: Folder<'a>,
        index: Option<&'a State>,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, Sides>, Error> {
        self.compare_below(vec![(String::new(), base, head)], index, wanted)
    }

    /// As [`Repository::compare`], for several pairs of folders, each with its path and a `/`
    /// behind it.
    pub(super) fn compare_below<'a>(
        &self,
        mut open: Vec<(String, Folder<'a>, Folder<'a>)>,
        index: Option<&'a State>,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, Sides>, Error> {
        let mut differing: BTreeMap<String, Sides> = BTreeMap::new();
        let mut looked_at = 0;
        while let Some((prefix, base, head)) = open.pop() {
            if base.id().is_some() && base.id() == head.id() {
                continue;
            }
            let (base, head, count) = self.differing_children(base, head, &prefix, index)?;
            looked_at += count + 10;
            if looked_at > MOST_ENTRIES {
                return Err(Error::new("the repository holds more folders and files than can be compared"));
            }
            let (mut base, mut head) = (base.into_iter().peekable(), head.into_iter().peekable());
            loop {
                let order = match (base.peek(), head.peek()) {
                    (None, None) => break,
                    (Some(_), None) => Ordering::Less,
                    (None, Some(_)) => Ordering::Greater,
                    (Some(base), Some(head)) => base.name.cmp(&head.name),
                };
                let before = if order.is_le() { base.next() } else { None };
                let after = if order.is_ge() { head.next() } else { None };
                let Some(name) = before.as_ref().or(after.as_ref()).map(|child| child.name.as_str()) else { break };
                // Equal names are of equal kinds, since only the name of a folder ends with a
                // slash.
                if name.ends_with('/') {
                    let folder = |child: &Option<Child<'a>>| match child {
                        Some(Child { content: Content::Folder(folder), .. }) => *folder,
                        _ => Folder::Absent,
                    };
                    let (before, after) = (folder(&before), folder(&after));
                    if before.id().is_none() || before.id() != after.id() {
                        open.push((format!("{prefix}{name}"), before, after));
                    }
                } else {
                    let file = |child: &Option<Child<'a>>| match child {
                        Some(Child { content: Content::File(id), .. }) => *id,
                        _ => None,
                    };
                    let (before, after) = (file(&before), file(&after));
                    let path = format!("{prefix}{name}");
                    if before != after && wanted(&path) {
                        // In a tree whose names are not in order, the two sides of a path come
                        // apart.
                        let sides = differing.entry(path).or_default();
                        sides.base = before.or(sides.base);
                        sides.head = after.or(sides.head);
                    }
                }
            }
        }
        differing.retain(|_, sides| sides.base != sides.head);
        Ok(differing)
    }

    /// Whether a wanted regular file lies in a folder, at most `depth` folders below it. The search
    /// ends at the first one, and gives up with `None` when it has looked at `most` entries.
    pub(super) fn has_file_below(
        &self,
        prefix: String,
        tree: ObjectId,
        depth: usize,
        most: usize,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<Option<bool>, Error> {
        let mut open = VecDeque::from([(prefix, tree, depth)]);
        let mut looked_at = 0;
        while let Some((prefix, tree, depth)) = open.pop_front() {
            let children = self.children_in_tree(tree, &prefix)?;
            looked_at += children.len();
            if looked_at > most.min(MOST_ENTRIES) {
                return Ok(None);
            }
            for Child { name, content } in children {
                match content {
                    Content::File(Some(_)) if wanted(&format!("{prefix}{name}")) => return Ok(Some(true)),
                    Content::Folder(Folder::Tree(tree)) if depth > 0 => {
                        open.push_back((format!("{prefix}{name}"), tree, depth - 1));
                    }
                    Content::File(_) | Content::Folder(_) => {}
                }
            }
        }
        Ok(Some(false))
    }

    /// The children of two folders, and how many were read. Of two trees it reads only those
    /// between what both begin and end with: most commits change one entry of a large tree.
    fn differing_children<'a>(
        &self,
        base: Folder<'a>,
        head: Folder<'a>,
        prefix: &str,
        index: Option<&'a State>,
    ) -> Result<(Vec<Child<'a>>, Vec<Child<'a>>, usize), Error> {
        let (Folder::Tree(one), Folder::Tree(other)) = (base, head) else {
            let (base, head) = (self.children(base, prefix, index)?, self.children(head, prefix, index)?);
            let count = base.len() + head.len();
            return Ok((base, head, count));
        };
        let (base, head) = (self.tree_at(one, prefix)?, self.tree_at(other, prefix)?);
        let (base, head) = differing_parts(&base.data, &head.data, one.kind().len_in_bytes());
        let (base, head) = (self.entries(base, one, prefix)?, self.entries(head, other, prefix)?);
        let children = |entries: &[EntryRef]| entries.iter().filter_map(child).collect();
        Ok((children(&base), children(&head), base.len() + head.len()))
    }

    fn children<'a>(
        &self,
        folder: Folder<'a>,
        prefix: &str,
        index: Option<&'a State>,
    ) -> Result<Vec<Child<'a>>, Error> {
        match (folder, index) {
            (Folder::Tree(id), _) => self.children_in_tree(id, prefix),
            (Folder::Index { entries, cached, skip }, Some(index)) => {
                Ok(children_in_index(entries, cached, skip, index))
            }
            (Folder::Index { .. } | Folder::Absent, _) => Ok(Vec::new()),
        }
    }

    fn children_in_tree<'a>(&self, id: ObjectId, prefix: &str) -> Result<Vec<Child<'a>>, Error> {
        let tree = self.tree_at(id, prefix)?;
        Ok(self.entries(&tree.data, id, prefix)?.iter().filter_map(child).collect())
    }

    fn tree_at(&self, id: ObjectId, prefix: &str) -> Result<gix::Tree<'_>, Error> {
        self.tree(id).map_err(|error| self.unreadable(&in_folder(id, prefix), error))
    }

    /// The entries in the bytes of a tree, or in a part of them.
    fn entries<'t>(&self, bytes: &'t [u8], id: ObjectId, prefix: &str) -> Result<Vec<EntryRef<'t>>, Error> {
        let entries = TreeRefIter::from_bytes(bytes, id.kind()).collect::<Result<_, _>>();
        entries.map_err(|error| self.unreadable(&in_folder(id, prefix), gix::Error::from_error(error)))
    }
}

fn in_folder(id: ObjectId, prefix: &str) -> String {
    format!("cannot read the folder `/{prefix}` (tree {id})")
}

/// The parts of two trees between the whole entries that both begin with and those that both end
/// with. `id` is the length of an id in bytes.
fn differing_parts<'t>(one: &'t [u8], other: &'t [u8], id: usize) -> (&'t [u8], &'t [u8]) {
    // An entry is a mode, a space, a name, a zero byte and an id.
    let end_of_entry = |tree: &[u8], start: usize| Some(start + memchr::memchr(0, tree.get(start..)?)? + 1 + id);
    let same = same_bytes(one.chunks(PIECE), other.chunks(PIECE), |one, other| {
        one.iter().zip(other).take_while(|(one, other)| one == other).count()
    });
    let mut start = 0;
    while let Some(end) = end_of_entry(one, start).filter(|end| *end <= same) {
        start = end;
    }
    let (one, other) = (&one[start..], &other[start..]);
    let same = same_bytes(one.rchunks(PIECE), other.rchunks(PIECE), |one, other| {
        one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count()
    });
    // The first entry that lies in what both end with.
    let first_shared = |tree: &[u8]| {
        let mut start = 0;
        while start + same < tree.len() {
            start = end_of_entry(tree, start)?;
        }
        tree.len().checked_sub(start)
    };
    match (first_shared(one), first_shared(other)) {
        (Some(end), Some(as_far)) if end == as_far => (&one[..one.len() - end], &other[..other.len() - end]),
        _ => (one, other),
    }
}

/// So many bytes are compared at once.
const PIECE: usize = 128;

/// How many bytes are the same in pieces that follow each other. `in_piece` counts them in the
/// first two pieces that differ.
fn same_bytes<'t>(
    one: impl Iterator<Item = &'t [u8]>,
    other: impl Iterator<Item = &'t [u8]>,
    in_piece: impl Fn(&[u8], &[u8]) -> usize,
) -> usize {
    let mut same = 0;
    for (one, other) in one.zip(other) {
        if one != other {
            return same + in_piece(one, other);
        }
        same += one.len();
    }
    same
}

/// An entry of a tree, if it has a name that Git itself would write.
fn child<'a>(entry: &EntryRef) -> Option<Child<'a>> {
    let name = path_text(entry.filename);
    if !is_plain_name(&name) {
        return None;
    }
    let id = entry.oid.to_owned();
    Some(if entry.mode.is_tree() {
        Child { name: format!("{name}/"), content: Content::Folder(Folder::Tree(id)) }
    } else {
        Child { name: name.into_owned(), content: Content::File(entry.mode.is_blob().then_some(id)) }
    })
}

/// The children of a folder of the index. The index knows only full paths, so that they are found
/// in them.
fn children_in_index<'a>(
    entries: &'a [gix::index::Entry],
    cached: Option<&'a extension::Tree>,
    skip: usize,
    index: &'a State,
) -> Vec<Child<'a>> {
    let cached: HashMap<&[u8], &extension::Tree> =
        cached.iter().flat_map(|tree| &tree.children).map(|child| (child.name.as_slice(), child)).collect();
    let rest_of = |entry: &gix::index::Entry| -> &'a [u8] { entry.path(index).get(skip..).unwrap_or_default() };
    let mut children = Vec::new();
    let mut left = entries;
    while let Some(first) = left.first() {
        let rest = rest_of(first);
        let slash = rest.find_byte(b'/');
        let name = &rest[..slash.map_or(rest.len(), |slash| slash + 1)];
        // The index is sorted: the entries of a folder stand together, and those of a path in
        // conflict.
        let count = match slash {
            Some(_) => left.partition_point(|entry| rest_of(entry).starts_with(name)),
            None => left.iter().take_while(|entry| rest_of(entry) == name).count(),
        };
        let (group, others) = left.split_at(count.max(1));
        left = others;
        let shown = path_text(name);
        if !is_plain_name(shown.trim_end_matches('/')) {
            continue;
        }
        let content = match slash {
            // A sparse checkout leaves this folder out: it is one entry, with the id of its tree.
            Some(_) if first.mode.is_sparse() && rest.len() == name.len() => Content::Folder(Folder::Tree(first.id)),
            Some(slash) => {
                let cached = cached.get(&rest[..slash]).copied();
                Content::Folder(Folder::Index { entries: group, cached, skip: skip + name.len() })
            }
            None => Content::File(recorded_file(first)),
        };
        children.push(Child { name: shown.into_owned(), content });
    }
    children
}

#[cfg(test)]
mod tests {
    use super::*;
    use gix::objs;

    #[test]
    fn a_tree_that_repeats_itself_without_end_is_refused() {
        let dir = tempfile::TempDir::new().unwrap();
        let repository = Repository::init(dir.path()).unwrap();
        let blob = repository.inner.write_blob("# Plan\n").unwrap().detach();
        let folder = |child: ObjectId, kind: objs::tree::EntryKind| {
            let names = (0..100).map(|number| format!("{number:02}"));
            let entry = |name: String| objs::tree::Entry { mode: kind.into(), filename: name.into(), oid: child };
            let entries: Vec<_> = names.map(entry).collect();
            repository.inner.write_object(objs::Tree { entries }).unwrap().detach()
        };
        let small = folder(folder(blob, objs::tree::EntryKind::Blob), objs::tree::EntryKind::Tree);
        // Five levels of a hundred folders each spell ten thousand million files in a few objects.
        let large = (0..3).fold(small, |tree, _| folder(tree, objs::tree::EntryKind::Tree));
        let files = |tree| repository.compare(Folder::Absent, Folder::Tree(tree), None, &|_| true);
        assert_eq!(files(small).unwrap().len(), 10_000);
        assert_eq!(
            files(large).err().unwrap().message(),
            "the repository holds more folders and files than can be compared"
        );
        // A folder that is the same on both sides is never opened, however large it is.
        let both = repository.compare(Folder::Tree(large), Folder::Tree(large), None, &|_| true).unwrap();
        assert!(both.is_empty());
    }
    /// A tree of files, each with a name and a byte that its id consists of.
    fn tree(files: &[(&str, u8)]) -> Vec<u8> {
        let entry = |(name, id): &(&str, u8)| [format!("100644 {name}\0").as_bytes(), &[*id; 20]].concat();
        files.iter().flat_map(entry).collect()
    }

    /// The entries between what two trees begin and end with.
    fn parts(one: &[u8], other: &[u8]) -> (Vec<String>, Vec<String>) {
        let (one, other) = differing_parts(one, other, 20);
        let names = |part: &[u8]| {
            let entries = TreeRefIter::from_bytes(part, gix::hash::Kind::Sha1).map(|entry| entry.unwrap());
            entries.map(|entry| format!("{} {}", entry.filename, entry.oid.as_bytes()[0])).collect()
        };
        (names(one), names(other))
    }

    #[test]
    fn of_two_trees_only_what_differs_is_read() {
        let names: Vec<String> = (0..300).map(|number| format!("plan-{number:03}.md")).collect();
        let files: Vec<(&str, u8)> = names.iter().map(|name| (name.as_str(), 7)).collect();
        for place in [0, 1, 150, 298, 299] {
            let mut other = files.clone();
            other[place].1 = 8;
            let (one, two) = parts(&tree(&files), &tree(&other));
            assert_eq!((one, two), (vec![format!("{} 7", names[place])], vec![format!("{} 8", names[place])]));
            let mut less = files.clone();
            less.remove(place);
            assert_eq!(parts(&tree(&files), &tree(&less)), (vec![format!("{} 7", names[place])], vec![]));
            assert_eq!(parts(&tree(&less), &tree(&files)), (vec![], vec![format!("{} 7", names[place])]));
        }
        assert_eq!(parts(&tree(&files), &tree(&files)), (vec![], vec![]));
        assert_eq!(parts(&[], &tree(&files[..1])), (vec![], vec!["plan-000.md 7".to_owned()]));
        // What is no tree is read as a whole, and refused there.
        assert_eq!(differing_parts(b"no tree", b"a tree", 20), (&b"no tree"[..], &b"a tree"[..]));
    }
}
