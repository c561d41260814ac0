//! Names of lists that are none of criteria.

use super::Words;

/// Labels above lists with boxes that are no criteria, wherever they stand.
pub(super) const ASIDE: Words = Words {
    en: &[
        "notes", "note", "remarks", "comments", "follow-up", "follow-ups", "follow up", "follow ups", "followups",
        "next steps", "action items", "actions", "steps", "rollout steps", "deployment steps", "procedure",
        "execution", "tasks", "task list", "to do", "to-do", "todo", "todos", "chores", "work", "open questions",
        "questions", "open points", "known issues", "ideas", "backlog", "later", "nice to have", "nice-to-have",
        "nice to haves", "could have", "stretch", "stretch goals", "bonus", "optional", "not required", "non-blocking",
        "out of scope", "cleanup", "clean-up", "clean up", "handover", "afterwards", "after the stage", "after launch",
        "after the launch", "after release", "post-launch", "post launch", "after rollout", "after the rollout",
    ],
    de: &[
        "notizen", "anmerkungen", "hinweise", "nächste schritte", "schritte", "ablauf", "durchführung", "aufgaben",
        "aufgabe", "maßnahmen", "offene fragen", "offene punkte", "ideen", "später", "nice to have", "optional",
        "aufräumen", "nacharbeiten", "danach", "nach dem launch", "todo", "zu tun",
    ],
    pt: &[
        "notas", "observações", "próximos passos", "passos", "procedimento", "execução", "tarefas", "ações",
        "perguntas em aberto", "pendências", "ideias", "depois", "opcional", "limpeza", "a fazer", "após o lançamento",
        "desejável",
    ],
    es: &[
        "notas", "observaciones", "próximos pasos", "pasos", "procedimiento", "ejecución", "siguientes pasos",
        "tareas", "acciones", "preguntas abiertas", "pendientes", "ideas", "después", "opcional", "limpieza",
        "por hacer", "tras el lanzamiento", "deseable",
    ],
    fr: &[
        "notes", "remarques", "prochaines étapes", "étapes", "procédure", "exécution", "tâches", "actions",
        "questions ouvertes", "points ouverts", "idées", "plus tard", "ensuite", "optionnel", "facultatif",
        "nettoyage", "à faire", "après le lancement", "souhaitable",
    ],
    it: &[
        "note", "prossimi passi", "passi", "procedura", "attività", "azioni", "domande aperte", "dopo", "facoltativo",
        "da fare",
    ],
    ja: &[
        "メモ", "備考", "注記", "次のステップ", "手順", "タスク", "作業", "アクション", "アクションアイテム",
        "未解決の質問", "フォローアップ", "任意", "あとで", "後片付け", "リリース後",
    ],
    zh: &[
        "备注", "備註", "说明", "下一步", "步骤", "执行", "后续", "後續", "任务", "任務", "待办", "待辦", "行动项",
        "未决问题", "可选", "清理", "上线后",
    ],
    ko: &["메모", "다음 단계", "할 일", "작업"],
    ru: &["заметки", "следующие шаги", "шаги", "задачи", "потом"],
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

/// Whether a folded text is as a whole the name of a list that is none of criteria.
pub(crate) fn is_aside_name(key: &str) -> bool {
    let named = without_remark(key);
    [&ASIDE, &TOPICS, &PREPARATIONS].iter().any(|words| words.has(named))
}
