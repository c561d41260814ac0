//! Words that say whether something is in force: a share, a threshold, an alarm, a demand.

use super::Words;
use super::bounds::LASTING;
use super::denials::ASSENTS;
use super::months::is_weekday;
use super::negations::NEGATIONS;
use super::not_applicable::{Means, NOT_APPLICABLE};
use super::qualifiers::{Qualifier, qualifier};
use super::remarks::FIRED;
use super::stages::SINCE as BEFORE_DAYS;
use crate::text::is_cjk;

/// Words that say that a share or another number is in force: `100% since Monday`.
pub(crate) const IN_FORCE: Words = Words {
    en: &[
        "now", "since", "currently", "meanwhile", "today", "as", "effective", "raised", "ramped", "increased",
        "expanded", "extended", "live", "starting", "actually", "really",
    ],
    de: &[
        "jetzt", "seit", "inzwischen", "mittlerweile", "aktuell", "derzeit", "ab", "heute", "erhöht", "nun",
        "tatsächlich",
    ],
    pt: &["agora", "desde", "atualmente", "hoje", "ampliado", "aumentado", "já", "realmente"],
    es: &["ahora", "desde", "actualmente", "hoy", "ampliado", "aumentado", "ya", "realmente"],
    fr: &["maintenant", "depuis", "actuellement", "désormais", "élargi", "augmenté", "dès", "réellement"],
    ja: &["現在", "から"],
    zh: &["现在", "目前", "自", "起"],
    ..Words::NONE
}
.indexed();

/// Words before a number or a name that does not hold any more, or not yet: `down from 50%`.
pub(crate) const NOT_IN_FORCE: Words = Words {
    en: &["was", "were", "from", "instead", "not", "former", "formerly", "previously", "originally", "planned", "ex"],
    de: &["war", "statt", "zuvor", "davor", "vorher", "früher", "bisher", "nicht", "geplant", "ehemals", "vormals"],
    pt: &["era", "eram", "antes", "vez", "não", "planejado"],
    es: &["era", "eran", "antes", "vez", "no", "planeado"],
    fr: &["était", "étaient", "avant", "lieu", "pas", "prévu"],
    ja: &["以前", "以前は", "旧", "予定", "元は"],
    zh: &["原", "原为", "之前", "之前是", "之前为", "计划", "曾", "曾是", "曾为"],
    ..Words::NONE
}
.indexed();

/// Words of time before the day since which a share holds.
pub(crate) const SINCE: Words =
    Words { en: &["since"], de: &["seit"], pt: &["desde"], es: &["desde"], fr: &["depuis", "dès"], ..Words::NONE }
        .indexed();

/// Words before such a day that may stand before something else: `everyone from Monday`.
pub(crate) const FROM: Words = Words {
    en: &["from", "as of", "starting", "effective"],
    de: &["ab", "vom"],
    pt: &["a partir de", "a partir do", "a partir da"],
    es: &["a partir de", "a partir del"],
    fr: &["à partir de", "à partir du", "à compter du"],
    ..Words::NONE
}
.indexed();

/// Words before what comes next: `5% of users, then 100%`.
pub(crate) const AFTERWARDS: Words = Words {
    en: &["then", "later", "afterwards", "eventually"],
    de: &["dann", "danach", "später", "anschließend"],
    pt: &["depois", "então"],
    es: &["después", "luego"],
    fr: &["puis", "ensuite"],
    ja: &["その後"],
    zh: &["然后", "之后"],
    ..Words::NONE
}
.indexed();

/// Words that set another number: `relaxed to 5%`, `new: 5%`.
pub(crate) const SET_ANEW: Words = Words {
    en: &[
        "new", "lowered", "relaxed", "loosened", "widened", "changed", "adjusted", "set", "moved", "reduced", "bumped",
        "lifted", "updated", "temporarily",
    ],
    de: &[
        "neu", "neue", "neuer", "gesenkt", "angehoben", "gelockert", "geändert", "angepasst", "heraufgesetzt",
        "herabgesetzt", "gesetzt", "vorübergehend",
    ],
    pt: &[
        "novo", "elevado", "relaxado", "reduzido", "alterado", "ajustado", "afrouxado", "passou", "temporariamente",
        "para",
    ],
    es: &[
        "nuevo", "subido", "elevado", "relajado", "reducido", "cambiado", "ajustado", "modificado", "temporalmente",
        "a",
    ],
    fr: &[
        "nouveau", "nouvelle", "relevé", "assoupli", "abaissé", "modifié", "changé", "porté", "ajusté", "passé",
        "temporairement", "à",
    ],
    ja: &["変更", "緩和"],
    zh: &["改为", "调整", "放宽", "新"],
    ..Words::NONE
}
.indexed();

/// What is said of a demand or an alarm that need not hold: `mobile excluded`.
pub(crate) const WAIVED: Words = Words {
    en: &[
        "waived", "excluded", "exempt", "exempted", "ignored", "skipped", "deferred", "postponed", "cancelled",
        "canceled", "descoped", "obsolete", "outdated", "superseded", "revoked", "withdrawn", "optional",
    ],
    de: &[
        "erlassen", "ausgenommen", "ausgeschlossen", "ignoriert", "übersprungen", "verschoben", "zurückgestellt",
        "gestrichen", "aufgehoben", "verworfen", "hinfällig", "widerrufen", "zurückgezogen", "optional", "verzichtet",
    ],
    pt: &[
        "dispensado", "excluído", "isento", "ignorado", "pulado", "adiado", "cancelado", "descartado", "revogado",
        "retirado", "opcional", "descopado",
    ],
    es: &[
        "dispensado", "excluido", "exento", "ignorado", "omitido", "aplazado", "pospuesto", "saltado", "cancelado",
        "descartado", "revocado", "retirado", "opcional",
    ],
    fr: &[
        "dispensé", "exclu", "exempté", "ignoré", "reporté", "annulé", "abandonné", "révoqué", "retiré", "sauté",
        "différé", "facultatif", "facultative", "optionnel", "optionnelle",
    ],
    it: &["escluso", "esente", "ignorato", "rinviato", "annullato"],
    ja: &["除外", "免除", "無視", "延期", "見送り", "対象外", "スキップ"],
    zh: &["除外", "豁免", "忽略", "推迟", "取消", "已取消", "不适用", "跳过", "延期"],
    ..Words::NONE
}
.indexed();

/// What is said of an alarm or a guardrail that nobody hears any more: `alert off`.
const SWITCHED_OFF: Words = Words {
    en: &[
        "off", "disabled", "deactivated", "inactive", "muted", "silenced", "snoozed", "paused", "suspended", "removed",
        "deleted", "retired", "unplugged", "relaxed", "loosened", "lifted", "informational",
    ],
    de: &[
        "aus", "deaktiviert", "inaktiv", "stumm", "stummgeschaltet", "abgeschaltet", "ausgeschaltet", "abgestellt",
        "pausiert", "ausgesetzt", "entfernt", "gelöscht", "gelockert", "unterdrückt",
    ],
    pt: &[
        "desativado", "desligado", "inativo", "silenciado", "pausado", "suspenso", "removido", "excluído", "apagado",
        "desabilitado", "relaxado",
    ],
    es: &[
        "desactivado", "apagado", "inactivo", "silenciado", "pausado", "suspendido", "eliminado", "deshabilitado",
        "relajado", "en pausa",
    ],
    fr: &[
        "désactivé", "coupé", "inactif", "inactive", "suspendu", "supprimé", "éteint", "levé", "assoupli", "en pause",
        "en sourdine",
    ],
    it: &["disattivato", "spento", "sospeso", "rimosso"],
    ja: &["無効", "停止", "一時停止", "中断", "解除", "オフ", "削除"],
    zh: &["停用", "已停用", "禁用", "已禁用", "暂停", "已暂停", "关闭", "已关闭", "静音", "解除", "删除", "已删除"],
    ..Words::NONE
}
.indexed();

/// What is said of an alarm that is heard.
const HEARD: Words = Words {
    en: &[
        "active", "enabled", "enforced", "on", "used", "monitored", "watched", "applied", "required", "valid",
        "alerting", "alerted", "paging",
    ],
    de: &["alarmiert", "aktiv", "eingeschaltet", "überwacht", "gültig", "scharf"],
    pt: &["ativo", "ligado", "aplicado", "monitorado", "válido"],
    es: &["activo", "encendido", "aplicado", "vigilado", "vigente"],
    fr: &["actif", "active", "activé", "appliqué", "surveillé"],
    ..Words::NONE
}
.indexed();

/// Phrases that begin a remark about what does not hold any more, or never did.
const NO_LONGER: Words = Words {
    en: &["no longer", "not any more", "not anymore", "does not apply", "doesn't apply", "on hold", "out of scope"],
    de: &["nicht mehr", "gilt nicht", "außer kraft"],
    pt: &["não mais", "já não", "não vale", "não se aplica"],
    es: &["ya no", "no aplica", "no vale"],
    fr: &["ne s'applique", "n'est plus", "plus en vigueur", "plus actif"],
    ..Words::NONE
}
.indexed();

/// Words that deny for all time.
pub(crate) const NEVER: Words = Words {
    en: &["never"],
    de: &["nie", "niemals"],
    pt: &["nunca", "jamais"],
    es: &["nunca", "jamás"],
    fr: &["jamais"],
    it: &["mai"],
    zh: &["从不"],
    ..Words::NONE
}
.indexed();

/// Words that deny for now, where they are the whole remark.
pub(crate) const NOT_YET: Words = Words {
    en: &["not yet"],
    de: &["noch nicht"],
    pt: &["ainda não"],
    es: &["aún no", "todavía no"],
    fr: &["pas encore"],
    it: &["non ancora"],
    ja: &["まだ"],
    zh: &["尚未", "还没"],
    ..Words::NONE
}
.indexed();

/// Words that keep something to a part of the cases, at the beginning or the end of a remark:
/// `weekdays only`.
pub(crate) const ONLY: Words = Words {
    en: &["only", "solely", "exclusively"],
    de: &["nur", "ausschließlich", "lediglich"],
    pt: &["só", "somente", "apenas", "exclusivamente"],
    es: &["solo", "sólo", "solamente", "únicamente"],
    fr: &["seulement", "uniquement", "exclusivement"],
    it: &["solo", "soltanto", "solamente"],
    ja: &["のみ", "だけ", "限定"],
    zh: &["仅", "只", "仅限"],
    ..Words::NONE
}
.indexed();

/// The most words of a remark whose last word speaks for all of it. A longer one is a sentence.
pub(crate) const SHORT: usize = 5;

/// Signs that part a remark into clauses.
const PARTS: &[char] = &[',', ';', '.', '(', ')', '[', ']', '—', '–', '→', '、', '。', '；', '（', '）', '|', '·'];

/// The words of each clause of a folded remark, without the signs around them.
pub(crate) fn clauses(remark: &str) -> impl Iterator<Item = Vec<&str>> {
    let clauses = remark.split(PARTS).map(move |clause| {
        let words = clause.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>()
    });
    clauses.filter(|words| !words.is_empty())
}

/// Whether one word denies the others: `none excluded`, `0 failed`.
pub(crate) fn is_denied(words: &[&str]) -> bool {
    words.iter().any(|word| NEGATIONS.has(word) || word.parse::<f64>() == Ok(0.0))
}

/// Whether a short clause ends with one of some words, in any form, and nothing before denies it.
pub(crate) fn ends_with_form(clause: &[&str], words: &Words) -> bool {
    let Some((last, before)) = clause.split_last() else { return false };
    let is_one = words.has_form(last) || (last.contains(is_cjk) && words.before(last).next().is_some());
    is_one && clause.len() <= SHORT && !is_denied(before)
}

/// Whether a clause begins with one of some words, in any form, and tells nothing but when, where
/// and by whom: `paused until Monday`, and not `paused the ramp`.
pub(crate) fn opens_with_form(clause: &[&str], words: &Words) -> bool {
    let first = clause.first().copied().unwrap_or_default();
    if first.contains(is_cjk) {
        return words.iter().any(|word| word.contains(is_cjk) && first.starts_with(word));
    }
    let length = (1..=clause.len().min(3)).rev().find(|length| words.has_form(&clause[..*length].join(" ")));
    let is_link = |word: &&str| {
        let is_qualified = matches!(qualifier(word), Some(Qualifier::Adverb | Qualifier::Condition));
        is_qualified || IN_FORCE.has(word) || BEFORE_DAYS.has(word) || LASTING.has(word) || LINKS.has(word)
    };
    length.is_some_and(|length| clause.get(length).is_none_or(is_link))
}

/// Words behind what is said of an alarm that begin a reason or a person: `muted because of noise`.
const LINKS: Words = Words {
    en: &["because", "due", "by", "as", "again", "only", "via"],
    de: &["weil", "wegen", "vom", "durch", "bis", "wieder"],
    pt: &["porque", "devido", "pelo", "pela", "até"],
    es: &["porque", "debido", "hasta"],
    fr: &["parce", "jusqu'à", "jusqu'au", "car"],
    ..Words::NONE
}
.indexed();

/// Whether a folded remark says that the alarm or the guardrail beside it is not in force:
/// `— disabled`, `alert off`, `(muted until Monday)`, `weekends excluded`. What was switched off
/// when it went off is no such remark: `→ flag off`, `paused the ramp`.
pub(crate) fn is_out_of_force(remark: &str) -> bool {
    // `Hit once, paused for a day`: what was done then is over.
    let went_off = clauses(remark).next().is_some_and(|first| FIRED.has(first[0]));
    let is_over = |clause: &Vec<&str>| went_off && clause.get(1).is_some_and(|word| LASTING.has(word));
    clauses(remark).filter(|clause| !is_over(clause)).any(|clause| {
        let (last, before) = clause.split_last().expect("a clause has words");
        let names_alarm = |word: &&str| {
            let is_alarm = matches!(qualifier(word), Some(Qualifier::Act | Qualifier::Filler));
            is_alarm || IN_FORCE.has(word)
        };
        let is_alarm_off = SWITCHED_OFF.has_form(last) && before.iter().all(names_alarm);
        let is_last_heard = || HEARD.has_form(last) && clause.len() <= SHORT;
        let is_unheard = NEGATIONS.has(clause[0]) && (is_last_heard() || opens_with_form(&clause[1..], &HEARD));
        let is_off = opens_with_form(&clause, &SWITCHED_OFF) || opens_with_form(&clause, &WAIVED);
        is_alarm_off || is_unheard || is_off || ends_with_form(&clause, &WAIVED) || is_void(&clause)
    })
}

/// Whether a clause says that what it stands beside does not hold any more, or never does.
pub(crate) fn is_void(clause: &[&str]) -> bool {
    let text = clause.join(" ");
    let opens = |words: &str| text.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let is_inapplicable = || NOT_APPLICABLE.words().any(|(word, means)| means != Means::AtStart && opens(word));
    SWITCHED_OFF.has_form(&text)
        || NEVER.has(&text)
        || NOT_YET.has(&text)
        || NO_LONGER.iter().any(opens)
        || is_inapplicable()
}

/// Whether a folded remark keeps what it stands beside to a part of the cases: `weekdays only`,
/// `nur mobil`. `Only once so far` counts.
pub(crate) fn is_restricted(remark: &str) -> bool {
    clauses(remark).any(|clause| {
        let (first, last) = (clause[0], clause[clause.len() - 1]);
        let is_cjk_only = |word: &str| {
            word.contains(is_cjk) && (ONLY.any_opens(word) || ONLY.iter().any(|only| word.ends_with(only)))
        };
        let is_only =
            ONLY.has(first) || (ONLY.has(last) && clause.len() <= SHORT) || is_cjk_only(first) || is_cjk_only(last);
        let counts = |word: &&str| COUNTS.has(word) || word.starts_with(|c: char| c.is_numeric());
        is_only && !clause.iter().any(counts)
    })
}

/// Times at which somebody works or none does, which are a part of all times: `weekdays`.
const PARTS_OF_TIME: Words = Words {
    en: &[
        "weekday", "weekdays", "weekend", "weekends", "business hours", "business days", "working hours",
        "working days", "work hours", "workdays", "office hours", "daytime", "night", "nights", "overnight",
        "off hours", "peak hours",
    ],
    de: &[
        "werktags", "werktage", "werktagen", "wochentags", "wochenende", "wochenenden", "am wochenende", "arbeitszeit",
        "arbeitszeiten", "geschäftszeiten", "bürozeiten", "nachts", "tagsüber", "arbeitstage", "arbeitstagen",
    ],
    pt: &[
        "dias úteis", "fim de semana", "fins de semana", "horário comercial", "horário de trabalho", "noite",
        "durante o dia",
    ],
    es: &[
        "días hábiles", "días laborables", "fin de semana", "fines de semana", "horario laboral", "horario de oficina",
        "noche", "noches", "durante el día",
    ],
    fr: &[
        "jours ouvrés", "jours ouvrables", "week-end", "week-ends", "heures ouvrées", "heures de bureau", "nuit",
        "la nuit", "en journée",
    ],
    ja: &["平日", "週末", "営業時間", "営業日", "夜間", "日中", "業務時間"],
    zh: &["工作日", "周末", "週末", "工作时间", "营业时间", "夜间", "白天"],
    ..Words::NONE
}
.indexed();

/// Words between a statement and what it waits for.
const AFTER: Words =
    Words { en: &["after"], de: &["nach"], pt: &["após"], es: &["tras"], fr: &["après"], ..Words::NONE }.indexed();

/// Whether a folded remark keeps an alarm to some times: `weekdays`, `during office hours`,
/// `Monday to Friday`, or lets it wait: `after 24 h`, `after PM approval`. What happened on one day
/// does not.
pub(crate) fn is_timed(remark: &str) -> bool {
    let is_link = |word: &&&str| matches!(qualifier(word), Some(Qualifier::Adverb | Qualifier::Filler));
    clauses(remark).any(|clause| {
        let links = clause.iter().take_while(is_link).count();
        let (rest, text) = (&clause[links..], clause.join(" "));
        let own = rest.join(" ");
        let is_part = |text: &str| PARTS_OF_TIME.has(text) || (text.contains(is_cjk) && PARTS_OF_TIME.any_opens(text));
        let is_week = rest.len() > 1 && rest.len() <= SHORT && is_weekday(rest[0]) && is_weekday(rest[rest.len() - 1]);
        let is_assent = || {
            let words = [clause.get(1), clause.last()];
            clause.len() <= SHORT && words.into_iter().flatten().any(|word| ASSENTS.has(word))
        };
        let counts = || clause.get(1).is_some_and(|next| next.starts_with(|c: char| c.is_numeric()));
        let waits = AFTER.has(clause[0]) && (counts() || is_assent());
        is_part(&own) || is_part(&text) || is_week || waits
    })
}

/// Words before a time or a stage up to which something is in force.
const UNTIL: Words = Words {
    en: &["until", "till", "before", "prior to"],
    de: &["bis", "vor"],
    pt: &["até", "antes"],
    es: &["hasta", "antes"],
    fr: &["jusqu'à", "jusqu'au", "avant"],
    it: &["fino a", "fino al", "prima"],
    ja: &["まで", "以前"],
    zh: &["之前", "直到", "为止"],
    ko: &["까지"],
    ru: &["до"],
    nl: &["tot"],
    pl: &["aż do"],
    tr: &["kadar"],
    vi: &["cho đến", "đến khi"],
    ..Words::NONE
}
.indexed();

/// Whether the folded name of a list says up to when it is in force: `triggers until GA`,
/// `triggers (valid until May)`, and not `triggers (to be read before each step)`.
pub(crate) fn lasts_until(name: &str) -> bool {
    let (head, remark) = name.split_at(name.find(['(', '（', '[', '—', '–']).unwrap_or(name.len()));
    let is_said = |text: &str, most_before: usize| {
        let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || "()（）[]—–:：".contains(c)).collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let is_until =
            |at: usize| (1..=2).any(|length| words.get(at..at + length).is_some_and(|it| UNTIL.has(&it.join(" "))));
        (0..words.len().saturating_sub(1).min(most_before + 1)).any(is_until)
    };
    let in_signs = |text: &str| UNTIL.ja.iter().chain(UNTIL.zh).chain(UNTIL.ko).any(|word| text.contains(word));
    is_said(head, SHORT * 2) || is_said(remark, 1) || in_signs(name)
}

/// Words of a remark that counts how often something was the case.
const COUNTS: Words = Words {
    en: &["once", "twice", "far", "yet", "time", "times"],
    de: &["einmal", "zweimal", "bisher", "bislang"],
    pt: &["vez", "vezes", "agora"],
    es: &["vez", "veces", "ahora"],
    fr: &["fois", "jusqu'ici"],
    ..Words::NONE
}
.indexed();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn a_name_says_up_to_when_its_list_is_in_force() {
        for name in [
            "Rollback triggers until GA", "Rollback triggers (until 3 May)", "Rollback triggers — valid until GA",
            "Rollback triggers before Stage 3", "Auslöser bis GA", "Gatilhos até a GA", "GAまでのロールバック条件",
        ] {
            assert!(lasts_until(&fold(name)), "{name}");
        }
        for name in [
            "Rollback triggers",
            "Rollback triggers (to be read before each step)",
            "Rollback triggers in the days after GA",
            "Rollback triggers until",
            "Rollback triggers (any of these)",
        ] {
            assert!(!lasts_until(&fold(name)), "{name}");
        }
    }
}
