#!/bin/sh
# Sends letters through real SMTP servers on loopback and looks at what arrives.
# Needs Python 3 with venv, openssl (installed if missing, as root on Debian), and PyPI once;
# everything is made under target/.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
work=${CARGO_TARGET_DIR:-target}/smtp
mkdir -p "$work"

set -- "$work"
. tests/smtp/venv.sh

if ! command -v openssl >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends openssl >/dev/null
fi

# The authority and the server are two certificates: a client must not trust a leaf as a root.
if ! openssl x509 -checkend 86400 -noout -in "$work/server.pem" >/dev/null 2>&1; then
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=gongkai-watch test authority' \
        -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign' \
        -keyout "$work/ca.key" -out "$work/ca.pem" 2>/dev/null
    openssl req -newkey rsa:2048 -nodes -subj '/CN=localhost' \
        -keyout "$work/server.key" -out "$work/server.csr" 2>/dev/null
    printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n' >"$work/server.ext"
    openssl x509 -req -in "$work/server.csr" -days 30 -CA "$work/ca.pem" -CAkey "$work/ca.key" \
        -CAcreateserial -extfile "$work/server.ext" -out "$work/server.pem" 2>/dev/null
fi

# Building first keeps the compiler out of the time that the servers are up.
cargo test --quiet --test it --no-run
exec "$work/venv/bin/python" tests/smtp/check.py "$work"
