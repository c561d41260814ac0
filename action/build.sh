#!/usr/bin/env bash
# Builds rolloutlint from the action's own source, and tells the next step where the binary is.
# macOS runners have bash 3.2: no mapfile, and no empty arrays under `set -u`.
set -euo pipefail

stop() {
  # What may come from an input is escaped, so that it cannot start a workflow command of its own.
  local message=${1//'%'/'%25'}
  message=${message//$'\r'/'%0D'}
  printf '::error title=rolloutlint::%s\n' "${message//$'\n'/'%0A'}"
  exit 2
}

# Cargo and rustup read settings of the folder that they run in. The workspace's belong to the pull request.
cd "$GITHUB_ACTION_PATH"

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
wanted=${WANTED_VERSION#v}
if [ -n "$wanted" ] && [ "$wanted" != "$version" ]; then
  stop "the action at this ref is rolloutlint $version, and the input \`version\` asks for $wanted"
fi

# The folder is named after what is built, because a ref such as v1 moves and a self-hosted runner keeps its tools.
sources=$(find Cargo.toml Cargo.lock src fixtures/compliant -type f | LC_ALL=C sort)
source_id=$(git hash-object --no-filters --stdin-paths <<<"$sources" | git hash-object --stdin)
root="${RUNNER_TOOL_CACHE:-$RUNNER_TEMP}/rolloutlint/$version-${source_id:0:12}"
binary="$root/bin/rolloutlint"

if [ ! -x "$binary" ]; then
  command -v cargo >/dev/null || stop "rolloutlint is built from source, and there is no cargo; add a step that installs Rust"
  echo "::group::Build rolloutlint $version (about eight minutes of processor time, once on a runner that keeps its tools)"
  # What the job sets for its own Rust code is not meant for this.
  unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET
  cargo install --locked --path . --root "$root" --target-dir "$RUNNER_TEMP/rolloutlint-target" ||
    stop "rolloutlint cannot be built; the log above says why"
  echo "::endgroup::"
fi
printf 'binary=%s\n' "$binary" >>"$GITHUB_OUTPUT"
