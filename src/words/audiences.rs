//! Who sees a stage: shares in words, people who are counted, and the labels that speak of them.

use super::units::PERCENT;
use super::{Lexicon, Words};

/// Words for a share of a whole: the part, and of how many.
pub(crate) static SHARES: Lexicon<(u8, u8)> = Lexicon::new(&[
    (
        (1, 1),
        Words {
            en: &["all", "everyone", "everybody", "every", "entire", "whole"],
            de: &[
                "alle", "allen", "aller", "jeder", "jede", "jeden", "gesamte", "gesamten", "gesamter", "sämtliche",
                "sämtlichen", "gesamtheit",
            ],
            pt: &["todos", "todas", "todo", "toda", "totalidade"],
            es: &["todos", "todas", "todo", "toda", "totalidad"],
            fr: &["tous", "toutes", "tout", "toute", "totalité", "ensemble"],
            ja: &["全員", "全て", "すべて", "全部", "全"],
            zh: &["全部", "所有", "全体", "全员", "全量", "所有人", "每个人"],
            ..Words::NONE
        },
    ),
    (
        // More than a half, nobody knows by how much.
        (51, 100),
        Words {
            en: &["most", "majority"],
            de: &["großteil", "mehrheit", "meisten"],
            pt: &["maioria"],
            es: &["mayoría"],
            fr: &["majorité", "plupart"],
            ..Words::NONE
        },
    ),
    (
        (1, 2),
        Words {
            en: &["half", "other"],
            de: &["hälfte", "halbe", "halben", "zweite", "zweiten", "zweiter"],
            pt: &["metade"],
            es: &["mitad"],
            fr: &["moitié"],
            ja: &["半数", "半分"],
            zh: &["一半", "半数"],
            ..Words::NONE
        },
    ),
    (
        (1, 3),
        Words {
            en: &["third", "thirds"],
            de: &["drittel", "dritte", "dritten"],
            pt: &["terço", "terços"],
            es: &["tercio", "tercios"],
            fr: &["tiers"],
            ..Words::NONE
        },
    ),
    (
        (1, 4),
        Words {
            en: &["quarter", "quarters", "fourth"],
            de: &["viertel", "vierte", "vierten"],
            pt: &["quarto", "quartos"],
            es: &["cuarto", "cuartos", "cuarta"],
            fr: &["quart", "quarts"],
            ..Words::NONE
        },
    ),
    (
        (1, 5),
        Words {
            en: &["fifth", "fifths"],
            de: &["fünftel", "fünfte", "fünften"],
            pt: &["quinto", "quintos", "quinta"],
            es: &["quinto", "quintos", "quinta"],
            fr: &["cinquième", "cinquièmes"],
            ..Words::NONE
        },
    ),
    (
        (1, 10),
        Words {
            en: &["tenth", "tenths"],
            de: &["zehntel", "zehnte", "zehnten"],
            pt: &["décimo", "décimos", "décima"],
            es: &["décimo", "décimos", "décima"],
            fr: &["dixième", "dixièmes"],
            ..Words::NONE
        },
    ),
    (
        (1, 20),
        Words {
            en: &["twentieth"],
            de: &["zwanzigstel", "zwanzigste"],
            pt: &["vigésimo"],
            es: &["vigésimo"],
            fr: &["vingtième"],
            ..Words::NONE
        },
    ),
    (
        (1, 100),
        Words {
            en: &["hundredth"],
            de: &["hundertstel"],
            pt: &["centésimo"],
            es: &["centésimo"],
            fr: &["centième"],
            ..Words::NONE
        },
    ),
]);

/// Audiences that are everybody, as a whole: `Target: public`.
pub(crate) const EVERYBODY: Words = Words {
    en: &[
        "all", "everyone", "everybody", "anyone", "public", "the public", "general public", "unlimited", "no limit",
        "unrestricted", "no restriction", "no restrictions", "open to all", "open to anyone", "open to everyone",
        "open to the public", "rolled out to all", "rolled out to everyone", "fully rolled out",
        "anyone with the link", "full traffic", "full audience", "full user base", "full rollout", "full availability",
    ],
    de: &[
        "alle", "jeder", "öffentlich", "öffentlichkeit", "unbegrenzt", "unbeschränkt", "ohne einschränkung",
        "voller verkehr", "volle nutzerbasis", "volle verfügbarkeit",
    ],
    pt: &[
        "todos", "público geral", "aberto a todos", "sem limite", "sem restrição", "ilimitado", "tráfego total",
        "tráfego completo", "base completa",
    ],
    es: &[
        "todos", "público general", "abierto a todos", "sin límite", "sin restricción", "ilimitado", "todo el mundo",
        "tráfico total", "tráfico completo",
    ],
    fr: &[
        "tous", "tout le monde", "grand public", "ouvert à tous", "sans limite", "sans restriction", "illimité",
        "trafic total", "trafic complet",
    ],
    ja: &["全員", "全ユーザー", "一般公開", "無制限", "すべて", "全て", "全トラフィック"],
    zh: &["所有人", "全部", "全量", "公开", "不限", "所有用户", "全员", "全员开放", "全流量"],
    ..Words::NONE
}
.indexed();

/// Segments that leave nobody out. They say nothing of how many of all see a stage: `20% of users,
/// worldwide`.
pub(crate) const EVERYWHERE: Words = Words {
    en: &[
        "worldwide", "global", "globally", "all segments", "all regions", "all countries", "all markets", "any segment",
    ],
    de: &["weltweit", "alle segmente", "alle regionen", "alle länder", "alle märkte"],
    pt: &["global", "todos os segmentos", "todas as regiões", "todos os países"],
    es: &["global", "todos los segmentos", "todas las regiones", "todos los países"],
    fr: &["mondial", "tous les segments", "toutes les régions", "tous les pays"],
    ja: &["全世界", "全セグメント", "全地域"],
    zh: &["全球", "所有地区", "全部用户群"],
    ..Words::NONE
}
.indexed();

/// Between a part and its whole: `1 in 5`, `1 sur 5`. The words may follow each other: `um em cada
/// cinco`.
pub(crate) const OUT_OF: Words = Words {
    en: &["in", "out", "of", "every"],
    de: &["von", "aus", "in"],
    pt: &["em", "de", "cada"],
    es: &["de", "cada", "en"],
    fr: &["sur"],
    ..Words::NONE
}
.indexed();

/// Between a part and its whole, where it may also stand between a count and its goal: `3 of 5
/// customers`.
pub(crate) const OF: Words = Words {
    en: &["of"],
    de: &["von", "der", "aller"],
    pt: &["de", "dos", "das", "do", "da"],
    es: &["de", "del"],
    fr: &["de", "des", "du"],
    ..Words::NONE
}
.indexed();

/// Who is reached, in whatever unit: people, organizations, or what they send.
pub(crate) const PEOPLE: Words = Words {
    en: &[
        "user", "users", "userbase", "customer", "customers", "client", "clients", "account", "accounts", "tenant",
        "tenants", "traffic", "request", "requests", "session", "sessions", "visitor", "visitors", "audience",
        "people", "person", "persons", "subscriber", "subscribers", "member", "members", "buyer", "buyers", "seller",
        "sellers", "shopper", "shoppers", "merchant", "merchants", "shop", "shops", "store", "stores", "player",
        "players", "device", "devices", "installs", "installations", "org", "orgs", "organizations", "organisations",
        "companies", "households", "population", "workspaces", "participants", "testers", "patients", "students",
        "drivers", "riders", "guests",
    ],
    de: &[
        "nutzer", "nutzerin", "kundin", "nutzern", "nutzerinnen", "benutzer", "benutzern", "benutzerinnen", "kunde",
        "kunden", "kundinnen", "anwender", "anwendern", "anwenderinnen", "konten", "mandanten", "verkehr", "anfragen",
        "sitzungen", "besucher", "besuchern", "personen", "leute", "leuten", "menschen", "mitglieder", "mitgliedern",
        "händler", "händlern", "geräte", "geräten", "haushalte", "gäste", "gästen", "teilnehmer", "teilnehmern",
        "käufer", "käufern",
    ],
    pt: &[
        "usuário", "usuários", "usuarios", "utilizadores", "cliente", "clientes", "contas", "tráfego", "acessos",
        "requisições", "pessoas", "assinantes", "lojas", "visitantes", "sessões", "membros", "dispositivos",
        "compradores", "vendedores", "público",
    ],
    es: &[
        "usuario", "usuarios", "usuarias", "cliente", "clientes", "cuentas", "tráfico", "personas", "suscriptores",
        "tiendas", "visitantes", "sesiones", "peticiones", "miembros", "dispositivos", "compradores", "vendedores",
        "público",
    ],
    fr: &[
        "utilisateur", "utilisateurs", "utilisatrices", "client", "clients", "clientes", "comptes", "trafic",
        "requêtes", "personnes", "abonnés", "boutiques", "visiteurs", "sessions", "membres", "appareils", "acheteurs",
        "vendeurs",
    ],
    ja: &[
        "ユーザー", "ユーザ", "顧客", "お客様", "利用者", "アカウント", "トラフィック", "リクエスト", "人", "名", "社",
    ],
    zh: &["用户", "客户", "顾客", "账户", "账号", "流量", "请求", "会话", "设备", "商家", "人"],
    ..Words::NONE
}
.indexed();

/// Words beside a share that change nothing of it.
pub(crate) const FILLERS: Words = Words {
    en: &[
        "of", "the", "our", "a", "an", "to", "for", "active", "existing", "registered", "production", "prod", "live",
        "real", "total", "worldwide", "globally", "global", "rollout", "now", "base", "open", "exposed", "available",
        "released", "nearly", "almost", "virtually", "up", "about", "approximately", "roughly", "around", "eligible",
        "is", "are", "in",
    ],
    de: &[
        "der", "die", "das", "den", "dem", "des", "aller", "unserer", "unsere", "für", "aktiven", "aktive", "weltweit",
        "etwa", "fast", "nahezu", "ca", "rund", "von", "ein", "eine", "einem", "einer", "jetzt", "an",
    ],
    pt: &[
        "de", "do", "da", "dos", "das", "os", "as", "o", "a", "nossos", "nossas", "para", "ativos", "ativas", "um",
        "uma", "parte", "agora", "quase",
    ],
    es: &[
        "de", "del", "los", "las", "el", "la", "nuestros", "nuestras", "para", "activos", "activas", "un", "una",
        "parte", "ahora", "casi", "mundo",
    ],
    fr: &[
        "de", "des", "du", "les", "la", "le", "l", "d", "nos", "pour", "actifs", "actives", "un", "une", "presque",
        "monde",
    ],
    signs: &["~", "≈", "+", "→", "%"],
    ..Words::NONE
}
.indexed();

/// Words before the place that people are in.
pub(crate) const WHERE: Words = Words {
    en: &["in", "from"],
    de: &["in", "im", "aus"],
    pt: &["em", "no", "na", "nos", "nas"],
    es: &["en"],
    fr: &["en", "au", "aux", "dans"],
    ..Words::NONE
}
.indexed();

/// Words beside people by which they are no part of all: somebody drew them.
pub(crate) const DRAWN: Words = Words {
    en: &["random", "randomly", "chosen", "selected", "drawn", "sampled"],
    de: &["zufällig", "zufällige", "zufälligen", "ausgewählte", "ausgewählten", "gewählte", "ausgeloste"],
    pt: &["aleatórios", "aleatório", "escolhidos", "selecionados"],
    es: &["aleatorios", "aleatorio", "escogidos", "elegidos", "seleccionados"],
    fr: &["aléatoires", "aléatoire", "choisis", "sélectionnés"],
    it: &["casuali", "casuale", "scelti", "selezionati"],
    ..Words::NONE
}
.indexed();

/// Words that keep an audience to those beside them: `EU only`.
pub(crate) const ONLY: Words = Words {
    en: &["only", "solely", "exclusively"],
    de: &["nur", "ausschließlich"],
    pt: &["só", "somente", "apenas"],
    es: &["solo", "sólo", "solamente", "únicamente"],
    fr: &["seulement", "uniquement"],
    it: &["solo", "soltanto"],
    ja: &["のみ", "限定"],
    zh: &["仅", "僅", "只"],
    ..Words::NONE
}
.indexed();

/// Words for people who are not the team's own.
pub(crate) const EXTERNAL: Words = Words {
    en: &["external", "externals", "outside"],
    de: &["extern", "externe", "externen", "externer"],
    pt: &["externo", "externos", "externa", "externas"],
    es: &["externo", "externos", "externa", "externas"],
    fr: &["externe", "externes"],
    it: &["esterno", "esterni", "esterna", "esterne"],
    ja: &["外部", "社外"],
    zh: &["外部"],
    ..Words::NONE
}
.indexed();

/// What a label promises of the value behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AudienceLabel {
    /// A share or a count of those who see the stage.
    Audience,
    /// Their share in percent: a bare number is one, too.
    Percent,
    /// How many they are: a bare number counts them.
    Size,
    /// It may speak of them, or of something else.
    Perhaps,
    /// It is the name of a stage, which may give the share: `Beta (20 %)`.
    Heading,
    /// It says where they are, and not how many.
    Segment,
}

/// Labels of a segment that say where people are, and not how they are found.
pub(crate) const REGIONS: Words = Words {
    en: &["segment", "segments", "region", "regions", "country", "countries", "market", "markets"],
    de: &["segment", "segmente", "region", "regionen", "land", "länder", "markt", "märkte"],
    pt: &["segmento", "região", "país", "mercado"],
    es: &["segmento", "región", "país", "mercado"],
    fr: &["segment", "région", "pays", "marché"],
    ja: &["セグメント", "地域", "国"],
    zh: &["地区", "国家"],
    ..Words::NONE
}
.indexed();

/// The labels that speak of who sees a stage.
pub(crate) static LABELS: Lexicon<AudienceLabel> = Lexicon::new(&[
    (
        AudienceLabel::Audience,
        Words {
            en: &["audience", "share", "user share", "traffic", "traffic share", "exposure", "population", "reach"],
            de: &[
                "zielgruppe", "anteil", "nutzeranteil", "reichweite", "publikum", "verkehr", "anteil der nutzer",
                "nutzerkreis",
            ],
            pt: &["público", "público-alvo", "audiência", "alcance", "tráfego"],
            es: &["audiencia", "tráfico", "alcance", "público objetivo"],
            fr: &["public cible", "portée", "trafic", "part des utilisateurs", "public"],
            ja: &["対象", "対象者", "対象ユーザー", "割合", "比率", "公開範囲", "公開率"],
            zh: &["受众", "目标用户", "比例", "流量", "流量比例", "灰度比例", "覆盖范围", "覆盖"],
            ..Words::NONE
        },
    ),
    (
        AudienceLabel::Percent,
        Words {
            en: &[
                "percentage", "percent", "%", "rollout %", "rollout percentage", "rollout percent", "% of users",
                "traffic %", "user percentage",
            ],
            de: &["prozentsatz", "prozent"],
            pt: &["percentual", "porcentagem", "percentagem", "percentual de usuários"],
            es: &["porcentaje", "porcentaje de usuarios"],
            fr: &["pourcentage"],
            ..Words::NONE
        },
    ),
    (
        AudienceLabel::Size,
        Words {
            en: &["size", "headcount", "number of users", "user count", "customer count", "number of customers"],
            de: &["größe", "anzahl", "anzahl nutzer", "anzahl kunden", "anzahl der nutzer"],
            pt: &["tamanho", "quantidade", "número de usuários", "número de clientes"],
            es: &["tamaño", "cantidad", "número de usuarios", "número de clientes"],
            fr: &["taille", "nombre d'utilisateurs", "nombre de clients", "effectif"],
            ja: &["人数", "規模"],
            zh: &["人数", "规模"],
            ..Words::NONE
        },
    ),
    (
        AudienceLabel::Perhaps,
        Words {
            en: &[
                "target", "users", "customers", "who", "rollout", "scope", "cohort", "group", "target group",
                "target users", "for", "enabled for", "visible to", "available to", "traffic split", "allocation",
                "canary weight", "ramp", "% traffic", "% of traffic", "user %", "rolled out to",
            ],
            de: &["ziel", "nutzer", "kunden", "wer", "umfang", "kreis", "für", "sichtbar für", "aktiv für"],
            pt: &["alvo", "usuários", "clientes", "quem", "escopo", "para", "visível para", "ativo para"],
            es: &["objetivo", "usuarios", "clientes", "quién", "alcanza", "para", "visible para", "activo para"],
            fr: &["cible", "utilisateurs", "clients", "qui", "périmètre", "pour", "visible pour", "actif pour"],
            ja: &["ユーザー", "顧客", "範囲"],
            zh: &["用户", "客户", "范围"],
            ..Words::NONE
        },
    ),
    (
        AudienceLabel::Segment,
        Words {
            en: &[
                "segment", "segments", "region", "regions", "country", "countries", "platform", "platforms", "market",
                "markets", "selection", "selection criteria", "recruitment", "criteria", "contact",
            ],
            de: &["segmente", "land", "länder", "plattform", "markt", "märkte", "auswahl", "auswahlkriterien"],
            pt: &["segmento", "região", "país", "plataforma", "mercado", "seleção", "critérios de seleção"],
            es: &["región", "plataforma", "selección", "criterios de selección"],
            fr: &["région", "pays", "plateforme", "marché", "sélection", "critères de sélection"],
            ja: &["セグメント", "地域", "国"],
            zh: &["地区", "国家", "平台"],
            ..Words::NONE
        },
    ),
]);

/// Labels of which a share alone is that of the users: `Rollout: 20%`. `Target: 99%` may be a goal.
pub(crate) const SHARED: Words = Words {
    en: &[
        "rollout", "users", "customers", "target users", "enabled for", "visible to", "available to", "traffic split",
        "allocation", "canary weight", "ramp", "% traffic", "% of traffic", "user %", "rolled out to",
    ],
    de: &["nutzer", "kunden", "sichtbar für", "aktiv für"],
    pt: &["usuários", "clientes", "visível para", "ativo para"],
    es: &["usuarios", "clientes", "visible para", "activo para"],
    fr: &["utilisateurs", "clients", "visible pour", "actif pour"],
    ja: &["ユーザー", "顧客"],
    zh: &["用户", "客户"],
    ..Words::NONE
}
.indexed();

/// What stands behind the number of a part of a whole in Japanese and Chinese: `3分の1`, `5人に1人`,
/// `三分之一`.
pub(crate) const PART_OF: Words = Words { ja: &["分の", "人に"], zh: &["分之"], ..Words::NONE }.indexed();

/// What stands behind the number of tenths in Japanese and Chinese: `2割`, `五成`.
pub(crate) const TENTHS: Words = Words { ja: &["割"], zh: &["成"], ..Words::NONE }.indexed();

/// Whether a folded text speaks of a share of those who are reached, whatever its number.
pub(crate) fn is_share_of_people(folded: &str) -> bool {
    let is_share = folded.contains('%') || PERCENT.any_in(folded);
    let mut words = folded.split(|c: char| !c.is_alphanumeric());
    is_share && words.any(|word| PEOPLE.has(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn each_word_is_folded_and_has_one_meaning() {
        for (word, share) in SHARES.words() {
            assert_eq!((fold(word).as_str(), SHARES.meaning(word)), (word, Some(share)));
        }
        for (word, label) in LABELS.words() {
            assert_eq!((fold(word).as_str(), LABELS.meaning(word)), (word, Some(label)));
        }
    }
}
