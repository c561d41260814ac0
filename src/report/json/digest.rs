//! The digest of a page of JSON, by which a person knows that nobody changed it.

use crate::text::hex;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The digest of a page of JSON: SHA-256 over it without its key `digest`, with sorted keys and
/// without spaces.
pub(super) fn digest_of(page: &Value) -> String {
    let mut canonical = String::new();
    push_canonical(page, &mut canonical, true);
    format!("sha256:{}", hex(&Sha256::digest(canonical.as_bytes())))
}

/// Whether a page is as it was written: the digest in it is its own. A page of an older version has
/// none.
pub(crate) fn is_as_written(page: &Value) -> bool {
    page["digest"].as_str().is_none_or(|digest| *digest == digest_of(page))
}

fn push_canonical(value: &Value, out: &mut String, is_page: bool) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                out.push_str(if place > 0 { "," } else { "" });
                push_canonical(item, out, false);
            }
            out.push(']');
        }
        Value::Object(object) => {
            let sorted: BTreeMap<&String, &Value> =
                object.iter().filter(|(key, _)| !(is_page && *key == "digest")).collect();
            out.push('{');
            for (place, (key, value)) in sorted.into_iter().enumerate() {
                out.push_str(if place > 0 { "," } else { "" });
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                push_canonical(value, out, false);
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_of_what_is_said_and_of_no_spaces() {
        let page = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        let one = digest_of(&page(r#"{"b": [1, {"z": null, "a": "é\n"}], "a": 2.5}"#));
        let other = digest_of(&page("{\"a\":2.5,\"digest\":\"x\",\"b\":[1,{\"a\":\"é\\n\",\"z\":null}]}"));
        assert_eq!(one, other);
        // As Python writes it: json.dumps(page, sort_keys=True, separators=(",", ":"),
        // ensure_ascii=False).
        let wanted = "sha256:3e5a13d92badcfd6940acc379abb8367a8d88ae297012e7522d55a23d689edc9";
        assert_eq!(one, wanted);
        assert_ne!(one, digest_of(&page(r#"{"b": [1, {"z": null, "a": "é"}], "a": 2.5}"#)));
    }
}
