//! The plans of a history as somebody last read them.

use super::ruleset::Ruleset;
use crate::git::Contents;
use crate::text::Source;
use crate::version::Version;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;

/// The plans of a history as somebody last read them. A history reads each version twice: as the
/// one after a change, and as the one before the next.
#[derive(Default)]
pub(super) struct PlanCache(Mutex<LastRead>);

#[derive(Default)]
struct LastRead {
    /// The rules that all of them were read by.
    ruleset: Option<Ruleset>,
    /// The versions, with the ids of their files, by their paths.
    versions: HashMap<String, (String, Arc<Version>)>,
    /// The length of all their texts.
    bytes: usize,
}

/// The length of all texts that are kept. A version takes about fifteen times as much memory as its
/// text: a thousand plans of ten kilobytes are kept.
const MOST_BYTES: usize = 12 << 20;

impl PlanCache {
    /// Reads a plan, unless the cache has it.
    pub(super) fn read(&self, path: &str, contents: &Contents, ruleset: &Ruleset) -> Arc<Version> {
        {
            let mut last = self.0.lock();
            if !last.ruleset.as_ref().is_some_and(|known| known.is(ruleset)) {
                *last = LastRead { ruleset: Some(ruleset.clone()), ..LastRead::default() };
            }
            let known = last.versions.get(path).filter(|(blob, _)| Some(blob) == contents.blob.as_ref());
            if let Some((_, version)) = known {
                return Arc::clone(version);
            }
        }
        let version = ruleset.read(Source::from_bytes(path, &contents.bytes));
        if let Some(blob) = &contents.blob {
            self.0.lock().keep(path, blob, &version, ruleset);
        }
        version
    }
}

impl LastRead {
    fn keep(&mut self, path: &str, blob: &str, version: &Arc<Version>, ruleset: &Ruleset) {
        // Others may have read by other rules in the meantime.
        if !self.ruleset.as_ref().is_some_and(|known| known.is(ruleset)) {
            return;
        }
        let length = version.source.text.len();
        if self.bytes + length > MOST_BYTES {
            (self.versions, self.bytes) = (HashMap::new(), 0);
        }
        self.bytes += length;
        if let Some((_, before)) = self.versions.insert(path.to_owned(), (blob.to_owned(), Arc::clone(version))) {
            self.bytes -= before.source.text.len();
        }
    }
}
