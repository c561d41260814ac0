//! Words that take a decision back, beside the word for it: it was turned down, it waits for
//! somebody, it holds under a condition, or nobody has made it yet.

use super::Words;
use super::negations::NEGATIONS;
use super::open::says_open;

/// Words that take a decision back when they open the remark behind it: `Proceed (vetoed)`.
const DENIED: Words = Words {
    en: &[
        "denied", "rejected", "vetoed", "veto", "blocked", "pending", "proposed", "declined", "refused", "withdrawn",
        "revoked", "retracted", "overruled", "overturned", "not yet", "not approved", "not granted", "not confirmed",
        "not signed", "not decided", "not ratified", "not final", "awaiting", "waiting for", "waiting on",
        "to confirm", "to approve", "unapproved", "unconfirmed", "unratified", "to be ratified", "to be confirmed",
        "to be approved", "to be signed", "yet to be", "not before", "later",
    ],
    de: &[
        "abgelehnt", "verweigert", "zurückgewiesen", "zurückgezogen", "widerrufen", "blockiert", "ausstehend",
        "steht aus", "steht noch aus", "vorgeschlagen", "noch nicht", "nicht genehmigt", "nicht erteilt",
        "nicht bestätigt", "nicht unterschrieben", "unbestätigt", "wartet auf", "nicht vor", "erst nach", "erst ab",
        "später",
    ],
    pt: &[
        "negad", "rejeitad", "vetad", "bloquead", "pendente", "propost", "recusad", "revogad", "ainda não", "reprovad",
        "não aprovad", "não confirmad", "não assinad", "aguardando", "não antes", "só depois", "mais tarde",
    ],
    es: &[
        "denegad", "rechazad", "bloquead", "pendiente", "propuest", "revocad", "aún no", "todavía no", "no aprobad",
        "no confirmad", "no firmad", "a la espera", "no antes", "más tarde",
    ],
    fr: &[
        "refusé", "rejeté", "bloqué", "en attente", "proposé", "révoqué", "retiré", "pas encore", "non approuvé",
        "non confirmé", "non signé", "pas avant", "plus tard",
    ],
    ja: &["却下", "否決", "拒否", "未承認", "未確認", "未署名", "提案", "ブロック", "まだ", "承認待ち"],
    zh: &[
        "否决", "否決", "拒绝", "拒絕", "驳回", "駁回", "待", "提议", "提議", "尚未", "还没", "未批准", "未通过",
        "未确认", "未签", "阻塞",
    ],
    ..Words::NONE
}
.indexed();

/// Remarks that deny as a whole: `Approved: No`.
const NO: Words = Words {
    en: &["no", "not", "false"],
    de: &["nein", "nicht"],
    pt: &["não", "nao"],
    es: &["no"],
    fr: &["non", "pas"],
    ja: &["いいえ", "不可", "否"],
    zh: &["不", "否", "没有"],
    ..Words::NONE
}
.indexed();

/// Remarks that say as a whole that a decision does not hold any more: `Proceed (superseded)`.
const ANNULLED: Words = Words {
    en: &[
        "void", "voided", "null", "null and void", "invalid", "invalidated", "expired", "lapsed", "superseded",
        "reversed", "undone", "annulled", "nullified", "overridden", "obsolete", "cancelled", "canceled", "postponed",
        "deferred", "failed", "objected", "no longer valid", "against", "abstained", "dissent", "informed only",
        "absent", "disagrees", "disagreed",
    ],
    de: &[
        "ungültig", "nichtig", "hinfällig", "abgelaufen", "verfallen", "überholt", "aufgehoben", "annulliert",
        "storniert", "verschoben", "dagegen", "abwesend", "nur informiert", "gescheitert", "nicht mehr gültig",
    ],
    pt: &[
        "nulo", "nula", "inválido", "inválida", "expirado", "expirada", "vencido", "vencida", "anulado", "anulada",
        "superado", "superada", "obsoleto", "obsoleta", "cancelado", "cancelada", "adiado", "adiada", "contra",
        "absteve-se", "ausente",
    ],
    es: &[
        "nulo", "nula", "inválido", "inválida", "expirado", "expirada", "caducado", "caducada", "vencido", "vencida",
        "anulado", "anulada", "superado", "superada", "obsoleto", "obsoleta", "cancelado", "cancelada", "aplazado",
        "aplazada", "en contra", "ausente",
    ],
    fr: &[
        "nul", "nulle", "nul et non avenu", "invalide", "expiré", "expirée", "caduc", "caduque", "annulé", "annulée",
        "remplacé", "remplacée", "dépassé", "dépassée", "obsolète", "reporté", "reportée", "ajourné", "ajournée",
    ],
    ja: &["反対", "棄権", "欠席", "無効", "失効", "撤回", "取り下げ", "取消", "取り消し", "延期"],
    zh: &[
        "反对", "反對", "弃权", "缺席", "无效", "無效", "失效", "作废", "作廢", "撤回", "撤销", "取消", "推迟", "延期",
    ],
    ..Words::NONE
}
.indexed();

/// Remarks that say as a whole that nobody has decided yet: `Proceed (draft)`.
const UNDECIDED: Words = Words {
    en: &[
        "draft", "a draft", "draft only", "draft decision", "requested", "recommended", "suggested", "planned",
        "intended", "tentative", "tentatively", "provisional", "provisionally", "preliminary", "conditional",
        "conditionally", "in principle", "unsigned", "unofficial", "unofficially", "under review", "in review",
        "under discussion", "for discussion", "to discuss", "to be discussed", "for approval", "for review",
        "for decision", "for sign-off", "wip", "proposal", "a proposal", "proposal only", "assumed", "simulated",
        "simulation", "a test", "test entry", "test only", "an example", "example", "sample", "placeholder", "dry run",
        "rehearsal", "expected", "estimated", "estimate", "forecast", "target", "scheduled",
    ],
    de: &[
        "entwurf", "im entwurf", "als entwurf", "beantragt", "angefragt", "erbeten", "empfohlen", "geplant",
        "vorläufig", "bedingt", "in prüfung", "in abstimmung", "in klärung", "zur freigabe", "zur entscheidung",
        "zur diskussion", "im prinzip", "prinzipiell", "grundsätzlich", "vorschlag", "beispiel", "zum test",
    ],
    pt: &[
        "rascunho", "em rascunho", "minuta", "solicitado", "solicitada", "recomendado", "recomendada", "sugerido",
        "sugerida", "planejado", "planejada", "planeado", "planeada", "previsto", "prevista", "provisório",
        "provisória", "provisoriamente", "condicional", "condicionado", "condicionada", "condicionalmente", "proposta",
        "exemplo", "simulado", "simulação", "em princípio", "em análise", "em revisão", "em discussão", "em avaliação",
        "para aprovação", "para decisão",
    ],
    es: &[
        "borrador", "en borrador", "solicitado", "solicitada", "recomendado", "recomendada", "sugerido", "sugerida",
        "planificado", "planificada", "previsto", "prevista", "provisional", "provisionalmente", "provisorio",
        "condicional", "condicionado", "condicionada", "condicionalmente", "propuesta", "ejemplo", "simulado",
        "simulación", "en principio", "en revisión", "en análisis", "en discusión", "para aprobación", "para decisión",
    ],
    fr: &[
        "brouillon", "en brouillon", "demandé", "demandée", "recommandé", "recommandée", "suggéré", "suggérée",
        "prévu", "prévue", "provisoire", "provisoirement", "conditionnel", "conditionnelle", "conditionnellement",
        "proposition", "exemple", "simulé", "simulation", "en principe", "sur le principe", "à l'étude",
        "en cours de validation", "en discussion", "à valider", "à approuver", "pour décision",
    ],
    ja: &[
        "予定", "例", "提案", "案", "草案", "下書き", "ドラフト", "仮", "仮承認", "暫定", "申請中", "依頼中", "審議中",
        "確認中", "推奨", "条件付き", "条件付", "原則",
    ],
    zh: &[
        "示例", "提案", "草案", "草稿", "初稿", "拟", "拟定", "计划中", "预计", "建议", "推荐", "申请中", "审批中",
        "审核中", "讨论中", "暂定", "初步", "原则上", "有条件", "有條件",
    ],
    ..Words::NONE
}
.indexed();

/// Words that put a decision under a condition when they open the remark behind it: `Proceed (if
/// legal agrees)`.
const CONDITIONS: Words = Words {
    en: &[
        "if ", "only if ", "subject to", "provided ", "providing that", "as long as", "so long as", "on condition",
        "on the condition", "under the condition", "conditional on", "conditional upon", "conditionally ",
        "contingent", "dependent on", "dependent upon", "depending on", "depends on", "assuming ", "unless ", "once ",
        "with conditions", "with reservations", "needs ", "requires ", "still needs ", "still requires ",
    ],
    de: &[
        "falls ", "wenn ", "nur wenn ", "nur falls ", "sofern ", "soweit ", "sobald ", "vorbehaltlich",
        "unter vorbehalt", "unter der bedingung", "unter der voraussetzung", "unter auflagen", "mit auflagen",
        "mit vorbehalt", "vorausgesetzt", "abhängig von", "benötigt ", "es sei denn",
    ],
    pt: &[
        "se ", "só se ", "somente se ", "apenas se ", "caso ", "desde que", "contanto que", "sujeito a", "sujeita a",
        "condicionado a", "condicionada a", "condicionado à", "condicionada à", "mediante ", "na condição",
        "com a condição", "com condições", "com ressalva", "sob reserva", "com reserva", "dependendo", "depende d",
        "a depender", "assim que ",
    ],
    es: &[
        "si ", "solo si ", "sólo si ", "siempre que", "siempre y cuando", "sujeto a", "sujeta a", "condicionado a",
        "condicionada a", "a condición", "con la condición", "con condiciones", "con reserva", "dependiendo",
        "una vez que", "a menos que",
    ],
    fr: &[
        "si ", "s'il ", "s'ils ", "seulement si ", "uniquement si ", "sous réserve", "sous condition", "à condition",
        "pourvu que", "dès que ", "dépend d", "avec réserve", "avec conditions", "une fois que", "à moins que",
    ],
    ja: &["もし"],
    zh: &["如果", "若", "假如", "只要", "需", "须", "須"],
    ..Words::NONE
}
.indexed();

/// The same in languages whose conditions stand at the end.
const CONDITIONS_ANYWHERE: Words =
    Words {
        ja: &["場合", "次第", "を条件", "前提", "すれば", "したら"], zh: &["前提", "的话"], ..Words::NONE
    }
    .indexed();

/// Openings that look like such words and are none: `once more`, `falls within the budget`, `later
/// than planned`.
const NO_CONDITIONS: Words = Words {
    en: &[
        "once a ", "once again", "once more", "once per ", "provided by ", "falls back", "falls below", "falls in ",
        "falls inside", "falls into", "falls short", "falls under", "falls well", "falls within", "later than",
    ],
    de: &["später als"],
    pt: &["mais tarde do que", "mais tarde que"],
    es: &["más tarde de lo", "más tarde que"],
    fr: &["plus tard que"],
    zh: &["待办", "待辦", "需求", "若干"],
    ..Words::NONE
}
.indexed();

/// Before whoever turned a decision down: `rejected by legal`.
const BY: Words = Words {
    en: &["by "],
    de: &["durch ", "von "],
    pt: &["por ", "pela ", "pelo "],
    es: &["por "],
    fr: &["par "],
    ..Words::NONE
}
.indexed();

/// The longest ending of a word of which the list has the beginning: `rejeitado`, `rejeitadas`.
const LONGEST_ENDING: usize = 2;

/// Whether a folded clause turns a decision down or leaves it open, as the first one of a remark.
pub(super) fn denies(clause: &str) -> bool {
    (DENIED.any_opens(clause) && !NO_CONDITIONS.any_opens(clause)) || says_open(clause) || denies_whole(clause)
}

/// The same for a clause that may as well be a reason or a title: the word says nothing else, or by
/// whom. `No. 3` is a number.
pub(super) fn denies_alone(clause: &str) -> bool {
    let is_alone = |rest: &str| {
        let ending = rest.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).take(LONGEST_ENDING).sum();
        let behind = &rest[ending..];
        behind.is_empty() || (behind.starts_with(' ') && BY.any_opens(behind.trim_start()))
    };
    DENIED.iter().filter_map(|word| clause.strip_prefix(word)).any(is_alone)
        || says_open(clause)
        || UNDECIDED.has(clause)
        || ANNULLED.has(clause)
}

/// Whether a folded clause denies wherever it stands in a remark.
pub(super) fn denies_whole(clause: &str) -> bool {
    NO.has(clause) || UNDECIDED.has(clause) || ANNULLED.has(clause)
}

/// Whether a folded clause is a condition, as the first one of a remark.
pub(super) fn is_condition(clause: &str) -> bool {
    // `needs no downtime`
    let is_denied = |rest: &str| rest.split_whitespace().next().is_some_and(|next| NEGATIONS.has(next));
    let is_one = CONDITIONS.iter().any(|word| clause.strip_prefix(word).is_some_and(|rest| !is_denied(rest)));
    (is_one && !NO_CONDITIONS.any_opens(clause)) || CONDITIONS_ANYWHERE.any_in(clause)
}
