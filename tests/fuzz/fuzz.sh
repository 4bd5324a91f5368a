#!/usr/bin/env bash
# Fuzzes every target for SECONDS each (default 600): tests/fuzz/fuzz.sh [SECONDS] [TARGET]…
# Not part of CI: it needs a C++ compiler, installs cargo-fuzz, and builds everything anew with a
# sanitizer. The stable compiler takes the sanitizer's flags once it is told that this is wanted.
# What a run finds of interest stays in corpus/; seeds/ is where each target begins.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-600}
shift || true
targets=("$@")
if [ "${#targets[@]}" -eq 0 ]; then
    targets=()
    for file in fuzz_targets/*.rs; do
        targets+=("$(basename "$file" .rs)")
    done
fi
command -v cargo-fuzz >/dev/null || cargo install cargo-fuzz --locked
export RUSTC_BOOTSTRAP=1
for target in "${targets[@]}"; do
    printf '\n==> %s, %s seconds\n' "$target" "$seconds"
    mkdir -p "corpus/$target" "seeds/$target"
    options=(-max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=2048)
    case $target in
    page | report) words=html ;;
    *) words=$target ;;
    esac
    if [ -f "dictionary/$words.dict" ]; then
        options+=(-dict="dictionary/$words.dict")
    fi
    cargo fuzz run --fuzz-dir . "$target" "corpus/$target" "seeds/$target" -- "${options[@]}"
done
