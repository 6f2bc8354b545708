#!/bin/bash
# The parts of a job by GNU parallel: ./resize.sh PHOTOS WEB RECORDS PARTS [options of parallel, such as --jobs 4 or --sshloginfile machines].
# The same line again goes on where it stopped. Ends with 0 when all parts are done. PRESET in the environment names another preset.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$2" "$3"
photos=$(realpath "$1") web=$(realpath "$2") records=$(realpath "$3") parts=$4
shift 4
part=(pwsh -NoProfile -NonInteractive -File "$here/Invoke-Shard.ps1" -AllowFailures -Path "$photos" -Destination "$web" -Records "$records" ${PRESET:+-Preset "$PRESET"})
# What was killed is tried twice more.
seq "$parts" | parallel --retries 3 "$@" "$(printf '%q ' "${part[@]}") -Shard {}/$parts" || echo "Some parts are not done." >&2
exec pwsh -NoProfile -NonInteractive -File "$here/Merge-Shards.ps1" -Records "$records" -Destination "$web" -Shards "$parts"
