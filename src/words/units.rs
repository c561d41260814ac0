//! Words behind a number for what it is a number of: units of time, shares, money, multiples.

use super::{Lexicon, Words};

const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;

/// The seconds of a day.
pub(crate) const DAY: f64 = 24.0 * HOUR;

/// The seconds of a month, which is counted as its shortest kind.
pub(crate) const MONTH: f64 = 28.0 * DAY;

/// The seconds of the longest month.
pub(crate) const LONGEST_MONTH: f64 = 31.0 * DAY;

/// Units of time, in seconds. A lone `m` may mean minutes, months or millions, and `分` minutes or
/// points.
pub(crate) static TIME: Lexicon<f64> = Lexicon::new(&[
    (0.000_001, Words { en: &["microsecond", "microseconds"], signs: &["μs"], ..Words::NONE }),
    (
        0.001,
        Words {
            en: &["millisecond", "milliseconds", "ms", "msec"],
            de: &["millisekunde", "millisekunden"],
            pt: &["milissegundo", "milissegundos"],
            es: &["milisegundo", "milisegundos"],
            fr: &["milliseconde", "millisecondes"],
            ja: &["ミリ秒"],
            zh: &["毫秒"],
            ..Words::NONE
        },
    ),
    (
        1.0,
        Words {
            en: &["second", "seconds", "s", "sec", "secs"],
            de: &["sekunde", "sekunden"],
            pt: &["segundo", "segundos"],
            es: &["segundo", "segundos"],
            fr: &["seconde", "secondes"],
            ja: &["秒", "秒間"],
            zh: &["秒", "秒钟", "秒鐘"],
            ..Words::NONE
        },
    ),
    (
        MINUTE,
        Words {
            en: &["minute", "minutes", "min", "mins"],
            de: &["minute", "minuten"],
            pt: &["minuto", "minutos"],
            es: &["minuto", "minutos"],
            fr: &["minute", "minutes"],
            ja: &["分間"],
            zh: &["分钟", "分鐘"],
            ..Words::NONE
        },
    ),
    (
        HOUR,
        Words {
            en: &["hour", "hours", "h", "hr", "hrs"],
            de: &["stunde", "stunden"],
            pt: &["hora", "horas"],
            es: &["hora", "horas"],
            fr: &["heure", "heures"],
            ja: &["時間"],
            zh: &["小时", "小時"],
            ..Words::NONE
        },
    ),
    (
        DAY,
        Words {
            en: &["day", "days", "d"],
            de: &["tag", "tage", "tagen"],
            pt: &["dia", "dias"],
            es: &["día", "días", "dia", "dias"],
            fr: &["jour", "jours"],
            ja: &["日間"],
            zh: &["天"],
            ..Words::NONE
        },
    ),
    (
        7.0 * DAY,
        Words {
            en: &["week", "weeks", "w", "wk", "wks"],
            de: &["woche", "wochen"],
            pt: &["semana", "semanas"],
            es: &["semana", "semanas"],
            fr: &["semaine", "semaines"],
            ja: &["週間"],
            zh: &["周", "星期", "週"],
            ..Words::NONE
        },
    ),
    (
        MONTH,
        Words {
            en: &["month", "months"],
            de: &["monat", "monate", "monaten"],
            pt: &["mês", "meses"],
            es: &["mes", "meses"],
            fr: &["mois"],
            ja: &["か月", "ヶ月", "カ月", "か月間", "ヶ月間", "カ月間"],
            zh: &["个月", "個月"],
            ..Words::NONE
        },
    ),
]);

/// Words that multiply the number before them.
pub(crate) static SCALES: Lexicon<f64> = Lexicon::new(&[
    (1e2, Words { en: &["hundred"], de: &["hundert"], ..Words::NONE }),
    (
        1e3,
        Words {
            en: &["thousand"],
            de: &["tausend", "tsd"],
            pt: &["mil"],
            es: &["mil"],
            fr: &["mille"],
            ja: &["千"],
            zh: &["千"],
            ..Words::NONE
        },
    ),
    (1e4, Words { ja: &["万"], zh: &["万", "萬"], ..Words::NONE }),
    (
        1e6,
        Words {
            en: &["million", "mn"],
            de: &["million", "millionen", "mio"],
            pt: &["milhão", "milhões"],
            es: &["millón", "millones"],
            fr: &["million", "millions"],
            ..Words::NONE
        },
    ),
    (1e8, Words { ja: &["億"], zh: &["亿", "億"], ..Words::NONE }),
    (
        1e9,
        Words { en: &["bn"], de: &["milliarde", "milliarden", "mrd"], fr: &["milliard", "milliards"], ..Words::NONE },
    ),
]);

/// Units of data, in bytes.
pub(crate) static DATA: Lexicon<f64> = Lexicon::new(&[
    (1.0, Words { en: &["byte", "bytes"], ..Words::NONE }),
    (1e3, Words { en: &["kb", "kilobyte", "kilobytes"], ..Words::NONE }),
    (1e6, Words { en: &["mb", "megabyte", "megabytes"], ..Words::NONE }),
    (1e9, Words { en: &["gb", "gigabyte", "gigabytes"], ..Words::NONE }),
    (1e12, Words { en: &["tb", "terabyte", "terabytes"], ..Words::NONE }),
    (1024.0, Words { en: &["kib"], ..Words::NONE }),
    (1024.0 * 1024.0, Words { en: &["mib"], ..Words::NONE }),
    (1024.0 * 1024.0 * 1024.0, Words { en: &["gib"], ..Words::NONE }),
]);

/// Words for `‰`.
pub(crate) const PER_MILLE: Words = Words {
    en: &["per mille", "permille", "per mil"],
    de: &["promille"],
    pt: &["por mil"],
    es: &["por mil"],
    fr: &["pour mille"],
    ja: &["パーミル"],
    ..Words::NONE
}
.indexed();

/// Words for `%`.
pub(crate) const PERCENT: Words = Words {
    en: &["percent", "pct", "per cent"],
    de: &["prozent"],
    pt: &["por cento"],
    es: &["por ciento"],
    fr: &["pour cent"],
    ja: &["パーセント"],
    ..Words::NONE
}
.indexed();

/// Words for a difference or a multiple, which only says something beside another number.
pub(crate) const RELATIVE: Words = Words {
    en: &[
        "percent", "percentage", "pp", "ppt", "pts", "pt", "point", "points", "bp", "bps", "x", "times", "fold",
        "sigma", "σ",
    ],
    de: &["prozentpunkt", "prozentpunkte", "prozentpunkten", "mal"],
    pt: &["ponto", "pontos", "vezes"],
    es: &["punto", "puntos", "veces"],
    fr: &["fois"],
    ..Words::NONE
}
.indexed();

/// Currencies, by their sign.
pub(crate) static MONEY: Lexicon<&str> = Lexicon::new(&[
    (
        "$",
        Words {
            en: &["usd", "dollar", "dollars"],
            pt: &["dólar", "dólares"],
            es: &["dólar", "dólares"],
            ..Words::NONE
        },
    ),
    ("€", Words { en: &["eur", "euro", "euros"], ..Words::NONE }),
    ("£", Words { en: &["gbp"], ..Words::NONE }),
]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn each_unit_is_folded_and_has_one_size() {
        for table in [&TIME, &SCALES, &DATA] {
            for (word, size) in table.words() {
                assert_eq!(fold(word), word);
                assert_eq!(table.meaning(word), Some(size), "`{word}` has two sizes");
            }
        }
    }
}
