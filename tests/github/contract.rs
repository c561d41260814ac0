//! GitHub's own description of its REST interface, as a judge of requests.

use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::HashMap;

const DESCRIPTION: &str = include_str!("../data/github-rest-requests.json");

/// What the description says about one operation.
struct Operation {
    id: String,
    method: String,
    path: Vec<String>,
    query: HashMap<String, Value>,
    body: Option<Validator>,
}

/// All operations.
pub(crate) struct Contract {
    operations: Vec<Operation>,
}

/// The operation that a request asks for, with the values in its path.
pub(crate) struct Call {
    pub(crate) operation: String,
    pub(crate) path: HashMap<String, String>,
}

impl Contract {
    pub(crate) fn new() -> Contract {
        let mut description: Value = serde_json::from_str(DESCRIPTION).expect("the description is JSON");
        to_json_schema(&mut description);
        let mut operations = Vec::new();
        for (path, methods) in description["paths"].as_object().expect("paths") {
            for (method, operation) in methods.as_object().expect("methods") {
                operations.push(Operation::new(path, method, operation, &description));
            }
        }
        Contract { operations }
    }

    /// Judges a request. `path` is percent-encoded still, `query` is not.
    pub(crate) fn judge(
        &self,
        method: &str,
        path: &str,
        query: &[(String, String)],
        body: &Value,
    ) -> Result<Call, String> {
        let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let candidates = self.operations.iter().filter(|operation| operation.method == method);
        let matching = candidates.filter_map(|operation| Some((operation, operation.values(&segments)?)));
        // `/pulls/comments/7` fits `/pulls/{pull_number}/…` less well than
        // `/pulls/comments/{comment_id}`.
        let (operation, path) = matching
            .min_by_key(|(_, values)| values.len())
            .ok_or_else(|| format!("{method} {path} is not described"))?;
        for (name, value) in query {
            let schema = operation.query.get(name).ok_or_else(|| format!("query `{name}` is not described"))?;
            let is_number = schema["type"] == "integer";
            if is_number && value.parse::<u32>().is_err() {
                return Err(format!("query `{name}` is not a number: {value}"));
            }
            // The description has no upper limit; GitHub quietly gives a hundred.
            if name == "per_page" && value.parse::<u32>().is_ok_and(|count| count > 100) {
                return Err(format!("per_page is {value}"));
            }
        }
        if let Some(validator) = &operation.body {
            let faults: Vec<String> = validator.iter_errors(body).map(|fault| fault.to_string()).collect();
            if !faults.is_empty() {
                return Err(faults.join("; "));
            }
        }
        Ok(Call { operation: operation.id.clone(), path })
    }
}

impl Operation {
    fn new(path: &str, method: &str, operation: &Value, description: &Value) -> Operation {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let parameters = parameters.map(|parameter| resolve(parameter, description));
        let query = parameters.filter(|parameter| parameter["in"] == "query");
        let query = query.map(|parameter| {
            (parameter["name"].as_str().expect("a name").to_owned(), resolve(&parameter["schema"], description).clone())
        });
        let body = operation.pointer("/requestBody/content/application~1json/schema").map(|schema| {
            let schema = json!({ "allOf": [schema], "components": description["components"] });
            jsonschema::validator_for(&schema).expect("a valid schema")
        });
        Operation {
            id: operation["operationId"].as_str().expect("an id").to_owned(),
            method: method.to_ascii_uppercase(),
            path: path.trim_start_matches('/').split('/').map(String::from).collect(),
            query: query.collect(),
            body,
        }
    }

    fn values(&self, segments: &[&str]) -> Option<HashMap<String, String>> {
        if segments.len() != self.path.len() {
            return None;
        }
        let mut values = HashMap::new();
        for (template, segment) in self.path.iter().zip(segments) {
            match template.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) => drop(values.insert(name.to_owned(), decode(segment))),
                None if template == segment => {}
                None => return None,
            }
        }
        Some(values)
    }
}

fn resolve<'a>(value: &'a Value, description: &'a Value) -> &'a Value {
    let reference = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    reference.map_or(value, |pointer| description.pointer(pointer).expect("a reference that leads somewhere"))
}

/// OpenAPI 3.0 says `nullable` where JSON Schema has a list of types. Beyond the description, no
/// property may be unknown: GitHub ignores those, and a misspelt one goes unnoticed.
fn to_json_schema(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.remove("nullable") == Some(Value::Bool(true))
                && let Some(kind) = object.get("type").cloned()
            {
                object.insert("type".to_owned(), json!([kind, "null"]));
            }
            if object.get("type") == Some(&json!("object"))
                && object.get("properties").is_some_and(Value::is_object)
                && !object.contains_key("additionalProperties")
            {
                object.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            object.values_mut().for_each(to_json_schema);
        }
        Value::Array(items) => items.iter_mut().for_each(to_json_schema),
        _ => {}
    }
}

pub(crate) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::new();
    let mut index = 0;
    while index < bytes.len() {
        let escape = bytes.get(index + 1..index + 3).filter(|_| bytes[index] == b'%');
        let escape = escape.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        decoded.push(escape.unwrap_or(bytes[index]));
        index += if escape.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).expect("UTF-8 in an address")
}

#[test]
fn the_judge_refuses_what_github_would() {
    let contract = Contract::new();
    let judge = |method: &str, path: &str, query: &[(&str, &str)], body: Value| {
        let query: Vec<(String, String)> =
            query.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        contract.judge(method, path, &query, &body).map(|call| call.operation)
    };
    let reviews = "/repos/acme/shop/pulls/7/reviews";
    let comment = json!({ "path": "a.md", "body": "b", "line": 3, "side": "RIGHT" });
    let review = |comment: Value| json!({ "event": "COMMENT", "body": "b", "comments": [comment] });
    assert_eq!(judge("POST", reviews, &[], review(comment.clone())).unwrap(), "pulls/create-review");

    let with = |name: &str, value: Value| {
        let mut changed = comment.as_object().unwrap().clone();
        changed.insert(name.to_owned(), value);
        review(Value::Object(changed))
    };
    assert!(judge("POST", reviews, &[], with("line", json!("3"))).is_err());
    assert!(judge("POST", reviews, &[], with("subject_type", json!("file"))).is_err());
    assert!(judge("POST", reviews, &[], json!({ "event": "SHOUT", "body": "b" })).is_err());
    assert!(judge("POST", "/repos/acme/shop/pulls/7/review", &[], Value::Null).is_err());
    assert!(judge("GET", reviews, &[("per_page", "101")], Value::Null).is_err());
    assert!(judge("GET", reviews, &[("perpage", "10")], Value::Null).is_err());
    assert_eq!(judge("GET", reviews, &[("per_page", "100")], Value::Null).unwrap(), "pulls/list-reviews");
}
