//! Records a decision: the row of the log, the Progression Decision, the date of the last update,
//! and the stage that the plan declares.

use super::record::{NewRow, Written, fill_value, write_rows};
use super::status::{in_form_of, restate};
use crate::markdown::inline;
use crate::plan::date::read_date;
use crate::plan::log::{Decision, Point, Position};
use crate::plan::value::{Value, ValueState};
use crate::plan::{Declared, DeclaredStage, Plan, Stage};
use crate::stage_number::StageNumber;
use crate::standing::{Standing, stage_title};
use crate::text::{Edit, Span, one_line};
use jiff::civil::Date;

/// A decision that somebody made.
#[derive(Clone, Debug)]
pub struct Wish {
    /// What was decided.
    pub verb: Decision,
    /// The team's own word for it, when it has one.
    pub word: Option<String>,
    /// The stage that it leads to, or that it was about.
    pub to: Option<StageNumber>,
    /// Who decided.
    pub by: String,
    /// Why.
    pub because: String,
    /// When.
    pub date: Date,
}

/// What records a decision.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// The edits of the plan's file.
    pub plan: Vec<Edit>,
    /// The edits of the file that holds its log, when that is another one.
    pub log: Vec<Edit>,
}

/// Why a decision cannot be written at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

fn refuse<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { message: message.into(), help: help.into() })
}

/// The edits that record a decision. Whether it may be recorded is for the rules to say, over the
/// text that they give.
///
/// # Errors
/// When the plan has no log, or the decision needs a stage and names none, or cannot be made where
/// the rollout is.
pub fn decide(standing: &Standing, wish: &Wish) -> Result<Decided, Refusal> {
    let plan = standing.plan();
    let (step, row) = row(standing, wish)?;
    let log = write_rows(standing, &[row]).edits;
    let mut edits = Vec::new();
    if let Some(progression) = step.left.and_then(|left| plan.stage(left)).and_then(|stage| stage.progression.as_ref())
    {
        let people = one_line(&wish.by);
        // An answer with a remark, a reason or a line more is left as it is: what does not agree
        // with the log is said by a rule.
        let is_plain = |value: &&Value| value.is_open() || plan.source.slice(value.span) == value.text;
        let rewrite = |value: &Option<Value>, text: String| {
            let value = value.as_ref().filter(|value| value.text != text).filter(is_plain)?;
            let answers = matches!(value.state, ValueState::NotApplicable { reason: true });
            (!answers).then(|| fill_value(value, &text))
        };
        edits.extend(step.left_on.and_then(|date| rewrite(&progression.date, date.to_string())));
        edits.extend(rewrite(&progression.decider, people));
    }
    if let (Some(declared), Some(point)) = (&plan.declared, step.reached) {
        match plan.stages.iter().find(|stage| stage.heading == declared.span) {
            Some(marked) => edits.extend(move_mark(plan, declared, marked, point)),
            None => edits.extend(redeclare(plan, declared, point)),
        }
    }
    edits.extend(step.reached.iter().flat_map(|point| restate(plan, *point)));
    edits.extend(update_footer(plan, standing.today));
    Ok(match plan.log_source {
        Some(_) => Decided { plan: edits, log },
        None => Decided { plan: [log, edits].concat(), log: Vec::new() },
    })
}

/// The row of a decision, as it stands in the log or is put there.
///
/// # Errors
/// When [`decide`] has one.
pub(crate) fn row_of(standing: &Standing, wish: &Wish) -> Result<Written, Refusal> {
    row(standing, wish).map(|(_, row)| write_rows(standing, &[row]))
}

fn row(standing: &Standing, wish: &Wish) -> Result<(Step, NewRow), Refusal> {
    let plan = standing.plan();
    if plan.log.is_none() {
        return refuse(
            "the plan has no decision log",
            "add a table Date, Stage, Decision, Rationale, Decided By, or the file that `log:` names",
        );
    }
    let step = step(standing, plan, wish)?;
    let row = NewRow {
        stage: step.stage.clone(),
        verb: wish.verb,
        word: wish.word.clone(),
        date: wish.date.to_string(),
        rationale: wish.because.clone(),
        decided_by: wish.by.clone(),
    };
    Ok((step, row))
}

/// What a decision does.
struct Step {
    /// The stage cell.
    stage: String,
    /// The stage that it leaves.
    left: Option<StageNumber>,
    /// The day on which that was decided, when it is to be written.
    left_on: Option<Date>,
    /// Where the rollout is afterwards, when it moves.
    reached: Option<Point>,
}

fn step(standing: &Standing, plan: &Plan, wish: &Wish) -> Result<Step, Refusal> {
    let position = standing.logged();
    let first = plan.first_stage();
    let here = match position {
        Position::Stage(number) => number,
        Position::Planned | Position::Aborted(None) => standing.gate.stage().unwrap_or(first),
        Position::Aborted(Some(number)) => number,
    };
    let name = |number: StageNumber| plan.name_in_log(Point::Stage(number));
    let stays = |stage: String| Step { stage, left: None, left_on: None, reached: None };
    if matches!(position, Position::Aborted(_)) && !matches!(wish.verb, Decision::Restart | Decision::Amend) {
        return refuse("the rollout was aborted", "record `--restart` first; only that may follow an abort");
    }
    match wish.verb {
        Decision::Hold => Ok(stays(match wish.to.filter(|to| *to != here) {
            Some(to) => format!("{}→{}", name(here), name(to)),
            None => name(here),
        })),
        Decision::Abort => Ok(Step { reached: Some(Point::Aborted), ..stays(name(here)) }),
        Decision::Restart => {
            if !matches!(position, Position::Aborted(_)) {
                return refuse("the rollout was not aborted", "only an aborted rollout can be restarted");
            }
            let to = wish.to.unwrap_or(here);
            Ok(Step { reached: Some(Point::Stage(to)), ..stays(format!("{}→{}", Point::Aborted, name(to))) })
        }
        Decision::Amend => amendment(standing, wish),
        Decision::Rollback => {
            let to = needed(plan, wish, here)?;
            if position == Position::Planned && here == first {
                return refuse("nothing was decided yet that could be rolled back", "record the first decision");
            }
            Ok(Step { reached: Some(Point::Stage(to)), ..stays(format!("{}→{}", name(here), name(to))) })
        }
        _ => {
            let to = needed(plan, wish, here)?;
            let reached = Some(Point::Stage(to));
            if position == Position::Stage(to) {
                return refuse(
                    format!("the rollout is at {} already", stage_title(plan, to)),
                    "`--hold` records that it stays there",
                );
            }
            if matches!(position, Position::Stage(here) if to < here) {
                return refuse(
                    format!("{} comes before {}, where the rollout is", stage_title(plan, to), stage_title(plan, here)),
                    format!("to go back, record `--rollback --to {to}`"),
                );
            }
            // The first stage needs no row, but may have one.
            if position == Position::Planned && to == first {
                return Ok(Step { reached, ..stays(format!("{}→{}", Point::Planned, name(to))) });
            }
            Ok(Step {
                stage: format!("{}→{}", name(here), name(to)),
                left: Some(here),
                left_on: Some(wish.date),
                reached,
            })
        }
    }
}

/// The stage that a wish names. A way back from `here` ends below it.
fn needed(plan: &Plan, wish: &Wish, here: StageNumber) -> Result<StageNumber, Refusal> {
    match wish.to {
        Some(to) => Ok(to),
        None => {
            let goes_back = wish.verb == Decision::Rollback;
            let stages = plan.names.in_words_of(|number| !goes_back || number < here);
            refuse(
                format!("`{}` leads to a stage, and none is named", wish.verb.word()),
                format!("name it: `--to N`, where N is {stages}"),
            )
        }
    }
}

/// An amendment repeats the stage cell of the row that it corrects, and moves nothing.
fn amendment(standing: &Standing, wish: &Wish) -> Result<Step, Refusal> {
    let leads_there = |index: &usize| match wish.to {
        Some(to) => standing.route(*index).target() == Some(Point::Stage(to)),
        None => true,
    };
    let mut decisions =
        (0..standing.record.len()).rev().filter(|index| standing.row(*index).verb != Some(Decision::Amend));
    let Some(index) = decisions.find(leads_there) else {
        return refuse("there is no decision to amend", "record the decision itself, without `--amend`");
    };
    let left = standing.replay.left.iter().find(|(_, row)| **row == index).map(|(stage, _)| *stage);
    // The amended row keeps its date, unless the reason begins with another one.
    let stage = left.and_then(|left| standing.plan().stage(left));
    let is_dated = stage
        .and_then(|stage| stage.progression.as_ref())
        .and_then(|progression| progression.date.as_ref())
        .is_some_and(|date| !date.is_open());
    let amended = standing.row(index);
    let own = amended.day.day().filter(|_| !is_dated);
    let corrected =
        wish.because.split_whitespace().next().and_then(|word| word.trim_end_matches([':', ',']).parse().ok());
    Ok(Step { stage: amended.stage.text.clone(), left, left_on: corrected.or(own), reached: None })
}

/// Writes the stage that the plan declares in the form in which it declared the one before. A mark
/// in a heading is moved by [`move_mark`].
pub(crate) fn redeclare(plan: &Plan, declared: &Declared, point: Point) -> Option<Edit> {
    let written = inline::kept(plan.source.slice(declared.span));
    // A value with markup inside is written anew as a whole.
    let span = written.find(&declared.text).map_or(declared.span, |at| {
        Span::new(declared.span.start + at, declared.span.start + at + declared.text.len())
    });
    let replacement = match point {
        Point::Stage(number) => {
            let new = plan.stage(number)?;
            let old = match declared.stage {
                DeclaredStage::Stage(number) => plan.stage(number),
                DeclaredStage::Completed => plan.stage(plan.last_stage()),
                _ => None,
            };
            // A declaration that is right already is left as it is.
            if old.is_some_and(|old| old.number == number) {
                return None;
            }
            let is_read = |text: &str| plan.names.read_declared(text) == DeclaredStage::Stage(number);
            let in_form = old.and_then(|old| in_form_of(&declared.text, old, new, is_read));
            in_form.unwrap_or_else(|| new.title.clone())
        }
        other => other.to_string(),
    };
    (replacement != declared.text).then_some(Edit { span, replacement })
}

/// Takes the mark that says where the rollout is out of a stage's heading, and puts it behind that
/// of the stage where it is now.
fn move_mark(plan: &Plan, declared: &Declared, marked: &Stage, point: Point) -> Vec<Edit> {
    let text = plan.source.slice(marked.heading);
    let lower = text.to_lowercase();
    // Only where the cases have the same length a place in one is a place in the other.
    let Some(at) = lower.rfind(&declared.text.to_lowercase()).filter(|_| lower.len() == text.len()) else {
        return Vec::new();
    };
    let separators: &[char] = &[' ', '(', '[', '—', '–', '-', '|', ':', '·'];
    let start = text[..at].trim_end_matches(separators).len();
    let end = at + declared.text.len();
    let end = end + (text[end..].len() - text[end..].trim_start_matches([')', ']']).len());
    let decoration = &text[start..end];
    // A mark before the stage's word takes its separators behind it along.
    let (start, end) = match text[..start].trim().is_empty() {
        true => (0, end + (text[end..].len() - text[end..].trim_start_matches(separators).len())),
        false => (start, end),
    };
    let place = Span::new(marked.heading.start + start, marked.heading.start + end);
    let mut edits = vec![Edit { span: place, replacement: String::new() }];
    if let Point::Stage(number) = point
        && let Some(stage) = plan.stage(number)
    {
        let mark = if decoration.starts_with(' ') { decoration.to_owned() } else { format!(" {}", decoration.trim()) };
        edits.push(Edit { span: Span::at(stage.heading.end), replacement: mark });
    }
    edits
}

/// Writes today into "Last updated", unless a later day stands there.
pub(crate) fn update_footer(plan: &Plan, today: Date) -> Option<Edit> {
    let footer = plan.last_updated()?;
    let day = read_date(&footer.value.text).day();
    if day.is_some_and(|day| day >= today) {
        return None;
    }
    // A name behind the date stays there.
    let written = plan.source.slice(footer.value.span);
    match day.and_then(|day| Some((written.find(&day.to_string())?, day.to_string().len()))) {
        Some((at, length)) => {
            let start = footer.value.span.start + at;
            Some(Edit { span: Span::new(start, start + length), replacement: today.to_string() })
        }
        None if footer.value.is_open() || day.is_some() => Some(fill_value(&footer.value, &today.to_string())),
        None => None,
    }
}
