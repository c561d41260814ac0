#!/usr/bin/env bash
# Runs rolloutlint once, with the action's inputs. The exit code is rolloutlint's.
set -euo pipefail

# Some runners do not tell a composite action where it is from. Its folder does: .../_actions/OWNER/NAME/REF.
if [ -z "$ROLLOUTLINT_REPOSITORY" ]; then
  from=${GITHUB_ACTION_PATH//\\//}
  case "$from" in
    */_actions/*/*/*)
      IFS=/ read -r owner name _ <<<"${from##*/_actions/}"
      export ROLLOUTLINT_REPOSITORY="$owner/$name"
      ;;
  esac
fi

arguments=(review "--comments=$COMMENTS")
[ -z "$CONFIG" ] || arguments+=("--config=$CONFIG")
[ -z "$FAIL_ON" ] || arguments+=("--fail-on=$FAIL_ON")
if [ -n "$SARIF_FILE" ]; then
  mkdir -p -- "$(dirname -- "$SARIF_FILE")"
  arguments+=("--format=sarif=$SARIF_FILE")
fi
[ -z "$INSTANCE" ] || arguments+=("--instance=$INSTANCE")
if [ -n "$APPROVALS_OUT" ]; then
  mkdir -p -- "$(dirname -- "$APPROVALS_OUT")"
  arguments+=("--approvals-out=$APPROVALS_OUT")
fi
# Whatever follows is a path, even when it begins with a hyphen.
arguments+=(--)
while IFS= read -r path; do
  path=${path%$'\r'}
  [ -z "$path" ] || arguments+=("$path")
done <<<"$PATHS"

exec "$BINARY" "${arguments[@]}"
