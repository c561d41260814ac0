//! Words that deny what stands behind them, and words that take something out.

use super::Words;

/// Words that deny.
pub(crate) const NEGATIONS: Words = Words {
    en: &[
        "not", "never", "no", "cannot", "can't", "doesn't", "don't", "isn't", "aren't", "won't", "wouldn't",
        "shouldn't", "mustn't", "didn't", "without", "none", "nobody", "nothing", "neither", "nor",
    ],
    de: &[
        "nicht", "nie", "niemals", "kein", "keine", "keinen", "keiner", "keinem", "ohne", "niemand", "nichts", "weder",
    ],
    pt: &["não", "nao", "nunca", "jamais", "sem", "nenhum", "nenhuma", "ninguém", "nada", "nem"],
    es: &["no", "nunca", "jamás", "sin", "ningún", "ninguno", "ninguna", "nadie", "nada", "ni", "tampoco"],
    fr: &["pas", "jamais", "sans", "aucun", "aucune", "personne", "rien", "ni", "non"],
    ja: &["ない", "ません", "なし"],
    zh: &["不", "没", "没有", "沒有", "未", "无", "無"],
    ..Words::NONE
}
.indexed();

/// Words that say that there is none of what stands behind them: `no P1 bugs`.
pub(crate) const NOT_ANY: Words = Words {
    en: &["no"],
    de: &["kein", "keine", "keinen"],
    pt: &["nenhum", "nenhuma"],
    es: &["ningún", "ninguna"],
    fr: &["aucun", "aucune"],
    ..Words::NONE
}
.indexed();

/// Words that deny what stands before them: `überschreitet 2 % nicht`.
pub(crate) const DENIES_BEFORE: Words = Words { de: &["nicht", "nie"], ..Words::NONE }.indexed();

/// Words that only begin like one that denies: `不具合` is a defect.
pub(crate) const DENIES_NOTHING: Words = Words {
    ja: &["不具合", "不良", "不満", "無料", "無線", "未解決"],
    zh: &["不良", "不满", "无线", "未来", "未解决"],
    ..Words::NONE
}
.indexed();

/// Words by which Portuguese is known. There `no` means `in the`.
pub(crate) const PORTUGUESE: Words = Words {
    pt: &["taxa", "abaixo", "acima", "pelo", "em", "da", "não", "mais", "até", "erro", "erros", "latência"],
    ..Words::NONE
}
.indexed();

/// Words that take something out of what a sentence says.
pub(crate) const EXCEPTIONS: Words = Words {
    en: &[
        "unless", "except", "excluding", "exclude", "excludes", "excluded", "besides", "skip", "skips", "ignore",
        "ignores", "ignoring",
    ],
    de: &["außer", "ausgenommen", "sofern", "ausschließen"],
    pt: &["exceto", "salvo"],
    es: &["excepto", "salvo"],
    fr: &["sauf", "hormis"],
    ja: &["除く"],
    zh: &["除非", "除了"],
    ..Words::NONE
}
.indexed();
