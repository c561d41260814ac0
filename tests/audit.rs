//! What history says: a repository in which everything happens once, and what the audit tells of
//! it.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use std::process::Command;
use support::{Repo, Run, SECOND, WAITING, compare_or_update, compliant, history, root, steady, with};

fn audit(repo: &Repo, more: &[&str]) -> Run {
    repo.run(&[&["audit", "--today", "2026-05-04"], more].concat())
}

#[test]
fn everything_that_happened_is_told_and_nothing_else() {
    let repo = history();
    assert_eq!(repo.git(&["rev-list", "--first-parent", "--count", "HEAD"]), "60");
    let run = audit(&repo, &[]);
    assert_eq!(run.code, 1, "{}", run.err);
    compare_or_update(&root().join("tests/snapshots/audit.txt"), &repo.with_subjects(&steady(&repo, &run.out)));
}

#[test]
fn a_row_that_takes_its_decision_back_is_told_until_it_is_mended() {
    let repo = Repo::new();
    let told = |repo: &Repo| audit(repo, &[]).out.matches("warning[audit-unlogged-transition] 1 → 2 has a row").count();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.commit("Alpha", "2026-03-09");
    repo.write("rollouts/checkout.md", compliant("stage-2").replace("1→2 | Proceed |", "1→2 | Proceed (not yet) |"));
    repo.commit("Beta", "2026-03-16");
    assert_eq!(told(&repo), 1);
    repo.write("rollouts/checkout.md", compliant("stage-2"));
    repo.commit("Decide on the beta", "2026-03-17");
    assert_eq!(told(&repo), 0);
}

#[test]
fn programs_read_the_same() {
    let repo = history();
    let run =
        audit(&repo, &["--format", "json=audit.json", "--format", "csv=audit.csv", "--format", "markdown=audit.md"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    let page: Value = serde_json::from_str(&repo.read("audit.json")).unwrap();
    let transitions: Vec<&Value> = page["rollouts"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|rollout| rollout["transitions"].as_array().unwrap())
        .collect();
    let mut reader = csv::Reader::from_path(repo.path().join("audit.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    // The last rows say what was read.
    let (coverage, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| &row[22] == "coverage");
    assert!(coverage[0][8].starts_with("coverage: 6 rollouts, of which 6 judged"), "{coverage:?}");
    assert_eq!(rows.len(), transitions.len());
    for (row, transition) in rows.iter().zip(&transitions) {
        assert_eq!((&row[3], &row[4]), (transition["from"].as_str().unwrap(), transition["to"].as_str().unwrap()));
        assert_eq!(&row[11], transition["commit"]["id"].as_str().unwrap());
    }
    let later: Vec<&&Value> = transitions.iter().filter(|transition| transition["recorded"] == "later").collect();
    assert_eq!(later.len(), 1);
    assert_eq!(later[0]["recorded_in"]["pull_request"], 14);
    let markdown = repo.read("audit.md");
    for title in
        ["One-page checkout", "Search suggestions", "Invoices by mail", "Loyalty points", "Support chat", "Data export"]
    {
        assert!(markdown.contains(&format!("\n## {title} (RO-10")), "{title}");
    }
}

#[test]
fn hostile_text_stays_text() {
    let repo = history();
    let bad = "</title></svg><script>alert(1)</script>\"'=1+1 @acme ::error::x";
    let plan = repo
        .read("rollouts/chat.md")
        .replace("Support chat", bad)
        .replace("Answers took an hour", &format!("=HYPERLINK({bad})"));
    repo.write("rollouts/chat.md", plan);
    repo.commit("Be hostile", "2026-05-01");
    audit(&repo, &["--format", "csv=audit.csv", "--format", "markdown=audit.md"]);
    assert!(!repo.read("audit.md").contains("<script"));
    let mut reader = csv::Reader::from_path(repo.path().join("audit.csv")).unwrap();
    for row in reader.records().map(|row| row.unwrap()) {
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
    }
}

#[test]
fn a_part_of_history_and_a_part_of_the_plans_can_be_asked_for() {
    let repo = history();
    let told = |more: &[&str]| {
        let run = audit(&repo, &[&["--format", "json"], more].concat());
        let page = run.json();
        let rollouts = page["rollouts"].as_array().unwrap().clone();
        let count = rollouts.iter().map(|rollout| rollout["transitions"].as_array().unwrap().len()).sum::<usize>();
        (rollouts.len(), count, run.code)
    };
    assert_eq!(told(&["rollouts/chat.md"]), (1, 2, 0));
    assert_eq!(told(&["--since", "2026-04-01", "rollouts/fast-checkout.md"]), (1, 1, 0));
    assert_eq!(told(&["--until", "2026-03-06"]).1, 5);
    let middle = repo.git(&["rev-parse", "HEAD~20"]);
    let (before, after) = (told(&["--until", &middle]).1, told(&["--since", &middle]).1);
    assert_eq!(before + after, told(&[]).1);
    assert_eq!(audit(&repo, &["--since", "nowhere"]).code, 2);
    assert_eq!(audit(&repo, &["--format", "pdf"]).code, 2);
}

#[test]
fn a_shallow_clone_says_what_it_cannot_know() {
    let repo = history();
    let clone = Repo::without_git();
    let url = format!("file://{}", repo.path().display());
    clone.git(&["clone", "-q", "--depth=30", &url, "."]);
    let run = audit(&clone, &[]);
    assert!(run.out.contains("note: this clone is shallow"), "{}", run.out);
}

/// A plan of the folder `docs/launches` that goes to Stage 2, with the row's day.
fn moved(text: &str) -> String {
    with(text, WAITING, SECOND)
}

/// The steps that an audit tells of each rollout, each with the subject of its commit.
fn steps(repo: &Repo) -> Vec<(String, Vec<String>)> {
    let run = audit(repo, &["--format", "json"]);
    let page = run.json();
    let step = |transition: &Value| {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        format!(
            "{} {} {}: {}",
            text(&transition["from"]),
            text(&transition["to"]),
            text(&transition["recorded"]),
            text(&transition["commit"]["subject"])
        )
    };
    let steps = |rollout: &Value| rollout["transitions"].as_array().unwrap().iter().map(step).collect();
    let rollouts = page["rollouts"].as_array().unwrap();
    rollouts.iter().map(|rollout| (rollout["path"].as_str().unwrap().to_owned(), steps(rollout))).collect()
}

#[test]
fn what_was_there_before_the_first_configuration_is_read_as_it_says() {
    let repo = Repo::new();
    repo.write("docs/launches/checkout.md", compliant("stage-1"));
    repo.commit("Plan (#1)", "2026-03-09");
    repo.write("docs/launches/checkout.md", moved(&compliant("stage-1")));
    repo.commit("Go to Stage 2 (#2)", "2026-03-16");
    repo.write(".rolloutlint.yml", "plans: [\"docs/launches/*.md\"]\n");
    repo.commit("Use rolloutlint (#3)", "2026-03-20");
    let told = ["0 1 at-once: Plan (#1)", "1 2 at-once: Go to Stage 2 (#2)"].map(str::to_owned).to_vec();
    assert_eq!(steps(&repo), [("docs/launches/checkout.md".to_owned(), told)]);
}

#[test]
fn plans_are_followed_through_configurations_that_move_them() {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", "plans: [\"docs/launches/*.md\"]\n");
    repo.write("docs/launches/checkout.md", compliant("stage-1"));
    repo.commit("Plan (#1)", "2026-03-09");
    repo.write("docs/launches/checkout.md", moved(&compliant("stage-1")));
    repo.commit("Go to Stage 2 (#2)", "2026-03-16");
    repo.write(".rolloutlint.yml", "plans: [\"plans/*.md\"]\n");
    std::fs::create_dir(repo.path().join("plans")).unwrap();
    repo.git(&["mv", "docs/launches/checkout.md", "plans/pay.md"]);
    repo.commit("Move the plans (#3)", "2026-03-20");
    repo.edit("plans/pay.md", &[(&format!("{SECOND}\n"), "")]);
    repo.commit("Take it back (#4)", "2026-03-21");
    // A configuration that nobody can read keeps nothing from being told.
    repo.write(".rolloutlint.yml", "plans: [\n");
    repo.commit("Break the configuration (#5)", "2026-03-22");
    repo.write(".rolloutlint.yml", "plans: [\"plans/*.md\"]\n");
    repo.commit("Mend the configuration (#6)", "2026-03-23");
    let told = ["0 1 at-once: Plan (#1)", "1 2 at-once: Go to Stage 2 (#2)", "2 1 withdrawn: Take it back (#4)"];
    assert_eq!(steps(&repo), [("plans/pay.md".to_owned(), told.map(str::to_owned).to_vec())]);
}

/// What an audit tells, by the subjects of the commits, without what it says of the clone itself.
fn told(repo: &Repo) -> String {
    told_of(repo, &audit(repo, &[]).out)
}

fn told_of(repo: &Repo, text: &str) -> String {
    let (told, coverage) = text.split_once("\ncoverage: ").unwrap_or_else(|| panic!("{text}"));
    repo.with_subjects(&format!("{told}\n{}", coverage.lines().next().unwrap()))
}

#[test]
fn git_in_every_shape_tells_the_same() {
    let repo = history();
    let wanted = told(&repo);
    let url = format!("file://{}", repo.path().display());
    let clone = |args: &[&str]| {
        let clone = Repo::without_git();
        clone.git(&[&["clone", "-q"], args, &[&url, "."]].concat());
        clone
    };
    let bare = clone(&["--bare"]);
    assert_eq!(told(&bare), wanted, "bare");
    let sparse = clone(&["--sparse"]);
    assert!(!sparse.path().join("rollouts").exists());
    assert_eq!(told(&sparse), wanted, "sparse");
    let stands = |repo: &Repo| repo.run(&["status", "--today", "2026-05-04"]).out;
    assert_eq!(stands(&sparse), stands(&repo), "what is left out of the disk stands where it stood");
    let with_graph = clone(&[]);
    with_graph.git(&["commit-graph", "write", "--reachable", "--changed-paths"]);
    assert_eq!(told(&with_graph), wanted, "commit-graph");
    let graph = with_graph.path().join(".git/objects/info/commit-graph");
    let mut permissions = std::fs::metadata(&graph).unwrap().permissions();
    #[allow(clippy::permissions_set_readonly_false)]
    permissions.set_readonly(false);
    std::fs::set_permissions(&graph, permissions).unwrap();
    std::fs::write(&graph, [0; 3000]).unwrap();
    // Git itself says that it is broken, and goes on: so the subjects come from another clone.
    assert_eq!(told_of(&repo, &audit(&with_graph, &[]).out), wanted, "a broken commit-graph");
    let packed = clone(&[]);
    packed.git(&["repack", "-adfq"]);
    assert_eq!(told(&packed), wanted, "deltas from new to old");
    let linked = Repo::without_git();
    repo.git(&["worktree", "add", "-q", "--detach", &linked.path().join("tree").to_string_lossy()]);
    let run = linked.run(&["-C", "tree", "audit", "--today", "2026-05-04"]);
    assert_eq!(told_of(&repo, &run.out), wanted, "a linked worktree");
    let above = Repo::new();
    above.write("README.md", "above\n");
    above.commit("Above", "2026-03-01");
    above.git(&["-c", "protocol.file.allow=always", "submodule", "add", "-q", &url, "plans"]);
    let run = above.run(&["-C", "plans", "audit", "--today", "2026-05-04"]);
    assert_eq!(told_of(&repo, &run.out), wanted, "a submodule");
    let sha256 = Repo::without_git();
    let script = format!(
        "git init -q --object-format=sha256 -b main . && git -C {} fast-export --all --signed-tags=strip | git fast-import --quiet",
        repo.path().display()
    );
    let made = Command::new("sh").arg("-c").arg(script).current_dir(sha256.path()).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    assert_eq!(told(&sha256), wanted, "SHA-256");
}

#[test]
fn what_a_partial_clone_left_out_is_said_and_nothing_passes() {
    let repo = history();
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let clone = Repo::without_git();
    let url = format!("file://{}", repo.path().display());
    clone.git(&["clone", "-q", "--filter=blob:none", "--no-checkout", &url, "."]);
    let run = audit(&clone, &["--format", "json"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("git fetch --refetch --no-filter"), "{}", run.err);
}

#[test]
fn commits_with_odd_clocks_and_names_are_told_in_their_place() {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.commit("Plan (#1)", "2026-03-09");
    repo.write("rollouts/checkout.md", moved(&compliant("stage-1")));
    repo.commit("Go to Stage 2 (#2)", "2098-01-01");
    repo.write("README.md", "x\n");
    repo.commit("Other", "1971-01-01");
    repo.write("rollouts/checkout.md", moved(&compliant("stage-1")).replace("Stage 2", "Stage  2"));
    repo.commit("Format (#3)", "2026-04-01");
    let count = |more: &[&str]| {
        let run = audit(&repo, &[&["--format", "json"], more].concat());
        let page = run.json();
        let rollouts = page["rollouts"].as_array().unwrap();
        rollouts.iter().map(|rollout| rollout["transitions"].as_array().unwrap().len()).sum::<usize>()
    };
    assert_eq!(count(&["--until", "2026-05-01"]), 2, "a clock that is ahead hides nothing");
    assert_eq!(count(&["--since", "2026-03-20"]), 1, "neither does one that is behind");
    for (args, words) in [
        (["--since", "2026-3-5"], "a day is written YYYY-MM-DD"),
        (["--since", "nowhere"], "is not in this repository"),
    ] {
        assert!(audit(&repo, &args).err.contains(words), "{words}");
    }
    let slip = audit(&repo, &["rollouts/chekout.md"]);
    assert_eq!(slip.code, 2);
    assert!(slip.err.contains("no plan was ever called `rollouts/chekout.md`"), "{}", slip.err);
    assert!(audit(&repo, &["--since", "HEAD"]).out.contains("no commit lies between"), "an empty range is said");
    assert!(audit(&repo, &["--since", "2999-01-01"]).out.contains("a day that has not come yet"), "and why it is");
}

#[test]
fn a_jump_that_is_recorded_a_step_at_a_time_is_told_in_its_steps() {
    let repo = Repo::new();
    let unrecorded = compliant("stage-2").replace(
        "| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |\n",
        "| [Date] | 0→1 | Proceed | [Why] | [Name] |\n",
    );
    let row = compliant("stage-2").lines().find(|line| line.contains("| 1→2 | Proceed")).unwrap().to_owned();
    let unrecorded = unrecorded.replace(&row, WAITING);
    repo.write("rollouts/checkout.md", compliant("stage-0"));
    repo.commit("Plan (#1)", "2026-02-20");
    repo.write("rollouts/checkout.md", unrecorded);
    repo.commit("Go on (#2)", "2026-03-09");
    repo.write("rollouts/checkout.md", compliant("stage-2"));
    repo.commit("Record it (#3)", "2026-03-20");
    let told = ["0 1 later: Go on (#2)", "1 2 later: Go on (#2)"].map(str::to_owned).to_vec();
    assert_eq!(steps(&repo), [("rollouts/checkout.md".to_owned(), told)]);
}

#[test]
fn a_path_that_another_plan_had_and_a_row_that_comes_back_are_told_apart() {
    let repo = Repo::new();
    repo.write("rollouts/a.md", compliant("stage-1"));
    repo.write("rollouts/b.md", compliant("stage-1").replace("RO-014", "RO-015"));
    repo.commit("Plans (#1)", "2026-03-09");
    repo.git(&["rm", "-q", "rollouts/b.md"]);
    repo.commit("Remove one (#2)", "2026-03-10");
    repo.git(&["mv", "rollouts/a.md", "rollouts/b.md"]);
    repo.commit("Move the other (#3)", "2026-03-11");
    for (text, subject, day) in [
        (moved(&compliant("stage-1")), "Go to Stage 2 (#4)", "2026-03-16"),
        (compliant("stage-1"), "Take it back (#5)", "2026-03-17"),
        (moved(&compliant("stage-1")), "Go again (#6)", "2026-03-18"),
    ] {
        repo.write("rollouts/b.md", text);
        repo.commit(subject, day);
    }
    let told = [
        "0 1 at-once: Plans (#1)", "1 2 at-once: Go to Stage 2 (#4)", "2 1 withdrawn: Take it back (#5)",
        "1 2 rewritten: Go again (#6)",
    ];
    let wanted = [
        ("rollouts/b.md".to_owned(), told.map(str::to_owned).to_vec()),
        ("rollouts/b.md".to_owned(), vec!["0 1 at-once: Plans (#1)".to_owned()]),
    ];
    assert_eq!(steps(&repo), wanted);
}

#[test]
fn a_folder_is_told_with_its_log_elsewhere() {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", "log: docs/decision-log.md\n");
    let plan = compliant("stage-1");
    let (before, after) = plan.split_once("## Decision Log").unwrap();
    let (table, rest) = after.split_once("---\n\n## Post-GA").unwrap();
    repo.write("rollouts/checkout.md", format!("{before}## Post-GA{rest}"));
    repo.write("docs/decision-log.md", format!("# Decision Log\n{table}"));
    repo.commit("Plan (#1)", "2026-03-09");
    repo.write("docs/decision-log.md", format!("# Decision Log\n{}", moved(table)));
    repo.commit("Go to Stage 2 (#2)", "2026-03-16");
    let run = audit(&repo, &["rollouts"]);
    assert!(run.out.contains("1 → 2     Proceed by Priya Nair"), "{}{}", run.out, run.err);
    assert!(!run.out.contains("audit-unlogged-transition"), "{}", run.out);
}
