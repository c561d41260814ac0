//! The passages of a text: each reaches from a heading to the next one.
//!
//! At a heading Markdown begins anew, so that the blocks of a passage depend on its own text alone.
//! Plans from one template share the passages that nobody has written in yet, and the versions of a
//! plan share nearly all. So the passages that were read before are not read again.

use super::model::Block;
use crate::text::Memo;
use memchr::memmem;
use std::cell::RefCell;
use std::rc::Rc;

/// The size of the texts that are remembered, in bytes: the plans that come next have few others.
/// Their blocks need about four times as much.
const REMEMBERED: usize = 256 * 1024;

thread_local! {
    static READ: RefCell<Memo<Rc<[Block]>>> = RefCell::new(Memo::new(REMEMBERED));
}

/// The line that shows whether a heading would be one behind a text.
const PROBE: &str = "# x\n";

/// The blocks of a text. `read` gives those of a part of it that begins at an offset, to which
/// [`PROBE`] may be added, with their places in the whole text.
pub(super) fn blocks_by_passages(text: &str, read: impl Fn(&str, usize) -> Vec<Block>) -> Vec<Block> {
    let starts: Vec<usize> = std::iter::once(0).chain(headings(text)).chain([text.len()]).collect();
    let passage = |at: usize| &text[starts[at]..starts[at + 1]];
    let last = starts.len() - 1;
    let mut blocks = Vec::new();
    let mut at = 0;
    READ.with_borrow_mut(|memo| {
        while at < last {
            if let Some(known) = memo.get(passage(at)) {
                blocks.extend(known.iter().map(|block| block.moved(0, starts[at])));
                at += 1;
                continue;
            }
            let end = (at + 1..last).find(|next| memo.get(passage(*next)).is_some()).unwrap_or(last);
            let part = &text[starts[at]..starts[end]];
            let line_end = if part.ends_with('\n') { "" } else { "\n" };
            let mut found = read(&[part, line_end, PROBE].concat(), starts[at]);
            // A fence, or HTML, goes on where the heading should stand.
            if found.pop_if(|probe| probe.is_heading_at(starts[end])).is_none() {
                blocks.extend(read(&text[starts[at]..], starts[at]));
                return;
            }
            remember(memo, text, &starts[at..=end], &found);
            blocks.append(&mut found);
            at = end;
        }
    });
    blocks
}

/// Remembers the passages between some offsets by the blocks of all of them.
fn remember(memo: &mut Memo<Rc<[Block]>>, text: &str, starts: &[usize], blocks: &[Block]) {
    let first_from = |start: usize| blocks.partition_point(|block| block.span.start < start);
    // What looks like a heading may be a line of code.
    let is_real = |start: usize| {
        start == starts[0]
            || start == starts[starts.len() - 1]
            || blocks.get(first_from(start)).is_some_and(|block| block.is_heading_at(start))
    };
    for pair in starts.windows(2).filter(|pair| is_real(pair[0]) && is_real(pair[1])) {
        let own = &blocks[first_from(pair[0])..first_from(pair[1])];
        memo.insert(&text[pair[0]..pair[1]], own.iter().map(|block| block.moved(pair[0], 0)).collect());
    }
}

/// The offsets of the lines that look like a heading with marks.
fn headings(text: &str) -> impl Iterator<Item = usize> {
    let starts = memmem::find_iter(text.as_bytes(), "\n#").map(|end| end + 1);
    starts.filter(|start| {
        let behind = text[*start..].trim_start_matches('#');
        (1..=6).contains(&(text.len() - start - behind.len())) && behind.starts_with(' ')
    })
}
