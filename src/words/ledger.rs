//! The words of a decision log without stages: which label tells the state of an entry, and which
//! column its ID.

use super::Words;

const STATUS: Words = Words {
    en: &["status", "state", "superseded by", "supersedes", "replaced by", "amended by"],
    de: &["stand", "zustand", "ersetzt durch", "abgelöst durch"],
    pt: &["estado", "substituído por", "substituída por"],
    es: &["sustituido por", "sustituida por", "reemplazado por"],
    fr: &["statut", "état", "remplacé par", "remplacée par"],
    ja: &["状態", "ステータス"],
    zh: &["状态", "狀態"],
    ..Words::NONE
}
.indexed();

const IDS: Words = Words {
    en: &["id", "#", "no", "no.", "number", "key", "ref", "adr"],
    de: &["nr", "nr.", "nummer", "lfd. nr."],
    pt: &["nº", "número"],
    es: &["núm.", "n.º"],
    fr: &["n°", "numéro"],
    ja: &["番号"],
    zh: &["编号", "編號"],
    ..Words::NONE
}
.indexed();

/// Whether a folded label tells the state of an entry, which may change in its life.
pub(crate) fn is_status_label(key: &str) -> bool {
    STATUS.has(key)
}

/// Whether a folded header names the column of IDs.
pub(crate) fn is_id_header(key: &str) -> bool {
    IDS.has(key)
}
