# Sourced: makes a Python with writers of PDF, DOCX and XLSX under the directory given, which needs
# PyPI once, and sees to two Chinese fonts, which need Debian's archive once.
if ! "$1/venv/bin/python" -c 'import docx, fpdf, openpyxl, reportlab, xlsxwriter' 2>/dev/null; then
    python3 -m venv "$1/venv"
    "$1/venv/bin/pip" install --quiet --disable-pip-version-check 'reportlab==5.1.0' \
        'fpdf2==2.8.9' 'python-docx==1.2.0' 'openpyxl==3.1.5' 'xlsxwriter==3.3.1'
fi
for font in fonts-arphic-gbsn00lp:arphic-gbsn00lp/gbsn00lp.ttf \
    fonts-wqy-microhei:wqy/wqy-microhei.ttc; do
    if ! [ -e "/usr/share/fonts/truetype/${font#*:}" ]; then
        apt-get update -qq >/dev/null
        apt-get install -y -qq --no-install-recommends "${font%%:*}" >/dev/null
    fi
done
