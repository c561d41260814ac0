//! How far a rollout or a stage is.

use super::{Lexicon, Words};
use std::sync::LazyLock;

/// How far a rollout or a stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Under way.
    Running,
    /// Over.
    Completed,
    /// Not begun.
    Planned,
    /// Given up.
    Aborted,
    /// At rest: it may have begun or not.
    Held,
}

/// Where a word for a status is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WrittenIn {
    /// What a plan declares of its own stage: `Current stage: planned`.
    Declaration,
    /// The stage cell of a log row: `planned → 0`.
    LogCell,
    /// The heading of a stage: `Stage 1: Alpha (in progress)`.
    Heading,
    /// What is said of one stage, in a row, in an item or in its section: `Status: in progress`.
    Stage,
}

use WrittenIn::{Declaration, Heading, LogCell, Stage};

/// The words for each status, with the places where each is read.
pub(super) static STATUS: Lexicon<(Status, &[WrittenIn])> = Lexicon::new(&[
    (
        (Status::Running, &[Heading, Stage]),
        Words {
            en: &["in progress", "live", "current", "active"],
            de: &["läuft", "in arbeit", "in umsetzung", "im gange", "aktiv", "aktuell"],
            pt: &["em andamento", "em curso", "em execução", "em progresso", "ativo", "ativa", "atual", "no ar"],
            es: &["en curso", "en progreso", "en marcha", "en ejecución", "activo", "activa", "actual"],
            fr: &["en cours", "actif", "actuel", "actuelle"],
            it: &["in corso", "attivo", "attiva"],
            ja: &["進行中", "実施中", "実行中", "稼働中", "公開中"],
            zh: &["进行中", "進行中", "正在进行", "运行中", "执行中", "執行中", "已上线"],
            ko: &["진행 중", "진행중"],
            ru: &["в процессе", "в работе", "идёт", "идет"],
            signs: &["🚧", "🔄", "▶️", "▶"],
            ..Words::NONE
        },
    ),
    (
        (Status::Running, &[Stage]),
        Words {
            en: &[
                "running", "ongoing", "on-going", "in-progress", "under way", "underway", "in flight", "in rollout",
                "rolling out", "started", "begun", "launched", "deployed", "released", "shipped", "shipping", "doing",
                "rolling", "wip", "work in progress", "now",
            ],
            de: &[
                "laufend", "in bearbeitung", "in betrieb", "produktiv", "gestartet", "begonnen", "ausgerollt",
                "ausgeliefert", "veröffentlicht",
            ],
            pt: &[
                "iniciado", "iniciada", "liberado", "liberada", "rodando", "lançado", "lançada", "publicado",
                "publicada", "implantado", "implantada",
            ],
            es: &[
                "en proceso", "en vivo", "iniciado", "iniciada", "lanzado", "lanzada", "publicado", "publicada",
                "desplegado", "desplegada",
            ],
            fr: &[
                "en ligne", "en production", "démarré", "démarrée", "lancé", "lancée", "déployé", "déployée", "livré",
                "livrée",
            ],
            it: &["avviato", "avviata", "rilasciato", "rilasciata"],
            ja: &["運用中", "展開中", "展開済み", "開始", "対応中", "リリース済み", "公開済み", "開始済み"],
            zh: &["推广中", "推进中", "灰度中", "上线", "全量", "上线中", "已启动", "已发布", "已開始", "已开始"],
            ko: &["시작됨", "출시됨"],
            ru: &["запущено", "начато", "выпущено"],
            signs: &["🔃", "⏩", "🏃"],
            ..Words::NONE
        },
    ),
    (
        (Status::Completed, &[Declaration, Heading, Stage]),
        Words { en: &["completed", "complete", "done"], ..Words::NONE },
    ),
    ((Status::Completed, &[Heading, Stage]), Words { signs: &["✅", "✔️", "✔"], ..Words::NONE }),
    (
        (Status::Completed, &[Declaration, Heading, Stage]),
        Words {
            en: &["finished"],
            de: &["abgeschlossen", "beendet", "fertig"],
            pt: &["concluído", "concluída", "finalizado", "finalizada"],
            es: &["completado", "completada", "terminado", "terminada", "finalizado", "finalizada"],
            fr: &["terminé", "terminée", "achevé", "achevée"],
            it: &["completato", "completata"],
            ja: &["完了"],
            zh: &["已完成", "完成"],
            ko: &["완료"],
            ru: &["завершено", "завершён", "завершен"],
            ..Words::NONE
        },
    ),
    (
        (Status::Completed, &[Stage]),
        Words {
            en: &["rolled out", "fully rolled out", "closed"],
            de: &["erledigt", "vollständig"],
            pt: &["completo", "completa", "feito", "feita", "encerrado", "encerrada"],
            es: &["completo", "completa", "hecho", "hecha", "cerrado", "cerrada"],
            fr: &["fini", "finie", "fait", "faite", "clos"],
            ja: &["完了済み", "済", "済み", "終了"],
            zh: &["已结束", "已結束", "結束", "结束"],
            ru: &["готово"],
            signs: &["☑️", "☑", "✓", "🏁"],
            ..Words::NONE
        },
    ),
    (
        (Status::Planned, &[Declaration, LogCell, Heading, Stage]),
        Words { en: &["planned", "not started"], ..Words::NONE },
    ),
    ((Status::Planned, &[Declaration, LogCell, Stage]), Words { en: &["planning"], ..Words::NONE }),
    (
        (Status::Planned, &[Declaration, Heading, Stage]),
        Words {
            en: &["draft", "proposed"],
            de: &["geplant"],
            pt: &["planejado", "planejada", "planeado", "planeada"],
            es: &["planificado", "planificada", "planeado", "planeada"],
            fr: &["planifié", "planifiée", "prévu", "prévue"],
            ja: &["計画中", "予定"],
            zh: &["计划中", "計劃中", "已计划"],
            ..Words::NONE
        },
    ),
    ((Status::Planned, &[LogCell]), Words { en: &["start"], ..Words::NONE }),
    ((Status::Planned, &[Heading, Stage]), Words { en: &["pending"], signs: &["🔜"], ..Words::NONE }),
    (
        (Status::Planned, &[Stage]),
        Words {
            en: &[
                "not yet started", "not begun", "not yet", "upcoming", "up next", "next", "to do", "todo", "scheduled",
                "future", "queued", "waiting", "backlog", "ready", "deferred", "postponed", "not live",
            ],
            de: &[
                "ausstehend", "anstehend", "offen", "nicht begonnen", "noch nicht begonnen", "nicht gestartet",
                "bereit",
            ],
            pt: &[
                "pendente", "não iniciado", "não iniciada", "a fazer", "a iniciar", "previsto", "prevista", "agendado",
                "agendada",
            ],
            es: &[
                "pendiente", "no iniciado", "no iniciada", "sin empezar", "sin iniciar", "por hacer", "por iniciar",
                "previsto", "prevista", "programado", "programada",
            ],
            fr: &["à venir", "à faire", "non commencé", "non commencée", "pas commencé", "pas commencée", "en attente"],
            it: &["pianificato", "pianificata", "in attesa", "da fare"],
            ja: &["未着手", "未開始", "未実施", "準備中", "待機中"],
            zh: &["未开始", "未開始", "待开始", "待開始", "待办", "待處理", "准备中", "計划"],
            ko: &["예정", "대기"],
            ru: &["запланировано", "не начато", "ожидает"],
            ..Words::NONE
        },
    ),
    (
        (Status::Aborted, &[Declaration, LogCell, Stage]),
        Words { en: &["aborted", "stopped", "cancelled", "canceled"], ..Words::NONE },
    ),
    ((Status::Aborted, &[Declaration, Stage]), Words { en: &["killed", "abandoned"], ..Words::NONE }),
    ((Status::Aborted, &[LogCell]), Words { en: &["abort"], ..Words::NONE }),
    (
        (Status::Aborted, &[Stage]),
        Words {
            en: &["rolled back", "reverted", "skipped", "dropped"],
            de: &["abgebrochen", "zurückgerollt", "zurückgenommen", "übersprungen", "verworfen", "gestrichen"],
            pt: &["cancelado", "cancelada", "abortado", "abortada", "revertido", "revertida", "pulado", "pulada"],
            es: &["cancelado", "cancelada", "abortado", "abortada", "revertido", "revertida", "omitido", "omitida"],
            fr: &["annulé", "annulée", "abandonné", "abandonnée", "ignoré", "ignorée"],
            it: &["annullato", "annullata"],
            ja: &["中止", "ロールバック", "ロールバック済み", "取り消し"],
            zh: &["取消", "已取消", "已回滚", "回滚", "終止", "终止", "已跳过"],
            ko: &["취소"],
            ru: &["отменено"],
            signs: &["❌", "🚫"],
            ..Words::NONE
        },
    ),
    ((Status::Held, &[Heading, Stage]), Words { signs: &["⏳"], ..Words::NONE }),
    (
        (Status::Held, &[Stage]),
        Words {
            en: &["paused", "blocked", "on hold", "hold", "held", "halted", "suspended", "stalled"],
            de: &["pausiert", "blockiert", "angehalten", "unterbrochen", "auf eis"],
            pt: &["pausado", "pausada", "bloqueado", "bloqueada", "suspenso", "suspensa", "em espera", "em pausa"],
            es: &[
                "pausado", "pausada", "bloqueado", "bloqueada", "suspendido", "suspendida", "detenido", "detenida",
                "en espera", "en pausa",
            ],
            fr: &["en pause", "bloqué", "bloquée", "suspendu", "suspendue"],
            it: &["in pausa", "bloccato", "bloccata"],
            ja: &["保留", "保留中", "一時停止", "一時停止中", "停止中", "中断", "中断中"],
            zh: &["暂停", "暫停", "已暂停", "已暫停", "搁置", "受阻", "阻塞"],
            ko: &["보류", "중단"],
            ru: &["приостановлено", "заблокировано"],
            signs: &["⏸️", "⏸", "⛔", "🛑", "⬜", "⚪", "☐", "🔲"],
            ..Words::NONE
        },
    ),
]);

/// Words that say of a whole plan that its rollout is over.
pub(crate) const COMPLETED: Words = Words {
    en: &["completed"],
    de: &["abgeschlossen"],
    pt: &["concluído", "concluída"],
    es: &["completado", "completada", "finalizado", "finalizada"],
    fr: &["terminé", "terminée", "achevé", "achevée"],
    ja: &["完了"],
    zh: &["已完成"],
    ..Words::NONE
}
.indexed();

/// Words that say in a cell, and not in the name of a stage, that the stage is under way.
pub(crate) const LIVE: Words = Words {
    en: &[
        "in production", "in prod", "live in production", "went live", "gone live", "kicked off", "ramping",
        "ramping up", "enabled",
    ],
    de: &["in produktion", "aktiviert"],
    pt: &["em produção", "ativado", "ativada"],
    es: &["en producción", "activado", "activada"],
    fr: &["en production", "activé", "activée"],
    ..Words::NONE
}
.indexed();

/// Words around a status that change nothing of it: `now live`.
pub(crate) const NOW: Words = Words {
    en: &["now", "currently", "already"],
    de: &["jetzt", "derzeit", "aktuell", "bereits", "schon"],
    pt: &["agora", "atualmente", "já"],
    es: &["ahora", "actualmente", "ya"],
    fr: &["maintenant", "actuellement", "déjà"],
    ..Words::NONE
}
.indexed();

/// Words that open a time which is to come: `live, next week`.
pub(crate) const NEXT: Words = Words {
    en: &["next", "tomorrow", "upcoming", "after", "until", "will", "target", "planned"],
    de: &["nächste", "nächsten", "nächster", "morgen", "kommende", "nach", "bis", "wird"],
    pt: &["próximo", "próxima", "seguinte", "amanhã", "após", "até", "será"],
    es: &["próximo", "próxima", "siguiente", "mañana", "tras", "hasta", "será"],
    fr: &["prochain", "prochaine", "suivant", "suivante", "demain", "après", "jusqu'à", "sera"],
    ja: &["来週", "来月", "明日", "次回"],
    zh: &["下周", "下週", "下月", "下个月", "明天"],
    ..Words::NONE
}
.indexed();

/// Words before a status that keep it to a part, so that what is said has begun: `partly live`.
pub(crate) const PARTLY: Words = Words {
    en: &["partly", "partially", "mostly", "almost", "nearly"],
    de: &["teilweise", "größtenteils", "fast", "beinahe"],
    pt: &["parcialmente", "quase"],
    es: &["parcialmente", "casi"],
    fr: &["partiellement", "presque"],
    ..Words::NONE
}
.indexed();

/// Words between a status and the share of those whom it is about: `live at 20%`.
pub(crate) const AT: Words = Words {
    en: &["at", "to", "for", "with", "in", "on", "@"],
    de: &["bei", "für", "an", "mit", "auf"],
    pt: &["a", "em", "para", "com"],
    es: &["a", "al", "en", "para", "con"],
    fr: &["à", "pour", "avec", "chez"],
    ..Words::NONE
}
.indexed();

/// Between a stage and how far it is: `Beta is running`.
pub(crate) const IS: Words = Words {
    en: &["is"],
    de: &["ist"],
    pt: &["está", "é"],
    es: &["está", "es"],
    fr: &["est"],
    it: &["è"],
    ..Words::NONE
}
.indexed();

/// Words before a stage that say that the rollout is there now: `live in Beta`.
pub(crate) const IN: Words = Words {
    en: &[
        "in", "at", "on", "we are in", "we are now in", "the rollout is in", "the rollout is now in", "now in",
        "now at", "live in", "live at", "live for", "currently in", "currently at", "running", "running in",
        "rolling out", "rolling out to", "in progress", "active", "live", "current", "ongoing",
    ],
    de: &[
        "in", "in der", "im", "wir sind in", "wir sind jetzt in", "jetzt in", "jetzt in der", "derzeit in",
        "aktuell in", "aktuell in der", "läuft in", "live in",
    ],
    pt: &[
        "em", "na", "no", "estamos na", "estamos em", "agora na", "agora em", "agora no", "em produção na",
        "em andamento", "atualmente na", "ao vivo na",
    ],
    es: &[
        "en", "en la", "en el", "estamos en", "estamos en la", "ahora en", "ahora en la", "actualmente en",
        "actualmente en la", "en curso", "en marcha",
    ],
    fr: &[
        "en", "dans", "nous sommes en", "nous sommes à", "dans la", "à l'", "à la", "maintenant en", "actuellement en",
        "en cours",
    ],
    ja: &["現在", "現在は", "ただいま"],
    zh: &["现在", "現在", "当前", "目前", "目前在", "正在", "现处于", "处于"],
    ..Words::NONE
}
.indexed();

/// What a table, a section or a label may be about instead of how far the stages are: the
/// beginnings of words.
pub(crate) const ASIDE: Words = Words {
    en: &[
        "communicat", "comms", "announce", "training", "trained", "briefed", "document", "docs", "dependenc", "risk",
        "approv", "sign-off", "signoff", "budget", "cost", "legal", "complian", "test", "incident", "issue", "bug",
        "rollback", "roll-back", "revert", "metric", "kpi", "question", "template", "example", "prerequisite",
        "criteria", "gate", "staffing", "message", "runbook", "playbook", "dashboard", "alert", "review", "meeting",
        "retro", "contract", "translation", "localisation", "localization", "hiring", "invoice",
    ],
    de: &[
        "kommunikation", "ankündigung", "schulung", "dokumentation", "abhängigkeit", "risik", "freigabe",
        "genehmigung", "kosten", "recht", "vorfäll", "rückfall", "kriterien", "voraussetzung", "vorlage", "beispiel",
    ],
    pt: &[
        "comunica", "anúncio", "treinament", "capacita", "documenta", "dependênc", "risco", "aprova", "custo",
        "jurídic", "incidente", "reversão", "critério", "requisito", "modelo", "exemplo",
    ],
    es: &[
        "anuncio", "formación", "capacitación", "dependenc", "riesgo", "aproba", "legal", "incidente", "reversión",
        "criterio", "plantilla", "ejemplo",
    ],
    fr: &[
        "annonce", "formation", "dépendance", "risque", "approbation", "validation", "coût", "juridique", "retour",
        "critère", "modèle", "exemple",
    ],
    ..Words::NONE
}
.indexed();

/// The same in scripts that do not separate words.
pub(crate) const ASIDE_ANYWHERE: Words = Words {
    ja: &[
        "連絡", "告知", "周知", "研修", "文書", "依存", "リスク", "承認", "費用", "法務", "テスト", "基準", "条件",
        "ロールバック",
    ],
    zh: &[
        "沟通", "通知", "公告", "培训", "文档", "依赖", "风险", "审批", "批准", "费用", "法务", "测试", "标准", "条件",
        "回滚",
    ],
    ..Words::NONE
}
.indexed();

/// What the column of a table is called that makes each row a message, a document or a consent: its
/// status is that of these, and tells nothing of how far the stages are.
pub(crate) const MESSAGES: Words = Words {
    en: &[
        "channel", "message", "recipient", "recipients", "announcement", "sent", "approver", "approvers",
        "approved by", "approval", "sign-off", "signed off by", "document", "runbook", "playbook", "training", "test",
        "tests", "test plan", "risk", "dependency", "template",
    ],
    de: &[
        "kanal", "nachricht", "empfänger", "ankündigung", "freigabe durch", "genehmigung", "dokument", "schulung",
        "risiko", "abhängigkeit",
    ],
    pt: &[
        "canal", "mensagem", "destinatários", "anúncio", "aprovador", "aprovação", "documento", "treinamento", "risco",
        "dependência",
    ],
    es: &[
        "canal", "mensaje", "destinatarios", "anuncio", "aprobador", "aprobación", "documento", "formación", "riesgo",
        "dependencia",
    ],
    fr: &[
        "canal", "message", "destinataires", "annonce", "approbateur", "approbation", "document", "formation",
        "risque", "dépendance",
    ],
    ja: &["チャネル", "連絡手段", "承認者", "文書", "研修", "リスク"],
    zh: &["渠道", "消息", "审批人", "文档", "培训", "风险"],
    ..Words::NONE
}
.indexed();

/// What a list of all stages with boxes is called: the beginnings of words.
pub(crate) const OVERVIEWS: Words = Words {
    en: &[
        "status", "state", "progress", "overview", "index", "content", "roadmap", "timeline", "schedule", "milestone",
        "plan", "rollout", "roll-out", "summary", "tracking", "tracker", "sequence", "glance", "snapshot", "tl;dr",
        "tldr", "where we are",
    ],
    de: &[
        "stand", "fortschritt", "überblick", "übersicht", "inhalt", "zeitplan", "ablauf", "meilenstein", "verlauf",
        "blick",
    ],
    pt: &[
        "situação", "estado", "progresso", "andamento", "visão", "índice", "cronograma", "marcos", "resumo", "plano",
        "lançamento",
    ],
    es: &["situación", "progreso", "avance", "resumen", "cronograma", "hitos", "calendario", "despliegue"],
    fr: &["statut", "état", "avancement", "aperçu", "sommaire", "calendrier", "jalons", "déploiement", "feuille"],
    ..Words::NONE
}
.indexed();

/// The same in scripts that do not separate words.
pub(crate) const OVERVIEWS_ANYWHERE: Words = Words {
    ja: &["進捗", "状況", "ステータス", "概要", "目次", "計画", "日程", "ロードマップ"],
    zh: &["进度", "進度", "状态", "概览", "目录", "计划", "日程", "路线图", "里程碑"],
    ..Words::NONE
}
.indexed();

/// How many characters the longest sign for a status has, at most: a sign, and what colours it.
pub(crate) const LONGEST_SIGN: usize = 2;

/// The status that a folded text names in a place.
pub(crate) fn status(folded: &str, place: WrittenIn) -> Option<Status> {
    STATUS.meaning(folded).filter(|(_, places)| places.contains(&place)).map(|(status, _)| status)
}

/// How far a word or a sign in the heading of a stage goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// It declares that the rollout is there, when it says that the stage is under way.
    Declares,
    /// It says how far the stage is, where nothing else is meant.
    Says,
}

/// A word or a sign that says in a stage's heading how far the stage is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    /// The folded word, or the sign.
    pub(crate) text: &'static str,
    /// What it says.
    pub(crate) status: Status,
    /// How far it goes.
    pub(crate) weight: Weight,
}

impl Mark {
    /// Whether a mark is a drawing, and no word.
    pub(crate) fn is_sign(&self) -> bool {
        !self.text.contains(char::is_alphanumeric)
    }
}

/// The marks of headings, by what can stand at the end of a heading.
struct Marks {
    all: Vec<Mark>,
    signs: Vec<Mark>,
    /// All by their first byte. Most headings begin with the first byte of few marks.
    by_first_byte: Vec<Vec<Mark>>,
    /// The words by their last byte.
    by_last_byte: Vec<Vec<Mark>>,
}

static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    let weight = |places: &[WrittenIn]| match places {
        places if places.contains(&Heading) => Some(Weight::Declares),
        places if places.contains(&Stage) => Some(Weight::Says),
        _ => None,
    };
    let of_weight = |wanted: Weight| {
        let words = STATUS.words().filter(move |(_, (_, places))| weight(places) == Some(wanted));
        words.map(move |(text, (status, _))| Mark { text, status, weight: wanted })
    };
    let all: Vec<Mark> = of_weight(Weight::Declares).chain(of_weight(Weight::Says)).collect();
    let (signs, words): (Vec<Mark>, Vec<Mark>) = all.iter().partition(|mark| mark.is_sign());
    let by_byte = |marks: &[Mark], byte_of: fn(&[u8]) -> Option<&u8>| {
        let mut by_byte = vec![Vec::new(); 256];
        for mark in marks {
            let byte = byte_of(mark.text.as_bytes()).expect("no mark is empty");
            by_byte[usize::from(*byte)].push(*mark);
        }
        by_byte
    };
    let (by_first_byte, by_last_byte) = (by_byte(&all, <[u8]>::first), by_byte(&words, <[u8]>::last));
    Marks { all, signs, by_first_byte, by_last_byte }
});

/// The words and signs that say in a stage's heading how far the stage is. Those that declare a
/// stage come first.
pub(crate) fn marks() -> impl Iterator<Item = Mark> {
    MARKS.all.iter().copied()
}

/// The marks that a text may begin with, in any case.
pub(crate) fn marks_at_start(text: &str) -> impl Iterator<Item = Mark> {
    let first = text.chars().next().and_then(|first| first.to_lowercase().next());
    let byte = first.map(|first| first.encode_utf8(&mut [0; 4]).as_bytes()[0]);
    byte.into_iter().flat_map(|byte| &MARKS.by_first_byte[usize::from(byte)]).copied()
}

/// The signs among the marks that may stand at an end of a text.
pub(crate) fn signs_at_ends(text: &str) -> impl Iterator<Item = Mark> {
    let may_be_there = !text.is_ascii();
    MARKS.signs.iter().copied().filter(move |_| may_be_there)
}

/// The words among the marks that a text may end with, in any case.
pub(crate) fn words_at_end(text: &str) -> impl Iterator<Item = Mark> {
    let last = text.bytes().last().map(|byte| byte.to_ascii_lowercase());
    // A character outside of ASCII may be folded to another one.
    let of_byte = |byte: u8| if byte.is_ascii() { &MARKS.by_last_byte[usize::from(byte)] } else { &MARKS.all };
    last.into_iter().flat_map(of_byte).copied().filter(|mark| !mark.is_sign())
}

/// The word for a status of one stage in the language of a folded text that is another word for
/// one, or ends with it; the English one in doubt.
pub(crate) fn word_like(wanted: Status, other: &str) -> &'static str {
    let is_of_stages = |row: &&((Status, &[WrittenIn]), Words)| row.0.1.contains(&Stage);
    let rows = || STATUS.rows().iter().filter(is_of_stages);
    let mut ends = std::iter::once(other).chain(other.match_indices(' ').map(|(at, _)| &other[at + 1..]));
    let column = ends.find_map(|end| rows().find_map(|(_, words)| words.column_of(end))).unwrap_or(0);
    let of_column = |column: usize| {
        rows().filter(|((status, _), _)| *status == wanted).find_map(|(_, words)| words.first_in(column))
    };
    of_column(column).or_else(|| of_column(0)).unwrap_or("planned")
}

/// Whether a folded text has a word that begins like one of some words, or one of those that may
/// stand anywhere.
pub(crate) fn speaks_of(folded: &str, beginnings: &Words, anywhere: &Words) -> bool {
    let words = || folded.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
    words().any(|word| beginnings.any_opens(word)) || anywhere.any_in(folded)
}
