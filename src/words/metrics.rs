//! What the columns of a table of metrics are called.

use super::Words;
use crate::text::{Memo, is_cjk, remembered};
use std::cell::RefCell;

/// What is measured.
pub(crate) const METRIC: Words = Words {
    en: &["metric", "kpi", "signal", "indicator", "guardrail", "measure", "sli"],
    de: &["metrik", "metriken", "kennzahl", "kennzahlen", "messgröße", "messgrößen", "indikator", "leitplanke"],
    pt: &["métrica", "indicador", "indicadores", "salvaguarda"],
    es: &["métrica", "indicador", "indicadores", "salvaguarda"],
    fr: &["métrique", "indicateur", "garde-fou"],
    it: &["metrica", "metriche", "indicatore"],
    ja: &["指標", "メトリクス", "メトリック", "ガードレール"],
    zh: &["指标", "指標", "护栏", "護欄"],
    ko: &["지표", "가드레일"],
    ru: &["метрика", "показатель"],
    ..Words::NONE
}
.indexed();

/// What must not get worse. The first word stands for the others.
pub(crate) const GUARDRAIL: Words = Words {
    en: &["guardrail", "guard-rail", "guard rail"],
    de: &["leitplanke", "schutzmetrik", "schutzkennzahl"],
    pt: &["salvaguarda", "métrica de proteção", "métricas de proteção"],
    es: &["guardarraíl", "métrica de protección", "métricas de protección"],
    fr: &["garde-fou", "métrique de protection", "métriques de protection"],
    ja: &["ガードレール"],
    zh: &["护栏", "護欄"],
    ko: &["가드레일"],
    ..Words::NONE
}
.indexed();

/// Parts of the names of lists that say when somebody must act at once.
const ALARMS: Words = Words {
    en: &[
        "kill switch", "kill-switch", "killswitch", "tripwire", "trip wire", "alerts", "alarms", "no-go",
        "emergency stop", "circuit breaker", "backout", "back-out", "rollback", "roll back", "abort",
    ],
    de: &["notabschaltung", "notausschalter", "notbremse", "alarme", "rückfall", "abbruch"],
    pt: &["botão de emergência", "alertas", "alarmes", "reversão", "parada de emergência", "abortar"],
    es: &["botón de emergencia", "alertas", "alarmas", "reversión", "parada de emergencia", "abortar"],
    fr: &["arrêt d'urgence", "alertes", "alarmes", "retour arrière"],
    ja: &["緊急停止", "アラート", "切り戻し", "ロールバック"],
    zh: &["紧急停止", "緊急停止", "告警", "报警", "回滚", "熔断"],
    ..Words::NONE
}
.indexed();

/// Parts of sentences about how a rollout is watched, and not about what happens in it: `alert
/// delay`, `retention of the data`.
pub(crate) const WATCHING: Words = Words {
    en: &[
        "alert", "alarm", "refresh", "retention", "retained", "dashboard", "the board", "sampl", "scrape", "evaluat",
        "notif", "paging", "reviewed", "checked",
    ],
    de: &["alarm", "aktualisier", "aufbewahr", "dashboard", "stichprobe", "ausgewertet", "benachrichtig", "geprüft"],
    pt: &["alerta", "alarme", "atualiza", "retenção", "painel", "amostra", "avaliad", "notifica"],
    es: &["alerta", "alarma", "actualiza", "retención", "panel", "muestreo", "evalú", "notifica"],
    fr: &["alerte", "alarme", "actualis", "rétention", "conservation", "tableau de bord", "échantillon", "notifi"],
    it: &["avviso", "allarme", "aggiorna", "conservazione", "notific"],
    ja: &["アラート", "警報", "更新", "保持期間", "保存期間", "ダッシュボード", "通知"],
    zh: &["告警", "报警", "刷新", "保留", "仪表盘", "看板", "通知"],
    ko: &["알림", "갱신", "보존", "대시보드"],
    ru: &["оповещ", "обновля", "хранени"],
    nl: &["melding", "ververs", "bewaar"],
    pl: &["powiadom", "odśwież", "przechowy"],
    tr: &["bildirim", "yenile", "saklama"],
    vi: &["cảnh báo", "làm mới", "lưu giữ"],
    ..Words::NONE
}
.indexed();

thread_local! {
    static KNOWN: RefCell<Memo<bool>> = RefCell::default();
}

/// Whether a folded label or heading may name guardrails, or alarms.
pub(crate) fn may_watch(key: &str) -> bool {
    // The items of a long list may be numbered, and a number names nothing.
    key.contains(char::is_alphabetic) && remembered(&KNOWN, key, |key| GUARDRAIL.any_in(key) || ALARMS.any_in(key))
}

/// From where on somebody must act.
pub(crate) const THRESHOLD: Words = Words {
    en: &[
        "threshold", "alert", "alarm", "limit", "bound", "stop at", "stop if", "stop when", "abort at", "abort if",
        "roll back at", "roll back if", "rollback at", "rollback if", "trip at", "max", "maximum", "min", "minimum",
    ],
    de: &[
        "schwelle", "schwellenwert", "schwellwert", "alarmschwelle", "warnschwelle", "grenzwert", "grenze",
        "stopp bei", "abbruch bei", "höchstwert", "obergrenze", "mindestwert", "untergrenze",
    ],
    pt: &["limiar", "limite", "alerta", "alarme", "parar em", "parar se", "máximo", "mínimo"],
    es: &["umbral", "límite", "alerta", "alarma", "parar en", "parar si", "detener en"],
    fr: &["seuil", "limite", "alerte", "alarme", "arrêt à", "arrêter à", "arrêt si"],
    it: &["soglia", "limite", "allarme", "massimo"],
    ja: &["閾値", "しきい値", "アラート", "警報", "上限", "下限", "停止条件"],
    zh: &["阈值", "閾值", "告警", "报警", "预警", "警戒", "上限", "下限", "停止条件"],
    ko: &["임계값", "임계치", "알림"],
    ru: &["порог"],
    ..Words::NONE
}
.indexed();

/// Parts of headers for where somebody is told.
pub(crate) const CHANNELS: Words =
    Words { en: &["channel"], de: &["kanal"], pt: &["canal"], es: &["canal"], fr: &["canal"], ..Words::NONE }.indexed();

/// What it was before the rollout.
pub(crate) const BASELINE: Words = Words {
    en: &["baseline"],
    de: &["ausgangswert", "basiswert", "basislinie"],
    pt: &["linha de base", "valor inicial", "base"],
    es: &["línea base", "línea de base", "valor inicial", "base"],
    fr: &["référence", "valeur initiale", "base"],
    it: &["valore iniziale", "base"],
    ja: &["ベースライン", "基準値", "現状値"],
    zh: &["基线", "基線", "基准值"],
    ko: &["기준선", "기준값"],
    ..Words::NONE
}
.indexed();

/// What it is to become.
pub(crate) const TARGET: Words = Words {
    en: &["target", "goal", "objective", "slo"],
    de: &["ziel", "zielwert"],
    pt: &["meta", "alvo", "objetivo"],
    es: &["objetivo", "meta"],
    fr: &["cible", "objectif"],
    it: &["obiettivo"],
    ja: &["目標"],
    zh: &["目标", "目標"],
    ko: &["목표"],
    ru: &["цель"],
    ..Words::NONE
}
.indexed();

/// Whether it leads or guards.
pub(crate) const KIND: Words = Words {
    en: &["type", "kind", "category"],
    de: &["typ", "art", "kategorie"],
    pt: &["tipo", "categoria"],
    es: &["tipo", "categoría"],
    fr: &["type", "catégorie"],
    it: &["tipo"],
    ja: &["種別", "種類", "タイプ", "区分"],
    zh: &["类型", "類型", "类别"],
    ko: &["유형", "종류"],
    ru: &["тип"],
    ..Words::NONE
}
.indexed();

/// Parts of the header of a threshold that somebody must act on at once.
pub(crate) const ALERT: Words = Words {
    en: &["alert", "alarm", "rollback", "abort", "page", "trip"],
    de: &["warnschwelle", "abbruch"],
    pt: &["reversão"],
    es: &["reversión"],
    fr: &["alerte"],
    it: &["allarme"],
    ja: &["アラート", "警報"],
    zh: &["告警", "报警", "预警", "警戒"],
    ko: &["알림"],
    ..Words::NONE
}
.indexed();

/// Parts of the names of what fills up, and of which nobody wants more.
pub(crate) const USAGE: Words = Words {
    en: &["cpu", "memory", "disk", "queue", "backlog", " load"],
    de: &["speicher", "auslastung", "warteschlange"],
    pt: &["memória", "fila"],
    es: &["memoria", "cola"],
    fr: &["mémoire", "file d'attente"],
    ja: &["メモリ", "負荷"],
    zh: &["内存", "负载", "队列"],
    ..Words::NONE
}
.indexed();

/// What a metric may be instead of a guardrail.
pub(crate) const OTHER_KINDS: Words = Words {
    en: &[
        "leading", "lagging", "primary", "secondary", "input", "output", "success", "diagnostic", "informational",
        "info", "none", "nothing", "other",
    ],
    de: &["führend", "nachlaufend", "primär", "sekundär", "frühindikator", "erfolgsmetrik", "sonstige", "keine"],
    pt: &["antecedente", "primária", "principal", "secundária", "sucesso", "outra", "nenhuma"],
    es: &["adelantada", "primaria", "principal", "secundaria", "éxito", "otra", "ninguna"],
    fr: &["avancé", "principale", "primaire", "secondaire", "succès", "autre", "aucune"],
    ja: &["先行", "先行指標", "成功指標"],
    zh: &["先行", "领先", "领先指标", "成功指标"],
    ..Words::NONE
}
.indexed();

/// Parts of a word before `guardrail` by which it is none: `non-guardrail`.
pub(crate) const NON: Words = Words { en: &["non", "ex"], ..Words::NONE }.indexed();

/// Whether a folded header is that of what is measured.
pub(crate) fn names_metric(header: &str) -> bool {
    METRIC.iter().any(|word| heads(header, word))
}

/// Whether a folded header is that of numbers from where on somebody must act.
pub(crate) fn sets_threshold(header: &str) -> bool {
    THRESHOLD.iter().any(|word| heads(header, word)) && !CHANNELS.any_in(header)
}

/// Whether a folded header is that of what something is to become.
pub(crate) fn sets_target(header: &str) -> bool {
    TARGET.iter().any(|word| heads(header, word))
}

/// What was measured during the rollout.
const RESULT: Words = Words {
    en: &["actual", "measured", "observed", "result"],
    de: &["ist", "istwert", "ist-wert", "gemessen", "ergebnis"],
    pt: &["medido", "realizado", "resultado"],
    es: &["medido", "resultado"],
    fr: &["mesuré", "réel", "résultat"],
    ja: &["実績", "実測", "結果"],
    zh: &["实际", "实测", "结果"],
    ..Words::NONE
}
.indexed();

/// What something is now, or was when the plan was written: nobody knows, unless the table has a
/// baseline besides.
const CURRENT: Words = Words {
    en: &["current", "now", "latest"],
    de: &["aktuell"],
    pt: &["atual"],
    es: &["actual"],
    fr: &["actuel"],
    ja: &["現在"],
    zh: &["当前", "目前"],
    ..Words::NONE
}
.indexed();

thread_local! {
    static RESULTS: RefCell<Memo<bool>> = RefCell::default();
}

/// Whether a folded header is that of what was measured, beside the other headers of its table.
pub(crate) fn gives_result(header: &str, headers: &[&str]) -> bool {
    // Most headers have none of the words, and most tables have the same headers.
    if !remembered(&RESULTS, header, |header| RESULT.any_in(header) || CURRENT.any_in(header)) {
        return false;
    }
    let has = |words: &[&str], header: &str| words.iter().any(|word| heads(header, word));
    let is_result = RESULT.iter().any(|word| heads(header, word));
    let is_current = || CURRENT.iter().any(|word| heads(header, word));
    // In Spanish `actual` is what something is now.
    let is_now =
        || has(CURRENT.es, header) && headers.iter().any(|other| has(METRIC.es, other) || has(TARGET.es, other));
    let has_baseline = || BASELINE.iter().any(|word| headers.iter().any(|other| heads(other, word)));
    (is_result && !is_now()) || ((is_result || is_current()) && has_baseline())
}

/// Whether a folded header has a word, in the singular or with an `s`. In scripts that do not
/// separate words, and where it is several words, it is looked for anywhere.
pub(crate) fn heads(header: &str, word: &str) -> bool {
    if word.contains(is_cjk) || word.contains([' ', '-']) {
        return header.contains(word);
    }
    header.split(|c: char| !c.is_alphanumeric()).any(|part| part.strip_suffix('s').unwrap_or(part) == word)
}
