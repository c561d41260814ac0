//! What is judged: the change that the open texts would make.

use super::editor::{Editor, able, change, frame, notification, uri};
use super::support::Repo;
use super::{PATH, PLAN, TODAY, file, line_of, repository, server, start, with};
use serde_json::{Value, json};
use std::time::Duration;

/// A finding by its rule, gravity, line, column in code points, and message.
type Found = (String, String, u64, u64, String);

/// What `check --base` says of the files on disk.
fn checked(repo: &Repo, base: &str, path: &str) -> Vec<Found> {
    let run = repo.run(&["check", "--base", base, "--today", TODAY, "--format", "json"]);
    let report = run.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let found = report["findings"].as_array().unwrap().iter().filter(|finding| finding["path"] == path);
    let mut found: Vec<Found> = found
        .map(|finding| {
            let (line, column) =
                (finding["start"]["line"].as_u64().unwrap(), finding["start"]["column"].as_u64().unwrap());
            (text(&finding["rule"]), text(&finding["severity"]), line, column, text(&finding["message"]))
        })
        .collect();
    found.sort();
    found
}

/// The same of what an editor is shown, whose columns are units of UTF-16.
fn seen(diagnostics: &[Value], source: &str) -> Vec<Found> {
    let mut found: Vec<Found> = diagnostics
        .iter()
        .map(|diagnostic| {
            let start = &diagnostic["range"]["start"];
            let (line, units) = (start["line"].as_u64().unwrap(), start["character"].as_u64().unwrap());
            let shown: Vec<u16> = source.lines().nth(line as usize).unwrap_or("").encode_utf16().collect();
            let before = String::from_utf16(&shown[..units as usize]).unwrap();
            let severity = ["", "error", "warning", "info"][diagnostic["severity"].as_u64().unwrap() as usize];
            let message = diagnostic["message"].as_str().unwrap().lines().next().unwrap().to_owned();
            let rule = diagnostic["code"].as_str().unwrap().to_owned();
            assert_eq!(diagnostic["source"], "rolloutlint");
            (rule, severity.to_owned(), line + 1, before.chars().count() as u64 + 1, message)
        })
        .collect();
    found.sort();
    found
}

/// Texts that nobody saved, each against what the base has.
fn edits() -> Vec<(&'static str, String)> {
    let ticked = with(PLAN, "- [ ] Monitor leading metrics daily", "- [x] Monitor leading metrics daily");
    vec![
        ("nothing", PLAN.to_owned()),
        ("a remark", with(PLAN, "Bug triage and hotfixes", "Bug triage and hotfixes — twice a day")),
        ("work of the next stage", ticked.clone()),
        (
            "work behind a wide sign",
            with(&ticked, "Watch guardrail dashboards", "\u{1f680} für 全員 watch [X] dashboards"),
        ),
        ("a field that is empty", with(PLAN, "**Owner:** Priya Nair", "**Owner:** [Name]")),
        ("a recorded row", with(PLAN, "| 2026-03-02 |", "| 2026-03-01 |")),
        ("a stage that is gone", with(PLAN, "## Stage 2: Beta (Limited Release)", "## Notes")),
        (
            "a suppression",
            with(
                PLAN,
                "**Owner:** Priya Nair  ",
                "<!-- rolloutlint-disable-next-line placeholder -- soon -->\n**Owner:** [Name]  ",
            ),
        ),
        ("a conflict", with(PLAN, "# Rollout plan", "<<<<<<< HEAD\n# Rollout plan")),
        ("no plan any more", String::new()),
    ]
}

#[test]
fn an_open_text_has_the_findings_that_check_has_once_it_is_saved() {
    let repo = repository();
    let plan = file(&repo, PATH);
    let mut editor = start(&repo);
    let mut refused = 0;
    assert_eq!(editor.open(&plan, 0, PLAN), Vec::<Value>::new());
    for (version, (what, text)) in (1..).zip(edits()) {
        let shown = editor.edit(&plan, version, &text);
        assert_eq!(repo.read(PATH), PLAN, "{what}: the server wrote a file");
        repo.write(PATH, &text);
        let expected = checked(&repo, "origin/main", PATH);
        refused += usize::from(expected.iter().any(|found| found.1 == "error"));
        let of_base = |found: &Found| text.is_empty() || found.2 as usize > text.lines().count();
        match expected.iter().any(of_base) {
            // What is gone has no place any more.
            true => assert_eq!(shown.len(), expected.len(), "{what}"),
            false => assert_eq!(seen(&shown, &text), expected, "{what}"),
        }
        repo.write(PATH, PLAN);
    }
    assert!(refused >= 5, "{refused} of the texts were refused");
    assert!(editor.stop().success());
}

#[test]
fn a_new_plan_and_a_moved_one_are_judged_before_they_are_saved() {
    let repo = repository();
    let mut editor = start(&repo);
    let new = with(PLAN, "RO-014", "RO-015").replace("One-page checkout", "Search");
    let shown = editor.open(&file(&repo, "rollouts/search.md"), 1, &new);
    repo.write("rollouts/search.md", &new);
    assert_eq!(seen(&shown, &new), checked(&repo, "origin/main", "rollouts/search.md"));
    assert!(!shown.is_empty(), "a new plan in Stage 1 has something to say for itself");

    // In an ignored folder nobody looks.
    repo.write(".gitignore", "drafts/\n");
    repo.write(".rolloutlint.yml", "plans: ['**/*.md']\n");
    assert_eq!(editor.open(&file(&repo, "drafts/search.md"), 1, &new), Vec::<Value>::new());
    assert_eq!(editor.open(&file(&repo, "README.md"), 1, "# Read me\n\nStage 1 of 2\n"), Vec::<Value>::new());
}

#[test]
fn it_says_what_it_compares_with() {
    let against = |repo: &Repo, args: &[&str]| {
        let mut editor = Editor::start(server(repo, args), able());
        editor.open(&file(repo, PATH), 1, PLAN);
        let said = editor.wait("what is compared", |message| message["method"] == "window/logMessage");
        let text = said["params"]["message"].as_str().unwrap().to_owned();
        text.split_once(" is judged against ").unwrap().1.split(" (").next().unwrap().to_owned()
    };
    let repo = repository();
    repo.git(&["checkout", "-q", "-b", "feature"]);
    assert_eq!(against(&repo, &[]), "the merge base with origin/main", "the default branch of the remote");
    repo.git(&["update-ref", "refs/remotes/origin/release", "HEAD"]);
    repo.git(&["config", "branch.feature.remote", "origin"]);
    repo.git(&["config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"]);
    repo.git(&["config", "branch.feature.merge", "refs/heads/release"]);
    assert_eq!(against(&repo, &[]), "the merge base with origin/release", "the upstream");
    repo.git(&["update-ref", "refs/remotes/origin/feature", "HEAD"]);
    repo.git(&["config", "branch.feature.merge", "refs/heads/feature"]);
    assert_eq!(against(&repo, &[]), "the merge base with origin/main", "the copy on the remote is no target");
    repo.git(&["symbolic-ref", "-d", "refs/remotes/origin/HEAD"]);
    assert_eq!(against(&repo, &[]), "the merge base with origin/feature", "there is nothing better than the copy");
    repo.git(&["config", "branch.feature.remote", "."]);
    repo.git(&["config", "branch.feature.merge", "refs/heads/main"]);
    assert_eq!(against(&repo, &[]), "the merge base with main", "a branch of the same repository");
    repo.git(&["config", "--remove-section", "branch.feature"]);
    assert_eq!(against(&repo, &[]), "HEAD");
    assert_eq!(against(&repo, &["--base", "main"]), "the merge base with main");
}

#[test]
fn what_was_committed_on_the_branch_counts_as_changed() {
    let repo = repository();
    repo.git(&["checkout", "-q", "-b", "feature"]);
    let moved = with(PLAN, "- [ ] Monitor leading metrics daily", "- [x] Monitor leading metrics daily");
    repo.write(PATH, &moved);
    repo.commit("Begin", "2026-03-19");
    let mut editor = start(&repo);
    let shown = editor.open(&file(&repo, PATH), 1, &moved);
    assert_eq!(seen(&shown, &moved), checked(&repo, "origin/main", PATH));
    assert_eq!(shown[0]["code"], "stage-change-without-log-entry", "{shown:#?}");
    assert!(shown[0]["relatedInformation"].as_array().is_some_and(|all| !all.is_empty()), "{shown:#?}");
    // Put back, the branch changes nothing.
    assert_eq!(editor.edit(&file(&repo, PATH), 2, PLAN), Vec::<Value>::new());
}

#[test]
fn outside_of_a_repository_a_plan_is_judged_by_itself() {
    let folder = Repo::without_git();
    let text = with(PLAN, "**Owner:** Priya Nair", "**Owner:** [Name]");
    folder.write("notes.md", &text);
    let run = folder.run(&["check", "notes.md", "--today", TODAY, "--format", "json"]);
    let report = run.json();
    let mut editor = start(&folder);
    // The file on disk says something else.
    folder.write("notes.md", PLAN);
    let shown = editor.open(&file(&folder, "notes.md"), 1, &text);
    let rules =
        |all: &[Value], key: &str| all.iter().map(|one| one[key].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(rules(&shown, "code"), rules(report["findings"].as_array().unwrap(), "rule"));
    assert!(!shown.is_empty());
    assert_eq!(editor.open(&file(&folder, "never saved.md"), 1, &text).len(), shown.len());
    assert_eq!(editor.open(&file(&folder, "letter.md"), 1, "# Dear Sir\n"), Vec::<Value>::new());

    let repo = Repo::new();
    let mut editor = start(&repo);
    assert_eq!(editor.open(&file(&repo, PATH), 1, &text).len(), shown.len(), "a repository without a commit");
}

#[test]
fn a_fault_of_the_configuration_stands_on_it_and_no_plan_looks_green() {
    let repo = Repo::new();
    repo.write(PATH, PLAN);
    repo.write(".rolloutlint.yml", "rules:\n  placeholdr: off\n");
    repo.commit("Add the plan with a slip", "2026-03-02");
    let mut editor = start(&repo);
    let plan = file(&repo, PATH);
    let shown = editor.open(&plan, 1, PLAN);
    assert_eq!(shown[0]["code"], "could-not-check", "{shown:#?}");
    let config = file(&repo, ".rolloutlint.yml");

    // The change repairs it: it is judged by what is open.
    let repaired = editor.open(&config, 1, "rules:\n  placeholder: off\n");
    assert!(repaired.iter().all(|diagnostic| diagnostic["code"] != "could-not-check"), "{repaired:#?}");
    assert_eq!(editor.diagnostics(&plan, 1), Vec::<Value>::new());

    // Where the one of the base judges, a fault of the new one is a finding on its line.
    let repo = repository();
    repo.write(".rolloutlint.yml", "rules:\n  placeholder: off\n");
    repo.commit("Configure", "2026-03-03");
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let mut editor = start(&repo);
    let broken = "# ours\nrules:\n  placeholdr: off\n";
    let shown = editor.open(&file(&repo, ".rolloutlint.yml"), 1, broken);
    repo.write(".rolloutlint.yml", broken);
    assert_eq!(seen(&shown, broken), checked(&repo, "origin/main", ".rolloutlint.yml"));
    assert_eq!(shown[0]["range"]["start"]["line"], 2, "{shown:#?}");

    // Where the base has none, the fault of a first one has its line.
    let repo = repository();
    let mut editor = start(&repo);
    let (plan, config) = (file(&repo, PATH), file(&repo, ".rolloutlint.yml"));
    editor.open(&plan, 1, PLAN);
    let broken = editor.open(&config, 1, "# ours\nrules:\n  placeholdr: off\n");
    assert_eq!(broken.len(), 1, "{broken:#?}");
    assert_eq!(broken[0]["range"]["start"]["line"], 2, "{broken:#?}");
    assert!(broken[0]["message"].as_str().unwrap().contains("placeholdr"), "{broken:#?}");
}

#[test]
fn what_changes_on_disk_is_seen() {
    let repo = repository();
    repo.write("template.md", include_str!("../../src/template.md"));
    repo.write(".rolloutlint.yml", "template: template.md\n");
    let mut editor = start(&repo);
    let registered = editor.wait("a registration", |message| message["method"] == "client/registerCapability");
    assert_eq!(registered["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    let plan = file(&repo, PATH);
    let text = with(PLAN, "**Owner:** Priya Nair", "**Owner:** [Name]");
    let shown = editor.open(&plan, 1, &text);
    assert!(shown.iter().any(|found| found["code"] == "placeholder"), "{shown:#?}");
    repo.write(".rolloutlint.yml", "template: template.md\nrules: { placeholder: info }\n");
    let watched = json!({ "changes": [{ "uri": uri(&file(&repo, ".rolloutlint.yml")), "type": 2 }] });
    editor.tell("workspace/didChangeWatchedFiles", watched);
    let shown = editor.diagnostics(&plan, 1);
    let found = shown.iter().find(|found| found["code"] == "placeholder").unwrap();
    assert_eq!(found["severity"], 3, "{found}");
    // The base moves on, and a save looks again.
    repo.write(PATH, &text);
    repo.commit("Save", "2026-03-20");
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    editor.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri(&plan) } }));
    let shown = editor.diagnostics(&plan, 1);
    assert_eq!(seen(&shown, &text), checked(&repo, "origin/main", PATH));
}

/// A session remembers which plans lack an ID, and looks again once somebody has written one.
#[test]
fn a_plan_that_takes_the_id_of_a_moved_one_is_seen() {
    let repo = repository();
    let (plan, other) = (file(&repo, PATH), "rollouts/search.md");
    let commit = |text: &str| {
        repo.write(other, text);
        repo.commit("Change the other plan", "2026-03-10");
        repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    };
    commit(&with(PLAN, "RO-014", "RO-015"));
    // What was written a moment ago is read again in any case.
    std::thread::sleep(Duration::from_millis(3_200));
    let mut editor = start(&repo);
    editor.open(&plan, 0, PLAN);
    let moved = with(PLAN, "- [ ] Monitor leading metrics daily", "- [x] Monitor leading metrics daily");
    let shares_its_id = |shown: Vec<Value>| shown.iter().any(|found| found["code"] == "rollout-id-duplicate");
    assert!(!shares_its_id(editor.edit(&plan, 1, &moved)));
    assert!(!shares_its_id(editor.edit(&plan, 2, &moved.replace("daily", "each day"))));
    commit(PLAN);
    assert!(shares_its_id(editor.edit(&plan, 3, &moved)));
    commit(&with(PLAN, "RO-014", "RO-016"));
    assert!(!shares_its_id(editor.edit(&plan, 4, &moved.replace("daily", "each day"))));
}

#[test]
fn a_flag_that_is_raised_is_refused_on_its_line() {
    let repo = repository();
    repo.write(".rolloutlint.yml", "exposure: [{ file: config/flags.yaml, at: '{flag}', scale: 100 }]\n");
    repo.write("config/flags.yaml", "# who sees it\ncheckout_one_page: 0\n");
    repo.commit("Add the flag", "2026-03-03");
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let mut editor = start(&repo);
    let flags = file(&repo, "config/flags.yaml");
    editor.open(&flags, 1, "# who sees it\ncheckout_one_page: 0\n");
    let raised = "# who sees it\ncheckout_one_page: 100\n";
    let shown = editor.edit(&flags, 2, raised);
    repo.write("config/flags.yaml", raised);
    assert_eq!(seen(&shown, raised), checked(&repo, "origin/main", "config/flags.yaml"));
    assert!(shown.iter().any(|found| found["severity"] == 1 && found["range"]["start"]["line"] == 1), "{shown:#?}");
}

#[test]
fn columns_are_counted_as_the_editor_counts() {
    let repo = repository();
    let row = "| 2026-03-19 | 1 | Hold | \u{1f680} Ä we wait for the numbers | ? |";
    let text = with(PLAN, "| [Date] | 1→2 | Proceed | [Why] | [Name] |", row);
    let column = |offered: Value| {
        let capabilities = json!({ "general": { "positionEncodings": offered } });
        let mut editor = Editor::start(server(&repo, &[]), capabilities);
        let shown = editor.open(&file(&repo, PATH), 1, &text);
        let is_behind = |found: &&Value| {
            let start = &found["range"]["start"];
            start["line"] == line_of(&text, row) && start["character"].as_u64().unwrap() > 50
        };
        let found = shown.iter().find(is_behind).cloned();
        found.map(|found| found["range"]["start"]["character"].as_u64().unwrap() as usize)
    };
    let before = &row[..row.find("? |").unwrap()];
    assert_eq!(column(json!(["utf-16"])), Some(before.encode_utf16().count()));
    assert_eq!(column(json!(["utf-8", "utf-16"])), Some(before.len()));
    assert_eq!(column(json!([])), Some(before.encode_utf16().count()));
}

#[test]
fn a_burst_of_edits_is_judged_once() {
    let repo = repository();
    let plan = file(&repo, PATH);
    let mut editor = start(&repo);
    editor.open(&plan, 0, PLAN);
    let texts = (1..=50).map(|version| {
        let text = with(PLAN, "One page instead of four", &format!("One page instead of {version}"));
        frame(&notification("textDocument/didChange", change(&plan, version, &text)))
    });
    let all: String = texts.collect();
    editor.write(all.as_bytes());
    editor.diagnostics(&plan, 50);
    let more = editor.listen(Duration::from_millis(500));
    let judged = more.iter().filter(|message| message["method"] == "textDocument/publishDiagnostics").count() + 1;
    // A machine that stops in between may end a burst early.
    assert!(judged <= 5, "50 edits were judged {judged} times");
}

#[test]
fn what_is_closed_is_judged_as_it_is_on_disk() {
    let repo = repository();
    let plan = file(&repo, PATH);
    let other = with(PLAN, "RO-014", "RO-020").replace("One-page checkout", "Search");
    repo.write("rollouts/search.md", &other);
    let mut editor = start(&repo);
    editor.open(&plan, 1, PLAN);
    // A plan that nobody opened is a part of the change, too.
    let search = file(&repo, "rollouts/search.md");
    assert!(!editor.shown(&search, &|params| params["version"].is_null()).is_empty());
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri(&plan) } }));
    assert!(editor.shown(&search, &|_| true).is_empty(), "nothing is open any more, and nothing is shown");
}
