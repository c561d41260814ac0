//! What was read from a text before.

use clru::{CLruCache, CLruCacheConfig, WeightScale};
use foldhash::fast::RandomState;
use std::cell::RefCell;
use std::num::NonZeroUsize;
use std::thread::LocalKey;

/// Remembers what was read from texts. Plans from one template have many of their lines in common,
/// and the versions of one plan have nearly all: what depends on such a text alone is read once.
///
/// It belongs to one thread, and forgets the texts that were not asked for longest, so that it
/// needs no more memory for more plans.
pub(crate) struct Memo<T>(CLruCache<Box<str>, T, RandomState, Length>);

/// A text weighs its bytes.
struct Length;

impl<T> WeightScale<Box<str>, T> for Length {
    fn weight(&self, text: &Box<str>, _: &T) -> usize {
        text.len()
    }
}

/// The size of the lines, labels and headings that are remembered of each kind, in bytes: those of
/// some plans.
const OF_LINES: usize = 16 * 1024;

/// A memo of lines.
impl<T> Default for Memo<T> {
    fn default() -> Memo<T> {
        Memo::new(OF_LINES)
    }
}

impl<T> Memo<T> {
    /// A memo of texts that have at most `bytes` together. A text that is longer than a quarter of
    /// that is not remembered.
    pub(crate) fn new(bytes: usize) -> Memo<T> {
        let capacity = NonZeroUsize::new(bytes).expect("room for a text");
        let config = CLruCacheConfig::new(capacity).with_hasher(RandomState::default()).with_scale(Length);
        Memo(CLruCache::with_config(config))
    }

    /// What was read from a text.
    pub(crate) fn get(&mut self, text: &str) -> Option<&T> {
        self.0.get(text)
    }

    /// Remembers what was read from a text.
    pub(crate) fn insert(&mut self, text: &str, read: T) {
        if text.len() <= self.0.capacity() / 4 {
            // The text fits, so that it is never given back.
            let _ = self.0.put_with_weight(text.into(), read);
        }
    }

    /// Forgets all texts.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

/// What `read` makes of a text, read once in a thread while the memo has room.
pub(crate) fn remembered<T: Clone>(
    memo: &'static LocalKey<RefCell<Memo<T>>>,
    text: &str,
    read: impl FnOnce(&str) -> T,
) -> T {
    if let Some(known) = memo.with_borrow_mut(|memo| memo.get(text).cloned()) {
        return known;
    }
    let made = read(text);
    memo.with_borrow_mut(|memo| memo.insert(text, made.clone()));
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_asked_for_longest_is_forgotten() {
        let mut memo = Memo::new(40);
        for text in ["first text", "second", "third text"] {
            memo.insert(text, text.len());
        }
        assert_eq!(memo.get("first text"), Some(&10));
        memo.insert("a fourth..", 0);
        memo.insert("the last..", 1);
        assert_eq!(memo.get("first text"), Some(&10));
        assert_eq!(memo.get("second"), None);
    }

    #[test]
    fn a_text_that_would_fill_the_memo_is_not_remembered() {
        let mut memo = Memo::new(40);
        memo.insert("a text of sixteen", 17);
        assert_eq!(memo.get("a text of sixteen"), None);
    }

    #[test]
    fn a_text_is_read_once() {
        thread_local! {
            static LENGTHS: RefCell<Memo<usize>> = RefCell::new(Memo::new(40));
        }
        assert_eq!(remembered(&LENGTHS, "text", str::len), 4);
        assert_eq!(remembered(&LENGTHS, "text", |_| panic!("it was read before")), 4);
    }
}
