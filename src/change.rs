//! What a change means: two versions of a rollout with what is what between them, where each of
//! them stands, what the change records or rewrites, and whether it moves the stage.

mod audience;
mod bars;
mod doubts;
mod edited;
mod facts;
mod model;
mod passage;
mod weakened;

pub use edited::{EditedStage, StatementEdit};
pub use facts::{Facts, Missed, OutOfSight};
pub use model::{Change, Status, Subject, Transition};
pub use weakened::{Bar, Weakened, WeakenedHow};
