//! What people install: every channel names the archives that the release makes, and the version of
//! Cargo.toml. `tests/packages/run` installs them.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use support::root;
use toml::de::{DeTable, DeValue};

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The texts, lists and tables of a file of TOML.
fn toml(path: &str) -> Value {
    fn value(of: &DeValue) -> Value {
        match of {
            DeValue::String(text) => Value::from(text.to_string()),
            DeValue::Array(items) => items.iter().map(|item| value(item.get_ref())).collect(),
            DeValue::Table(table) => {
                table.iter().map(|(key, item)| (key.get_ref().to_string(), value(item.get_ref()))).collect()
            }
            _ => Value::Null,
        }
    }
    let text = read(path);
    value(&DeValue::Table(DeTable::parse(&text).unwrap().into_inner()))
}

fn archive(target: &str) -> String {
    format!("rolloutlint-{target}.tar.gz")
}

/// The targets that the release is built for.
fn targets() -> BTreeSet<String> {
    let release = yaml(&read(".github/workflows/release.yml"));
    let matrix = release["jobs"]["binaries"]["strategy"]["matrix"]["include"].as_array().unwrap();
    matrix.iter().map(|entry| entry["target"].as_str().unwrap().to_owned()).collect()
}

fn archives() -> BTreeSet<String> {
    targets().iter().map(|target| archive(target)).collect()
}

/// The names of archives that stand in a text.
fn archives_in(text: &str) -> BTreeSet<String> {
    let names = text.split("rolloutlint-").skip(1).filter_map(|rest| rest.split_once(".tar.gz"));
    let is_target = |name: &&str| name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    names.map(|(target, _)| target).filter(is_target).map(archive).collect()
}

#[test]
fn the_action_and_npm_have_a_place_for_each_target() {
    let script = read("action/install.sh");
    let named = |line: &str| Some(line.split_once("target=")?.1.trim_end_matches(" ;;").to_owned());
    assert_eq!(script.lines().filter_map(named).collect::<BTreeSet<_>>(), targets());
    let make = read("npm/make.mjs");
    let named = |line: &str| Some(line.trim().strip_prefix('"')?.split_once("\": { os:")?.0.to_owned());
    assert_eq!(make.lines().filter_map(named).collect::<BTreeSet<_>>(), targets());
}

#[cfg(unix)]
#[test]
fn the_templates_are_filled_with_the_sums_of_the_release() {
    use std::process::Command;
    let folder = tempfile::TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let sum = |number: usize| format!("{number:064x}");
    let all = archives();
    let lines: String = all.iter().enumerate().map(|(at, name)| format!("{}  {name}\n", sum(at))).collect();
    let fill = |sums: &str, out: &str| {
        fs::write(path("SHA256SUMS"), sums).unwrap();
        Command::new(root().join("packaging/fill"))
            .args(["acme/lint", &path("SHA256SUMS"), &path(out)])
            .output()
            .unwrap()
    };
    let done = fill(&format!("# source 1\n{lines}"), "out");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let made = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();

    let formula = made("homebrew/rolloutlint.rb");
    let mut expected = all.clone();
    expected.retain(|name| !name.contains("windows"));
    assert_eq!(archives_in(&formula), expected);
    // Each archive has its own sum behind it.
    for (at, name) in all.iter().enumerate().filter(|(_, name)| expected.contains(*name)) {
        let address = format!("https://github.com/acme/lint/releases/download/v{VERSION}/{name}");
        assert!(formula.contains(&format!("url \"{address}\"\n      sha256 \"{}\"", sum(at))), "{formula}");
    }

    let scoop: Value = serde_json::from_str(&made("scoop/rolloutlint.json")).unwrap();
    assert_eq!(scoop["version"], VERSION);
    let windows = all.iter().position(|name| name.contains("windows")).unwrap();
    assert_eq!(scoop["architecture"]["64bit"]["hash"], sum(windows));
    for update in [&scoop["architecture"]["64bit"], &scoop["autoupdate"]["architecture"]["64bit"]] {
        let address = update["url"].as_str().unwrap();
        assert_eq!(archives_in(address), BTreeSet::from([all.iter().nth(windows).unwrap().clone()]), "{address}");
    }

    // aqua puts its own words for system and processor into the name.
    let aqua = &yaml(&made("aqua/registry.yaml"))["packages"][0];
    assert_eq!((&aqua["repo_owner"], &aqua["repo_name"]), (&"acme".into(), &"lint".into()));
    let asset = aqua["asset"].as_str().unwrap();
    let word = |name: &str| aqua["replacements"][name].as_str().unwrap_or(name).to_owned();
    let supported = aqua["supported_envs"].as_array().unwrap().iter().map(|name| name.as_str().unwrap());
    let systems = supported.flat_map(|system| match system.split_once('/') {
        Some((system, processor)) => vec![(system, processor)],
        None => vec![(system, "amd64"), (system, "arm64")],
    });
    let assets = systems
        .map(|(system, processor)| asset.replace("{{.OS}}", &word(system)).replace("{{.Arch}}", &word(processor)));
    assert_eq!(assets.collect::<BTreeSet<_>>(), all);

    for name in ["homebrew/rolloutlint.rb", "scoop/rolloutlint.json", "aqua/registry.yaml"] {
        let text = made(name);
        assert!(!text.contains('@') && !text.contains("your-org"), "{name} has a blank left: {text}");
    }
    // An archive that is missing is no release.
    let (rest, _) = lines.rsplit_once("rolloutlint-").unwrap();
    assert!(!fill(rest, "less").status.success());
}

#[test]
fn cargo_binstall_finds_the_archives() {
    let cargo = toml("Cargo.toml");
    let binstall = &cargo["package"]["metadata"]["binstall"];
    let address = binstall["pkg-url"].as_str().unwrap();
    let name = address.rsplit('/').next().unwrap();
    let found = targets().iter().map(|target| name.replace("{ target }", target)).collect::<BTreeSet<_>>();
    assert_eq!(found, archives());
    // The program lies at the top of the archive.
    assert_eq!(binstall["bin-dir"], "{ bin }{ binary-ext }");
    assert!(read("packaging/archive").contains("tar -czf \"rolloutlint-$target.tar.gz\" \"$name\" "));
}

#[test]
fn there_is_one_version() {
    // What the hook of pre-commit installs is the wheel of this version.
    let hook = toml("pyproject.toml");
    assert_eq!(hook["project"]["version"], VERSION);
    assert_eq!(hook["project"]["dependencies"], serde_json::json!([format!("rolloutlint=={VERSION}")]));
    // The others take it from Cargo.toml.
    let wheel = toml("packaging/python/pyproject.toml");
    assert_eq!(wheel["project"]["dynamic"], serde_json::json!(["version"]));
    assert!(wheel["project"]["version"].is_null());
    let npm: Value = serde_json::from_str(&read("npm/rolloutlint/package.json")).unwrap();
    assert!(npm["version"].is_null() && npm["optionalDependencies"].is_null(), "npm/make.mjs writes both");
    assert_eq!(npm["description"], toml("Cargo.toml")["package"]["description"]);
}

#[test]
fn no_tool_of_the_release_is_without_a_version() {
    let release = read(".github/workflows/release.yml");
    for (tool, mark) in [("pipx run ", "=="), ("cargo install ", "@"), ("npx ", "@")] {
        let lines = release.lines().filter(|line| line.contains(tool));
        let mut count = 0;
        for line in lines {
            assert!(line.split(tool).nth(1).unwrap().contains(mark), "{line}");
            count += 1;
        }
        assert!(count > 0, "{tool}");
    }
}

/// The packages of Cargo.lock: name, version, and where it is from.
fn locked() -> Vec<(String, String, Value)> {
    let packages = toml("Cargo.lock")["package"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    packages
        .iter()
        .map(|package| (text(&package["name"]), text(&package["version"]), package["source"].clone()))
        .collect()
}

/// What `deny.toml` lets through is still there to be let through, and each such line says why.
/// `cargo deny` looks at the rest.
#[test]
fn what_deny_lets_through_is_in_the_lock_file() {
    let deny = toml("deny.toml");
    let locked = locked();
    let lists = ["skip", "deny"].map(|list| (list, deny["bans"][list].as_array().unwrap().clone()));
    for (list, entries) in lists {
        assert!(!entries.is_empty(), "{list}");
        for entry in entries {
            assert!(entry["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{entry}");
            let (name, version) =
                entry["crate"].as_str().map(|named| named.split_once('@').unwrap_or((named, ""))).unwrap();
            let is_meant = |its: &str| version.is_empty() || its.starts_with(&format!("{version}."));
            let is_there = locked.iter().any(|(own, its, _)| own == name && is_meant(its));
            assert_eq!(is_there, list != "deny", "{list}: {entry}");
            let versions = locked.iter().filter(|(own, ..)| own == name).count();
            assert!(list == "deny" || versions > 1, "{entry} has one version only");
        }
    }
    let [registry] = deny["sources"]["allow-registry"].as_array().unwrap().as_slice() else { panic!("one registry") };
    let elsewhere = locked.iter().filter(|(name, ..)| name != "rolloutlint");
    let elsewhere =
        elsewhere.filter(|(_, _, source)| source != &Value::from(format!("registry+{}", registry.as_str().unwrap())));
    assert_eq!(elsewhere.collect::<Vec<_>>(), Vec::<&(String, String, Value)>::new());
    let graph: BTreeSet<String> = serde_json::from_value(deny["graph"]["targets"].clone()).unwrap();
    assert_eq!(graph, targets());
}

#[test]
fn the_oldest_rust_is_the_same_everywhere() {
    let oldest = toml("Cargo.toml")["package"]["rust-version"].as_str().unwrap().to_owned();
    for page in ["README.md", "CONTRIBUTING.md", "docs/install.md"] {
        assert!(read(page).contains(&format!("Rust {oldest} or newer")), "{page}");
    }
    let steps = yaml(&read(".github/workflows/test.yml"))["jobs"]["oldest"]["steps"].to_string();
    assert!(steps.contains("rust-version") && steps.contains("cargo +"), "{steps}");
}
