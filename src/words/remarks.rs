//! Words of remarks beside a statement, and words that no slip of the pen turns into each other.

use super::Words;

/// Words with which a remark takes back what it stands beside: `Legal sign-off — not yet`.
pub(crate) const TAKES_BACK: Words = Words {
    en: &[
        "not", "never", "except", "excepting", "excluding", "excluded", "unless", "but", "besides", "apart from",
        "other than", "pending", "waived", "waiting", "awaiting", "outstanding", "still", "open", "unresolved",
        "unfinished", "incomplete", "deferred", "postponed", "delayed", "skipped", "ignored", "missing", "failed",
        "failing", "blocked", "denied", "rejected", "to do", "todo", "tbd", "to be", "later", "soon", "almost",
        "nearly", "mostly", "partly", "partially", "in part", "only", "without", "minus", "in progress", "ongoing",
        "planned", "wip", "won't", "can't", "cannot", "isn't", "aren't", "wasn't", "hasn't", "haven't", "didn't",
        "doesn't",
    ],
    de: &[
        "nicht", "nie", "noch", "außer", "ausgenommen", "abgesehen", "bis auf", "aber", "ausstehend", "steht aus",
        "offen", "verschoben", "zurückgestellt", "übersprungen", "fehlt", "fehlen", "fehlgeschlagen", "blockiert",
        "abgelehnt", "erlassen", "später", "bald", "fast", "beinahe", "größtenteils", "teilweise", "zum teil", "nur",
        "ohne", "in arbeit", "geplant", "folgt", "wird noch",
    ],
    pt: &[
        "não", "nao", "nunca", "ainda", "exceto", "salvo", "a menos", "fora", "mas", "pendente", "pendentes",
        "aguardando", "em aberto", "aberto", "adiado", "adiada", "pulado", "ignorado", "falta", "faltam", "falhou",
        "bloqueado", "negado", "rejeitado", "rejeitada", "dispensado", "dispensada", "a fazer", "depois", "mais tarde",
        "em breve", "quase", "parcialmente", "em parte", "só", "somente", "apenas", "sem", "em andamento", "planejado",
    ],
    es: &[
        "nunca", "aún", "todavía", "excepto", "salvo", "a menos", "pero", "pendiente", "pendientes", "esperando",
        "abierto", "abierta", "aplazado", "aplazada", "omitido", "ignorado", "falta", "faltan", "falló", "bloqueado",
        "denegado", "rechazado", "rechazada", "dispensado", "dispensada", "por hacer", "después", "más tarde",
        "pronto", "casi", "parcialmente", "en parte", "solo", "sólo", "solamente", "sin", "en curso", "previsto",
    ],
    fr: &[
        "pas encore", "pas fait", "jamais", "encore", "sauf", "excepté", "hormis", "à moins", "mais", "en attente",
        "attend", "ouvert", "ouverte", "reporté", "reportée", "ignoré", "manque", "manquent", "échoué", "bloqué",
        "refusé", "refusée", "rejeté", "rejetée", "dispensé", "à faire", "plus tard", "bientôt", "presque",
        "partiellement", "en partie", "seulement", "uniquement", "sans", "en cours", "prévu",
    ],
    it: &["non", "mai", "ancora", "eccetto", "tranne", "ma", "in sospeso", "rinviato", "quasi", "solo", "senza"],
    ja: &["未", "まだ", "除く", "以外", "保留", "延期", "一部", "のみ", "後日", "対応中", "却下"],
    zh: &[
        "未", "尚未", "还没", "没有", "不", "除", "除了", "待", "待定", "推迟", "延期", "部分", "仅", "只", "稍后",
        "进行中", "拒绝",
    ],
    ..Words::NONE
};

/// Words that end what a remark says of a stand: `2 open`, `3 outstanding`. With none of them it is fine.
pub(crate) const LEFT_OVER: Words = Words {
    en: &["open", "still", "pending", "left", "remaining", "outstanding", "unresolved", "missing", "failed", "failing"],
    de: &["offen", "offene", "noch", "ausstehend", "fehlen", "fehlt", "fehlgeschlagen"],
    pt: &["aberto", "abertos", "pendente", "pendentes", "restantes", "faltando", "falharam"],
    es: &["abierto", "abiertos", "pendiente", "pendientes", "restantes", "faltan", "fallaron"],
    fr: &["ouvert", "ouverts", "restants", "manquants", "échoués"],
    ja: &["未", "残"],
    zh: &["未", "待", "剩"],
    ..Words::NONE
};

/// Words behind a statement that tell with whom, by whom or when it was met, where a number or a name follows.
pub(crate) const BESIDE: Words = Words {
    en: &["with", "by", "on"],
    de: &["mit", "von", "am"],
    pt: &["com", "por", "em"],
    es: &["con", "por", "el"],
    fr: &["avec", "par", "le"],
    ..Words::NONE
};

/// Words for how something stands or ended. Another one of them is another statement, however alike the letters are.
pub(crate) const OUTCOMES: Words = Words {
    en: &[
        "fixed", "filed", "found", "open", "opened", "closed", "close", "done", "passed", "passes", "failed", "fails",
        "failing", "solved", "saved", "tested", "listed", "accepted", "excepted", "approved", "rejected", "resolved",
        "reported", "reviewed", "received", "resumed", "started", "stopped", "merged", "enabled", "disabled", "stable",
        "unstable", "below", "above", "green", "closer",
    ],
    de: &[
        "behoben", "erhoben", "offen", "geschlossen", "beschlossen", "erledigt", "bestanden", "gefunden", "gelöst",
        "gemeldet", "getestet", "stabil", "instabil",
    ],
    pt: &["corrigido", "corrigidos", "aberto", "abertos", "fechado", "fechados", "feito", "aprovado", "reprovado"],
    es: &["corregido", "corregidos", "abierto", "abiertos", "cerrado", "cerrados", "hecho", "aprobado", "reprobado"],
    fr: &["corrigé", "corrigés", "ouvert", "ouverts", "fermé", "fermés", "fait", "faits", "passé", "cassé"],
    ..Words::NONE
};

/// Endings by which the plural of a word differs from its singular.
pub(crate) const PLURALS: Words = Words {
    en: &["s", "es"],
    de: &["e", "en", "n", "er", "s"],
    pt: &["s", "es"],
    es: &["s", "es"],
    fr: &["s", "x"],
    it: &["i", "e"],
    ..Words::NONE
};
