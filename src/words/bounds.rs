//! Words that make a bound of a number: `at least 5`, `5 % oder weniger`, `for 7 days`,
//! `30 a week`.

use super::{Lexicon, Words};

/// What a comparison says of a value beside a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// The number or more.
    AtLeast,
    /// More than the number.
    MoreThan,
    /// The number or less.
    AtMost,
    /// Less than the number.
    LessThan,
}

use Comparison::{AtLeast, AtMost, LessThan, MoreThan};

/// The most words that a comparison has.
pub(crate) const MOST_WORDS: usize = 5;

/// Comparisons that stand before their number.
pub(crate) static BEFORE: Lexicon<Comparison> = Lexicon::new(&[
    (
        AtLeast,
        Words {
            en: &[
                "at least", "greater than or equal to", "minimum of", "minimum", "min", "reaches", "no less than",
                "not less than", "no fewer than", "not fewer than", "no lower than",
            ],
            de: &[
                "mindestens", "mindestens bei", "mind", "wenigstens", "minimal", "minimum", "min",
                "größer oder gleich", "größer gleich", "nicht weniger als", "nicht unter",
            ],
            pt: &[
                "pelo menos", "ao menos", "no mínimo", "no minimo", "no mínimo de", "mínimo", "mínimo de", "minimo de",
                "mínima de", "minima de", "maior ou igual a", "maior ou igual ao",
            ],
            es: &[
                "al menos", "al menos del", "por lo menos", "como mínimo", "como minimo", "como mínimo del", "mínimo",
                "mínimo de", "minimo de", "mínimo del", "mínima de", "mínima del", "mayor o igual a",
                "mayor o igual al", "mayor o igual que",
            ],
            fr: &[
                "au moins", "au minimum", "minimum", "minimum de", "minimale de", "supérieur ou égal à",
                "supérieure ou égale à",
            ],
            ja: &["最低", "少なくとも"],
            zh: &["至少", "最少", "不低于", "不少于", "不小于", "不低於", "不少於", "不小於"],
            signs: &["≥"],
            ..Words::NONE
        },
    ),
    (
        MoreThan,
        Words {
            en: &[
                "more than", "greater than", "higher than", "longer than", "larger than", "older than", "slower than",
                "exceeds", "exceed", "exceeding", "above", "over",
            ],
            de: &[
                "mehr als", "größer als", "höher als", "länger als", "älter als", "langsamer als", "über", "ueber",
                "oberhalb", "oberhalb von", "überschreitet", "überschreiten", "übersteigt", "übersteigen",
            ],
            pt: &[
                "mais de", "mais que", "mais do que", "maior que", "maior do que", "superior a", "superior ao",
                "acima de", "acima do", "acima da", "acima dos", "ultrapassa", "ultrapassar", "excede", "exceder",
                "supera", "superar", "passa de", "passar de",
            ],
            es: &[
                "más de", "más del", "más que", "mas de", "mas del", "mas que", "mayor que", "mayor a", "mayor al",
                "mayor de", "mayor del", "superior a", "superior al", "por encima de", "por encima del", "supera",
                "superar", "supere", "excede", "exceder", "exceda", "sobrepasa", "sobrepase",
            ],
            fr: &[
                "plus de", "plus que", "supérieur à", "supérieure à", "supérieurs à", "supérieures à", "au-dessus de",
                "au dessus de", "dépasse", "dépassent", "dépasser", "excède", "excéder",
            ],
            zh: &["高于", "超过", "大于", "多于", "高於", "超過", "大於", "多於"],
            signs: &[">"],
            ..Words::NONE
        },
    ),
    (
        AtMost,
        Words {
            en: &[
                "at most", "up to", "less than or equal to", "maximum of", "maximum", "max", "within", "no more than",
                "capped at", "limited to", "not more than", "no greater than", "no higher than", "no longer than",
                "no worse than", "not worse than",
            ],
            de: &[
                "höchstens", "hoechstens", "höchstens bei", "maximal", "maximal bei", "maximum", "max", "bis zu",
                "begrenzt auf", "innerhalb", "innerhalb von", "binnen", "nicht mehr als", "nicht über",
                "kleiner oder gleich", "kleiner gleich", "überschreitet nicht", "übersteigt nicht",
            ],
            pt: &[
                "não mais de", "não mais que", "no máximo", "no maximo", "no máximo de", "máximo", "máximo de",
                "maximo de", "máxima de", "maxima de", "até", "em até", "limitado a", "limitada a", "dentro de",
                "menor ou igual a", "menor ou igual ao",
            ],
            es: &[
                "no más de", "no más del", "no más que", "como máximo", "como maximo", "como máximo del", "a lo sumo",
                "máximo", "máximo de", "maximo de", "máximo del", "máxima de", "máxima del", "hasta", "hasta un",
                "limitado a", "limitada a", "limitado al", "limitada al", "dentro de", "menor o igual a",
                "menor o igual al", "menor o igual que",
            ],
            fr: &[
                "pas plus de", "pas plus que", "au plus", "au maximum", "maximum", "maximum de", "maximal de",
                "maximale de", "plafonné à", "plafonnée à", "limité à", "limitée à", "jusqu'à", "inférieur ou égal à",
                "inférieure ou égale à", "dépasse pas", "dépassent pas", "dépassant pas", "dépasse jamais",
                "excède pas", "excède jamais",
            ],
            ja: &["最大"],
            zh: &[
                "至多", "最多", "不超过", "未超过", "不得超过", "不高于", "不大于", "不多于", "不超過", "未超過",
                "不得超過", "不高於", "不大於", "不多於",
            ],
            signs: &["≤"],
            ..Words::NONE
        },
    ),
    (
        LessThan,
        Words {
            en: &[
                "less than", "fewer than", "lower than", "shorter than", "smaller than", "younger than", "faster than",
                "below", "under",
            ],
            de: &[
                "weniger als", "kleiner als", "geringer als", "niedriger als", "kürzer als", "schneller als", "unter",
                "unterhalb", "unterhalb von", "unterschreitet", "unterschreiten",
            ],
            pt: &[
                "menos de", "menos que", "menos do que", "menor que", "menor do que", "inferior a", "inferior ao",
                "abaixo de", "abaixo do", "abaixo da", "abaixo dos",
            ],
            es: &[
                "menos de", "menos del", "menos que", "menor que", "menor a", "menor al", "menor de", "menor del",
                "inferior a", "inferior al", "por debajo de", "por debajo del", "debajo de",
            ],
            fr: &[
                "moins de", "moins d", "moins que", "inférieur à", "inférieure à", "inférieurs à", "inférieures à",
                "en dessous de", "en-dessous de", "au-dessous de", "au dessous de", "sous", "sous les",
            ],
            zh: &["低于", "少于", "小于", "不到", "不足", "低於", "少於", "小於"],
            signs: &["<"],
            ..Words::NONE
        },
    ),
]);

/// Comparisons that stand behind their number.
pub(crate) static BEHIND: Lexicon<Comparison> = Lexicon::new(&[
    (
        AtLeast,
        Words {
            en: &["or more", "and more", "or higher", "or above", "or greater", "at least", "minimum"],
            de: &["oder mehr", "oder höher", "oder darüber", "und mehr", "mindestens"],
            pt: &["ou mais", "no mínimo", "pelo menos"],
            es: &["o más", "o mas", "como mínimo", "al menos"],
            fr: &["ou plus", "au moins", "au minimum"],
            ja: &["以上", "以上に", "を下回らない"],
            zh: &["以上", "及以上", "或以上", "或更多"],
            signs: &["+"],
            ..Words::NONE
        },
    ),
    (
        MoreThan,
        Words {
            de: &["übersteigt", "überschreitet"],
            ja: &[
                "超", "超過", "を超える", "を超えた", "を超えたら", "を超えたとき", "を超過", "を上回る", "を上回った",
                "より大きい", "より多い",
            ],
            ..Words::NONE
        },
    ),
    (
        AtMost,
        Words {
            en: &["or less", "or fewer", "or lower", "or below", "at most", "max", "maximum"],
            de: &["oder weniger", "oder niedriger", "oder darunter", "höchstens", "maximal"],
            pt: &["ou menos", "no máximo"],
            es: &["o menos", "como máximo"],
            fr: &["ou moins", "au plus", "au maximum"],
            ja: &["以下", "以下に", "以内", "以内に", "を超えない", "を上回らない"],
            zh: &["以下", "以内", "及以下", "或以下", "或更少"],
            ..Words::NONE
        },
    ),
    (
        LessThan,
        Words {
            de: &["unterschreitet"],
            ja: &["未満", "未満に", "を下回る", "を下回った", "を切る", "を切った", "より小さい", "より少ない"],
            zh: &["未满", "未滿"],
            ..Words::NONE
        },
    ),
]);

/// Comparisons with the end of a time.
pub(crate) const WITHIN: Words = Words {
    en: &["within"],
    de: &["innerhalb", "innerhalb von", "binnen"],
    pt: &["dentro de", "em até"],
    es: &["dentro de"],
    ja: &["以内"],
    zh: &["以内"],
    ..Words::NONE
}
.indexed();

/// Comparisons that tell a side only of what nobody wants more of: `latency no worse than 300 ms`.
pub(crate) const NO_WORSE: Words = Words { en: &["no worse than", "not worse than"], ..Words::NONE }.indexed();

/// Comparisons that may name what is reached as well as what is not to be left:
/// `handles up to 1000 users`.
pub(crate) const UP_TO: Words =
    Words { en: &["up to"], de: &["bis zu"], pt: &["até"], es: &["hasta"], fr: &["jusqu'à"], ..Words::NONE }.indexed();

/// Words behind the `or` of a comparison: `less than or equal to`.
pub(crate) const EQUAL: Words =
    Words { en: &["equal"], de: &["gleich"], pt: &["igual"], es: &["igual"], fr: &["égal", "égale"], ..Words::NONE }
        .indexed();

/// Words between a comparison and its number: `supera el 2 %`.
pub(crate) const ARTICLES: Words = Words {
    en: &["the"],
    de: &["den", "die", "das"],
    pt: &["o", "os"],
    es: &["el", "los", "las"],
    fr: &["le", "les"],
    ..Words::NONE
}
.indexed();

/// Words beside `2 of 3` by which it says how many are enough.
pub(crate) const BESIDE_PARTS: Words = Words {
    en: &[
        "any", "at", "least", "the", "following", "must", "hold", "holds", "be", "required", "needed", "need", "to",
        "suffice", "suffices", "is", "are", "enough",
    ],
    de: &["mindestens", "beliebige", "müssen", "gelten", "genügen", "genügt", "reichen", "reicht", "erforderlich"],
    pt: &["quaisquer", "pelo", "menos", "bastam", "basta", "devem", "valer"],
    es: &["cualesquiera", "al", "menos", "bastan", "basta", "deben", "cumplirse"],
    fr: &["au", "moins", "suffisent", "suffit", "doivent", "requis"],
    it: &["almeno", "bastano", "basta", "qualsiasi", "devono", "valere"],
    ..Words::NONE
}
.indexed();

/// Words between a number and another one that is its whole: `4 of 5`.
pub(crate) const OF: Words = Words {
    en: &["of", "of the", "out of", "out of the"],
    de: &["von", "von den", "aus"],
    pt: &["de", "dos", "das", "de cada"],
    es: &["de", "de los", "de las", "de cada"],
    fr: &["sur", "sur les"],
    ..Words::NONE
}
.indexed();

/// The same where a number is one of very many: `1 in 1000`.
pub(crate) const IN_SO_MANY: Words = Words {
    en: &["in", "in a", "in every", "out of every"],
    de: &["in", "je", "von je"],
    pt: &["em", "em cada", "a cada"],
    es: &["en", "en cada", "por cada"],
    it: &["su", "ogni"],
    ..Words::NONE
}
.indexed();

/// The same behind what is counted: `1 error per 1000 requests`.
pub(crate) const PER_SO_MANY: Words = Words {
    en: &["per", "in", "in every", "for every"],
    de: &["pro", "je", "auf"],
    pt: &["por", "por cada", "a cada", "em", "em cada"],
    es: &["por", "por cada", "en", "en cada"],
    fr: &["pour", "par", "sur"],
    it: &["per", "su", "ogni"],
    ..Words::NONE
}
.indexed();

/// Words before a time in which there is none of something: `no P1 in 7 days`.
pub(crate) const IN_WHICH: Words = Words {
    en: &["in", "within", "since"],
    de: &["in", "innerhalb", "innerhalb von", "binnen", "seit"],
    pt: &["em", "dentro de", "nos", "nas", "há"],
    es: &["en", "dentro de", "desde hace"],
    fr: &["en", "dans", "sous", "depuis"],
    it: &["in", "entro", "da"],
    ..Words::NONE
}
.indexed();

/// Words by which things that are counted follow one another, so that more of them ask for more:
/// `3 consecutive green builds`, `3 green builds in a row`.
pub(crate) const IN_A_ROW: Words = Words {
    en: &["consecutive", "successive", "in a row", "in succession", "back-to-back"],
    de: &["aufeinanderfolgende", "aufeinanderfolgenden", "in folge", "hintereinander", "nacheinander"],
    pt: &["consecutivos", "consecutivas", "seguidos", "seguidas", "em seguida"],
    es: &["consecutivos", "consecutivas", "seguidos", "seguidas"],
    fr: &["consécutifs", "consécutives", "d'affilée", "de suite"],
    it: &["consecutivi", "consecutive", "di fila"],
    ja: &["連続"],
    zh: &["连续", "連續"],
    ..Words::NONE
}
.indexed();

/// Words before the other end of a range: `300 ms to 3 s`.
pub(crate) const RANGES: Words = Words {
    en: &["to ", "up to ", "through "],
    de: &["bis ", "bis zu "],
    pt: &["a ", "até "],
    es: &["a ", "hasta "],
    fr: &["à ", "jusqu'à "],
    it: &["a ", "fino a "],
    ja: &["から", "~", "〜"],
    zh: &["到", "至"],
    signs: &["..", "…"],
    ..Words::NONE
}
.indexed();

/// Words before both ends of a range: `between 10 and 25%`.
pub(crate) const BETWEEN: Words = Words {
    en: &["between"],
    de: &["zwischen"],
    pt: &["entre"],
    es: &["entre"],
    fr: &["entre"],
    it: &["tra", "fra"],
    ..Words::NONE
}
.indexed();

/// Words before a time for how long something lasts.
pub(crate) const LASTING: Words = Words {
    en: &["for", "over", "during", "sustained for"],
    de: &["für", "während", "über"],
    pt: &["por", "durante"],
    es: &["por", "durante"],
    fr: &["pendant", "durant", "sur"],
    ja: &["連続"],
    zh: &["连续", "持续", "連續", "持續"],
    ..Words::NONE
}
.indexed();

/// Words for what lasts, however long.
pub(crate) const SUSTAINED: Words = Words {
    en: &["sustained", "continuous", "continuously", "persistent", "persistently"],
    de: &["anhaltend", "dauerhaft", "durchgehend", "kontinuierlich"],
    pt: &["sustentado", "contínuo", "continuamente", "persistente"],
    es: &["sostenido", "continuo"],
    fr: &["soutenu", "prolongé", "continu", "persistant"],
    ja: &["継続", "継続的"],
    zh: &["持续", "持續"],
    ..Words::NONE
}
.indexed();

/// Words behind a time for how long something lasts.
pub(crate) const LASTING_BEHIND: Words = Words {
    en: &["straight", "running", "without", "stable"],
    de: &["lang", "ohne", "stabil"],
    pt: &["seguidos", "seguidas", "consecutivos", "consecutivas", "sem", "estável"],
    es: &["seguidos", "seguidas", "consecutivos", "consecutivas", "sin", "estable"],
    fr: &["consécutifs", "consécutives", "sans", "stable"],
    ja: &["安定"],
    zh: &["稳定", "穩定", "无", "無", "没有", "沒有"],
    ..Words::NONE
}
.indexed();

/// Names of a time in which a rollout is only watched. The longer it is, the more it asks for.
pub(crate) const QUIET_TIMES: Words = Words {
    en: &[
        "soak", "soaking", "bake", "baking", "burn-in", "observation", "quiet", "stabilization", "stabilisation",
        "monitoring", "watch", "cool-down", "cooldown", "cooling-off", "hypercare",
    ],
    de: &[
        "soak-zeit", "beobachtung", "beobachtungszeit", "beobachtungszeitraum", "beobachtungsphase", "ruhezeit",
        "ruhephase", "stabilitätsphase", "stabilisierungsphase", "überwachung", "überwachungszeit",
        "überwachungszeitraum", "abkühlzeit", "abkühlphase",
    ],
    pt: &["observação", "estabilização", "monitoramento", "monitorização"],
    es: &["observación", "estabilización", "monitoreo", "monitorización", "vigilancia"],
    fr: &["observation", "d'observation", "stabilisation", "surveillance"],
    it: &["osservazione", "stabilizzazione", "monitoraggio"],
    ja: &["観察", "観察期間", "安定期間", "監視", "監視期間", "様子見期間"],
    zh: &["观察期", "观察", "稳定期", "监控期", "监控", "监测期"],
    ..Words::NONE
}
.indexed();

/// Words behind such a name that say that it is a time: `soak period`.
pub(crate) const PERIODS: Words = Words { en: &["time", "period", "phase", "window"], ..Words::NONE }.indexed();

/// Words between such a name and how long it is: `soak of 3 days`.
pub(crate) const OF_TIME: Words = Words {
    en: &["of"],
    de: &["von"],
    pt: &["de"],
    es: &["de"],
    fr: &["de", "d"],
    it: &["di"],
    ja: &["は", "の"],
    zh: &["的", "为"],
    ..Words::NONE
}
.indexed();

/// Units of such a time that alone may be another thing: `3日` is a day of a month elsewhere.
pub(crate) const DAYS_OF_QUIET: Words = Words { ja: &["日"], zh: &["日"], ..Words::NONE }.indexed();

/// Words between the number of a length and its unit: `5 business days`.
pub(crate) const KIND_OF_DAY: Words = Words {
    en: &["business", "working", "full", "whole", "consecutive", "calendar"],
    de: &["volle", "ganze", "aufeinanderfolgende"],
    ..Words::NONE
}
.indexed();

/// The same behind the unit: `4 horas úteis`.
pub(crate) const KIND_BEHIND: Words = Words {
    pt: &["úteis", "útil", "corridos"],
    es: &["hábiles", "hábil", "laborables", "laborable", "naturales"],
    fr: &["ouvrées", "ouvrés", "ouvrables", "ouvrée", "ouvré", "ouvrable"],
    it: &["lavorativi", "lavorative"],
    ..Words::NONE
}
.indexed();

/// Words behind a time in which something is measured: `10-minute window`, `5 min in a row`.
pub(crate) const WINDOWS: Words = Words {
    en: &["window", "interval", "period", "in", "row"],
    de: &["fenster", "zeitfenster", "am", "stück"],
    pt: &["janela", "intervalo"],
    es: &["ventana", "intervalo"],
    fr: &["fenêtre", "intervalle"],
    ..Words::NONE
}
.indexed();

/// Words between a word of [`LASTING`] and its time.
pub(crate) const LENGTH: Words = Words {
    en: &[
        "a", "an", "any", "at", "the", "last", "past", "next", "full", "whole", "consecutive", "least", "more", "than",
    ],
    de: &["die", "den", "letzten", "volle", "vollen", "ganze", "ganzen", "aufeinanderfolgende"],
    pt: &["os", "as", "últimos", "últimas"],
    es: &["los", "las", "últimos", "últimas"],
    fr: &["les", "derniers", "dernières"],
    ja: &["安定"],
    zh: &["稳定", "穩定", "运行", "運行"],
    ..Words::NONE
}
.indexed();

/// Words between a number and the time in which it is counted: `30 per week`.
pub(crate) const PER: Words = Words {
    en: &["per", "a", "an", "each", "every"],
    de: &["pro", "je", "die", "jede"],
    pt: &["por", "ao", "cada"],
    es: &["por", "al", "cada"],
    fr: &["par", "chaque"],
    signs: &["/"],
    ..Words::NONE
}
.indexed();

/// Texts that say that a value is to be held, whatever it was before.
pub(crate) const HOLD: Words = Words {
    en: &[
        "stay", "remain", "keep", "kept", "hold", "at least", "at most", "no more than", "not above", "not below",
        "not exceed",
    ],
    de: &["bleib", "halten", "mindestens", "höchstens", "nicht über", "nicht unter"],
    pt: &["permanec", "mantém", "manter", "pelo menos", "no máximo", "no mínimo"],
    es: &["permanec", "mantien", "mantener", "al menos", "como máximo", "como mínimo"],
    fr: &["reste", "rester", "maintenir", "au moins", "au plus", "au maximum"],
    ..Words::NONE
}
.indexed();

/// Texts that say that a length of time has no end.
pub(crate) const ENDLESS: Words = Words {
    en: &["ongoing", "open-ended", "open ended", "permanent", "indefinite", "forever", "until"],
    de: &["laufend", "unbefristet", "dauerhaft"],
    pt: &["em andamento", "indeterminado"],
    es: &["en curso", "indefinido"],
    fr: &["en cours", "en continu", "indéterminé", "indéfini"],
    ..Words::NONE
}
.indexed();

/// How the languages that have a comparison write numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `1,000` is a thousand, `1.5` one and a half.
    Point,
    /// `1.000` is a thousand, `1,5` one and a half.
    Comma,
}

/// How the languages write numbers that have a comparison. `None` for signs, and where languages
/// share a word.
pub(crate) fn style(comparison: &str) -> Option<Style> {
    let mut rows = BEFORE.rows().iter().chain(BEHIND.rows()).map(|(_, words)| words);
    let words = rows.find(|words| words.has(comparison))?;
    let has = |columns: &[&[&str]]| columns.iter().any(|column| column.contains(&comparison));
    match (has(&[words.en, words.ja, words.zh]), has(&[words.de, words.pt, words.es, words.fr])) {
        (true, false) => Some(Style::Point),
        (false, true) => Some(Style::Comma),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn each_comparison_is_folded_and_has_one_meaning() {
        for table in [&BEFORE, &BEHIND] {
            for (word, meaning) in table.words() {
                assert_eq!(fold(word), word);
                assert_eq!(table.meaning(word), Some(meaning), "`{word}` has two meanings");
                assert!(word.split(' ').count() <= MOST_WORDS, "`{word}` is longer than the reader looks");
            }
        }
    }
}
