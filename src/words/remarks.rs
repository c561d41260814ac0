//! Words of remarks beside a statement, and words that no slip of the pen turns into each other.

use super::Words;

/// Words with which a remark takes back what it stands beside: `Legal sign-off — not yet`.
pub(crate) const TAKES_BACK: Words = Words {
    en: &[
        "not", "never", "except", "excepting", "excluding", "ignoring", "unless", "but", "or", "besides", "apart from",
        "other than", "waiting", "awaiting", "still open", "still pending", "still failing", "still missing",
        "still to", "open since", "open until", "unclear", "scheduled", "to do", "todo", "tbd", "to be", "to follow",
        "later", "soon", "after ga", "almost", "nearly", "mostly", "partly", "partially", "in part", "half", "only",
        "minus", "in progress", "ongoing", "on hold", "planned", "wip", "won't", "can't", "cannot", "isn't", "aren't",
        "wasn't", "hasn't", "haven't", "didn't", "doesn't", "nice to have", "ideally", "if possible", "where possible",
        "if time", "if applicable", "where applicable", "when applicable", "as applicable", "nope", "dropped",
        "out of scope", "irrelevant", "replaced", "moved to", "no longer", "exception granted", "exception approved",
        "exception agreed", "exception given", "exception for", "by exception", "with exception of", "with exceptions",
        "with one exception", "with an exception", "with known issues", "with findings", "waiver", "assumed",
        "no data", "unknown", "probably", "presumably", "should be", "expected by", "expected on", "expected in",
        "expected soon", "expected next", "next week", "next sprint", "next month", "next release", "will be done",
        "will be fixed", "will be tested", "will do", "will follow", "will come", "will arrive", "will be ready",
        "will be there", "will be sent", "will be signed", "will be given", "will sign", "will send", "needs work",
        "needs rework", "accepted risk", "risk accepted", "all but", "save for", "eta", "due on", "due by", "due in",
        "due next", "due soon", "by ga", "by launch", "in backlog", "in the backlog", "wontfix", "override",
        "hopefully", "reclassified", "under way", "underway", "excl", "after launch", "after the launch", "from ga on",
        "tbc", "skip for", "skip this", "skip it", "skip until", "stretch goal", "stretch target", "if needed",
        "if necessary", "if required", "as needed", "when needed", "where needed", "where necessary", "subject to",
        "provided that", "as long as", "on condition", "conditionally", "contingent", "assuming", "nice-to-have",
        "aspirational", "verify later", "check later", "measure later", "test later",
    ],
    de: &[
        "nicht", "nie", "noch", "außer", "abgesehen", "bis auf", "aber", "oder", "steht aus", "wartet", "läuft",
        "entfällt", "trifft nicht zu", "k. a", "später", "bald", "beinahe", "größtenteils", "teilweise", "zum teil",
        "nur", "in arbeit", "geplant", "folgt", "wird noch", "nein", "ausnahme genehmigt", "ausnahme erteilt",
        "ausnahme für", "ausnahmsweise", "mit ausnahme", "wird nachgeholt", "keine daten", "unbekannt", "vermutlich",
        "wahrscheinlich", "voraussichtlich", "kommt später", "kommt noch", "kommt bis", "kommt am",
        "wird nachgereicht", "mit vorbehalt", "unter vorbehalt", "zielwert", "exkl", "überwiegend", "weitgehend",
        "zur hälfte", "wenn möglich", "nach möglichkeit", "falls zutreffend", "sofern zutreffend", "ggf", "bei bedarf",
        "falls nötig", "falls erforderlich", "wenn nötig", "sofern möglich", "sofern nötig", "soweit möglich",
        "vorbehaltlich", "außerhalb des umfangs", "nicht im umfang", "wünschenswert", "vorausgesetzt",
        "unter der bedingung", "unter der voraussetzung",
    ],
    pt: &[
        "não", "nao", "nunca", "ainda", "exceto", "salvo", "menos", "a menos", "fora", "mas", "ou", "aguardando",
        "em aberto", "a fazer", "depois", "mais tarde", "em breve", "quase", "parcialmente", "em parte", "só",
        "somente", "apenas", "em andamento", "planejado", "exceção concedida", "exceção aprovada", "exceção para",
        "a verificar", "sem dados", "desconhecido", "provavelmente", "com ressalva", "com exceção", "sem contar",
        "se possível", "se possivel", "se aplicável", "se necessário", "se preciso", "caso necessário", "sujeito a",
        "sujeita a", "desejável", "melhor esforço", "condicionado", "condicionada", "a confirmar", "assumindo que",
        "verificar depois", "medir depois",
    ],
    es: &[
        "nunca", "aún", "todavía", "excepto", "salvo", "menos", "a menos", "pero", "esperando", "no aplica",
        "no aplicable", "fuera de alcance", "por hacer", "después", "más tarde", "pronto", "casi", "parcialmente",
        "en parte", "solo", "sólo", "solamente", "en curso", "previsto", "excepción concedida", "excepción aprobada",
        "excepción para", "por verificar", "sin datos", "desconocido", "probablemente", "con reserva", "con excepción",
        "más adelante", "sin contar", "si es posible", "si aplica", "si procede", "si es necesario", "si hace falta",
        "sujeto a", "sujeta a", "siempre y cuando", "a condición de", "deseable", "mejor esfuerzo", "condicionado",
        "condicionada", "fuera del alcance", "por confirmar", "asumiendo que", "verificar después", "medir después",
    ],
    fr: &[
        "pas encore", "jamais", "non", "encore", "sauf", "excepté", "hormis", "à moins", "mais", "ou", "en attente",
        "attend", "ne s'applique pas", "s.o", "hors périmètre", "à faire", "plus tard", "bientôt", "presque",
        "partiellement", "en partie", "seulement", "uniquement", "en cours", "prévu", "exception accordée",
        "dérogation", "à vérifier", "sans données", "inconnu", "probablement", "avec réserve", "sous réserve", "hors",
        "si possible", "le cas échéant", "si nécessaire", "si besoin", "au besoin", "à condition", "sous condition",
        "pourvu que", "souhaitable", "au mieux", "à confirmer", "en supposant", "vérifier plus tard",
    ],
    it: &[
        "non", "ancora", "eccetto", "tranne", "in sospeso", "quasi", "solo", "se necessario", "se possibile",
        "a condizione", "fuori ambito", "da confermare",
    ],
    ja: &[
        "未", "まだ", "除く", "以外", "保留", "一部", "のみ", "後日", "対応中", "進行中", "予定", "却下", "拒否",
        "取消", "中止", "該当する場合", "該当なし", "例外承認", "不明", "データなし", "見込み", "任意", "口頭",
        "必要に応じて", "できれば", "条件付き", "努力目標", "要確認",
    ],
    zh: &[
        "未", "尚未", "还没", "没有", "不", "除", "除了", "待", "待定", "部分", "仅", "只", "稍后", "进行中", "拒绝",
        "被拒绝", "中止", "例外批准", "未知", "无数据", "预计", "可选", "已申请", "口头", "大部分", "暂缓", "如适用",
        "若适用", "如有需要", "视情况", "视需要", "有条件", "尽力而为", "锦上添花",
    ],
    signs: &["❌", "✗", "✘", "✖", "☒", "🚧", "⏳", "⏸", "?", "🔴", "🟠", "🟡", "🚫", "🛑", "⛔", "👎", "⚠"],
    ..Words::NONE
}
.indexed();

/// Signs with which a part of a remark says that something is not done, wherever they stand in it:
/// `EU ✅, US ❌`.
pub(crate) const NOT_DONE: Words = Words {
    signs: &["❌", "✗", "✘", "🚧", "⏳", "🔴", "🟠", "🟡", "🚫", "🛑", "⛔", "👎", "⬜", "☐", "🔲", "[ ]"],
    ..Words::NONE
}
.indexed();

/// Signs that warn of what stands behind them.
pub(crate) const CAUTIONS: Words = Words { signs: &["⚠", "❗", "‼"], ..Words::NONE }.indexed();

/// Words for what nobody may lose: `zero data loss`.
pub(crate) const LOSSES: Words = Words {
    en: &["loss", "losses"],
    de: &["verlust", "verluste", "datenverlust", "datenverluste"],
    pt: &["perda", "perdas"],
    es: &["pérdida", "pérdidas"],
    fr: &["perte", "pertes"],
    it: &["perdita", "perdite"],
    nl: &["verlies"],
    ..Words::NONE
}
.indexed();

/// What is said of it when it was lost: `3 rows lost`.
pub(crate) const LOST: Words = Words {
    en: &["lost"],
    de: &["verloren"],
    pt: &["perdido"],
    es: &["perdido"],
    fr: &["perdu"],
    it: &["perso"],
    nl: &["verloren"],
    ..Words::NONE
}
.indexed();

/// Words before what is asked of each of many: `all customers migrated`.
pub(crate) const ALL_OF: Words = Words {
    en: &["all", "all the", "all of", "every", "each"],
    de: &["alle", "alle der", "jeder", "jede", "jedes", "sämtliche"],
    pt: &["todos os", "todas as", "todos", "todas", "cada"],
    es: &["todos los", "todas las", "todos", "todas", "cada"],
    fr: &["tous les", "toutes les", "chaque"],
    it: &["tutti i", "tutti gli", "tutte le", "ogni"],
    ja: &["全", "すべての", "全ての"],
    zh: &["所有", "全部"],
    ko: &["모든"],
    ru: &["все"],
    nl: &["alle"],
    pl: &["wszyscy", "wszystkie"],
    ..Words::NONE
}
.indexed();

/// What is said of something that was refused, at the beginning of a remark. At the end it may
/// speak of others: `bots blocked`.
pub(crate) const REFUSED: Words = Words {
    en: &["blocked", "denied", "refused", "rejected", "vetoed", "declined", "disapproved"],
    de: &["blockiert", "abgelehnt", "verweigert"],
    pt: &["bloqueado", "negado", "recusado", "rejeitado", "vetado", "desaprovado"],
    es: &["bloqueado", "denegado", "rechazado", "vetado", "desaprobado"],
    fr: &["bloqué", "refusé", "rejeté", "désapprouvé"],
    ..Words::NONE
}
.indexed();

/// What is said of something that is not met, at the beginning of a remark or at the end of a short
/// one: `US failed`.
pub(crate) const UNMET: Words = Words {
    en: &[
        "pending", "outstanding", "unresolved", "overdue", "delayed", "missing", "failed", "failing", "missed",
        "breached", "violated", "insufficient", "inconclusive", "fails", "flaky", "unmeasured",
    ],
    de: &[
        "ausstehend", "fehlt", "fehlen", "fehlend", "fehlgeschlagen", "durchgefallen", "verfehlt", "verletzt",
        "überfällig", "ungemessen", "wackelig",
    ],
    pt: &["pendente", "pendentes", "falta", "faltam", "faltando", "falhou", "falharam", "reprovado", "atrasado"],
    es: &[
        "pendiente", "pendientes", "falta", "faltan", "falló", "fallaron", "reprobado", "atrasado", "incumplido",
        "sin hacer", "sin terminar", "sin completar", "sin revisar", "sin probar", "sin verificar", "sin firmar",
        "sin aprobar",
    ],
    fr: &["manque", "manquent", "manquant", "échoué", "raté", "en retard", "recalé"],
    ja: &["未達", "未完了", "不合格", "失敗"],
    zh: &["未完成", "未达标", "失败", "不合格"],
    ..Words::NONE
}
.indexed();

/// What is said of something that is met. Denied, it takes back: `pas faite`, `unvollständig`.
pub(crate) const MET: Words = Words {
    en: &[
        "done", "met", "complete", "completed", "finished", "passed", "fixed", "resolved", "approved", "signed",
        "confirmed", "verified", "tested", "retested", "built", "written", "fulfilled", "satisfied", "reached",
        "achieved", "reviewed", "checked", "ready", "validated", "closed", "mitigated",
    ],
    de: &[
        "erledigt", "erfüllt", "vollständig", "fertig", "abgeschlossen", "bestanden", "behoben", "gelöst", "geprüft",
        "getestet", "bestätigt", "genehmigt", "freigegeben", "erreicht", "geklärt", "zureichend", "bereit",
    ],
    pt: &[
        "feito", "completo", "concluído", "terminado", "cumprido", "atendido", "atingido", "aprovado", "resolvido",
        "corrigido", "testado", "verificado", "validado", "confirmado", "pronto", "assinado", "finalizado", "acabado",
        "suficiente",
    ],
    es: &[
        "hecho", "completo", "completado", "terminado", "cumplido", "alcanzado", "aprobado", "resuelto", "corregido",
        "probado", "verificado", "validado", "confirmado", "listo", "firmado", "acabado", "suficiente", "concluido",
    ],
    fr: &[
        "fait", "complet", "complète", "terminé", "fini", "rempli", "atteint", "approuvé", "résolu", "corrigé",
        "testé", "vérifié", "validé", "confirmé", "prêt", "signé", "achevé", "suffisant",
    ],
    ..Words::NONE
}
.indexed();

/// Beginnings of words that turn them into their opposite.
pub(crate) const OPPOSITES: Words = Words {
    en: &["un", "in", "non-"],
    de: &["un"],
    pt: &["in", "não-"],
    es: &["in"],
    fr: &["in", "non-"],
    ..Words::NONE
}
.indexed();

/// What is said of a value that went above its bound.
pub(crate) const ABOVE_BOUND: Words = Words {
    en: &["exceeded", "overshot", "overrun"],
    de: &["überschritten", "gerissen"],
    pt: &["excedido", "ultrapassado", "superado", "estourado"],
    es: &["excedido", "superado", "sobrepasado", "rebasado"],
    fr: &["dépassé", "excédé"],
    ja: &["超過"],
    zh: &["超标", "超出"],
    ..Words::NONE
}
.indexed();

/// What is said of a value that stayed below its bound.
pub(crate) const BELOW_BOUND: Words =
    Words { en: &["undershot", "short"], de: &["unterschritten"], ..Words::NONE }.indexed();

/// Words that take back wherever they stand in a remark: `Priya: not all`.
pub(crate) const NOT_ALL: Words = Words {
    en: &["not all", "not every", "not everything"],
    de: &["nicht alle", "nicht alles", "nicht jede"],
    pt: &["nem todos", "nem todas", "não todos"],
    es: &["no todos", "no todas"],
    fr: &["pas tous", "pas toutes", "pas tout"],
    ja: &["全てではない", "すべてではない"],
    zh: &["不是全部", "并非全部"],
    ..Words::NONE
}
.indexed();

/// Words that take back what they stand beside as a whole remark. In front of other words they mean
/// something else: `still green`.
pub(crate) const TAKES_BACK_ALONE: Words = Words {
    en: &[
        "no", "still", "skip", "stretch", "backlog", "wish", "wish list", "wishlist", "conditional", "parked",
        "best effort", "best-effort",
    ],
    de: &["bedingt"],
    es: &["no"],
    ..Words::NONE
}
.indexed();

/// Words that lead to a result and say how little it is: `only 0.2%`, `dropped to 0.2%`.
pub(crate) const LEADS: Words = Words {
    en: &["only", "just", "even", "still", "once", "ever", "dropped", "fell", "down", "to", "but", "at"],
    de: &["nur", "lediglich", "noch", "sogar", "einmal", "auf", "gesunken", "gefallen"],
    pt: &["apenas", "só", "somente", "ainda", "caiu", "para"],
    es: &["solo", "sólo", "solamente", "apenas", "aún", "bajó", "cayó", "a", "al"],
    fr: &["seulement", "uniquement", "encore", "tombé", "descendu", "à"],
    it: &["solo", "soltanto", "appena"],
    ja: &["わずか", "たった", "まだ"],
    zh: &["只有", "仅", "只", "仅有", "仅为", "只是"],
    ..Words::NONE
}
.indexed();

/// Words that lead to a number which is not quite reached.
pub(crate) const NEARLY: Words = Words {
    en: &["almost", "nearly"],
    de: &["fast", "beinahe", "nahezu"],
    pt: &["quase"],
    es: &["casi"],
    fr: &["presque"],
    it: &["quasi"],
    ja: &["ほぼ"],
    zh: &["几乎", "接近"],
    ..Words::NONE
}
.indexed();

/// Words for a part of a bound.
pub(crate) const HALF_OF_BOUND: Words = Words {
    en: &["half of that", "half that", "half of it", "half of the limit", "half the limit", "half of the bound"],
    de: &["hälfte davon", "hälfte des grenzwerts", "hälfte der grenze"],
    pt: &["metade disso", "metade do limite"],
    es: &["mitad de eso", "mitad del límite"],
    fr: &["moitié de cela", "moitié de la limite", "moitié du seuil"],
    it: &["metà di questo", "metà del limite"],
    ja: &["その半分", "上限の半分"],
    zh: &["一半", "上限的一半"],
    ..Words::NONE
}
.indexed();

/// What is said of a bound or an alarm that was hit. A result that was reached is another one.
pub(crate) const FIRED: Words = Words {
    en: &["hit", "fired", "triggered", "tripped", "went off", "gone off", "breached"],
    de: &["ausgelöst", "gerissen", "angeschlagen"],
    pt: &["disparou", "disparado", "acionado"],
    es: &["disparó", "disparado", "activado"],
    fr: &["déclenché", "déclenchée"],
    it: &["scattato"],
    ja: &["発動", "発報"],
    zh: &["触发", "触及"],
    ..Words::NONE
}
.indexed();

/// What may be exceeded beside a bound: `exceeded expectations`.
pub(crate) const EXPECTATIONS: Words = Words {
    en: &["expectations", "expectation"],
    de: &["erwartungen", "erwartung"],
    pt: &["expectativas", "expectativa"],
    es: &["expectativas", "expectativa"],
    fr: &["attentes"],
    it: &["aspettative"],
    ja: &["期待"],
    zh: &["预期"],
    ..Words::NONE
}
.indexed();

/// Beside a percentage, what it is a share of that is well: `99.8% success`.
pub(crate) const GOOD_SHARES: Words = Words {
    en: &["success", "successful", "succeeded", "ok", "fine", "green", "passed", "uptime", "available"],
    de: &["erfolg", "erfolgreich", "fehlerfrei", "grün"],
    pt: &["sucesso", "disponível"],
    es: &["éxito", "disponible"],
    fr: &["succès", "réussite", "disponible"],
    it: &["successo"],
    ja: &["成功"],
    zh: &["成功"],
    ..Words::NONE
}
.indexed();

/// Words that end or begin a list of examples: `calls, mail, etc.`
pub(crate) const AND_SO_ON: Words = Words {
    en: &["etc", "e.g", "eg", "such", "as", "or", "and"],
    de: &["usw", "etc", "z.b", "wie", "und", "oder"],
    pt: &["etc", "ex", "p.ex", "como", "e", "ou"],
    es: &["etc", "p.ej", "ej", "como", "y", "o"],
    fr: &["etc", "p.ex", "ex", "comme", "et", "ou"],
    it: &["ecc", "es", "come", "e", "o"],
    nl: &["enz", "bijv", "zoals", "en", "of"],
    pl: &["itd", "np", "i", "lub"],
    tr: &["vb", "vs", "örn", "ve"],
    vi: &["v.v", "vd", "và"],
    ru: &["т.д", "напр", "и", "или"],
    ..Words::NONE
}
.indexed();

/// Words that begin a remark about more than was asked for: `stretch goal also met`.
pub(crate) const BEYOND: Words = Words {
    en: &["stretch goal", "stretch target", "stretch", "optional", "nice to have", "nice-to-have"],
    de: &["optionaler", "optionale", "optionales", "optional"],
    pt: &["opcional"],
    es: &["opcional"],
    fr: &["facultatif", "facultative", "optionnel", "optionnelle"],
    ..Words::NONE
}
.indexed();

/// Words that begin a remark about what was late.
pub(crate) const LATE: Words = Words {
    en: &["later"],
    de: &["später"],
    pt: &["mais tarde", "depois"],
    es: &["más tarde", "después"],
    fr: &["plus tard"],
    ..Words::NONE
}
.indexed();

/// All that may stand in such a remark beside that it was met.
pub(crate) const BEYOND_SILENT: Words = Words {
    en: &[
        "also", "too", "as", "well", "part", "parts", "item", "items", "work", "than", "planned", "expected", "hoped",
        "and", "but", "now", "was", "were", "is", "are", "already", "of",
    ],
    de: &["auch", "ebenfalls", "teil", "als", "geplant", "erwartet", "aber", "ist", "wurde", "jetzt", "schon", "von"],
    pt: &["também", "parte", "de", "do", "que", "o", "planejado", "previsto", "mas", "foi", "já"],
    es: &["también", "parte", "de", "lo", "que", "planeado", "previsto", "pero", "fue", "ya"],
    fr: &["aussi", "également", "partie", "de", "que", "prévu", "mais", "est", "déjà"],
    ..Words::NONE
}
.indexed();

/// Words that begin like one that takes back, and say that nothing is wrong:
/// `not a single failure`, `noch besser als geplant`.
pub(crate) const AFFIRMS: Words = Words {
    en: &["not a", "not one", "not any", "never so far", "not so far", "fails over", "fails safe"],
    de: &["nicht ein", "nie bisher", "noch besser"],
    pt: &["ainda melhor"],
    es: &["aún mejor", "todavía mejor"],
    fr: &["encore mieux", "encore meilleur"],
    it: &["ancora meglio"],
    ja: &["予定どおり", "予定通り", "予定より早", "予定よりも早", "予定より遅れたが"],
    ..Words::NONE
}
.indexed();

/// Before something bad, that it is over: `no longer blocked`.
pub(crate) const NO_MORE: Words = Words {
    en: &["no longer", "not any more", "not anymore"],
    de: &["nicht mehr", "nicht länger"],
    pt: &["já não", "não mais", "não está mais"],
    es: &["ya no", "ya no está"],
    fr: &["plus", "n'est plus"],
    ..Words::NONE
}
.indexed();

/// Before a part of those who use something, that it is left out: `without the EU`.
pub(crate) const WITHOUT: Words =
    Words { en: &["without"], de: &["ohne"], pt: &["sem"], es: &["sin"], fr: &["sans"], it: &["senza"], ..Words::NONE }
        .indexed();

/// Before what would be bad, that there is none of it: `没有错误`.
pub(crate) const NONE_OF: Words =
    Words { zh: &["没有", "未发现", "未出现", "未见", "无", "無"], ..Words::NONE }.indexed();

/// Behind a count, that it is the one of today: `18 so far`.
pub(crate) const SO_FAR: Words = Words {
    en: &["so far", "to date", "until now", "by now", "as of", "yet", "now", "today", "currently"],
    de: &["bisher", "bislang", "bis jetzt", "aktuell", "derzeit"],
    pt: &["até agora", "até o momento", "atualmente"],
    es: &["hasta ahora", "por ahora", "actualmente"],
    fr: &["jusqu'ici", "à ce jour", "pour l'instant", "actuellement"],
    ..Words::NONE
}
.indexed();

/// Before a number, that it is the result: `measured 18`.
pub(crate) const RESULTS: Words = Words {
    en: &[
        "measured", "counted", "count", "total", "actual", "actually", "got", "reached", "currently", "current", "now",
        "so", "far",
    ],
    de: &["gemessen", "gezählt", "ist", "stand", "insgesamt", "aktuell", "bisher", "bislang"],
    pt: &["medido", "contado", "total", "atual", "atualmente"],
    es: &["medido", "contado", "total", "actual", "actualmente"],
    fr: &["mesuré", "compté", "total", "actuel", "actuellement"],
    ..Words::NONE
}
.indexed();

/// Before a number, that it is what should be, or what it is compared with: `target 1%`.
pub(crate) const AIMS: Words = Words {
    en: &["target", "goal", "limit", "bound", "budget", "allowed", "required", "baseline", "expected"],
    de: &["ziel", "zielwert", "grenze", "grenzwert", "soll", "erwartet"],
    pt: &["meta", "limite", "alvo"],
    es: &["meta", "objetivo", "límite"],
    fr: &["objectif", "limite", "cible"],
    ..Words::NONE
}
.indexed();

/// Beside a percentage, what else than a result it may be a share of: `80% coverage`.
pub(crate) const OTHER_SHARES: Words = Words {
    en: &[
        "coverage", "confidence", "sample", "sampled", "sampling", "rollout", "exposure", "exposed", "progress",
        "load", "capacity", "done", "complete",
    ],
    de: &["abdeckung", "konfidenz", "stichprobe", "last", "auslastung"],
    pt: &["cobertura", "confiança", "amostra"],
    es: &["cobertura", "confianza", "muestra"],
    fr: &["couverture", "confiance", "échantillon"],
    ..Words::NONE
}
.indexed();

/// Words behind an alarm that make it wait for one more time.
pub(crate) const SECOND_TIME: Words = Words {
    en: &["twice", "thrice", "repeatedly", "consecutively"],
    de: &["zweimal", "dreimal", "wiederholt"],
    pt: &["duas", "repetidamente"],
    es: &["dos", "repetidamente"],
    fr: &["deux", "plusieurs"],
    ..Words::NONE
}
.indexed();

/// Words that end what a remark says of a stand: `2 open`, `3 outstanding`. With none of them it is
/// fine.
pub(crate) const LEFT_OVER: Words = Words {
    en: &[
        "open", "still", "pending", "left", "remain", "remains", "remaining", "outstanding", "unresolved", "missing",
        "failed", "failing",
    ],
    de: &["offen", "offene", "noch", "ausstehend", "fehlen", "fehlt", "fehlgeschlagen"],
    pt: &["aberto", "abertos", "pendente", "pendentes", "restantes", "faltando", "falharam"],
    es: &["abierto", "abiertos", "pendiente", "pendientes", "restantes", "faltan", "fallaron"],
    fr: &["ouvert", "ouverts", "restants", "manquants", "échoués"],
    ja: &["未", "残"],
    zh: &["未", "待", "剩"],
    ..Words::NONE
}
.indexed();

/// Remarks that count none: `No open bugs: none`, `不具合0件`.
pub(crate) const NONE: Words = Words {
    en: &["none", "nil", "zero"],
    de: &["keine", "keiner", "null"],
    pt: &["nenhum", "nenhuma", "zero"],
    es: &["ninguno", "ninguna", "cero"],
    fr: &["aucun", "aucune", "zéro"],
    ja: &["なし", "無し", "ゼロ", "0件"],
    zh: &["无", "無", "没有", "0个"],
    ..Words::NONE
}
.indexed();

/// Words behind a statement that tell with whom, by whom or when it was met, where a number or a
/// name follows.
pub(crate) const BESIDE: Words = Words {
    en: &["with", "by", "on"],
    de: &["mit", "von", "am"],
    pt: &["com", "por", "em"],
    es: &["con", "por", "el"],
    fr: &["avec", "par", "le"],
    ..Words::NONE
}
.indexed();

/// Words behind a statement that tell where, by what or since when it was met, where a number, a
/// version or a ticket follows: `fixed in #431`, `since v2.4`.
pub(crate) const BESIDE_NUMBERS: Words = Words {
    en: &["in", "via", "since"],
    de: &["in", "mit", "seit", "via"],
    pt: &["em", "desde", "via"],
    es: &["en", "desde", "vía"],
    fr: &["dans", "depuis", "via", "en"],
    ..Words::NONE
}
.indexed();

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
}
.indexed();

/// Endings by which the plural of a word differs from its singular.
const PLURALS: Words = Words {
    en: &["s", "es"],
    de: &["e", "en", "n", "er", "s"],
    pt: &["s", "es"],
    es: &["s", "es"],
    fr: &["s", "x"],
    it: &["i", "e"],
    ..Words::NONE
}
.indexed();

/// Whether two words are one noun, in the singular or the plural.
pub(crate) fn is_same_noun(one: &str, other: &str) -> bool {
    one == other || is_plural_of(one, other) || is_plural_of(other, one)
}

/// Whether a word is the plural of another one.
pub(crate) fn is_plural_of(many: &str, one: &str) -> bool {
    let ending = many.strip_prefix(one).filter(|_| one.chars().count() >= 3);
    let is_y = || many.strip_suffix("ies").is_some_and(|stem| one.strip_suffix('y') == Some(stem));
    ending.is_some_and(|ending| PLURALS.has(ending)) || is_y()
}
