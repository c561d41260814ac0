use crate::plan::Filling;
use crate::rule::StandingContext;
use crate::text::{Edit, fold};
use crate::words::ratings::RATINGS;

rule! {
    /// A risk is rated with another word than High, Med or Low
    ///
    /// Ratings are compared and sorted; a word of its own falls out. Medium is Med.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| Payment provider slows down | Med | High | Queue and retry |
    /// +| Payment provider slows down | quite | High | Queue and retry |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| Payment provider slows down | Med | High | Queue and retry |
    /// +| Payment provider slows down | Medium | High | Queue and retry |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write High, Med or Low.
    "risk-rating-invalid", Filling, Warning, due: "entering the second stage", fix: Safe, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let is_rating = |key: &str| matches!(key, "likelihood" | "impact");
    // A bracket with the header itself, `[Impact]`, takes any words.
    let is_free = |slot: &Filling| fold(slot.example.trim_matches(['[', ']'])) == slot.key;
    let asked = plan.slots.iter().filter(|slot| is_rating(&slot.key) && !is_free(slot));
    for slot in asked.filter(|slot| slot.value.is_filled()) {
        let text = &slot.value.text;
        let known = RATINGS.meaning(&fold(text));
        if known.is_some_and(|form| form == text) {
            continue;
        }
        let message = format!("{} is `{text}`, not High, Med or Low", slot.name);
        let draft = ctx.report_slot(slot, slot.value.span, message).help("write High, Med or Low");
        // A link or a remark beside the word is not ours to throw away.
        let is_bare = plan.source.slice(slot.value.span) == text;
        if let Some(form) = known.filter(|_| is_bare && !text.is_empty()) {
            draft.fix(format!("write {form}"), vec![Edit { span: slot.value.span, replacement: form.to_owned() }]);
        }
    }
}
