#!/bin/sh
# robots.txt against an independent reader: Protego's own corpus of some 4,200 real files, its verdicts
# and ours on every one of them. Needs Python 3 with venv, and PyPI once.
#   run.sh short    the sample that is kept with the tests; needs neither
#   run.sh full     the whole corpus
#   run.sh sample   makes the sample anew
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
work=${CARGO_TARGET_DIR:-target}/robots
sample=tests/fixtures/robots
fetch() {
    mkdir -p "$work"
    if ! [ -x "$work/venv/bin/python" ]; then
        python3 -m venv "$work/venv"
        "$work/venv/bin/pip" install --quiet --disable-pip-version-check 'protego==0.7.0'
    fi
    if ! [ -e "$work/protego-0.7.0.tar.gz" ]; then
        "$work/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps \
            --no-binary :all: --dest "$work" 'protego==0.7.0'
    fi
}
case ${1:-full} in
short) ;;
full)
    fetch
    rm -rf "$work/corpus"
    "$work/venv/bin/python" -B tests/robots/verdicts.py "$work/protego-0.7.0.tar.gz" "$work/corpus"
    ROBOTS_CORPUS=$(cd "$work/corpus" && pwd)
    export ROBOTS_CORPUS
    ;;
sample)
    fetch
    rm -rf "$sample"
    # shellcheck disable=SC2046
    "$work/venv/bin/python" -B tests/robots/verdicts.py "$work/protego-0.7.0.tar.gz" "$sample" \
        $(cat tests/robots/sample.txt)
    ;;
*)
    echo "usage: tests/robots/run.sh [short|full|sample]" >&2
    exit 2
    ;;
esac
exec cargo test --quiet --lib -- --nocapture fetch::robots::corpus
