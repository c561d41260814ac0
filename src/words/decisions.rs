//! What was decided.

use super::denials::{denies, denies_alone, denies_behind, denies_line, denies_whole, dissents, is_condition, is_day};
use super::languages::Language;
use super::negations::NEGATIONS;
use super::{Lexicon, Words};
use crate::text::{capitalized, fold, is_cjk};
use std::collections::BTreeMap;

/// A decision's kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// Go on to the next stage.
    Proceed,
    /// Go on although an exit criterion is open: the one sanctioned way.
    ProceedWithException,
    /// Considered, and stay.
    Hold,
    /// Back to an earlier stage.
    Rollback,
    /// Jump over stages.
    Skip,
    /// End the rollout.
    Abort,
    /// Begin again after an abort.
    Restart,
    /// Bring a running rollout under this plan.
    Adopt,
    /// Correct an earlier row.
    Amend,
}

/// The words for each decision. The first English one is the decision's own word.
pub(super) static DECISIONS: Lexicon<Decision> = Lexicon::new(&[
    (
        Decision::Proceed,
        Words {
            en: &[
                "proceed", "go", "advance", "advanced", "approved", "approve", "ship", "ship it", "launch", "promote",
                "promoted", "proceeded", "go live", "go ahead", "go-ahead", "green light", "greenlit", "move", "moved",
                "continue", "continued", "signed off", "lgtm", "accepted", "release", "released", "roll out",
                "rolled out", "expand", "expanded", "ramp up", "graduate", "graduated", "launched", "shipped",
            ],
            de: &[
                "weiter", "freigabe", "freigabe erteilt", "freigegeben", "fortfahren", "genehmigt", "fortsetzen",
                "weitermachen", "zugestimmt", "grünes licht", "angenommen", "akzeptiert", "ausrollen", "ausgerollt",
                "veröffentlichen", "veröffentlicht",
            ],
            pt: &[
                "avançar", "prosseguir", "aprovado", "aprovada", "seguir", "avançado", "liberado", "liberada",
                "autorizado", "autorizada", "sinal verde", "luz verde", "aceito", "aceita", "lançar", "lançado",
                "publicar", "expandir", "passar a", "passar para",
            ],
            es: &[
                "avanzar", "proceder", "aprobado", "aprobada", "adelante", "avanzado", "continuar", "seguir adelante",
                "autorizado", "autorizada", "luz verde", "aceptado", "aceptada", "lanzar", "lanzado", "publicar",
                "liberar", "ampliar", "pasar a",
            ],
            fr: &[
                "avancer", "continuer", "approuvé", "approuvée", "poursuivre", "validé", "validée", "feu vert",
                "on continue", "accepté", "acceptée", "accordé", "lancer", "publier", "déployer", "élargir",
                "passer en", "passer à",
            ],
            it: &[
                "procedere", "avanzare", "approvato", "approvata", "via libera", "proseguire", "rilasciare",
                "passare a",
            ],
            ja: &[
                "承認", "承認する", "移行を承認", "承認済み", "承認済", "進行", "続行", "進む", "進める", "次へ進む",
                "リリース", "リリースする", "公開する",
            ],
            zh: &[
                "同意", "已批准", "已通过", "通过", "通過", "批准", "继续", "繼續", "推进", "推進", "放行", "评审通过",
                "一致通过", "同意推进", "准许", "准許", "接受", "同意发布", "发布", "發布", "上线", "上線",
            ],
            ..Words::NONE
        },
    ),
    (
        Decision::ProceedWithException,
        Words {
            en: &[
                "proceed with exception", "proceed with exceptions", "proceed w/ exception", "go with exception",
                "go with exceptions", "go w/ exception", "approved with exception", "conditional go",
            ],
            de: &["weiter mit ausnahme", "freigabe mit ausnahme", "freigegeben mit ausnahme", "genehmigt mit ausnahme"],
            pt: &[
                "avançar com exceção", "go condicionado", "aprovado com exceção", "prosseguir com exceção",
                "seguir com exceção",
            ],
            es: &["avanzar con excepción", "go condicionado", "aprobado con excepción", "proceder con excepción"],
            fr: &["avancer avec exception", "approuvé avec exception", "continuer avec exception"],
            ja: &["条件付き承認"],
            zh: &["有条件通过", "有條件通過"],
            ..Words::NONE
        },
    ),
    (
        Decision::Hold,
        Words {
            en: &[
                "hold", "no-go", "no go", "nogo", "pause", "paused", "extend", "extended", "held", "wait", "stay",
                "not ready", "on hold", "not yet", "postpone", "postponed", "delay", "delayed", "defer", "deferred",
                "halt", "halted", "rejected", "reject", "declined", "denied", "refused", "vetoed", "blocked", "failed",
                "not approved", "not met", "not now", "do not proceed", "don't proceed",
            ],
            de: &[
                "halten", "warten", "angehalten", "pausieren", "pausiert", "verlängern", "verlängert", "gestoppt",
                "verschoben", "nicht freigegeben", "noch nicht", "vertagt", "verschieben", "anhalten", "aufgeschoben",
                "zurückgestellt", "abgelehnt", "keine freigabe", "nicht genehmigt", "verweigert", "blockiert",
            ],
            pt: &[
                "manter", "aguardar", "esperar", "pausar", "pausado", "pausa", "suspender", "suspenso", "não avançar",
                "prorrogar", "em espera", "em pausa", "adiado", "adiar", "segurar", "ainda não", "rejeitado",
                "rejeitada", "não aprovado", "não aprovada", "reprovado", "reprovada", "recusado", "negado", "vetado",
                "bloqueado",
            ],
            es: &[
                "mantener", "en pausa", "no avanzar", "prolongar", "en espera", "aplazado", "aplazar", "pospuesto",
                "posponer", "pausado", "todavía no", "aún no", "rechazado", "rechazada", "no aprobado", "no aprobada",
                "denegado", "vetado", "bloqueado",
            ],
            fr: &[
                "attendre", "maintenir", "suspendre", "suspendu", "en pause", "ne pas avancer", "prolonger",
                "en attente", "reporté", "reporter", "différé", "différer", "prolongation", "ajourné", "pas encore",
                "refusé", "refusée", "rejeté", "rejetée", "non validé", "non validée", "non approuvé", "bloqué",
            ],
            it: &[
                "sospendere", "sospeso", "attendere", "in attesa", "rinviato", "rinviare", "respinto", "non approvato",
            ],
            ja: &[
                "保留", "待機", "延長", "延期", "見送り", "一時停止", "見合わせ", "却下", "不可", "否認", "未承認",
                "継続検討",
            ],
            zh: &[
                "暂停", "暫停", "保持", "等待", "暂缓", "暫緩", "推迟", "推遲", "延期", "延长", "延長", "不通过",
                "未通过", "否决", "否決", "驳回", "駁回", "拒绝", "拒絕", "不批准",
            ],
            ..Words::NONE
        },
    ),
    (
        Decision::Rollback,
        Words {
            en: &[
                "rollback", "roll back", "rolled back", "roll-back", "revert", "reverted", "partial rollback",
                "full rollback", "emergency rollback", "back", "return", "returned", "disable", "disabled", "turn off",
                "turned off", "switch off", "switched off",
            ],
            de: &[
                "zurück", "zurückrollen", "zurückgerollt", "zurücknehmen", "zurückgenommen", "rückkehr", "rückfall",
                "abgeschaltet", "abschalten", "rückrollen",
            ],
            pt: &["reverter", "revertido", "recuar", "voltar", "reversão"],
            es: &["revertir", "retroceder", "volver", "reversión", "marcha atrás"],
            fr: &["revenir", "retour arrière", "retour", "reculer"],
            it: &["tornare indietro", "ripristinare"],
            ja: &["ロールバック", "差し戻し", "切り戻し"],
            zh: &["回滚", "回滾", "回退"],
            ..Words::NONE
        },
    ),
    (
        Decision::Skip,
        Words {
            en: &["skip", "skipped"],
            de: &["überspringen", "übersprungen"],
            pt: &["pular", "saltar"],
            es: &["omitir"],
            fr: &["sauter"],
            it: &["saltare"],
            ja: &["スキップ"],
            zh: &["跳过", "跳過"],
            ..Words::NONE
        },
    ),
    (
        Decision::Abort,
        Words {
            en: &["abort", "aborted", "kill", "killed", "stop", "stopped", "cancel", "cancelled", "canceled"],
            de: &["abbruch", "abbrechen", "abgebrochen", "stopp"],
            pt: &["abortar", "abortado", "cancelar", "cancelado", "encerrar", "encerrado"],
            es: &["abandonar"],
            fr: &["annuler", "annulé", "abandonner", "abandonné", "abandon", "arrêt", "arrêter", "arrêté"],
            it: &["annullare", "annullato", "interrotto", "abbandonare"],
            ja: &["中止", "打ち切り", "キャンセル"],
            zh: &["终止", "終止", "取消"],
            ..Words::NONE
        },
    ),
    (
        Decision::Restart,
        Words {
            en: &["restart", "resume", "resumed", "restarted"],
            de: &["neustart", "wiederaufnahme", "wiederaufnehmen"],
            pt: &["reiniciar", "retomar", "retomado", "retomada"],
            es: &["reanudar"],
            fr: &["reprendre", "relancer"],
            it: &["riprendere", "ripreso"],
            ja: &["再開"],
            zh: &["重启", "重啟", "恢复", "恢復"],
            ..Words::NONE
        },
    ),
    (
        Decision::Adopt,
        Words {
            en: &["adopt", "adopted"],
            de: &["übernehmen", "übernommen"],
            pt: &["adotar"],
            es: &["adoptar"],
            fr: &["adopter"],
            it: &["adottare"],
            ja: &["採用"],
            zh: &["采用", "採納"],
            ..Words::NONE
        },
    ),
    (
        Decision::Amend,
        Words {
            en: &["amend", "amended", "amendment", "correction", "corrected", "erratum"],
            de: &["berichtigung", "korrektur"],
            pt: &["correção", "corrigir", "retificação"],
            es: &["corrección", "rectificación", "enmienda"],
            fr: &["rectification", "rectifier"],
            it: &["rettifica", "correzione"],
            ja: &["訂正", "修正"],
            zh: &["更正", "修订", "修訂"],
            ..Words::NONE
        },
    ),
]);

/// Words that say where a decision leads: `Proceed to Beta`.
const LEADS: Words = Words {
    en: &["to ", "by ", "ahead", "into ", "on ", "again"],
    de: &["zu ", "auf ", "in ", "nach ", "durch "],
    pt: &["para ", "a ", "por ", "pela ", "pelo "],
    es: &["hacia ", "al "],
    fr: &["vers ", "à ", "par "],
    ja: &["：", "へ"],
    zh: &["至", "到"],
    ..Words::NONE
}
.indexed();

/// Words between one for a decision and the stage that it is about: `Go for Beta`.
pub(crate) const ABOUT: Words = Words {
    en: &["for", "for the", "the", "with", "with the"],
    de: &["für", "für die", "der", "die", "mit"],
    pt: &["a", "o", "da", "do", "com"],
    es: &["la", "el", "de la", "del", "para la", "con"],
    fr: &["pour", "pour la", "pour le", "la", "le", "de la", "du"],
    it: &["per", "per la", "la", "alla", "della", "a"],
    zh: &["进入", "進入", "发布", "發布"],
    ..Words::NONE
}
.indexed();

/// Words that say of a decision for going on that nobody spoke against it, or that it is the one
/// that was to come.
const UNOPPOSED: Words = Words {
    en: &[
        "unanimously", "unopposed", "as planned", "as scheduled", "as proposed", "w/o objection", "w/o concern",
        "w/o reservation", "w/o exception", "with no objection", "with no concern", "with no reservation",
        "with no exception",
    ],
    de: &["einstimmig", "wie geplant", "wie vorgesehen", "planmäßig", "wie beantragt"],
    pt: &["unanimemente", "como planejado", "conforme planejado", "como previsto", "conforme previsto"],
    es: &["unánimemente", "según lo previsto", "según lo planeado", "como estaba previsto"],
    fr: &["unanimement", "comme prévu", "comme planifié"],
    it: &["all'unanimità", "come previsto", "come pianificato"],
    ja: &["全会一致", "予定通り", "予定どおり"],
    zh: &["一致", "按计划", "按計劃", "如期"],
    ..Words::NONE
}
.indexed();

/// What somebody may have against a decision. Behind a word that denies, nobody had it: `without
/// objections`.
const OBJECTIONS: Words = Words {
    en: &["objection", "concern", "reservation", "exception", "condition", "dissent", "opposition"],
    de: &["einwände", "einwand", "gegenstimme", "bedenken", "vorbehalt", "auflage", "ausnahme", "bedingung"],
    pt: &["objeç", "ressalva", "reserva", "restriç", "exceç", "condiç", "oposiç"],
    es: &["objeci", "reserva", "reparo", "excepci", "condici", "oposici"],
    fr: &["objection", "réserve", "exception", "condition", "opposition"],
    it: &["obiezion", "riserv", "eccezion", "condizion"],
    ja: &["異議", "反対", "例外", "条件"],
    zh: &["异议", "異議", "反对", "反對", "保留", "条件", "條件", "例外"],
    ..Words::NONE
}
.indexed();

/// Signs that turn a word for go into its contrary, or say that it is not decided.
pub(crate) const CROSSES: Words = Words {
    signs: &["❌", "✗", "✘", "✖", "⛔", "🚫", "🛑", "❎", "👎", "🔴", "⏸", "❓", "❔", "⏳", "⌛", "🟡", "🟠", "🚧"],
    ..Words::NONE
}
.indexed();

/// Words that say how long a halt lasts, behind its word: `hold until Monday`.
const UNTIL: Words =
    Words { en: &["until ", "till "], de: &["bis "], pt: &["até "], es: &["hasta "], fr: &["jusqu"], ..Words::NONE }
        .indexed();

/// Words for a halt that mean nothing else, whatever stands behind them.
const PLAIN_HALTS: Words = Words { en: &["no-go", "no go", "nogo", "on hold", "not ready"], ..Words::NONE }.indexed();

/// Words between a word for a decision and one that takes it back: `Go, but hold`.
const LEAD_INS: Words = Words {
    en: &["but", "then", "now", "later", "and", "or", "rather", "currently", "is", "was"],
    de: &["aber", "dann", "jetzt", "oder", "später"],
    pt: &["mas", "depois", "agora", "ou"],
    es: &["pero", "luego", "ahora", "o"],
    fr: &["mais", "puis", "maintenant", "ou"],
    ..Words::NONE
}
.indexed();

/// First words for a decision that have a capital inside.
const WITH_CAPITALS: &[&str] = &["Weiter mit Ausnahme"];

/// The decisions' own words, to which a configuration may add words.
pub fn decision_words() -> Vec<&'static str> {
    DECISIONS.rows().iter().map(|(decision, _)| decision.word()).collect()
}

/// A team's own words, by the decisions' own words.
type OwnWords = BTreeMap<String, Vec<String>>;

/// Whether a folded text names a stage of the plan.
type IsStage<'a> = &'a dyn Fn(&str) -> bool;

impl Decision {
    /// The decision's own word, lower case.
    pub fn word(self) -> &'static str {
        let row = DECISIONS.rows().iter().find(|(decision, _)| *decision == self);
        row.and_then(|(_, words)| words.en.first().copied()).expect("each decision has an English word")
    }

    /// All kinds, in the order of the table.
    #[cfg_attr(not(feature = "lsp"), allow(dead_code))]
    pub(crate) fn all() -> impl Iterator<Item = Decision> {
        DECISIONS.rows().iter().map(|(decision, _)| *decision)
    }

    /// The first word for the decision in a language, else its own one, as a log writes it.
    pub(crate) fn word_in(self, language: Language) -> String {
        let row = DECISIONS.rows().iter().find(|(decision, _)| *decision == self);
        let word = row.and_then(|(_, words)| language.of_column(words).first().copied());
        let word = word.unwrap_or_else(|| self.word());
        let written = WITH_CAPITALS.iter().find(|written| fold(written) == word);
        written.map_or_else(|| capitalized(word), |written| (*written).to_owned())
    }

    /// The language of a text that is a word for a decision.
    pub(crate) fn language_of(text: &str) -> Option<Language> {
        let folded = fold(text);
        let has_it = |language: &Language| {
            DECISIONS.rows().iter().any(|(_, words)| language.of_column(words).contains(&folded.as_str()))
        };
        Language::ALL.into_iter().find(has_it)
    }

    /// Reads a decision cell as a reader sees it. A remark may stand behind the word:
    /// `Proceed (7 of 8)`, `Rollback to Alpha`. A word for going on counts only when nothing in the
    /// cell takes it back: `Approved: No`, `Proceed?` are no decision. A team's own words never
    /// change what a built-in word means.
    pub fn read(text: &str, own: &OwnWords) -> Option<Decision> {
        Decision::read_about(text, own, &|_| false)
    }

    /// The same in a plan, whose stages may stand behind the word: `Go for Beta`.
    pub(crate) fn read_about(text: &str, own: &OwnWords, is_stage: IsStage) -> Option<Decision> {
        let folded = fold(text);
        let (decision, rest) = Decision::opening(&folded, own, |decision, rest| decision.takes_remark(rest, is_stage))?;
        (!decision.is_forward() || !is_taken_back(&folded, decision, rest)).then_some(decision)
    }

    /// Whether a text begins with a word for going on, whatever the remark behind it says.
    pub(crate) fn opens_forward(text: &str, own: &OwnWords, is_stage: IsStage) -> bool {
        let folded = fold(text);
        let opening = Decision::opening(&folded, own, |decision, rest| decision.takes_remark(rest, is_stage));
        opening.is_some_and(|(decision, _)| decision.is_forward())
    }

    /// Reads a text that is the word for a decision and nothing else: in running text a remark
    /// cannot be told from a sentence.
    pub(crate) fn read_word(text: &str, own: &OwnWords) -> Option<Decision> {
        let folded = fold(text);
        let (decision, rest) = Decision::opening(&folded, own, |_, rest| rest.is_empty())?;
        (!decision.is_forward() || !is_taken_back(&folded, decision, rest)).then_some(decision)
    }

    /// What a decision cell says beside the word for its decision, folded. The whole cell when its
    /// decision cannot be read.
    pub(crate) fn remark(text: &str, own: &OwnWords, is_stage: IsStage) -> String {
        let folded = fold(text);
        let opening = Decision::opening(&folded, own, |decision, rest| decision.takes_remark(rest, is_stage));
        opening.map_or(folded.as_str(), |(_, rest)| rest).to_owned()
    }

    /// The longest word at the start of a folded text behind which `allows` accepts the rest, with
    /// all that stands behind the word.
    fn opening<'t>(
        folded: &'t str,
        own: &OwnWords,
        allows: impl Fn(Decision, &str) -> bool,
    ) -> Option<(Decision, &'t str)> {
        let is_sign = |c: char| !c.is_alphanumeric();
        let from_word = folded.trim_start_matches(is_sign);
        let said = from_word.trim_end_matches(is_sign);
        let built_in = DECISIONS.prefix(said, &allows).map(|(word, decision)| (word.len(), decision));
        let words_of = |decision: Decision| own.get(decision.word()).into_iter().flatten();
        let own_words = DECISIONS.rows().iter().flat_map(|(decision, _)| {
            words_of(*decision).filter_map(|word| {
                let word = fold(word);
                said.strip_prefix(word.as_str()).filter(|rest| allows(*decision, rest)).map(|_| (word.len(), *decision))
            })
        });
        let (length, decision) = match (built_in, own_words.max_by_key(|(length, _)| *length)) {
            // A way back stays one, whatever words a team adds.
            (Some(halt), _) if halt.1.is_halt() => halt,
            (Some(built_in), Some(own)) => {
                if own.0 > built_in.0 {
                    own
                } else {
                    built_in
                }
            }
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => return None,
        };
        Some((decision, &from_word[length..]))
    }

    /// Whether the text behind the word can be a remark. Behind a halt any words can: a way back
    /// must not fail by its wording. Behind the other words only a sign, where it leads, the stage
    /// that it is about, or that nobody objected: `Go with caution` may mean something else.
    fn takes_remark(self, rest: &str, is_stage: IsStage) -> bool {
        let bare = rest.trim_start();
        let Some(next) = bare.chars().next() else { return true };
        if (next == '-' && !rest.starts_with(" - ")) || next == '/' {
            return false;
        }
        let is_joined = rest.starts_with(char::is_alphanumeric);
        if is_joined && !is_cjk(next) {
            // No space has to stand between two scripts: `批准Beta`.
            return is_stage(bare);
        }
        let is_clear = || LEADS.any_opens(bare) || is_about(bare, is_stage) || is_unopposed(bare) || is_day(bare);
        !next.is_alphanumeric() || (self.is_halt() && !is_joined) || is_clear()
    }

    /// Whether the decision keeps the rollout from going further.
    fn is_halt(self) -> bool {
        matches!(self, Decision::Hold | Decision::Rollback | Decision::Abort)
    }

    /// Whether the decision takes the rollout further.
    pub(crate) fn is_forward(self) -> bool {
        matches!(
            self,
            Decision::Proceed | Decision::ProceedWithException | Decision::Skip | Decision::Adopt | Decision::Restart
        )
    }
}

/// Whether the text behind a word for a decision names a stage, and nothing else up to a sign.
fn is_about(rest: &str, is_stage: IsStage) -> bool {
    let ends = |c: char| !(c.is_alphanumeric() || matches!(c, ' ' | '%' | '.' | '-'));
    let named = rest.split(ends).next().unwrap_or(rest);
    let named = named.split(" - ").next().unwrap_or(named).trim();
    let behind = |word: &str| {
        let behind = named.strip_prefix(word)?;
        (behind.starts_with(' ') || word.ends_with(is_cjk)).then(|| behind.trim_start())
    };
    !named.is_empty() && (is_stage(named) || ABOUT.iter().filter_map(behind).any(is_stage))
}

/// Whether the text behind a word for a decision says that nobody spoke against it.
fn is_unopposed(rest: &str) -> bool {
    let behind = |word: &str| Some(rest.strip_prefix(word)?.trim_start());
    let has_none = || NEGATIONS.iter().filter_map(behind).any(|rest| OBJECTIONS.any_opens(rest));
    // `異議なし`
    let has_none_behind = || OBJECTIONS.iter().filter_map(behind).any(|rest| NEGATIONS.any_opens(rest));
    UNOPPOSED.any_opens(rest)
        || (NEGATIONS.any_opens(rest) && has_none())
        || (OBJECTIONS.any_opens(rest) && has_none_behind())
}

/// Whether a folded cell takes back the word for going on that it begins with. `rest` is what
/// stands behind the word.
fn is_taken_back(folded: &str, decision: Decision, rest: &str) -> bool {
    let is_asked = rest.trim_start_matches([' ', '*', '_', '(']).starts_with('?');
    is_asked || is_crossed(folded) || takes_back(decision, rest)
}

/// Whether a folded remark takes back a decision for going on. A condition does, unless the
/// decision is an exception.
fn takes_back(decision: Decision, remark: &str) -> bool {
    let is_conditional = |clause: &str| decision != Decision::ProceedWithException && is_condition(clause);
    let opens = |clause: &str| denies(clause) || is_conditional(clause);
    let leads = LEADS.any_opens(remark.trim_start());
    // `Go for Beta, if legal agrees`
    let goes_on = remark.trim_start().starts_with(char::is_alphanumeric);
    // A remark begins behind the word, and at each bracket.
    remark.split(['(', '[', ')', ']']).enumerate().any(|(place, part)| {
        let ends = |c: char| ",;:.—–/、，。：".contains(c);
        let clauses = || part.split(ends).flat_map(|part| part.split(" - ")).map(bare).filter(|part| !part.is_empty());
        // `Proceed to Beta if legal agrees`
        let in_lead =
            |first: &str| leads && place == 0 && first.match_indices(' ').any(|(at, _)| opens(&first[at + 1..]));
        let behind_name = |clause: &str| {
            let named = clause.split_once([':', '：']);
            named.is_some_and(|(name, clause)| denies_behind(bare(name), bare(clause)))
        };
        let firsts = 1 + usize::from(goes_on && place == 0);
        clauses().take(firsts).any(opens)
            || clauses().next().is_some_and(in_lead)
            || clauses().any(|clause| denies_whole(clause) || halts(clause) || turns(clause) || dissents(clause))
            || part.split(|c: char| ends(c) && !matches!(c, ':' | '：')).any(behind_name)
    })
}

/// Whether a part of a remark turns against what stands before it: `but not yet`,
/// `later reversed`, `2026-04-01 revoked`.
fn turns(clause: &str) -> bool {
    let rest = without_lead_ins(clause);
    rest.len() < clause.len() && denies_alone(rest)
}

/// A part of a remark without the words that lead it in.
fn without_lead_ins(mut clause: &str) -> &str {
    while let Some((first, rest)) = clause.split_once(' ')
        && (LEAD_INS.has(first) || is_day(first))
    {
        clause = rest;
    }
    clause
}

/// Whether a sign says that what it stands beside is not so, or asks whether it is.
pub(crate) fn is_crossed(text: &str) -> bool {
    text.trim_end().ends_with(['?', '？']) || CROSSES.any_in(text)
}

/// Whether a remark beside a decision or a decider takes it back, as a reader sees the remark:
/// `vetoed`, `if legal agrees`. The name of a person does not, whatever its first word means:
/// `Si Wei`.
pub(crate) fn is_denial(remark: &str) -> bool {
    let name = bare(remark);
    let is_capitalized = |word: &str| word.starts_with(char::is_uppercase);
    if (2..=3).contains(&name.split_whitespace().count()) && name.split_whitespace().all(is_capitalized) {
        return is_bare_denial(name);
    }
    let folded = fold(remark);
    is_taken_back(&folded, Decision::Proceed, &folded)
}

/// The same for a text that may as well be the reason of the decision, or stand before it: it says
/// nothing else, but for who took the decision back.
pub(crate) fn is_bare_denial(text: &str) -> bool {
    denies_alone(bare(&fold(text)))
}

/// The same for a line of its own below the decision, by its first sentence: `Awaiting sign-off.`
pub(crate) fn is_denying_line(line: &str) -> bool {
    let folded = fold(line);
    let sentence = bare(folded.split(['.', '!', ';', '。']).next().unwrap_or(&folded));
    denies_line(sentence) || dissents(sentence)
}

/// The same for the name above decisions, by any of its parts: `Proposed, not yet decided`,
/// `Decision log (draft)`.
pub(crate) fn is_denying_name(name: &str) -> bool {
    fold(name).split(['(', ')', '（', '）', ',', ':', '：', ';', '—', '–', '、']).any(|part| denies_alone(bare(part)))
}

/// A part of a remark without the signs at its ends.
fn bare(part: &str) -> &str {
    part.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether a part of a remark is a decision to halt: `but hold until Monday`. `Rollback tested` is
/// none.
fn halts(clause: &str) -> bool {
    let clause = without_lead_ins(clause);
    let is_plain = PLAIN_HALTS.iter().any(|word| {
        clause.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
    });
    let lasts = |decision: Decision, rest: &str| decision == Decision::Hold && UNTIL.any_opens(rest.trim_start());
    let halts = |decision: Decision, rest: &str| decision.is_halt() && (rest.is_empty() || lasts(decision, rest));
    is_plain || DECISIONS.prefix(clause, halts).is_some()
}

#[cfg(test)]
mod tests;
