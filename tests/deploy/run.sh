#!/bin/sh
# Has systemd check the unit file: no complaint, and no more exposed than 1.5 of 10.
# Needs systemd-analyze 250 or later; as root on Debian it installs what is missing.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
work=${CARGO_TARGET_DIR:-target}/deploy
mkdir -p "$work"

if ! command -v systemd-analyze >/dev/null || ! [ -x /bin/kill ]; then
    if [ "$(id -u)" -ne 0 ]; then
        echo "systemd-analyze and /bin/kill are needed: install systemd and procps" >&2
        exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
        systemd procps >/dev/null
fi

# The program need not be installed to check its unit, but some program must be there.
unit=$work/gongkai-watch.service
sed "s#^ExecStart=[^ ]*#ExecStart=$(command -v env)#" deploy/gongkai-watch.service >"$unit"

complaints=$(systemd-analyze verify "$unit" 2>&1) || {
    printf 'FAIL the unit is refused\n%s\n' "$complaints"
    exit 1
}
if [ -n "$complaints" ]; then
    printf 'FAIL the unit is complained about\n%s\n' "$complaints"
    exit 1
fi
echo "PASS the unit is in order"

report=$work/security.txt
if systemd-analyze security --no-pager --offline=yes --threshold=15 "$unit" >"$report" 2>&1; then
    echo "PASS $(tail -n 1 "$report" | tr -cd '[:print:]')"
else
    cat "$report"
    echo "FAIL the unit leaves more open than 1.5"
    exit 1
fi
