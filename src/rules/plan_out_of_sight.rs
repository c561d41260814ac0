use crate::change::Missed;
use crate::finding::Severity;
use crate::rule::SightContext;
use crate::text::fold;

rule! {
    /// The search for plans misses something
    ///
    /// What no glob of `plans:` takes is judged by nobody, and a check of it is green. Two things
    /// are said. A glob that takes no file is a warning at its line: it may be misspelt, or its
    /// folder was renamed. The globs of rolloutlint itself are never said to be wrong. A file that
    /// this change touches, that looks like a plan and that no glob takes is information: it has
    /// two stages, and a Rollout ID, a name behind `Rollout:`, or decisions in a log.
    ///
    /// A file that an entry of `exposure:` names, and that is not there, is a warning, too, and so
    /// is a glob there that takes no file. What lies in a submodule is another repository's: that a
    /// glob or an entry leads there is a warning in the change that brings it or points the
    /// submodule to another commit. A change of `plans:` may bring plans into sight which nobody
    /// has judged: one line of information says how many.
    ///
    /// A decision that the change records in a log of several plans, and that names no rollout,
    /// is a warning; one whose rollout none of them has is information. In a folder of logs a
    /// file that is called by the Rollout ID of a plan is a warning where another file is the
    /// log of that plan.
    ///
    /// A template is no plan. A glob behind a `!` gives files back that other globs take, and says
    /// that they are no plans by intent. A comparison looks for the files of a glob where the
    /// change touches a plan or the configuration; `rolloutlint check` without a base always does.
    ///
    /// ## Bad
    ///
    /// ~~~sight bad
    /// plans: ["rollout/*.md"]
    /// @@ rollouts/checkout.md
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~sight good
    /// plans: ["rollouts/*.md"]
    /// @@ rollouts/checkout.md
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Correct the glob, or take it out of `plans:`. For a file that is a plan add a glob that
    /// takes it. For one that is none add a glob with `!` before it.
    "plan-out-of-sight", Changes, Warning, due: "always", fix: None, since: "0.1.0",
    checks: [Sight(check)]
}

fn check(ctx: &mut SightContext) {
    let missed = ctx.out_of_sight();
    let (anchor, message, help, severity) = match &missed.what {
        Missed::Glob(glob) => (
            format!("glob:{glob}"),
            format!("no file matches `{glob}` of `plans`"),
            match folder_in(glob) {
                Some(folder) => {
                    format!("for the files of a folder write `{folder}/**/*.md`; what no glob takes is not judged")
                }
                None => "correct the glob, or take it out; what no glob takes is not judged".to_owned(),
            },
            ctx.rule.severity,
        ),
        Missed::EachFile => (
            "no-glob".to_owned(),
            "`plans` is empty, and takes no file".to_owned(),
            "name your plans, or leave out `plans` for the usual places; what no glob takes is not judged".to_owned(),
            ctx.rule.severity,
        ),
        Missed::File(globs) => (
            "file".to_owned(),
            match globs.is_empty() {
                true => "this file looks like a plan, and `plans` takes no file".to_owned(),
                false => format!("this file looks like a plan, and no glob takes it: {}", globs.join(", ")),
            },
            format!(
                "if it is a plan, add a glob for it to `plans` in .rolloutlint.yml, for nothing in it is judged; if not, add `!{}`",
                missed.source.path
            ),
            Severity::Info,
        ),
        Missed::FlagFile(path) => (
            format!("flag-file:{path}"),
            format!("there is no flag file `{path}`"),
            "correct `file` in this entry of `exposure`, or take the entry out; what no file says is not judged"
                .to_owned(),
            ctx.rule.severity,
        ),
        Missed::FlagFiles(path) => (
            format!("flag-file:{path}"),
            format!("no flag file matches `{path}`"),
            "correct `file` in this entry of `exposure`, or take the entry out; what no file says is not judged"
                .to_owned(),
            ctx.rule.severity,
        ),
        Missed::Submodule { path, folder } => (
            format!("submodule:{path}"),
            format!("`{path}` leads into the repository `{folder}`, and no comparison judges what is there"),
            "keep what is to be judged in this repository; `rolloutlint check` without a base reads what is on disk"
                .to_owned(),
            ctx.rule.severity,
        ),
        Missed::BroughtIntoSight(files) => {
            let (first, are) = (&files[0], if files.len() == 1 { "plan comes" } else { "plans come" });
            (
                "brought-into-sight".to_owned(),
                format!(
                    "{} {are} into sight by this change of `plans`, which judges nothing in there yet",
                    files.len()
                ),
                format!("`rolloutlint check {first}` judges the first one as it stands, without a path all of them"),
                Severity::Info,
            )
        }
        Missed::Row(named) => (
            format!("row:{}", fold(missed.source.slice(missed.span))),
            match named {
                Some(name) => format!("no plan has the rollout `{name}`, so that this decision is of none"),
                None => "this decision names no rollout, and several plans share its log".to_owned(),
            },
            "write the Rollout ID of the plan whose decision it is; for no other does it count".to_owned(),
            // The log may be of rollouts that have no plan here, too.
            if named.is_some() { Severity::Info } else { ctx.rule.severity },
        ),
        Missed::Log(own) => (
            "log".to_owned(),
            format!("no plan reads this log: that of its rollout is {own}"),
            format!("write the decision into {own}, and take this file out; for no plan does it count"),
            ctx.rule.severity,
        ),
        Missed::Flag { .. } => return,
    };
    ctx.report(missed.span, anchor, message).severity(severity).help(help);
}

/// The folder that somebody wrote in place of a glob for the files in it.
fn folder_in(glob: &str) -> Option<&str> {
    let folder = glob.trim_end_matches('/');
    let is_folder = folder.len() < glob.len() || !folder.rsplit('/').next().is_some_and(|name| name.contains('.'));
    (is_folder && !folder.contains(['*', '?', '[', '{', '\\'])).then_some(folder)
}
