//! What people write for a box that is ticked, or for one that is open.

use super::remarks::{LEFT_OVER, MET, REFUSED, UNMET};
use super::{Lexicon, Words};

/// What a sign or a word says where a box is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A tick, wherever it stands in brackets.
    Tick,
    /// A tick in brackets in a list that has boxes. Elsewhere the letter may be a name.
    LikelyTick,
    /// It is still to be done, or it never will be: in progress, put off, asked, urgent.
    Open,
}

/// What stands inside of a box, folded.
pub(crate) static INSIDE: Lexicon<Mark> = Lexicon::new(&[
    (
        Mark::Tick,
        Words {
            // The letter x, and what looks like it in other scripts.
            signs: &[
                "x", "✓", "✔", "√", "✅", "☑", "☒", "🗸", "🗹", "🗷", ":white_check_mark:", ":heavy_check_mark:",
                ":ballot_box_with_check:", ":check_mark:", ":check:",
            ],
            ..Words::NONE
        },
    ),
    (
        Mark::LikelyTick,
        Words {
            en: &["done", "yes", "ok", "okay"],
            de: &["ja", "erledigt", "fertig"],
            pt: &["sim", "feito", "concluído"],
            es: &["sí", "si", "hecho", "listo"],
            fr: &["oui", "fait", "terminé"],
            it: &["fatto"],
            ja: &["済", "済み", "完了", "はい", "レ"],
            zh: &["完成", "已完成", "是", "好", "勾"],
            ko: &["완료"],
            ru: &["да", "готово"],
            signs: &[
                "v", "*", "+", "o", "y", "х", "χ", "×", "✕", "✖", "✗", "✘", "╳", "⨯", "☓", "❎", "⌧", "∨", "ѵ", "ν",
                "о", "ο", "●", "•", "■", "◼", "█", "◉", "⬛", "🔘", "👍", ":+1:", ":thumbsup:",
            ],
            ..Words::NONE
        },
    ),
    (
        Mark::Open,
        Words {
            signs: &["-", "–", "—", "−", "~", "/", ">", "?", "!", "...", ".", "_", "○", "□"], ..Words::NONE
        },
    ),
]);

/// The signs that are a whole box.
pub(crate) static SIGNS: Lexicon<Mark> = Lexicon::new(&[
    (
        Mark::Tick,
        Words {
            signs: &[
                "☑", "✅", "✔", "✓", "☒", "🗹", "🗸", "🗷", "√", ":white_check_mark:", ":heavy_check_mark:",
                ":ballot_box_with_check:", ":check_mark:", ":check_box_with_check:", ":check:",
            ],
            ..Words::NONE
        },
    ),
    (
        Mark::Open,
        Words {
            signs: &["☐", "⬜", "🔲", "□", "▢", "◻", ":white_large_square:", ":white_medium_square:"],
            ..Words::NONE
        },
    ),
]);

/// Names of columns that say whether a criterion is met, and what a cell of one says.
const VERDICT_COLUMNS: Words = Words {
    en: &[
        "status", "state", "done", "met", "met?", "result", "passed", "passed?", "pass", "pass/fail", "ok?", "verdict",
        "fulfilled", "achieved",
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

/// Words for a criterion that is not met yet, where nothing but its state is written.
const NOT_MET: Words = Words {
    en: &[
        "fail", "no", "n", "not started", "in progress", "progress", "ongoing", "started", "to do", "todo", "tbd",
        "partial", "partially", "at risk", "red", "yellow", "amber", "planned", "waiting", "blocked", "not",
    ],
    de: &["nein", "nicht", "in arbeit", "läuft", "geplant", "rot", "gelb", "teilweise"],
    pt: &["não", "em andamento", "planejado", "vermelho", "amarelo", "parcial", "aberto", "aberta"],
    es: &["no", "en curso", "en progreso", "planificado", "rojo", "amarillo", "parcial", "abierto", "abierta"],
    fr: &["non", "en cours", "prévu", "rouge", "jaune", "partiel", "ouvert", "ouverte"],
    it: &["no", "in corso", "pianificato", "aperto", "parziale"],
    ja: &["未", "いいえ", "進行中", "対応中", "未着手"],
    zh: &["未", "否", "进行中", "待", "不"],
    ko: &["미", "아니오", "진행"],
    ru: &["нет", "не", "в работе"],
    signs: &["❌", "✗", "✘", "🔴", "🟡", "🟠", "⏳", "🚧", "⚠", "⛔", "🚫", "○", "⬜", "☐"],
    ..Words::NONE
}
.indexed();

/// Signs for a criterion that is met.
const GREEN: Words = Words { signs: &["🟢", "👍", "✅", "✔", "✓", "☑", "💚"], ..Words::NONE }.indexed();

/// Whether a folded header names a column that says whether a criterion is met.
pub(crate) fn is_verdict_column(key: &str) -> bool {
    VERDICT_COLUMNS.has(key)
}

/// What a folded cell of such a column says, where it says nothing else: `met`, `🟡 pending`. What
/// is not met stands before what is: `not done`. `None` where it is no verdict.
pub(crate) fn verdict(folded: &str) -> Option<Mark> {
    let is_letter = |c: char| c.is_alphanumeric();
    let bare = folded.trim_matches(|c: char| !is_letter(c));
    let begins = |words: &Words| {
        words.iter().any(|word| {
            bare.strip_prefix(word)
                .is_some_and(|rest| !rest.starts_with(is_letter) || word.ends_with(|c| c >= '\u{2e80}'))
        })
    };
    let words = || bare.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty());
    let is_one_of = |lists: &[&Words]| words().any(|word| lists.iter().any(|list| list.has_form(word)));
    if NOT_MET.signs.iter().any(|sign| folded.contains(sign))
        || begins(&NOT_MET)
        || is_one_of(&[&UNMET, &REFUSED, &LEFT_OVER])
    {
        return Some(Mark::Open);
    }
    let is_bare_sign = bare.is_empty() && GREEN.signs.iter().any(|sign| folded.contains(sign));
    let first = words().next().unwrap_or_default();
    let is_met = MET.has_form(first)
        || CHOICES.has(first)
        || matches!(INSIDE.meaning(bare), Some(Mark::Tick | Mark::LikelyTick));
    (is_bare_sign || is_met).then_some(Mark::Tick)
}

/// Words by which a sign is one of several answers: `[ ] ✅ PASS`, `[ ] ❌ FAIL`.
pub(crate) const CHOICES: Words = Words {
    en: &["pass", "passed", "go", "yes", "approved", "accept", "accepted", "success", "green", "ok", "ready", "met"],
    de: &["ja", "bestanden", "freigegeben", "freigabe", "erfüllt", "grün"],
    pt: &["sim", "aprovado", "aprovada", "passou", "atendido"],
    es: &["sí", "aprobado", "aprobada", "cumple", "pasa"],
    fr: &["oui", "validé", "approuvé", "réussi", "conforme"],
    ja: &["合格", "承認", "はい"],
    zh: &["通过", "批准", "是", "合格"],
    ..Words::NONE
}
.indexed();
