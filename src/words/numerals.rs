//! Numbers in words.

use super::{Lexicon, Words};

/// A number in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numeral {
    /// The word means nothing else.
    Clear(u8),
    /// An article, or a word that also means something else. It is a number where one must follow:
    /// `for a week`.
    Unclear(u8),
}

use Numeral::{Clear, Unclear};

/// What ends a number that says a place in an order: `2nd`, `2ª`, `2e`.
pub(crate) const ORDINAL_ENDS: Words = Words {
    en: &["st", "nd", "rd", "th"],
    pt: &["ª", "º"],
    es: &["da", "do", "ra", "ro", "ta", "to"],
    fr: &["ère", "er", "re", "ème", "eme", "nde", "e"],
    ru: &["-й", "-я", "й", "я"],
    signs: &["."],
    ..Words::NONE
}
.indexed();

/// A text without the end of the number before it that says a place in an order.
pub(crate) fn without_ordinal_end(text: &str) -> &str {
    let bare = ORDINAL_ENDS.iter().filter_map(|end| text.strip_prefix(end));
    bare.filter(|rest| !rest.starts_with(char::is_alphanumeric)).min_by_key(|rest| rest.len()).unwrap_or(text)
}

/// Words for a place in an order: `Erste Phase`.
pub(crate) static ORDINALS: Lexicon<u8> = Lexicon::new(&[
    (
        1,
        Words {
            en: &["first"],
            de: &["erste", "erster", "erstes"],
            pt: &["primeira", "primeiro"],
            es: &["primera", "primer", "primero"],
            fr: &["première", "premier"],
            it: &["prima", "primo"],
            ru: &["первый", "первая"],
            ..Words::NONE
        },
    ),
    (
        2,
        Words {
            en: &["second"],
            de: &["zweite", "zweiter", "zweites"],
            pt: &["segunda", "segundo"],
            es: &["segunda", "segundo"],
            fr: &["deuxième", "seconde", "second"],
            it: &["seconda", "secondo"],
            ru: &["второй", "вторая"],
            ..Words::NONE
        },
    ),
    (
        3,
        Words {
            en: &["third"],
            de: &["dritte", "dritter", "drittes"],
            pt: &["terceira", "terceiro"],
            es: &["tercera", "tercer", "tercero"],
            fr: &["troisième"],
            it: &["terza", "terzo"],
            ru: &["третий", "третья"],
            ..Words::NONE
        },
    ),
    (
        4,
        Words {
            en: &["fourth"],
            de: &["vierte", "vierter", "viertes"],
            pt: &["quarta", "quarto"],
            es: &["cuarta", "cuarto"],
            fr: &["quatrième"],
            it: &["quarta", "quarto"],
            ru: &["четвертый", "четвертая"],
            ..Words::NONE
        },
    ),
    (
        5,
        Words {
            en: &["fifth"],
            de: &["fünfte", "fünfter", "fünftes"],
            pt: &["quinta", "quinto"],
            es: &["quinta", "quinto"],
            fr: &["cinquième"],
            it: &["quinta", "quinto"],
            ru: &["пятый", "пятая"],
            ..Words::NONE
        },
    ),
]);

/// The numbers that are read.
pub(crate) static NUMERALS: Lexicon<Numeral> = Lexicon::new(&[
    (
        Unclear(1),
        Words {
            en: &["a", "an"],
            de: &["ein", "eine", "einen", "einem", "einer"],
            pt: &["um", "uma"],
            es: &["un", "una", "uno"],
            fr: &["un", "une"],
            ..Words::NONE
        },
    ),
    (Unclear(2), Words { es: &["dos"], ..Words::NONE }),
    (Unclear(9), Words { fr: &["neuf"], ..Words::NONE }),
    (Clear(0), Words { en: &["zero"], es: &["cero"], fr: &["zéro"], ..Words::NONE }),
    (Clear(1), Words { en: &["one"], ..Words::NONE }),
    (Clear(2), Words { en: &["two"], de: &["zwei"], pt: &["dois", "duas"], fr: &["deux"], ..Words::NONE }),
    (
        Clear(3),
        Words { en: &["three"], de: &["drei"], pt: &["três", "tres"], es: &["tres"], fr: &["trois"], ..Words::NONE },
    ),
    (
        Clear(4),
        Words { en: &["four"], de: &["vier"], pt: &["quatro"], es: &["cuatro"], fr: &["quatre"], ..Words::NONE },
    ),
    (Clear(5), Words { en: &["five"], de: &["fünf"], pt: &["cinco"], es: &["cinco"], fr: &["cinq"], ..Words::NONE }),
    (Clear(6), Words { en: &["six"], de: &["sechs"], pt: &["seis"], es: &["seis"], fr: &["six"], ..Words::NONE }),
    (Clear(7), Words { en: &["seven"], de: &["sieben"], pt: &["sete"], es: &["siete"], fr: &["sept"], ..Words::NONE }),
    (Clear(8), Words { en: &["eight"], de: &["acht"], pt: &["oito"], es: &["ocho"], fr: &["huit"], ..Words::NONE }),
    (Clear(9), Words { en: &["nine"], de: &["neun"], pt: &["nove"], es: &["nueve"], ..Words::NONE }),
    (Clear(10), Words { en: &["ten"], de: &["zehn"], pt: &["dez"], es: &["diez"], fr: &["dix"], ..Words::NONE }),
    (Clear(11), Words { en: &["eleven"], de: &["elf"], pt: &["onze"], fr: &["onze"], ..Words::NONE }),
    (Clear(12), Words { en: &["twelve"], de: &["zwölf"], pt: &["doze"], es: &["doce"], fr: &["douze"], ..Words::NONE }),
    (
        Clear(15),
        Words {
            en: &["fifteen"], de: &["fünfzehn"], pt: &["quinze"], es: &["quince"], fr: &["quinze"], ..Words::NONE
        },
    ),
    (
        Clear(20),
        Words { en: &["twenty"], de: &["zwanzig"], pt: &["vinte"], es: &["veinte"], fr: &["vingt"], ..Words::NONE },
    ),
    (
        Clear(25),
        Words {
            en: &["twenty-five"],
            de: &["fünfundzwanzig"],
            es: &["veinticinco"],
            fr: &["vingt-cinq"],
            ..Words::NONE
        },
    ),
    (
        Clear(30),
        Words { en: &["thirty"], de: &["dreißig"], pt: &["trinta"], es: &["treinta"], fr: &["trente"], ..Words::NONE },
    ),
    (
        Clear(50),
        Words {
            en: &["fifty"],
            de: &["fünfzig"],
            pt: &["cinquenta"],
            es: &["cincuenta"],
            fr: &["cinquante"],
            ..Words::NONE
        },
    ),
    (
        Clear(40),
        Words {
            en: &["forty"],
            de: &["vierzig"],
            pt: &["quarenta"],
            es: &["cuarenta"],
            fr: &["quarante"],
            ..Words::NONE
        },
    ),
    (
        Clear(60),
        Words {
            en: &["sixty"],
            de: &["sechzig"],
            pt: &["sessenta"],
            es: &["sesenta"],
            fr: &["soixante"],
            ..Words::NONE
        },
    ),
    (
        Clear(70),
        Words {
            en: &["seventy"],
            de: &["siebzig"],
            pt: &["setenta"],
            es: &["setenta"],
            fr: &["soixante-dix"],
            ..Words::NONE
        },
    ),
    (Clear(75), Words { en: &["seventy-five"], de: &["fünfundsiebzig"], fr: &["soixante-quinze"], ..Words::NONE }),
    (
        Clear(80),
        Words {
            en: &["eighty"],
            de: &["achtzig"],
            pt: &["oitenta"],
            es: &["ochenta"],
            fr: &["quatre-vingts"],
            ..Words::NONE
        },
    ),
    (
        Clear(90),
        Words {
            en: &["ninety"],
            de: &["neunzig"],
            pt: &["noventa"],
            es: &["noventa"],
            fr: &["quatre-vingt-dix"],
            ..Words::NONE
        },
    ),
    (Clear(100), Words { pt: &["cem"], es: &["cien"], ..Words::NONE }),
]);

/// Words beside a threshold that make a number of it: `any data loss`, `twice the baseline`.
pub(crate) const SOME: Words = Words {
    en: &["any", "no", "none", "double", "doubles", "twice", "half", "halves", "triple", "triples"],
    de: &["kein", "keine", "keinen", "jeder", "jede", "jedes", "doppelt", "doppelte", "hälfte"],
    pt: &["qualquer", "nenhum", "nenhuma", "dobro", "metade"],
    es: &["cualquier", "ningún", "ninguna", "doble", "mitad"],
    fr: &["tout", "toute", "aucun", "aucune", "double", "moitié"],
    ..Words::NONE
}
.indexed();

/// What a sign of Japanese or Chinese numbers adds: a digit, or ten, a hundred or a thousand times
/// the digit before.
pub(crate) fn sign(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' | '兩' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}

/// The part and the whole of a fraction in one sign.
pub(crate) fn fraction(c: char) -> Option<(u8, u8)> {
    Some(match c {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        '⅒' => (1, 10),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn each_numeral_is_folded_and_has_one_value() {
        for (word, value) in NUMERALS.words() {
            assert_eq!(fold(word), word);
            assert_eq!(NUMERALS.meaning(word), Some(value), "`{word}` has two values");
        }
    }
}
