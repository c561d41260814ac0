//! `rolloutlint completions` and `rolloutlint man`: what a shell and `man` read of the command
//! line.

use super::arguments::{Outcome, unknown};
use crate::error::Error;
use crate::rules::RULES;
use clap::Command;
use clap::builder::PossibleValuesParser;
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
    clap_mangen::Man::new(page).title(title).render(&mut &mut *out)?;
    Ok(ExitCode::SUCCESS)
}

fn command_called(name: &str, program: &Command) -> Result<Command, Error> {
    let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
    program.find_subcommand(name).cloned().ok_or_else(|| unknown("command", name, &names, "rolloutlint --help"))
}
