//! What people paste: the workflows and files of the documentation, the action, and what they say
//! of each other.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use support::{Repo, compliant, moved_on, root};

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// README and the pages.
fn pages() -> Vec<String> {
    let mut pages = vec!["README.md".to_owned()];
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        pages.extend(name.ends_with(".md").then(|| format!("docs/{name}")));
    }
    pages.sort();
    pages
}

/// The blocks of a language in the README and the pages, with where they are from.
fn blocks(language: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for page in pages() {
        let text = read(&page);
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let indent = line.len() - line.trim_start().len();
            if line.trim() != format!("```{language}") {
                continue;
            }
            let block: Vec<&str> = lines
                .by_ref()
                .take_while(|line| line.trim() != "```")
                .map(|line| line.get(indent..).unwrap_or(""))
                .collect();
            found.push((page.clone(), block.join("\n") + "\n"));
        }
    }
    found
}

fn workflows() -> Vec<(String, Value)> {
    let is_workflow = |(page, text): (String, String)| text.contains("jobs:").then(|| (page, yaml(&text)));
    blocks("yaml").into_iter().filter_map(is_workflow).collect()
}

fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
}

fn steps(value: &Value) -> Vec<Value> {
    let jobs = value["jobs"].as_object().unwrap().values();
    jobs.flat_map(|job| job["steps"].as_array().unwrap().clone()).collect()
}

#[test]
fn every_workflow_to_paste_uses_the_action_as_it_is() {
    let inputs = keys(&yaml(&read("action.yml"))["inputs"]);
    let workflows = workflows();
    assert!(workflows.len() >= 7, "{}", workflows.len());
    for (page, workflow) in &workflows {
        assert!(!workflow["on"].is_null(), "{page}: on no event");
        assert!(workflow["name"].is_string(), "{page}: `workflow_run` knows a workflow by its name");
        assert_eq!(workflow["permissions"], serde_json::json!({}), "{page}: permissions are the job's");
        let comments = ["pull_request", "workflow_run"].iter().any(|event| workflow["on"].to_string().contains(event));
        assert_eq!(workflow["concurrency"].is_object(), comments, "{page}: one run for a pull request at a time");
        for job in workflow["jobs"].as_object().unwrap().values() {
            assert_eq!(job["permissions"]["contents"], "read", "{page}");
            let is_silent = job["steps"].to_string().contains("\"comments\":\"off\"");
            assert_eq!(job["permissions"]["pull-requests"] == "write", comments && !is_silent, "{page}");
            let name = job["name"].as_str().unwrap();
            assert!(!name.contains("${{"), "{page}: a name that changes never reports in a merge queue: {name}");
        }
        let on = &workflow["on"];
        if ["pull_request", "pull_request_target"].iter().any(|event| !on[event].is_null()) {
            // Without `edited` nothing runs when the pull request gets another base.
            let wanted = yaml(&read("src/cli/init/workflow.yml"));
            for part in ["on", "concurrency"] {
                let own = workflow[part].to_string().replace("pull_request_target", "pull_request");
                assert_eq!(own, wanted[part].to_string(), "{page}: {part} is that of `init`");
            }
            let needed = keys(&wanted["jobs"]["rolloutlint"]["permissions"]);
            for job in workflow["jobs"].as_object().unwrap().values() {
                assert!(keys(&job["permissions"]).is_superset(&needed), "{page}");
            }
        }
        let ours = steps(workflow).into_iter().filter(|step| step["uses"] == "your-org/rolloutlint@v1");
        let ours: Vec<Value> = ours.collect();
        // An audit of many repositories runs the image.
        let has_image = workflow.to_string().contains("ghcr.io/your-org/rolloutlint:1");
        assert!(!ours.is_empty() || has_image, "{page}");
        for step in ours {
            let unknown: Vec<String> = keys(&step["with"]).difference(&inputs).cloned().collect();
            assert!(unknown.is_empty(), "{page}: no input {unknown:?}");
        }
        for step in steps(workflow) {
            assert!(step["with"]["fetch-depth"].is_null(), "{page}: a shallow checkout is enough");
        }
    }
}

/// What zizmor refuses by default, seen without zizmor. `tests/workflows/run` asks zizmor itself,
/// for the texts that are written to the folder `WORKFLOWS`.
#[test]
fn workflows_to_paste_are_pinned_and_keep_no_credentials() {
    let own =
        ["rollouts", "release", "test", "nightly"].map(|name| read(&format!(".github/workflows/{name}.yml"))).concat();
    let folder = std::env::var_os("WORKFLOWS").map(std::path::PathBuf::from);
    let texts: Vec<(String, String)> = ["yaml", "yml"].into_iter().flat_map(blocks).collect();
    for (index, (page, text)) in texts.iter().filter(|(_, text)| text.contains("jobs:")).enumerate() {
        for line in text.lines().filter(|line| line.trim_start().starts_with("- uses: ")) {
            let (action, comment) = line.split_once(" # ").unwrap_or((line, ""));
            let (action, reference) = action.split_once("uses: ").unwrap().1.split_once('@').unwrap();
            let is_commit = reference.len() == 40 && reference.chars().all(|digit| digit.is_ascii_hexdigit());
            let is_pinned = is_commit && comment.starts_with('v');
            let is_ours = action == "your-org/rolloutlint" && comment.starts_with("zizmor: ignore[unpinned-uses] ");
            assert!(is_pinned || is_ours, "{page}: {line}");
            // One commit of each action, here and in the workflows of this repository.
            let elsewhere = own.split(&format!("uses: {action}@")).nth(1);
            assert!(elsewhere.is_none_or(|rest| rest.starts_with(reference)), "{page}: {line}");
        }
        for event in ["workflow_run", "pull_request_target"] {
            let line = text.lines().find(|line| line.trim_start().starts_with(&format!("{event}:")));
            assert!(line.is_none_or(|line| line.contains("# zizmor: ignore[dangerous-triggers] ")), "{page}: {line:?}");
        }
        for step in steps(&yaml(text)) {
            let is_checkout = step["uses"].as_str().unwrap_or_default().starts_with("actions/checkout@");
            assert!(!is_checkout || step["with"]["persist-credentials"] == false, "{page}: {step}");
        }
        if let Some(folder) = &folder {
            let name = page.replace('/', "-").replace(".md", "");
            fs::write(folder.join(format!("{name}-{index}.yml")), text).unwrap();
        }
    }
}

#[test]
fn init_writes_the_workflow_of_the_pages() {
    for page in ["README.md", "docs/setup.md", "docs/merge-queues.md"] {
        let first = blocks("yaml").into_iter().find(|(from, text)| from == page && text.contains("jobs:"));
        assert_eq!(read("src/cli/init/workflow.yml"), first.unwrap().1, "{page}");
    }
}

#[test]
fn the_workflow_after_another_names_it_as_it_is_called() {
    let name = yaml(&read("src/cli/init/workflow.yml"))["name"].clone();
    let after = workflows().into_iter().filter(|(_, workflow)| !workflow["on"]["workflow_run"].is_null());
    let named: Vec<Value> = after.map(|(_, workflow)| workflow["on"]["workflow_run"]["workflows"][0].clone()).collect();
    assert!(!named.is_empty() && named.iter().all(|other| *other == name), "{named:?}");
}

#[test]
fn the_set_up_page_names_every_input_and_output() {
    let (action, page) = (yaml(&read("action.yml")), read("docs/setup.md"));
    for name in keys(&action["inputs"]).iter().chain(&keys(&action["outputs"])) {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn the_action_hands_its_inputs_on_and_nothing_is_part_of_a_script() {
    let action = yaml(&read("action.yml"));
    let steps = action["runs"]["steps"].as_array().unwrap();
    let script = |name: &str| read(&format!("action/{name}.sh"));
    // The program itself reads the names that begin as its own.
    let scripts: String = ["install", "build", "run"].map(script).concat() + "ROLLOUTLINT_REPOSITORY";
    let mut handed_on = BTreeSet::new();
    for step in steps {
        let run = step["run"].as_str().unwrap();
        assert!(!run.contains("${{"), "{run}");
        for (variable, value) in step["env"].as_object().unwrap() {
            let value = value.as_str().unwrap();
            assert!(scripts.contains(variable) || variable == "GITHUB_TOKEN", "{variable} is not used");
            let input = value.trim_start_matches("${{ inputs.").trim_end_matches(" }}");
            handed_on.extend(value.contains("inputs.").then(|| input.to_owned()));
        }
    }
    assert_eq!(handed_on, keys(&action["inputs"]));
    // The token is for the step that asks for the release, and for the last one. Nothing is
    // compiled with it, and the first of them runs nothing that it downloads.
    let has_token = |step: &Value| step["env"].to_string().contains("inputs.token");
    assert_eq!(steps.iter().map(has_token).collect::<Vec<_>>(), [true, false, true]);
    let runs =
        |line: &str| ["\"$binary\" ", "exec ", "./", "cargo "].iter().any(|start| line.trim_start().starts_with(start));
    let install = script("install");
    assert!(!install.lines().any(runs), "the step with the token runs what it downloads");
}

#[test]
fn the_action_gives_out_what_the_program_writes() {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.commit("Plan the checkout", "2026-03-09");
    repo.write("event.json", "{}");
    let path = |name: &str| repo.path().join(name).display().to_string();
    let (event, output, folder) = (path("event.json"), path("output"), path("."));
    let variables = [
        ("GITHUB_EVENT_NAME", "schedule"),
        ("GITHUB_EVENT_PATH", event.as_str()),
        ("GITHUB_OUTPUT", output.as_str()),
        ("RUNNER_TEMP", folder.as_str()),
    ];
    let run = repo.run_with(&["review", "--format", "sarif=out.sarif"], &variables);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("no findings"), "what goes to a file is written besides: {}", run.out);
    let written: BTreeSet<String> =
        repo.read("output").lines().map(|line| line.split_once('=').unwrap().0.to_owned()).collect();
    assert_eq!(written, keys(&yaml(&read("action.yml"))["outputs"]));
    assert!(repo.read("output").contains("\nsarif-file=out.sarif\n"));
    let sarif: Value = serde_json::from_str(&repo.read("out.sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let split = repo.run_with(&["review", "--format", "sarif=a\nerrors=0"], &variables);
    assert_eq!(split.code, 2, "a line break would begin another output");
}

#[test]
fn the_lines_for_other_systems_do_what_they_say() {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.commit("Plan the checkout", "2026-03-09");
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let moved = moved_on(&compliant("stage-1"));
    repo.write("rollouts/checkout.md", &moved);
    let (_, gitlab) = blocks("yaml").into_iter().find(|(_, text)| text.contains("codequality")).unwrap();
    let job = &yaml(&gitlab)["rolloutlint"];
    let line = job["script"][0].as_str().unwrap().replace("\"$CI_MERGE_REQUEST_DIFF_BASE_SHA\"", "origin/main");
    let arguments: Vec<&str> = line.split(' ').skip(1).collect();
    assert_eq!(repo.run(&arguments).code, 1);
    let report = job["artifacts"]["reports"]["codequality"].as_str().unwrap();
    let issues: Value = serde_json::from_str(&repo.read(report)).unwrap();
    let errors = issues.as_array().unwrap().iter().filter(|issue| issue["severity"] == "critical").count();
    assert_eq!((errors, issues[0]["location"]["path"].as_str()), (1, Some("rollouts/checkout.md")));
    // The hook looks at what is about to be committed.
    let hook = &yaml(&read(".pre-commit-hooks.yaml"))[0];
    let mut entry: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').skip(1).collect();
    entry.extend(hook["args"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()));
    assert_eq!(repo.run(&entry).code, 1);
    repo.commit("Start the beta", "2026-03-11");
    assert_eq!(repo.run(&entry).code, 0);
    let (_, hooks) = blocks("yaml").into_iter().find(|(_, text)| text.contains("hooks:")).unwrap();
    assert_eq!(yaml(&hooks)["repos"][0]["hooks"][0]["id"], hook["id"]);
}

#[test]
fn configurations_to_paste_are_read() {
    let mut count = 0;
    for (page, text) in blocks("yaml") {
        let is_other = ["jobs:", "script:", "repos:"].iter().any(|key| text.contains(key));
        if is_other || page == "docs/templates.md" {
            continue;
        }
        let repo = Repo::new();
        repo.write(".rolloutlint.yml", &text);
        repo.write(".github/rollouts/platform.yml", "{}\n");
        let run = repo.run(&["check"]);
        let is_read = run.code == 0 || run.err.contains("template");
        assert!(is_read, "{page}: {}\n{text}", run.err);
        count += 1;
    }
    assert!(count > 10, "{count}");
}

#[test]
fn the_decisions_of_the_page_for_plan_owners_are_taken() {
    let page = read("docs/plan-owner.md");
    let table = page.split("| what happens | decision | stage |\n").nth(1).unwrap();
    let mut count = 0;
    for line in table.lines().skip(1).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let decision = cells[2].trim_matches('`');
        if decision.starts_with("Proceed") {
            continue; // What a step asks for besides stands in the plan.
        }
        // The page has a rollout in Stage 1 go on, and one in Stage 2 go back.
        let stage = match cells[3].trim_matches('`') {
            "2→1" => "1→0",
            "2" => "1",
            "as in that row" => "0→1",
            stage => stage,
        };
        let plan = compliant("stage-1");
        let last = plan.lines().rfind(|line| line.starts_with("| 2026-")).unwrap();
        let row = format!("| 2026-03-11 | {stage} | {decision} | Two customers could not pay | Priya Nair |");
        let repo = Repo::new();
        repo.write("rollouts/checkout.md", &plan);
        repo.commit("Plan the checkout", "2026-03-09");
        repo.write("rollouts/checkout.md", plan.replace(last, &format!("{last}\n{row}")));
        let run = repo.run(&["check", "--base", "HEAD", "--today", "2026-03-11"]);
        assert_eq!(run.code, 0, "{row}: {}", run.out);
        count += 1;
    }
    assert!(count >= 4, "{count}");
}

#[test]
fn links_of_the_pages_lead_somewhere() {
    let mut pages = pages();
    pages.extend(["CONTRIBUTING.md", "ARCHITECTURE.md"].map(str::to_owned));
    for page in pages {
        let folder = root().join(&page).parent().unwrap().to_path_buf();
        for link in read(&page).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap();
            if target.is_empty() || target.contains("://") || target.contains('`') || target.contains(' ') {
                continue;
            }
            assert!(folder.join(target).exists(), "{page} links to {link}");
        }
    }
}
