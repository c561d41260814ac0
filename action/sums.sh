#!/usr/bin/env bash
# Prints action/SHA256SUMS of a release: the id of this source, and the sums of the archives in a folder and of the programs in them.
set -euo pipefail
folder=$(cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
printf '# source %s\n' "$(bash action/source-id.sh)"
cd "$folder"
for archive in rolloutlint-*.tar.gz; do
  target=${archive#rolloutlint-}
  sha256sum -- "$archive"
  case $target in
    *-windows-*) program=rolloutlint.exe ;;
    *) program=rolloutlint ;;
  esac
  printf '%s  %s/%s\n' "$(tar -xzOf "$archive" "$program" | sha256sum | cut -d ' ' -f 1)" "${target%.tar.gz}" "$program"
done
