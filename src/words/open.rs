//! Words for what is still to be written.

use super::{Lexicon, Words};

/// What may stand behind a word for what is still to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Behind {
    /// Anything: the word says it in any sentence that begins with it.
    Anything,
    /// Nothing, or a sign: in a sentence the word means something else.
    Sign,
}

/// Words and phrases that stand in a plan, a log or a template for what is still to be written.
pub(crate) static OPEN: Lexicon<Behind> = Lexicon::new(&[
    (
        Behind::Anything,
        Words {
            en: &[
                "tbd", "tba", "tbc", "t.b.d", "t.b.a", "t.b.c", "to be determined", "to be decided", "to be defined",
                "to be confirmed", "to be announced", "to be agreed", "to be specified", "to be filled in",
                "to be completed", "to be named", "to be assigned", "to be appointed", "not yet determined",
                "none yet", "nobody yet", "no one yet", "not yet assigned", "not yet named", "to be hired",
                "not yet decided", "not yet defined", "not yet known", "not yet set", "not decided yet",
                "not defined yet", "not known yet", "to be scheduled", "to be planned", "yet to be determined",
                "yet to be decided", "yet to be defined", "still to be determined", "still to be decided",
                "still to be defined",
            ],
            de: &[
                "wird noch festgelegt", "wird noch bestimmt", "wird noch geklärt", "wird noch definiert",
                "wird noch entschieden", "wird noch ergänzt", "wird noch benannt", "wird noch bekannt gegeben",
                "wird nachgereicht", "noch festzulegen", "noch zu bestimmen", "noch zu klären", "noch zu definieren",
                "noch zu entscheiden", "noch zu benennen", "noch nicht festgelegt", "noch nicht bestimmt",
                "noch nicht bekannt", "noch nicht entschieden", "noch nicht definiert", "noch offen", "noch unklar",
                "steht noch nicht fest", "steht noch aus", "zu bestimmen", "zu definieren",
                "muss noch festgelegt werden", "noch zu besetzen", "wird noch besetzt", "wird zugewiesen",
                "wird noch zugewiesen", "noch zuzuweisen", "noch nicht zugewiesen",
            ],
            pt: &[
                "a definir", "por definir", "a ser definido", "a ser definida", "a determinar", "a confirmar",
                "por confirmar", "a decidir", "a preencher", "ainda não definido", "ainda não definida",
                "ainda a definir", "ainda por definir", "a ser atribuído", "por atribuir", "não definido",
                "não definida", "em definição", "a designar", "a ser designado", "a ser designada",
            ],
            es: &[
                "por definir", "a definir", "por determinar", "a determinar", "por confirmar", "a confirmar",
                "por decidir", "por completar", "por concretar", "sin definir", "sin determinar", "aún por definir",
                "pendiente de definir", "pendiente de confirmar", "pendiente de determinar", "aún no definido",
                "aún no definida", "todavía no definido", "se definirá", "por asignar", "por designar",
            ],
            fr: &[
                "à définir", "a définir", "à déterminer", "à confirmer", "à préciser", "à décider", "à compléter",
                "à renseigner", "à fixer", "à convenir", "non défini", "non définie", "pas encore défini",
                "pas encore définie", "pas encore décidé", "reste à définir", "en attente de décision", "à attribuer",
                "à désigner", "à nommer",
            ],
            it: &["da definire", "da determinare", "da confermare", "da decidere"],
            ..Words::NONE
        },
    ),
    (
        Behind::Sign,
        Words {
            en: &[
                "todo", "to do", "to-do", "to follow", "pending", "undecided", "undetermined", "undefined",
                "unassigned", "not assigned", "none assigned", "vacant",
            ],
            de: &[
                "offen", "unklar", "unbesetzt", "vakant", "folgt", "folgt noch", "n.n", "n. n", "nicht festgelegt",
                "nicht zugewiesen", "zu klären", "festzulegen", "ausstehend", "steht aus",
            ],
            pt: &["em aberto", "pendente", "indefinido", "indefinida", "sem responsável"],
            es: &["pendiente", "indefinido", "indefinida", "vacante", "sin asignar"],
            fr: &["à venir", "en attente", "indéfini", "vacant", "à pourvoir", "non attribué"],
            ja: &[
                "未定", "未決定", "未決", "未確定", "未記入", "未設定", "検討中", "調整中", "要確認", "要検討",
                "後日決定", "後日連絡", "追って連絡", "決まっていない", "担当者未定", "未割当", "確認中", "確認待ち",
                "選定中",
            ],
            zh: &[
                "待定", "待確定", "待确定", "待確認", "待确认", "待填", "待填写", "待補", "待补充", "待决定", "待討論",
                "待讨论", "未定", "待分配", "待指派", "待指定", "未分配", "确认中", "確認中", "未确定", "尚未确定",
                "尚未決定", "尚未决定",
            ],
            ko: &["미정", "추후 결정", "추후 공지"],
            ru: &["уточняется", "не определено", "будет определено"],
            ..Words::NONE
        },
    ),
]);

/// More such words in a plan. In a template they are text.
pub(crate) const OPEN_IN_PLAN: Words = Words { en: &["tk", "fixme", "xxx", "wip"], ..Words::NONE }.indexed();

/// Signs around a word for what is still to be written: its dress.
const DRESS: &[char] = &[
    '(', ')', '[', ']', '{', '}', '<', '>', '"', '\'', '“', '”', '„', '«', '»', '‘', '’', '「', '」', '【', '】', '（',
    '）', '*', '_', '`', '~', '.', '!', '?', '¿', '¡', '…', '-', '–', '—', ':', ';', ',', '/', '≤', '≥', '=', '≈', '$',
    '€', '%', '。', '、', '⏳', '🚧', '❓', '❔', '⚠',
];

/// More words than these make a sentence, which may begin with such a word and say more.
const LONGEST: usize = 8;

/// Whether a folded text says that its value is still to be written: `(tbd)`, `tbd (soon)`, `to be
/// determined by the team`.
pub(crate) fn says_open(folded: &str) -> bool {
    let is_dress = |c: char| !c.is_ascii_alphanumeric() && (c.is_whitespace() || DRESS.contains(&c));
    let text = folded.trim_matches(is_dress);
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && c != '\'' && c != '+';
    let ends_here = |rest: &str| rest.is_empty() || rest.trim_start().starts_with(is_sign);
    let is_short = || text.split_whitespace().count() <= LONGEST;
    let goes_on = |rest: &str| rest.starts_with(|c: char| !c.is_alphanumeric()) && is_short();
    let rests = OPEN.openings(text).map(|(_, behind, rest)| (rest, behind == Behind::Anything));
    let in_plan = OPEN_IN_PLAN.behind(text).map(|rest| (rest, false));
    rests.chain(in_plan).any(|(rest, anything)| ends_here(rest) || anything && goes_on(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn a_marker_is_one_in_any_dress() {
        for text in [
            "TBD", "(TBD)", "T.B.D.", "TBD (soon)", "tbd, ask Ann", "TBD by Friday", "< TBD", "“tbc”",
            "To be determined", "to be decided by the board", "TODO: ask Ann", "a definir", "A definir (equipe)",
            "Wird noch festgelegt.", "To be assigned", "not assigned", "por asignar", "por definir", "À définir",
            "未定", "未定（4月）", "待定", "offen", "N.N.", "fixme",
        ] {
            assert!(says_open(&fold(text)), "{text}");
        }
        for text in [
            "Priya Nair",
            "Offen für alle Kunden",
            "Todos",
            "todo el equipo",
            "TK Maxx",
            "TBDs closed",
            "Tbilisi",
            "未定义错误率",
            "Pendientes: 0",
            "A confirmação",
            "To do list closed",
            "open",
            "undefined errors < 1%",
            "To be confirmed by legal next week; all other numbers were good and nobody objected",
        ] {
            assert!(!says_open(&fold(text)), "{text}");
        }
    }
}
