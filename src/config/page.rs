//! The documentation of the configuration, as a page of Markdown.

use super::key::Key;

const INTRODUCTION: &str = "\
# Configuration

rolloutlint reads `.rolloutlint.yml` in the repository's root, or `.github/.rolloutlint.yml`, or `.github/rolloutlint.yml`; the first one that is there, and only
that. `--config FILE` names another one. All keys are optional, and a key without a value counts as absent. A key, rule or decision that does not exist is an error with
exit code 2, and the message names the line. `rolloutlint schema config` prints the JSON Schema of the file, for editors.

## Which side judges

In a comparison (`check --base`, `review`) the configuration and the template of the **base** judge, so that no change loosens the gate that it is about to pass; what becomes
laxer is said by [`policy-changed`](rules/policy-changed.md). This holds for every key below. When the base has no configuration, the one of the change judges it, so that the
pull request that introduces rolloutlint can pass; what each key does then is said with the key. `check` without `--base`, and `status`, read the file on disk.
The same holds for a file that `--config` names, where Git has it before or after the change. Any other file is no part of the change: as it is on disk, it judges both sides.

## All keys

| key | default | since |
|---|---|---|
";

/// The page about a file with these keys.
pub(super) fn of_file(keys: &[Key]) -> String {
    let mut page = String::from(INTRODUCTION);
    for key in keys {
        page.push_str(&format!("| [`{0}`](#{0}) | {1} | {2} |\n", key.name, key.default, key.since));
    }
    for key in keys {
        page.push_str(&format!("\n## {}\n\n{}\n", key.name, key.about()));
        if !key.keys.is_empty() {
            page.push('\n');
            push_items(&mut page, key, "");
        }
        let first = key.first.map_or_else(String::new, |first| format!("; in the first configuration it {first}"));
        page.push_str(&format!(
            "\n```yaml\n{}```\n\nDefault: {}. In a comparison the base judges{first}.\n",
            key.example, key.default
        ));
    }
    page
}

/// The keys inside of a key as a list, and below each item the keys inside of that.
fn push_items(page: &mut String, around: &Key, indent: &str) {
    for key in around.keys {
        page.push_str(&format!("{indent}- `{}`: {} Default: {}.", key.name, key.about(), key.default));
        if let Some(first) = key.first {
            page.push_str(&format!(" In the first configuration it {first}."));
        }
        if key.since != around.since {
            page.push_str(&format!(" Since {}.", key.since));
        }
        page.push('\n');
        push_items(page, key, &format!("{indent}  "));
    }
}
