#!/usr/bin/env bash
# Tells the next steps where rolloutlint is: taken from the release that this source belongs to, or from an earlier run.
# Says nothing when it must be built. Nothing that is downloaded runs here.
# The tree of a release has the file action/SHA256SUMS: the id of the source that was built, and the sums of what came of it. So a file that
# somebody swaps in the release is not used, nor is one of another source.
# macOS runners have bash 3.2: no mapfile, and no empty arrays under `set -u`.
set -euo pipefail

# What may come from an input is escaped, so that it cannot start a workflow command of its own.
command_text() {
  local message=${1//'%'/'%25'}
  message=${message//$'\r'/'%0D'}
  printf '%s' "${message//$'\n'/'%0A'}"
}

stop() {
  printf '::error title=rolloutlint::%s\n' "$(command_text "$1")"
  exit 2
}

warn() {
  printf '::warning title=rolloutlint::%s\n' "$(command_text "$1")"
}

# The workspace belongs to the pull request: neither git nor curl reads settings there.
cd "$GITHUB_ACTION_PATH"

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
wanted=${WANTED_VERSION#v}
if [ -n "$wanted" ] && [ "$wanted" != "$version" ]; then
  stop "the action at this ref is rolloutlint $version, and the input \`version\` asks for $wanted"
fi

# The folder is named after what it was made from, because a ref such as v1 moves and a self-hosted runner keeps its tools.
source_id=$(bash action/source-id.sh)
kept="${RUNNER_TOOL_CACHE:-$RUNNER_TEMP}/rolloutlint/$version-${source_id:0:12}"
program=rolloutlint
if [ "$RUNNER_OS" = Windows ]; then program=rolloutlint.exe; fi

# What is built here has a folder of its own: no sums are known of it, and it is as good as the runner that keeps it.
build_instead() {
  local binary="$kept-built/bin/$program"
  printf 'root=%s\nbinary=%s\nversion=%s\n' "$kept-built" "$binary" "$version" >>"$GITHUB_OUTPUT"
  if [ -x "$binary" ]; then
    printf 'rolloutlint %s was built from source earlier: %s.\n' "$version" "$1"
    printf 'ready=true\n' >>"$GITHUB_OUTPUT"
  else
    printf 'rolloutlint %s is built from source: %s.\n' "$version" "$1"
  fi
  exit 0
}

ready() {
  printf 'root=%s\nbinary=%s\nversion=%s\nready=true\n' "$kept" "$kept/bin/$program" "$version" >>"$GITHUB_OUTPUT"
  exit 0
}

# On Windows a path begins with `D:\`. tar takes that for another machine, and sha256sum marks a name with a backslash: both are given names
# without a folder, or none.
checksum() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi <"$1" | cut -d ' ' -f 1
}

sums="$GITHUB_ACTION_PATH/action/SHA256SUMS"
if [ ! -f "$sums" ] || [ "$(sed -n 's/^# source //p' "$sums")" != "$source_id" ]; then
  if [ -f "$sums" ]; then build_instead "this source is not the one that v$version was built from"; fi
  build_instead "this ref is no release"
fi
expected() {
  awk -v name="$1" '$2 == name { print $1 }' "$sums"
}

case "$RUNNER_OS-$RUNNER_ARCH" in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc ;;
  *) build_instead "there is no release for $RUNNER_OS on $RUNNER_ARCH" ;;
esac
archive="rolloutlint-$target.tar.gz"
archive_sum=$(expected "$archive")
program_sum=$(expected "$target/$program")
if [ -z "$archive_sum" ] || [ -z "$program_sum" ]; then stop "action/SHA256SUMS does not name what was released for $target"; fi

# Whoever else uses the runner could have put another program there.
binary="$kept/bin/$program"
if [ -x "$binary" ]; then
  if [ "$(checksum "$binary")" = "$program_sum" ]; then ready; fi
  warn "the rolloutlint that this runner kept is not the one of v$version: it is replaced"
  rm -f "$binary"
fi

# Some runners do not tell a composite action where it is from. Its folder does: .../_actions/OWNER/NAME/REF.
if [ -z "$ACTION_REPOSITORY" ]; then
  from=${GITHUB_ACTION_PATH//\\//}
  case "$from" in
    */_actions/*/*/*)
      IFS=/ read -r owner name _ <<<"${from##*/_actions/}"
      ACTION_REPOSITORY="$owner/$name"
      ;;
  esac
fi
# `uses: ./` is from no repository.
if [ -z "$ACTION_REPOSITORY" ]; then build_instead "the action comes from no repository"; fi

folder=$(mktemp -d "$RUNNER_TEMP/rolloutlint.XXXXXX")
cd "$folder"
fetch() {
  curl --silent --show-error --fail --location --retry 3 --max-time 120 --output "$archive" "$@"
}
# The token stands in no list of processes, and goes to no other server that this one leads to.
signed_fetch() {
  printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" | fetch --config - "$@"
}
# The release of a repository that is not public is found by GitHub's interface.
fetch_with_token() {
  [ -n "${TOKEN:-}" ] && [ -n "${GITHUB_API_URL:-}" ] || return 1
  signed_fetch "$GITHUB_API_URL/repos/$ACTION_REPOSITORY/releases/tags/v$version" || return 1
  local asset
  asset=$(tr -d '\r\n' <"$archive" | tr ',{' '\n\n' | awk -v name="\"$archive\"" '
    /"url" *: *"[^"]*\/releases\/assets\/[0-9]+"/ { id = $0; sub(/.*\/assets\//, "", id); sub(/".*/, "", id) }
    /"name" *:/ { said = $0; sub(/^[^:]*: */, "", said); sub(/[ }]*$/, "", said); if (said == name) { print id; exit } }')
  [ -n "$asset" ] || return 1
  signed_fetch --header "Accept: application/octet-stream" "$GITHUB_API_URL/repos/$ACTION_REPOSITORY/releases/assets/$asset"
}
if ! fetch "$GITHUB_SERVER_URL/$ACTION_REPOSITORY/releases/download/v$version/$archive" 2>error && ! fetch_with_token 2>>error; then
  build_instead "$archive of the release v$version cannot be had ($(tr '\r\n' '  ' <error))"
fi

if [ "$(checksum "$archive")" != "$archive_sum" ]; then
  warn "$archive of the release v$version has the SHA-256 $(checksum "$archive"), and should have $archive_sum: it is not used"
  build_instead "its release is not what was built"
fi
tar -xzf "$archive" "$program"
if [ "$(checksum "$program")" != "$program_sum" ]; then stop "$archive holds another program than action/SHA256SUMS names"; fi
mkdir -p "$kept/bin"
# A run beside this one may do the same: a file that is moved is whole.
mv -f "$program" "$binary"
cd "$GITHUB_ACTION_PATH"
rm -rf "$folder"
echo "rolloutlint $version was taken from its release, and its SHA-256 is right."
ready
