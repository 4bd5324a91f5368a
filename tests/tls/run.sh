#!/bin/sh
# TLS as it is out there: servers of OpenSSL with old protocols and ciphers, with a certificate in
# between left out, and with certificates that nobody should believe. Shows that the default refuses
# each with a reason that names the setting, that the setting reads what it is meant for, and that an
# invalid certificate is refused either way. Needs the command `openssl` and Python 3.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
cargo build --quiet
program=${CARGO_TARGET_DIR:-$root/target}/debug/gongkai-watch
work=$(mktemp -d)
servers=
cleanup() {
    for server in $servers; do kill "$server" 2>/dev/null || true; done
    rm -rf "$work"
}
trap cleanup EXIT INT TERM
page=$root/$(ls tests/fixtures/check/*.html | head -n 1)
cp "$page" "$work/report.html"
cd "$work"

# authority NAME [ISSUER], server NAME ISSUER SUBJECT DAYS
key() { openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null; }
sign() {
    openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days "$4" \
        -extfile "$3" -out "$1.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 30 \
    -addext basicConstraints=critical,CA:TRUE 2>/dev/null
echo 'basicConstraints=critical,CA:TRUE' >ca.ext
echo 'subjectAltName=DNS:localhost' >localhost.ext
echo 'subjectAltName=DNS:other.test' >other.ext
key between && sign between root ca.ext 30
key good && sign good between localhost.ext 30
key other && sign other between other.ext 30
key expired && sign expired between localhost.ext 0
cat root.pem between.pem >both.pem

# serve PORT CERTIFICATE ARGUMENTS...
serve() {
    port=$1 certificate=$2
    shift 2
    openssl s_server -accept "127.0.0.1:$port" -cert "$certificate.pem" -key "$certificate.key" \
        -WWW -quiet "$@" >/dev/null 2>&1 &
    servers="$servers $!"
}
whole="-cert_chain between.pem"
first=${PORT:-14430}
old=$first older=$((first + 1)) rsa=$((first + 2)) gap=$((first + 3)) name=$((first + 4))
time=$((first + 5)) closed=$((first + 6)) modern=$((first + 7)) cut=$((first + 8))
serve "$old" good $whole -tls1 -cipher 'AES128-SHA:@SECLEVEL=0'
serve "$older" good $whole -tls1_1 -cipher 'DES-CBC3-SHA:AES256-SHA:@SECLEVEL=0'
serve "$rsa" good $whole -tls1_2 -cipher 'AES256-GCM-SHA384'
serve "$gap" good -tls1_2
serve "$name" other $whole -tls1 -cipher 'AES128-SHA:@SECLEVEL=0'
serve "$time" expired $whole -tls1 -cipher 'AES128-SHA:@SECLEVEL=0'
serve "$modern" good $whole
# A server that hangs up in the middle of a page whose length it did not say.
cat >cut.py <<'PY'
import socket, ssl, sys
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("chain.pem", "good.key")
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    try:
        stream = context.wrap_socket(listener.accept()[0], server_side=True, suppress_ragged_eofs=True)
        stream.recv(4096)
        stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + open("report.html", "rb").read())
        socket.socket(fileno=stream.detach()).close()
    except OSError:
        pass
PY
cat good.pem between.pem >chain.pem
python3 cut.py "$cut" &
servers="$servers $!"
sleep 1

# config FILE TLS CA
config() {
    cat >"$1.toml" <<TOML
include = []
[fetch]
user-agent = "gongkai-watch-test/1 (+https://localhost/)"
allow-networks = ["127.0.0.0/8", "::1/128"]
robots = false
$3
[[site]]
id = "a"
url = "https://localhost/"
$2
[[site.agency]]
name = "某市财政局"
kind = "department"
TOML
}
config default '' 'ca-file = "root.pem"'
config openssl 'tls = "openssl"' 'ca-file = "root.pem"'
config default-both '' 'ca-file = "both.pem"'
config openssl-both 'tls = "openssl"' 'ca-file = "both.pem"'
config default-none '' ''
config openssl-none 'tls = "openssl"' ''

failed=0
# expect CONFIG PORT read|WORDS-OF-THE-REASON
expect() {
    if said=$("$program" --config "$1.toml" --lang en extract "https://localhost:$2/report.html" 2>&1); then
        got=read
    else
        got=$said
    fi
    case $3 in
    read) [ "$got" = read ] || got="FAILED: $got" ;;
    *) case $got in *"$3"*) got=$3 ;; *) got="FAILED: $got" ;; esac ;;
    esac
    case $got in FAILED*) failed=1 ;; esac
    printf '%-14s %-6s %s\n' "$1" "$2" "$got"
}
setting='tls = "openssl"'
echo "a server of today";                    expect default "$modern" read; expect openssl "$modern" read
echo "TLS 1.0 with AES128-SHA";              expect default "$old" "$setting"; expect openssl "$old" read
echo "TLS 1.1 with 3DES or AES256-SHA";      expect default "$older" "$setting"; expect openssl "$older" read
echo "TLS 1.2 without ECDHE";                expect default "$rsa" "$setting"; expect openssl "$rsa" read
echo "a certificate in between left out"
expect default "$gap" fetch.ca-file
expect openssl "$gap" "unable to get local issuer"
expect default-both "$gap" read
expect openssl-both "$gap" read
echo "an authority that nobody knows"
expect default-none "$modern" UnknownIssuer
expect openssl-none "$modern" "unable to get local issuer"
expect openssl-none "$old" "unable to get local issuer"
echo "another name, and a time that is over"
expect openssl "$name" "hostname mismatch"
expect openssl "$time" "certificate has expired"
echo "nobody there";                         expect openssl "$closed" "Connection refused"
echo "cut off before the end"
expect default "$cut" "breaks off"
expect openssl "$cut" "breaks off"
echo "what is said at the start"
"$program" --config openssl.toml --lang en config check | grep 'out of date' || failed=1
exit "$failed"
