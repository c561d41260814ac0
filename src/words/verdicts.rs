//! Words in a table that say whether a criterion is met, where it has no boxes.

use super::Words;
use super::remarks::{LEFT_OVER, MET, REFUSED, TAKES_BACK, UNMET};
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
        "status", "state", "done", "done?", "met", "met?", "result", "passed", "passed?", "pass", "pass/fail", "ok?",
        "verdict", "fulfilled", "achieved",
    ],
    de: &["status", "stand", "erfüllt", "erfüllt?", "erledigt", "ergebnis", "bestanden"],
    pt: &["status", "situação", "estado", "atendido", "cumprido", "resultado", "concluído"],
    es: &["estado", "cumplido", "cumple", "resultado", "hecho"],
    fr: &["statut", "état", "atteint", "rempli", "résultat", "validé"],
    it: &["stato", "esito", "soddisfatto", "fatto"],
    ja: &["状態", "ステータス", "結果", "達成", "判定", "合否"],
    zh: &["状态", "狀態", "结果", "達成", "达成", "是否达成", "是否通过"],
    ko: &["상태", "결과"],
    ru: &["статус", "результат", "выполнено"],
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
    signs: &["❌", "✗", "✘", "🔴", "🟡", "🟠", "⏳", "🚧", "⚠", "⛔", "🚫", "○", "⬜", "☐"],
    ..Words::NONE
}
.indexed();

/// Answers by which it is met, beside the words for that elsewhere.
const REACHED: Words = Words {
    en: &["achieved", "signed off"],
    ja: &["達成", "達成済み"],
    zh: &["达成", "达标", "已达成", "已达标", "已通过"],
    ko: &["달성", "충족"],
    ru: &["выполнено", "достигнуто"],
    signs: &["🟢", "👍", "✅", "✔", "✓", "☑", "💚"],
    ..Words::NONE
}
.indexed();

/// Whether a folded header names a column that says whether a criterion is met.
pub(crate) fn is_verdict_column(key: &str) -> bool {
    COLUMNS.has(key)
}

/// What a folded cell of such a column says: `met`, `🟡 pending`, `done, BUG-12`.
pub(crate) fn verdict(folded: &str) -> Verdict {
    let is_letter = |c: char| c.is_alphanumeric();
    let bare = folded.trim_matches(|c: char| !is_letter(c));
    let first = bare.split(|c: char| !is_letter(c)).next().unwrap_or_default();
    let has_sign = |words: &Words| words.signs.iter().any(|sign| folded.contains(sign));
    let is_whole = |before: &str, behind: &str| !before.ends_with(is_letter) && !behind.starts_with(is_letter);
    let holds = |words: &Words| {
        let at =
            |word: &str| folded.match_indices(word).any(|(at, _)| is_whole(&folded[..at], &folded[at + word.len()..]));
        words.iter().any(at)
    };
    let begins = |word: &str| {
        let rest = bare.strip_prefix(word);
        rest.is_some_and(|rest| !rest.starts_with(is_letter) || word.starts_with(|c| c >= '\u{2e80}'))
    };
    let is_unmet = [&UNMET, &REFUSED, &LEFT_OVER].iter().any(|words| words.has_form(first));
    if has_sign(&NOT_MET) || NO.has(bare) || NOT_MET.iter().any(begins) || is_unmet {
        return Verdict::Open;
    }
    let is_inside = || matches!(INSIDE.meaning(bare), Some(Mark::Tick | Mark::LikelyTick));
    let is_met = MET.has_form(first) || CHOICES.has(first) || REACHED.iter().any(begins) || is_inside();
    let has_doubt = || folded.contains('?') || [&TAKES_BACK, &UNMET, &REFUSED].iter().any(|words| holds(words));
    match bare.is_empty() {
        true if has_sign(&REACHED) => Verdict::Met,
        false if is_met && !has_doubt() => Verdict::Met,
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
                "done, BUG-12", "Erfüllt", "cumplido", "validé", "達成", "已通过", "Achieved", "Signed off",
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
                "Waived", "-", "0.4%", "No issues", "ready soon",
            ],
        );
    }
}
