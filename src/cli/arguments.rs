//! The arguments that several commands take, and what a command ends with.

use super::output::{Output, aside};
use crate::check::Settings;
use crate::config::{Policy, closest};
use crate::error::Error;
use crate::finding::Severity;
use crate::report::page::Pages;
use crate::report::{Format, Options};
use crate::versions::Request;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What a command ends with.
pub(super) type Outcome = Result<ExitCode, Error>;

/// The exit code for findings that fail a run.
pub(super) const FINDINGS: u8 = 1;

/// The exit code for a run that could not check.
pub(super) const COULD_NOT_CHECK: u8 = 2;

/// What every command takes.
#[derive(Args)]
pub(super) struct Common {
    /// Run as if started in this folder: every path is meant from there.
    #[arg(short = 'C', value_name = "DIR", global = true, default_value = ".", hide_default_value = true)]
    pub(super) dir: PathBuf,
    /// Use this configuration instead of the repository's .rolloutlint.yml.
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) config: Option<PathBuf>,
    /// When to use colours.
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", hide_default_value = true)]
    color: Color,
    /// Print findings only.
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// Print what is compared and by which configuration.
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(super) verbose: bool,
}

/// Up to how many findings a terminal shows each with its lines. More push the first one out of
/// sight.
const MOST_IN_FULL: usize = 10;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal. NO_COLOR turns them off, FORCE_COLOR turns them on elsewhere.
    Auto,
    Always,
    Never,
}

impl Common {
    /// How to write to this standard output.
    pub(super) fn options(&self) -> Options {
        let is_terminal = io::stdout().is_terminal();
        let has_color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => wanted_color(variable).unwrap_or(is_terminal),
        };
        let width = terminal_size::terminal_size().filter(|_| is_terminal).map(|(width, _)| usize::from(width.0));
        let defaults = Options::default();
        // GitHub's runner reads its log for commands.
        let is_workflow = std::env::var_os("GITHUB_ACTIONS").is_some();
        let is_exact = !is_terminal && !has_color && !is_workflow;
        Options {
            has_color,
            width: width.unwrap_or(defaults.width),
            most_in_full: if is_terminal { MOST_IN_FULL } else { defaults.most_in_full },
            is_exact,
            pages: Pages::of(&repository_of_pages(variable)),
            ..defaults
        }
    }

    /// Asks for all plans of the repository.
    pub(super) fn request(&self) -> Request<'_> {
        Request { dir: &self.dir, config: self.config.as_deref(), paths: &[], today: None, unsaved: None, memory: None }
    }
}

/// Whether the environment asks for colours, or for none; `None` when it says nothing. Who asks for
/// none gets none. `variable` looks a variable up.
pub(super) fn wanted_color(variable: impl Fn(&str) -> Option<String>) -> Option<bool> {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let is_forced = is_set("FORCE_COLOR") && !matches!(variable("FORCE_COLOR").as_deref(), Some("0" | "false"));
    match (is_set("NO_COLOR"), is_forced) {
        (true, _) => Some(false),
        (false, true) => Some(true),
        (false, false) => None,
    }
}

/// The address of the repository whose `docs/rules/` explain the rules: that of the action that
/// runs this, else the one that the program was built from. Empty when nobody knows it. `variable`
/// looks a variable up.
fn repository_of_pages(variable: impl Fn(&str) -> Option<String>) -> String {
    // A step that calls the program from an action of another kind has the repository of that
    // action.
    let is_ours = variable("GITHUB_ACTION_PATH").is_none_or(|path| Path::new(&path).join("docs/rules").is_dir());
    let name = variable("ROLLOUTLINT_REPOSITORY").or_else(|| variable("GITHUB_ACTION_REPOSITORY").filter(|_| is_ours));
    let server = variable("GITHUB_SERVER_URL").filter(|url| url.starts_with("https://"));
    let server = server.unwrap_or_else(|| "https://github.com".to_owned());
    match name.filter(|name| name.split('/').filter(|part| !part.is_empty()).count() == 2) {
        Some(name) => format!("{}/{name}", server.trim_end_matches('/')),
        None => env!("CARGO_PKG_REPOSITORY").to_owned(),
    }
}

/// The address of the configuration's JSON Schema in this version; `None` where nobody knows the
/// repository.
pub(super) fn schema_address() -> Option<String> {
    let repository = repository_of_pages(variable);
    let address = format!("{repository}/raw/v{}/schema/config.json", env!("CARGO_PKG_VERSION"));
    (!repository.is_empty()).then_some(address)
}

/// A variable of the environment, unless it is empty.
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// The fault of a name that nothing has. `list` is the command that lists those that there are.
pub(super) fn unknown(what: &str, name: &str, known: &[&str], list: &str) -> Error {
    let close = closest(name, known).map(|close| format!("did you mean `{close}`?"));
    Error::new(format!("there is no {what} `{name}`")).help(close.unwrap_or_else(|| format!("`{list}` lists them all")))
}

/// A day on the command line.
pub(super) fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a day of the calendar as year-month-day: 2026-03-12".to_owned())
}

/// How to judge and how to report, wherever the changes come from.
#[derive(Args)]
pub(super) struct CheckOptions {
    /// Judge as on this day instead of the commit's or the machine's.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) today: Option<Date>,
    /// The lowest severity that makes the exit code 1; `none` only advises.
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<Level>,
    /// How to write the report: human, full, short, json, sarif, github, markdown or gitlab, each
    /// with =FILE to write it there besides what is printed. May be repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    pub(super) format: Vec<Output>,
    /// Judge everything at full severity, also what the base had already.
    #[arg(long)]
    all: bool,
    /// Show what is not due yet, as information.
    #[arg(long)]
    show_not_due: bool,
}

impl CheckOptions {
    pub(super) fn settings(&self) -> Settings {
        Settings { all: self.all, show_not_due: self.show_not_due }
    }

    /// The lowest severity that refuses; `None` when nothing does.
    pub(super) fn fail_on(&self, policy: &Policy) -> Option<Severity> {
        self.fail_on.map_or(Some(policy.fail_on), Level::severity)
    }

    /// Says what was done to a person. Standard output is for that only if no program reads it.
    pub(super) fn say(&self, text: &[u8], out: &mut dyn Write) -> io::Result<()> {
        if self
            .format
            .iter()
            .all(|output| output.file.is_some() || matches!(output.format, Format::Human | Format::Full))
        {
            out.write_all(text)
        } else {
            aside(text);
            Ok(())
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Level {
    Error,
    Warning,
    Info,
    /// Whatever is found, the exit code is 0.
    None,
}

impl Level {
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            Level::Error => Some(Severity::Error),
            Level::Warning => Some(Severity::Warning),
            Level::Info => Some(Severity::Info),
            Level::None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_says_whether_there_are_colours() {
        let of = |pairs: &[(&str, &str)]| {
            wanted_color(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string()))
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[("NO_COLOR", ""), ("FORCE_COLOR", "")]), None);
        assert_eq!(of(&[("NO_COLOR", "1")]), Some(false));
        assert_eq!(of(&[("FORCE_COLOR", "1")]), Some(true));
        assert_eq!(of(&[("FORCE_COLOR", "0")]), None);
        assert_eq!(of(&[("NO_COLOR", "1"), ("FORCE_COLOR", "3")]), Some(false));
    }

    #[test]
    fn the_pages_are_those_of_the_action_that_runs() {
        let of = |pairs: &[(&str, &str)]| {
            repository_of_pages(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string()))
        };
        let ours = env!("CARGO_PKG_REPOSITORY");
        let root = env!("CARGO_MANIFEST_DIR");
        assert_eq!(of(&[]), ours);
        assert_eq!(of(&[("GITHUB_ACTION_REPOSITORY", "acme/lint")]), "https://github.com/acme/lint");
        let on_server = [("ROLLOUTLINT_REPOSITORY", "acme/lint"), ("GITHUB_SERVER_URL", "https://ghe.example/")];
        assert_eq!(of(&on_server), "https://ghe.example/acme/lint");
        let action = |path| [("GITHUB_ACTION_REPOSITORY", "acme/lint"), ("GITHUB_ACTION_PATH", path)];
        assert_eq!(of(&action(root)), "https://github.com/acme/lint");
        assert_eq!(of(&action("/nowhere")), ours, "another action calls the program");
        assert_eq!(of(&[("GITHUB_ACTION_REPOSITORY", "lint")]), ours);
    }
}
