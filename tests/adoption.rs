//! Plans of teams, taken over by `init --from` without any edit by hand: what an honest team meets,
//! and what is refused.
#![allow(clippy::unwrap_used)]

mod support;

use support::{Repo, Run, root};

const PATH: &str = "docs/rollout-plan.md";

/// A team's plan, and what its people do next.
struct Team {
    file: &'static str,
    /// The stage that the plan goes to.
    to: &'static str,
    /// What shows the next stage without a row, before and after.
    moved: (&'static str, &'static str),
    /// The boxes of the gate that the step goes through.
    gate: [&'static str; 2],
    /// Who decided, and who did not.
    deciders: (&'static str, &'static str),
}

const JAPANESE: Team = Team {
    file: "ja-table",
    to: "2",
    moved: ("[ ] 顧客へ連絡する", "[x] 顧客へ連絡する"),
    gate: ["[ ] エラー率 < 1%", "[ ] 重大な不具合がない"],
    deciders: ("佐藤花子", "田中一郎"),
};

const GERMAN: Team = Team {
    file: "de-shares",
    to: "25 %",
    moved: ("[ ] Aushang in den Filialen", "[x] Aushang in den Filialen"),
    gate: ["[ ] Fehlerrate unter 1 %", "[ ] Keine Filiale stand länger als zehn Minuten"],
    deciders: ("Anna Weber", "Jonas Kern"),
};

const SPANISH: Team = Team {
    file: "es-status",
    to: "3",
    moved: ("⏳ Pendiente", "🔄 En curso"),
    gate: ["[ ] Tasa de error menor de 0,5 %", "[ ] Soporte tiene la guía"],
    deciders: ("Ana Ruiz", "Luis Gil"),
};

impl Team {
    /// The plan in a repository, taken over to the letter.
    fn adopted(&self) -> Repo {
        let repo = Repo::new();
        let plan = std::fs::read_to_string(root().join(format!("fixtures/adoption/{}.md", self.file))).unwrap();
        repo.write(PATH, plan);
        repo.commit("The team's plan", "2026-07-01");
        let init = repo.run(&["init", "--from", PATH, "--write"]);
        assert_eq!(init.code, 0, "{}{}", init.out, init.err);
        let is_clean = init.out.contains("by this: no error, no warning") && !init.out.contains("the plan itself");
        assert!(is_clean, "{}: {}", self.file, init.out);
        repo.commit("Adopt rolloutlint", "2026-07-02");
        repo
    }

    /// The plan with the gate met and the step recorded.
    fn recorded(&self, repo: &Repo) -> String {
        let adopted = repo.read(PATH);
        let met = self.gate.iter().fold(adopted.clone(), |plan, open| {
            assert!(plan.contains(open), "{open}\n{plan}");
            plan.replace(open, &open.replace("[ ]", "[x]"))
        });
        repo.write(PATH, met);
        let by = self.deciders.0;
        let reason = "Two weeks without an error";
        let step = ["decide", PATH, "--to", self.to, "--by", by, "--because", reason, "--today", "2026-07-20"];
        let decided = repo.run(&step);
        assert_eq!(decided.code, 0, "{}{}", decided.out, decided.err);
        let recorded = repo.read(PATH);
        repo.write(PATH, adopted);
        recorded
    }
}

/// What is said of a change of the plan.
fn check(repo: &Repo, text: &str) -> Run {
    assert_ne!(repo.read(PATH), text);
    repo.write(PATH, text);
    let run = repo.run(&["check", "--format", "short", "--base", "HEAD", "--today", "2026-07-20"]);
    repo.git(&["checkout", "-q", "--", PATH]);
    run
}

#[track_caller]
fn assert_refused(run: &Run, rule: &str) {
    let errors = run.out.matches("error[").count();
    let is_refused = (run.code, errors) == (1, 1) && run.out.contains(&format!("error[{rule}]"));
    assert!(is_refused, "{rule}\n{}{}", run.out, run.err);
}

#[test]
fn an_honest_step_passes_and_the_others_are_refused() {
    for team in [JAPANESE, GERMAN, SPANISH] {
        let repo = team.adopted();
        let recorded = team.recorded(&repo);
        let honest = check(&repo, &recorded.replace(team.moved.0, team.moved.1));
        assert!(honest.code == 0 && !honest.out.contains("warning["), "{}{}", honest.out, honest.err);
        let (before, after) = team.moved;
        assert_refused(&check(&repo, &repo.read(PATH).replace(before, after)), "stage-change-without-log-entry");
        let open = team.gate[1];
        assert_refused(&check(&repo, &recorded.replace(&open.replace("[ ]", "[x]"), open)), "stage-exit-unmet");
        repo.write(PATH, &recorded);
        repo.commit("Record the step", "2026-07-20");
        let row = |plan: &str| plan.lines().find(|line| line.contains("2026-07-20")).unwrap().to_owned();
        let (written, other) = (row(&recorded), row(&recorded).replace(team.deciders.0, team.deciders.1));
        assert_refused(&check(&repo, &recorded.replace(&written, &other)), "log-entry-modified");
    }
}
