#!/bin/bash
# Submits a job: ./submit.sh PHOTOS WEB RECORDS PARTS [-Preset FILE …]. All folders, this one too, must be the same on all nodes.
# Options for sbatch, such as a partition or a time, come through SBATCH_PARTITION, SBATCH_TIMELIMIT and so on.
set -eu
if [ $# -lt 4 ]; then
    echo "Usage: $0 PHOTOS WEB RECORDS PARTS [parameters of Invoke-Shard.ps1]" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
export IMAGERESIZE=${IMAGERESIZE:-$(dirname "$(dirname "$here")")}
photos=$(realpath "$1") parts=$4
mkdir -p "$2" "$3"
web=$(realpath "$2") records=$(realpath "$3")
shift 4
job=$(sbatch --parsable --array="1-$parts" --output="$records/task-%a.out" "$here/shard.sbatch" "$photos" "$web" "$records" "$@")
merge=$(sbatch --parsable --dependency="afterany:$job" --output="$records/merge.out" "$here/merge.sbatch" "$web" "$records" "$parts")
echo "$job $merge"
