//! Words that say whether a list of criteria, triggers or guardrails binds anybody.

use super::Words;
use super::force::ONLY;
use super::gates::SOME_OF;
use super::negations::NEGATIONS;
use super::numerals::{NUMERALS, ORDINALS};
use super::qualifiers::{Qualifier, qualifier};
use crate::text::is_cjk;

/// Words beside the name of a list that make it one that nobody has to keep: `former`,
/// `(guideline)`.
const UNBINDING: Words = Words {
    en: &[
        "former", "formerly", "previous", "old", "obsolete", "outdated", "superseded", "withdrawn", "optional",
        "nice-to-have", "nice to have", "aspirational", "advisory", "non-binding", "nonbinding", "unbinding",
        "suggested", "suggestion", "suggestions", "example", "examples", "sample", "proposed", "proposal", "archived",
        "deprecated", "retired", "guideline", "guidelines", "guidance", "guidance only", "for reference",
        "for reference only", "reference only", "for information", "for information only", "indicative",
        "informational", "suspended", "not binding", "not enforced", "not required",
    ],
    de: &[
        "früher", "ehemalig", "bisherig", "alt", "überholt", "optional", "unverbindlich", "wünschenswert",
        "vorgeschlagen", "vorschlag", "beispiel", "beispielhaft", "archiviert", "veraltet", "richtlinie", "leitlinie",
        "richtwert", "richtwerte", "orientierung", "zur orientierung", "zur information", "nur zur information",
        "ausgesetzt", "nicht bindend",
    ],
    pt: &[
        "antigo", "opcional", "obsoleto", "desejável", "sugerido", "sugestão", "exemplo", "proposto", "proposta",
        "arquivado", "orientação", "diretriz", "para referência", "apenas referência", "indicativo", "suspenso",
        "não vinculante",
    ],
    es: &[
        "antiguo", "opcional", "obsoleto", "deseable", "sugerido", "sugerencia", "ejemplo", "propuesto", "propuesta",
        "archivado", "orientativo", "guía", "de referencia", "como referencia", "solo referencia", "indicativo",
        "suspendido", "no vinculante",
    ],
    fr: &[
        "ancien", "anciens", "facultatif", "facultatifs", "optionnel", "optionnels", "obsolète", "obsolètes",
        "suggéré", "suggérés", "suggestion", "exemple", "exemples", "proposé", "proposés", "proposition", "archivé",
        "archivés", "indicatif", "indicatifs", "à titre indicatif", "pour référence", "pour information", "suspendu",
        "suspendus", "non contraignant", "non contraignants",
    ],
    it: &[
        "vecchio", "facoltativo", "opzionale", "suggerito", "esempio", "proposto", "archiviato", "obsoleto",
        "indicativo", "per riferimento", "sospeso", "non vincolante",
    ],
    ja: &["旧", "任意", "任意の", "例", "参考", "参考情報", "参考まで", "目安", "提案", "廃止", "推奨"],
    zh: &["旧", "原", "可选", "建议", "示例", "参考", "仅供参考", "指导", "已归档", "已废弃", "草案"],
    ko: &["이전", "선택", "예시", "참고", "참고용", "제안", "폐기"],
    ru: &["прежние", "старые", "необязательные", "пример", "предлагаемые", "рекомендуемые", "для справки"],
    nl: &["vroegere", "oude", "optioneel", "optionele", "voorgestelde", "voorbeeld", "ter informatie", "richtlijn"],
    pl: &["dawne", "stare", "opcjonalne", "proponowane", "przykładowe", "orientacyjne", "do wglądu"],
    tr: &["eski", "isteğe bağlı", "önerilen", "örnek", "bilgi amaçlı"],
    vi: &["cũ", "tùy chọn", "đề xuất", "ví dụ", "tham khảo"],
    ..Words::NONE
}
.indexed();

/// Phrases of a sentence by which what it is about need not hold.
const NEED_NOT_HOLD: Words = Words {
    en: &[
        "non-binding", "are optional", "is optional", "may waive", "can waive", "may be waived", "can be waived",
        "need not hold", "need not be met", "no longer apply", "no longer applies", "do not apply", "don't apply",
        "does not apply", "doesn't apply", "may be skipped", "can be skipped", "may skip", "can skip", "nice to have",
        "for information only", "for reference only", "for guidance only", "may be ignored", "can be ignored",
        "may ignore", "can ignore", "may override", "can override", "may be overridden", "can be overridden",
        "are advisory", "is advisory", "advisory only", "are aspirational", "is aspirational", "only guidelines",
        "are guidelines", "just guidelines", "is a guideline", "only guidance", "are guidance", "only a guide",
        "do not block", "don't block", "does not block", "doesn't block", "are obsolete", "is obsolete",
        "are deprecated", "is deprecated", "are superseded", "is superseded", "are suspended", "is suspended",
        "suspended until", "targets, not", "targets not requirements", "goals, not", "goals not requirements",
        "not requirements", "are recommendations", "only recommendations", "are suggestions", "only suggestions",
        "not in force", "no longer in force",
    ],
    de: &[
        "unverbindlich", "sind optional", "ist optional", "müssen nicht erfüllt", "muss nicht erfüllt",
        "müssen nicht gelten", "gelten nicht mehr", "gilt nicht mehr", "gelten nicht", "darf erlassen",
        "dürfen erlassen", "kann erlassen", "nur zur information", "nur zur orientierung", "nur richtwerte",
        "sind richtwerte", "nur empfehlungen", "sind empfehlungen", "nur leitlinien", "dürfen übersprungen",
        "können übersprungen", "darf überstimmen", "kann überstimmen", "blockieren den rollout nicht",
        "blockieren nicht", "sind überholt", "ist überholt", "sind ausgesetzt", "ist ausgesetzt", "ausgesetzt bis",
        "außer kraft", "ziele, keine", "können ignoriert",
    ],
    pt: &[
        "são opcionais", "é opcional", "pode dispensar", "podem ser dispensad", "podem ser ignorad", "podem ser pulad",
        "podemos pular", "pode ignorar", "não se aplicam", "não valem mais", "não bloqueiam", "são apenas orientaç",
        "apenas orientaç", "apenas para referência", "são aspiracionais", "são sugestões", "estão obsolet",
        "está obsolet", "estão suspens", "está suspens", "metas, não", "deixam de valer",
    ],
    es: &[
        "son opcionales", "es opcional", "puede dispensar", "pueden omitirse", "podemos omitir", "puede ignorar",
        "pueden ignorarse", "ya no se aplican", "no se aplican", "ya no valen", "no bloquean", "son orientativ",
        "solo orientativ", "solo como referencia", "solo de referencia", "son aspiracionales", "son sugerencias",
        "están obsolet", "está obsolet", "están suspendid", "está suspendid", "objetivos, no",
    ],
    fr: &[
        "sont facultati", "est facultati", "sont optionnel", "est optionnel", "peut lever", "peut déroger",
        "peuvent être ignoré", "pouvons ignorer", "ne s'appliquent plus", "ne s'appliquent pas", "ne bloquent pas",
        "à titre indicatif", "à titre d'information", "sont indicatifs", "des recommandations", "sont obsolètes",
        "est obsolète", "sont suspendu", "est suspendu", "objectifs, pas", "pour information seulement",
    ],
    it: &[
        "sono opzional", "sono facoltativ", "è opzionale", "è facoltativ", "possono essere ignorat",
        "non si applicano", "non bloccano", "sono indicativ", "solo indicativ", "solo per riferimento", "sono obsolet",
        "sono sospes", "è sospes",
    ],
    ja: &[
        "拘束力はない", "拘束力はありません", "必須ではない", "必須ではありません", "任意です", "任意とする",
        "参考です", "参考まで", "参考情報です", "目安です", "省略でき", "無視して", "適用されない", "適用されません",
        "適用しない", "ブロックしない",
    ],
    zh: &[
        "不具约束力", "没有约束力", "不是必须", "非必须", "可豁免", "可以豁免", "仅供参考", "可以跳过", "可跳过",
        "可以忽略", "可忽略", "不再适用", "已废弃", "不强制",
    ],
    ko: &["선택 사항", "필수가 아", "참고용", "적용되지 않", "구속력이 없"],
    ru: &["необязательн", "не обязательн", "больше не действ", "не действуют", "для справки", "можно пропустить"],
    nl: &[
        "niet bindend", "zijn optioneel", "niet verplicht", "gelden niet meer", "ter informatie",
        "mogen worden overgeslagen",
    ],
    pl: &["nie są wiążące", "są opcjonalne", "nie są wymagane", "nie obowiązują", "można pominąć"],
    tr: &["bağlayıcı değil", "isteğe bağlıdır", "zorunlu değil", "artık geçerli değil"],
    vi: &["không bắt buộc", "không ràng buộc", "là tùy chọn", "không còn áp dụng", "chỉ để tham khảo"],
    ..Words::NONE
}
.indexed();

/// What a list is that must hold. A word before that denies it takes the list out of force.
const NEEDED: Words = Words {
    en: &[
        "binding", "mandatory", "required", "needed", "obligatory", "compulsory", "necessary", "enforced", "blocking",
        "blockers", "requirements",
    ],
    de: &[
        "bindend", "verbindlich", "verpflichtend", "zwingend", "erforderlich", "nötig", "notwendig", "vorgeschrieben",
        "pflicht",
    ],
    pt: &["vinculante", "obrigatório", "necessário", "exigido", "vinculantes"],
    es: &["vinculante", "vinculantes", "obligatorio", "necesario", "exigido"],
    fr: &["contraignant", "contraignants", "obligatoire", "obligatoires", "requis", "nécessaire", "nécessaires"],
    it: &["vincolante", "vincolanti", "obbligatorio", "necessario", "richiesto"],
    ..Words::NONE
}
.indexed();

/// Words between a denial and what it denies of a list: `not all of these are needed`.
const BETWEEN: Words = Words {
    en: &["of", "longer", "all", "every", "any", "more", "strictly", "really", "one"],
    de: &["mehr", "von", "alle", "aller", "jede", "jeder", "unbedingt"],
    pt: &["mais", "todos", "todas", "de", "dos", "das", "são", "é"],
    es: &["todos", "todas", "de", "más", "son", "es"],
    fr: &["plus", "tous", "toutes", "de", "sont", "est", "ne"],
    it: &["più", "tutti", "tutte", "di", "sono", "è", "non"],
    ..Words::NONE
}
.indexed();

/// Words by which a sentence points at the list that it stands beside.
const THESE: Words = Words {
    en: &["these", "this", "they", "them", "those", "below", "following"],
    de: &["diese", "dieser", "diesen", "sie", "davon", "folgenden"],
    pt: &["estes", "estas", "esses", "essas", "destes", "destas", "desses", "dessas", "eles", "esta", "este", "abaixo"],
    es: &["estos", "estas", "esos", "esas", "ellos", "esta", "este", "siguientes"],
    fr: &["ces", "ceux-ci", "ils", "elles", "cette", "suivants"],
    it: &["questi", "queste", "questo", "questa", "essi"],
    ..Words::NONE
}
.indexed();

/// Words for such a list and what stands in it.
const LISTS: Words = Words {
    en: &[
        "criteria", "criterion", "list", "gate", "items", "item", "points", "trigger", "triggers", "guardrail",
        "guardrails", "thresholds", "bars", "conditions", "checks",
    ],
    de: &[
        "kriterien", "kriterium", "liste", "punkte", "punkt", "auslöser", "leitplanken", "schwellen", "schwellwerte",
        "bedingungen",
    ],
    pt: &["critérios", "critério", "lista", "itens", "item", "gatilhos", "limites", "condições"],
    es: &["criterios", "criterio", "lista", "puntos", "punto", "disparadores", "umbrales", "condiciones"],
    fr: &["critères", "critère", "liste", "points", "point", "déclencheurs", "seuils", "conditions"],
    it: &["criteri", "criterio", "lista", "punti", "soglie", "condizioni"],
    ru: &["критерии", "эти", "пункты", "список", "условия"],
    nl: &["deze", "criteria", "lijst", "punten", "zij"],
    pl: &["te", "kryteria", "lista", "punkty", "warunki"],
    tr: &["bunlar", "bu", "kriterler", "liste", "maddeler"],
    vi: &["này", "tiêu chí", "danh sách", "chúng"],
    ..Words::NONE
}
.indexed();

/// Words by which what stands before them is all that a list asks for.
const ENOUGH: Words = Words {
    en: &[
        "enough", "suffices", "suffice", "sufficient", "will do", "must hold", "must be met", "has to hold",
        "have to hold", "has to be met", "have to be met", "needs to hold", "need to hold", "needs to be met",
        "need to be met", "is needed", "are needed", "is required", "are required",
    ],
    de: &["genügt", "genügen", "reicht", "reichen", "ausreichend", "muss gelten", "muss erfüllt", "müssen erfüllt"],
    pt: &["basta", "bastam", "suficiente", "é necessári", "deve ser atendid"],
    es: &["basta", "bastan", "suficiente", "es necesari", "debe cumplirse"],
    fr: &["suffit", "suffisent", "suffisant", "est nécessaire", "doit être rempli"],
    it: &["basta", "bastano", "sufficiente", "è necessari"],
    ja: &["満たせば", "十分", "だけでよい", "で足り"],
    zh: &["即可", "足够", "就够", "就行"],
    ko: &["충분"],
    ru: &["достаточно"],
    ..Words::NONE
}
.indexed();

/// The words of a folded text.
fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !"'-".contains(c)).filter(|word| !word.is_empty())
}

/// The sentences of a folded text, parted at semicolons, too.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', ';', '!', '?', '。', '；', '！']).filter(|sentence| !sentence.ends_with('?'))
}

fn points_at_list(word: &str) -> bool {
    THESE.has(word) || LISTS.has(word)
}

/// Whether folded words beside the name of a list make it one that nobody has to keep: `former`,
/// `nice-to-have`.
fn unbinds(beside: &str) -> bool {
    UNBINDING.has_form(beside.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Whether a folded name makes its list one that nobody has to keep, by how it begins or by what
/// stands apart in it: `suggested exit criteria`, `exit criteria (for reference)`.
pub(crate) fn makes_unbinding(name: &str) -> bool {
    let asides = name.split(['(', ')', '（', '）', '[', ']', ':', '：', '—', '–', ',']).skip(1);
    let opens = |length: usize| {
        let start: Vec<&str> = words(name).take(length).collect();
        start.len() == length && unbinds(&start.join(" "))
    };
    asides.into_iter().any(unbinds) || (1..=3).any(opens)
}

/// Whether a folded text says that a list need not hold: `These are not binding.` One that denies
/// it, `none of these may be waived`, does not, nor does one that speaks of another list.
pub(crate) fn says_need_not_hold(text: &str) -> bool {
    let mut sentences = sentences(text);
    sentences.any(|sentence| !is_about_old_list(sentence) && (is_waived(sentence) || is_needless(sentence)))
}

/// Whether a folded sentence speaks of a list that was, and points at none: `the old list`.
fn is_about_old_list(sentence: &str) -> bool {
    let all: Vec<&str> = words(sentence).collect();
    let is_old = |one: &str, other: &str| UNBINDING.has_form(one) && LISTS.has(other);
    let names_old = all.windows(2).any(|pair| is_old(pair[0], pair[1]) || is_old(pair[1], pair[0]));
    names_old && !all.iter().any(|word| THESE.has(word))
}

/// Whether the last word of a text that says something is the list, or there is none.
fn has_list_as_subject(before: &str) -> bool {
    let is_empty = |word: &&str| qualifier(word) == Some(Qualifier::Filler) || BETWEEN.has(word);
    words(before).rev().find(|word| !is_empty(word)).is_none_or(points_at_list)
}

/// Whether a phrase of a folded sentence waives the list: `they may be waived`, `we may skip them`.
fn is_waived(sentence: &str) -> bool {
    let is_said = |(before, behind): (&str, &str)| {
        let is_of_list = || has_list_as_subject(before) || words(behind).take(3).any(points_at_list);
        let denies = || words(before).chain(words(behind)).any(|word| NEGATIONS.has(word));
        (sentence.contains(is_cjk) || is_of_list()) && !denies()
    };
    NEED_NOT_HOLD.any_in(sentence) && NEED_NOT_HOLD.iter().filter_map(|phrase| sentence.split_once(phrase)).any(is_said)
}

/// Whether a folded sentence denies that the list is needed: `not all of these are required`.
fn is_needless(sentence: &str) -> bool {
    let all: Vec<&str> = words(sentence).collect();
    let mut denials = all.iter().enumerate().filter(|(_, word)| NEGATIONS.has(word));
    let (Some((at, _)), None) = (denials.next(), denials.next()) else { return false };
    let is_between =
        |word: &&&str| points_at_list(word) || BETWEEN.has(word) || qualifier(word) == Some(Qualifier::Filler);
    let between: Vec<&str> = all[at + 1..].iter().take_while(is_between).copied().collect();
    let is_of_list = || between.iter().any(|word| points_at_list(word)) || has_list_as_subject(&all[..at].join(" "));
    all.get(at + 1 + between.len()).is_some_and(|word| NEEDED.has_form(word)) && is_of_list()
}

/// Whether a folded text says in a sentence that some of a list are enough: `Any one of these will
/// do.`, `Only the first is needed.`
pub(crate) fn says_some_are_enough(text: &str) -> bool {
    sentences(text).any(|sentence| {
        if !ENOUGH.any_in(sentence) || words(sentence).any(|word| NEGATIONS.has(word)) {
            return false;
        }
        let is_of_list = |at: usize| sentence.contains(is_cjk) || words(&sentence[at..]).take(5).any(points_at_list);
        let picks_some = SOME_OF.iter().filter_map(|phrase| sentence.find(phrase)).any(is_of_list);
        let counts = |word: &str| {
            let is_count = ORDINALS.meaning(word).is_some() || NUMERALS.meaning(word).is_some();
            let is_empty = BETWEEN.has(word) || qualifier(word) == Some(Qualifier::Filler);
            is_count || is_empty || points_at_list(word) || word.chars().all(|c| c.is_ascii_digit())
        };
        let is_only = |before: &str| {
            let all: Vec<&str> = words(before).collect();
            let only = all.iter().rposition(|word| ONLY.has(word));
            only.is_some_and(|only| only + 1 < all.len() && all[only + 1..].iter().all(|word| counts(word)))
        };
        picks_some || ENOUGH.iter().filter_map(|phrase| sentence.split_once(phrase)).any(|(before, _)| is_only(before))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn a_sentence_says_that_a_list_need_not_hold() {
        for sentence in [
            "These are not binding.",
            "These criteria are only guidelines.",
            "None of these is required.",
            "Not all of these are needed.",
            "These are no longer required.",
            "We may skip these.",
            "The release manager can override these.",
            "They do not block the rollout.",
            "This list is obsolete.",
            "These are targets, not requirements.",
            "For reference only.",
            "Diese Punkte gelten nicht mehr.",
            "Estes critérios são opcionais.",
            "Estos criterios no son obligatorios.",
            "Ces critères ne s'appliquent plus.",
            "Questi criteri non sono vincolanti.",
            "拘束力はない。",
            "仅供参考。",
        ] {
            assert!(says_need_not_hold(&fold(sentence)), "{sentence}");
        }
        for sentence in [
            "The old list is not binding any more; this one is.",
            "None of these may be waived.",
            "Nobody can override these.",
            "The new login is optional for pilots.",
            "These known bugs do not block the rollout.",
            "No second approval is required.",
            "Ann watches these. The dashboard is optional.",
            "Are these optional?",
            "These are required.",
        ] {
            assert!(!says_need_not_hold(&fold(sentence)), "{sentence}");
        }
    }

    #[test]
    fn a_sentence_says_that_some_are_enough() {
        for sentence in [
            "Any one of these is enough.",
            "At least one of these must hold.",
            "Either of these will do.",
            "Only the first is needed.",
            "Only two of these are required.",
            "Eines davon genügt.",
            "Basta con uno de estos.",
            "L'un de ces critères suffit.",
            "いずれかを満たせば十分です。",
        ] {
            assert!(says_some_are_enough(&fold(sentence)), "{sentence}");
        }
        for sentence in [
            "One of these was hard to measure.",
            "At least one reviewer is needed for the copy.",
            "Only Ann is needed for the check.",
            "Not only one of these is enough.",
            "All of these must hold.",
        ] {
            assert!(!says_some_are_enough(&fold(sentence)), "{sentence}");
        }
    }

    #[test]
    fn a_name_makes_its_list_unbinding() {
        for name in ["Suggested exit criteria", "Exit criteria (for reference)", "Guardrails — deprecated"] {
            assert!(makes_unbinding(&fold(name)), "{name}");
        }
        for name in ["Exit criteria", "Exit criteria (Q2)", "Guardrails — checked weekly"] {
            assert!(!makes_unbinding(&fold(name)), "{name}");
        }
    }
}
