# Sourced: makes a Python with a mail server under the directory given, which needs PyPI once.
if ! "$1/venv/bin/python" -c 'import aiosmtpd' 2>/dev/null; then
    python3 -m venv "$1/venv"
    "$1/venv/bin/pip" install --quiet --disable-pip-version-check 'aiosmtpd==1.4.6'
fi
