//! `rolloutlint completions` and `rolloutlint man`: what a shell and `man` read of the command
//! line.

use super::arguments::{Outcome, unknown};
use crate::error::Error;
use crate::rules::RULES;
use clap::builder::PossibleValuesParser;
use clap::{ArgAction, Command};
use clap_complete::Shell;
use std::io::Write;
use std::process::ExitCode;

/// Prints a script that completes the command line in a shell: commands, options, their values,
/// and, in Bash and Zsh, the ids of the rules.
pub(super) fn completions(shell: Shell, command: Command, out: &mut dyn Write) -> Outcome {
    let ids = PossibleValuesParser::new(RULES.iter().map(|rule| rule.id));
    let mut command = command.mut_subcommand("explain", |explain| explain.mut_arg("id", |id| id.value_parser(ids)));
    let name = command.get_name().to_owned();
    // The generator takes a failed write for a fault of its own.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    out.write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the manual page of the program, or of one of its commands.
///
/// # Errors
/// When there is no such command.
pub(super) fn man(of: Option<&str>, program: Command, out: &mut dyn Write) -> Outcome {
    // What each command takes, and its full name, are known after this only.
    let mut program = program.disable_help_subcommand(true);
    program.build();
    let page = match of {
        None => program,
        Some(name) => command_called(name, &program)?,
    };
    let title = page.get_display_name().unwrap_or(page.get_name()).to_owned();
    let usage = usage(&page);
    clap_mangen::Man::new(page.override_usage(usage)).title(title).render(&mut &mut *out)?;
    Ok(ExitCode::SUCCESS)
}

/// How a command is called, with what each of its options takes. The generator of pages leaves the
/// values out.
fn usage(page: &Command) -> String {
    let mut words = vec![page.get_bin_name().unwrap_or(page.get_name()).to_owned()];
    for arg in page.get_arguments().filter(|arg| !arg.is_positional() && !arg.is_hide_set()) {
        let (long, short) = (arg.get_long().map(|long| format!("--{long}")), arg.get_short());
        let Some(flag) = long.or_else(|| short.map(|short| format!("-{short}"))) else { continue };
        let takes_value = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
        let values = arg.get_value_names().filter(|_| takes_value).unwrap_or_default();
        let values: String = values.iter().map(|value| format!(" <{value}>")).collect();
        words.push(if arg.is_required_set() { format!("{flag}{values}") } else { format!("[{flag}{values}]") });
    }
    words.extend(page.get_positionals().filter(|arg| !arg.is_hide_set()).map(ToString::to_string));
    words.extend(page.has_subcommands().then(|| "<COMMAND>".to_owned()));
    words.join(" ")
}

fn command_called(name: &str, program: &Command) -> Result<Command, Error> {
    let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
    program.find_subcommand(name).cloned().ok_or_else(|| unknown("command", name, &names, "rolloutlint --help"))
}
