//! rolloutlint reads what a change does to a staged rollout plan, and refuses a stage change that nobody recorded a decision for.

pub mod check;
pub mod finding;
#[cfg(feature = "github")]
pub mod github;
pub mod text;
