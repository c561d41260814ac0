//! Words that a remark begins with to say how something stands, and by when it is to be done.

use super::Words;

/// Words that say alone, with a ticket or a reason behind them, that something is not well. In
/// front of other words they mean something else: `open-source licences checked`,
/// `red button tested`.
pub(crate) const STANDS_UNDONE: Words = Words {
    en: &["open", "red", "amber", "yellow"],
    de: &["offen", "rot", "gelb"],
    pt: &["aberto", "aberta", "vermelho", "vermelha", "amarelo", "amarela"],
    es: &["abierto", "abierta", "rojo", "roja", "amarillo", "amarilla", "ámbar"],
    fr: &["ouvert", "ouverte", "rouge", "jaune", "orange"],
    it: &["aperto", "aperta", "rosso", "rossa", "giallo", "gialla"],
    ja: &["赤", "赤信号", "黄", "黄色", "黄信号"],
    zh: &["红", "红灯", "红色", "黄", "黄灯", "黄色"],
    ko: &["빨강", "적색", "노랑", "황색"],
    ru: &["красный", "жёлтый", "желтый"],
    nl: &["rood", "oranje", "geel"],
    pl: &["czerwony", "żółty"],
    tr: &["kırmızı", "sarı"],
    vi: &["đỏ", "vàng"],
    ..Words::NONE
}
.indexed();

/// Words before such a word: `status: red`, `still red`.
pub(crate) const STANDS: Words = Words {
    en: &["status", "state", "stands", "currently", "still", "again"],
    de: &["status", "stand", "ampel", "steht", "auf", "aktuell", "derzeit", "noch", "weiterhin", "wieder"],
    pt: &["status", "estado", "atualmente", "ainda"],
    es: &["estado", "actualmente", "aún", "todavía", "sigue", "en"],
    fr: &["statut", "état", "actuellement", "encore", "toujours"],
    it: &["stato", "ancora"],
    ja: &["現在"],
    zh: &["状态", "目前", "仍"],
    ..Words::NONE
}
.indexed();

/// Words that say the same of an exception, with its number or what else is said of it:
/// `exception EX-12`, `exception: Ann agreed`.
pub(crate) const EXCEPTION_ALONE: Words = Words {
    en: &[
        "exception", "see exception", "see the exception", "see exception below", "waiver", "see waiver",
        "see the waiver", "per exception", "per waiver", "under exception", "exception in log",
    ],
    de: &[
        "ausnahme", "siehe ausnahme", "s. ausnahme", "laut ausnahme", "per ausnahme", "ausnahmegenehmigung",
        "siehe ausnahmegenehmigung",
    ],
    pt: &["exceção", "ver exceção", "conforme exceção", "dispensa"],
    es: &["excepción", "ver excepción", "según excepción", "dispensa"],
    fr: &["exception", "voir exception", "dérogation", "voir dérogation", "voir la dérogation"],
    it: &["eccezione", "vedi eccezione", "deroga"],
    ja: &["例外", "例外参照"],
    zh: &["例外", "见例外"],
    ko: &["예외"],
    ru: &["исключение"],
    nl: &["uitzondering", "zie uitzondering"],
    pl: &["wyjątek"],
    tr: &["istisna"],
    vi: &["ngoại lệ"],
    ..Words::NONE
}
.indexed();

/// Words before the day by which something is to be done: `due 2026-05-01`, `by end of May`.
pub(crate) const BY_DAY: Words = Words {
    en: &["due", "by"],
    de: &["fällig", "fällig am", "bis"],
    pt: &["vence em", "até", "até o", "até a", "prazo"],
    es: &["vence el", "hasta", "hasta el", "antes del", "plazo"],
    fr: &["échéance", "d'ici", "d'ici le", "d'ici au", "avant le"],
    it: &["entro", "entro il", "scadenza"],
    nl: &["uiterlijk"],
    ..Words::NONE
}
.indexed();

/// The same behind the day.
pub(crate) const BY_DAY_BEHIND: Words =
    Words { ja: &["までに", "期限"], zh: &["之前", "前完成"], ..Words::NONE }.indexed();

/// Words before the day from which something is to be so.
pub(crate) const FROM_DAY: Words = Words {
    en: &["from", "starting"],
    de: &["ab", "ab dem"],
    pt: &["a partir de"],
    es: &["a partir de", "a partir del"],
    fr: &["à partir de", "à partir du", "à compter du", "dès le"],
    it: &["dal", "a partire dal"],
    ..Words::NONE
}
.indexed();

/// Words before a month that name its end.
pub(crate) const END_OF: Words = Words {
    en: &["end of", "the end of", "mid"],
    de: &["ende", "mitte", "anfang"],
    pt: &["fim de", "o fim de", "final de", "fins de"],
    es: &["fin de", "final de", "finales de", "fines de"],
    fr: &["fin", "la fin", "mi"],
    it: &["fine", "metà"],
    ..Words::NONE
}
.indexed();

/// Words that say alone that something is on its way: `in review`.
pub(crate) const UNDER_WAY: Words = Words {
    en: &[
        "pending", "waiting", "in review", "under review", "in progress", "ongoing", "underway", "under way", "wip",
        "scheduled", "planned", "in preparation", "not started", "tbd", "todo", "to do",
    ],
    de: &[
        "ausstehend", "wartet", "in arbeit", "in prüfung", "in bearbeitung", "in vorbereitung", "läuft", "läuft noch",
        "geplant", "steht aus", "steht noch aus", "noch offen", "offen", "noch nicht begonnen", "folgt",
    ],
    pt: &[
        "pendente", "aguardando", "em andamento", "em curso", "em revisão", "em análise", "em preparação", "planejado",
        "planejada", "agendado", "agendada", "em aberto", "ainda em aberto", "a fazer",
    ],
    es: &[
        "pendiente", "esperando", "en curso", "en revisión", "en proceso", "en progreso", "en preparación",
        "planificado", "planificada", "programado", "programada", "por hacer",
    ],
    fr: &[
        "en attente", "en cours", "en cours de revue", "en revue", "en relecture", "en préparation", "prévu", "prévue",
        "planifié", "planifiée", "à faire",
    ],
    it: &[
        "in sospeso", "in attesa", "in corso", "in revisione", "in preparazione", "previsto", "prevista",
        "pianificato", "pianificata", "da fare",
    ],
    ja: &[
        "進行中", "対応中", "作業中", "確認中", "確認待ち", "レビュー中", "レビュー待ち", "審査中", "承認待ち",
        "準備中", "申請中", "依頼中", "予定", "未完了", "未対応", "未着手", "保留",
    ],
    zh: &[
        "进行中", "進行中", "审核中", "審核中", "审批中", "評審中", "评审中", "处理中", "處理中", "准备中", "準備中",
        "待审核", "待审批", "待确认", "待定", "待办", "待完成", "未完成", "尚未完成", "未开始", "计划中", "已申请",
    ],
    ko: &["진행 중", "진행중", "검토 중", "검토중", "대기 중", "대기중", "예정", "미완료", "준비 중"],
    ru: &["в работе", "в процессе", "ожидает", "ожидается", "ожидаем", "на проверке", "запланировано", "не начато"],
    nl: &["in behandeling", "mee bezig", "wacht op", "in afwachting", "gepland", "nog open", "te doen"],
    pl: &["w toku", "w trakcie", "oczekuje", "oczekuje na", "zaplanowane", "do zrobienia", "w przygotowaniu"],
    tr: &["devam ediyor", "bekliyor", "beklemede", "incelemede", "planlandı"],
    vi: &["đang thực hiện", "đang chờ", "đang xem xét", "chưa xong", "đã lên kế hoạch"],
    ..Words::NONE
}
.indexed();

/// Words that say so before those who are waited for: `waiting for Ann`.
pub(crate) const AWAITS: Words = Words {
    en: &["waiting for", "waiting on", "awaiting", "in review with", "in review by", "under review by"],
    de: &["wartet auf", "warten auf", "in prüfung bei", "liegt bei"],
    pt: &["aguardando", "à espera de", "em análise com", "em revisão com"],
    es: &["esperando a", "a la espera de", "en revisión con"],
    fr: &["en attente de", "en relecture chez"],
    it: &["in attesa di"],
    nl: &["wacht op", "in afwachting van"],
    pl: &["oczekuje na"],
    ..Words::NONE
}
.indexed();

/// Words that say with a day how far it was then: `asked on 2026-03-20`.
pub(crate) const ASKED: Words = Words {
    en: &[
        "asked", "requested", "submitted", "sent", "sent out", "handed in", "applied", "reminded", "contacted",
        "started",
    ],
    de: &[
        "angefragt", "gefragt", "beantragt", "eingereicht", "verschickt", "gesendet", "angefordert", "erinnert",
        "begonnen",
    ],
    pt: &["pedido", "pedida", "solicitado", "solicitada", "enviado", "enviada", "perguntado"],
    es: &["pedido", "pedida", "solicitado", "solicitada", "enviado", "enviada", "preguntado"],
    fr: &["demandé", "demandée", "envoyé", "envoyée", "soumis", "soumise", "sollicité"],
    it: &["chiesto", "richiesto", "richiesta", "inviato", "inviata", "presentato", "presentata"],
    ja: &["依頼済み", "依頼", "申請済み", "申請", "提出済み", "送付済み"],
    zh: &["已申请", "已提交", "已发送", "已询问", "申请", "提交"],
    ko: &["요청", "요청함", "제출", "신청"],
    ru: &["запрошено", "запросили", "отправлено", "подано"],
    nl: &["gevraagd", "aangevraagd", "verstuurd", "ingediend"],
    pl: &["poproszono", "wysłano", "złożono"],
    ..Words::NONE
}
.indexed();

/// Words before the one who sees to something, and answers to nobody for it here: `owner Lena`.
pub(crate) const SEEN_TO_BY: Words = Words {
    en: &["owner", "assignee", "assigned to", "dri"],
    de: &["verantwortlich", "zuständig"],
    pt: &["responsável"],
    es: &["responsable", "encargado", "encargada"],
    fr: &["responsable"],
    it: &["responsabile"],
    ja: &["担当", "担当者"],
    zh: &["负责人", "負責人"],
    ko: &["담당", "담당자"],
    ru: &["ответственный", "ответственная"],
    nl: &["verantwoordelijke", "eigenaar"],
    pl: &["odpowiedzialny", "odpowiedzialna", "właściciel"],
    tr: &["sorumlu"],
    vi: &["phụ trách"],
    ..Words::NONE
}
.indexed();

/// Words before what is still wanted: `needs Maria`.
pub(crate) const NEEDS: Words = Words {
    en: &["needs", "still needs", "needed from"],
    de: &["braucht", "braucht noch", "benötigt noch"],
    pt: &["precisa de", "ainda precisa de"],
    es: &["necesita", "aún necesita", "todavía necesita"],
    fr: &["a besoin de", "a encore besoin de"],
    it: &["ha bisogno di", "serve ancora"],
    nl: &["heeft nodig"],
    ..Words::NONE
}
.indexed();

/// Words with which nothing is wanted: `needs nothing`.
pub(crate) const NOTHING: Words = Words {
    en: &["nothing", "little", "fewer", "less"],
    de: &["nichts", "wenig", "weniger"],
    pt: &["nada"],
    es: &["nada"],
    fr: &["rien"],
    it: &["niente", "nulla"],
    nl: &["niets"],
    ..Words::NONE
}
.indexed();

/// The day after this one, on which something is to be done.
pub(crate) const TOMORROW: Words = Words {
    en: &["tomorrow"],
    de: &["morgen", "übermorgen"],
    pt: &["amanhã"],
    es: &["mañana", "pasado mañana"],
    fr: &["demain", "après-demain"],
    it: &["domani", "dopodomani"],
    ja: &["明日", "明後日"],
    zh: &["明天", "明日", "后天"],
    ko: &["내일"],
    ru: &["завтра"],
    nl: &["morgen", "overmorgen"],
    pl: &["jutro"],
    tr: &["yarın"],
    vi: &["ngày mai"],
    ..Words::NONE
}
.indexed();

/// Words before a day on which something is said to come: `will come by Friday`.
pub(crate) const COMES: Words = Words {
    en: &["comes", "coming", "arrives", "follows"],
    de: &["kommt", "folgt"],
    pt: &["vem", "virá", "chega", "será entregue"],
    es: &["viene", "vendrá", "llega", "llegará"],
    fr: &["vient", "viendra", "arrive", "arrivera"],
    it: &["viene", "verrà", "arriva", "arriverà"],
    nl: &["komt"],
    ..Words::NONE
}
.indexed();
