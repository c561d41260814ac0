//! What people write for a box that is ticked, or for one that is open.

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
            signs: &["x", "✓", "✔", "√", "✅", "☑", "☒", "🗸", "🗹", "🗷", ":check_mark:", ":check:"],
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
                "о", "ο", "●", "•", "■", "◼", "█", "◉", "⬛", "🔘", "👍",
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
            signs: &["☑", "✅", "✔", "✓", "☒", "🗹", "🗸", "🗷", "√", ":check_mark:", ":check_box_with_check:", ":check:"],
            ..Words::NONE
        },
    ),
    (Mark::Open, Words { signs: &["☐", "⬜", "🔲", "□", "▢", "◻"], ..Words::NONE }),
]);

/// Signs for a box with a cross in it. Some tick a box so, and others strike a choice out.
pub(crate) const CROSSED_BOXES: Words = Words { signs: &["☒", "🗷"], ..Words::NONE }.indexed();

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
