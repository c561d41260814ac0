//! What is offered at a place: actions, words, explanations, the way to a flag.

use super::editor::{Editor, edited, uri};
use super::{PATH, PLAN, TODAY, file, line_of, repository, server, start, with};
use serde_json::{Value, json};

/// A reason for a decision.
const WHY: &str = "All gates are met and the numbers hold";

fn action<'a>(actions: &'a [Value], title: &str) -> Option<&'a Value> {
    actions.iter().find(|action| action["title"] == title)
}

/// The text that an action makes of an open one.
fn done(action: &Value, name: &str, text: &str) -> String {
    edited(text, &action["edit"]["changes"][name])
}

/// The compliant plan with all gates on the way to Stage 2 met.
fn ready() -> String {
    let mut text = PLAN.to_owned();
    for open in [
        "3 of 3 alpha users successful", "Net positive qualitative feedback", "No major usability blockers",
        "Critical bugs fixed", "Stage 1 complete with positive signal", "Leading metrics instrumented",
        "Guardrail alerts configured", "Support team briefed",
    ] {
        text = with(&text, &format!("- [ ] {open}"), &format!("- [x] {open}"));
    }
    text
}

#[test]
fn a_decision_is_written_as_decide_writes_it() {
    let repo = repository();
    let plan = file(&repo, PATH);
    // The fields of Stage 2 are due with the decision.
    let mut text = ready();
    let stage_2 = include_str!("../../fixtures/compliant/stage-2.md");
    let between = |text: &str| {
        let start = text.find("## Stage 2").unwrap();
        (start, start + text[start..].find("## Stage 3").unwrap())
    };
    let ((from, to), (first, last)) = (between(stage_2), between(&text));
    let stage = stage_2[from..to].to_owned();
    let (gates, rest) = stage.split_once("**Activities:**").unwrap();
    text.replace_range(first..last, &format!("{gates}**Activities:**{}", rest.replace("[x]", "[ ]")));
    repo.write(PATH, &text);
    repo.commit("Meet the gates", "2026-03-19");
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let mut editor = start(&repo);
    editor.open(&plan, 1, &text);
    let actions = editor.actions(&plan, line_of(&text, "| [Date] | 1→2 |"));
    let decide = |arguments: &[&str]| {
        let all = [&["decide", PATH, "--today", TODAY, "--by", "Priya Nair", "--because", WHY], arguments].concat();
        let run = repo.run(&all);
        (run.code, repo.read(PATH), run.out)
    };
    for (title, arguments) in [
        ("Record the decision 1 → 2: Proceed", &["--to", "2"][..]),
        ("Record the decision 1: Hold", &["--hold"]),
        ("Record the decision 1 → 0: Rollback", &["--rollback", "--to", "0"]),
    ] {
        let offered = action(&actions, title).unwrap_or_else(|| panic!("{title}: {actions:#?}"));
        let (code, written, out) = decide(arguments);
        match offered["disabled"].is_null() {
            true => assert_eq!(with(&done(offered, &uri(&plan), &text), "<why>", WHY), written, "{title}"),
            false => assert_eq!((code, written), (1, text.clone()), "{title}: {offered} {out}"),
        }
        repo.write(PATH, &text);
    }
    assert!(action(&actions, "Record the decision 1: Hold").unwrap()["disabled"].is_null());
    assert_eq!(repo.read(PATH), text, "the server writes nothing");

    // Far from log and stages nobody decides.
    let far = editor.actions(&plan, 0);
    assert!(far.iter().all(|action| !action["title"].as_str().unwrap().starts_with("Record")), "{far:#?}");
}

#[test]
fn a_decision_that_check_would_refuse_says_why() {
    let repo = repository();
    let plan = file(&repo, PATH);
    let title = "Record the decision 1 → 2: Proceed";
    let mut editor = start(&repo);
    editor.open(&plan, 1, PLAN);
    let line = line_of(PLAN, "## Stage 2");
    let actions = editor.actions(&plan, line);
    let refused = action(&actions, title).unwrap();
    let reason = refused["disabled"]["reason"].as_str().unwrap();
    assert!(reason.starts_with("a check would refuse it: "), "{reason}");
    assert!(refused["edit"].is_null());
    let run =
        repo.run(&["decide", PATH, "--to", "2", "--today", TODAY, "--by", "Priya Nair", "--because", "All is well"]);
    assert_eq!(run.code, 1, "{}", run.out);

    // An editor that cannot show a reason is not offered it.
    let mut editor = Editor::start(server(&repo, &[]), json!({}));
    editor.open(&plan, 1, PLAN);
    let actions = editor.actions(&plan, line);
    assert!(action(&actions, title).is_none(), "{actions:#?}");
    assert!(action(&actions, "Record the decision 1: Hold").is_some(), "{actions:#?}");
}

#[test]
fn fixes_are_offered_where_their_findings_stand() {
    let repo = repository();
    let plan = file(&repo, PATH);
    let text = with(PLAN, "- [ ] Critical bugs fixed", "-[ ] Critical bugs fixed");
    let mut editor = start(&repo);
    let shown = editor.open(&plan, 1, &text);
    let line = line_of(&text, "-[ ] Critical");
    let found =
        shown.iter().find(|found| found["range"]["start"]["line"] == line).unwrap_or_else(|| panic!("{shown:#?}"));
    let actions = editor.actions(&plan, line);
    let fix = actions.iter().find(|action| action["kind"] == "quickfix").unwrap_or_else(|| panic!("{actions:#?}"));
    assert_eq!(fix["diagnostics"][0]["code"], found["code"]);
    let mended = done(fix, &uri(&plan), &text);
    assert_eq!(mended, PLAN);
    assert_eq!(editor.edit(&plan, 2, &mended), Vec::<Value>::new());
    assert!(editor.actions(&plan, line).iter().all(|action| action["kind"] != "quickfix"));

    let range = json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": 0 } });
    let only = json!({ "textDocument": { "uri": uri(&plan) }, "range": range, "context": { "diagnostics": [], "only": ["quickfix"] } });
    assert_eq!(editor.ask("textDocument/codeAction", only), json!([]));
}

#[test]
fn boxes_are_put_before_a_gate_that_has_none() {
    let repo = repository();
    let plan = file(&repo, PATH);
    let gate = "**Go/No-Go to Stage 2:**\n- Support knows the feature\n- Über 200 Käufe\n\n**Metrics to Watch:**";
    let text = with(PLAN, "**Metrics to Watch:**", gate);
    let mut editor = start(&repo);
    editor.open(&plan, 1, &text);
    for words in ["Go/No-Go", "Support knows", "Über 200"] {
        let actions = editor.actions(&plan, line_of(&text, words));
        let put = action(&actions, "Put boxes before this list").unwrap_or_else(|| panic!("{words}: {actions:#?}"));
        let boxed = text.replace("- Support knows", "- [ ] Support knows").replace("- Über", "- [ ] Über");
        assert_eq!(done(put, &uri(&plan), &text), boxed);
    }
    let elsewhere = editor.actions(&plan, line_of(&text, "- [ ] Critical bugs fixed"));
    assert!(action(&elsewhere, "Put boxes before this list").is_none());
}

/// The labels that are offered, with what each of them makes of the text.
fn completions(
    editor: &mut Editor,
    repo: &super::support::Repo,
    text: &str,
    place: (usize, usize),
) -> Vec<(String, String)> {
    let items = editor.ask_at("textDocument/completion", &file(repo, PATH), place);
    let item = |item: &Value| (item["label"].as_str().unwrap().to_owned(), edited(text, &json!([item["textEdit"]])));
    items.as_array().unwrap().iter().map(item).collect()
}

#[test]
fn a_row_of_the_log_is_completed_cell_by_cell() {
    let repo = repository();
    repo.write(".rolloutlint.yml", "decisions: { proceed: [Weiter], hold: [Halt] }\n");
    let plan = file(&repo, PATH);
    let row = "| [Date] | 1→2 | Proceed | [Why] | [Name] |\n| [Date] | 2→GA | Proceed | [Why] | [Name] |\n";
    let begun = with(PLAN, row, "|  |  | H |  |  |\n");
    let line = line_of(&begun, "|  |  | H");
    let mut editor = start(&repo);
    editor.open(&plan, 1, &begun);
    let mut labels = |column: usize| -> Vec<String> {
        let all = completions(&mut editor, &repo, &begun, (line, column));
        all.into_iter().map(|(label, _)| label).collect()
    };
    assert_eq!(labels(2), [TODAY]);
    assert_eq!(labels(5), ["1→2", "1", "1→0"]);
    let words = labels(9);
    assert_eq!(words[..4], ["Proceed", "Weiter", "Halt", "Hold"], "{words:?}");
    assert!(words.iter().any(|word| word == "Abort"), "{words:?}");
    assert_eq!(labels(11), Vec::<String>::new(), "nobody knows why");
    assert_eq!(labels(15), ["Priya Nair", "Tomas Lindqvist"]);
    // A word that is begun is replaced.
    let halt =
        completions(&mut editor, &repo, &begun, (line, 9)).into_iter().find(|(label, _)| label == "Halt").unwrap();
    assert_eq!(halt.1, begun.replace("| H |", "| Halt |"));

    let empty = with(PLAN, row, "| \n");
    editor.edit(&plan, 2, &empty);
    let whole = completions(&mut editor, &repo, &empty, (line, 2));
    let (label, text) = &whole[0];
    assert_eq!(label, &format!("| {TODAY} | 1→2 | Proceed | <why> | <who decided> |"));
    assert_eq!(text, &empty.replace("| \n", &format!("{label}\n")));
    assert_eq!(completions(&mut editor, &repo, &empty, (0, 3)), [], "the title is no log");
    let header = line_of(&empty, "| Date | Stage |");
    assert_eq!(completions(&mut editor, &repo, &empty, (header, 3)), []);
}

#[test]
fn a_log_of_another_form_is_completed_in_its_own_style() {
    let repo = repository();
    let plan = file(&repo, PATH);
    let start_of = PLAN.find("| Date | Stage |").unwrap();
    let end = PLAN.find("\n---\n\n## Post-GA").unwrap();
    let list = "- 2026-03-02: Stage 0 → Stage 1, Proceed. Rationale: No P0 in 3 days. Decided by: Priya Nair\n- \n";
    let text = format!("{}{list}{}", &PLAN[..start_of], &PLAN[end..]);
    let mut editor = start(&repo);
    editor.open(&plan, 1, &text);
    let line = line_of(&text, "- 2026-03-02: Stage 0") + 1;
    let whole = completions(&mut editor, &repo, &text, (line, 2));
    assert!(!whole.is_empty(), "nothing is offered");
    assert_eq!(
        whole[0].0,
        format!("- {TODAY}: Stage 1 → Stage 2, Proceed. Rationale: <why>. Decided by: <who decided>")
    );
}

#[test]
fn a_log_in_a_file_of_its_own_is_completed_there() {
    let repo = repository();
    repo.write(".rolloutlint.yml", "log: decisions/\n");
    let (from, to) = (PLAN.find("## Decision Log").unwrap(), PLAN.find("## Post-GA Review").unwrap());
    let plan = format!("{}{}", &PLAN[..from], &PLAN[to..]);
    let log = "# Decisions\n\n| Date | Stage | Decision | Rationale | Decided By |\n|---|---|---|---|---|\n| 2026-03-02 | 0→1 | Proceed | No P0 in 3 days | Priya Nair |\n";
    repo.write(PATH, &plan);
    repo.write("rollouts/search.md", plan.replace("RO-014", "RO-015"));
    repo.write("decisions/checkout.md", log);
    repo.commit("Keep decisions apart", "2026-03-03");
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let mut editor = start(&repo);
    let decisions = file(&repo, "decisions/checkout.md");
    let text = format!("{log}| |\n");
    editor.open(&decisions, 1, &text);
    let line = line_of(&text, "| |");
    let items = editor.ask_at("textDocument/completion", &decisions, (line, 2));
    assert_eq!(items[0]["label"], format!("| {TODAY} | 1→2 | Proceed | <why> | <who decided> |"), "{items:#?}");
    let hover = editor.ask_at("textDocument/hover", &decisions, (line - 1, 5));
    assert!(hover["contents"]["value"].as_str().unwrap().starts_with("**Decision 0→1 proceed**"), "{hover}");
    let lenses = editor.ask("textDocument/codeLens", json!({ "textDocument": { "uri": uri(&decisions) } }));
    assert_eq!(lenses, json!([]));
    // From the plan, a decision is written into the file of its log.
    let checkout = file(&repo, PATH);
    editor.open(&checkout, 1, &plan);
    let actions = editor.actions(&checkout, line_of(&plan, "## Stage 1"));
    let hold = action(&actions, "Record the decision 1: Hold").unwrap();
    assert!(done(hold, &uri(&decisions), &text).contains(&format!("| {TODAY} | 1 | Hold | <why> | Priya Nair |")));
}

#[test]
fn a_german_log_has_german_words() {
    let repo = repository();
    let template = "# Einführung: [Name]\n\n**Rollout-ID:** [ID]\n\nDer Plan für die Nutzer, und was nicht geht.\n\n## Stufe 1: Pilot\n\n**Ausstiegskriterien:**\n- [ ] Keine Fehler bei den Nutzern\n\n## Stufe 2: Alle\n\n**Eintrittskriterien:**\n- [ ] Der Pilot ist fertig\n\n## Entscheidungsprotokoll\n\n| Datum | Stufe | Entscheidung | Begründung | Entschieden von |\n|---|---|---|---|---|\n| [Datum] | 1→2 | Weiter | [Grund] | [Name] |\n";
    repo.write("vorlage.md", template);
    repo.write(
        ".rolloutlint.yml",
        "template: vorlage.md\nplans: ['rollouts/*.md']\nstages: { heading: 'Stufe {n}: {name}' }\naliases: { Rollout ID: [Rollout-ID] }\n",
    );
    let text = template
        .replace("[Name]\n\n**R", "Suche\n\n**R")
        .replace("[ID]", "RO-1")
        .replace("| [Datum] | 1→2 | Weiter | [Grund] | [Name] |", "|  |  |  |  |  |");
    let mut editor = start(&repo);
    editor.open(&file(&repo, PATH), 1, &text);
    let line = line_of(&text, "|  |  |  |");
    let words: Vec<String> =
        completions(&mut editor, &repo, &text, (line, 8)).into_iter().map(|(word, _)| word).collect();
    assert_eq!(words.first().map(String::as_str), Some("Weiter"), "{words:?}");
    let steps: Vec<String> =
        completions(&mut editor, &repo, &text, (line, 5)).into_iter().map(|(word, _)| word).collect();
    assert_eq!(steps, ["1→2", "1"]);
}

#[test]
fn a_place_says_what_it_is_and_when_it_is_due() {
    let repo = repository();
    let plan = file(&repo, PATH);
    let mut editor = start(&repo);
    editor.open(&plan, 1, PLAN);
    let mut shown = |words: &str, column: usize| {
        let hover = editor.ask_at("textDocument/hover", &plan, (line_of(PLAN, words), column));
        hover["contents"]["value"].as_str().unwrap_or("").replace("\\", "")
    };
    assert_eq!(shown("Critical bugs fixed", 3), "**Exit criterion of Stage 1** · open\n\nDue when Stage 1 is left.");
    assert_eq!(
        shown("Core flow validated", 10),
        "**Exit criterion of Stage 0** · met\n\nDue now: leaving Stage 0 is recorded here (line 245)."
    );
    assert_eq!(
        shown("Customers recruited", 8),
        "**Entry criterion of Stage 1** · met\n\nDue now: Stage 1 is entered here (line 245)."
    );
    assert!(
        shown("GTM checklist complete", 8)
            .starts_with("**Entry criterion of Stage 3** · open\n\nDue when Stage 3 is entered.")
    );
    assert!(shown("Monitor leading metrics daily", 8).starts_with("**Work of Stage 2** · not ticked"));
    let owner = shown("**Owner:**", 14);
    assert!(owner.starts_with("**Owner** · filled\n\nDue"), "{owner}");
    let target = shown("- Target: [10-25%] of users", 3);
    assert!(target.starts_with("**Target of Stage 2** · open\n\nDue when Stage 2 is entered."), "{target}");
    assert!(shown("| 2026-03-02 | 0→1 |", 5).starts_with("**Decision 0→1 proceed** · recorded"));
    assert!(shown("| [Date] | 1→2 |", 5).contains("not recorded yet"));
    let stage = shown("## Stage 1: Alpha", 5);
    assert!(
        stage.starts_with("**Stage 1** · 1 of 2 gates met, 3 of 7 criteria\n\nOpen:\n\n- exit: 3 of 3 alpha"),
        "{stage}"
    );
    let rollout = shown("## Rollout: One-page checkout", 8);
    assert!(
        rollout.starts_with(
            "**The rollout is at Stage 1**\n\nThe change is judged against the merge base with origin/main"
        ),
        "{rollout}"
    );
    assert_eq!(shown("One page instead of four", 3), "");
}

#[test]
fn each_stage_says_how_many_gates_are_met() {
    let repo = repository();
    let plan = file(&repo, PATH);
    let mut editor = start(&repo);
    editor.open(&plan, 1, PLAN);
    let lenses = |editor: &mut Editor| -> Vec<(usize, String)> {
        let all = editor.ask("textDocument/codeLens", json!({ "textDocument": { "uri": uri(&plan) } }));
        let lens = |lens: &Value| {
            let line = lens["range"]["start"]["line"].as_u64().unwrap() as usize;
            (line, lens["command"]["title"].as_str().unwrap().to_owned())
        };
        all.as_array().unwrap().iter().map(lens).collect()
    };
    let stages = |name: &str| line_of(PLAN, name);
    let first = lenses(&mut editor);
    assert_eq!(first[0], (stages("## Stage 0"), "2 of 2 gates met, 6 of 6 criteria".to_owned()));
    assert_eq!(first[1], (stages("## Stage 1"), "1 of 2 gates met, 3 of 7 criteria · the rollout is here".to_owned()));
    assert_eq!(first[2].0, stages("## Stage 2"));
    editor.edit(&plan, 2, &with(PLAN, "- [ ] Critical bugs fixed", "- [x] Critical bugs fixed"));
    assert_eq!(lenses(&mut editor)[1].1, "1 of 2 gates met, 4 of 7 criteria · the rollout is here");
    editor.tell("textDocument/didOpen", json!({ "textDocument": { "uri": uri(&file(&repo, "README.md")), "languageId": "markdown", "version": 1, "text": "# No plan" } }));
    assert_eq!(
        editor.ask("textDocument/codeLens", json!({ "textDocument": { "uri": uri(&file(&repo, "README.md")) } })),
        Value::Null
    );
}

#[test]
fn the_name_of_a_flag_leads_to_its_value() {
    let repo = repository();
    repo.write(".rolloutlint.yml", "exposure: [{ file: config/flags.yaml, at: 'features.{flag}', scale: 100 }]\n");
    repo.write("config/flags.yaml", "features:\n  other: 1\n  checkout_one_page: 25\n");
    let plan = file(&repo, PATH);
    let mut editor = start(&repo);
    editor.open(&plan, 1, PLAN);
    let flag = line_of(PLAN, "**Feature Flag**");
    let column = PLAN.lines().nth(flag).unwrap().find("checkout_one_page").unwrap() + 4;
    for place in [(flag, column), (line_of(PLAN, "## Rollout: One-page"), 12), (line_of(PLAN, "**Rollout ID:**"), 18)] {
        let found = editor.ask_at("textDocument/definition", &plan, place);
        assert_eq!(found[0]["uri"], uri(&file(&repo, "config/flags.yaml")), "{place:?}: {found}");
        assert_eq!(found[0]["range"]["start"], json!({ "line": 2, "character": 21 }), "{found}");
    }
    assert_eq!(editor.ask_at("textDocument/definition", &plan, (line_of(PLAN, "**Tech Lead:**"), 18)), Value::Null);
    let hover = editor.ask_at("textDocument/hover", &plan, (flag, column));
    let text = hover["contents"]["value"].as_str().unwrap().replace('\\', "");
    assert!(text.contains("25 %** ") || text.contains("· 25 % in `config/flags.yaml:3`"), "{text}");
    // The text that is open counts, saved or not.
    editor.open(&file(&repo, "config/flags.yaml"), 1, "features:\n  checkout_one_page: 0\n");
    let found = editor.ask_at("textDocument/definition", &plan, (flag, column));
    assert_eq!(found[0]["range"]["start"]["line"], 1, "{found}");
}
