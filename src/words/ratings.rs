//! How likely a risk is, and how much it would harm.

use super::{Lexicon, Words};

/// The words for each rating, which stands in the form in which it is written.
pub(crate) static RATINGS: Lexicon<&str> = Lexicon::new(&[
    ("High", Words { en: &["high"], ..Words::NONE }),
    ("Med", Words { en: &["med"], ..Words::NONE }),
    ("Medium", Words { en: &["medium"], ..Words::NONE }),
    ("Low", Words { en: &["low"], ..Words::NONE }),
]);

/// Words of which one is to be chosen, where two stand with a slash between them.
pub(crate) const CHOICES: Words = Words {
    en: &["yes", "no", "go", "no-go", "nogo", "pass", "fail", "on", "off", "true", "false", "open", "closed", "done"],
    de: &["ja", "nein", "hoch", "mittel", "niedrig", "offen", "erledigt"],
    pt: &["sim", "não", "alto", "alta", "médio", "média", "baixo", "baixa"],
    es: &["sí", "medio", "bajo", "media", "baja"],
    fr: &["oui", "non", "élevé", "moyen", "faible"],
    ja: &["はい", "いいえ", "高", "中", "低"],
    zh: &["是", "否"],
    ..Words::NONE
}
.indexed();
