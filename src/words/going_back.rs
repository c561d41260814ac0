//! Sentences that say when a rollout goes back: `We roll back when the error rate is above 2%`.

use super::Words;
use super::gates::IF;
use super::negations::NEGATIONS;
use std::ops::Range;

/// What is done then.
const GO_BACK: Words = Words {
    en: &[
        "roll back", "rolls back", "roll it back", "rolled back", "rollback", "revert", "reverts", "reverted", "abort",
        "aborts", "aborted", "back out", "halt", "halts", "halted", "pause the rollout", "pause rollout",
        "stop the rollout", "stop rollout", "kill the flag", "kill switch", "turn the flag off", "turn off the flag",
        "turn it off", "switch it off", "switch the flag off", "disable the flag",
    ],
    de: &[
        "rollen wir zurück", "wir rollen zurück", "rollen zurück", "zurückrollen", "zurückgerollt", "rollback",
        "brechen wir ab", "wir brechen ab", "abbrechen", "abgebrochen", "stoppen wir", "wir stoppen", "abbruch",
        "schalten wir ab", "wir schalten ab",
    ],
    pt: &[
        "rollback", "reverter", "revertemos", "revertido", "abortar", "abortamos", "interromper", "interrompemos",
        "voltar atrás", "voltamos atrás", "desligar a flag", "desligamos",
    ],
    es: &[
        "rollback", "revertir", "revertimos", "se revierte", "abortar", "abortamos", "marcha atrás", "detener",
        "detenemos", "desactivamos",
    ],
    fr: &[
        "rollback", "revenir en arrière", "revenons en arrière", "on revient en arrière", "retour arrière",
        "retour en arrière", "annulons", "annuler", "arrêtons", "on arrête", "abandonnons",
    ],
    it: &["rollback", "tornare indietro", "torniamo indietro", "annulliamo", "annullare", "interrompiamo"],
    ja: &["ロールバック", "切り戻", "切戻", "中止"],
    zh: &["回滚", "回滾", "回退", "中止", "熔断"],
    ko: &["롤백"],
    ru: &["откат"],
    ..Words::NONE
}
.indexed();

/// Labels above what is done when a rollout goes back.
const STEPS: Words = Words {
    en: &[
        "how", "how to", "how to roll back", "how to rollback", "how to revert", "how we roll back", "steps",
        "rollback steps", "rollback procedure", "procedure", "what to do", "what we do", "what we do then", "then",
        "action", "actions", "runbook", "playbook", "instructions",
    ],
    de: &[
        "wie", "so gehen wir zurück", "so gehen wir vor", "schritte", "vorgehen", "vorgehensweise", "ablauf",
        "durchführung", "maßnahmen", "dann", "was zu tun ist", "rückfallschritte",
    ],
    pt: &["como", "como reverter", "passos", "procedimento", "o que fazer", "ações", "então"],
    es: &["cómo", "cómo revertir", "pasos", "procedimiento", "qué hacer", "acciones", "entonces"],
    fr: &["comment", "comment revenir en arrière", "étapes", "procédure", "que faire", "marche à suivre", "alors"],
    it: &["come", "passi", "procedura", "cosa fare", "azioni", "allora"],
    ja: &["手順", "方法", "やり方", "対応手順", "切り戻し手順", "ロールバック手順"],
    zh: &["步骤", "步驟", "操作", "操作步骤", "回滚步骤", "怎么做", "如何回滚", "流程"],
    ko: &["방법", "절차", "단계", "롤백 절차"],
    ru: &["как", "шаги", "порядок действий", "что делать", "процедура"],
    nl: &["hoe", "stappen", "werkwijze", "procedure", "wat te doen"],
    pl: &["jak", "kroki", "procedura", "co robić"],
    tr: &["nasıl", "adımlar", "prosedür", "ne yapılır"],
    vi: &["cách làm", "các bước", "quy trình", "cách khôi phục"],
    ..Words::NONE
}
.indexed();

/// Whether a folded label names what is done when a rollout goes back: `How`, `Steps`.
pub(crate) fn names_steps(key: &str) -> bool {
    STEPS.has(key.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// More words before the case in which that is done.
const IN_CASE: Words = Words {
    en: &["whenever", "in case", "should"],
    de: &["sollte"],
    pt: &["caso"],
    es: &["en caso de"],
    fr: &["en cas de"],
    zh: &["如果", "若", "当", "一旦"],
    ja: &["もし"],
    ..Words::NONE
}
.indexed();

/// The same right behind what is done.
const RIGHT_BEHIND: Words = Words { en: &["at", "on"], de: &["bei"], ..Words::NONE }.indexed();

/// Words behind the case.
const CALLS_FOR: Words = Words {
    en: &["triggers", "trigger", "causes", "means", "leads to", "→"],
    de: &["löst", "führt zu"],
    pt: &["aciona", "dispara"],
    es: &["activa", "dispara", "provoca"],
    fr: &["déclenche", "entraîne"],
    ja: &["場合", "たら", "とき", "なれば", "超えれば"],
    zh: &["则", "时", "就"],
    ..Words::NONE
}
.indexed();

/// Words of sentences that tell what happened, before what was done or right behind it.
const TELLS: Words = Words {
    en: &["was", "were", "had", "did", "happened"],
    de: &["wurde", "wurden", "war", "waren", "hatte", "hatten"],
    pt: &["foi", "foram", "tinha", "tivemos", "houve"],
    es: &["fue", "fueron", "había", "hubo", "tuvimos"],
    fr: &["était", "avait", "fut"],
    it: &["stato", "stata", "aveva"],
    ja: &["ました"],
    zh: &["已经", "曾"],
    ..Words::NONE
}
.indexed();

/// The case in which a rollout goes back by a folded sentence; `None` where the sentence says
/// something else, tells what happened, or denies it.
pub(crate) fn case_of_going_back(sentence: &str) -> Option<&str> {
    // Most sentences speak of something else.
    let back = GO_BACK.place_in(sentence)?;
    let (ahead, behind) = (&sentence[..back.start], &sentence[back.end..]);
    let is_denied = ahead.split_whitespace().rev().take(3).any(|word| NEGATIONS.has(word));
    let next: Vec<&str> = behind.split_whitespace().take(2).collect();
    let tells = |text: &str| TELLS.place_in(text).is_some();
    if is_denied
        || sentence.ends_with('?')
        || tells(ahead)
        || tells(&next.join(" "))
        || !is_meant(ahead, &back, sentence)
    {
        return None;
    }
    let first = |text: &str| {
        let places = [IF.place_in(text), IN_CASE.place_in(text)];
        places.into_iter().flatten().min_by_key(|place| place.start)
    };
    if let Some(rest) = RIGHT_BEHIND.behind(behind.trim_start()).find(|rest| rest.starts_with(' ')) {
        return Some(rest);
    }
    if let Some(place) = first(behind) {
        return Some(&behind[place.end..]);
    }
    if let Some(place) = first(ahead) {
        return Some(&ahead[place.end..]);
    }
    CALLS_FOR.place_in(ahead).map(|place| &ahead[..place.start])
}

/// Words for what is done to other things, too: `customers can revert an order`.
const SAID_OF_ANYTHING: Words = Words {
    en: &["revert", "reverts", "reverted", "abort", "aborts", "aborted", "halt", "halts", "halted", "kill switch"],
    de: &["abbrechen", "abgebrochen", "abbruch"],
    pt: &["reverter", "revertido", "abortar", "interromper"],
    es: &["revertir", "se revierte", "abortar", "detener"],
    fr: &["annuler"],
    it: &["annullare"],
    ..Words::NONE
}
.indexed();

/// Words beside those that tell that the rollout is meant: who does it, and to what.
const OF_ROLLOUT: Words = Words {
    en: &[
        "we", "will", "must", "automatically", "on-call", "oncall", "rollout", "release", "deployment", "deploy",
        "flag", "feature", "canary", "ramp", "stage", "phase", "change",
    ],
    de: &["wir", "automatisch", "rollout", "release", "ausrollung", "einführung", "stufe", "phase", "flag"],
    pt: &["rollout", "lançamento", "implantação", "fase", "etapa", "flag", "automaticamente"],
    es: &["rollout", "despliegue", "lanzamiento", "fase", "etapa", "flag", "automáticamente"],
    fr: &["nous", "déploiement", "rollout", "lancement", "étape", "phase", "flag", "automatiquement"],
    it: &["rilascio", "rollout", "fase", "flag", "automaticamente"],
    ..Words::NONE
}
.indexed();

/// Whether what is done is done to the rollout: nothing stands before it in its clause, or a word
/// beside it says so.
fn is_meant(ahead: &str, back: &Range<usize>, sentence: &str) -> bool {
    let word = &sentence[back.clone()];
    if !SAID_OF_ANYTHING.has(word) {
        return true;
    }
    let clause = ahead.rsplit(['.', ',', ';', ':', '—', '–', '→']).next().unwrap_or_default();
    let behind = sentence[back.end..].split_whitespace().take(3);
    let mut beside =
        clause.split_whitespace().chain(behind).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    // `Error rate above 2% → revert`
    clause.trim().is_empty() || CALLS_FOR.place_in(clause).is_some() || beside.any(|word| OF_ROLLOUT.has(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn labels_above_steps_are_none_above_conditions() {
        for label in ["How", "Steps", "What to do", "Schritte", "Étapes", "手順"] {
            assert!(names_steps(&fold(label)), "{label}");
        }
        for label in ["Trigger", "Error rate", "How much", "Conditions", "Steps of the funnel"] {
            assert!(!names_steps(&fold(label)), "{label}");
        }
    }

    #[test]
    fn a_sentence_says_in_which_case_a_rollout_goes_back() {
        for (sentence, case) in [
            ("We roll back when the error rate is above 2%.", " the error rate is above 2%."),
            ("If latency > 2 s, we abort.", " latency > 2 s, we "),
            ("Rollback if churn > 2%", " churn > 2%"),
            ("Error rate above 2% triggers a rollback.", "error rate above 2% "),
            ("Wir rollen zurück, sobald die Fehlerrate über 2 % steigt.", " die fehlerrate über 2 % steigt."),
            ("Fazemos rollback se a taxa passar de 2%.", " a taxa passar de 2%."),
            ("Revertimos si la tasa supera el 2%.", " la tasa supera el 2%."),
            ("Nous revenons en arrière si le taux dépasse 2 %.", " le taux dépasse 2 %."),
            ("错误率超过2%时回滚", "错误率超过2%"),
            ("We roll back when the EU error rate is above 2%.", " the eu error rate is above 2%."),
            ("Wir rollen zurück, wenn mehr als 2 % Fehler haben.", " mehr als 2 % fehler haben."),
            ("Rollback at > 2% errors", " > 2% errors"),
            ("Abort if churn > 2%", " churn > 2%"),
            ("The rollout is aborted if churn > 2%", " churn > 2%"),
        ] {
            let folded = fold(sentence);
            assert_eq!(case_of_going_back(&folded), Some(case), "{sentence}");
        }
        for sentence in [
            "We do not roll back when the error rate is above 2%.",
            "We were rolled back when the error rate was above 2%.",
            "Should we roll back when the error rate is above 2%?",
            "The error rate is above 2%.",
            "Rollback takes 5 minutes.",
            "Whoever is on call reverts the commit.",
            "Carts are aborted at more than 12% of visits.",
            "Customers can revert an order if it is more than 30 days old.",
            "Les clients peuvent annuler si le délai dépasse 5 jours.",
            "Der Kauf wird bei mehr als 12 % abgebrochen.",
            "Traffic at night halts on more than 3 hosts.",
        ] {
            let folded = fold(sentence);
            assert_eq!(case_of_going_back(&folded), None, "{sentence}");
        }
    }
}
