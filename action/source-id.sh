#!/usr/bin/env bash
# Prints an id of the source that the program is made from. It is another one as soon as a byte of that source is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
sources=$(find Cargo.toml Cargo.lock schema src fixtures/compliant -type f | LC_ALL=C sort)
{ printf '%s\n' "$sources"; git hash-object --no-filters --stdin-paths <<<"$sources"; } | git hash-object --stdin
