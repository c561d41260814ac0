//! Months and other parts of a date.

use super::{Lexicon, Words};

/// The months, each with its number.
static MONTHS: Lexicon<i8> = Lexicon::new(&[
    (
        1,
        Words {
            en: &["january"],
            de: &["januar", "jänner"],
            pt: &["janeiro"],
            es: &["enero"],
            fr: &["janvier"],
            ..Words::NONE
        },
    ),
    (
        2,
        Words {
            en: &["february"],
            de: &["februar"],
            pt: &["fevereiro"],
            es: &["febrero"],
            fr: &["février"],
            ..Words::NONE
        },
    ),
    (3, Words { en: &["march"], de: &["märz"], pt: &["março"], es: &["marzo"], fr: &["mars"], ..Words::NONE }),
    (4, Words { en: &["april"], pt: &["abril"], es: &["abril"], fr: &["avril"], ..Words::NONE }),
    (5, Words { en: &["may"], de: &["mai"], pt: &["maio"], es: &["mayo"], fr: &["mai"], ..Words::NONE }),
    (6, Words { en: &["june"], de: &["juni"], pt: &["junho"], es: &["junio"], fr: &["juin"], ..Words::NONE }),
    (7, Words { en: &["july"], de: &["juli"], pt: &["julho"], es: &["julio"], fr: &["juillet"], ..Words::NONE }),
    (8, Words { en: &["august"], pt: &["agosto"], es: &["agosto"], fr: &["août"], ..Words::NONE }),
    (
        9,
        Words {
            en: &["september"],
            pt: &["setembro"],
            es: &["septiembre", "setiembre"],
            fr: &["septembre"],
            ..Words::NONE
        },
    ),
    (
        10,
        Words {
            en: &["october"],
            de: &["oktober"],
            pt: &["outubro"],
            es: &["octubre"],
            fr: &["octobre"],
            ..Words::NONE
        },
    ),
    (11, Words { en: &["november"], pt: &["novembro"], es: &["noviembre"], fr: &["novembre"], ..Words::NONE }),
    (
        12,
        Words {
            en: &["december"],
            de: &["dezember"],
            pt: &["dezembro"],
            es: &["diciembre"],
            fr: &["décembre"],
            ..Words::NONE
        },
    ),
]);

/// The days of the week. They may be written short, with so many letters at least.
static WEEKDAYS: Lexicon<usize> = Lexicon::new(&[
    (
        2,
        Words {
            en: &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
            de: &["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag"],
            ..Words::NONE
        },
    ),
    (
        3,
        Words {
            pt: &[
                "segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo", "segunda-feira", "terça-feira",
                "quarta-feira", "quinta-feira", "sexta-feira",
            ],
            es: &["lunes", "martes", "miércoles", "jueves", "viernes"],
            fr: &["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
            ..Words::NONE
        },
    ),
]);

/// The days of the week as one character, and as words.
const CJK_WEEKDAYS: Words = Words {
    ja: &[
        "月", "火", "水", "木", "金", "土", "日", "月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日",
    ],
    zh: &[
        "周一", "周二", "周三", "周四", "周五", "周六", "周日", "星期一", "星期二", "星期三", "星期四", "星期五",
        "星期六", "星期日",
    ],
    ..Words::NONE
}
.indexed();

/// Words inside or before a date that say nothing: `16 de março`, `the 16th of March`.
const LINKS: Words = Words {
    en: &["of", "the", "on"],
    de: &["den", "der", "am"],
    pt: &["de", "em"],
    es: &["de", "del", "el"],
    fr: &["le", "du"],
    ..Words::NONE
}
.indexed();

/// The short names of the quarters and halves of a year, each with the number of its last month.
static PARTS: Lexicon<i8> = Lexicon::new(&[
    (3, Words { en: &["q1"], pt: &["t1", "1t"], es: &["t1", "1t"], fr: &["t1"], ..Words::NONE }),
    (6, Words { en: &["q2", "h1"], pt: &["t2", "2t"], es: &["t2", "2t"], fr: &["t2"], ..Words::NONE }),
    (9, Words { en: &["q3"], pt: &["t3", "3t"], es: &["t3", "3t"], fr: &["t3"], ..Words::NONE }),
    (12, Words { en: &["q4", "h2"], pt: &["t4", "4t"], es: &["t4", "4t"], fr: &["t4"], ..Words::NONE }),
]);

/// The number of the last month of a part of a year: of `q1` it is 3.
pub(crate) fn part_of_year(word: &str) -> Option<i8> {
    PARTS.meaning(word)
}

/// Words for a quarter, a half, a week or another part of a year.
const PERIODS: Words =
    Words { en: &["q1", "q2", "q3", "q4", "week", "cw", "h1", "h2", "end of", "mid"], de: &["kw"], ..Words::NONE }
        .indexed();

/// The fewest letters by which a month is known.
const SHORTEST: usize = 3;

/// The number of the month that a folded word names or begins, from 1: `march`, `sept`, `mar`.
/// `None` when two months begin so.
pub(crate) fn month(word: &str) -> Option<i8> {
    word.chars().nth(SHORTEST - 1)?;
    let mut found = MONTHS.completions(word).map(|(_, month)| month);
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// Whether a folded word is a day of the week, in full or short. `Mar` is a month.
pub(crate) fn is_weekday(word: &str) -> bool {
    let is_day = || WEEKDAYS.completions(word).any(|(_, least)| word.chars().count() >= least);
    CJK_WEEKDAYS.has(word) || (is_day() && month(word).is_none())
}

/// Whether a folded word stands inside or before a date and says nothing.
pub(crate) fn is_link(word: &str) -> bool {
    LINKS.has(word)
}

/// Whether a folded text speaks of a month or another part of a year: `mid March`, `Q2`.
pub(crate) fn has_period(folded: &str) -> bool {
    let mut words = folded.split(|c: char| !c.is_alphanumeric());
    PERIODS.any_in(folded) || words.any(|word| month(word).is_some())
}
