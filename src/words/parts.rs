//! What a section, a label or a list of a plan is for.

use super::gates::{
    Purpose, decides_to_go, is_checklist, is_of_each, is_past, is_stage_of_gate, leads_on, names_conditions,
    opens_purpose, opens_stages, purpose, says_how_long, says_when_left,
};
use super::labels::LABELS;
use super::stages::{behind_stage, may_be_stage};
use super::{Lexicon, Words};
use crate::text::{Memo, remembered};
use std::cell::RefCell;

/// What a section, a label or a list is for, whatever a team calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// What must hold before a stage begins.
    Entry,
    /// What must hold before a stage is left.
    Exit,
    /// What is done in a stage.
    Activities,
    /// Who takes part in a stage.
    Audience,
    /// Who decided that a stage is over, and when.
    Progression,
    /// What is to be ready for the launch.
    GoToMarket,
    /// How to go back.
    Rollback,
    /// What could go wrong.
    Risks,
    /// The table of decisions.
    DecisionLog,
    /// The review after the last stage.
    Review,
    /// Anything else.
    Other,
}

impl Role {
    /// Whether it is a gate of a stage: what must hold before the stage begins, or before it is
    /// left.
    pub(crate) fn is_gate(self) -> bool {
        matches!(self, Role::Entry | Role::Exit)
    }
}

/// Parts of names that tell what a section or a label is for. The first role in this table with a
/// word in the name counts.
pub(super) static ROLES: Lexicon<Role> = Lexicon::new(&[
    (
        Role::DecisionLog,
        Words {
            en: &["decision log"],
            de: &["entscheidungsprotokoll", "entscheidungslog"],
            pt: &["registro de decis", "registo de decis"],
            es: &["registro de decis"],
            fr: &["journal des décisions", "registre des décisions"],
            ja: &["決定ログ", "決定記録", "意思決定ログ"],
            zh: &["决策日志", "決策日誌", "决策记录", "決策紀錄", "决定日志", "决定记录"],
            ..Words::NONE
        },
    ),
    (Role::Entry, Words { en: &["entry criteria", "entrance criteria"], ..Words::NONE }),
    (Role::Exit, Words { en: &["exit criteria", "success criteria"], ..Words::NONE }),
    (Role::Progression, Words { en: &["progression decision"], ..Words::NONE }),
    (Role::Review, Words { en: &["post-ga", "post ga", "post-launch review", "retrospective"], ..Words::NONE }),
    (
        Role::Rollback,
        Words {
            en: &[
                "rollback", "runbook", "roll back", "fallback plan", "fallback-plan", "back-out plan", "backout plan",
            ],
            de: &["rückfallplan", "rücknahme", "rückroll", "zurückroll", "rückbauplan"],
            pt: &["reversão"],
            es: &["reversión", "marcha atrás"],
            fr: &["retour arrière", "retour en arrière"],
            ja: &["切り戻し", "切戻し", "ロールバック"],
            zh: &["回滚", "回滾", "回退"],
            ko: &["롤백"],
            ru: &["откат"],
            ..Words::NONE
        },
    ),
    (Role::Risks, Words { en: &["risk"], ..Words::NONE }),
    (Role::GoToMarket, Words { en: &["gtm", "go-to-market"], ..Words::NONE }),
    (Role::Audience, Words { en: &["audience"], ..Words::NONE }),
    (Role::Activities, Words { en: &["activities"], ..Words::NONE }),
]);

/// The gate of a stage that a section, a label or a list is by its whole name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GateName {
    /// What the stage is entered by.
    Entry,
    /// What it is left by.
    Exit,
    /// What it is left by, or notes.
    PerhapsExit,
    /// Who has to agree before it is left.
    Approval,
}

/// Whole names of the gates of a stage, where teams do not use the words of the built-in template.
pub(super) static GATES: Lexicon<GateName> = Lexicon::new(&[
    (
        GateName::Exit,
        Words {
            en: &[
                "exit", "exit gate", "exit criterion", "exit conditions", "exit requirements", "exit checklist",
                "gate", "gates", "quality gates", "gate criteria", "gate checks", "done when", "definition of done",
                "acceptance criteria", "acceptance", "promotion criteria", "graduation criteria", "advance criteria",
                "advancement criteria", "criteria to advance", "go criteria", "go/no-go criteria",
                "go/no-go checklist", "go/no-go", "go/no-go gate", "go / no-go", "go / no-go criteria", "stage gates",
                "launch gates", "phase gates", "exit gates", "rollout gates", "release gates", "promotion gates",
                "transition criteria", "progression criteria", "validation criteria", "completion criteria",
                "ready when", "criteria",
            ],
            de: &[
                "kriterien", "freigabekriterien", "exit-kriterien", "übergangskriterien", "ausstiegskriterien",
                "akzeptanzkriterien", "abnahmekriterien", "freigabebedingungen", "austrittsbedingungen",
                "abschlussbedingungen", "endkriterien", "endekriterien", "kriterien zum verlassen",
            ],
            pt: &[
                "critérios", "critérios de aceite", "critérios de avanço", "critérios de aprovação",
                "critérios de passagem", "critérios de validação", "critérios de promoção", "critérios de término",
                "condições de saída",
            ],
            es: &[
                "criterios", "criterios de aceptación", "criterios de avance", "condiciones de salida",
                "criterios de finalización", "criterios de paso", "criterios de validación", "criterios de promoción",
                "criterios de cierre",
            ],
            fr: &[
                "critères", "critères d'acceptation", "critères de passage", "critères de fin",
                "critères de validation", "critères de réussite", "critères de promotion", "conditions de passage",
                "conditions de sortie",
            ],
            it: &["criteri di uscita", "criteri di successo", "criteri"],
            ja: &[
                "完了条件", "完了基準", "終了条件", "終了基準", "成功条件", "成功基準", "移行条件", "移行基準",
                "成功判定基準", "合格基準", "卒業条件", "卒業基準", "出口基準", "出口条件", "次フェーズ移行条件",
                "昇格条件", "昇格基準",
            ],
            zh: &[
                "成功标准", "成功指标", "放行条件", "放行标准", "退出条件", "退出标准", "验收标准", "验收条件",
                "通过标准", "完成标准", "完成条件", "晋级条件", "推进条件", "出口标准", "出口准则", "出口条件",
                "退出准则", "验收准则",
            ],
            ko: &["종료 기준", "종료 조건", "완료 기준", "완료 조건", "출구 기준", "통과 기준"],
            ru: &["критерии выхода", "критерии успеха", "условия выхода", "критерии завершения"],
            ..Words::NONE
        },
    ),
    (GateName::PerhapsExit, Words { en: &["validation", "success metrics"], ..Words::NONE }),
    (
        GateName::Approval,
        Words {
            en: &[
                "sign-off", "sign-offs", "signoff", "signoffs", "sign off", "sign offs", "approval", "approvals",
                "required approvals", "required sign-offs", "approvals required", "sign-offs required",
            ],
            de: &["freigabe", "freigaben", "abnahme", "abnahmen", "genehmigung", "genehmigungen"],
            pt: &["aprovação", "aprovações"],
            es: &["aprobación", "aprobaciones", "visto bueno"],
            fr: &["approbation", "approbations", "feu vert"],
            it: &["approvazione", "approvazioni"],
            ja: &["承認", "承認事項"],
            zh: &["审批", "批准", "签核", "審批", "簽核"],
            ko: &["승인"],
            ru: &["согласование", "согласования"],
            ..Words::NONE
        },
    ),
    (
        GateName::Entry,
        Words {
            en: &[
                "entry", "entry gate", "entry criterion", "entry conditions", "entry requirements", "entry checklist",
                "prerequisites", "pre-requisites", "prerequisite", "preconditions", "before you start",
                "start criteria",
            ],
            de: &["voraussetzungen", "vorbedingungen", "startkriterien", "startbedingungen", "eintrittsbedingungen"],
            pt: &["pré-requisitos", "requisitos de entrada", "condições de entrada"],
            es: &["prerrequisitos", "requisitos de entrada", "condiciones de entrada"],
            fr: &["prérequis", "pré-requis", "conditions d'entrée"],
            it: &["prerequisiti"],
            ja: &["開始条件", "開始基準", "前提条件"],
            zh: &["前提条件", "前置条件", "准入条件", "准入标准", "进入条件", "进入标准", "启动条件"],
            ko: &["시작 조건", "시작 기준", "진입 조건", "진입 기준"],
            ru: &["критерии входа", "условия входа"],
            ..Words::NONE
        },
    ),
]);

thread_local! {
    static KNOWN: RefCell<Memo<Role>> = RefCell::default();
    static GATES_NAMED: RefCell<Memo<Option<GateName>>> = RefCell::default();
}

/// What a section or a label is for, by the words in its folded name.
pub(crate) fn role_of(key: &str) -> Role {
    // The items of a long list may be numbered, and a number is for nothing.
    if !key.contains(char::is_alphabetic) {
        return Role::Other;
    }
    remembered(&KNOWN, key, |key| {
        let by_gate = || match gate_named(key)? {
            GateName::Entry => Some(Role::Entry),
            GateName::Exit => Some(Role::Exit),
            GateName::PerhapsExit | GateName::Approval => None,
        };
        ROLES.meaning_in(key).or_else(by_gate).unwrap_or(Role::Other)
    })
}

/// The names of gates that a folded text begins with, and what stands behind each: those that teams
/// use, and those of the built-in template in other languages.
fn gates_opening(text: &str) -> impl Iterator<Item = (GateName, &str)> {
    let translated = LABELS.openings(text).filter_map(|(_, label, rest)| match label {
        "entry criteria" => Some((GateName::Entry, rest)),
        "exit criteria" => Some((GateName::Exit, rest)),
        _ => None,
    });
    GATES.openings(text).map(|(_, gate, rest)| (gate, rest)).chain(translated)
}

/// The gate that a folded name is one of, apart from a sign before it and its purpose or a remark
/// behind it: `go/no-go criteria for phase b`.
pub(crate) fn gate_named(key: &str) -> Option<GateName> {
    if !key.contains(char::is_alphabetic) {
        return None;
    }
    remembered(&GATES_NAMED, key, read_gate)
}

fn read_gate(key: &str) -> Option<GateName> {
    let bare = key[key.find(char::is_alphabetic)?..].trim_end_matches([':', '：', ' ']);
    let has_remark = |rest: &str| [" — ", " – ", " - "].iter().any(|sign| rest.starts_with(sign));
    let is_whole = |rest: &str| {
        let is_remark = || rest.trim_start().starts_with('(') || has_remark(rest);
        rest.is_empty() || is_remark() || opens_purpose(rest) || is_stage_of_gate(rest)
    };
    let of_list = |name: &str| gates_opening(name).find(|(_, rest)| is_whole(rest)).map(|(gate, _)| gate);
    let is_passage = || leads_on(bare).is_some_and(may_be_stage);
    let named = of_list(bare).or_else(|| of_list(behind_stage(bare)?));
    named.or_else(|| (says_when_left(bare) || is_passage()).then_some(GateName::Exit))
}

/// Whether a folded name is that of who has to agree, apart from a remark and the like.
pub(crate) fn names_approval(key: &str) -> bool {
    gate_named(key) == Some(GateName::Approval)
}

/// Whether a folded text that stands alone above a list is the name of a gate, and nothing else.
pub(crate) fn is_gate_label(key: &str) -> bool {
    let is_known = || gate_named(key).is_some_and(|name| name != GateName::PerhapsExit);
    key.len() <= LONGEST && (is_known() || is_gate_name(key))
}

/// Names of gates by which a section outside of the stages is none: they may be about anything.
const TERSE: Words = Words {
    en: &["exit", "entry", "criteria", "acceptance"],
    de: &["kriterien"],
    pt: &["critérios"],
    es: &["criterios"],
    fr: &["critères"],
    it: &["criteri"],
    ..Words::NONE
}
.indexed();

/// What stands in a folded heading behind the longest name of a gate that it begins with.
fn behind_gate(key: &str) -> Option<(&str, &str)> {
    let bare = key[key.find(char::is_alphabetic)?..].trim_end_matches([':', '：', ' ']);
    let of_roles = ROLES.openings(bare).filter(|(_, role, _)| role.is_gate());
    let rests = gates_opening(bare).map(|(_, rest)| rest).chain(of_roles.map(|(_, _, rest)| rest));
    rests.min_by_key(|rest| rest.len()).map(|rest| (bare, rest))
}

/// The length of the longest name of a gate, in bytes. What is longer is a sentence, and many
/// headings may stand below it.
const LONGEST: usize = 200;

/// Whether a folded heading is the name of a gate and nothing else, apart from what it is for:
/// `Exit criteria`, `Go/No-Go (all phases)`, `Exit criteria by phase`, `Gate to GA`.
pub(crate) fn is_gate_name(key: &str) -> bool {
    let is_whole = |rest: &str| {
        rest.is_empty() || rest.starts_with([':', '：', '（']) || opens_stages(rest) || is_stage_of_gate(rest)
    };
    key.len() <= LONGEST && behind_gate(key).is_some_and(|(bare, rest)| !TERSE.has(bare) && is_whole(rest))
}

/// The gate that a column beside the stages is for, by its folded header: `Exit criteria`, `Promote
/// when`. A decision to go is none, and may be who decides, or when.
pub(crate) fn gate_of_column(key: &str) -> Option<Role> {
    let is_gate = (is_gate_name(key) || says_when_left(key)) && (!decides_to_go(key) || names_conditions(key));
    let role = is_gate.then(|| role_of(key))?;
    (role.is_gate() && !is_past(key)).then_some(role)
}

/// What the gate of a folded heading is for, as far as it says so.
pub(crate) fn purpose_of_gate(key: &str) -> Option<Purpose<'_>> {
    purpose(behind_gate(key)?.1)
}

/// Whether the folded name of a gate says of which stage it is: `exit criteria for phase 2`.
pub(crate) fn says_stage_of_gate(key: &str) -> bool {
    let stage = purpose_of_gate(key).map(|purpose| match purpose {
        Purpose::For(stage) | Purpose::To(stage) => stage,
    });
    stage.is_some_and(|stage| may_be_stage(stage.trim_end_matches([':', '：'])))
}

/// A name without the colon and the remark in brackets behind it: `Beta` in `Beta (10%):`.
pub(crate) fn name_alone(text: &str) -> &str {
    text.trim_end_matches([':', '：']).split(" (").next().unwrap_or(text).trim()
}

/// The number of a gate by its folded name, where nothing else says whose it is: `2` in `gate 2`.
pub(crate) fn number_of_gate(key: &str) -> Option<&str> {
    let number = behind_gate(key)?.1.strip_prefix(' ')?.trim_start_matches('#');
    number.parse::<u32>().is_ok().then_some(number)
}

/// Whether a folded heading is that of the gates of several stages, which it does not name.
pub(crate) fn heads_gates(key: &str) -> bool {
    let is_gate = || is_gate_name(key) && role_of(key).is_gate();
    let is_of_all = || match purpose_of_gate(key) {
        None => true,
        Some(Purpose::For(what) | Purpose::To(what)) => is_of_each(what) || says_how_long(what),
    };
    is_checklist(key) || (is_gate() && is_of_all())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn gates_are_told_by_their_whole_name() {
        for (name, role) in [
            ("Exit Criteria", Role::Exit),
            ("Go/No-Go", Role::Exit),
            ("Go/No-Go Criteria for Phase B", Role::Exit),
            ("✅ Gate to GA:", Role::Exit),
            ("Acceptance (all must hold)", Role::Exit),
            ("Freigabekriterien für Stufe 2", Role::Exit),
            ("完了条件", Role::Exit),
            ("終了条件（次へ）", Role::Exit),
            ("終了条件", Role::Exit),
            ("완료 조건", Role::Exit),
            ("Exit conditions (all must hold)", Role::Exit),
            ("Exit when:", Role::Exit),
            ("Move to Phase 3 when", Role::Exit),
            ("Weiter, sobald", Role::Exit),
            ("When to exit the vim session", Role::Other),
            ("进入标准", Role::Entry),
            ("условия входа", Role::Entry),
            ("验收标准", Role::Exit),
            ("Prerequisites", Role::Entry),
            ("Voraussetzungen", Role::Entry),
            ("前提条件", Role::Entry),
            ("Go/No-go meeting", Role::Other),
            ("Gateway settings", Role::Other),
            ("Acceptance tests by QA", Role::Other),
            ("Rollback criteria", Role::Rollback),
            ("Gate 2", Role::Exit),
            ("Gate 2 → 3", Role::Exit),
            ("Stage 1 exit", Role::Exit),
            ("Phase 2 entry", Role::Entry),
            ("Promotion to Stage 3", Role::Exit),
            ("Graduation to GA", Role::Exit),
            ("Passage à l'étape 2", Role::Exit),
            ("Promotion to customers", Role::Other),
            ("Gate 2 weeks", Role::Other),
            ("Sign-off", Role::Other),
        ] {
            assert_eq!(role_of(&fold(name)), role, "{name}");
        }
    }
}
