//! What a shell and `man` read of the command line.
#![allow(clippy::unwrap_used)]

mod support;

#[cfg(unix)]
use std::process::Command;
use support::{Repo, Run};

/// The commands, as the help lists them.
fn commands(repo: &Repo) -> Vec<String> {
    let help = repo.run(&["--help"]).out;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| line.starts_with("  "));
    let names = listed.filter_map(|line| line.trim_start().split(' ').next().filter(|_| !line.starts_with("   ")));
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

fn good(run: Run) -> String {
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    run.out
}

#[test]
fn every_shell_gets_the_commands_and_the_rules() {
    let repo = Repo::without_git();
    let commands = commands(&repo);
    assert!(commands.len() > 10, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = good(repo.run(&["completions", shell]));
        for word in commands.iter().map(String::as_str).chain(["fail-on"]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
        // The scripts of the others complete no argument without a name.
        assert_eq!(script.contains("log-stage-skip"), ["bash", "zsh"].contains(&shell), "{shell}");
    }
}

#[cfg(unix)]
#[test]
fn bash_completes_what_was_begun() {
    let repo = Repo::without_git();
    repo.write("complete", good(repo.run(&["completions", "bash"])));
    let complete = |words: &[&str]| {
        let line = format!(
            ". ./complete; COMP_WORDS=({}); COMP_CWORD={}; _rolloutlint rolloutlint {:?} {:?}; echo \"${{COMPREPLY[*]}}\"",
            words.join(" "),
            words.len() - 1,
            words[words.len() - 1],
            words[words.len() - 2]
        );
        let done = Command::new("bash").args(["-c", &line]).current_dir(repo.path()).output().unwrap();
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(complete(&["rolloutlint", "port"]), "portfolio");
    assert_eq!(complete(&["rolloutlint", "check", "--fail-on", "w"]), "warning");
    assert_eq!(complete(&["rolloutlint", "explain", "log-stage-s"]), "log-stage-skip");
}

#[test]
fn every_command_has_a_manual_page_that_the_first_one_names() {
    let repo = Repo::without_git();
    let first = good(repo.run(&["man"]));
    assert!(first.contains(".TH rolloutlint 1"), "{first}");
    for name in commands(&repo) {
        assert!(first.contains(&format!("rolloutlint\\-{name}(1)")), "{name}");
        let page = good(repo.run(&["man", &name]));
        assert!(page.contains(&format!(".TH rolloutlint-{name} 1")), "{page}");
        assert!(page.contains(&format!("\\fBrolloutlint {name}\\fR")), "{page}");
    }
    let run = repo.run(&["man", "chekc"]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(
        run.err.contains("there is no command `chekc`") && run.err.contains("did you mean `check`?"),
        "{}",
        run.err
    );
}
