#!/bin/sh
# An independent oracle: makes reports whose figures it knows, in the looks that portals have, and
# holds what the program reads and judges against them. Needs Python 3, nothing else.
#   run.sh short         about 1,500 tables, for every change
#   run.sh full [SEED]   100,000 tables and more
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
target=${CARGO_TARGET_DIR:-target}
case ${1:-full} in
short)
    cargo build --quiet
    exec python3 -B tests/oracle/oracle.py "$target/debug/gongkai-watch" "$target/oracle" \
        --tables 1500
    ;;
full)
    cargo build --quiet --release
    exec python3 -B tests/oracle/oracle.py "$target/release/gongkai-watch" "$target/oracle" \
        --tables 102000 --seed "${2:-20211}"
    ;;
*)
    echo "usage: tests/oracle/run.sh [short|full [SEED]]" >&2
    exit 2
    ;;
esac
