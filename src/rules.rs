//! The list of all rules.

use crate::rule::{ApprovalFault, Check, HistoryFault, Rule};

/// Finds a rule by its id.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// The ids of all rules.
pub fn ids() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.id).collect()
}

impl HistoryFault {
    /// Its rule.
    pub fn rule(self) -> &'static Rule {
        rule_with(|check| matches!(check, Check::History(fault) if *fault == self))
    }
}

impl ApprovalFault {
    /// Its rule.
    pub fn rule(self) -> &'static Rule {
        rule_with(|check| matches!(check, Check::Approval(fault) if *fault == self))
    }
}

fn rule_with(is_meant: impl Fn(&Check) -> bool) -> &'static Rule {
    RULES.iter().find(|rule| rule.checks.iter().any(&is_meant)).expect("each fault has its rule")
}

// The list below is generated from the files of this folder: `UPDATE=1 cargo test` rewrites it.
// <rules>
mod accidental_heading;
mod approach_unselected;
mod approval_stale;
mod approval_unverifiable;
mod audience_not_monotonic;
mod audit_date_drift;
mod audit_decision_by_agent;
mod audit_direct_push;
mod audit_exception;
mod audit_exposure_cut;
mod audit_exposure_unlogged;
mod audit_gate_edited;
mod audit_history_rewritten;
mod audit_log_rewritten;
mod audit_plan_lost;
mod audit_policy_loosened;
mod audit_self_approved;
mod audit_stalled;
mod audit_unlogged_transition;
mod bake_time_too_short;
mod bound_missed;
mod bracketed_value;
mod choice_unresolved;
mod comms_stage_missing;
mod completed_stage_edited;
mod criteria_weakened;
mod criterion_without_evidence;
mod customer_count_mismatch;
mod date_format;
mod date_order;
mod decider_not_approved;
mod decider_not_authorised;
mod decider_unmapped;
mod duration_format;
mod exit_rollback_conflict;
mod exposure_cut;
mod exposure_gone;
mod exposure_outside_audience;
mod exposure_raised;
mod exposure_schedule_crosses_gate;
mod exposure_segment;
mod exposure_unreadable;
mod field_duplicate;
mod field_empty;
mod field_missing;
mod file_encoding;
mod file_too_large;
mod flag_without_plan;
mod front_matter_misparse;
mod gate_without_boxes;
mod gtm_incomplete;
mod guardrail_missing;
mod last_updated_stale;
mod link_required;
mod link_target_missing;
mod log_after_terminal;
mod log_date_future;
mod log_decider_not_person;
mod log_decision_direction;
mod log_decision_unknown;
mod log_entry_incomplete;
mod log_entry_inserted;
mod log_entry_modified;
mod log_entry_removed;
mod log_missing;
mod log_order;
mod log_predates_plan;
mod log_rationale_weak;
mod log_stage_format;
mod log_stage_skip;
mod log_stage_unknown;
mod log_transition_gap;
mod log_transition_repeated;
mod log_unreadable;
mod malformed_checkbox;
mod merge_conflict_marker;
mod metric_threshold_suspect;
mod multiple_transitions;
mod na_without_reason;
mod new_plan_mid_rollout;
mod not_judged;
mod placeholder;
mod plan_moved;
mod plan_out_of_sight;
mod plan_removed;
mod policy_changed;
mod post_ga_review;
mod progression_decision_missing;
mod progression_decision_overdue;
mod progression_log_mismatch;
mod risk_rating_invalid;
mod rollback_plan_incomplete;
mod rollout_id_changed;
mod rollout_id_duplicate;
mod rollout_id_format;
mod runbook_mismatch;
mod section_duplicate;
mod section_missing;
mod section_order;
mod separation_of_duties;
mod stage_change_without_log_entry;
mod stage_declared_mismatch;
mod stage_entry_unmet;
mod stage_exit_unmet;
mod stage_heading_unread;
mod stage_reset_without_decision;
mod stage_sequence;
mod stage_status_stale;
mod stage_without_decision;
mod suppression_no_reason;
mod suppression_not_allowed;
mod suppression_unknown;
mod suppression_unused;
mod table_cell_count;
mod table_row_detached;
mod template_copy;
mod template_row_left;
mod todo_marker;

/// All rules, by id.
pub static RULES: &[Rule] = &[
    accidental_heading::RULE,
    approach_unselected::RULE,
    approval_stale::RULE,
    approval_unverifiable::RULE,
    audience_not_monotonic::RULE,
    audit_date_drift::RULE,
    audit_decision_by_agent::RULE,
    audit_direct_push::RULE,
    audit_exception::RULE,
    audit_exposure_cut::RULE,
    audit_exposure_unlogged::RULE,
    audit_gate_edited::RULE,
    audit_history_rewritten::RULE,
    audit_log_rewritten::RULE,
    audit_plan_lost::RULE,
    audit_policy_loosened::RULE,
    audit_self_approved::RULE,
    audit_stalled::RULE,
    audit_unlogged_transition::RULE,
    bake_time_too_short::RULE,
    bound_missed::RULE,
    bracketed_value::RULE,
    choice_unresolved::RULE,
    comms_stage_missing::RULE,
    completed_stage_edited::RULE,
    criteria_weakened::RULE,
    criterion_without_evidence::RULE,
    customer_count_mismatch::RULE,
    date_format::RULE,
    date_order::RULE,
    decider_not_approved::RULE,
    decider_not_authorised::RULE,
    decider_unmapped::RULE,
    duration_format::RULE,
    exit_rollback_conflict::RULE,
    exposure_cut::RULE,
    exposure_gone::RULE,
    exposure_outside_audience::RULE,
    exposure_raised::RULE,
    exposure_schedule_crosses_gate::RULE,
    exposure_segment::RULE,
    exposure_unreadable::RULE,
    field_duplicate::RULE,
    field_empty::RULE,
    field_missing::RULE,
    file_encoding::RULE,
    file_too_large::RULE,
    flag_without_plan::RULE,
    front_matter_misparse::RULE,
    gate_without_boxes::RULE,
    gtm_incomplete::RULE,
    guardrail_missing::RULE,
    last_updated_stale::RULE,
    link_required::RULE,
    link_target_missing::RULE,
    log_after_terminal::RULE,
    log_date_future::RULE,
    log_decider_not_person::RULE,
    log_decision_direction::RULE,
    log_decision_unknown::RULE,
    log_entry_incomplete::RULE,
    log_entry_inserted::RULE,
    log_entry_modified::RULE,
    log_entry_removed::RULE,
    log_missing::RULE,
    log_order::RULE,
    log_predates_plan::RULE,
    log_rationale_weak::RULE,
    log_stage_format::RULE,
    log_stage_skip::RULE,
    log_stage_unknown::RULE,
    log_transition_gap::RULE,
    log_transition_repeated::RULE,
    log_unreadable::RULE,
    malformed_checkbox::RULE,
    merge_conflict_marker::RULE,
    metric_threshold_suspect::RULE,
    multiple_transitions::RULE,
    na_without_reason::RULE,
    new_plan_mid_rollout::RULE,
    not_judged::RULE,
    placeholder::RULE,
    plan_moved::RULE,
    plan_out_of_sight::RULE,
    plan_removed::RULE,
    policy_changed::RULE,
    post_ga_review::RULE,
    progression_decision_missing::RULE,
    progression_decision_overdue::RULE,
    progression_log_mismatch::RULE,
    risk_rating_invalid::RULE,
    rollback_plan_incomplete::RULE,
    rollout_id_changed::RULE,
    rollout_id_duplicate::RULE,
    rollout_id_format::RULE,
    runbook_mismatch::RULE,
    section_duplicate::RULE,
    section_missing::RULE,
    section_order::RULE,
    separation_of_duties::RULE,
    stage_change_without_log_entry::RULE,
    stage_declared_mismatch::RULE,
    stage_entry_unmet::RULE,
    stage_exit_unmet::RULE,
    stage_heading_unread::RULE,
    stage_reset_without_decision::RULE,
    stage_sequence::RULE,
    stage_status_stale::RULE,
    stage_without_decision::RULE,
    suppression_no_reason::RULE,
    suppression_not_allowed::RULE,
    suppression_unknown::RULE,
    suppression_unused::RULE,
    table_cell_count::RULE,
    table_row_detached::RULE,
    template_copy::RULE,
    template_row_left::RULE,
    todo_marker::RULE,
];
// </rules>
