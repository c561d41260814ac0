//! A version with its record and what they say together.

use super::record::{Record, RecordedRow, Rewrite, RowId};
use super::shares::{StageShare, stage_shares};
use super::verdict::{Reading, Sign, StageVerdict};
use crate::finding::Side;
use crate::pairing::{Pairing, RATIONALE};
use crate::plan::log::{Decision, Form, Ladder, LogRow, Point, Position, Replay, Route, Unread};
use crate::plan::{Plan, Stage, UnreadHeading};
use crate::stage_number::StageNumber;
use crate::text::{Span, fold};
use crate::version::Version;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Where a rollout stands in one version of it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The version.
    pub version: Arc<Version>,
    /// The version before, whose rows stand in the record where the change rewrote them.
    pub(super) base: Option<Arc<Version>>,
    /// The day that it is judged on.
    pub today: Date,
    /// The recorded rows in the order of time.
    pub record: Vec<RecordedRow>,
    /// Whether the log's newest row stands first.
    pub is_newest_first: bool,
    /// What the record says.
    pub replay: Replay,
    /// The rows of this version, by their places in its log, for which the record has what they
    /// said before.
    rewritten: BTreeSet<usize>,
    /// The stages that the record leads through.
    pub(super) ladder: Ladder,
    /// The shares at which the stages begin; none for a version without exposures.
    pub(super) shares: Vec<StageShare>,
    /// What shows a stage outside of the record.
    pub(crate) signs: Vec<Sign>,
    /// The reported stage: it decides what is due.
    pub gate: Point,
    /// The gate before the change; `None` without a version before.
    pub(super) gate_before: Option<Point>,
    /// Whether the readings of the stage agree.
    pub verdict: StageVerdict,
    /// What this version must have because the version before had it.
    pub owed: Owed,
}

/// What a version must have because the version before had it.
#[derive(Clone, Debug, Default)]
pub struct Owed {
    /// Whether that was a decision log.
    pub has_log: bool,
    /// The lines of that log, where it was one table in the plan.
    pub log_table: Option<String>,
    /// The stages that are gone.
    pub stages: Vec<OwedStage>,
}

/// A stage that only the version before has.
#[derive(Clone, Debug)]
pub struct OwedStage {
    /// Its number.
    pub number: StageNumber,
    /// `Stage 1`.
    pub title: String,
    /// Its name.
    pub name: String,
}

impl Standing {
    /// Where a version stands by itself.
    pub fn alone(version: Arc<Version>, today: Date) -> Standing {
        let ladder = adopted(version.ladder.clone(), &version, None);
        let record = Record::of(&version, &ladder);
        Standing::new(version, None, None, ladder, record, today).0
    }

    /// Where the version after a change stands, and what the change rewrote; `None` when the plan
    /// is gone. `before` is where the version before stood by itself.
    pub(crate) fn after(pairing: &Pairing, before: Option<&Standing>, today: Date) -> Option<(Standing, Vec<Rewrite>)> {
        let version = Arc::clone(pairing.head.as_ref()?);
        let ladder = ladder_after(&version.ladder, before);
        let record = Record::merged(pairing, &ladder);
        // Whoever takes the newest decision back with all that it brought is told so, once. What
        // the plan must have is judged where the plan stands now.
        let shows_nothing = || Standing::alone(Arc::clone(&version), today).verdict.agrees();
        let is_taken_back = before.is_some_and(|before| takes_back(&record, before)) && version.log.is_some();
        let record = match is_taken_back && shows_nothing() {
            true => Record { rewrites: record.rewrites, ..Record::of(&version, &ladder) },
            false => record,
        };
        Some(Standing::new(version, Some(pairing), before, ladder, record, today))
    }

    fn new(
        version: Arc<Version>,
        pairing: Option<&Pairing>,
        before: Option<&Standing>,
        ladder: Ladder,
        record: Record,
        today: Date,
    ) -> (Standing, Vec<Rewrite>) {
        let Record { rows, is_newest_first, replay, rewrites } = record;
        let mut standing = Standing {
            base: pairing.and_then(|pairing| pairing.base.clone()),
            owed: pairing.map(Owed::by).unwrap_or_default(),
            version,
            today,
            record: rows,
            is_newest_first,
            replay,
            rewritten: rewrites.iter().filter_map(rewritten_row).collect(),
            ladder,
            shares: Vec::new(),
            signs: Vec::new(),
            gate: Point::Planned,
            gate_before: before.map(|before| before.gate),
            verdict: StageVerdict::Agrees,
        };
        if !standing.version.exposures().is_empty() {
            standing.shares = stage_shares(standing.version.plan(), pairing);
        }
        standing.signs = standing.read_signs(pairing);
        standing.gate = standing.reported();
        standing.verdict = standing.judge(pairing, before, &rewrites);
        (standing, rewrites)
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        self.version.plan()
    }

    /// A row of the record.
    pub fn row(&self, index: usize) -> &LogRow {
        self.row_of(self.record[index].id)
    }

    /// A row of either version.
    pub(crate) fn row_of(&self, id: RowId) -> &LogRow {
        let version = match id.side {
            Side::Head => &self.version,
            Side::Base => self.base.as_ref().expect("only a comparison has rows of the base"),
        };
        &version.rows()[id.index]
    }

    /// The route of a row of the record, in the stages of this version.
    pub fn route(&self, index: usize) -> &Route {
        &self.record[index].step.route
    }

    /// The step of a row of the record as the canonical form writes it: `1→2`.
    pub fn step(&self, index: usize) -> String {
        self.row(index).step_by(self.route(index))
    }

    /// Where the log says the rollout is.
    pub fn logged(&self) -> Position {
        self.replay.position
    }

    /// The readings of the stage that say something, in their order.
    pub(crate) fn readings(&self) -> BTreeSet<Reading> {
        let logged = (!self.record.is_empty()).then_some(Reading::Log);
        self.signs.iter().map(|sign| sign.kind.reading()).chain(logged).collect()
    }

    /// Where the rollout is as far as anybody can tell: the reported stage, and without a record
    /// the highest stage that the plan shows.
    pub(crate) fn place(&self) -> Point {
        match self.verdict {
            StageVerdict::NotJudged { .. } => self
                .signs
                .iter()
                .map(|sign| Point::Stage(sign.stage))
                .max_by_key(|point| point.stage())
                .unwrap_or(self.gate),
            _ => self.gate,
        }
    }

    /// The rows that became recorded in this change, by their places in [`Standing::record`].
    pub(crate) fn new_rows(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.record.iter().enumerate().filter(|(_, row)| row.is_new).map(|(index, _)| index)
    }

    /// The recorded rows that log rules judge, with their places in [`Standing::record`]. A row
    /// that was rewritten, does not fit its table or is incomplete is another rule's.
    pub(crate) fn judged_rows(&self) -> impl Iterator<Item = (usize, &LogRow)> {
        let rows = (0..self.record.len()).map(|index| (index, self.row(index)));
        rows.filter(|(index, row)| !self.record[*index].is_rewritten && !row.uneven && row.open_cells().is_empty())
    }

    /// Those of them that no amendment corrected: what an amendment says counts from then on.
    pub(crate) fn rows_without_amendment(&self) -> impl Iterator<Item = (usize, &LogRow)> {
        self.judged_rows().filter(|(index, _)| !self.replay.amended.contains_key(index))
    }

    /// Whether a row says by an arrow alone that the rollout starts: `→1` where nothing has begun.
    pub(crate) fn is_start(&self, index: usize) -> bool {
        let row = self.row(index);
        let goes = row.lacks_an_end() && row.verb.is_some_and(Decision::is_forward) && row.has_arrow();
        goes && !self.replay.faults.contains_key(&index)
            && self.replay.before.get(&index) == Some(&Point::Planned)
            && self.route(index).target() == Some(Point::Stage(self.plan().first_stage()))
    }

    /// The dated entries of the log that cannot be read. Of a version by itself nobody knows what
    /// is new.
    pub(crate) fn unread(&self) -> UnreadEntries<'_> {
        let words = |plan: &Plan, span: Span| {
            let text = fold(plan.log_file().slice(span));
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        };
        let Some(base) = &self.base else {
            return UnreadEntries { before: self.plan().unread.iter().collect(), ..UnreadEntries::default() };
        };
        let mut gone: Vec<(String, &Unread)> =
            base.unread.iter().map(|unread| (words(base, unread.span), unread)).collect();
        let is_new = |unread: &&Unread| {
            let known = gone.iter().position(|(text, _)| *text == words(self.plan(), unread.span));
            known.map(|place| gone.swap_remove(place)).is_none()
        };
        let (new, before) = self.plan().unread.iter().partition(is_new);
        // Whoever gives the table the columns of a log makes a row of the entry.
        let rows = self.plan().log.iter().flat_map(|log| &log.rows);
        let rows: Vec<String> = rows.map(|row| words(self.plan(), row.whole)).collect();
        let is_cured = |text: &str| {
            let has_all = |row: &String| text.split(' ').all(|word| row.split(' ').any(|other| other == word));
            rows.iter().any(has_all)
        };
        gone.retain(|(text, _)| !is_cured(text));
        UnreadEntries { new, before, gone: gone.into_iter().map(|(_, unread)| unread).collect() }
    }

    /// What becomes of decisions in a shared log that name no rollout, as an addition to what to
    /// write. Empty where there are none.
    pub(crate) fn unclaimed_in_words(&self) -> String {
        let plan = self.plan();
        let (count, name) = (plan.unclaimed, plan.id.as_ref().or(plan.title.as_ref()));
        match name.filter(|_| count > 0) {
            Some(name) => {
                let names = match count {
                    1 => "1 decision there names no rollout, and counts".to_owned(),
                    _ => format!("{count} decisions there name no rollout, and count"),
                };
                format!("; {names} for none while several plans share the log: write `{name}` into those of this one")
            }
            None => String::new(),
        }
    }

    /// Whether this change rewrote the row that stands at a place in the log, so that it counts as
    /// it stood before.
    pub(crate) fn rewrites_row(&self, place: usize) -> bool {
        self.rewritten.contains(&place)
    }

    /// Whether the change brings a heading that is not read, or edits what stands below it.
    pub(crate) fn edits(&self, unread: &UnreadHeading) -> bool {
        let is_same =
            |before: &UnreadHeading| fold(&before.title) == fold(&unread.title) && before.meaning == unread.meaning;
        self.base.as_ref().is_some_and(|base| !base.unread_headings.iter().any(is_same))
    }

    /// Whether a stage is left out, by a row *skip*, or by the team where no row names it.
    pub(crate) fn is_skipped(&self, stage: StageNumber) -> bool {
        let point = Point::Stage(stage);
        let names_it = |index: usize| match self.route(index) {
            Route::Move(from, to) => *from == point || *to == point,
            other => other.target() == Some(point),
        };
        let is_left_out = self.ladder.skipped.contains(&stage) && !(0..self.record.len()).any(names_it);
        is_left_out || self.replay.skipped.contains(&stage)
    }
}

/// The dated entries of a log that cannot be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct UnreadEntries<'a> {
    /// Those that this change wrote.
    pub(crate) new: Vec<&'a Unread>,
    /// Those that stood there before.
    pub(crate) before: Vec<&'a Unread>,
    /// Those of the version before that this change took out or rewrote.
    pub(crate) gone: Vec<&'a Unread>,
}

impl Owed {
    fn by(pairing: &Pairing) -> Owed {
        let Some(base) = &pairing.base else { return Owed::default() };
        let gone = pairing.stages.gone.iter().map(|place| &base.stages[*place]);
        let owed =
            |stage: &Stage| OwedStage { number: stage.number, title: stage.title.clone(), name: stage.name.clone() };
        Owed { has_log: base.log.is_some(), log_table: table_of_log(base), stages: gone.map(owed).collect() }
    }
}

/// The lines of a plan's log, where it is one table in the plan itself.
fn table_of_log(plan: &Plan) -> Option<String> {
    let log = plan.log.as_ref().filter(|log| log.form == Form::Table && log.blocks.len() == 1)?;
    let (is_own, last) = (plan.log_file().path == plan.source.path, log.rows.last()?);
    is_own.then(|| plan.source.slice(Span::new(log.header.start, last.whole.end)).trim_end().to_owned())
}

/// The row of the version after that a change rewrote. A reworded rationale leaves the row as it
/// is.
fn rewritten_row(rewrite: &Rewrite) -> Option<usize> {
    match rewrite {
        Rewrite::Modified { after, columns, .. } if columns.iter().any(|column| *column != RATIONALE) => Some(*after),
        _ => None,
    }
}

/// Whether a change did nothing to the record but take the newest rows out of it. `before` is where
/// the version before stood by itself.
fn takes_back(record: &Record, before: &Standing) -> bool {
    let removed = |rewrite: &Rewrite| match rewrite {
        Rewrite::Removed { before, struck: None } => Some(*before),
        _ => None,
    };
    let Some(gone) = record.rewrites.iter().map(removed).collect::<Option<BTreeSet<usize>>>() else { return false };
    let newest = before.record.iter().rev().take(gone.len()).map(|row| row.id.index);
    !gone.is_empty() && record.rows.iter().all(|row| !row.is_new) && newest.collect::<BTreeSet<usize>>() == gone
}

/// The stages that the log leads through, as they count after a change. How far a rollout may have
/// come without a row is settled when its plan comes under rolloutlint. After that it is as far as
/// the version before was, and what follows needs rows.
fn ladder_after(configured: &Ladder, before: Option<&Standing>) -> Ladder {
    let initial = match before {
        // The first row of the version before started somewhere.
        Some(before) if before.replay.has_moved() => configured.initial,
        Some(before) => configured.initial.and(before.gate.stage()),
        None => configured.initial.filter(|_| !configured.only_for_known),
    };
    let ladder = Ladder { initial, ..configured.clone() };
    match before {
        Some(before) => adopted(ladder, before.plan(), before.replay.high),
        None => ladder,
    }
}

/// The stages that a log leads through, for a plan that says how far its stages are. It may have
/// been under way when it got its log: then its first row starts where the plan stood, and nothing
/// needs a row up to there. `high` is the stage that it ever came to by its log.
fn adopted(ladder: Ladder, plan: &Plan, high: Option<StageNumber>) -> Ladder {
    let shown = plan.shown_by_status();
    let initial = shown.and(ladder.initial.max(shown).max(high)).or(ladder.initial);
    Ladder { initial, ..ladder }
}
