//! From files to changes: which files are plans, which versions belong together, which rules judge
//! them, and on which day. Here Git and plans meet.

mod advice;
mod commits;
mod compare;
mod day;
mod disk;
mod exported;
mod exposed;
mod facts;
mod flag_files;
mod flags;
mod globs;
mod history;
mod in_order;
mod input;
mod logs;
mod matching;
mod memory;
mod moved_entries;
mod out_of_sight;
mod overview;
mod plan_cache;
mod plan_files;
mod policy_edits;
mod renamed;
mod request;
mod rulebook;
mod ruleset;
mod scope;
mod shared_flags;
mod snapshot;
mod workspace;
mod worktree;

pub(crate) use commits::commit_facts;
pub(crate) use compare::compare;
pub(crate) use day::machine_date;
pub(crate) use disk::read_file;
pub(crate) use exported::as_exported;
pub(crate) use exposed::FlagNames;
pub(crate) use flag_files::flag_files;
pub(crate) use history::{History, history, like_plans, steps, why_no_rollout};
pub(crate) use input::Input;
#[cfg(feature = "lsp")]
pub(crate) use memory::Memory;
pub(crate) use overview::{Overview, overview};
pub(crate) use plan_files::path_for_new_plan;
pub(crate) use request::Request;
pub(crate) use ruleset::read_ahead;
pub(crate) use snapshot::Head;
#[cfg(feature = "lsp")]
pub(crate) use workspace::path_from;
pub(crate) use workspace::{Workspace, template_with_faults};
pub(crate) use worktree::{check_disk, files_like_plans, plan_to_edit, plans_on_disk};
#[cfg(feature = "lsp")]
pub(crate) use worktree::{has_the_shape_of_a_plan, plan_at};
