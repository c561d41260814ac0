#!/usr/bin/env bash
# Runs rolloutlint once, with the action's inputs. The exit code is rolloutlint's.
set -euo pipefail

arguments=(review "--comments=$COMMENTS")
[ -z "$CONFIG" ] || arguments+=("--config=$CONFIG")
[ -z "$FAIL_ON" ] || arguments+=("--fail-on=$FAIL_ON")
if [ -n "$SARIF_FILE" ]; then
  mkdir -p -- "$(dirname -- "$SARIF_FILE")"
  arguments+=("--format=sarif=$SARIF_FILE")
fi
# Whatever follows is a path, even when it begins with a hyphen.
arguments+=(--)
while IFS= read -r path; do
  path=${path%$'\r'}
  [ -z "$path" ] || arguments+=("$path")
done <<<"$PATHS"

exec "$BINARY" "${arguments[@]}"
