//! Names of lists that are none of criteria.

use super::Words;

/// Names of what is done in a stage.
pub(super) const WORK: Words = Words {
    en: &[
        "activities", "actions", "chores", "task", "tasks", "todo", "todos", "to-do", "to do", "work", "steps",
        "action items", "execution",
    ],
    de: &["aktivitäten", "aufgaben", "schritte", "arbeiten", "tätigkeiten", "zu tun"],
    pt: &["atividades", "tarefas", "passos", "trabalhos", "a fazer"],
    es: &["actividades", "tareas", "pasos", "trabajos", "por hacer"],
    fr: &["activités", "tâches", "travaux", "à faire"],
    it: &["attività", "azioni", "passi", "da fare"],
    ja: &["タスク", "作業"],
    zh: &["任务", "任務", "待办", "待辦", "工作"],
    ko: &["할 일", "작업"],
    ru: &["задачи"],
    ..Words::NONE
}
.indexed();

/// Labels above other lists with boxes that are no criteria, wherever they stand.
const ASIDE: Words = Words {
    en: &[
        "notes", "note", "remarks", "comments", "follow-up", "follow-ups", "follow up", "follow ups", "followups",
        "next steps", "rollout steps", "deployment steps", "procedure", "task list", "open questions", "questions",
        "open points", "known issues", "ideas", "backlog", "later", "nice to have", "nice-to-have", "nice to haves",
        "could have", "stretch", "stretch goals", "bonus", "optional", "not required", "non-blocking", "out of scope",
        "cleanup", "clean-up", "clean up", "handover", "afterwards", "after the stage", "after launch",
        "after the launch", "after release", "post-launch", "post launch", "after rollout", "after the rollout",
    ],
    de: &[
        "notizen", "anmerkungen", "hinweise", "nächste schritte", "ablauf", "durchführung", "aufgabe", "maßnahmen",
        "offene fragen", "offene punkte", "ideen", "später", "nice to have", "optional", "aufräumen", "nacharbeiten",
        "danach", "nach dem launch", "todo",
    ],
    pt: &[
        "notas", "observações", "próximos passos", "procedimento", "execução", "ações", "perguntas em aberto",
        "pendências", "ideias", "depois", "opcional", "limpeza", "após o lançamento", "desejável",
    ],
    es: &[
        "notas", "observaciones", "próximos pasos", "procedimiento", "ejecución", "siguientes pasos", "acciones",
        "preguntas abiertas", "pendientes", "ideas", "después", "opcional", "limpieza", "tras el lanzamiento",
        "deseable",
    ],
    fr: &[
        "notes", "remarques", "prochaines étapes", "étapes", "procédure", "exécution", "actions", "questions ouvertes",
        "points ouverts", "idées", "plus tard", "ensuite", "optionnel", "facultatif", "nettoyage",
        "après le lancement", "souhaitable",
    ],
    it: &["note", "prossimi passi", "procedura", "domande aperte", "dopo", "facoltativo"],
    ja: &[
        "メモ", "備考", "注記", "次のステップ", "手順", "アクション", "アクションアイテム", "未解決の質問",
        "フォローアップ", "任意", "あとで", "後片付け", "リリース後",
    ],
    zh: &[
        "备注", "備註", "说明", "下一步", "步骤", "执行", "后续", "後續", "行动项", "未决问题", "可选", "清理",
        "上线后",
    ],
    ko: &["메모", "다음 단계"],
    ru: &["заметки", "следующие шаги", "шаги", "потом"],
    ..Words::NONE
}
.indexed();

/// The same beside a gate. Inside of one they may be what its criteria are about.
const TOPICS: Words = Words {
    en: &[
        "deployment", "implementation", "checklist", "communication", "communications", "comms", "announcements",
        "monitoring", "people", "team", "participants", "support",
    ],
    de: &["bereitstellung", "checkliste", "kommunikation", "beobachtung", "team", "teilnehmer"],
    pt: &["implantação", "comunicação", "monitoramento", "equipe", "participantes"],
    es: &["despliegue", "comunicación", "monitorización", "equipo", "participantes"],
    fr: &["déploiement", "communication", "suivi", "équipe", "participants"],
    ja: &["デプロイ", "チェックリスト", "連絡", "参加者"],
    zh: &["部署", "检查清单", "沟通", "监控", "参与者"],
    ..Words::NONE
}
.indexed();

/// Labels above what is done before a stage begins, and is no criterion.
pub(crate) const PREPARATIONS: Words = Words {
    en: &[
        "preparation", "preparations", "prep", "pre-flight", "preflight", "pre-flight checks", "preflight checks",
        "pre-flight checklist", "preflight checklist", "pre-launch checklist", "prelaunch checklist",
        "before we start", "before launch", "readiness", "readiness checklist", "definition of ready",
        "go-live prerequisites", "launch prerequisites",
    ],
    de: &["vorbereitung", "vorbereitungen", "vor dem start"],
    pt: &["preparação", "preparativos", "antes de começar"],
    es: &["preparación", "preparativos", "antes de empezar"],
    fr: &["préparation", "préparatifs", "avant de commencer"],
    it: &["preparazione"],
    ja: &["準備", "事前準備"],
    zh: &["准备", "准备工作", "上线前准备"],
    ko: &["준비"],
    ru: &["подготовка"],
    ..Words::NONE
}
.indexed();

/// A folded label without the signs around it, and without a remark in parentheses behind it.
pub(super) fn without_remark(key: &str) -> &str {
    let bare = key.trim_matches(|c: char| !c.is_alphanumeric());
    bare.find(" (").map_or(bare, |remark| &bare[..remark])
}

/// Whether a folded text is as a whole the name of a list that is none of criteria, even among
/// those of a gate.
pub(super) fn is_aside_in_gate(key: &str) -> bool {
    let named = without_remark(key);
    WORK.has(named) || ASIDE.has(named)
}

/// Whether a folded text is as a whole the name of a list that is none of criteria.
pub(crate) fn is_aside_name(key: &str) -> bool {
    let named = without_remark(key);
    is_aside_in_gate(key) || TOPICS.has(named) || PREPARATIONS.has(named)
}
