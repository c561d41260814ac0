//! Words of remarks beside a statement, and words that no slip of the pen turns into each other.

use super::Words;

/// Words with which a remark takes back what it stands beside: `Legal sign-off — not yet`.
pub(crate) const TAKES_BACK: Words = Words {
    en: &[
        "not", "never", "except", "excepting", "excluding", "excluded", "ignoring", "unless", "but", "or", "besides",
        "apart from", "other than", "pending", "waived", "waiting", "awaiting", "outstanding", "still open",
        "still pending", "still failing", "still missing", "still to", "open since", "open until", "unresolved",
        "unfinished", "incomplete", "unclear", "overdue", "deferred", "postponed", "delayed", "scheduled", "skipped",
        "ignored", "missing", "failed", "failing", "blocked", "denied", "refused", "rejected", "to do", "todo", "tbd",
        "to be", "to follow", "later", "soon", "after ga", "almost", "nearly", "mostly", "partly", "partially",
        "in part", "half", "only", "minus", "in progress", "ongoing", "on hold", "planned", "wip", "won't", "can't",
        "cannot", "isn't", "aren't", "wasn't", "hasn't", "haven't", "didn't", "doesn't", "optional", "nice to have",
        "ideally", "if possible", "where possible", "if time", "exempt", "nope", "dropped", "cancelled", "canceled",
        "descoped", "out of scope", "obsolete", "irrelevant", "superseded", "replaced", "moved to", "no longer",
    ],
    de: &[
        "nicht", "nie", "noch", "außer", "ausgenommen", "abgesehen", "bis auf", "aber", "oder", "ausstehend",
        "steht aus", "wartet", "läuft", "verschoben", "zurückgestellt", "übersprungen", "fehlt", "fehlen",
        "fehlgeschlagen", "blockiert", "abgelehnt", "erlassen", "gestrichen", "verworfen", "entfällt",
        "trifft nicht zu", "k. a", "später", "bald", "beinahe", "größtenteils", "teilweise", "zum teil", "nur",
        "in arbeit", "geplant", "folgt", "wird noch", "nein",
    ],
    pt: &[
        "não", "nao", "nunca", "ainda", "exceto", "salvo", "menos", "a menos", "fora", "mas", "ou", "pendente",
        "pendentes", "aguardando", "em aberto", "adiado", "adiada", "pulado", "ignorado", "falta", "faltam", "falhou",
        "bloqueado", "negado", "recusado", "rejeitado", "rejeitada", "dispensado", "dispensada", "cancelado",
        "descartado", "a fazer", "depois", "mais tarde", "em breve", "quase", "parcialmente", "em parte", "só",
        "somente", "apenas", "em andamento", "planejado",
    ],
    es: &[
        "nunca", "aún", "todavía", "excepto", "salvo", "menos", "a menos", "pero", "pendiente", "pendientes",
        "esperando", "aplazado", "aplazada", "omitido", "ignorado", "falta", "faltan", "falló", "bloqueado",
        "denegado", "rechazado", "rechazada", "dispensado", "dispensada", "cancelado", "descartado", "no aplica",
        "no aplicable", "fuera de alcance", "por hacer", "después", "más tarde", "pronto", "casi", "parcialmente",
        "en parte", "solo", "sólo", "solamente", "en curso", "previsto",
    ],
    fr: &[
        "pas encore", "pas fait", "jamais", "non", "encore", "sauf", "excepté", "hormis", "à moins", "mais", "ou",
        "en attente", "attend", "reporté", "reportée", "ignoré", "manque", "manquent", "échoué", "bloqué", "refusé",
        "refusée", "rejeté", "rejetée", "dispensé", "annulé", "abandonné", "ne s'applique pas", "s.o",
        "hors périmètre", "à faire", "plus tard", "bientôt", "presque", "partiellement", "en partie", "seulement",
        "uniquement", "en cours", "prévu",
    ],
    it: &["non", "ancora", "eccetto", "tranne", "in sospeso", "rinviato", "quasi", "solo"],
    ja: &[
        "未", "まだ", "除く", "以外", "保留", "延期", "一部", "のみ", "後日", "対応中", "進行中", "予定", "却下",
        "拒否", "取消", "中止", "該当なし", "対象外",
    ],
    zh: &[
        "未", "尚未", "还没", "没有", "不", "除", "除了", "待", "待定", "推迟", "延期", "部分", "仅", "只", "稍后",
        "进行中", "拒绝", "被拒绝", "取消", "已取消", "中止",
    ],
    signs: &["❌", "✗", "✘", "🚧", "⏳", "?"],
    ..Words::NONE
};

/// Words that take back what they stand beside as a whole remark: `Security review: open`. In front
/// of other words they mean something else: `open-source licences checked`.
pub(crate) const TAKES_BACK_ALONE: Words = Words {
    en: &["open", "no", "still"],
    de: &["offen"],
    pt: &["aberto", "aberta"],
    es: &["abierto", "abierta", "no"],
    fr: &["ouvert", "ouverte"],
    ..Words::NONE
};

/// Words behind one that takes back, with which it says that nothing is wrong:
/// `not a single failure`.
pub(crate) const AFFIRMS: Words = Words {
    en: &["not a", "not one", "not any", "never so far", "not so far"],
    de: &["nicht ein", "nie bisher"],
    ..Words::NONE
};

/// Words behind an alarm that make it wait for one more time.
pub(crate) const SECOND_TIME: Words = Words {
    en: &["twice", "thrice", "repeatedly", "consecutively"],
    de: &["zweimal", "dreimal", "wiederholt"],
    pt: &["duas", "repetidamente"],
    es: &["dos", "repetidamente"],
    fr: &["deux", "plusieurs"],
    ..Words::NONE
};

/// Words that end what a remark says of a stand: `2 open`, `3 outstanding`. With none of them it is
/// fine.
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

/// Words behind a statement that tell with whom, by whom or when it was met, where a number or a
/// name follows.
pub(crate) const BESIDE: Words = Words {
    en: &["with", "by", "on"],
    de: &["mit", "von", "am"],
    pt: &["com", "por", "em"],
    es: &["con", "por", "el"],
    fr: &["avec", "par", "le"],
    ..Words::NONE
};

/// Words for how something stands or ended. Another one of them is another statement, however alike
/// the letters are.
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
