#!/usr/bin/env bash
# Builds rolloutlint from the action's own source. What is compiled here never sees the job's token.
set -euo pipefail

stop() {
  printf '::error title=rolloutlint::%s\n' "$1"
  exit 2
}

# Cargo and rustup read settings of the folder that they run in. The workspace's belong to the pull request.
cd "$GITHUB_ACTION_PATH"

command -v cargo >/dev/null || stop "rolloutlint is built from source, and there is no cargo; add a step that installs Rust"
echo "::group::Build rolloutlint $VERSION (about eight minutes of processor time, once on a runner that keeps its tools)"
# What the job sets for its own Rust code is not meant for this.
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET
cargo install --locked --path . --root "$ROOT" --target-dir "$RUNNER_TEMP/rolloutlint-target" ||
  stop "rolloutlint cannot be built; the log above says why"
echo "::endgroup::"
