//! Holds the house rules that the compiler does not: which file imports what, and that the list of rules is the folder of rules.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What each module may import. A module imports only what stands above it; `ARCHITECTURE.md` says why.
const LAYERS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("words", &["text"]),
    ("finding", &["text"]),
    ("error", &["text", "finding"]),
    ("config", &["text", "words", "finding", "error"]),
    ("markdown", &["text"]),
    ("outline", &["text", "config", "markdown"]),
    ("template", &["text", "words", "config", "markdown", "outline"]),
    ("loosening", &["text", "finding", "error", "config", "template"]),
    ("plan", &["text", "words", "config", "markdown", "outline", "template"]),
    ("version", &["plan"]),
    ("pairing", &["text", "plan", "version"]),
    ("standing", &["text", "finding", "plan", "version", "pairing"]),
    ("change", &["text", "finding", "loosening", "plan", "version", "pairing", "standing"]),
    ("difference", &["text", "plan", "standing", "change"]),
    (
        "edit",
        &["text", "finding", "config", "markdown", "outline", "template", "plan", "change", "standing", "version"],
    ),
    (
        "propose",
        &[
            "text", "words", "config", "markdown", "outline", "template", "plan", "change", "standing", "version",
            "edit",
        ],
    ),
    ("propose", &["text", "words", "config", "markdown", "outline", "template", "plan", "change", "standing", "version", "edit"]),
    ("rules", &["text", "words", "finding", "config", "loosening", "plan", "change", "edit", "standing", "version"]),
    ("audit", &["text", "finding", "config", "plan", "change", "rules", "standing", "pairing", "version"]),
    (
        "check",
        &["text", "finding", "config", "loosening", "plan", "change", "difference", "rules", "standing", "version"],
    ),
    ("status", &["finding", "plan", "change", "check", "standing"]),
    ("report", &["text", "finding", "plan", "change", "audit", "rules", "check", "status", "difference", "standing"]),
    ("git", &["text", "error"]),
    (
        "versions",
        &[
            "text", "finding", "error", "config", "template", "loosening", "plan", "version", "change", "rules",
            "audit", "git",
        ],
    ),
    ("github", &["text", "finding", "error", "config", "check", "report"]),
    (
        "cli",
        &[
            "text", "finding", "error", "config", "template", "loosening", "plan", "version", "pairing", "standing",
            "change", "audit", "difference", "edit", "propose", "rules", "check", "status", "report", "git",
            "versions", "github",
        ],
    ),
];

/// Which files may know a library.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("comrak", &["markdown.rs"]),
    ("gix", &["git.rs"]),
    ("octocrab", &["github/client.rs"]),
    ("tokio", &["github.rs", "github/"]),
    ("miette", &["report/human/excerpt.rs"]),
    ("textwrap", &["report/status.rs"]),
    ("clap", &["cli.rs", "cli/"]),
    ("indicatif", &["cli/audit.rs"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root().join("src")).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn module_of(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

/// The code of a file without its comments, and without its tests: they may use what they like.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]").next().unwrap_or(text);
    body.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_module_imports_only_from_the_layers_above_it() {
    for (file, text) in sources() {
        let module = module_of(&file);
        if matches!(module, "lib" | "main") {
            continue;
        }
        let allowed = LAYERS.iter().find(|(name, _)| *name == module).map(|(_, allowed)| *allowed);
        let allowed = allowed.unwrap_or_else(|| panic!("{file}: the module `{module}` is not in the table of layers"));
        for part in code(&text).split("crate::").skip(1) {
            let imported: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            assert!(
                imported == module || imported.is_empty() || allowed.contains(&imported.as_str()),
                "{file} imports `{imported}`, which `{module}` must not"
            );
        }
    }
}

#[test]
fn each_library_is_known_to_its_own_files_only() {
    for (file, text) in sources() {
        for (library, files) in LIBRARIES {
            let uses = code(&text).contains(&format!("{library}::"));
            let allowed =
                files.iter().any(|allowed| file == *allowed || (allowed.ends_with('/') && file.starts_with(allowed)));
            assert!(!uses || allowed, "{file} uses {library}");
        }
    }
}

#[test]
fn the_list_of_rules_is_the_folder_of_rules() {
    let path = root().join("src/rules.rs");
    let text = fs::read_to_string(&path).unwrap();
    let names: BTreeSet<String> = sources()
        .into_iter()
        .filter_map(|(file, _)| Some(file.strip_prefix("rules/")?.trim_end_matches(".rs").to_owned()))
        .collect();
    let mods: String = names.iter().map(|name| format!("mod {name};\n")).collect();
    let list: String = names.iter().map(|name| format!("    {name}::RULE,\n")).collect();
    let region =
        format!("// <rules>\n{mods}\n/// All rules, by id.\npub static RULES: &[Rule] = &[\n{list}];\n// </rules>");
    let start = text.find("// <rules>").expect("the region opens");
    let end = text.find("// </rules>").expect("the region closes") + "// </rules>".len();
    if text[start..end] == region {
        return;
    }
    assert!(
        std::env::var_os("UPDATE").is_some(),
        "src/rules.rs does not list the files of src/rules; run `UPDATE=1 cargo test`"
    );
    fs::write(&path, format!("{}{region}{}", &text[..start], &text[end..])).unwrap();
}

#[test]
fn no_module_is_called_util() {
    for (file, _) in sources() {
        let name = Path::new(&file).file_stem().unwrap().to_string_lossy().into_owned();
        assert!(!["util", "utils", "helpers", "common", "misc"].contains(&name.as_str()), "{file}: say what it is for");
    }
}
