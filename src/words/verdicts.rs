//! Words in a table that say whether a criterion is met, where it has no boxes.

use super::Words;
use super::gates::IF;
use super::negations::NEGATIONS;
use super::remarks::{LEFT_OVER, MET, NONE, REFUSED, TAKES_BACK, UNMET};
use super::ticks::{CHOICES, INSIDE, Mark};

/// What a cell says of its criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is met.
    Met,
    /// It is not.
    Open,
    /// Nobody can tell: `99% done`, `met (except EU)`.
    Unclear,
}

/// Names of columns that say whether a criterion is met.
const COLUMNS: Words = Words {
    en: &[
        "status", "state", "done", "done?", "met", "met?", "passed", "passed?", "pass", "pass/fail", "ok?", "verdict",
        "fulfilled", "achieved",
    ],
    de: &["status", "stand", "erfüllt", "erfüllt?", "erledigt", "bestanden"],
    pt: &["status", "situação", "estado", "atendido", "cumprido", "concluído"],
    es: &["estado", "cumplido", "cumple", "hecho"],
    fr: &["statut", "état", "atteint", "rempli", "validé"],
    it: &["stato", "soddisfatto", "fatto"],
    ja: &["状態", "ステータス", "達成", "判定", "合否"],
    zh: &["状态", "狀態", "達成", "达成", "是否达成", "是否通过"],
    ko: &["상태"],
    ru: &["статус", "выполнено"],
    ..Words::NONE
}
.indexed();

/// Names of columns for what came out, which may say whether a criterion is met.
const RESULT_COLUMNS: Words = Words {
    en: &["result", "results", "outcome"],
    de: &["ergebnis"],
    pt: &["resultado"],
    es: &["resultado"],
    fr: &["résultat"],
    it: &["esito"],
    ja: &["結果"],
    zh: &["结果"],
    ko: &["결과"],
    ru: &["результат"],
    ..Words::NONE
}
.indexed();

/// Words that are a whole answer: it is not met.
const NO: Words = Words {
    en: &["no", "n", "open"],
    de: &["nein", "offen"],
    pt: &["não", "aberto"],
    es: &["no", "abierto"],
    fr: &["non", "ouvert"],
    it: &["no", "aperto"],
    ja: &["いいえ"],
    zh: &["否"],
    ko: &["아니오"],
    ru: &["нет"],
    ..Words::NONE
}
.indexed();

/// Beginnings of answers by which it is not met yet.
const NOT_MET: Words = Words {
    en: &[
        "not", "fail", "in progress", "ongoing", "started", "to do", "todo", "tbd", "partial", "partially", "partly",
        "at risk", "red", "yellow", "amber", "planned", "waiting",
    ],
    de: &["nicht", "in arbeit", "läuft", "geplant", "rot", "gelb", "teilweise"],
    pt: &["em andamento", "planejado", "vermelho", "amarelo", "parcial"],
    es: &["en curso", "en progreso", "planificado", "rojo", "amarillo", "parcial"],
    fr: &["en cours", "prévu", "rouge", "jaune", "partiel"],
    it: &["in corso", "pianificato", "parziale"],
    ja: &["未", "進行中", "対応中"],
    zh: &["未", "进行中", "待", "不"],
    ko: &["미", "진행"],
    ru: &["не", "в работе"],
    signs: &["❌", "✗", "✘", "🔴", "🟡", "🟠", "⏳", "🚧", "⚠", "⛔", "🚫", "⬜", "☐", "×"],
    ..Words::NONE
}
.indexed();

/// Answers by which it is met, beside the words for that elsewhere.
const REACHED: Words = Words {
    en: &[
        "achieved", "signed off", "good", "healthy", "stable", "on target", "within limits", "cleared", "successful",
        "all good", "all met", "no issues", "true",
    ],
    de: &["eingehalten", "passt", "liegt vor", "grün", "i. o"],
    pt: &["verde", "alcançado", "pronto"],
    es: &["verde", "logrado", "superado"],
    fr: &["vert", "respecté", "atteint"],
    it: &["verde", "raggiunto"],
    ja: &["達成", "達成済み", "確認済み", "対応済み", "問題なし", "クリア", "満たす"],
    zh: &["达成", "达标", "已达成", "已达标", "已通过", "满足", "已满足", "已确认", "正常", "无问题"],
    ko: &["달성", "충족"],
    ru: &["выполнено", "достигнуто"],
    signs: &["🟢", "👍", "✅", "✔", "✓", "☑", "💚", "√", "〇", "◎", "⭕"],
    ..Words::NONE
}
.indexed();

/// Words between an answer and its day.
const ON: Words =
    Words { en: &["on"], de: &["am"], pt: &["em"], es: &["el"], fr: &["le"], it: &["il"], ..Words::NONE }.indexed();

/// Words between an answer and who gave it.
const BY: Words =
    Words { en: &["by"], de: &["von", "durch"], pt: &["por"], es: &["por"], fr: &["par"], ..Words::NONE }.indexed();

/// Answers behind which `by` names a person, and no day.
const JUDGED: Words = Words {
    en: &["approved", "verified", "reviewed", "signed", "confirmed", "validated", "checked", "tested"],
    de: &["genehmigt", "geprüft", "bestätigt", "freigegeben", "getestet"],
    pt: &["aprovado", "verificado", "validado", "confirmado"],
    es: &["aprobado", "verificado", "validado", "confirmado"],
    fr: &["approuvé", "vérifié", "validé", "confirmé"],
    ..Words::NONE
}
.indexed();

/// Whether a folded header names a column that says whether a criterion is met.
pub(crate) fn is_verdict_column(key: &str) -> bool {
    COLUMNS.has(key)
}

/// Whether a folded header names a column for what came out.
pub(crate) fn is_result_column(key: &str) -> bool {
    RESULT_COLUMNS.has(key)
}

/// What a folded cell of such a column says: `met`, `🟡 pending`, `done, BUG-12`. Words that go on
/// without a sign between make something else of the answer: `done by Friday`.
pub(crate) fn verdict(folded: &str) -> Verdict {
    let is_letter = |c: char| c.is_alphanumeric();
    let bare = folded.trim_matches(|c: char| !is_letter(c));
    let first = bare.split(|c: char| !is_letter(c)).next().unwrap_or_default();
    let has_sign = |words: &Words| words.signs.iter().any(|sign| folded.contains(sign));
    let is_whole = |before: &str, behind: &str| !before.ends_with(is_letter) && !behind.starts_with(is_letter);
    // `nothing open`, `0 open`
    let is_denied = |before: &str| {
        let last = before.split_whitespace().next_back().unwrap_or_default().trim_matches(|c: char| !is_letter(c));
        last == "0" || NEGATIONS.has(last) || NONE.has(last)
    };
    let holds = |words: &Words| {
        let is_at = |(at, word): (usize, &str)| {
            let (before, behind) = (&folded[..at], &folded[at + word.len()..]);
            is_whole(before, behind) && !is_denied(before)
        };
        words.iter().any(|word| folded.match_indices(word).any(is_at))
    };
    let begins = |word: &str| {
        let rest = bare.strip_prefix(word);
        rest.is_some_and(|rest| !rest.starts_with(is_letter) || word.starts_with(|c| c >= '\u{2e80}'))
    };
    let is_unmet = [&UNMET, &REFUSED, &LEFT_OVER].iter().any(|words| words.has_form(first));
    if (has_sign(&NOT_MET) && !has_sign(&REACHED)) || NO.has(bare) || NOT_MET.iter().any(begins) || is_unmet {
        return Verdict::Open;
    }
    if bare.is_empty() {
        return if has_sign(&REACHED) { Verdict::Met } else { Verdict::Unclear };
    }
    let reached = REACHED.behind(bare).find(|rest| !rest.starts_with(is_letter));
    let is_word = |word: &str| MET.has_form(word) || CHOICES.has(word);
    let is_inside = matches!(INSIDE.meaning(bare), Some(Mark::Tick | Mark::LikelyTick));
    let rest = reached.or_else(|| is_word(first).then(|| &bare[first.len()..])).or(is_inside.then_some(""));
    let is_more = |rest: &str| {
        let next = rest.split_whitespace().next().unwrap_or_default();
        let behind = rest.trim_start().strip_prefix(next).unwrap_or_default().trim_start();
        // `met on 2026-05-30`, `verified by Ravi`
        let is_remark =
            ON.has(next) && behind.starts_with(|c: char| c.is_ascii_digit()) || BY.has(next) && JUDGED.has(first);
        let goes_on = rest.starts_with(char::is_whitespace) && next.starts_with(char::is_alphabetic) && !is_remark;
        rest.starts_with('-') || (goes_on && !next.contains(|c: char| c.is_ascii_digit()) && !is_word(next))
    };
    let is_part = || {
        let numbers = |sign: char| folded.split(sign).map(str::trim).collect::<Vec<&str>>();
        let number = |text: Option<&str>| text.and_then(|digits| digits.parse::<u32>().ok());
        let of_all = |pair: &[&str]| {
            let part = number(pair[0].rsplit(|c: char| !c.is_ascii_digit()).next());
            let whole = number(pair[1].split(|c: char| !c.is_ascii_digit()).next());
            part.zip(whole).is_some_and(|(part, whole)| part < whole)
        };
        numbers('/').windows(2).any(of_all)
    };
    let has_doubt = || {
        let takes_back = [&TAKES_BACK, &UNMET, &REFUSED, &LEFT_OVER, &NOT_MET, &IF].iter().any(|words| holds(words));
        folded.contains(['?', '→']) || has_sign(&NOT_MET) || takes_back || is_part()
    };
    // Beside a green sign nothing else has to say so.
    match rest {
        _ if has_doubt() => Verdict::Unclear,
        Some(rest) if !is_more(rest) => Verdict::Met,
        _ if has_sign(&REACHED) => Verdict::Met,
        _ => Verdict::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn assert_all(verdict_of_all: Verdict, cells: &[&str]) {
        for cell in cells {
            assert_eq!(verdict(&fold(cell)), verdict_of_all, "{cell}");
        }
    }

    #[test]
    fn a_cell_says_whether_its_criterion_is_met() {
        assert_all(
            Verdict::Met,
            &[
                "Met", "PASS", "met ✅", "✅", "🟢", "Green", "Yes", "Done", "Passed 2026-03-18", "Met (0.4%)",
                "done, BUG-12", "Erfüllt", "cumplido", "validé", "達成", "已通过", "Achieved", "Signed off", "0.4% ✅",
                "✅ All good", "No issues", "確認済み", ":white_check_mark:", "Met on 2026-05-30", "Verified by Ravi",
                "Met, nothing open", "done, 0 open", "eingehalten", "met, 0.4%",
            ],
        );
        assert_all(
            Verdict::Open,
            &[
                "Not met", "FAIL", "failed", "🟡 pending", "❌", "🔴 met", "No", "open", "In progress", "not yet",
                "partially met", "TBD", "nicht erfüllt", "Nein", "en curso", "Non", "未達", "不合格", "Blocked",
            ],
        );
        assert_all(
            Verdict::Unclear,
            &[
                "99% done", "Met (except EU)", "Done?", "done (not yet verified)", "yes, but only EU", "on track",
                "Waived", "✅ met, was 🔴 on Monday", "Done by Ravi, EU pending", "-", "0.4%", "○", "ready soon",
                "✅ except EU", "Done by Friday", "Met once BUG-1 is fixed", "Done, 2 open", "Met 4/5", "Green → Red",
                "OK for now", "達成していない", "passed, if fixed", "OK-ish",
            ],
        );
    }
}
