//! Words and signs in an entry of a log that is running text.

use super::Words;
use crate::text::is_cjk;

/// What stands between two parts of an entry, with the spaces around it.
pub(crate) const BETWEEN: Words = Words {
    en: &[" by "],
    signs: &[
        " — ", " – ", " - ", " | ", " · ", " • ", "; ", ", ", ": ", ". ", "\n", "\r", "(", ")", "：", "，", "；", "。",
    ],
    ..Words::NONE
}
.indexed();

/// Before the stage that is left: `Moved from Alpha to Beta`.
pub(crate) const FROM: Words = Words {
    en: &["from"],
    de: &["von"],
    pt: &["de", "da", "do"],
    es: &["de", "desde"],
    fr: &["de", "du"],
    it: &["da", "dal", "dalla"],
    zh: &["从", "從", "自"],
    ..Words::NONE
}
.indexed();

/// How a note about a step begins that decides nothing: `2→GA moved to next week`.
pub(crate) const NOTES: Words = Words {
    en: &[
        "moved to next", "moved to the next", "rescheduled", "postponed to", "delayed to", "planned for",
        "scheduled for", "discussed", "no decision", "review of", "review planned", "meeting about", "meeting on",
    ],
    de: &["verschoben auf", "verlegt auf", "geplant für", "besprochen", "keine entscheidung", "besprechung zu"],
    pt: &["adiado para", "remarcado", "planejado para", "discutido", "sem decisão", "reunião sobre"],
    es: &["aplazado a", "pospuesto a", "reprogramado", "previsto para", "discutido", "sin decisión", "reunión sobre"],
    fr: &["reporté à", "reporté au", "prévu pour", "discuté", "pas de décision", "sans décision", "réunion sur"],
    ja: &["来週に延期", "来月に延期", "議論", "協議", "決定なし"],
    zh: &["改到下", "推迟到下", "延期到下", "讨论", "討論", "没有决定", "未作决定"],
    ..Words::NONE
}
.indexed();

/// A folded text without the word before the first stage of a way.
pub(crate) fn without_from(folded: &str) -> Option<&str> {
    let is_apart = |word: &str, left: &str| left.starts_with(' ') || word.contains(is_cjk);
    FROM.iter().find_map(|word| folded.strip_prefix(word).filter(|left| is_apart(word, left))).map(str::trim_start)
}
