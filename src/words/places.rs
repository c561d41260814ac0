//! Parts of those who use something: where they are, and what on.

use super::Words;
use super::qualifiers::{Qualifier, qualifier};

/// Regions and platforms. Each of them is a part of all.
const PARTS: Words = Words {
    en: &[
        "eu", "us", "usa", "uk", "emea", "apac", "latam", "europe", "asia", "africa", "america", "north america",
        "south america", "latin america", "germany", "france", "spain", "portugal", "italy", "brazil", "mexico",
        "switzerland", "austria", "denmark", "sweden", "norway", "finland", "poland", "ireland", "belgium",
        "netherlands", "the netherlands", "korea", "japan", "china", "india", "canada", "australia", "mobile", "web",
        "desktop", "ios", "android", "tablet", "tablets", "chrome", "firefox", "safari",
    ],
    de: &[
        "dach", "europa", "asien", "afrika", "amerika", "nordamerika", "südamerika", "deutschland", "österreich",
        "schweiz", "frankreich", "spanien", "italien", "brasilien", "mexiko", "indien", "kanada", "australien",
        "mobil", "dänemark", "schweden", "norwegen", "polen", "niederlande",
    ],
    pt: &[
        "ue", "eua", "ásia", "alemanha", "frança", "suíça", "espanha", "brasil", "méxico", "japão", "índia", "canadá",
    ],
    es: &["ee.uu", "eeuu", "suiza", "alemania", "francia", "españa", "italia", "japón", "móvil"],
    fr: &[
        "asie", "afrique", "amérique", "allemagne", "espagne", "italie", "brésil", "mexique", "japon", "chine", "inde",
        "suisse",
    ],
    ja: &["欧州", "米国", "日本", "中国", "アジア", "モバイル", "ウェブ"],
    zh: &["欧洲", "欧盟", "美国", "亚洲", "移动端", "网页端"],
    ..Words::NONE
}
.indexed();

/// Words that stand beside a place without a space.
const JOINED: Words = Words { ja: &["で", "のみ"], zh: &["在", "仅"], ..Words::NONE }.indexed();

/// Whether a folded text names nothing but one part of those who use something: `in the EU`,
/// `iOS`. Who names several may mean all of them.
pub(crate) fn is_one_part(text: &str) -> bool {
    let is_link = |word: &&str| matches!(qualifier(word), Some(Qualifier::Adverb | Qualifier::Filler));
    let words = text.split(|c: char| c.is_whitespace() || c == '\'' || c == '’').filter(|word| !word.is_empty());
    let own = words.skip_while(is_link).collect::<Vec<_>>().join(" ");
    let is_joined = || {
        let behind = JOINED.ja.iter().filter_map(|word| own.strip_suffix(word));
        behind.chain(JOINED.zh.iter().filter_map(|word| own.strip_prefix(word))).any(|own| PARTS.has(own))
    };
    PARTS.has(&own) || is_joined()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_named_alone() {
        for text in
            ["eu", "in the eu", "on ios", "in der schweiz", "na ue", "en españa", "dans l'ue", "日本で", "在中国"]
        {
            assert!(is_one_part(text), "{text}");
        }
        for text in
            ["", "in", "eu and us", "in the eu since monday", "in grafana", "in march", "0.4% in eu", "happened in eu"]
        {
            assert!(!is_one_part(text), "{text}");
        }
    }
}
