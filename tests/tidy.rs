//! Holds the house rules that the compiler does not: which room imports what, that no files import
//! each other in a circle, that a file is no longer than a person reads, and that the list of rules
//! is the folder of rules.
#![allow(clippy::unwrap_used)]

#[path = "tidy/imports.rs"]
mod imports;

use imports::{Sources, circle};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A room is a module of the crate, with its files: its name, what it is, and what it may import. A
/// room imports only from rooms above its own. The table of ARCHITECTURE.md is made from this one.
const ROOMS: &[(&str, &str, &[&str])] = &[
    ("text", "`Span`, `Source` (path, text, line table), `Edit`, `Hunk`, `fold`, `Memo`", &[]),
    (
        "words",
        "words that have a meaning in some language: a file for each kind of meaning, a column for each language",
        &["text"],
    ),
    (
        "stage_number",
        "`StageNumber`: the number that a stage is called by, with its place in the order: `2`, `2a`, `1.5`, `2-3`",
        &["text", "words"],
    ),
    ("finding", "`Finding`, `Severity`, `Location`, `Fix`, `Fingerprint`", &["text"]),
    (
        "error",
        "`Error`: a fault outside of plans, with its place, its help and the error below it",
        &["text", "finding"],
    ),
    (
        "document",
        "JSON, YAML and TOML as one tree with the place of everything in it; `pointer` finds values in it, `blanks` is a text that a plan's names are filled into",
        &["text"],
    ),
    (
        "config",
        "`Policy`: the team's rules of the game, from YAML; `keys` declares each key once, for the reader, the JSON Schema and the documentation",
        &["text", "words", "stage_number", "finding", "error", "document"],
    ),
    (
        "stage_heading",
        "`StageHeading`: a heading that opens a stage, however it is written",
        &["text", "words", "stage_number", "config"],
    ),
    ("markdown", "a `Source` becomes owned blocks and inline pieces with exact places", &["text", "document"]),
    (
        "outline",
        "sections, labels, fields, items, boxes, tables: what any plan is made of",
        &["text", "words", "stage_number", "stage_heading", "config", "markdown"],
    ),
    (
        "template",
        "a template's slots and requirements, with their due points",
        &["text", "words", "stage_number", "stage_heading", "config", "markdown", "outline"],
    ),
    (
        "plan",
        "the model of one plan, and questions about it: `parse`, `value` (empty, placeholder, filled), `log` (rows and their replay), `stage`, `metric`, `measure` (numbers with units, bounds, counts), `date`, `duration`, `people`",
        &["text", "words", "stage_number", "document", "stage_heading", "config", "markdown", "outline", "template"],
    ),
    (
        "exposure",
        "who really sees a feature by its flag files: what an entry of the configuration says of a flag",
        &["text", "stage_number"],
    ),
    (
        "flags",
        "flag files: their values, and what these say of who sees a feature, by a pointer or by a format",
        &["text", "stage_number", "document", "config", "exposure"],
    ),
    (
        "version",
        "one version of a rollout: its plan with its log and the exposures of its flags, read once and shared",
        &["exposure", "plan"],
    ),
    (
        "pairing",
        "what is what between two versions, one to one, what is left over, and which words still say the same",
        &["text", "words", "markdown", "plan", "version"],
    ),
    (
        "loosening",
        "what a change to configuration or template makes laxer, by comparing what both versions ask for, key by key",
        &[
            "text", "stage_heading", "words", "stage_number", "finding", "error", "config", "template", "plan",
            "pairing",
        ],
    ),
    (
        "standing",
        "where a rollout stands by a record: replay, signs of the stage, gate, what is due, verdict",
        &["text", "words", "stage_number", "finding", "exposure", "plan", "version", "pairing"],
    ),
    (
        "change",
        "what a change means: two versions with their pairing, the standing after and that of the base alone; transitions, what became easier",
        &["text", "words", "stage_number", "finding", "loosening", "plan", "version", "pairing", "standing"],
    ),
    (
        "difference",
        "a change in the plan's own words",
        &["text", "config", "exposure", "plan", "pairing", "standing", "change"],
    ),
    (
        "edit",
        "byte-exact edits of plan text: `record` (rows), `entry` (rows of a log that is no table), `decide`, `create`, `fix`",
        &["text", "words", "stage_number", "finding", "config", "markdown", "outline", "template", "plan", "standing"],
    ),
    (
        "ahead",
        "what is open before a rollout goes on: what is found when the next decision is recorded in memory",
        &["text", "words", "stage_number", "finding", "config", "outline", "plan", "standing", "edit"],
    ),
    (
        "propose",
        "a template and a configuration from a plan that a team has already",
        &[
            "text", "words", "stage_number", "stage_heading", "config", "markdown", "outline", "template", "plan",
            "version", "standing", "edit",
        ],
    ),
    (
        "rule",
        "what a rule is: `Rule` with its conduct, the contexts of its checks, `Draft`, `rule!`",
        &["text", "finding", "config", "exposure", "loosening", "plan", "standing", "change"],
    ),
    (
        "rules",
        "the generated list `RULES`, and a file for each rule: its page, its metadata, its conduct, its checks",
        &[
            "text", "words", "stage_number", "finding", "config", "exposure", "loosening", "plan", "version",
            "standing", "change", "edit", "pairing", "rule",
        ],
    ),
    (
        "audit",
        "what history says of the rollouts: each change with its commit, in the order of time; `following` is one rollout with the moves that wait for their rows, `rows` what became of recorded ones, `closing` what only the end tells; `people` who stands for a decision; `ledger` a log without stages; `against` an earlier report; `exposure` who really saw its feature; `policy` the edits of configuration and template; `outcome` the types",
        &[
            "text", "words", "stage_number", "finding", "config", "exposure", "loosening", "plan", "version",
            "pairing", "standing", "change", "rule", "rules",
        ],
    ),
    (
        "check",
        "the engine: rules, levels, one cause one finding; `outcome` the `Report`",
        &[
            "text", "words", "stage_number", "finding", "config", "exposure", "loosening", "ahead", "plan", "version",
            "standing", "change", "difference", "rule", "rules",
        ],
    ),
    (
        "approval",
        "who really approved: the reviews of a pull request against the decisions that it records; `outcome` the commit status",
        &["text", "stage_number", "finding", "config", "plan", "change", "rule", "rules"],
    ),
    (
        "walk",
        "a proposed plan's honest life, judged in memory",
        &[
            "text", "words", "stage_number", "finding", "config", "outline", "template", "plan", "version", "standing",
            "change", "edit", "check",
        ],
    ),
    (
        "status",
        "where each rollout stands and what it waits for, in the order in which to look at it",
        &["words", "stage_number", "finding", "ahead", "plan", "standing", "change", "check"],
    ),
    (
        "live",
        "who sees the feature of each plan by its flag files: the value, the share, the stage",
        &["stage_number", "document", "config", "exposure", "plan", "version", "standing", "change"],
    ),
    (
        "portfolio",
        "many audits as one: reads their JSON, tells where each rollout stands on a day, and counts over all of them",
        &["text", "stage_number"],
    ),
    (
        "report",
        "`format` to a function: human, full, short, json, sarif, github, markdown, gitlab; `status` writes where rollouts stand, `ahead` what is open before they go on, `brief` a line for each thing, `live` who sees their features, `difference` a change, `audit` a history, `html` what their pages of HTML share, `json/` all JSON with its words; `harmless` makes text harmless; `page` a rule's page",
        &[
            "text", "words", "stage_number", "finding", "ahead", "plan", "standing", "change", "audit", "rule",
            "rules", "check", "approval", "status", "difference", "exposure", "live", "portfolio",
        ],
    ),
    (
        "git",
        "which files a change touches, and what they hold on either side; the commits of a history that touch some places, with their people",
        &["text", "error"],
    ),
    (
        "versions",
        "which files are plans, which versions belong together, their logs, the configuration and template in force, and what is known of the repository around them; the steps of a history",
        &[
            "text", "words", "finding", "error", "document", "config", "exposure", "flags", "template", "loosening",
            "plan", "version", "standing", "change", "propose", "rule", "rules", "audit", "check", "git",
        ],
    ),
    (
        "github",
        "the pull request side: `event`, `request`, `observe` (to `observed`), `reconcile` (pure: to a list of `operation`s, with `place`, `body`, `summary`), `apply` (to an `outcome`)",
        &["text", "finding", "error", "document", "config", "check", "approval", "report"],
    ),
    (
        "cli",
        "arguments, and the wiring of all the above; `lsp` serves editors",
        &[
            "text", "words", "stage_number", "finding", "error", "config", "template", "loosening", "ahead", "plan",
            "version", "exposure", "standing", "change", "audit", "difference", "edit", "propose", "rule", "rules",
            "check", "approval", "walk", "status", "live", "portfolio", "report", "git", "versions", "github",
        ],
    ),
];

/// Which modules may know a library, with the modules inside them.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("comrak", &["markdown"]),
    ("gix", &["git"]),
    ("octocrab", &["github/client"]),
    ("hyper_util", &["github/client/connection"]),
    ("hyper_rustls", &["github/client/connection"]),
    ("rustls", &["github/client/connection"]),
    ("rustls_native_certs", &["github/client/connection"]),
    ("tower_http", &["github/client/connection"]),
    ("tokio", &["github"]),
    ("http", &["github"]),
    ("miette", &["report/human/excerpt"]),
    ("textwrap", &["report/columns", "report/status"]),
    ("csv", &["report/audit"]),
    ("whatlang", &["words/languages"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli/shell"]),
    ("indicatif", &["cli/audit"]),
    ("lsp_server", &["cli/lsp"]),
    ("ls_types", &["cli/lsp"]),
    ("globset", &["config", "versions"]),
    ("ignore", &["git", "versions"]),
    ("rust_decimal", &["config", "document", "exposure", "flags"]),
    ("jsonc_parser", &["document/json"]),
    ("granit_parser", &["document/yaml"]),
    ("toml", &["document/toml"]),
    ("signal_hook", &["cli/files/signals"]),
];

/// Imports that close a circle all the same, and why. A star is any file of a folder.
const CIRCLES: &[(&str, &str, &str)] = &[];

/// Files that are too long today. Nothing is added here: a file that has to be long says why, near
/// its top, in a line that begins with `// Long because: `.
const TOO_LONG: &[&str] = &[];

/// The longest that a file may be without a reason.
const LONG: usize = 600;

/// The longest line of a comment, in characters.
const WIDE: usize = 100;

/// Modules in which no rule is known by its id: how a rule behaves stands in its declaration.
const WITHOUT_IDS: &[&str] = &["check", "rule", "rules", "cli", "report", "audit", "github"];

/// Files that know rules by their ids today, and how many times. Nothing is added here.
const WITH_IDS: &[(&str, usize)] = &[
    ("cli/demo.rs", 1),
    ("cli/propose.rs", 1),
    // What a rollout waits for has a word that is a rule's id, too.
    ("report/json/words.rs", 1),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

static SOURCES: LazyLock<Sources> = LazyLock::new(|| Sources::read(&root().join("src")));

fn room_of(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

/// Whether a file is of a module, or of one inside it.
fn is_of(file: &str, module: &str) -> bool {
    file.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Holds a part of a file, with the two lines around it, to what it should be; or writes it, when
/// asked to.
fn compare_or_update_part(path: &str, opening: &str, closing: &str, wanted: &str) {
    let full = root().join(path);
    let text = fs::read_to_string(&full).unwrap();
    let start = text.find(opening).unwrap_or_else(|| panic!("{path} has no line `{opening}`")) + opening.len();
    let end = start + text[start..].find(closing).unwrap_or_else(|| panic!("{path} has no line `{closing}`"));
    if text[start..end] == *wanted {
        return;
    }
    assert!(
        std::env::var_os("UPDATE").is_some(),
        "{path} is stale between `{opening}` and `{closing}`; run `UPDATE=1 cargo test`"
    );
    fs::write(&full, format!("{}{wanted}{}", &text[..start], &text[end..])).unwrap();
}

#[test]
fn a_room_imports_only_from_its_rooms() {
    let sources = &*SOURCES;
    let mut wrong = Vec::new();
    for (file, imports) in sources.files.iter().zip(sources.imports()) {
        let room = room_of(&file.name);
        if matches!(room, "lib" | "main") {
            continue;
        }
        let allowed = ROOMS.iter().find(|(name, ..)| *name == room).map(|(.., allowed)| *allowed);
        let allowed = allowed.unwrap_or_else(|| panic!("{}: `{room}` is not in the table of rooms", file.name));
        for imported in imports {
            let imported = &sources.files[imported].name;
            if room_of(imported) != room && !allowed.contains(&room_of(imported)) {
                wrong.push(format!("{} imports from {imported}, which `{room}` must not", file.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_room_may_import_only_what_stands_above_it() {
    for (index, (room, _, allowed)) in ROOMS.iter().enumerate() {
        for imported in *allowed {
            let is_above = ROOMS[..index].iter().any(|(name, ..)| name == imported);
            assert!(is_above, "`{room}` may import `{imported}`, which does not stand above it");
        }
        assert!(SOURCES.files.iter().any(|file| is_of(&file.name, room)), "there is no room `{room}`");
    }
}

#[test]
fn the_page_of_the_architecture_has_the_same_rooms() {
    let mut rooms = String::from("\n| file | what it is | imports |\n|---|---|---|\n");
    for (room, what, allowed) in ROOMS {
        let file = root().join(format!("src/{room}.rs")).is_file().then(|| format!("`src/{room}.rs`"));
        let folder = root().join("src").join(room).is_dir();
        let folder = folder.then(|| if file.is_some() { format!("`{room}/`") } else { format!("`src/{room}/`") });
        let files = [file, folder].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let imports = if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(", ") };
        rooms.push_str(&format!("| {files} | {what} | {imports} |\n"));
    }
    compare_or_update_part("ARCHITECTURE.md", "<!-- rooms -->\n", "\n<!-- /rooms -->", &rooms);
}

#[test]
fn the_page_of_the_architecture_has_the_same_libraries() {
    let modules = |modules: &[&str]| modules.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let mut table = String::from("\n| library | known to |\n|---|---|\n");
    LIBRARIES.iter().for_each(|(library, known)| table.push_str(&format!("| {library} | {} |\n", modules(known))));
    compare_or_update_part("ARCHITECTURE.md", "<!-- libraries -->\n", "\n<!-- /libraries -->", &table);
}

#[test]
fn each_library_is_known_to_its_own_modules_only() {
    for file in &SOURCES.files {
        for (library, modules) in LIBRARIES {
            let is_allowed = modules.iter().any(|module| is_of(&file.name, module));
            assert!(is_allowed || !file.uses_library(library), "{} uses {library}", file.name);
        }
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let sources = &*SOURCES;
    let mut imports = sources.imports();
    let is_like = |name: &str, pattern: &str| match pattern.strip_suffix('*') {
        Some(folder) => name.starts_with(folder),
        None => name == pattern,
    };
    for (from, to, why) in CIRCLES {
        let mut is_needed = false;
        for at in (0..sources.files.len()).filter(|at| is_like(&sources.files[*at].name, from)) {
            imports[at].retain(|imported| {
                let is_excused = is_like(&sources.files[*imported].name, to);
                is_needed |= is_excused;
                !is_excused
            });
        }
        assert!(is_needed, "{from} does not import {to} any more: take it out of CIRCLES");
        assert!(!why.is_empty(), "{from} may import {to}, and nobody says why");
    }
    if let Some(circle) = circle(&imports) {
        let names: Vec<&str> = circle.iter().map(|file| sources.files[*file].name.as_str()).collect();
        panic!("these files import each other in a circle: {}", names.join(" → "));
    }
}

#[test]
fn a_long_file_says_why() {
    let sources = &*SOURCES;
    for file in &sources.files {
        let is_known = TOO_LONG.contains(&file.name.as_str());
        let is_wrong = file.lines > LONG && file.long_because.is_none();
        assert!(is_known || !is_wrong, "src/{} has {} lines: it is two rooms, or says why not", file.name, file.lines);
        assert!(is_wrong || !is_known, "src/{} is not too long any more: take it out of TOO_LONG", file.name);
    }
    for name in TOO_LONG {
        assert!(sources.files.iter().any(|file| file.name == *name), "{name} is gone: take it out of TOO_LONG");
    }
}

#[test]
fn comments_wrap() {
    let mut wide = Vec::new();
    for file in ignore::Walk::new(root().join("src")).flatten().map(ignore::DirEntry::into_path) {
        if file.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let (text, mut is_fenced) = (std::fs::read_to_string(&file).unwrap(), false);
        for (number, line) in text.lines().enumerate() {
            let Some(comment) = line.trim_start().strip_prefix("//") else { continue };
            let comment = comment.trim_start_matches(['/', '!', ' ']);
            is_fenced ^= comment.starts_with("~~~") || comment.starts_with("```");
            let may_be_wide = is_fenced || comment.starts_with('|') || !comment.contains(' ');
            if line.chars().count() > WIDE && !may_be_wide {
                wide.push(format!("{}:{}", file.display(), number + 1));
            }
        }
    }
    assert_eq!(wide, Vec::<String>::new(), "a comment has at most {WIDE} columns");
}

#[test]
fn no_rule_is_known_by_its_id() {
    let sources = &*SOURCES;
    let rules = sources.files.iter().filter_map(|file| file.name.strip_prefix("rules/")?.strip_suffix(".rs"));
    let rules: BTreeSet<String> = rules.map(|name| name.replace('_', "-")).collect();
    let is_watched = |name: &str| !name.starts_with("rules/") && WITHOUT_IDS.iter().any(|module| is_of(name, module));
    let mut wrong = Vec::new();
    for file in sources.files.iter().filter(|file| is_watched(&file.name)) {
        let ids: Vec<&str> = file.texts().filter(|text| rules.contains(*text)).collect();
        let known = WITH_IDS.iter().find(|(name, _)| *name == file.name).map_or(0, |(_, count)| *count);
        if ids.len() != known {
            wrong.push(format!("src/{} has {}, not {known}: {}", file.name, ids.len(), ids.join(", ")));
        }
    }
    for (name, _) in WITH_IDS.iter().filter(|(name, _)| !sources.files.iter().any(|file| file.name == *name)) {
        wrong.push(format!("src/{name} is gone"));
    }
    assert!(wrong.is_empty(), "rules known by their ids; where there are fewer now, write so in WITH_IDS: {wrong:#?}");
}

#[test]
fn the_list_of_rules_is_the_folder_of_rules() {
    let sources = &*SOURCES;
    let names = sources.files.iter().filter_map(|file| file.name.strip_prefix("rules/")?.strip_suffix(".rs"));
    let names: BTreeSet<&str> = names.collect();
    let mods: String = names.iter().map(|name| format!("mod {name};\n")).collect();
    let list: String = names.iter().map(|name| format!("    {name}::RULE,\n")).collect();
    let wanted = format!("{mods}\n/// All rules, by id.\npub static RULES: &[Rule] = &[\n{list}];\n");
    compare_or_update_part("src/rules.rs", "// <rules>\n", "// </rules>", &wanted);
}

#[test]
fn no_module_is_called_util() {
    for file in &SOURCES.files {
        let name = Path::new(&file.name).file_stem().unwrap().to_string_lossy().into_owned();
        let is_vague = ["util", "utils", "helpers", "common", "misc"].contains(&name.as_str());
        assert!(!is_vague, "{}: say what it is for", file.name);
    }
}

/// What each file of a small crate imports, as `file: imports`.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let sources = Sources::of(
        [&("lib.rs", "")].into_iter().chain(files).map(|(name, text)| ((*name).to_owned(), (*text).to_owned())),
    );
    let name = |index: &usize| sources.files[*index].name.clone();
    let each = sources.files.iter().zip(sources.imports());
    let told = each.map(|(file, imports)| {
        format!("{}: {}", file.name, imports.iter().map(name).collect::<Vec<_>>().join(" ")).trim().to_owned()
    });
    told.filter(|line| !line.ends_with(':')).collect()
}

#[test]
fn an_import_is_of_the_file_that_defines_the_thing() {
    // The front hands on what a part defines: who names it by the front imports from the part.
    let front = ("a.rs", "mod one; mod two; pub use one::Thing; pub struct Own;");
    let one = ("a/one.rs", "pub struct Thing;");
    assert_eq!(told(&[front, one, ("a/two.rs", "use super::Thing;")]), ["a.rs: a/one.rs", "a/two.rs: a/one.rs"]);
    assert_eq!(
        told(&[front, one, ("b.rs", "use crate::a::{self, Own}; fn f() -> a::Thing {}")])[1],
        "b.rs: a.rs a/one.rs"
    );
    assert_eq!(told(&[front, one, ("b.rs", "fn f(_: &crate::a::one::Thing) {}")])[1], "b.rs: a/one.rs");
    // A part that takes something of the front which calls it is in a circle with it.
    let part = ("a/one.rs", "use super::Own; pub struct Thing;");
    assert_eq!(told(&[front, part, ("a/two.rs", "")]), ["a.rs: a/one.rs", "a/one.rs: a.rs"]);
    // A front that only has its parts imports none of them.
    assert!(told(&[("a.rs", "mod one;"), ("a/one.rs", "")]).is_empty());
}

#[test]
fn names_by_globs_and_by_other_names_are_found() {
    let all = ("a.rs", "mod one; pub(crate) use one::*;");
    let one = ("a/one.rs", "pub fn deed() {} pub const N: u8 = 1;");
    assert_eq!(told(&[all, one, ("b.rs", "use crate::a::{deed as act, N};")]), ["a.rs: a/one.rs", "b.rs: a/one.rs"]);
    assert_eq!(told(&[one, ("a.rs", "mod one; fn f() { one::deed() }")]), ["a.rs: a/one.rs"]);
    assert_eq!(
        told(&[one, ("a.rs", "mod one;"), ("b.rs", "use crate::a::one as o; fn f() { o::deed() }")]),
        ["b.rs: a/one.rs"]
    );
    // The name of a library, and of what it has.
    let library = ("b.rs", "use deed::{deed, other}; use crate::a::one; fn f() { deed(); deed::more(); one::deed() }");
    assert_eq!(told(&[one, ("a.rs", "mod one;"), library]), ["b.rs: a/one.rs"]);
}

#[test]
fn comments_texts_and_tests_import_nothing() {
    let b = ("b.rs", "pub struct B; pub fn f() {}");
    let none = |text: &str| assert!(told(&[("a.rs", text), b]).is_empty(), "{text}");
    none("// use crate::b::B;\n/* crate::b::f() /* crate::b::f() */ crate::b::f() */");
    none("fn f() -> &'static str { \"crate::b::f()\" } fn g<'a>(_: &'a str) { r#\"\" crate::b::f()\"#; '\"'; '\\'' }");
    none("#[cfg(test)]\nmod tests { use crate::b::B; fn f() { crate::b::f(); } }");
    none("#[cfg(test)]\nuse crate::b::{B, f};");
    assert!(told(&[("a.rs", "#[cfg(test)]\nmod sample;"), ("a/sample.rs", "use crate::b::B;"), b]).is_empty());
    let some = |text: &str| assert_eq!(told(&[("a.rs", text), b]), ["a.rs: b.rs"], "{text}");
    some("#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::b::B;");
    some("#[cfg(test)]\nconst X: u8 = { 1 };\nfn g() { crate::b::f(); }");
    some("#[cfg(feature = \"x\")]\nuse crate::b::B;");
    some("fn f() { '\"'; crate::b::f(); '\"' }");
}

#[test]
fn a_circle_is_found_and_named_by_its_shortest_way() {
    let graph =
        |edges: &[&[usize]]| edges.iter().map(|to| to.iter().copied().collect()).collect::<Vec<BTreeSet<usize>>>();
    assert_eq!(circle(&graph(&[&[1], &[2], &[]])), None);
    assert_eq!(circle(&graph(&[&[1], &[2], &[0, 3], &[2]])), Some(vec![2, 3, 2]));
    assert_eq!(circle(&graph(&[&[1], &[2], &[0]])), Some(vec![0, 1, 2, 0]));
}
