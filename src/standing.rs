//! Where a rollout stands by a record: a version with its record, the ladder of its stages and a
//! day give the replay, the signs of the stage, the gate, what is due, and whether all readings
//! agree.

mod due;
mod elsewhere;
mod exposure;
mod guardrail;
mod model;
mod record;
mod shares;
mod signs;
mod timeline;
mod turns;
mod verdict;

pub use due::DueReason;
pub(crate) use due::stage_title;
pub(crate) use exposure::PassedByTime;
pub use guardrail::{GuardrailLack, MissingGuardrail};
pub(crate) use model::UnreadEntries;
pub use model::{Owed, OwedStage, Standing};
pub use record::{Excuse, RecordedRow, Rewrite, RowId};
pub use timeline::{Milestone, Period, Timeline};
pub(crate) use turns::Fall;
pub use verdict::{Reading, Shown, ShownBy, Sign, SignKind, StageVerdict};
