//! What stages are called, and words beside their names.

use super::{Lexicon, Words};

/// Words that head a stage with its number: `Phase 1`. `Step` is missing on purpose: rollback
/// procedures number their steps.
pub(crate) const HEADINGS: Words = Words { en: &["stage", "phase", "wave", "ring", "cohort"], ..Words::NONE }.indexed();

/// Words that head a stage among other stages, whatever word those have: `Fase 2` behind `Stage 1`.
pub(crate) const HEADINGS_AMONG_STAGES: Words = Words {
    en: &["stage", "phase", "wave", "ring", "cohort", "tranche"],
    de: &["stufe", "etappe", "welle"],
    pt: &["fase", "etapa", "estágio", "onda"],
    es: &["ola", "oleada"],
    fr: &["étape", "etape", "palier", "vague"],
    it: &["tappa", "ondata"],
    ja: &["段階", "フェーズ", "ステージ"],
    zh: &["阶段", "階段", "批次"],
    ko: &["단계"],
    ru: &["этап", "фаза", "волна"],
    ..Words::NONE
}
.indexed();

/// Whether a folded word heads a stage with its number.
pub(crate) fn heads_stage(word: &str) -> bool {
    HEADINGS_AMONG_STAGES.has(word)
}

/// What stands in a folded text behind the word and the number of a stage: `exit` in `phase 2
/// exit`.
pub(crate) fn behind_stage(folded: &str) -> Option<&str> {
    let (word, rest) = folded.split_once(' ')?;
    let (number, rest) = rest.split_once(' ')?;
    (is_number(number) && heads_stage(word)).then_some(rest)
}

/// Whether a word may be the number of a stage: `2`, `2a`, `2.1`.
fn is_number(word: &str) -> bool {
    word.len() <= 4 && word.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a folded text may be what a stage is called: `stage 3`, `3`, `ga`.
pub(crate) fn may_be_stage(folded: &str) -> bool {
    let mut words = folded.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next());
    // `5 customers` is no stage.
    let is_alone = second.is_none_or(|word| !word.starts_with(char::is_alphanumeric));
    NAMES.has(folded) || (is_number(first) && is_alone) || (heads_stage(first) && second.is_some_and(is_number))
}

/// What stands before the number of a stage in some languages: `Stage no. 2`, `第2段階`.
pub(crate) const BEFORE_NUMBERS: Words =
    Words { en: &["no"], de: &["nr"], pt: &["nº", "n°"], ja: &["第"], signs: &["#", "№"], ..Words::NONE }.indexed();

/// Words that head a stage in languages that have no column.
pub(crate) const OTHER_HEADINGS: Words =
    Words { signs: &["giai đoạn", "aşama", "vaihe", "etap", "faza"], ..Words::NONE }.indexed();

/// Names that stages have without a number.
pub(crate) const NAMES: Words = Words {
    en: &[
        "dogfood", "dogfooding", "alpha", "canary", "closed beta", "private beta", "open beta", "public beta", "beta",
        "pilot", "limited", "early access", "soft launch", "preview", "ga", "general availability", "full rollout",
        "full release", "full launch", "staged production", "production", "global", "shadow", "ramp", "go live",
    ],
    de: &["pilotphase"],
    pt: &["piloto", "interno", "homologação", "produção"],
    es: &["piloto", "interno"],
    fr: &["pilote"],
    ..Words::NONE
}
.indexed();

/// What stages are called for short, with their names in full.
pub(crate) static SHORT_NAMES: Lexicon<&str> = Lexicon::new(&[
    (
        "ga",
        Words {
            en: &["general availability", "generally available", "general release"],
            de: &["allgemeine verfügbarkeit"],
            pt: &["disponibilidade geral"],
            es: &["disponibilidad general"],
            fr: &["disponibilité générale"],
            it: &["disponibilità generale"],
            ja: &["一般提供", "一般公開"],
            zh: &["正式发布", "正式發布", "全面上线"],
            ko: &["정식 출시"],
            ru: &["общая доступность"],
            signs: &["ga"],
            ..Words::NONE
        },
    ),
    (
        "ea",
        Words {
            en: &["early access", "early availability", "early adopters"],
            de: &["früher zugang", "frühzugang"],
            pt: &["acesso antecipado"],
            es: &["acceso anticipado"],
            fr: &["accès anticipé"],
            it: &["accesso anticipato"],
            ja: &["早期アクセス", "先行公開"],
            zh: &["抢先体验", "早期访问"],
            ko: &["얼리 액세스"],
            ru: &["ранний доступ"],
            signs: &["ea", "eap"],
            ..Words::NONE
        },
    ),
    (
        "la",
        Words {
            en: &["limited availability", "limited access"],
            de: &["eingeschränkte verfügbarkeit", "begrenzte verfügbarkeit"],
            pt: &["disponibilidade limitada"],
            es: &["disponibilidad limitada"],
            fr: &["disponibilité limitée"],
            it: &["disponibilità limitata"],
            ja: &["限定提供", "限定公開"],
            zh: &["有限发布"],
            ko: &["제한 출시"],
            ru: &["ограниченная доступность"],
            signs: &["la"],
            ..Words::NONE
        },
    ),
    ("mvp", Words { en: &["minimum viable product", "minimal viable product"], signs: &["mvp"], ..Words::NONE }),
    (
        "poc",
        Words {
            en: &["proof of concept"],
            de: &["machbarkeitsnachweis"],
            pt: &["prova de conceito"],
            es: &["prueba de concepto"],
            fr: &["preuve de concept"],
            ja: &["概念実証"],
            zh: &["概念验证"],
            signs: &["poc"],
            ..Words::NONE
        },
    ),
    (
        "rc",
        Words {
            en: &["release candidate"],
            de: &["veröffentlichungskandidat"],
            pt: &["candidato a lançamento"],
            es: &["versión candidata"],
            fr: &["version candidate"],
            ja: &["リリース候補"],
            zh: &["候选版本", "发布候选"],
            signs: &["rc"],
            ..Words::NONE
        },
    ),
    (
        "uat",
        Words {
            en: &["user acceptance testing", "user acceptance test", "user acceptance"],
            de: &["abnahmetest"],
            pt: &["teste de aceitação"],
            es: &["pruebas de aceptación"],
            fr: &["recette utilisateur"],
            ja: &["受け入れテスト"],
            zh: &["用户验收测试"],
            signs: &["uat"],
            ..Words::NONE
        },
    ),
]);

/// Names of stages behind which a second word may stand: `Internal alpha`.
pub(crate) const INTERNAL: Words = Words { en: &["internal"], ..Words::NONE }.indexed();

/// Words that number the steps of a procedure. A stage may be one of them: `Step 3: Stage 1`.
pub(crate) const STEPS: Words = Words {
    en: &["step"],
    de: &["schritt"],
    pt: &["passo"],
    es: &["paso"],
    ja: &["手順", "ステップ"],
    zh: &["步骤", "步驟"],
    ru: &["шаг"],
    ..Words::NONE
}
.indexed();

/// Words that number something else than stages, as chapters number sections.
pub(crate) const NUMBERED_OTHERS: Words = Words {
    en: &[
        "section", "chapter", "appendix", "option", "version", "post", "figure", "table", "case", "test", "issue",
        "question", "scenario", "example", "part", "v", "risk", "level", "story", "approach", "alternative",
        "decision", "task", "pr", "adr", "rfc", "tier", "item", "rule", "principle", "requirement", "condition",
        "check", "solution", "goal", "objective", "metric", "problem", "finding", "note", "priority", "severity",
        "epic", "ticket", "bug", "lesson", "assumption", "layer", "mode", "component", "service", "team", "file",
    ],
    de: &["risiko", "aufgabe", "ziel", "kapitel", "abschnitt", "anhang", "entscheidung", "variante"],
    pt: &["risco", "opção", "tarefa", "decisão", "seção", "objetivo", "métrica", "nível", "anexo"],
    es: &["riesgo", "opción", "tarea", "decisión", "sección", "nivel", "alternativa", "anexo"],
    fr: &["risque", "tâche", "décision", "niveau", "annexe", "chapitre"],
    it: &["rischio", "opzione", "livello"],
    ja: &["リスク", "案"],
    zh: &["风险", "風險", "方案", "任务", "任務"],
    ko: &["위험", "작업"],
    ru: &["риск", "вариант", "задача", "решение"],
    ..Words::NONE
}
.indexed();

/// Words of time. They may number stages, or the parts of a timeline beside the stages.
pub(crate) const TIMES: Words = Words {
    en: &["day", "week", "month", "quarter", "sprint"],
    de: &["tag", "woche", "monat", "quartal"],
    pt: &["dia", "semana", "mês"],
    es: &["día", "mes"],
    fr: &["jour", "semaine", "mois"],
    ja: &["週"],
    ko: &["주차"],
    ru: &["неделя"],
    ..Words::NONE
}
.indexed();

/// Parts of titles above the stages of a plan.
pub(crate) const STAGED: Words = Words {
    en: &["stages", "staged", "phases", "phased", "waves", "cohorts", "ladder", "ramp"],
    de: &["stufen", "phasen", "wellen", "etappen", "stufenweise"],
    pt: &["etapas", "fases", "ondas"],
    es: &["etapas", "fases", "oleadas"],
    fr: &["étapes", "phases", "paliers", "vagues"],
    it: &["fasi", "tappe"],
    ja: &["段階", "フェーズ", "ステージ"],
    zh: &["阶段", "階段", "灰度", "批次"],
    ko: &["단계"],
    ru: &["этапы", "фазы", "волны"],
    ..Words::NONE
}
.indexed();

/// Parts of titles that speak of a rollout as a whole.
pub(crate) const ROLLOUTS: Words = Words {
    en: &["rollout", "roll-out", "roll out", "release", "launch", "progressive delivery"],
    de: &["einführung", "ausrollen", "freischaltung"],
    pt: &["lançamento", "liberação", "implantação"],
    es: &["despliegue", "lanzamiento", "liberación"],
    fr: &["déploiement", "lancement", "mise en service"],
    it: &["rilascio", "lancio"],
    ja: &["展開", "ロールアウト", "リリース"],
    zh: &["发布", "上线", "推广"],
    ko: &["배포", "출시"],
    ru: &["развёртывание", "выкатка", "запуск"],
    ..Words::NONE
}
.indexed();

/// Words for what is so now, before or behind what is named: `aktuelle Stufe`, `fase atual`.
pub(crate) const CURRENT: Words = Words {
    en: &["current", "present", "active"],
    de: &["aktuelle", "aktueller", "aktuelles", "derzeitige", "jetzige", "laufende"],
    pt: &["atual", "corrente", "em curso", "em andamento"],
    es: &["actual", "en curso"],
    fr: &["actuelle", "actuel", "en cours"],
    it: &["attuale", "corrente", "in corso"],
    ja: &["現在の", "現在", "現"],
    zh: &["当前", "當前", "目前", "现在", "現在", "现", "所处", "所處"],
    ko: &["현재"],
    ru: &["текущий", "текущая"],
    ..Words::NONE
}
.indexed();

/// Words for each stage of a plan: `All stages`.
pub(crate) const ALL: Words = Words { en: &["all", "every", "each"], ..Words::NONE }.indexed();

/// Words between two stages, with the spaces around them: `Alpha and Beta`.
pub(crate) const BETWEEN: Words = Words { en: &[" and "], ..Words::NONE }.indexed();

/// Words before the day from which on something holds: `live since 16 March`.
pub(crate) const SINCE: Words = Words {
    en: &["since", "from", "as", "by", "at", "until"],
    de: &["seit", "ab", "vom", "bis", "zum"],
    pt: &["desde", "a", "partir", "até"],
    es: &["desde", "a", "partir", "hasta"],
    fr: &["depuis", "dès", "jusqu'au"],
    ..Words::NONE
}
.indexed();

/// Words before a day that somebody aims at, which say nothing of how far a stage is: `target
/// 2026-04-10`.
pub(crate) const AIMS: Words = Words {
    en: &["target", "target date", "due", "due date", "eta", "deadline", "expected", "next review", "review", "end"],
    de: &["ziel", "zieldatum", "fällig", "frist", "termin", "ende", "erwartet"],
    pt: &["meta", "prazo", "fim", "data prevista"],
    es: &["objetivo", "plazo", "fin", "fecha prevista"],
    fr: &["objectif", "cible", "échéance", "fin"],
    it: &["obiettivo", "scadenza", "fine"],
    ja: &["目標", "期限", "目標日"],
    zh: &["目标", "截止", "预计"],
    ko: &["목표", "기한"],
    ru: &["цель", "срок"],
    ..Words::NONE
}
.indexed();

/// Words and signs that open a remark behind a stage: `Beta since Monday`.
pub(crate) const REMARKS: Words =
    Words { en: &[" since "], signs: &[" (", ",", ";", " —", " –", " - "], ..Words::NONE }.indexed();
