use crate::rule::StandingContext;
use crate::text::fold;
use crate::words::reasons::EMPTY_PHRASES;
use unicode_segmentation::UnicodeSegmentation;

rule! {
    /// A decision's rationale says nothing
    ///
    /// "ok", "as planned" or two words tell nobody, a year later, on what grounds users were
    /// exposed. A rationale has at least three words; in a script without spaces between words, six
    /// characters.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→1 | Proceed | looks good | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→1 | Proceed | 社内で三日間問題なし | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Say what was seen: the figure, the feedback, the risk that was taken.
    "log-rationale-weak", Log, Warning, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    for (index, row) in ctx.standing().rows_without_amendment() {
        let text = &row.rationale.text;
        if !is_weak(text) {
            continue;
        }
        let message = format!("the rationale of {} says nothing: `{text}`", ctx.standing().step(index));
        let draft = ctx.report_row(index, row.rationale.span, message);
        draft.help("say on what grounds: what was seen, which figure, which risk was taken");
    }
}

fn is_weak(text: &str) -> bool {
    let said = fold(text);
    let said = said.trim_end_matches(['.', '!', ' ']);
    if EMPTY_PHRASES.has(said) {
        return true;
    }
    // Scripts that write no spaces count by characters.
    if said.chars().any(is_spaceless) {
        return said.chars().filter(|c| c.is_alphanumeric()).count() < 6;
    }
    said.unicode_words().count() < 3
}

/// Han, kana, Thai, Lao, Khmer and Burmese.
fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{20000}'..='\u{3134f}')
}
