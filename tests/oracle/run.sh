#!/bin/sh
# An independent oracle: makes reports whose figures it knows, in the looks that portals and offices
# have, and holds what the program reads and judges against them: pages, flattened text, PDF, Word
# and Excel. Needs Python 3 with venv; PyPI and Debian's archive once, for writers and fonts.
#   run.sh short         8 reports of each look, for every change
#   run.sh full [SEED]   100,000 tables and more
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
target=${CARGO_TARGET_DIR:-target}
mode=${1:-full}
seed=${2:-20211}
set -- "$target/oracle"
mkdir -p "$1"
case $mode in
short)
    cargo build --quiet
    . tests/oracle/venv.sh
    exec "$1/venv/bin/python" -B tests/oracle/oracle.py \
        "$target/debug/gongkai-watch" "$1/work" --tables 864
    ;;
full)
    cargo build --quiet --release
    . tests/oracle/venv.sh
    exec "$1/venv/bin/python" -B tests/oracle/oracle.py \
        "$target/release/gongkai-watch" "$1/work" --tables 102060 --seed "$seed"
    ;;
*)
    echo "usage: tests/oracle/run.sh [short|full [SEED]]" >&2
    exit 2
    ;;
esac
