//! Who really approved: the reviews of a pull request against the decisions that it records. Pure.

mod judge;
mod outcome;
mod reviews;

pub use judge::{judge, statements};
pub use outcome::{Approvals, Decision, Light, Status};
pub use reviews::{Conversation, Review, Verdict};
