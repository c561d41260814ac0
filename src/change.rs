//! What a change means: two versions of a rollout with what is what between them, where each of
//! them stands, what the change records or rewrites, and whether it moves the stage.

mod audience;
mod bars;
mod edited;
mod facts;
mod model;
mod passage;

pub use bars::{Bar, Weakened, WeakenedHow};
pub use edited::{EditedStage, StatementEdit};
pub use facts::{Facts, Missed, OutOfSight};
pub use model::{Change, Status, Subject, Transition};
