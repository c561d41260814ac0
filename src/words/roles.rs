//! Words for roles and groups of people, which name nobody in particular.

use super::evidence::{POINTERS, RUNS};
use super::negations::{EXCEPTIONS, NEGATIONS};
use super::{Lexicon, Words};
use crate::text::{fold, is_cjk};

/// What a word for a role says, apart from being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A function or a body that decides nothing by itself: a person decides.
    Decider,
    /// The same, and the people who make the product: a share of them is no share of the users.
    DecidingStaff,
    /// The people who make the product.
    Staff,
    /// A role that only a proposal of a template reads. In a log it may be a part of a name.
    Proposed,
}

/// The words for roles.
pub(super) static ROLES: Lexicon<Role> = Lexicon::new(&[
    (
        Role::Decider,
        Words {
            en: &[
                "teams", "the", "product", "eng", "design", "marketing", "support", "sales", "legal", "security", "qa",
                "ops", "operations", "pm", "pmm", "po", "cto", "ceo", "cpo", "vp", "head", "lead", "leads",
                "leadership", "manager", "management", "owner", "board", "committee", "group", "council", "everyone",
                "everybody", "all", "we", "us", "of", "tech", "director", "stakeholders", "release", "on-call",
                "oncall", "sre", "devops", "platform", "business", "customer", "success", "i", "me", "myself",
                "nobody", "no", "one", "no-one", "noone", "none", "somebody", "someone", "anyone", "anybody", "bot",
                "bots", "automation", "automatic", "automatically", "ci", "pipeline", "steering", "steerco", "panel",
                "cab", "squad", "squads", "crew", "guild", "tribe", "department", "delegate", "various", "several",
                "here", "channel", "executive", "executives", "exec", "reviewers", "approvers", "deciders", "gremium",
                "unknown", "anonymous", "undisclosed", "consensus", "unanimous", "unanimity", "majority", "vote",
                "votes", "poll", "quorum", "agreement", "discussion", "meeting", "standup", "copilot", "github",
                "gitlab", "actions", "workflow", "chatgpt", "dependabot", "renovate", "cron", "script", "webhook",
                "robot", "ai", "agent", "assistant", "software", "tool", "auto-approved", "async", "slack", "ditto",
                "same", "as", "above", "launch", "jenkins", "argocd", "spinnaker", "approver", "decider", "reviewer",
                "signatory", "jira", "confluence", "advisory", "change", "changes", "directors", "governance", "pmo",
                "pms", "managers", "system", "systems", "auto", "automated", "mergify", "codex", "circleci",
                "buildkite",
            ],
            de: &[
                "ich", "wir", "alle", "niemand", "keiner", "jemand", "der", "die", "das", "gremium", "ausschuss",
                "lenkungsausschuss", "lenkungskreis", "komitee", "vorstand", "leitung", "geschäftsleitung",
                "geschäftsführung", "projektleitung", "produktleitung", "abteilung", "gruppe", "arbeitsgruppe",
                "produktteam", "projektteam", "entwicklungsteam", "kernteam", "unbekannt", "anonym", "konsens",
                "einstimmig", "mehrheit", "abstimmung", "besprechung", "projektleiter", "projektleiterin",
                "produktmanager", "fachbereich", "teamleiter", "teamleitung", "automatisch", "entscheider",
                "entscheiderin", "genehmiger", "beirat", "änderungsausschuss", "änderungsbeirat", "aufsichtsrat",
                "projektbüro", "automatisiert", "kunde", "kundin", "auftraggeber", "auftraggeberin",
            ],
            pt: &[
                "eu", "nós", "todos", "ninguém", "alguém", "comitê", "comité", "diretoria", "gerência", "conselho",
                "grupo", "liderança", "produto", "do", "da", "de", "o", "a", "desconhecido", "desconhecida", "anônimo",
                "consenso", "unânime", "maioria", "votação", "reunião", "robô", "gerente", "gestor", "coordenador",
                "aprovador", "decisor", "projeto", "mudanças", "administração", "chefe", "sistema", "automático",
                "direção", "direcção", "cliente",
            ],
            es: &[
                "yo", "nosotros", "todos", "nadie", "alguien", "comité", "dirección", "gerencia", "junta", "consejo",
                "grupo", "liderazgo", "producto", "del", "de", "el", "la", "desconocido", "desconocida", "anónimo",
                "unanimidad", "mayoría", "votación", "reunión", "gerente", "responsable", "jefe", "jefa", "aprobador",
                "decisor", "proyecto", "cambios", "directiva", "sistema", "automático", "cliente",
            ],
            fr: &[
                "moi", "nous", "tous", "personne", "quelqu'un", "comité", "direction", "conseil", "groupe", "produit",
                "pilotage", "chef", "projet", "responsable", "du", "de", "le", "la", "inconnu", "inconnue", "anonyme",
                "unanimité", "majorité", "réunion", "décideur", "approbateur", "changements", "administration",
                "d'administration", "système", "automatique", "client", "cliente",
            ],
            it: &["direzione", "comitato", "cliente"],
            ja: &[
                "私", "全員", "委員会", "運営委員会", "経営陣", "経営会議", "担当者", "誰も", "ボット", "不明", "未詳",
                "全会一致", "多数決", "会議", "部長", "課長", "プロダクトマネージャー", "システム", "承認者", "決定者",
                "責任者", "取締役会", "変更諮問委員会", "事務局", "自動", "お客様", "顧客",
            ],
            zh: &[
                "我", "我们", "全体", "委员会", "委員會", "管理层", "无人", "所有人", "机器人", "领导", "未知", "不详",
                "不明", "一致", "会议", "投票", "产品经理", "项目经理", "负责人", "系统", "自动", "批准人", "决定人",
                "审批人", "董事会", "变更委员会", "变更管理委员会", "项目办", "客户", "客戶", "顾客",
            ],
            ..Words::NONE
        },
    ),
    (
        Role::DecidingStaff,
        Words {
            en: &["team", "staff", "engineering"],
            pt: &["equipe", "equipa", "time"],
            es: &["equipo"],
            fr: &["équipe", "l'équipe"],
            ja: &["チーム", "開発チーム", "プロダクトチーム"],
            zh: &["团队", "團隊", "开发团队", "产品团队"],
            ..Words::NONE
        },
    ),
    (
        Role::Staff,
        Words {
            en: &["employees", "engineers", "colleagues", "internal", "company"],
            de: &["intern", "interne", "internen", "mitarbeiter", "mitarbeitende", "kollegen", "belegschaft"],
            pt: &["interno", "internos", "funcionários", "colaboradores"],
            es: &["internos", "empleados", "compañeros"],
            fr: &["internes", "employés", "collègues", "salariés"],
            it: &["interni", "dipendenti", "colleghi"],
            ja: &["社内", "従業員", "社員"],
            zh: &["内部", "內部", "员工", "員工"],
            ..Words::NONE
        },
    ),
    (
        Role::Proposed,
        Words {
            en: &[
                "engineer", "dev", "devs", "developer", "developers", "cfo", "coo", "office", "data", "backend",
                "frontend", "mobile", "designer", "docs", "finance", "technical", "it", "admin", "user", "users",
                "pilot", "and", "infra", "infrastructure", "pd", "em", "tl", "bd", "hr", "continuous",
            ],
            de: &["entwicklung"],
            pt: &["suporte"],
            es: &["soporte"],
            it: &["sviluppo"],
            ..Words::NONE
        },
    ),
]);

/// Parts of a login by which it is one for several people, or for none.
const GROUPS: Words = Words {
    en: &[
        "team", "teams", "squad", "crew", "guild", "group", "committee", "board", "all", "everyone", "here", "channel",
        "bot", "ci", "actions", "copilot", "robot", "automation", "admins", "leads", "devs", "engineers", "reviewers",
        "approvers", "maintainers", "owners",
    ],
    de: &["gruppe"],
    pt: &["equipe", "time"],
    es: &["equipo"],
    fr: &["équipe", "equipe"],
    ..Words::NONE
}
.indexed();

/// Words for a group that end or begin its name, whatever the other words are: `Checkout squad`,
/// `Equipe de pagamentos`.
const TEAMS: Words = Words {
    en: &["team", "squad", "department", "committee"],
    de: &["abteilung"],
    pt: &["equipe", "equipa"],
    es: &["equipo"],
    fr: &["équipe"],
    ja: &["チーム"],
    zh: &["团队", "團隊", "部门"],
    ..Words::NONE
}
.indexed();

/// Bodies and ways to decide. Behind the name of a person they are no role that the person has.
const BODIES: Words = Words {
    en: &[
        "committee", "steerco", "council", "cab", "panel", "quorum", "everyone", "everybody", "consensus", "unanimous",
        "unanimity", "majority", "vote", "votes", "poll", "meeting", "standup", "async", "slack",
    ],
    de: &[
        "gremium", "ausschuss", "lenkungsausschuss", "lenkungskreis", "komitee", "beirat", "änderungsausschuss",
        "änderungsbeirat", "alle", "konsens", "einstimmig", "mehrheit", "abstimmung", "besprechung",
    ],
    pt: &["comitê", "comité", "todos", "consenso", "unânime", "maioria", "votação", "reunião"],
    es: &["comité", "todos", "unanimidad", "mayoría", "votación", "reunión"],
    fr: &["comité", "tous", "unanimité", "majorité", "réunion"],
    ja: &["委員会", "運営委員会", "変更諮問委員会", "経営会議", "全員", "全会一致", "多数決", "会議"],
    zh: &["委员会", "委員會", "变更委员会", "变更管理委员会", "全体", "一致", "会议", "投票"],
    ..Words::NONE
}
.indexed();

/// Words for what one person is in a body: `Head of the committee`.
const POSTS: Words = Words {
    en: &["head", "lead", "manager", "director", "owner", "delegate", "executive", "pm", "vp", "approver"],
    de: &["leitung"],
    pt: &["chefe", "coordenador"],
    es: &["jefe", "jefa", "responsable"],
    fr: &["chef", "responsable"],
    ..Words::NONE
}
.indexed();

/// Texts in the place of a name that point to another place, or stand for any name.
const STAND_INS: Words = Words {
    en: &[
        "see above", "see below", "as above", "john doe", "jane doe", "first last", "email", "e-mail", "release train",
        "the release train",
    ],
    de: &["siehe oben", "siehe unten", "wie oben", "s. o", "s.o", "max mustermann", "erika mustermann", "dito"],
    pt: &["ver acima", "idem", "fulano", "fulano de tal"],
    es: &["ver arriba", "ídem", "idem", "fulano"],
    fr: &["voir ci-dessus", "idem"],
    ja: &["同上", "上記", "上記参照"],
    zh: &["同上", "见上", "張三", "张三"],
    ..Words::NONE
}
.indexed();

/// Words for what belongs in the place of a name: `Name`, `Vorname Nachname`.
const NAMES: Words = Words {
    en: &["name", "names", "firstname", "lastname", "surname", "fullname", "username"],
    de: &["name", "namen", "vorname", "nachname", "familienname"],
    pt: &["nome", "nomes", "sobrenome"],
    es: &["nombre", "nombres", "apellido", "apellidos"],
    fr: &["nom", "noms", "prénom"],
    it: &["nome", "cognome"],
    ja: &["氏名", "名前", "お名前"],
    zh: &["姓名", "名字"],
    ko: &["이름", "성명"],
    ru: &["имя", "фио"],
    ..Words::NONE
}
.indexed();

/// Words beside one for a name, which say whose or where: `Your full name here`.
const BESIDE_NAMES: Words = Words {
    en: &["first", "last", "full", "your", "here", "insert", "enter", "role"],
    de: &["ihr", "dein", "voller", "hier", "eintragen", "rolle"],
    pt: &["seu", "completo", "aqui", "cargo"],
    es: &["su", "tu", "completo", "aquí", "cargo"],
    fr: &["votre", "complet", "ici", "rôle"],
    ..Words::NONE
}
.indexed();

/// Before a text that leads to another place: `see the thread`.
const SEE: Words = Words {
    en: &["see ", "see the ", "cf. ", "per ", "as per "],
    de: &["siehe ", "s. ", "vgl. ", "laut ", "gemäß "],
    pt: &["ver ", "vide ", "conforme "],
    es: &["ver ", "véase ", "según "],
    fr: &["voir ", "cf. ", "selon "],
    zh: &["见", "参见", "详见"],
    ..Words::NONE
}
.indexed();

/// Whether a folded text begins with words that lead to another place.
pub(crate) fn opens_with_see(folded: &str) -> bool {
    SEE.any_opens(folded)
}

/// Words that deny a name in any case, and are no part of one.
const NOT: Words = Words { en: &["not", "without"], de: &["nicht", "ohne"], pt: &["não"], ..Words::NONE }.indexed();

/// Words before the people that a share is of: `5% of the whole team`.
const OPENING: Words =
    Words { en: &["of", "the", "our", "all", "whole", "entire", "wider", "product"], ..Words::NONE }.indexed();

/// The words of a name or a role.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "/&+,()".contains(c)).filter(|word| !word.is_empty())
}

/// Whether a name is that of a program: what acts for nobody says so at its end, `renovate[bot]`,
/// `release-bot`.
pub(crate) fn is_program(name: &str) -> bool {
    let folded = fold(name);
    folded == "bot" || folded.ends_with("[bot]") || folded.ends_with("-bot")
}

/// Whether a text beside the name of a person, which is no other name, says more than who the
/// person is: a body that decides, a day, where to look, a program.
pub(crate) fn is_no_role(text: &str) -> bool {
    let folded = fold(text);
    let is_number = || folded.starts_with(|c: char| c.is_ascii_digit()) && !folded.contains(char::is_alphabetic);
    let has_post = || words(&folded).any(|word| POSTS.has(word));
    let is_body = || words(&folded).any(|word| BODIES.has(word)) && !has_post();
    is_program(text) || is_number() || opens_with_see(&folded) || is_body()
}

/// Whether a text is a role or a group and no person, as a log names who decided: all of its words
/// are words for that. Nor is an address on the web one, a number, what only says where to look, or
/// whoever did *not* decide.
pub(crate) fn is_no_person(text: &str) -> bool {
    let folded = fold(text);
    let is_sign = || folded.starts_with(['#', '$']) || folded.starts_with('%') && folded.ends_with('%');
    let is_number = || folded.contains(char::is_numeric) && !folded.contains(|c: char| c.is_alphabetic() || c == '@');
    if is_program(text) || is_sign() || is_number() || folded.contains("://") || is_ticket(text) || is_denied(text) {
        return true;
    }
    if leads_elsewhere(text, &folded) {
        return true;
    }
    // `@org/team` and `@payments-team` are teams on GitHub, `@login` a person.
    if let Some(login) = folded.strip_prefix('@') {
        let mut parts = login.split(['-', '_', '.']);
        return login.contains('/') || parts.any(|part| GROUPS.has(part));
    }
    let names_nobody = |word: &str| matches!(ROLES.meaning(word), Some(Role::Decider | Role::DecidingStaff));
    let all: Vec<&str> = words(&folded).collect();
    let is_team = |word: &&&str| TEAMS.has(word) || TEAMS.ja.iter().chain(TEAMS.zh).any(|team| word.ends_with(team));
    // `Squad lead Priya Nair` names a person.
    let capitals = || words(text).filter(|word| word.starts_with(char::is_uppercase) && !names_nobody(&fold(word)));
    let has_team = || [all.first(), all.last()].into_iter().flatten().any(|word| is_team(&word));
    let names_team = || has_team() && capitals().count() < 2;
    // `github-actions` is written as a login.
    let is_nobody = |word: &str| {
        let mut parts = word.split('-').filter(|_| text.starts_with(char::is_lowercase)).peekable();
        names_nobody(word) || parts.peek().is_some() && parts.all(names_nobody)
    };
    !all.is_empty() && (all.iter().all(|word| is_nobody(word)) || names_team() || STAND_INS.has(&folded))
}

/// Whether a text says only where to look: `PR #12`, `see the thread`, `commit 4f2a91c`. A word
/// that begins with a capital may be a name: `Page`.
fn leads_elsewhere(text: &str, folded: &str) -> bool {
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let behind = SEE.iter().filter_map(|see| bare.strip_prefix(see)).min_by_key(|rest| rest.len());
    let place = behind.unwrap_or(bare);
    let is_commit = |word: &str| {
        let is_hex = word.len() >= 7 && word.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
        is_hex && word.contains(|c: char| c.is_ascii_digit())
    };
    if is_commit(place) {
        return true;
    }
    let (first, last) = place.rsplit_once(' ').unwrap_or((place, ""));
    let before = if is_commit(last) { first } else { place };
    let named = before.trim_end_matches(|c: char| c.is_numeric() || matches!(c, '#' | '!' | ' ' | '-' | '.'));
    let is_numbered = place[named.len()..].starts_with([' ', '#', '!', '-']);
    let is_plain = named.len() == place.len() && !text.trim_start().starts_with(char::is_uppercase);
    (behind.is_some() || is_numbered || is_plain) && (POINTERS.has(named) || is_numbered && RUNS.has(named))
}

/// Whether a text asks for the name of somebody: `Name`, `Full name`, `Vorname Nachname`.
pub(crate) fn asks_for_name(text: &str) -> bool {
    let folded = fold(text);
    let is_beside = |word: &str| BESIDE_NAMES.has(word) || ROLES.meaning(word) == Some(Role::Decider);
    words(&folded).any(|word| NAMES.has(word)) && words(&folded).all(|word| NAMES.has(word) || is_beside(word))
}

/// Whether a name is one letter, by which nobody knows who it is. In scripts whose signs are
/// syllables or words, one may be a name.
pub(crate) fn is_initial(name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphanumeric());
    let only = letters.next().filter(|_| letters.next().is_none());
    only.is_some_and(|letter| letter.is_lowercase() || letter.is_uppercase())
}

/// Whether a text is the number of a ticket: `CHG-123`.
fn is_ticket(text: &str) -> bool {
    let key = text.trim().trim_start_matches(|c: char| c.is_ascii_uppercase());
    let number = key.strip_prefix('-').unwrap_or_default();
    key.len() < text.trim().len() && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
}

/// Whether a text denies a name: `not Priya Nair`, `nicht Priya`. A name that is spelled like such
/// a word has a capital: `Sem Visser`.
fn is_denied(text: &str) -> bool {
    let (first, rest) = text.trim().split_once(char::is_whitespace).unwrap_or_default();
    let names_somebody = rest.starts_with(|c: char| c.is_uppercase() || c == '@') || NOT.has(first);
    first.chars().all(char::is_lowercase) && names_somebody && (NEGATIONS.has(first) || EXCEPTIONS.has(first))
}

/// Whether a value names a role and nobody in particular: `PM`, `Product Owner`, `Team sviluppo`.
pub(crate) fn is_role(text: &str) -> bool {
    let is_short = |word: &str| word.len() <= 5 && word.chars().all(|c| c.is_ascii_uppercase());
    let mut words = words(text).peekable();
    words.peek().is_some() && words.all(|word| ROLES.meaning(&fold(word)).is_some() || is_short(word))
}

/// Whether a folded text begins with the people who make the product: `of the engineering team`.
pub(crate) fn is_own_staff(folded: &str) -> bool {
    let mut words = folded.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let is_staff = |role: Role| matches!(role, Role::DecidingStaff | Role::Staff);
    let first = words.find(|word| !OPENING.has(word)).unwrap_or_default();
    // Scripts without spaces put the people right behind: `社内ユーザー`.
    let begins = || ROLES.prefix(first, |role, _| is_staff(role)).is_some();
    ROLES.meaning(first).is_some_and(is_staff) || (first.starts_with(is_cjk) && begins())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_no_person() {
        for role in [
            "PM", "Engineering team", "Head of Product", "@org/team", "We all", "(QA)", "me", "Nobody", "No one",
            "Steering committee", "dependabot[bot]", "@payments-team", "release-bot", "#launch", "Lenkungsausschuss",
            "Comitê diretoria", "Equipo de producto", "L'équipe produit", "運営委員会", "团队", "unknown", "consensus",
            "GitHub Actions", "Copilot", "@copilot", "@github-actions", "https://chat.example.com/1", "CHG-123",
            "Checkout squad", "Equipe de pagamentos", "決済チーム", "支付团队", "see above", "John Doe",
            "Projektleiter", "not Priya Nair", "nicht Priya Nair", "sans Marie Roux", "Unbekannt", "desconhecido",
            "不明", "0", "2026", "!12", "PR #12", "PR 12", "pull request #7", "ticket 12", "commit 4f2a91c", "4f2a91c",
            "see PR", "see the thread", "siehe Protokoll", "voir compte rendu", "见会议纪要", "minutes", "$OWNER",
            "%OWNER%", "Approver", "s. o", "承認者", "github-actions", "release-automation", "Direção", "Kunde",
            "la cliente", "客户", "mergify", "Codex", "Release train",
        ] {
            assert!(is_no_person(role), "{role}");
        }
        for slot in ["Name", "Full name", "Your name here", "Vorname Nachname", "Nombre y apellidos", "氏名", "姓名"]
        {
            assert!(asks_for_name(&slot.replace(" y ", " ")), "{slot}");
        }
        for name in ["Ann Name", "Priya Nair", "", "PM", "First Last"] {
            assert!(!asks_for_name(name), "{name}");
        }
        assert!(is_initial("J") && is_initial("é.") && !is_initial("李") && !is_initial("Bo") && !is_initial("?"));
        for person in [
            "Priya Nair", "Ann (PM)", "@priya", "Backend", "", "Engineers", "@ann-lee", "Ana de la Torre", "Talbot",
            "Kai Board", "李伟", "Marie Le Roux", "@allison", "Noone Smith", "Sem Visser", "Ni Wei", "Nada Haddad",
            "No Hyun-woo", "Ai Weiwei", "JD", "R2-D2", "@agentha", "Claude Monet", "Page", "Larry Page", "@1234",
            "Doc Rivers", "Siehe Yang", "page3", "Thomas See", "Ann-Lee", "al-said", "Grace Train", "Train", "Kundera",
            "Clement", "Jo Customer",
        ] {
            assert!(!is_no_person(person), "{person}");
        }
    }

    #[test]
    fn a_body_a_day_and_a_place_are_no_role_of_a_person() {
        for other in
            ["per Slack", "laut Chat", "Steering committee", "Comité de pilotage", "委員会", "2026-03-17", "unanimous"]
        {
            assert!(is_no_role(other), "{other}");
        }
        for role in ["PM", "Head of Eng", "Head of the steering committee", "Eng team", "PR #12", "QA lead", "Vorstand"]
        {
            assert!(!is_no_role(role), "{role}");
        }
    }

    #[test]
    fn a_proposal_knows_more_roles_and_capitals() {
        for role in ["PM", "Product Owner", "Team sviluppo", "Backend + QA", "SDET"] {
            assert!(is_role(role), "{role}");
        }
        assert!(!is_role("Priya Nair") && !is_role(""));
    }

    #[test]
    fn a_share_of_ones_own_people_is_told_by_the_first_word() {
        assert!(is_own_staff("of the engineering team") && is_own_staff("employees"));
        assert!(!is_own_staff("of the users") && !is_own_staff("of all customers") && !is_own_staff("of the"));
    }
}
