//! Words that take a decision back, beside the word for it: it was turned down, it waits for
//! somebody, it holds under a condition, or nobody has made it yet.

use super::Words;
use super::months::month;
use super::negations::NEGATIONS;
use super::open::says_open;
use super::remarks::SO_FAR;

/// Words for a decision that was turned down, when they open the remark behind it: `Proceed
/// (vetoed)`.
const DENIED: Words = Words {
    en: &[
        "denied", "rejected", "vetoed", "veto", "declined", "refused", "withdrawn", "revoked", "retracted",
        "overruled", "overturned", "not approved", "not granted", "not confirmed", "not signed", "not decided",
        "not ratified", "not final", "unapproved", "unconfirmed", "unratified",
    ],
    de: &[
        "abgelehnt", "verweigert", "zurückgewiesen", "zurückgezogen", "widerrufen", "nicht genehmigt", "nicht erteilt",
        "nicht bestätigt", "nicht unterschrieben", "unbestätigt",
    ],
    pt: &[
        "negad", "rejeitad", "vetad", "recusad", "revogad", "reprovad", "não aprovad", "não confirmad", "não assinad",
    ],
    es: &["denegad", "rechazad", "revocad", "no aprobad", "no confirmad", "no firmad"],
    fr: &["refusé", "rejeté", "révoqué", "retiré", "non approuvé", "non confirmé", "non signé"],
    ja: &["却下", "否決", "拒否", "未承認", "未確認", "未署名"],
    zh: &["否决", "否決", "拒绝", "拒絕", "驳回", "駁回", "未批准", "未通过", "未确认", "未签"],
    ..Words::NONE
}
.indexed();

/// The same for a decision that nobody has made yet, or that waits: `Proceed (pending)`.
const WAITING: Words = Words {
    en: &[
        "blocked", "pending", "proposed", "not yet", "awaiting", "waiting for", "waiting on", "to confirm",
        "to approve", "to be ratified", "to be confirmed", "to be approved", "to be signed", "yet to be", "not before",
        "later",
    ],
    de: &[
        "blockiert", "ausstehend", "steht aus", "steht noch aus", "vorgeschlagen", "noch nicht", "wartet auf",
        "nicht vor", "erst nach", "erst ab", "später",
    ],
    pt: &["bloquead", "pendente", "propost", "ainda não", "aguardando", "não antes", "só depois", "mais tarde"],
    es: &["bloquead", "pendiente", "propuest", "aún no", "todavía no", "a la espera", "no antes", "más tarde"],
    fr: &["bloqué", "en attente", "proposé", "pas encore", "pas avant", "plus tard"],
    ja: &["提案", "ブロック", "まだ", "承認待ち"],
    zh: &["待", "提议", "提議", "尚未", "还没", "阻塞"],
    ..Words::NONE
}
.indexed();

/// What a decision gets when it is made, and what it is then: behind words that deny, these say
/// that it is not: `awaiting sign-off`, `not yet approved`.
pub(crate) const ASSENTS: Words = Words {
    en: &[
        "approval", "sign-off", "signoff", "sign off", "decision", "confirmation", "ratification", "go-ahead",
        "approved", "confirmed", "decided", "ratified", "signed", "agreed",
    ],
    de: &[
        "freigabe", "genehmigung", "zustimmung", "entscheidung", "bestätigung", "unterschrift", "freigegeben",
        "genehmigt", "bestätigt", "entschieden", "unterschrieben", "beschlossen",
    ],
    pt: &["aprovação", "decisão", "confirmação", "assinatura", "aprovad", "confirmad", "decidid", "assinad"],
    es: &["aprobación", "decisión", "confirmación", "firma", "aprobad", "confirmad", "decidid", "firmad"],
    fr: &["approbation", "décision", "confirmation", "validation", "signature", "approuvé", "confirmé", "validé"],
    ja: &["承認", "決裁", "確認"],
    zh: &["批准", "审批", "审核", "确认", "签字"],
    ..Words::NONE
}
.indexed();

/// Sentences that say that somebody has not agreed: `Ann Lee did not approve`.
const DISSENTS: Words = Words {
    en: &[
        "did not approve", "didn't approve", "has not approved", "hasn't approved", "have not approved",
        "does not approve", "did not agree", "has not agreed", "does not agree", "did not sign", "has not signed",
    ],
    de: &["nicht zugestimmt", "nicht genehmigt", "nicht freigegeben", "nicht unterschrieben", "stimmt nicht zu"],
    pt: &["não aprovou", "não concordou", "não concorda", "não assinou"],
    es: &["no aprobó", "no ha aprobado", "no está de acuerdo", "no firmó"],
    fr: &["n'a pas approuvé", "n'a pas validé", "n'est pas d'accord", "n'a pas signé"],
    ja: &["承認していない", "承認していません"],
    zh: &["没有批准", "不同意", "没有同意"],
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
        "platzhalter",
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

/// Before whoever is still to agree: `awaiting approval from legal`.
const FROM: Words =
    Words { en: &["from "], pt: &["de ", "da ", "do "], es: &["de ", "del "], fr: &["de ", "du "], ..Words::NONE }
        .indexed();

/// Words between one for waiting and what is waited for: `pendiente de firma`.
const FOR: Words = Words {
    en: &["the ", "final "],
    de: &["die ", "auf ", "auf die "],
    pt: &["de ", "a "],
    es: &["de ", "la ", "de la "],
    fr: &["de ", "de la ", "d'"],
    ..Words::NONE
}
.indexed();

/// Before the day on which something came true.
const ON: Words = Words {
    en: &[" on "],
    de: &[" am ", " zum "],
    pt: &[" em ", " no dia "],
    es: &[" el ", " el día "],
    fr: &[" le "],
    it: &[" il "],
    ..Words::NONE
};

/// Between the parts of a day: `20 de março de 2026`.
const IN_DAYS: Words = Words { en: &["of"], pt: &["de"], es: &["de", "del"], ..Words::NONE }.indexed();

/// The longest ending of a word of which the list has the beginning: `rejeitado`, `rejeitadas`.
const LONGEST_ENDING: usize = 2;

/// Whether a folded clause turns a decision down or leaves it open, as the first one of a remark.
pub(super) fn denies(clause: &str) -> bool {
    let opens = DENIED.any_opens(clause) || WAITING.any_opens(clause);
    (opens && !NO_CONDITIONS.any_opens(clause)) || says_open(clause) || denies_whole(clause)
}

/// The same for a clause that may as well be a reason or a title: it says nothing else, or by whom.
/// `No. 3` is a number.
pub(super) fn denies_alone(clause: &str) -> bool {
    denies_line(clause) || says_open(clause)
}

/// The same for a line of its own, which may list what is to be done: `Pending: release notes`.
pub(super) fn denies_line(clause: &str) -> bool {
    let clause = without_day(clause);
    is_only(&DENIED, clause) || is_only(&WAITING, clause) || UNDECIDED.has(clause) || ANNULLED.has(clause)
}

/// The same for a clause behind a name or a day: `Priya Nair: revoked`. Behind a name what waits
/// may be something else: `docs: pending`.
pub(super) fn denies_behind(name: &str, clause: &str) -> bool {
    is_only(&DENIED, clause) || (is_day(name) && is_only(&WAITING, clause))
}

/// Whether a folded clause says that somebody has not agreed. `Nobody did not agree` says nothing.
pub(super) fn dissents(clause: &str) -> bool {
    let who = DISSENTS.before(clause).next();
    who.is_some_and(|who| !NEGATIONS.any_opens(who))
}

/// Whether a folded clause is one of some words that deny, and says nothing else but by whom, or
/// what is missing: `awaiting sign-off by legal`.
fn is_only(words: &Words, clause: &str) -> bool {
    let is_by = |rest: &str| {
        let who = BY.behind(rest).next();
        who.is_some_and(|who| !who.starts_with(|c: char| c.is_ascii_digit()))
    };
    // Behind the ending of a word.
    let behind = |rest: &str, goes_on: &dyn Fn(&str) -> bool| {
        let ending = rest.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).take(LONGEST_ENDING).sum();
        let rest = &rest[ending..];
        rest.is_empty() || rest.strip_prefix(' ').is_some_and(|rest| is_by(rest) || SO_FAR.has(rest) || goes_on(rest))
    };
    let is_from = |rest: &str| FROM.any_opens(rest);
    let lacks = |rest: &str| {
        let rest = rest.trim_start();
        let mut starts = FOR.behind(rest).chain([rest]);
        starts.any(|rest| ASSENTS.behind(rest).any(|rest| behind(rest, &is_from)))
    };
    words.behind(clause).any(|rest| behind(rest, &|_| false) || lacks(rest))
}

/// Whether a word is a day in numbers: `2026-04-01`.
pub(super) fn is_day(word: &str) -> bool {
    word.len() >= 8 && word.starts_with(|c: char| c.is_ascii_digit()) && word.chars().all(is_of_day)
}

fn is_of_day(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | '.' | '/' | '年' | '月' | '日')
}

/// A clause without the day on which it came true: `revoked on 2026-02-20`, `2026年2月20日に撤回`. A
/// day may be cut off where a sentence ends: `aufgehoben am 20`.
fn without_day(clause: &str) -> &str {
    if !clause.contains(|c: char| c.is_ascii_digit()) {
        return clause;
    }
    let is_part = |word: &str| {
        let word = word.trim_end_matches([',', '.']);
        word.starts_with(|c: char| c.is_ascii_digit()) || month(word).is_some() || IN_DAYS.has(word)
    };
    let is_day_behind = |day: &str| !day.is_empty() && day.split(' ').all(is_part);
    let behind = ON.iter().filter_map(|on| clause.rsplit_once(on)).find(|(_, day)| is_day_behind(day));
    let at_end = || clause.rsplit_once(' ').filter(|(_, day)| is_day(day));
    let bare = behind.or_else(at_end).map_or(clause, |(clause, _)| clause);
    let rest = bare.trim_start_matches(is_of_day);
    let is_opened = is_day(&bare[..bare.len() - rest.len()]) && !rest.is_empty();
    if is_opened { rest.trim_start_matches([' ', 'に', ':', '：']) } else { bare }
}

/// Whether a folded clause denies wherever it stands in a remark.
pub(super) fn denies_whole(clause: &str) -> bool {
    NO.has(clause) || UNDECIDED.has(clause) || ANNULLED.has(clause)
}

/// Whether a folded clause is a condition, as the first one of a remark.
pub(super) fn is_condition(clause: &str) -> bool {
    // `needs no downtime`
    let is_denied = |rest: &str| rest.split_whitespace().next().is_some_and(|next| NEGATIONS.has(next));
    let is_one = CONDITIONS.behind(clause).any(|rest| !is_denied(rest));
    (is_one && !NO_CONDITIONS.any_opens(clause)) || CONDITIONS_ANYWHERE.any_in(clause)
}
