//! What the brackets of a template ask for. In brackets that are compared there are no spaces.

use super::Words;

/// Parts of brackets for a day: its name or the pattern of its year.
pub(crate) const DATE_PARTS: Words =
    Words { en: &["date", "yyyy"], de: &["jjjj"], pt: &["aaaa"], es: &["aaaa"], ..Words::NONE }.indexed();

/// Whole brackets for a day.
pub(crate) const DATE: Words = Words {
    en: &["when"],
    de: &["datum", "tag"],
    pt: &["data"],
    es: &["fecha"],
    ja: &["日付"],
    zh: &["日期"],
    ..Words::NONE
}
.indexed();

/// Parts of brackets for the day of an entry in a decision log.
pub(crate) const ENTRY_DATE_PARTS: Words = Words {
    en: &["date", "yyyy"],
    de: &["datum"],
    pt: &["data"],
    es: &["fecha"],
    ja: &["日付"],
    zh: &["日期"],
    ..Words::NONE
}
.indexed();

/// Parts of brackets for a link.
pub(crate) const LINK_PARTS: Words = Words { en: &["link"], ..Words::NONE }.indexed();

/// Whole brackets for a link.
pub(crate) const LINK: Words = Words { en: &["url"], ..Words::NONE }.indexed();

/// Letters for a number.
pub(crate) const NUMBERS: Words = Words { signs: &["x", "y", "z", "x%", "y%", "z%", "n"], ..Words::NONE }.indexed();

/// Words in a bracket for what belongs there, which are no value.
pub(crate) const STAND_INS: Words = Words {
    en: &["name", "names", "date", "link", "url", "why", "who", "when", "reason", "title", "text", "description"],
    de: &["name", "datum", "grund", "wer", "wann", "titel", "beschreibung"],
    pt: &["nome", "data", "motivo", "quem", "quando", "título", "descrição"],
    es: &["nombre", "fecha", "motivo", "quién", "cuándo", "título", "descripción"],
    fr: &["nom", "date", "raison", "qui", "quand", "titre", "description", "lien"],
    ja: &["氏名", "名前", "日付", "理由", "リンク"],
    zh: &["姓名", "名称", "日期", "原因", "链接"],
    ..Words::NONE
}
.indexed();

/// Parts of brackets for a number.
pub(crate) const NUMBER_PARTS: Words = Words { en: &["threshold"], ..Words::NONE }.indexed();

/// What is counted behind the letter for a number: `[N users]`.
pub(crate) const COUNTED: Words =
    Words { en: &["day", "week", "month", "hour", "user", "people"], signs: &["%"], ..Words::NONE }.indexed();

/// Units of time in brackets for a duration.
pub(crate) const DURATION_PARTS: Words = Words {
    en: &["day", "week", "month", "hour"],
    de: &["tage", "woche"],
    pt: &["dia", "semana"],
    es: &["dia", "semana"],
    ..Words::NONE
}
.indexed();

/// Whole brackets for a value that need not be there.
pub(crate) const OPTIONAL: Words = Words { en: &["ifneeded", "ifany", "ifapplicable"], ..Words::NONE }.indexed();

/// How brackets begin for a value that need not be there.
pub(crate) const OPTIONAL_STARTS: Words = Words { en: &["optional"], ..Words::NONE }.indexed();
