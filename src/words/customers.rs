//! Customers in tables and targets.

use super::{Lexicon, Words};

/// What the rows of a table of customers are called.
pub(crate) const CUSTOMERS: Words =
    Words { en: &["customer", "customers", "client", "clients"], ..Words::NONE }.indexed();

/// Words of a row that stands for more than one customer: `and 4 more`.
pub(crate) const SEVERAL: Words = Words {
    en: &["more", "others", "several", "various", "multiple", "many", "etc", "customers", "clients"],
    ..Words::NONE
}
.indexed();

/// Parts of a cell that says that a customer does not take part.
pub(crate) static DECLINED: Lexicon<()> = Lexicon::new(&[(
    (),
    Words {
        en: &["declined", "withdrew", "withdrawn", "dropped out", "opted out", "cancelled", "canceled"],
        ..Words::NONE
    },
)]);
