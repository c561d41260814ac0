//! rolloutlint reads what a change does to a staged rollout plan, and refuses a stage change that
//! nobody recorded a decision for.

pub mod ahead;
pub mod approval;
pub mod audit;
pub mod change;
pub mod check;
pub mod cli;
pub mod config;
pub mod difference;
pub mod document;
pub mod edit;
pub mod error;
pub mod exposure;
pub mod finding;
pub mod flags;
pub mod git;
#[cfg(feature = "github")]
pub mod github;
mod live;
pub mod loosening;
mod markdown;
mod outline;
pub mod pairing;
pub mod plan;
pub mod portfolio;
pub mod propose;
pub mod report;
#[macro_use]
pub mod rule;
pub mod rules;
pub mod stage_heading;
pub mod stage_number;
pub mod standing;
mod status;
pub mod template;
pub mod text;
pub mod version;
mod versions;
pub mod walk;
mod words;
