//! `rolloutlint lsp`: judges the change while it is typed, in any editor that speaks the Language
//! Server Protocol. It writes no file: what it would change, the editor changes.

mod actions;
mod client;
mod completion;
mod definition;
mod diagnostics;
mod hover;
mod judged;
mod lens;
mod opened;
mod place;
mod server;
mod texts;

use super::arguments::{Common, Outcome};
use crate::error::Error;
use crate::versions::Memory;
use clap::Args;
use jiff::civil::Date;
use judged::Asked;
use lsp_server::Connection;
use server::{Ending, Server};
use std::process::ExitCode;

#[derive(Args)]
pub(super) struct LspArgs {
    /// Judge against the merge base with this revision instead of the branch that the current one
    /// is meant for.
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Judge as on this day instead of the machine's.
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// The only way to talk to it; editors name it.
    #[arg(long, hide = true)]
    stdio: bool,
}

/// The exit code that the protocol asks for when an editor goes without a word.
const WITHOUT_GOODBYE: u8 = 1;

/// Serves an editor over standard input and output until it is done.
///
/// # Errors
/// When what comes in is no message of the protocol.
pub(super) fn run(common: &Common, args: &LspArgs) -> Outcome {
    let config = common.config.as_ref().map(|config| common.dir.join(config));
    let config = config.map(|config| std::path::absolute(&config).unwrap_or(config));
    let asked = Asked { config, base: args.base.clone(), today: args.today, memory: Memory::default() };
    let (connection, threads) = Connection::stdio();
    let ending = Server::new(&connection, asked, common.options().pages).serve();
    drop(connection);
    match ending {
        Ending::Goodbye => Ok(ExitCode::SUCCESS),
        // What came in may not have been a message: the reader of them knows.
        Ending::Silence => match threads.join() {
            Ok(()) => Ok(ExitCode::from(WITHOUT_GOODBYE)),
            Err(error) => Err(Error::new("what came in is no message of the Language Server Protocol")
                .because(error)
                .help("let an editor start it: docs/editors.md has the settings")),
        },
    }
}
