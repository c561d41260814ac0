//! A configuration and, behind NUL, a template: they are read, or refused at a place, plans are
//! judged by them, and one is made from the template. Beside itself each asks for nothing less.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rolloutlint::edit::create::{NewPlan, create};
use rolloutlint::finding::Severity;
use rolloutlint::loosening::PolicyEdit;
use rolloutlint::plan::parse::parse;
use rolloutlint::rules::RULES;
use rolloutlint::template::{self, Template};
use rolloutlint::text::Source;
use rolloutlint_fuzz::{
    assert_nothing_moved, assert_place, configuration, judge, parts, plan, today, version_by, write_all,
};

/// Plans to judge by it: one in our own form under way, and one in the form of another team.
const PLANS: [&str; 2] =
    [include_str!("../../fixtures/compliant/stage-2.md"), include_str!("../../fixtures/teams/names.md")];

fuzz_target!(|data: &[u8]| {
    let [text, template] = parts(data);
    let source = Source::from_bytes(".rolloutlint.yml", text.unwrap_or_default());
    let Ok(policy) = configuration(&source) else { return };
    let rules: Vec<(&str, Option<Severity>)> = RULES.iter().map(|rule| (rule.id, rule.gravest_by_default())).collect();
    let same = PolicyEdit::of_configuration(Some((&source, &policy)), Some((&source, &policy)), &rules, &[], &[]);
    assert!(same.laxer.is_empty(), "{:?}", same.laxer);
    let first = PolicyEdit::of_configuration(None, Some((&source, &policy)), &rules, &[], &[]);
    for laxer in &first.laxer {
        assert_place(first.side(laxer.side).expect("the version that shows it"), laxer.span);
    }
    let own = template.map(|bytes| {
        let source = Source::from_bytes("docs/template.md", bytes);
        let template = Template::parse(&source, &policy);
        let same = PolicyEdit::of_template((&source, &policy), Some((&source, &policy)));
        assert!(same.laxer.is_empty(), "{:?}", same.laxer);
        let built_in = Source::new("docs/template.md", template::BUILT_IN);
        PolicyEdit::of_template((&built_in, &policy), Some((&source, &policy)));
        let new = NewPlan {
            name: "Faster search".to_owned(),
            id: "RO-007".to_owned(),
            owner: Some("Ann Lee".to_owned()),
            today: today(),
        };
        create(&parse(source, &template, &policy, Some(true)), None, &new);
        template
    });
    let template = own.as_ref().unwrap_or_else(|| template::built_in());
    for text in PLANS {
        let read = || version_by(plan(text.as_bytes()), template, &policy);
        let report = judge(Some(&read()), &read(), &policy);
        assert_nothing_moved(&report, "the same text");
        write_all(&report);
    }
});
