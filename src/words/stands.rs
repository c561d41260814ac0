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
