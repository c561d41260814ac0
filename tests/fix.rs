//! `check --fix` and `check --diff`: byte for byte, and the second time nothing.
#![allow(clippy::unwrap_used)]

mod support;

use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use support::{Repo, compliant, root};

/// Faults with a safe fix: what to write into the compliant plan of Stage 2 instead of what, and
/// what the fix leaves there.
const FAULTS: &[(&str, &str, &str, &str)] = &[
    ("malformed-checkbox", "- [ ] No guardrail breaches", "- [] No guardrail breaches", "- [ ] No guardrail breaches"),
    ("malformed-checkbox", "- [x] Watch guardrail", "- **[x]** Watch guardrail", "- [x] Watch guardrail"),
    ("malformed-checkbox", "- [x] Collect quantitative", "-[x] Collect quantitative", "- [x] Collect quantitative"),
    (
        "malformed-checkbox",
        "- [x] Monitor leading metrics daily",
        "- Monitor leading metrics daily — ✅",
        "- [x] Monitor leading metrics daily",
    ),
    ("bracketed-value", "**Created:** 2026-02-02", "**Created:** [2026-02-02]", "**Created:** 2026-02-02"),
    ("date-format", "**Created:** 2026-02-02", "**Created:** 2 Feb 2026", "**Created:** 2026-02-02"),
    ("log-stage-format", "| 1→2 | Proceed | 3 of 3", "| 1 -> 2 | Proceed | 3 of 3", "| 1→2 | Proceed | 3 of 3"),
    ("risk-rating-invalid", "| Low | Med | Manual", "| low | MED | Manual", "| Low | Med | Manual"),
    (
        "template-row-left",
        "| Support load rises |",
        "| [Risk 3] | [X] | [X] | [Plan] |\n| Support load rises |",
        "| Support load rises |",
    ),
    ("table-row-detached", "| [Date] | 2→GA |", "\n| [Date] | 2→GA |", "| [Date] | 2→GA |"),
    (
        "accidental-heading", "**Target GA:** 2026-Q2\n\n---", "**Target GA:** 2026-Q2\n---",
        "**Target GA:** 2026-Q2\n\n---",
    ),
    (
        "suppression-unused",
        "**Total duration:**",
        "<!-- rolloutlint-disable-next-line placeholder -- set in May -->\n**Total duration:**",
        "**Total duration:**",
    ),
];

const DAY: &str = "2026-03-30";

#[test]
fn each_safe_fix_restores_the_line_and_touches_nothing_else() {
    let sound = compliant("stage-2");
    for (rule, good, bad, fixed) in FAULTS {
        for (form, bom, ending, quote) in
            [("LF", "", "\n", ""), ("CRLF with a byte order mark", "\u{feff}", "\r\n", ""), ("a quote", "", "\n", "> ")]
        {
            let line = |line: &str| [if line.is_empty() { quote.trim() } else { quote }, line, ending].concat();
            let dress = |text: &str| format!("{bom}{}", text.lines().map(line).collect::<String>());
            assert!(sound.contains(good), "{good}");
            let repo = Repo::new();
            repo.write("rollouts/a.md", dress(&sound.replacen(good, bad, 1)));
            let run = repo.run(&["check", "--fix", "--today", DAY]);
            assert_eq!(run.code, 0, "{rule}, {form}: {}{}", run.out, run.err);
            assert!(run.out.contains(&format!("({rule})\n")), "{rule}, {form}: {}", run.out);
            assert_eq!(repo.read("rollouts/a.md"), dress(&sound.replacen(good, fixed, 1)), "{rule}, {form}");
        }
    }
}

/// Words to write behind a line with a fault: no fix may lose them.
const REMARKS: &[&str] =
    &["", " — BUG-12", " (see [the board](https://board.example.com/q?a=1))", " <!-- ours -->", " `code`"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn fixes_of_any_faults_cure_them_lose_no_word_and_are_done_at_once(
        chosen in prop::collection::vec(any::<bool>(), FAULTS.len()),
        remarks in prop::collection::vec(0..REMARKS.len(), FAULTS.len()),
        (is_crlf, is_quoted) in any::<(bool, bool)>(),
    ) {
        let (mut bad_text, mut good_text) = (compliant("stage-2"), compliant("stage-2"));
        let mut rules: Vec<&str> = Vec::new();
        for (index, (rule, good, bad, fixed)) in FAULTS.iter().enumerate().filter(|(index, _)| chosen[*index]) {
            // Two faults may need the same line.
            if !bad_text.contains(good) || !good_text.contains(good) {
                continue;
            }
            // What stands behind a box is free text.
            let remark = if *rule == "malformed-checkbox" && bad.starts_with('-') && !bad.ends_with('✅') {
                REMARKS[remarks[index]]
            } else {
                ""
            };
            let with_remark = |text: &str, line: &str| {
                let text = text.replacen(good, line, 1);
                let end = text.find(line).map(|at| at + text[at..].find('\n').unwrap()).unwrap();
                format!("{}{remark}{}", &text[..end], &text[end..])
            };
            (bad_text, good_text) = (with_remark(&bad_text, bad), with_remark(&good_text, fixed));
            rules.push(rule);
        }
        let line = |line: &str| match (is_quoted, line.is_empty()) {
            (true, true) => ">".to_owned(),
            (true, false) => format!("> {line}"),
            (false, _) => line.to_owned(),
        };
        let ending = if is_crlf { "\r\n" } else { "\n" };
        let dress = |text: &str| text.lines().map(|text| line(text) + ending).collect::<String>();
        let repo = Repo::new();
        repo.write("rollouts/a.md", dress(&bad_text));
        let run = repo.run(&["check", "--fix", "--today", DAY, "--format", "short"]);
        prop_assert_eq!(repo.read("rollouts/a.md"), dress(&good_text), "{}{}", run.out, run.err);
        let again = repo.run(&["check", "--fix", "--today", DAY, "--format", "short"]);
        prop_assert!(!again.err.contains("fixed "), "{}", again.err);
        for rule in rules {
            prop_assert!(!again.out.contains(&format!("[{rule}]")), "{}", again.out);
        }
    }
}

#[test]
fn a_box_that_is_written_right_where_no_item_can_be_is_told_and_left() {
    let repo = Repo::new();
    let text =
        compliant("stage-2") + "\n## Notes\n\nEvery day:\n     - [ ] Watch the dashboards\n- [ ] Tell the team\n";
    repo.write("rollouts/a.md", &text);
    let run = repo.run(&["check", "--fix", "--today", DAY, "--format", "short"]);
    assert!(run.out.contains("[malformed-checkbox] `[ ]` is no box that Markdown knows: Watch"), "{}", run.out);
    assert!(!run.err.contains("fixed"), "{}", run.err);
    assert_eq!(repo.read("rollouts/a.md"), text);
}

#[test]
fn the_marks_of_bold_around_a_box_are_no_marker_of_a_list() {
    let repo = Repo::new();
    repo.write(
        "rollouts/a.md",
        compliant("ga").replace(
            "| Sales enablement complete | Lena Vogt | [x] |",
            "| Sales enablement complete | Lena Vogt | **[x]** |",
        ),
    );
    let run = repo.run(&["check", "--today", DAY, "--format", "short"]);
    assert!(run.out.contains("[malformed-checkbox] `[x]` is no box that Markdown knows: Sales"), "{}", run.out);
}

#[test]
fn a_diff_shows_what_a_fix_writes_and_writes_nothing() {
    let mut text = compliant("stage-2");
    // The two dates are one line.
    for (_, good, bad, _) in FAULTS.iter().filter(|(rule, _, _, _)| *rule != "bracketed-value") {
        text = text.replacen(good, bad, 1);
    }
    let repo = Repo::new();
    repo.write("rollouts/a.md", text.trim_end());
    repo.write("rollouts/b.md", compliant("stage-1").replace("RO-014", "RO-015").replace("- [x] Bugs", "- [✔] Bugs"));
    repo.commit("Plans", DAY);
    let diff = repo.run(&["check", "--diff", "--today", DAY]);
    assert_eq!(diff.code, 1, "the files as they are would be refused: {}", diff.err);
    assert_eq!(repo.git(&["status", "--short"]), "");
    repo.write("../fix.patch", &diff.out);
    let patch = repo.path().join("../fix.patch").canonicalize().unwrap();
    let fix = repo.run(&["check", "--fix", "--today", DAY]);
    assert_eq!(fix.code, 0, "{}", fix.out);
    let fixed = [repo.read("rollouts/a.md"), repo.read("rollouts/b.md")];
    repo.git(&["checkout", "-q", "."]);
    repo.git(&["apply", patch.to_str().unwrap()]);
    fs::remove_file(patch).unwrap();
    assert_eq!([repo.read("rollouts/a.md"), repo.read("rollouts/b.md")], fixed);
}

#[test]
fn a_diff_without_a_safe_fix_says_so() {
    let repo = Repo::new();
    repo.write("rollouts/a.md", compliant("stage-1").replace("| 0→1 |", "| 0→7 |"));
    let diff = repo.run(&["check", "--diff", "--today", DAY]);
    assert!(diff.code == 1 && diff.out.is_empty(), "{}", diff.out);
    assert!(diff.err.contains("no safe fix for"), "{}", diff.err);
    repo.write("rollouts/a.md", compliant("stage-1"));
    assert_eq!(repo.run(&["check", "--diff", "--today", DAY]).err, "");
}

#[cfg(unix)]
#[test]
fn a_fix_keeps_permissions_and_goes_through_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let repo = Repo::new();
    repo.write("plan.md", compliant("stage-2").replace("- [x] Watch guardrail", "- [✓] Watch guardrail"));
    let file = repo.path().join("plan.md");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("plan.md", repo.path().join("link.md")).unwrap();
    let run = repo.run(&["check", "--fix", "--today", DAY, "link.md"]);
    assert!(run.out.contains("(malformed-checkbox)"), "{}{}", run.out, run.err);
    assert!(repo.path().join("link.md").is_symlink());
    assert!(repo.read("plan.md").contains("- [x] Watch guardrail"));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    let left: Vec<_> = fs::read_dir(repo.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "no temporary file is left: {left:?}");
}

fn markdown_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            markdown_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

#[test]
fn the_second_fix_of_any_fixture_changes_nothing() {
    let mut files = Vec::new();
    markdown_files(&root().join("fixtures"), &mut files);
    assert!(files.len() > 50);
    let repo = Repo::new();
    let names: Vec<String> = (0..files.len()).map(|number| format!("{number}.md")).collect();
    for (file, name) in files.iter().zip(&names) {
        repo.write(name, fs::read(file).unwrap());
    }
    let mut args = vec!["check", "--fix", "--today", DAY, "--format", "short"];
    args.extend(names.iter().map(String::as_str));
    let first = repo.run(&args);
    assert!(first.err.contains("fixed "), "some fixture has a fault that can be mended: {}", first.out);
    let after: Vec<String> = names.iter().map(|name| repo.read(name)).collect();
    let second = repo.run(&args);
    assert!(!second.err.contains("fixed "), "{}", second.err);
    assert_eq!(after, names.iter().map(|name| repo.read(name)).collect::<Vec<String>>());
}
