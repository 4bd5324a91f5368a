#!/bin/sh
# Lives through seasons with a real mail server, kills the program at the worst moments, and runs it
# as a daemon. `run.sh short` kills 25 times, `run.sh` 300 times.
# Needs Python 3 with venv, and PyPI once; everything is made under target/.
set -eu
kills=300
if [ "${1:-}" = short ]; then
    kills=25
fi
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
target=${CARGO_TARGET_DIR:-target}
work=$target/season
mkdir -p "$work"
set -- "$work"
. tests/smtp/venv.sh

cargo build --quiet
PYTHONPATH=tests/smtp exec "$work/venv/bin/python" tests/season/season.py \
    "$target/debug/gongkai-watch" "$work" "$kills"
