//! Months and other parts of a year.

use super::Words;

/// The months, January first.
const MONTHS: [Words; 12] = [
    Words { en: &["january"], ..Words::NONE },
    Words { en: &["february"], ..Words::NONE },
    Words { en: &["march"], ..Words::NONE },
    Words { en: &["april"], ..Words::NONE },
    Words { en: &["may"], ..Words::NONE },
    Words { en: &["june"], ..Words::NONE },
    Words { en: &["july"], ..Words::NONE },
    Words { en: &["august"], ..Words::NONE },
    Words { en: &["september"], ..Words::NONE },
    Words { en: &["october"], ..Words::NONE },
    Words { en: &["november"], ..Words::NONE },
    Words { en: &["december"], ..Words::NONE },
];

/// Words for a quarter, a half, a week or another part of a year.
const PERIODS: Words =
    Words { en: &["q1", "q2", "q3", "q4", "week", "cw", "h1", "h2", "end of", "mid"], de: &["kw"], ..Words::NONE };

/// The fewest letters by which a month is known.
const SHORTEST: usize = 3;

/// The number of the month that a folded word names or begins, from 1: `march`, `sept`, `mar`.
pub(crate) fn month(word: &str) -> Option<i8> {
    let is_short = |name: &str| word.len() >= SHORTEST && name.starts_with(word);
    let is_named = |names: &Words| names.iter().any(is_short);
    let index = MONTHS.iter().position(is_named)?;
    i8::try_from(index + 1).ok()
}

/// Whether a folded text speaks of a month or another part of a year: `mid March`, `Q2`.
pub(crate) fn has_period(folded: &str) -> bool {
    let has_month = |name: &str| name.get(..SHORTEST).is_some_and(|short| folded.contains(short));
    PERIODS.any_in(folded) || MONTHS.iter().any(|names| names.iter().any(has_month))
}
