//! The plan model: types, and questions about them. How a plan is read stands in the modules below.

pub mod audience;
mod between;
pub mod date;
mod decision;
mod declaration;
pub mod duration;
mod evidence;
mod faults;
pub mod flags;
mod gate;
pub mod ledger;
pub mod log;
pub mod measure;
pub mod metric;
pub mod parse;
mod people;
mod pointers;
mod route;
mod row;
pub(crate) mod shown;
pub mod stage;
pub mod status;
pub mod value;

pub use crate::markdown::FrontMatterFault;
use crate::stage_number::StageNumber;
use crate::template::Family;
use crate::text::{Edit, Source, Span};
pub use audience::{AudienceLine, StageAudience};
use date::read_date;
pub use faults::{Conflict, DetachedRows, Duplicate, Faults, MalformedBox, UnevenRow, UnreadHeading};
use flags::{FlagSlot, OwnExposure};
pub(crate) use gate::BETWEEN_CELLS;
pub use gate::{Criterion, Met};
use jiff::civil::Date;
use log::{Ladder, Log, Point, Unread};
pub use metric::Trigger;
use metric::{Measured, MetricsTable, VoidList};
pub(crate) use people::names_people;
use stage::StageNames;
pub(crate) use stage::full_title;
pub use stage::{Declared, DeclaredStage};
use status::{StatusEntry, StatusReading};
use std::collections::BTreeSet;
use std::sync::Arc;
use value::Value;

/// One version of a rollout plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The plan's file.
    pub source: Source,
    /// The file that holds the decision log, when it is another one. Spans of log rows are in it.
    pub log_source: Option<Source>,
    /// The rollout's name, when it is filled.
    pub title: Option<String>,
    /// The Rollout ID, when it is filled.
    pub id: Option<String>,
    /// Where the Rollout ID stands, filled or not.
    pub id_span: Option<Span>,
    /// Who answers for the rollout, when it is filled.
    pub owner: Option<String>,
    /// The flags that it is about; `None` when it has no place for them.
    pub flags: Option<FlagSlot>,
    /// Where it says that the number of its flag is.
    pub own_exposure: Option<OwnExposure>,
    /// Whether a heading names the rollout: `Rollout: …`.
    pub names_rollout: bool,
    /// The headings of other rollouts in the file, which nobody judges.
    pub other_rollouts: Vec<Span>,
    /// The line that names the rollout, where findings about the whole plan stand.
    pub heading: Span,
    /// The stages, by number.
    pub stages: Vec<Stage>,
    /// The ticked boxes outside of the stages, each with the stage whose work they are called.
    pub(crate) boxes_elsewhere: Vec<(Option<StageNumber>, WorkBox)>,
    /// The headings that look like that of a stage and are not read as one.
    pub unread_headings: Vec<UnreadHeading>,
    /// Which headings its stages are, for whoever reads another version.
    pub(crate) family: Family,
    /// How stages may be called, those included that the template has and the plan lacks.
    pub names: StageNames,
    /// The stages that its log leads through.
    pub ladder: Ladder,
    /// What the review after the last stage goes through, as far as it has boxes.
    pub review: Vec<Criterion>,
    /// The decision log; `None` when nothing has its five parts.
    pub log: Option<Log>,
    /// The dated entries that look like decisions and cannot be read as such, in the file of the
    /// log.
    pub unread: Vec<Unread>,
    /// How many decisions in a log that several plans share name no rollout, so that they count for
    /// none, where this plan has none there.
    pub unclaimed: usize,
    /// What the plan says of its own stage.
    pub declared: Option<Declared>,
    /// The places where the plan says how far its stages are, beside what it declares.
    pub statuses: Vec<StatusReading>,
    /// The stages behind labels that may be about the rollout or not, by these: they say something
    /// only where they move.
    pub stage_lines: Vec<(String, StatusEntry)>,
    /// What the template asks for, with what stands there.
    pub slots: Vec<Filling>,
    /// Sections of the template that the plan lacks.
    pub missing_sections: Vec<Missing>,
    /// What puts the template's decision log into a plan that has none.
    pub missing_log: Option<Edit>,
    /// Labels of the template that the plan lacks.
    pub missing_fields: Vec<Missing>,
    /// Lists of the rollback plan that have their label and no item.
    pub empty_rollback_lists: Vec<Missing>,
    /// Example rows of the template that stand untouched beside real ones.
    pub example_rows: Vec<Missing>,
    /// Sections and labels that stand twice where one is meant.
    pub duplicates: Vec<Duplicate>,
    /// The stages that the communication plan has a row for, with the line of its headers; `None`
    /// when there is no such table.
    pub communication: Option<(Vec<StageNumber>, Span)>,
    /// The tables of metrics.
    pub metrics: Vec<MetricsTable>,
    /// Whether the template asks for guardrails, and the plan has the section and the label that
    /// they belong under.
    pub wants_guardrails: bool,
    /// The conditions under which the rollout goes back.
    pub triggers: Vec<Trigger>,
    /// The bounds of guardrails that stand in lists, and in no table.
    pub guards: Vec<Trigger>,
    /// What its stages have measured, beside what should be.
    pub(crate) measured: Vec<Measured>,
    /// The lists of triggers and guardrails that their names take out of force.
    pub(crate) void_lists: Vec<VoidList>,
    /// Whether triggers stand there that are struck out without a reason.
    pub(crate) has_struck_triggers: bool,
    /// The steps of the rollback procedure.
    pub rollback_steps: Vec<Span>,
    /// Whether steps stand there that are struck out.
    pub(crate) has_struck_steps: bool,
    /// The folded texts of the template's items and rows with boxes.
    pub(crate) known_statements: Arc<[String]>,
    /// The customers of the stages that name some.
    pub customers: Vec<Customers>,
    /// Whether the plan shares enough of the template's sections to be held to it.
    pub follows_template: bool,
    /// How much of the template nobody has touched, from 0 to 1.
    pub untouched: f64,
    /// Labels that the `---` below them turns into headings, with the line of the dashes.
    pub accidental_headings: Vec<(Span, Span)>,
    /// Boxes that a person sees and Markdown does not.
    pub malformed_boxes: Vec<MalformedBox>,
    /// What Markdown does not show as it was meant.
    pub faults: Faults,
    /// The same of the file that holds the decision log, when it is another one, as far as it is
    /// about this plan.
    pub log_faults: Faults,
    /// What is wrong with the `---` block at the top of the file.
    pub front_matter_fault: Option<FrontMatterFault>,
    /// The links to files of the repository.
    pub links: Vec<FileLink>,
    /// Comments by which somebody says that a finding is known and meant.
    pub suppressions: Vec<Suppression>,
}

/// A comment by which somebody says that a finding is known and meant:
/// `<!-- rolloutlint-disable-next-line placeholder -- reason -->`.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// The comment.
    pub comment: Span,
    /// Where findings are hidden: the block below it, or the cell that it stands in.
    pub covers: Span,
    /// Whether it says `rolloutlint-disable-next-line`, and no other word that begins with
    /// `rolloutlint-`.
    pub is_known: bool,
    /// The ids of the rules that it names.
    pub rules: Vec<String>,
    /// Why.
    pub reason: Option<String>,
}

/// A link to a file of the repository.
#[derive(Clone, Debug)]
pub struct FileLink {
    /// The path from the repository's root, with `/`.
    pub path: String,
    /// The destination as it is written.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A stage of the rollout.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its number.
    pub number: StageNumber,
    /// `Stage 1`.
    pub title: String,
    /// `Alpha (Friendly Customers)`.
    pub name: String,
    /// The first word of the name.
    pub first_word: String,
    /// The heading.
    pub heading: Span,
    /// The whole section.
    pub span: Span,
    /// What must hold before it begins.
    pub entry: Vec<Criterion>,
    /// What must hold before it is left.
    pub exit: Vec<Criterion>,
    /// What stands around its lists of entry criteria, and may say something of all their items:
    /// their labels and headings, and the lines right below these.
    pub(crate) entry_terms: Vec<Span>,
    /// The same of its exit criteria.
    pub(crate) exit_terms: Vec<Span>,
    /// The same of its launch checklist.
    pub(crate) launch_terms: Vec<Span>,
    /// Boxes that are ticked only when the stage runs.
    pub work: Vec<WorkBox>,
    /// The boxes of lists that are called a preparation. They show nothing, unless they were work
    /// before.
    pub(crate) preparation: Vec<WorkBox>,
    /// What looks ticked in lists without boxes. It is work where the version before has boxes.
    pub doubtful_work: Vec<WorkBox>,
    /// What must be ready for the launch; in most plans only the last stage has it.
    pub launch: Vec<Criterion>,
    /// Who sees it.
    pub audience: StageAudience,
    /// What else it says: items, values and rows beside its gates and its Progression Decision.
    pub statements: Vec<Statement>,
    /// Who decided that it is over, and when.
    pub progression: Option<Progression>,
    /// The lists of its gates that nobody can meet, because they have no boxes.
    pub boxless: Vec<BoxlessList>,
    /// The boxes of a stage whose gate nobody has named: one of their lists may be it.
    pub(crate) perhaps_gate: Vec<Criterion>,
    /// The boxes of lists of who has to agree before the stage is left.
    pub(crate) approvals: Vec<Criterion>,
    /// Whether the template has entry criteria with boxes here, and the plan has their label.
    pub wants_entry: bool,
    /// The same for exit criteria.
    pub wants_exit: bool,
    /// Whether the template asks for a Progression Decision here.
    pub wants_progression: bool,
}

/// A list of a gate that has no boxes, neither in the plan nor in the template.
#[derive(Clone, Debug)]
pub struct BoxlessList {
    /// The label or the heading above it, as a reader sees it.
    pub name: String,
    /// When it would have to be met.
    pub due: Due,
    /// Its items, without those that are nested: of a list, the rows of a table by their first
    /// cells, or the value behind its label.
    pub items: Vec<Span>,
    /// What they ask for.
    pub criteria: Vec<Criterion>,
    /// Whether a box can stand before each of them.
    pub takes_boxes: bool,
}

/// Something that a stage says beside its gates: an item, a value behind a label, a row.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it is called: the label, the item's text, the first cell of the row.
    pub name: String,
    /// By what it is found again in another version: the name with what it stands under, folded.
    pub key: String,
    /// What it says, part by part, with the column that each stands in. A number is equal for two
    /// versions that say the same, whatever their format. Ticks are not in it.
    pub said: Vec<(String, u64)>,
    /// What is ticked in it, folded.
    pub ticks: Vec<String>,
    /// Whether it still waits for a value.
    pub open: bool,
    /// Where.
    pub span: Span,
}

/// A box whose tick shows that its stage runs.
#[derive(Clone, Debug)]
pub struct WorkBox {
    /// The text behind it.
    pub text: String,
    /// The text folded, with what it stands under.
    pub key: String,
    /// The key of what it stands under.
    pub group: String,
    /// The item or cell.
    pub span: Span,
    /// Whether it is ticked.
    pub is_ticked: bool,
}

/// The customers that take part in a stage.
#[derive(Clone, Debug)]
pub struct Customers {
    /// The stage.
    pub stage: StageNumber,
    /// How many its audience asks for.
    pub target: Value,
    /// The headers of the table that names them.
    pub header: Span,
    /// Their names, one a row.
    pub names: Vec<String>,
}

/// The Progression Decision of a stage.
#[derive(Clone, Debug)]
pub struct Progression {
    /// Its label, or the stage's heading.
    pub label: Span,
    /// When.
    pub date: Option<Value>,
    /// By whom.
    pub decider: Option<Value>,
    /// The date, read; `None` when it is open or no day.
    pub day: Option<Date>,
    /// Who they are, in the form of [`log::LogRow::people`].
    pub people: BTreeSet<String>,
}

/// A slot of the template with what the plan has there.
#[derive(Clone, Debug)]
pub struct Filling {
    /// What it is, without line numbers: `field:owner`, `stage:1/target`.
    pub anchor: String,
    /// The label of the template, folded, by which rules know a field: `created`.
    pub key: String,
    /// What it is called in the plan: `Owner`, `Stage 1, Target`.
    pub name: String,
    /// What stands there in the template, as an example of what to write.
    pub example: String,
    /// What stands there.
    pub value: Value,
    /// What kind of slot.
    pub kind: FillingKind,
    /// When it must be filled.
    pub due: Due,
    /// At most a warning, whatever is wrong.
    pub gentle: bool,
    /// A rule that speaks for this slot alone; the general ones keep silent.
    pub spoken_for: bool,
}

/// What kind of slot a filling fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FillingKind {
    /// A value behind a label.
    Field,
    /// A day behind a label.
    Date {
        /// Whether a day is needed; elsewhere a quarter or a month will do.
        exact: bool,
    },
    /// Boxes of which at least one is to be ticked.
    Choice {
        /// Whether one is.
        ticked: bool,
    },
    /// Something that points somewhere.
    Link {
        /// Whether it does: a link, a path or a ticket.
        points: bool,
    },
    /// A length of time.
    Duration,
    /// A cell of a table.
    Cell,
    /// A bracket in the text of an item.
    Text,
}

/// When a requirement is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// At any time.
    Always,
    /// When the file exists and is no untouched copy.
    Created,
    /// When the stage is reached.
    Entering(StageNumber),
    /// When the stage is left.
    Leaving(StageNumber),
    /// At no time.
    Never,
}

/// Something of the template that a plan lacks.
#[derive(Clone, Debug)]
pub struct Missing {
    /// What it is, without line numbers.
    pub anchor: String,
    /// What it is called.
    pub name: String,
    /// Where it should stand: the heading of the section around it.
    pub span: Span,
    /// When it must be there.
    pub due: Due,
    /// At most a warning.
    pub gentle: bool,
    /// What puts it back as the template has it.
    pub edit: Option<Edit>,
    /// The heading or label that stands in its place, with its words.
    pub instead: Option<(String, Span)>,
    /// Where it stands in a block of code or HTML, in which nothing is read: the line that opens
    /// the block, and its own.
    pub unread: Option<(Span, Span)>,
}

/// Whether a text is a Rollout ID by the built-in pattern, `[A-Z]+-[0-9]+`.
pub(crate) fn is_rollout_id(text: &str) -> bool {
    text.split_once('-').is_some_and(|(word, number)| {
        let all = |part: &str, is: fn(&u8) -> bool| !part.is_empty() && part.as_bytes().iter().all(is);
        all(word, u8::is_ascii_uppercase) && all(number, u8::is_ascii_digit)
    })
}

impl Plan {
    /// The stage with a number.
    pub fn stage(&self, number: StageNumber) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.number == number)
    }

    /// The furthest stage that is under way or over by the places for the status.
    pub(crate) fn shown_by_status(&self) -> Option<StageNumber> {
        self.statuses.iter().filter_map(StatusReading::furthest).map(|entry| entry.stage).max()
    }

    /// Where the plan says when it was last updated.
    pub(crate) fn last_updated(&self) -> Option<&Filling> {
        self.slots.iter().find(|slot| slot.key.contains("last updated"))
    }

    /// The number of the first stage; 0 in a plan without stages.
    pub(crate) fn first_stage(&self) -> StageNumber {
        self.names.first()
    }

    /// The number of the last stage; 0 in a plan without stages.
    pub fn last_stage(&self) -> StageNumber {
        self.names.last()
    }

    /// The stage that follows, those apart that the team leaves out; `None` at the last one and
    /// after an abort.
    pub fn next_stage(&self, point: Point) -> Option<StageNumber> {
        let mut next = match point {
            Point::Planned => Some(self.first_stage()).filter(|first| self.names.has(*first)),
            Point::Stage(number) => self.names.after(number),
            Point::Aborted => None,
        };
        while let Some(number) = next.filter(|number| self.ladder.skipped.contains(number)) {
            next = self.names.after(number);
        }
        next
    }

    /// The first slot with this key that somebody filled.
    pub fn filled(&self, key: &str) -> Option<&Filling> {
        self.slots.iter().find(|slot| slot.key == key && slot.value.is_filled())
    }

    /// The day that stands in a slot, with its place.
    pub(crate) fn day_in(&self, key: &str) -> Option<(Date, Span)> {
        let slot = self.filled(key)?;
        Some((read_date(&slot.value.text).day()?, slot.value.span))
    }

    /// How long a stage is meant to run, when it says so.
    pub(crate) fn duration_of(&self, stage: StageNumber) -> Option<&Filling> {
        self.answered_duration(stage).filter(|slot| slot.value.is_filled())
    }

    /// How long a stage is meant to run, or that nobody has to say so: `N/A — reason`.
    pub(crate) fn answered_duration(&self, stage: StageNumber) -> Option<&Filling> {
        let prefix = format!("stage:{stage}/");
        let is_its_own = |slot: &&Filling| slot.key == "duration" && slot.anchor.starts_with(&prefix);
        self.slots.iter().find(is_its_own).filter(|slot| !slot.value.is_open())
    }

    /// The file that log rows stand in.
    pub fn log_file(&self) -> &Source {
        self.log_source.as_ref().unwrap_or(&self.source)
    }

    /// The plan's own file and that of its decision log when it is another one, each with what
    /// cannot be read in it.
    pub fn files(&self) -> impl Iterator<Item = (bool, &Source, &Faults)> {
        let log = self.log_source.iter().map(|source| (true, source, &self.log_faults));
        std::iter::once((false, &self.source, &self.faults)).chain(log)
    }

    /// Whether the plan and its decision log can be read.
    pub(crate) fn is_readable(&self) -> bool {
        self.files().all(|(_, source, _)| source.unreadable.is_none())
    }

    /// Whether two versions say the same byte for byte, their decisions in another file included.
    pub(crate) fn has_the_text_of(&self, other: &Plan) -> bool {
        let same = |one: &Source, other: &Source| one.text == other.text && one.unreadable == other.unreadable;
        let says = |plan: &Plan| -> Vec<String> {
            let rows = plan.log.iter().flat_map(|log| &log.rows);
            rows.map(|row| plan.log_file().slice(row.whole).to_owned()).collect()
        };
        if !same(&self.source, &other.source) {
            return false;
        }
        match (&self.log_source, &other.log_source) {
            (None, None) => true,
            (Some(one), Some(two)) if same(one, two) => true,
            (Some(one), Some(two)) => {
                // Of a file that several plans share only this one's entries count, and what makes
                // it unreadable for all.
                one.unreadable == two.unreadable
                    && self.log_faults.conflicts.len() == other.log_faults.conflicts.len()
                    && says(self) == says(other)
            }
            _ => says(self) == says(other),
        }
    }

    /// Whether a place of the plan's own file is in its decision log.
    pub(crate) fn is_in_log(&self, place: Span) -> bool {
        let log = self.log.as_ref().filter(|_| self.log_source.is_none());
        log.is_some_and(|log| {
            let headers = || log.blocks.iter().map(|block| block.header);
            headers().any(|header| header.contains(place)) || log.rows.iter().any(|row| row.whole.contains(place))
        })
    }

    /// Whether a comment in the plan would hide something in its decision log.
    pub(crate) fn covers_its_log(&self, comment: &Suppression) -> bool {
        let log = self.log.as_ref().filter(|_| self.log_source.is_none());
        log.is_some_and(|log| log.blocks.iter().any(|block| comment.covers.contains(block.header)))
            || self.is_in_log(comment.comment)
    }

    /// Whether a place is the answer of a Progression Decision.
    pub(crate) fn is_in_progression(&self, place: Span) -> bool {
        let decisions = self.stages.iter().filter_map(|stage| stage.progression.as_ref());
        decisions
            .flat_map(|decision| [&decision.date, &decision.decider])
            .flatten()
            .any(|value| value.span.contains(place))
    }

    /// Whether the stages are called by names alone, without numbers.
    pub(crate) fn has_named_stages(&self) -> bool {
        !self.stages.is_empty() && self.stages.iter().all(|stage| stage.title == stage.name)
    }

    /// A point of the rollout as the log of this plan writes it: the stage's number, or its name
    /// where stages have only names.
    pub(crate) fn name_in_log(&self, point: Point) -> String {
        match point {
            Point::Stage(number) if self.has_named_stages() => {
                // A share behind the name is no part of it: `Early adopters (10 %)`.
                let name = |stage: &Stage| stage.name.split(" (").next().unwrap_or(&stage.name).to_owned();
                self.stage(number).map_or_else(|| number.to_string(), name)
            }
            point => point.to_string(),
        }
    }

    /// Whether this text has the shape of a rollout plan at all: for files that were found and not
    /// named. It has a `Rollout:` heading or a Rollout ID, and at least two stages; of a file that
    /// cannot be read nothing is known.
    pub(crate) fn looks_like_a_plan(&self) -> bool {
        self.source.unreadable.is_some() || (self.has_stages() && (self.names_rollout || self.id.is_some()))
    }

    /// Whether it has stages at all: then it may be a plan in the form of another team.
    pub(crate) fn has_stages(&self) -> bool {
        self.stages.len() >= 2
    }
}

impl Stage {
    /// The criteria of a list that are open.
    pub fn open(criteria: &[Criterion]) -> impl Iterator<Item = &Criterion> {
        criteria.iter().filter(|criterion| criterion.met == Met::Open)
    }
}

impl Progression {
    /// Whether both the date and the decider are answered.
    pub(crate) fn is_complete(&self) -> bool {
        let answered = |value: &Option<Value>| value.as_ref().is_some_and(Value::is_answered);
        answered(&self.date) && answered(&self.decider)
    }
}
