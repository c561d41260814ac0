//! What belongs to going through the gate of a stage.

use super::Words;
use super::aside::{is_aside_name, without_remark};
use super::stages::{ALL, HEADINGS_AMONG_STAGES, heads_stage, may_be_stage};
use super::status::NEXT;
use super::units::TIME;
use crate::text::{Memo, remembered};
use std::cell::RefCell;

/// Between the name of a gate and what it is for, with the spaces around: `Go/No-Go Criteria for
/// Phase B`.
const FOR: Words = Words {
    en: &[" for "],
    de: &[" für "],
    pt: &[" para "],
    es: &[" para "],
    fr: &[" pour "],
    it: &[" per "],
    ..Words::NONE
}
.indexed();

/// The same where a stage follows: `Exit criteria of Phase 1`.
const OF: Words = Words {
    en: &[" of ", " from "],
    de: &[" von ", " der ", " aus "],
    pt: &[" da ", " do ", " de "],
    es: &[" de la ", " del ", " de "],
    fr: &[" de la ", " du ", " de "],
    it: &[" della ", " del ", " di "],
    ..Words::NONE
}
.indexed();

/// The same as signs: `Exit criteria (Phase 1)`.
const SIGNS: Words = Words { signs: &[": ", "：", " (", "（", " — ", " – ", " - "], ..Words::NONE }.indexed();

/// Between the name of a gate and the stage that it leads to: `Gate to GA`.
pub(super) const TO: Words = Words {
    en: &[" to ", " before ", " prior to "],
    de: &[" zu ", " zur ", " vor "],
    pt: &[" antes de "],
    es: &[" antes de "],
    fr: &[" avant "],
    it: &[" prima di "],
    signs: &[" →"],
    ..Words::NONE
}
.indexed();

/// Words for going there between [`TO`] and the stage: `To enter Stage 2`, `Before we start Beta`.
const ENTERING: Words = Words {
    en: &[
        "enter", "entering", "we enter", "start", "starting", "we start", "the start of", "go to", "going to",
        "we go to", "move to", "moving to", "we move to", "reach", "reaching",
    ],
    de: &["dem start von", "start von", "beginn von", "dem beginn von", "dem eintritt in"],
    pt: &["entrar em", "entrar na", "entrar no", "passar para", "iniciar"],
    es: &["entrar en", "pasar a", "iniciar", "empezar"],
    fr: &["d'entrer en", "de passer en", "de passer à", "de démarrer", "le début de"],
    it: &["di entrare in", "di passare a", "entrare in", "passare a"],
    ..Words::NONE
}
.indexed();

/// What a folded text that begins like that leads to: `before GA`, `to enter stage 2`.
pub(crate) fn leads_to(folded: &str) -> Option<&str> {
    let bare = folded.trim_end_matches([':', '：', ' ']);
    let stage = TO.iter().find_map(|word| bare.strip_prefix(word.trim_start()))?.trim_start();
    let entered = ENTERING.behind(stage).filter(|rest| rest.starts_with(' ')).min_by_key(|rest| rest.len());
    Some(entered.unwrap_or(stage).trim_start())
}

/// The same in a sentence: `to move to phase 3`.
const INTO: Words = Words {
    en: &[" into"],
    de: &[" nach", " in"],
    pt: &[" para", " para a", " à"],
    es: &[" a", " a la"],
    fr: &[" à", " à la", " à l'", " en"],
    it: &[" alla"],
    ..Words::NONE
}
.indexed();

/// Names of going on to another stage, where it stands behind them: `Promotion to Stage 3`.
const PASSAGES: Words = Words {
    en: &["promotion", "promote", "graduation", "graduate", "advancement", "advance", "progression"],
    de: &["übergang", "aufstieg", "beförderung"],
    pt: &["promoção", "passagem", "avanço"],
    es: &["promoción", "paso", "avance"],
    fr: &["promotion", "passage"],
    it: &["promozione", "passaggio"],
    ..Words::NONE
}
.indexed();

/// What a folded name of going on leads to: `stage 3` in `promotion to stage 3`.
pub(super) fn leads_on(key: &str) -> Option<&str> {
    let bare = key.trim_end_matches([':', '：', ' ']);
    let behind = |text: &str, words: &Words| {
        // The longest word counts: `para a`.
        words.behind(text).map(|rest| text.len() - rest.len()).max()
    };
    let rest = &bare[behind(bare, &PASSAGES)?..];
    // `Promotion Stage 1 → Stage 2`, `Promotion from Stage 1 to Stage 2`
    let from_to = || OF.any_opens(rest).then(|| TO.iter().find_map(|word| rest.rsplit_once(word))).flatten();
    if let Some((_, stage)) = rest.rsplit_once('→').or_else(|| rest.rsplit_once("->")).or_else(from_to) {
        return Some(stage.trim_start()).filter(|stage| !stage.is_empty());
    }
    let to = behind(rest, &TO).max(behind(rest, &INTO))?;
    let (word, stage) = rest.split_at(to);
    let is_parted = word.ends_with([' ', '\'']) || stage.starts_with(' ');
    Some(stage.trim_start()).filter(|stage| is_parted && !stage.is_empty())
}

/// Whether what stands behind the name of a gate is its number, or the stages that it parts:
/// `Gate 2`, `Gate 2 → 3`, `Gate Phase 2`.
pub(crate) fn is_stage_of_gate(rest: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    let is_number = |text: &str| text.starts_with(char::is_numeric) && text.len() <= 3 && text.bytes().all(is_digit);
    let is_end = |end: &str| {
        let bare = end.trim();
        is_number(bare.trim_start_matches('#'))
            || bare.split_once(' ').is_some_and(|(word, number)| heads_stage(word) && is_number(number))
    };
    // `->` has two signs.
    let ends = || rest.split(['→', '>', '–', '-', '/']).filter(|end| !end.is_empty());
    rest.starts_with(' ') && ends().count() <= 2 && ends().all(is_end)
}

/// Whether a folded text ends with words that lead to what is behind it.
pub(crate) fn ends_with_to(folded: &str) -> bool {
    let bare = folded.trim_end();
    TO.iter().chain(INTO.iter()).any(|word| bare.ends_with(word.trim_end()))
}

/// What a gate is for.
pub(crate) enum Purpose<'k> {
    /// A stage, or whatever else it belongs to.
    For(&'k str),
    /// What it leads to.
    To(&'k str),
}

/// What a text behind the name of a gate says that it is for.
pub(super) fn purpose(key: &str) -> Option<Purpose<'_>> {
    if is_stage_of_gate(key) {
        return Some(Purpose::For(key.trim().trim_start_matches('#')));
    }
    let kinds = [(&FOR, false), (&OF, false), (&SIGNS, false), (&TO, true)];
    let words = kinds.iter().flat_map(|(words, leads)| words.iter().map(move |word| (word, *leads)));
    let found = words.filter_map(|(word, leads)| Some((key.find(word)?, word.len(), leads)));
    let (at, length, leads) = found.min()?;
    let what = key[at + length..].trim_matches(|c: char| "()（）: ".contains(c));
    Some(if leads { Purpose::To(what) } else { Purpose::For(what) })
}

/// Words behind the name of a gate by which it is that of several stages: `by phase`.
const EACH: Words = Words {
    en: &[" by ", " per ", " for each ", " for all ", " of each "],
    de: &[" je ", " pro ", " nach ", " für jede "],
    pt: &[" por "],
    es: &[" por "],
    fr: &[" par "],
    it: &[" per "],
    ..Words::NONE
}
.indexed();

/// Whether what stands behind the name of a gate says for how long all of it must hold, and not
/// for which stage: `for 7 days in a row`.
pub(crate) fn says_how_long(what: &str) -> bool {
    let words: Vec<&str> = what.split_whitespace().collect();
    let is_length = |two: &[&str]| two[0].starts_with(|c: char| c.is_ascii_digit()) && TIME.meaning(two[1]).is_some();
    words.windows(2).any(is_length)
}

/// Whether what a gate is for is each of the stages: `Go/No-Go (per phase)`.
pub(crate) fn is_of_each(what: &str) -> bool {
    EACH.iter().any(|word| what.starts_with(word.trim_start()))
        || what.split_whitespace().next().is_some_and(|word| ALL.has(word))
}

/// Whether a folded text goes on with the stage, or the stages, that the gate before it is for.
pub(crate) fn opens_stages(folded: &str) -> bool {
    EACH.any_opens(folded)
        || FOR.any_opens(folded)
        || OF.any_opens(folded)
        || TO.any_opens(folded)
        || SIGNS.any_opens(folded)
}

/// Whether a folded text goes on with what the gate before it is for. Of what it is, says
/// something only where that may be a stage: `Exit from Stage 1`.
pub(crate) fn opens_purpose(folded: &str) -> bool {
    let is_of_stage = || OF.behind(folded).any(may_be_stage);
    FOR.any_opens(folded) || TO.any_opens(folded) || is_of_stage()
}

/// The stage that a folded name leads to, by going on or by when it is due: `ga` in `promotion to
/// ga` and in `before ga`.
pub(crate) fn stage_led_to(key: &str) -> Option<&str> {
    leads_on(key).or_else(|| leads_to(key))
}

/// Words at the beginning of labels above what a stage is left by, where the label ends with one of
/// [`IF`]: `Exit when`, `Move to Phase 3 when`.
const ADVANCE: Words = Words {
    en: &[
        "exit", "leave", "promote", "advance", "proceed", "continue", "move on", "move to", "graduate", "go on",
        "go to", "expand", "ramp", "move", "ready to move on", "ready to advance", "ready to proceed",
        "ready to promote",
    ],
    de: &["weiter", "verlassen", "freigeben", "abschließen"],
    pt: &["avançar", "sair", "prosseguir", "continuar", "promover"],
    es: &["avanzar", "salir", "continuar", "promover", "pasar"],
    fr: &["avancer", "sortir", "continuer", "passer", "promouvoir"],
    it: &["avanzare", "uscire", "continuare", "passare"],
    ..Words::NONE
}
.indexed();

/// The most words between the two: `to the next phase`.
const MOST_BETWEEN: usize = 4;

/// Whether a folded label says by itself when a stage is left: `Promote when`, `Weiter, sobald`.
pub(crate) fn says_when_left(key: &str) -> bool {
    let bare = key.trim_matches(|c: char| !c.is_alphanumeric());
    let end = IF.before(bare).find(|rest| rest.ends_with([' ', ',']));
    let Some(rest) = end.map(|rest| rest.trim_end_matches([' ', ','])) else { return false };
    // Between the two stands where to, and nothing else.
    let leads = |rest: &str| {
        let has = |words: &Words| rest.split_whitespace().any(|word| words.has(word));
        rest.is_empty()
            || rest.contains(|c: char| c.is_ascii_digit())
            || (has(&NEXT) && has(&HEADINGS_AMONG_STAGES) && rest.split_whitespace().count() <= MOST_BETWEEN)
    };
    ADVANCE.behind(rest).filter(|rest| rest.is_empty() || rest.starts_with(' ')).any(leads)
}

/// Words behind the label of a gate that lead to the list below it: `all of these must hold`.
pub(crate) const LEADS: Words = Words {
    en: &["all", "each", "every", "both", "following", "below", "these", "must", "required", "before"],
    de: &["alle", "alles", "jede", "jedes", "folgende", "folgendes", "unten", "diese", "müssen", "vor"],
    pt: &["todos", "todas", "seguintes", "abaixo", "estes", "estas", "antes"],
    es: &["todos", "todas", "siguientes", "abajo", "estos", "estas", "antes"],
    fr: &["tous", "toutes", "suivants", "suivantes", "dessous", "ces", "avant"],
    it: &["tutti", "tutte", "seguenti", "sotto", "questi", "prima"],
    ..Words::NONE
}
.indexed();

/// Headings above boxes that may be a gate.
const CHECKLISTS: Words = Words {
    en: &[
        "checklist", "checklists", "launch checklist", "go-live checklist", "release checklist", "rollout checklist",
        "gate checklist", "stage checklist", "phase checklist",
    ],
    de: &["checkliste", "checklisten", "rollout-checkliste", "freigabe-checkliste"],
    pt: &["lista de verificação", "checklist de lançamento"],
    es: &["lista de verificación", "lista de control"],
    fr: &["liste de contrôle", "liste de vérification"],
    it: &["lista di controllo"],
    ja: &["チェックリスト"],
    zh: &["检查清单", "檢查清單", "检查表"],
    ko: &["체크리스트"],
    ru: &["чек-лист", "чеклист"],
    ..Words::NONE
}
.indexed();

/// Whether a folded heading is that of a checklist, which does not say for whom it is.
pub(crate) fn is_checklist(key: &str) -> bool {
    CHECKLISTS.has(key)
}

/// Whether a folded heading is about the decision to go on.
pub(crate) fn decides_to_go(key: &str) -> bool {
    GOING_ON.any_in(key)
}

/// Words by which some items of a list are enough: `any of these`.
pub(crate) const SOME_OF: Words = Words {
    en: &[
        "any of", "any one", "(any)", "(any must", "(any holds", "(any criterion", "one of", "either of", "some of",
        "most of", "at least one", "majority of", "any two", "any 2", "any three", "any 3",
    ],
    de: &[
        "eines der", "eine der", "einer der", "eins davon", "einige der", "mindestens ein", "mehrheit der",
        "eines davon", "eines genügt", "eins genügt", "eines reicht", "eins reicht", "zwei beliebige",
        "beliebige zwei",
    ],
    pt: &[
        "qualquer um", "qualquer uma", "um dos", "uma das", "alguns dos", "algumas das", "pelo menos um", "basta um",
        "quaisquer dois", "quaisquer duas",
    ],
    es: &[
        "cualquiera de", "uno de", "una de", "algunos de", "algunas de", "al menos un", "mayoría de", "basta un",
        "basta con un", "cualesquiera dos", "dos cualesquiera",
    ],
    fr: &[
        "l'un des", "l'une des", "l'un de", "l'une de", "n'importe lequel", "au moins un", "la plupart des",
        "un seul suffit", "une seule suffit", "deux au choix",
    ],
    it: &[
        "uno dei", "una delle", "alcuni dei", "almeno un", "qualsiasi dei", "maggior parte dei", "basta uno",
        "basta una", "due qualsiasi",
    ],
    ja: &["いずれか", "どれか", "少なくとも一つ", "少なくとも1つ"],
    zh: &["任一", "任意一", "其中之一", "其中一项", "至少一项", "任何一项", "任意两项", "任两项"],
    ko: &["하나 이상", "중 하나"],
    ru: &["любое из", "любой из", "одно из", "один из", "хотя бы од", "достаточно од"],
    ..Words::NONE
}
.indexed();

/// Whether a folded text says that some items of the list below it are enough.
pub(crate) fn asks_for_some(folded: &str) -> bool {
    SOME_OF.any_in(folded)
}

/// Labels above what came of a stage.
pub(crate) const RESULTS: Words = Words {
    en: &["result", "outcome", "actual", "retrospective", "lessons"],
    de: &["ergebnis"],
    pt: &["resultado"],
    es: &["resultado"],
    it: &["esito"],
    ..Words::NONE
}
.indexed();

/// Parts of labels that are about going back or standing still.
const BACK: Words = Words {
    en: &[
        "no-go", "no go", "nogo", "stop", "abort", "rollback", "roll back", "rolling back", "roll-back", "halt",
        "pause", "kill", "revert", "back out", "back-out", "backout",
    ],
    de: &["abbruch", "stopp", "rückfall", "rückroll", "zurückroll", "zurückrollen", "rücknahme", "rollback"],
    pt: &["não avançar", "parar", "parada", "abortar", "reversão", "reverter", "interrupção"],
    es: &["no avanzar", "detener", "abortar", "reversión", "revertir", "marcha atrás", "interrupción"],
    fr: &["arrêt", "retour arrière", "retour en arrière", "annulation", "interruption"],
    it: &["annullamento", "ripristino", "arresto"],
    ja: &["中止", "停止", "切り戻し", "切戻し", "ロールバック", "撤退"],
    zh: &["中止", "停止", "回滚", "回滾", "回退", "熔断"],
    ko: &["롤백", "중단"],
    ru: &["откат"],
    ..Words::NONE
}
.indexed();

/// Beginnings of more words in labels above the conditions under which a rollout does not go on.
const STOPS: Words = Words { en: &["hold", "fail"], ..Words::NONE }.indexed();

/// Parts of labels above conditions.
const CONDITIONS: Words = Words {
    en: &["criteria", "criterion", "condition", "threshold", "limit", "signal"],
    de: &["kriteri", "bedingung", "schwelle", "grenzwert"],
    pt: &["critério", "condições", "condição", "limite", "limiar"],
    es: &["criterio", "condiciones", "condición", "umbral", "límite"],
    fr: &["critère", "condition", "seuil", "limite"],
    it: &["criteri", "condizion", "soglia", "soglie"],
    ja: &["条件", "基準", "閾値", "しきい値"],
    zh: &["条件", "條件", "标准", "標準", "阈值", "閾值"],
    ko: &["기준", "조건"],
    ru: &["критери", "услови", "порог"],
    ..Words::NONE
}
.indexed();

/// Whether a folded name is that of conditions.
pub(crate) fn names_conditions(key: &str) -> bool {
    CONDITIONS.any_in(key)
}

/// Words at the beginning of labels above conditions: `When to roll back`.
const WHEN_TO: Words = Words {
    en: &["when to ", "when do we "],
    de: &["wann "],
    pt: &["quando "],
    es: &["cuándo "],
    fr: &["quand "],
    ..Words::NONE
}
.indexed();

/// Words at the end of labels above conditions: `Roll back if`.
pub(crate) const IF: Words = Words {
    en: &["if", "when", "once", "as soon as"],
    de: &["wenn", "falls", "sobald", "wann"],
    pt: &["se", "quando"],
    es: &["si", "cuando", "cuándo"],
    fr: &["si", "quand", "lorsque", "dès que"],
    it: &["se", "quando"],
    ..Words::NONE
}
.indexed();

/// Whether a folded label names what stops a rollout: `No-go if`, and not `Go/No-Go`.
pub(crate) fn names_stop(key: &str) -> bool {
    // A threshold holds nothing up.
    let is_stop = || key.split(|c: char| !c.is_alphanumeric()).any(|word| STOPS.any_opens(word));
    (BACK.any_in(key) || is_stop() || TRIGGERS.any_in(key)) && !GOING_ON.any_in(key)
}

thread_local! {
    static KNOWN: RefCell<Memo<bool>> = RefCell::default();
    static APART: RefCell<Memo<bool>> = RefCell::default();
}

/// Whether a folded label names the conditions under which a rollout goes back: `Rollback
/// triggers`, `Kill criteria`, `Pause if`. Inside of a rollback plan triggers are those; *if* and
/// *when* alone lead to steps there.
pub(crate) fn names_triggers(key: &str, is_in_rollback_plan: bool) -> bool {
    // The items of a long list may be numbered, and none of the numbers says anything.
    let has_words = key.contains(char::is_alphabetic);
    has_words && ((is_in_rollback_plan && TRIGGERS.any_in(key)) || remembered(&KNOWN, key, names_going_back))
}

/// Whether a folded label names conditions, and says of what.
fn names_going_back(key: &str) -> bool {
    let words = without_remark(key);
    let is_if = |word: &str| words.strip_suffix(word).is_some_and(|rest| rest.ends_with([' ', ',']));
    let is_condition =
        || TRIGGERS.any_in(key) || CONDITIONS.any_in(key) || IF.iter().any(is_if) || WHEN_TO.any_opens(words);
    // Most labels speak of something else.
    BACK.any_in(key) && is_condition() && !GOING_ON.any_in(key)
}

/// Parts of labels above the decision to go on.
pub(crate) const GOING_ON: Words = Words {
    en: &[
        "go/no-go", "go / no-go", "go-no-go", "go or no-go", "sign-off", "signoff", "sign off", "approval", "decision",
    ],
    de: &["entscheidung", "freigabe", "genehmigung"],
    pt: &["decisão", "aprovação", "aprovações"],
    es: &["decisión", "aprobación", "aprobaciones", "visto bueno"],
    fr: &["décision", "approbation", "feu vert"],
    it: &["approvazion"],
    ja: &["承認"],
    zh: &["审批", "批准", "審批"],
    ..Words::NONE
}
.indexed();

/// Whether a folded label says by itself that no criteria stand below it: work of its own, notes,
/// a decision, a result, what stops the rollout.
pub(crate) fn stands_apart(key: &str) -> bool {
    let is_named = |key: &str| GOING_ON.any_in(key) || RESULTS.any_in(key);
    remembered(&APART, key, |key| is_aside_name(key) || names_stop(key) || is_named(key))
}

/// Words in headings above what was, or what only shows how something is written.
const PAST: Words = Words {
    en: &[
        "old", "former", "previous", "previously", "original", "originally", "superseded", "obsolete", "outdated",
        "deprecated", "archive", "archived", "history", "historical", "changelog", "rejected", "alternative",
        "alternatives", "example", "examples", "template",
    ],
    de: &[
        "alt", "alte", "alter", "altes", "ehemalige", "früher", "frühere", "früherer", "bisherige", "ursprünglich",
        "ursprüngliche", "ursprünglicher", "überholt", "veraltet", "archiv", "historie", "geschichte", "verworfen",
        "alternative", "alternativen", "beispiel", "beispiele", "vorlage",
    ],
    pt: &[
        "antigo", "antiga", "antigos", "antigas", "anterior", "anteriores", "original", "originais", "obsoleto",
        "obsoleta", "arquivo", "arquivado", "histórico", "rejeitado", "alternativas", "exemplo", "exemplos", "modelo",
    ],
    es: &[
        "antiguo", "antigua", "antiguos", "antiguas", "anterior", "anteriores", "original", "originales", "obsoleto",
        "obsoleta", "archivo", "archivado", "historial", "histórico", "rechazado", "alternativas", "ejemplo",
        "ejemplos", "plantilla",
    ],
    fr: &[
        "ancien", "ancienne", "anciens", "anciennes", "précédent", "précédente", "initial", "initiale", "obsolète",
        "archive", "archives", "historique", "rejeté", "alternatives", "exemple", "exemples", "modèle",
    ],
    it: &["vecchio", "vecchia", "vecchi", "precedente", "originale", "archivio", "storico", "alternative", "esempio"],
    ..Words::NONE
}
.indexed();

/// The same in scripts that do not separate words.
const PAST_ANYWHERE: Words = Words {
    ja: &["旧", "以前の", "過去", "履歴", "アーカイブ", "廃止", "記入例"],
    zh: &["旧", "舊", "以前", "过去", "历史", "歷史", "归档", "废弃", "示例"],
    ko: &["이전", "과거", "예시"],
    ru: &["архив", "история", "прежн", "пример"],
    ..Words::NONE
}
.indexed();

/// Whether a folded heading is above what was, or above an example.
pub(crate) fn is_past(key: &str) -> bool {
    key.split(|c: char| !c.is_alphanumeric()).any(|word| PAST.has(word)) || PAST_ANYWHERE.any_in(key)
}

/// Parts of the names of what makes a team go back.
pub(crate) const TRIGGERS: Words = Words {
    en: &["trigger"],
    de: &["auslöser"],
    pt: &["gatilho"],
    es: &["disparador"],
    fr: &["déclencheur"],
    it: &["innesco"],
    ja: &["トリガー", "発動条件"],
    zh: &["触发", "觸發"],
    ..Words::NONE
}
.indexed();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn the_conditions_of_going_back_are_told_by_their_name() {
        for name in [
            "Rollback triggers", "Rollback criteria", "Kill criteria:", "Abort conditions", "When to roll back",
            "Rollback if:", "Roll back immediately if:", "Pause if", "No-go if:", "Rollback threshold",
            "Abbruchkriterien", "Rückfallkriterien", "Gatilhos de reversão", "Déclencheurs du retour arrière",
            "Critères de retour arrière", "Condiciones de reversión", "切り戻し条件", "回滚触发条件",
        ] {
            assert!(names_triggers(&fold(name), false), "{name}");
        }
        for name in [
            "Go/No-Go criteria",
            "Go-no-go criteria",
            "Rollback procedure",
            "Rollback runbook",
            "Exit criteria",
            "Triggers",
            "Limits",
            "How to roll back when on call is alone at night",
            "Stop words",
            "Stopp",
        ] {
            assert!(!names_triggers(&fold(name), false), "{name}");
        }
        assert!(names_triggers("trigger conditions", true));
        for name in ["procedure", "if the kill switch fails", "limits of the flag", "restart conditions"] {
            assert!(!names_triggers(name, true), "{name}");
        }
    }
}
