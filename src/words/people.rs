//! Words around the names of people.

use super::Words;

/// Words between the names of two people, with the spaces around them.
pub(crate) const BETWEEN: Words = Words {
    en: &[" and ", " with ", " plus ", " as well as ", " together with ", " along with ", " and also "],
    de: &[" und ", " mit ", " sowie ", " gemeinsam mit "],
    pt: &[" e ", " com ", " bem como ", " assim como "],
    es: &[" y ", " con ", " junto con ", " así como "],
    fr: &[" et ", " avec ", " ainsi que "],
    it: &[" e "],
    ja: &[" と ", " 及び ", " および "],
    zh: &[" 和 ", " 与 ", " 與 ", " 及 ", " 以及 "],
    ..Words::NONE
}
.indexed();

/// Words before a name that are no part of it, folded.
pub(crate) const TITLES: Words = Words {
    en: &["mr", "mrs", "ms", "mx", "dr", "prof", "both"],
    de: &["herr", "frau", "sowohl"],
    pt: &["sr", "sra", "dra", "ambos"],
    es: &["sr", "sra", "dra", "ambos"],
    fr: &["m", "mme", "mlle"],
    ..Words::NONE
}
.indexed();

/// Before those who decided, with the space behind it.
pub(crate) const BY: Words = Words { en: &["by "], ..Words::NONE }.indexed();

/// Words in the place of a name that say that there is nobody, or that the place is kept free.
pub(crate) const NOBODY: Words = Words {
    en: &[
        "nobody", "no one", "no-one", "noone", "not anyone", "reserved", "open", "open role", "open position",
        "position open", "to hire", "anyone", "somebody", "someone",
    ],
    de: &["niemand", "keiner", "keine", "reserviert", "jemand", "freie stelle", "stelle frei", "stelle offen"],
    pt: &["ninguém", "nenhum", "reservado", "reservada", "alguém", "vago", "sem dono", "vaga aberta"],
    es: &["nadie", "ninguno", "ninguna", "reservado", "reservada", "alguien", "sin responsable"],
    fr: &["personne", "aucun", "aucune", "réservé", "réservée", "quelqu'un", "poste vacant", "sans responsable"],
    it: &["nessuno", "riservato", "riservata", "qualcuno", "vacante", "non assegnato", "da assegnare"],
    ja: &["誰も", "誰もいない", "なし", "該当者なし", "予約", "予約済み", "空席", "欠員", "保留"],
    zh: &["无人", "無人", "没有人", "沒有人", "保留", "预留", "預留", "空缺", "暂缺", "暫缺"],
    ko: &["없음", "공석"],
    ru: &["никто", "вакансия", "зарезервировано"],
    ..Words::NONE
}
.indexed();

/// Words and signs that stand in a list of names and are none.
pub(crate) const AND: Words = Words { en: &["and"], signs: &["&"], ..Words::NONE }.indexed();
