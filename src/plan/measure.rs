//! Numbers with their units, bounds such as `error rate < 2%`, counts, and which of two bounds is
//! stricter. What can be meant in two ways is not read: the rules that compare numbers would rather
//! say nothing than something wrong.

mod amount;
mod audience;
mod bound;
mod compare;
mod count;
mod demand;
mod lead;
mod length;
mod numerals;
mod quantity;
mod ranges;
mod result;
mod sentence;
mod statement;

pub use amount::{Amount, Unit};
pub use audience::Audience;
pub(super) use audience::{is_everybody, is_limit, is_open_ended, read_audience};
pub use bound::Bound;
pub(crate) use bound::{
    bounds_that_all_hold, bounds_that_each_suffice, gives_number, is_clear_guardrail, is_to_hold, read_bound,
    read_plain, sets_guardrail, unit_of,
};
pub(crate) use compare::{Strictness, compare, guard_purpose, sets_limit, threshold_purpose};
pub use count::Count;
pub(crate) use count::{asks_for_part, read_count, read_parts};
pub(crate) use lead::without_leads;
pub(super) use length::read_length;
pub(crate) use numerals::percentile;
pub(crate) use quantity::Purpose;
pub(crate) use result::{
    ResultOf, bounds_behind, demands_less_with, goes_off_no_later, narrows, result_in, result_inside,
    words_beside_numbers,
};
