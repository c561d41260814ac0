#!/usr/bin/env bash
# Tells the next steps where rolloutlint is: taken from the release that this source belongs to, or from an earlier run.
# Says nothing when it must be built. No token is needed here, and none is given.
# macOS runners have bash 3.2: no mapfile, and no empty arrays under `set -u`.
set -euo pipefail

stop() {
  # What may come from an input is escaped, so that it cannot start a workflow command of its own.
  local message=${1//'%'/'%25'}
  message=${message//$'\r'/'%0D'}
  printf '::error title=rolloutlint::%s\n' "${message//$'\n'/'%0A'}"
  exit 2
}

build_instead() {
  printf 'rolloutlint %s is built from source: %s.\n' "$version" "$1"
  exit 0
}

# The workspace belongs to the pull request: neither git nor curl reads settings there.
cd "$GITHUB_ACTION_PATH"

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
wanted=${WANTED_VERSION#v}
if [ -n "$wanted" ] && [ "$wanted" != "$version" ]; then
  stop "the action at this ref is rolloutlint $version, and the input \`version\` asks for $wanted"
fi

# The folder is named after what it was made from, because a ref such as v1 moves and a self-hosted runner keeps its tools.
sources=$(find Cargo.toml Cargo.lock schema src fixtures/compliant -type f | LC_ALL=C sort)
source_id=$(git hash-object --no-filters --stdin-paths <<<"$sources" | git hash-object --stdin)
root="${RUNNER_TOOL_CACHE:-$RUNNER_TEMP}/rolloutlint/$version-${source_id:0:12}"
binary="$root/bin/rolloutlint"
if [ "$RUNNER_OS" = Windows ]; then binary="$binary.exe"; fi
printf 'root=%s\nbinary=%s\nversion=%s\n' "$root" "$binary" "$version" >>"$GITHUB_OUTPUT"

ready() {
  printf 'ready=true\n' >>"$GITHUB_OUTPUT"
  exit 0
}
if [ -x "$binary" ]; then ready; fi

case "$RUNNER_OS-$RUNNER_ARCH" in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc ;;
  *) build_instead "there is no release for $RUNNER_OS on $RUNNER_ARCH" ;;
esac

# Some runners do not tell a composite action where it is from. Its folder does: .../_actions/OWNER/NAME/REF.
if [ -z "$ACTION_REPOSITORY" ]; then
  from=${GITHUB_ACTION_PATH//\\//}
  case "$from" in
    */_actions/*/*/*)
      IFS=/ read -r owner name ACTION_REF <<<"${from##*/_actions/}"
      ACTION_REPOSITORY="$owner/$name"
      ;;
  esac
fi
# `uses: ./` is from no repository.
if [ -z "$ACTION_REPOSITORY" ] || [ -z "$ACTION_REF" ]; then build_instead "the action comes from no ref"; fi
home="$GITHUB_SERVER_URL/$ACTION_REPOSITORY"

# A release is taken only when the action's ref is the very commit that was released; a branch may have gone on since.
refs=$(GIT_TERMINAL_PROMPT=0 git ls-remote --quiet -- "$home" "refs/tags/$ACTION_REF" "refs/tags/$ACTION_REF^{}" \
  "refs/heads/$ACTION_REF" "refs/tags/v$version" "refs/tags/v$version^{}" 2>/dev/null) ||
  build_instead "$home cannot be read"
commit_of() {
  # What an annotated tag points to comes after the tag itself.
  awk -v ref="$1" '$2 == ref || $2 == ref "^{}" { commit = $1 } END { print commit }' <<<"$refs"
}
released=$(commit_of "refs/tags/v$version")
used=$(commit_of "refs/tags/$ACTION_REF")
if [ -z "$used" ]; then used=$(commit_of "refs/heads/$ACTION_REF"); fi
if [ -z "$used" ]; then used=$ACTION_REF; fi
if [ -z "$released" ]; then build_instead "there is no tag v$version"; fi
if [ "$used" != "$released" ]; then build_instead "$ACTION_REF is not the commit of v$version"; fi

archive="rolloutlint-$target.tar.gz"
folder=$(mktemp -d "$RUNNER_TEMP/rolloutlint.XXXXXX")
# On Windows the path begins with `D:\`. tar takes that for another machine, and sha256sum marks a name with a backslash:
# both are given names without a folder, or none.
cd "$folder"
fetch() {
  curl --silent --show-error --fail --location --retry 3 --max-time 120 --output "$1" "$home/releases/download/v$version/$1"
}
if ! fetch "$archive" || ! fetch SHA256SUMS; then build_instead "the release v$version has no $archive"; fi

checksum() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi <"$1" | cut -d ' ' -f 1
}
expected=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' SHA256SUMS)
actual=$(checksum "$archive")
if [ -z "$expected" ]; then stop "SHA256SUMS of the release v$version does not name $archive"; fi
if [ "$actual" != "$expected" ]; then
  stop "$archive of the release v$version has the SHA-256 $actual, and should have $expected: it is not used"
fi

tar -xzf "$archive"
mkdir -p "$root/bin"
# A run beside this one may do the same: a file that is moved is whole.
mv -f "$(basename "$binary")" "$binary"
cd "$GITHUB_ACTION_PATH"
rm -rf "$folder"
echo "rolloutlint $version was taken from its release, and its SHA-256 is right."
ready
