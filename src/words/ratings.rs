//! How likely a risk is, and how much it would harm.

use super::{Lexicon, Words};

/// The words for each rating, which stands in the form in which it is written.
pub(crate) static RATINGS: Lexicon<&str> = Lexicon::new(&[
    ("High", Words { en: &["high"], ..Words::NONE }),
    ("Med", Words { en: &["med"], ..Words::NONE }),
    ("Medium", Words { en: &["medium"], ..Words::NONE }),
    ("Low", Words { en: &["low"], ..Words::NONE }),
]);
