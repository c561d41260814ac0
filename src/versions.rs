//! From files to changes: which files are plans, which versions belong together, and on which day they are judged.

mod compare;
mod day;
mod disk;
mod facts;
mod gathered;
mod ground;
mod history;
mod logs;
mod pair;
mod plan_files;
mod policy;
mod policy_edits;
mod request;
mod revisions;
mod rulebook;
mod search;
mod snapshot;

pub(crate) use compare::compare;
pub(crate) use day::machine_date;
pub(crate) use disk::{alone, one};
pub(crate) use gathered::Gathered;
pub(crate) use ground::{Ground, template_to_look_at};
pub(crate) use history::{History, PastStep, history, steps};
pub(crate) use plan_files::path_for_new_plan;
pub(crate) use request::Request;
pub(crate) use snapshot::HeadVersion;
