//! What was read before by a team's words for stages.

use crate::config::Policy;
use crate::text::Memo;
use std::cell::RefCell;
use std::thread::LocalKey;

/// What was read from titles, with the words for stages by which it was.
pub(super) struct ByWords<T> {
    words: Vec<String>,
    names: Vec<String>,
    memo: Memo<T>,
}

impl<T> ByWords<T> {
    /// Remembers titles that have at most `bytes` together.
    pub(super) fn new(bytes: usize) -> ByWords<T> {
        ByWords { words: Vec::new(), names: Vec::new(), memo: Memo::new(bytes) }
    }
}

/// What `read` makes of a title by a policy's words for stages, and by nothing else of the policy.
/// It is read once in a thread while the memo has room and the words stay the same.
pub(super) fn remembered_by_words<T: Clone>(
    known: &'static LocalKey<RefCell<ByWords<T>>>,
    title: &str,
    policy: &Policy,
    read: impl FnOnce(&str) -> T,
) -> T {
    let found = known.with_borrow_mut(|known| {
        if known.words != policy.stage_words || known.names != policy.stage_names {
            known.words.clone_from(&policy.stage_words);
            known.names.clone_from(&policy.stage_names);
            known.memo.clear();
        }
        known.memo.get(title).cloned()
    });
    found.unwrap_or_else(|| {
        let made = read(title);
        known.with_borrow_mut(|known| known.memo.insert(title, made.clone()));
        made
    })
}
