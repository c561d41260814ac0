//! Words of a sentence that say how it means its numbers.

use super::negations::{EXCEPTIONS, NEGATIONS};
use super::{Lexicon, Words};

/// What a word says of the numbers beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Qualifier {
    /// Nothing: articles, auxiliary verbs and their like.
    Filler,
    /// That a number is an estimate.
    Vague,
    /// That a number is measured against another one.
    Relative,
    /// That a value moves, which is nothing but a filler where a comparison follows:
    /// `drops below 3%`.
    Move,
    /// The same, and a part of what is measured.
    Surge,
    /// That what follows holds in some cases only.
    Condition,
    /// That what follows picks some out of many: `all customers under 100 seats`.
    Part,
    /// That what follows says when somebody acts: `alert at > 2%`.
    Act,
    /// That a number is an average.
    Average,
    /// The opposite of what stands beside it.
    Negation,
    /// That something is taken out of what was said.
    Exception,
    /// That one more thing must hold.
    And,
    /// That another thing would do.
    Or,
    /// A word that begins a remark of place, time or kind behind a bound: `in production`.
    Adverb,
}

use Qualifier::{
    Act, Adverb, And, Average, Condition, Exception, Filler, Move, Negation, Or, Part, Relative, Surge, Vague,
};

/// The words that qualify. A word stands in the one row that it most often belongs to.
pub(crate) static QUALIFIERS: Lexicon<Qualifier> = Lexicon::new(&[
    (Filler, SILENT),
    (
        Filler,
        Words {
            en: &[
                "was", "kept", "metric", "metrics", "guardrail", "guardrails", "should", "will", "goes", "go", "gets",
                "get",
            ],
            de: &["wird", "werden", "darf", "dürfen", "soll"],
            ..Words::NONE
        },
    ),
    (
        Vague,
        Words {
            en: &["about", "approx", "approximately", "around", "roughly", "circa", "ca", "estimated", "est", "tbd"],
            de: &["ungefähr", "etwa", "zirka", "geschätzt"],
            pt: &["aproximadamente", "cerca"],
            es: &["aproximadamente", "alrededor"],
            fr: &["environ", "approximativement"],
            ja: &["約", "ほぼ"],
            zh: &["约", "大约", "大約"],
            ..Words::NONE
        },
    ),
    (
        Relative,
        Words {
            en: &[
                "baseline", "control", "relative", "vs", "versus", "compared", "delta", "δ", "change", "changes",
                "deviation", "regression", "growth", "uplift", "reduction", "worse", "better", "faster", "slower",
                "usual", "normal", "current", "previous", "double", "doubles", "doubled", "twice", "half", "triple",
                "increased", "decreased", "by", "std", "stddev", "decline", "degradation", "wow", "mom", "yoy", "dod",
            ],
            de: &[
                "ausgangswert", "basiswert", "kontrollgruppe", "vergleich", "verglichen", "gegenüber", "relativ",
                "abweichung", "veränderung", "zunahme", "abnahme", "anstieg", "rückgang", "schlechter", "besser",
                "schneller", "langsamer", "doppelt", "hälfte", "um",
            ],
            pt: &[
                "referência", "comparado", "relação", "variação", "aumento", "redução", "queda", "pior", "melhor",
                "dobro", "metade",
            ],
            es: &[
                "referencia", "comparado", "respecto", "variación", "aumento", "reducción", "caída", "peor", "mejor",
                "doble", "mitad",
            ],
            fr: &[
                "référence", "rapport", "variation", "hausse", "baisse", "réduction", "augmentation", "pire",
                "meilleur", "moitié",
            ],
            ..Words::NONE
        },
    ),
    (
        Move,
        Words {
            en: &[
                "drops", "drop", "falls", "fall", "dips", "dip", "rises", "rise", "climbs", "climb", "increases",
                "increase", "decreases", "decrease",
            ],
            de: &["steigt", "sinkt", "fällt"],
            pt: &["cai", "sobe"],
            es: &["cae", "sube", "baja"],
            fr: &["tombe", "chute", "monte"],
            ..Words::NONE
        },
    ),
    (Surge, Words { en: &["spike", "spikes", "jump", "jumps"], ..Words::NONE }),
    (
        Condition,
        Words {
            en: &["if", "when", "whenever", "once", "where", "while"],
            de: &["wenn", "sobald", "solange"],
            pt: &["quando", "enquanto", "se"],
            es: &["si", "cuando", "mientras"],
            fr: &["si", "quand", "lorsque", "lorsqu"],
            ..Words::NONE
        },
    ),
    (
        Part,
        Words {
            en: &["all", "every", "each", "any", "both", "with", "who", "whose", "which", "that", "having"],
            de: &["alle", "allen", "jeder", "jede", "jedes", "beide", "mit", "deren", "dessen"],
            pt: &["todos", "todas", "toda", "qualquer", "com", "cujo", "cuja", "que"],
            es: &["todos", "todas", "toda", "cualquier", "con", "cuyo", "cuya", "que"],
            fr: &["tous", "toutes", "toute", "avec", "dont", "qui", "que"],
            ja: &["すべて", "全て"],
            zh: &["所有", "每个", "全部"],
            ..Words::NONE
        },
    ),
    (
        Act,
        Words {
            en: &[
                "alert", "alerts", "alerting", "alarm", "alarms", "paging", "pager", "notify", "notified",
                "notification", "notifications", "warning", "warnings", "rollback", "roll", "revert", "abort",
                "trigger", "triggers", "threshold", "thresholds",
            ],
            de: &[
                "alarme", "warnung", "warnungen", "benachrichtigung", "schwelle", "schwellwert", "schwellenwert",
                "auslöser",
            ],
            pt: &["alerta", "alertas", "alarme", "gatilho", "limiar"],
            es: &["alerta", "alertas", "alarma", "alarmas", "umbral", "disparador"],
            fr: &["alerte", "alertes", "alarme", "seuil", "seuils", "déclencheur"],
            ja: &["アラート", "警告"],
            zh: &["告警", "报警", "警报", "回滚"],
            ..Words::NONE
        },
    ),
    (Average, STATISTICS),
    (Average, Words { en: &["rolling", "moving"], ..Words::NONE }),
    (Negation, NEGATIONS),
    (Exception, EXCEPTIONS),
    (
        And,
        Words {
            en: &["and", "plus"],
            de: &["und", "sowie"],
            pt: &["e"],
            es: &["y"],
            fr: &["et"],
            ja: &["かつ"],
            zh: &["且", "并且", "和"],
            signs: &["&"],
            ..Words::NONE
        },
    ),
    (
        Or,
        Words {
            en: &["or"],
            de: &["oder"],
            pt: &["ou"],
            es: &["u"],
            fr: &["ou"],
            ja: &["または"],
            zh: &["或", "或者"],
            ..Words::NONE
        },
    ),
    (
        Adverb,
        Words {
            en: &[
                "in", "on", "at", "for", "during", "per", "across", "over", "of", "within", "from", "to", "under",
                "after", "since", "throughout", "between", "before", "until", "through", "sustained", "overall",
                "total", "daily", "weekly",
            ],
            de: &["im", "auf", "bei", "für", "während", "pro", "je", "über", "aus", "von", "seit", "nach"],
            pt: &["em", "na", "nos", "nas", "por", "durante", "para", "de", "da", "dos", "ao"],
            es: &["en", "del", "al"],
            fr: &["en", "dans", "sur", "par", "pendant", "pour", "du", "des", "au", "aux", "à", "chez"],
            ..Words::NONE
        },
    ),
]);

/// Words that say nothing besides a comparison that they stand around: that something is so, stays
/// so or must be so. What should be so, was so or will be so is another demand.
pub(crate) const SILENT: Words = Words {
    en: &[
        "the", "a", "an", "is", "are", "be", "stays", "stay", "remains", "remain", "keeps", "keep", "does", "do",
        "must", "shall",
    ],
    de: &[
        "der", "die", "das", "den", "ein", "eine", "ist", "sind", "bleibt", "bleiben", "liegt", "liegen", "muss",
        "müssen",
    ],
    pt: &["o", "os", "as", "é", "são", "fica", "ficam", "ficar", "está", "permanece", "permanecer", "deve"],
    es: &["el", "la", "los", "las", "es", "está", "estar", "mantiene", "debe"],
    fr: &["le", "la", "les", "l", "ne", "n", "sont", "reste", "restent", "rester", "doit"],
    ..Words::NONE
}
.indexed();

/// Words that say as little around a comparison that is denied: `may not exceed`. Elsewhere they
/// leave it open whether something is so.
pub(crate) const ALLOWS: Words = Words {
    en: &["may"],
    de: &["darf", "dürfen"],
    pt: &["pode", "podem"],
    es: &["puede", "pueden"],
    fr: &["peut", "peuvent"],
    ..Words::NONE
}
.indexed();

/// Words that make one value of many.
pub(crate) const STATISTICS: Words = Words {
    en: &["average", "averaged", "avg", "mean", "median"],
    de: &["durchschnitt", "durchschnittlich", "mittel", "mittelwert", "gemittelt", "schnitt"],
    pt: &["média", "mediana"],
    es: &["media", "promedio", "promediado"],
    fr: &["moyenne", "médiane"],
    ja: &["平均", "中央値"],
    zh: &["平均", "均值", "中位数"],
    ..Words::NONE
}
.indexed();

/// The meaning of a folded word.
pub(crate) fn qualifier(word: &str) -> Option<Qualifier> {
    QUALIFIERS.meaning(word)
}

/// Words with which a sentence about a rollback begins: `Roll back if …`.
pub(crate) const OPENINGS: Words = Words {
    en: &["if", "when", "whenever", "roll", "rollback", "revert", "abort"],
    de: &["wenn", "sobald", "rollback", "zurückrollen"],
    pt: &["se", "quando", "reverter"],
    es: &["si", "cuando", "revertir"],
    fr: &["si", "quand", "lorsque", "annuler", "revenir"],
    ..Words::NONE
}
.indexed();

/// Texts that say on which side of a number a value is, or which side it moves to.
pub(crate) const PLACES: Words = Words {
    en: &["above", "below", "under", "over", "beyond"],
    de: &["über", "unter", "oberhalb", "unterhalb"],
    pt: &["acima", "abaixo"],
    es: &["por encima", "por debajo"],
    fr: &["sous", "au-dessus", "en dessous", "au-dessous"],
    ..Words::NONE
}
.indexed();

/// Words before those whom a sentence speaks of: `approval for orders above 100 €`.
pub(crate) const FOR: Words =
    Words { en: &["for"], de: &["für"], pt: &["para"], es: &["para"], fr: &["pour"], ..Words::NONE }.indexed();

/// Words behind a verb that begin what somebody verifies: `Verify that …`.
pub(crate) const THAT: Words =
    Words { en: &["that"], pt: &["que"], es: &["que"], fr: &["que"], ..Words::NONE }.indexed();

/// Parts of words that take the harm out of it: `error-free`.
const HARMLESS: Words = Words { en: &["free"], de: &["frei"], ..Words::NONE }.indexed();

/// Words for a difference, where nothing is compared: `20% higher`.
pub(crate) const DIFFERENCES: Words =
    Words { en: &["higher", "lower", "more", "less", "fewer"], ..Words::NONE }.indexed();

/// Beginnings of words for what nobody wants more of.
const HARMS: Words = Words {
    en: &[
        "error", "fail", "crash", "incident", "outage", "timeout", "bug", "defect", "complain", "churn", "ticket",
        "escalat", "regress", "downtime", "offline", "unavailab", "leak", "breach", "violat", "lost", "loss", "refund",
        "dispute", "chargeback", "latenc", "latenz", "delay", "blocker", "affected", "unsuccess", "dissatisf",
        "unhappy", "reject", "refus", "cancel", "uninstall", "inactiv", "idle", "unused", "stale", "dormant",
    ],
    de: &[
        "fehler", "absturz", "abstürz", "ausfall", "ausfäll", "störung", "vorfall", "vorfäll", "beschwerde",
        "antwortzeit", "ladezeit", "verzöger", "verlust", "erstattung",
    ],
    pt: &["erro", "falha", "incidente", "reclama", "latência", "atraso", "perda", "chamado", "reembolso"],
    es: &["fallo", "falla", "queja", "latencia", "retraso", "pérdida"],
    fr: &["erreur", "échec", "panne", "plainte", "retard", "perte", "remboursement", "plantage"],
    ja: &["エラー", "障害", "クラッシュ", "苦情", "遅延", "不具合", "バグ"],
    zh: &["错误", "故障", "崩溃", "投诉", "延迟", "錯誤", "缺陷", "异常", "問題", "问题", "事故"],
    ..Words::NONE
}
.indexed();

/// Whether a word means harm.
pub(crate) fn is_harm(word: &str) -> bool {
    let has = |parts: &Words| parts.iter().any(|part| word.contains(part));
    has(&HARMS) && !has(&HARMLESS)
}

/// Words before a number that ranks: nobody knows whether 1 is the most or the least.
pub(crate) const RANKS: Words = Words {
    en: &["severity", "severities", "sev", "priority", "prio", "level", "tier", "rank", "class", "grade"],
    de: &["schweregrad", "priorität", "stufe", "klasse"],
    pt: &["severidade", "gravidade", "prioridade", "nível"],
    es: &["severidad", "gravedad", "prioridad", "nivel"],
    fr: &["sévérité", "gravité", "priorité", "niveau"],
    ja: &["重大度", "優先度", "レベル"],
    zh: &["严重程度", "严重级别", "优先级", "级别"],
    ..Words::NONE
}
.indexed();

/// Beginnings of words for how long something takes, where a higher percentile is a higher number.
pub(crate) const LATENCY: Words = Words {
    en: &["latenc", "latenz", "response"],
    de: &["antwortzeit", "ladezeit"],
    pt: &["latência"],
    es: &["latencia"],
    ja: &["レイテンシ", "遅延"],
    zh: &["延迟"],
    ..Words::NONE
}
.indexed();

/// Words beside the number of a percentile.
pub(crate) const PERCENTILES: Words =
    Words { en: &["percentile", "percentil"], de: &["perzentil"], fr: &["centile"], ..Words::NONE }.indexed();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn each_word_is_folded_and_has_one_meaning() {
        for (word, meaning) in QUALIFIERS.words() {
            assert_eq!(fold(word), word);
            assert_eq!(QUALIFIERS.meaning(word), Some(meaning), "`{word}` has two meanings");
        }
    }
}
