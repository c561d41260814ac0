//! What a decision consists of: as it was given on the command line, and as a person says it when
//! asked.

use super::ask::Dialogue;
use super::trial::{ahead, standing_of};
use crate::edit::decide::Wish;
use crate::error::Error;
use crate::plan::Plan;
use crate::plan::log::Decision;
use crate::report::Options;
use crate::report::ahead::write_open;
use crate::report::terminal;
use crate::stage_number::StageNumber;
use crate::text::fold;
use crate::versions::Input;
use clap::Args;
use jiff::civil::Date;

/// What is said of a decision; `None` for what nobody has said yet.
pub(super) struct Answers {
    pub(super) verb: Option<Decision>,
    pub(super) to: Option<String>,
    pub(super) by: Option<String>,
    pub(super) because: Option<String>,
    pub(super) date: Option<Date>,
}

/// What was decided, when it is not to proceed.
#[derive(Args, Clone, Default)]
#[group(multiple = false)]
pub(super) struct Verb {
    /// It was considered, and the rollout stays where it is.
    #[arg(long)]
    hold: bool,
    /// Back to an earlier stage.
    #[arg(long)]
    rollback: bool,
    /// The rollout ends.
    #[arg(long)]
    abort: bool,
    /// Correct the latest decision, or the latest one that led to --to.
    #[arg(long)]
    amend: bool,
    /// Proceed although an exit criterion is open; the reason names the exception.
    #[arg(long)]
    exception: bool,
    /// Jump over the stages between.
    #[arg(long)]
    skip: bool,
    /// Begin again after an abort.
    #[arg(long)]
    restart: bool,
}

impl Verb {
    pub(super) fn decision(&self) -> Decision {
        let chosen = [
            (self.hold, Decision::Hold),
            (self.rollback, Decision::Rollback),
            (self.abort, Decision::Abort),
            (self.amend, Decision::Amend),
            (self.exception, Decision::ProceedWithException),
            (self.skip, Decision::Skip),
            (self.restart, Decision::Restart),
        ];
        chosen.into_iter().find(|(is_chosen, _)| *is_chosen).map_or(Decision::Proceed, |(_, decision)| decision)
    }
}

impl Answers {
    /// Whether a decision cannot be recorded by what was said.
    pub(super) fn lacks_something(&self) -> bool {
        self.verb.is_none() || self.by.is_none() || self.because.is_none()
    }

    /// Asks for what was not said, with what is open shown first.
    ///
    /// # Errors
    /// When the answers end, or the person says no to what would be recorded.
    pub(super) fn asked(
        self,
        input: &Input,
        today: Date,
        options: &Options,
        mut dialogue: Dialogue,
    ) -> Result<Answers, Error> {
        let standing = standing_of(input);
        let plan = standing.plan();
        let ahead = ahead(input);
        if let Some(ahead) = &ahead {
            write_open(ahead, options, dialogue.questions)?;
        }
        let verb = match self.verb {
            Some(verb) => verb,
            None => {
                let usual = if ahead.is_some_and(|ahead| ahead.next.is_some()) { "proceed" } else { "hold" };
                let words = "proceed, exception, hold, skip, rollback, abort, restart or amend";
                dialogue.ask(&format!("What was decided? {words}"), Some(usual), verb_of)?
            }
        };
        let to = match self.to {
            Some(to) => Some(to),
            None if self.verb.is_none() && leads_to_a_stage(verb) => {
                let next = plan.next_stage(standing.gate).filter(|_| verb != Decision::Rollback);
                let usual = next.map(|next| next.to_string());
                let read =
                    |text: &str| stage_of(plan, text).map(|stage| stage.to_string()).map_err(|error| said(&error));
                Some(dialogue.ask("To which stage?", usual.as_deref(), read)?)
            }
            None => None,
        };
        let text = |what: &'static str| move |text: &str| says_something(what, text).map_err(|error| said(&error));
        let by = match self.by {
            Some(by) => by,
            None => dialogue.ask("Who decided? Names with commas between:", None, text("the name"))?,
        };
        let because = match self.because {
            Some(because) => because,
            None => dialogue.ask("Why, in words that a reader understands in a year?", None, text("the reason"))?,
        };
        let date = match self.date {
            Some(date) => date,
            None => {
                let read = |text: &str| text.parse().map_err(|_| "write the day as YYYY-MM-DD".to_owned());
                dialogue.ask("On which day?", Some(&today.to_string()), read)?
            }
        };
        let way = to.as_ref().map_or_else(String::new, |to| format!(" to {to}"));
        let question =
            format!("Record `{}{}` on {date}, decided by {}? yes or no", verb.word(), terminal(&way), terminal(&by));
        if !dialogue.ask(&question, None, is_yes)? {
            return Err(Error::new("nothing was written").help("run it again when it is decided"));
        }
        Ok(Answers { verb: Some(verb), to, by: Some(by), because: Some(because), date: Some(date) })
    }

    /// The decision.
    ///
    /// # Errors
    /// When something is missing or says nothing, and when the plan has no such stage.
    pub(super) fn wish(&self, input: &Input, today: Date) -> Result<Wish, Error> {
        let plan = standing_of(input).plan();
        let verb = self.verb.unwrap_or(Decision::Proceed);
        let to = self.to.as_deref().map(|text| stage_of(plan, text)).transpose()?;
        let (Some(by), Some(because)) = (&self.by, &self.because) else {
            let missing = [
                (self.verb.is_none(), "--to STAGE"),
                (self.by.is_none(), "--by NAME"),
                (self.because.is_none(), "--because TEXT"),
            ];
            let missing: Vec<&str> =
                missing.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, option)| option).collect();
            let message = format!("a decision says what, who and why; it lacks {}", missing.join(" "));
            return Err(Error::new(message).help(format!(
                "`rolloutlint next {}` lists what is open before a decision; on a terminal, outside of CI, `decide` asks",
                plan.source.path
            )));
        };
        let (by, because) = (says_something("--by", by)?, says_something("--because", because)?);
        Ok(Wish { verb, word: input.word_for(verb), to, by, because, date: self.date.unwrap_or(today) })
    }
}

/// Whether a decision needs the stage that it leads to.
fn leads_to_a_stage(verb: Decision) -> bool {
    !matches!(verb, Decision::Hold | Decision::Abort | Decision::Amend | Decision::Restart)
}

fn is_yes(text: &str) -> Result<bool, String> {
    match fold(text).as_str() {
        "y" | "yes" => Ok(true),
        "n" | "no" => Ok(false),
        _ => Err("write yes or no".to_owned()),
    }
}

fn verb_of(text: &str) -> Result<Decision, String> {
    match fold(text).as_str() {
        "proceed" | "go" => Ok(Decision::Proceed),
        "exception" => Ok(Decision::ProceedWithException),
        "hold" => Ok(Decision::Hold),
        "skip" => Ok(Decision::Skip),
        "rollback" => Ok(Decision::Rollback),
        "abort" => Ok(Decision::Abort),
        "restart" => Ok(Decision::Restart),
        "amend" => Ok(Decision::Amend),
        _ => Err(format!("`{text}` is none of them")),
    }
}

fn stage_of(plan: &Plan, text: &str) -> Result<StageNumber, Error> {
    plan.names.find_exactly(text).ok_or_else(|| {
        let close =
            plan.names.did_you_mean(text).filter(|close| fold(close) != fold(text) && plan.names.find(close).is_some());
        let close = close.map(|close| format!("; did you mean `{close}`?")).unwrap_or_default();
        Error::new(format!("`{text}` is no stage of {}", plan.source.path))
            .help(format!("the stages are {}{close}", plan.names.in_words()))
    })
}

fn says_something(what: &'static str, text: &str) -> Result<String, Error> {
    match text.chars().any(char::is_alphanumeric) {
        true => Ok(text.to_owned()),
        false => Err(Error::new(format!("{what} says nothing")).help("a decision has a reason and a person")),
    }
}

/// A fault in the line below a question.
fn said(error: &Error) -> String {
    error.advice().map_or_else(|| error.to_string(), |advice| format!("{error}; {advice}"))
}
