//! The session itself: how it begins and ends, and what does not end it.

use super::editor::{Editor, able, change, uri};
use super::{PATH, PLAN, file, repository, server, start, with};
use serde_json::{Value, json};

#[test]
fn a_session_ends_as_the_protocol_has_it() {
    let repo = repository();
    let editor = start(&repo);
    assert_eq!(editor.stop().code(), Some(0));

    // An editor that goes without a word.
    let (code, errors) = start(&repo).hang_up();
    assert_eq!((code, errors.as_str()), (Some(1), ""));

    let mut editor = start(&repo);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.hang_up().0, Some(1), "exit without shutdown");

    let mut editor = start(&repo);
    editor.ask("shutdown", Value::Null);
    let late = editor.ask_for_any("textDocument/hover", json!({}));
    assert_eq!(late["error"]["code"], -32600, "{late}");
}

#[test]
fn the_extension_has_the_version_of_the_program() {
    let package: Value = serde_json::from_str(include_str!("../../editors/vscode/package.json")).unwrap();
    assert_eq!(package["version"], env!("CARGO_PKG_VERSION"));
    assert!(include_str!("../../editors/vscode/README.md").contains(concat!(env!("CARGO_PKG_VERSION"), ".vsix")));
}

#[test]
fn a_question_before_the_session_or_one_that_is_unknown_has_an_answer() {
    let repo = repository();
    let mut editor = Editor::connect(server(&repo, &[]));
    let early = editor.ask_for_any("textDocument/hover", json!({}));
    assert_eq!(early["error"]["code"], -32002, "{early}");
    editor.ask("initialize", json!({ "capabilities": {} }));
    let unknown = editor.ask_for_any("textDocument/rename", json!({}));
    assert_eq!(unknown["error"]["code"], -32601, "{unknown}");
    assert!(editor.stop().success());
}

#[test]
fn what_is_no_message_is_said_on_standard_error() {
    let repo = repository();
    let mut editor = start(&repo);
    editor.write(b"Content-Length: 5\r\n\r\nhello");
    let (code, errors) = editor.hang_up();
    assert_eq!(code, Some(2));
    assert!(errors.starts_with("error: what came in is no message of the Language Server Protocol"), "{errors}");
}

#[test]
fn a_message_with_a_fault_is_told_and_ends_nothing() {
    let repo = repository();
    let plan = file(&repo, PATH);
    let mut editor = start(&repo);
    editor.open(&plan, 1, PLAN);
    editor.tell("textDocument/didChange", json!({ "textDocument": 7 }));
    let told = editor.wait("a message", |message| message["method"] == "window/showMessage");
    assert_eq!(told["params"]["type"], 1, "{told}");
    let answer = editor.ask_for_any("textDocument/hover", json!({ "position": "here" }));
    assert_eq!(answer["error"]["code"], -32603, "{answer}");
    // What is no file is left alone.
    let untitled = json!({ "uri": "untitled:Untitled-1", "languageId": "markdown", "version": 1, "text": PLAN });
    editor.tell("textDocument/didOpen", json!({ "textDocument": untitled }));
    assert_eq!(editor.edit(&plan, 2, &with(PLAN, "One page instead", "A page instead")), Vec::<Value>::new());
    assert!(editor.stop().success());
}

#[test]
fn a_repository_that_cannot_be_read_is_told_on_the_plan() {
    let repo = repository();
    let mut editor = start(&repo);
    let plan = file(&repo, PATH);
    editor.open(&plan, 1, PLAN);
    let config = repo.read(".git/config");
    repo.write(".git/config", "[broken");
    let shown = editor.edit(&plan, 2, PLAN);
    assert_eq!(shown[0]["code"], "could-not-check", "{shown:#?}");
    repo.write(".git/config", config);
    assert_eq!(editor.edit(&plan, 3, PLAN), Vec::<Value>::new());
}

#[test]
fn a_name_with_signs_is_the_same_file() {
    let repo = repository();
    let path = "rollouts/über uns/checkout #2.md";
    repo.write(path, PLAN);
    let mut editor = Editor::start(server(&repo, &[]), able());
    let name = uri(&repo.path().join("rollouts")) + "/%C3%BCber%20uns/checkout%20%232.md";
    let text = with(PLAN, "**Owner:** Priya Nair", "**Owner:** [Name]");
    let document = json!({ "uri": name, "languageId": "markdown", "version": 3, "text": text });
    editor.tell("textDocument/didOpen", json!({ "textDocument": document }));
    let shown = editor.wait("what is shown", |message| message["params"]["uri"] == name.as_str());
    let found = shown["params"]["diagnostics"].as_array().unwrap();
    assert!(found.iter().any(|found| found["code"] == "placeholder"), "{found:#?}");
    // The protocol has changes as a list, of which the last one counts.
    let mut changes = change(&file(&repo, PATH), 4, PLAN);
    changes["textDocument"]["uri"] = json!(name);
    changes["contentChanges"] = json!([{ "text": "" }, { "text": PLAN }]);
    editor.tell("textDocument/didChange", changes);
    let shown = editor.wait("what is shown", |message| {
        message["params"]["uri"] == name.as_str() && message["params"]["version"] == 4
    });
    let found = shown["params"]["diagnostics"].as_array().unwrap();
    assert!(found.iter().all(|found| found["code"] != "placeholder"), "{found:#?}");
}
