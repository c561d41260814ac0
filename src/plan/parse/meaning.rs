//! The meaning of a plan as a number, which tells whether two versions say the same.

use crate::config::Policy;
use crate::outline::{Outline, Table};
use crate::plan::log::{Decision, RowState};
use crate::plan::{Met, Plan};
use crate::text::Span;
use std::hash::{DefaultHasher, Hash, Hasher};

impl Plan {
    /// Whether two versions say the same: titles, values, texts, ticks and cells count. The order
    /// of columns, the formatting, and the date of the last update make no difference.
    pub(crate) fn says_the_same_as(&self, other: &Plan, policy: &Policy) -> bool {
        // Most changes tick a box or add a row, which the models tell. Only for the others the
        // texts are read again.
        self.achieved() == other.achieved() && self.meaning(policy) == other.meaning(policy)
    }

    /// How many criteria are met, and how many rows are recorded.
    fn achieved(&self) -> (usize, usize) {
        let criteria = self.stages.iter().flat_map(|stage| stage.entry.iter().chain(&stage.exit));
        let met = criteria.filter(|criterion| criterion.met != Met::Open).count();
        (met, self.log.iter().flat_map(|log| &log.rows).filter(|row| row.state == RowState::Recorded).count())
    }

    /// A number that is equal for two versions that say the same.
    fn meaning(&self, policy: &Policy) -> u64 {
        let outline = Outline::parse(&self.source, policy);
        // The rows of a file for the log are no part of the plan's text.
        let log = self.log.as_ref().filter(|_| self.log_source.is_none());
        let mut hasher = DefaultHasher::new();
        let digest_at = |span: Span| digest(self.source.slice(span));
        for section in &outline.sections {
            digest(&section.title).hash(&mut hasher);
        }
        for field in outline.fields.iter().filter(|field| !field.key.contains("last updated")) {
            (&field.key, digest_at(field.value)).hash(&mut hasher);
        }
        for item in &outline.items {
            (item.checkbox.is_some_and(|checkbox| checkbox.is_ticked), digest_at(item.text)).hash(&mut hasher);
        }
        // A date or an arrow may be written in several ways.
        for row in log.into_iter().flat_map(|log| &log.rows) {
            match (row.day.day(), row.route.target()) {
                (Some(day), Some(_)) => {
                    let word = row.verb.map(Decision::word);
                    (day, row.step(), word, digest(&row.rationale.text), &row.deciders).hash(&mut hasher);
                }
                _ => row.cells.hash(&mut hasher),
            }
        }
        let is_log =
            |table: &Table| log.is_some_and(|log| log.blocks.iter().any(|block| block.header == table.header_span));
        let tables = outline.tables.iter().filter(|table| !is_log(table));
        for (table, row) in tables.flat_map(|table| table.rows.iter().map(move |row| (table, row))) {
            let name = |column: usize| table.header.get(column).map(|header| header.key.as_str());
            let mut cells: Vec<(Option<&str>, u64)> =
                row.cells.iter().enumerate().map(|(column, cell)| (name(column), digest_at(*cell))).collect();
            cells.sort_unstable();
            cells.hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// A digest of the letters, digits and signs of a text. Spaces, emphasis, escapes, brackets and
/// case make no difference.
pub(super) fn digest(text: &str) -> u64 {
    hash_of(text, &IN_TEXT)
}

/// The same of a cell, in which an `x` may be a tick and makes no difference either.
pub(super) fn cell_digest(text: &str) -> u64 {
    hash_of(text, &IN_CELL)
}

const IN_TEXT: [u8; 128] = significant(b"*_`\\[]");
const IN_CELL: [u8; 128] = significant(b"*_`\\[]xX");

/// For each ASCII character, the byte that goes into a digest: the character in lower case, or 0
/// when it makes no difference, as white space and `silent` ones.
const fn significant(silent: &[u8]) -> [u8; 128] {
    let mut bytes = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        // Only these control characters are white space. The character 0 makes no difference
        // either.
        let is_white = byte == b' ' || (byte >= 0x09 && byte <= 0x0d);
        bytes[byte as usize] = if is_white { 0 } else { byte.to_ascii_lowercase() };
        byte += 1;
    }
    let mut index = 0;
    while index < silent.len() {
        bytes[silent[index] as usize] = 0;
        index += 1;
    }
    bytes
}

/// A hash of the significant bytes of a text.
fn hash_of(text: &str, significant: &[u8; 128]) -> u64 {
    let mut hasher = DefaultHasher::new();
    if !text.is_ascii() {
        let is_significant = |c: &char| {
            let ascii = u8::try_from(*c).ok().filter(u8::is_ascii);
            ascii.map_or(!c.is_whitespace(), |byte| significant[usize::from(byte)] > 0)
        };
        let text: String = text.chars().filter(is_significant).collect();
        hasher.write(text.to_ascii_lowercase().as_bytes());
        return hasher.finish();
    }
    // The text goes by pieces, so that no copy of it is made.
    for part in text.as_bytes().chunks(64) {
        let mut piece = [0; 64];
        let mut length = 0;
        for byte in part {
            piece[length] = significant[usize::from(*byte)];
            length += usize::from(piece[length] > 0);
        }
        hasher.write(&piece[..length]);
    }
    hasher.finish()
}
