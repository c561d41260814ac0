//! GitHub's GraphQL, played on its own schema: each query is validated against that, and gets only
//! the fields that it asks for.

use apollo_compiler::resolvers::{Execution, FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use apollo_compiler::response::{JsonMap, JsonValue};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use serde_json::{Value, json};
use std::sync::LazyLock;

const SCHEMA: &str = include_str!("../data/github-graphql.graphql");

static PARSED: LazyLock<Valid<Schema>> =
    LazyLock::new(|| Schema::parse_and_validate(SCHEMA, "github-graphql.graphql").expect("GitHub's schema"));

/// A request that fits the schema.
pub(crate) struct Query {
    document: Valid<ExecutableDocument>,
    variables: JsonMap,
}

impl Query {
    /// Reads a request, or says what GitHub would refuse.
    pub(crate) fn read(body: &Value) -> Result<Query, String> {
        let text = body["query"].as_str().ok_or("no query")?;
        let document = ExecutableDocument::parse_and_validate(&PARSED, text, "request.graphql")
            .map_err(|faults| faults.to_string())?;
        for connection in text
            .split(['{', '}'])
            .flat_map(|part| part.split_whitespace())
            .filter(|word| word.contains("reviewThreads") || word.starts_with("comments"))
        {
            // The schema does not say that GitHub wants to know how many.
            if !connection.contains('(') {
                return Err(format!("you must provide a `first` or `last` value on `{connection}`"));
            }
        }
        let variables: JsonValue = body.get("variables").cloned().unwrap_or(json!({})).into();
        let JsonValue::Object(variables) = variables else {
            return Err("variables are an object".to_owned());
        };
        Ok(Query { document, variables })
    }

    pub(crate) fn is_mutation(&self) -> bool {
        self.document.operations.iter().any(|operation| operation.is_mutation())
    }

    /// The field that a mutation asks for, with the id of the thread that it is about.
    pub(crate) fn mutation(&self) -> Option<(String, String)> {
        let operation = self.document.operations.iter().next()?;
        let field = operation.root_fields(&self.document).next()?;
        let thread = self.variables.values().next()?.as_str()?.to_owned();
        Some((field.name.to_string(), thread))
    }

    /// The answer, from a value that holds all that could be asked for. A list of things is a JSON
    /// list also where the schema has a connection.
    pub(crate) fn answer(&self, root: Value) -> Value {
        let kind = if self.is_mutation() { "Mutation" } else { "Query" };
        let root = Object { kind: kind.to_owned(), value: root };
        let execution = Execution::new(&PARSED, &self.document).raw_variable_values(&self.variables);
        let answer = execution.execute_sync(&root).expect("a request that is valid");
        serde_json::to_value(&answer).expect("an answer is JSON")
    }
}

/// A value of a known type of the schema.
struct Object {
    kind: String,
    value: Value,
}

impl ObjectValue for Object {
    fn type_name(&self) -> &str {
        &self.kind
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        let value = self.value.get(info.field_name()).cloned();
        let value = value.ok_or_else(|| FieldError { message: format!("`{}` is not played", info.field_name()) })?;
        let kind = info.field_definition().ty.inner_named_type().to_string();
        let items = match value {
            Value::Array(items) if kind.ends_with("Connection") => {
                let page = page(items, info.arguments())?;
                return Ok(ResolvedValue::Object(Box::new(Object { kind, value: page })));
            }
            Value::Array(items) => items,
            value => return Ok(resolved(kind, value)),
        };
        Ok(ResolvedValue::List(Box::new(items.into_iter().map(move |item| Ok(resolved(kind.clone(), item))))))
    }
}

fn resolved<'a>(kind: String, value: Value) -> ResolvedValue<'a> {
    match value {
        Value::Object(_) => {
            // Of an interface the value tells which type it is.
            let kind = value["__typename"].as_str().map_or(kind, str::to_owned);
            ResolvedValue::Object(Box::new(Object { kind, value }))
        }
        value => ResolvedValue::Leaf(value.into()),
    }
}

/// One page of a connection. The cursor is the number of the item that it stands behind.
fn page(items: Vec<Value>, arguments: &JsonMap) -> Result<Value, FieldError> {
    let first = arguments.get("first").and_then(|first| first.as_u64()).unwrap_or(u64::MAX) as usize;
    if arguments.get("first").is_some() && !(1..=100).contains(&first) {
        return Err(FieldError {
            message: format!("Requesting {first} records exceeds the `first` limit of 100 records"),
        });
    }
    let after = arguments.get("after").and_then(|after| after.as_str()).and_then(|after| after.parse().ok());
    let start: usize = after.unwrap_or(0);
    let total = items.len();
    let nodes: Vec<Value> = items.into_iter().skip(start).take(first).collect();
    let end = start + nodes.len();
    let info = json!({ "hasNextPage": end < total, "endCursor": end.to_string() });
    Ok(json!({ "nodes": nodes, "totalCount": total, "pageInfo": info }))
}

#[test]
fn the_schema_refuses_what_github_would() {
    let read = |query: &str| Query::read(&json!({ "query": query, "variables": {} })).map(drop);
    assert!(read("query { viewer { login } }").is_ok());
    assert!(read("query { viewer { name } }").is_err(), "a field that is not there");
    assert!(read("query { repository(owner: \"a\") { id } }").is_err(), "an argument that is missing");
    assert!(read("query { viewer }").is_err(), "no fields");
    let threads = |arguments: &str| {
        format!(
            "query {{ repository(owner: \"a\", name: \"b\") {{ pullRequest(number: 7) {{ reviewThreads{arguments} {{ totalCount }} }} }} }}"
        )
    };
    assert!(read(&threads("(first: 10)")).is_ok());
    assert!(read(&threads("")).is_err(), "a list without a size");
    assert!(read("mutation { resolveReviewThread(input: {}) { thread { id } } }").is_err());
}
