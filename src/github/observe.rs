//! Reads what stands on GitHub.

mod answer;
mod graphql;
mod rest;

use super::client::{Client, Failure};
use super::observed::{ChangedFile, Observed};
use super::request::{PullRequest, Repository, ReviewRequest};
use crate::text::{Hunk, uri_segment};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// GitHub lists no more files of a pull request than this.
const FILE_LIMIT: usize = 3_000;
/// How many pull requests from one branch are looked at.
const PULL_REQUEST_LIMIT: usize = 100;

/// A pull request as it is now and, where one request tells both, what was said in it.
pub(super) async fn look(
    client: &Client,
    repository: &Repository,
    number: u64,
    instance: &str,
) -> Result<(PullRequest, Option<Observed>), Failure> {
    match graphql::talk(client, repository, number, instance).await {
        Ok((pull_request, observed)) => Ok((pull_request, Some(observed))),
        // REST tells the first alone, and says best why it does not.
        Err(_) => Ok((pull_request(client, repository, number).await?, None)),
    }
}

/// Reads what was said: threads and summary comments. [`files`] reads the files.
pub(super) async fn talk(client: &Client, request: &ReviewRequest, instance: &str) -> Result<Observed, Failure> {
    let ReviewRequest { repository, number, .. } = request;
    match graphql::talk(client, repository, *number, instance).await {
        // An older GitHub Enterprise Server does not know all the fields, some tokens may not use
        // GraphQL, and it may be out of order.
        Err(
            why @ (Failure::Refused { .. }
            | Failure::Forbidden { .. }
            | Failure::Invalid { .. }
            | Failure::Ambiguous { .. }),
        ) => {
            let pull_request = pull_request(client, repository, *number).await?;
            let by_rest = Some(why.to_string());
            Ok(Observed { by_rest, ..rest::talk(client, request, instance, pull_request).await? })
        }
        answer => answer.map(|(_, observed)| observed),
    }
}

/// The files of the pull request. Our own diff replaces the diffs that GitHub leaves out.
pub(super) async fn files(client: &Client, request: &ReviewRequest) -> Result<BTreeMap<String, ChangedFile>, Failure> {
    let route = request.repository.route(&format!("/pulls/{}/files", request.number));
    let files: Vec<FileAnswer> = client.get_all(&route, FILE_LIMIT).await?;
    let is_cut = files.len() >= FILE_LIMIT;
    let mut files: BTreeMap<String, ChangedFile> =
        files.into_iter().map(|file| file.into_changed(&request.hunks)).collect();
    if is_cut {
        for (path, hunks) in &request.hunks {
            files.entry(path.clone()).or_insert_with(|| ChangedFile { previous_path: None, hunks: hunks.clone() });
        }
    }
    Ok(files)
}

/// A pull request as it is now.
pub(super) async fn pull_request(
    client: &Client,
    repository: &Repository,
    number: u64,
) -> Result<PullRequest, Failure> {
    let pull: Value = client.get(&repository.route(&format!("/pulls/{number}"))).await?;
    Ok(described(repository, number, &pull))
}

/// The open pull request with this branch and this head. GitHub tells the run of a fork's workflow
/// only these two.
pub(super) async fn pull_request_from(
    client: &Client,
    repository: &Repository,
    owner: &str,
    branch: &str,
    head: &str,
) -> Result<Option<PullRequest>, Failure> {
    let query = format!("state=open&head={}", uri_segment(&format!("{owner}:{branch}")));
    let pulls: Vec<Value> = client.get_all_where(&repository.route("/pulls"), &query, PULL_REQUEST_LIMIT).await?;
    let found = pulls.iter().find(|pull| text(pull, "/head/sha").eq_ignore_ascii_case(head));
    let number = |pull: &Value| pull.get("number").and_then(Value::as_u64);
    Ok(found.and_then(|pull| Some(described(repository, number(pull)?, pull))))
}

fn described(repository: &Repository, number: u64, pull: &Value) -> PullRequest {
    PullRequest {
        repository: repository.clone(),
        number,
        head: text(pull, "/head/sha").to_owned(),
        base_ref: text(pull, "/base/ref").to_owned(),
        base_tip: None,
        from: from_branch(pull),
        is_open: text(pull, "/state") != "closed",
    }
}

/// The repository and the branch that a pull request comes from.
pub(super) fn from_branch(pull: &Value) -> Option<(Repository, String)> {
    let repository = Repository::parse(text(pull, "/head/repo/full_name")).ok()?;
    Some((repository, text(pull, "/head/ref").to_owned())).filter(|(_, branch)| !branch.is_empty())
}

fn text<'a>(answer: &'a Value, pointer: &str) -> &'a str {
    answer.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

#[derive(Deserialize)]
struct FileAnswer {
    filename: String,
    previous_filename: Option<String>,
    patch: Option<String>,
}

impl FileAnswer {
    /// GitHub leaves out a long diff; then our own replaces it.
    fn into_changed(self, own: &HashMap<String, Vec<Hunk>>) -> (String, ChangedFile) {
        let hunks = match &self.patch {
            Some(patch) => hunks(patch),
            None => own.get(&self.filename).cloned().unwrap_or_default(),
        };
        (self.filename, ChangedFile { previous_path: self.previous_filename, hunks })
    }
}

/// The hunks of a patch. Each line of the file is indented by one there, so that `@@` at the start
/// is a header.
fn hunks(patch: &str) -> Vec<Hunk> {
    patch.lines().filter_map(|line| hunk(line.strip_prefix("@@ -")?)).collect()
}

fn hunk(header: &str) -> Option<Hunk> {
    let (ranges, _) = header.split_once(" @@")?;
    let (before, after) = ranges.split_once(" +")?;
    Some(Hunk { before: lines(before)?, after: lines(after)? })
}

/// `start,count`, where a count of one may be left out.
fn lines(range: &str) -> Option<Range<u32>> {
    let (start, count) = range.split_once(',').unwrap_or((range, "1"));
    let (start, count): (u32, u32) = (start.parse().ok()?, count.parse().ok()?);
    Some(start..start.checked_add(count)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_come_from_headers_only() {
        let patch =
            "@@ -1,3 +1,4 @@ ## Heading\n a\n+@@ -9,9 +9,9 @@\n b\n@@ -0,0 +8 @@\n+x\n\\ No newline at end of file";
        assert_eq!(hunks(patch), [Hunk { before: 1..4, after: 1..5 }, Hunk { before: 0..0, after: 8..9 }]);
        assert_eq!(hunks("@@ -1,4294967295 +1 @@\n@@ nonsense @@"), []);
    }
}
