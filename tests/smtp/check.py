"""Runs the mail servers, lets the tests in tests/it/smtp.rs send to them, judges what arrived.

One server a behaviour, each on a free loopback port that the tests find in the environment.
Prints a PASS or FAIL line for each expectation; ends with 1 if any failed.
"""

import email
import logging
import os
import re
import socketserver
import ssl
import subprocess
import sys
import threading
import warnings
from email import policy
from pathlib import Path

from aiosmtpd.smtp import AuthResult

from inbox import Inbox, expect, start, verdict

USER, PASSWORD = b"watch", b"correct horse"


class RefuseSender(Inbox):
    async def handle_MAIL(self, server, session, envelope, address, options):
        return "553 mail from must equal authorized user"


class DeferRecipient(Inbox):
    async def handle_RCPT(self, server, session, envelope, address, options):
        return "451 4.7.1 greylisted, try again later"


class RefuseRecipient(Inbox):
    async def handle_RCPT(self, server, session, envelope, address, options):
        return "550 5.1.1 no such user"


class DropContent(Inbox):
    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        server.transport.abort()
        return "250 never seen"


class Busy(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(b"421 4.3.2 too many connections, try again later\r\n")


class BusyServer:
    """Says 421 where others greet, which aiosmtpd cannot."""

    def __init__(self):
        self.handler = Inbox()
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Busy)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def sign_in(server, session, envelope, mechanism, data):
    is_known = data.login == USER and data.password == PASSWORD
    return AuthResult(success=is_known, handled=False)


def judge(name, envelope, agency):
    """Reads a message with the strict parser of the standard library, which raises on defects."""
    raw = envelope.original_content
    lines = raw.split(b"\r\n")
    expect(f"{name}: every line is short ASCII", raw.isascii() and max(map(len, lines)) <= 998)
    expect(f"{name}: no bare line feed", b"\n" not in raw.replace(b"\r\n", b""))
    try:
        message = email.message_from_bytes(raw, policy=policy.SMTP + policy.strict)
        text = message.get_body(("plain",)).get_content()
        html = message.get_body(("html",)).get_content()
        headers = {key: str(value) for key, value in message.items()}
    except Exception as error:  # every defect counts, whatever its class
        expect(f"{name}: strict parser", False, repr(error))
        return
    expect(f"{name}: strict parser", not any(part.defects for part in message.walk()))
    expect(f"{name}: envelope", (envelope.mail_from, envelope.rcpt_tos)
           == ("watch@example.org", ["office@example.org"]), repr(envelope.rcpt_tos))
    expect(f"{name}: sender", headers["From"] == "公开监测 <watch@example.org>", headers["From"])
    expect(f"{name}: recipient", headers["To"] == "值班室 <office@example.org>", headers["To"])
    expect(f"{name}: date", headers["Date"] == "Sat, 31 Jan 2026 22:00:00 +0000", headers["Date"])
    subject = headers["Subject"]
    expect(f"{name}: subject", subject
           == f"[不一致1][逾期1][{agency}] 2025年度报告：新发现 2 项", subject)
    identity = headers["Message-ID"]
    expect(f"{name}: message id", re.fullmatch(r"<[0-9a-f]{24}@example\.org>", identity), identity)
    threads = headers["References"].split()
    expect(f"{name}: threads", len(threads) == 2 and headers["In-Reply-To"] == threads[0]
           and all(re.fullmatch(r"<case-[0-9a-f]{16}@example\.org>", it) for it in threads))
    cases = headers["X-Gongkai-Watch-Cases"].split(", ")
    expect(f"{name}: cases", [f"<case-{it}@example.org>" for it in cases] == threads)
    fixed = {
        "List-Id": "gongkai-watch alerts <alerts.gongkai-watch.example.org>",
        "Auto-Submitted": "auto-generated",
        "X-Gongkai-Watch-Kind": "alert",
        "MIME-Version": "1.0",
    }
    for key, value in fixed.items():
        expect(f"{name}: {key}", headers.get(key) == value, str(headers.get(key)))
    names = [key.lower() for key in message.keys()]
    expect(f"{name}: no header twice, none smuggled in",
           len(names) == len(set(names)) and "bcc" not in names)
    expect(f"{name}: kinds of body", [it.get_content_type() for it in message.iter_parts()]
           == ["text/plain", "text/html"])
    for kind, body in ("text", text), ("html", html):
        expect(f"{name}: {kind} is whole", all(it in body for it in [*cases, "2025年度报告", "案号"]))
    expect(f"{name}: no live markup", "<script" not in html)
    expect(f"{name}: no marks of direction", "\u202e" not in text + html + subject)


def main(work):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(work / "server.pem", work / "server.key")
    # aiosmtpd does not see that a connection which is TLS from the first byte is encrypted.
    warnings.filterwarnings("ignore", message="Requiring AUTH")
    logging.disable()
    auth = {"authenticator": sign_in, "auth_required": True}
    servers = {
        "PLAIN": start(Inbox()),
        "STARTTLS": start(Inbox(), tls_context=context, require_starttls=True, **auth),
        "IMPLICIT": start(Inbox(), ssl_context=context, auth_require_tls=False, **auth),
        "553_SENDER": start(RefuseSender()),
        "421_CONNECT": BusyServer(),
        "451_RECIPIENT": start(DeferRecipient()),
        "550_RECIPIENT": start(RefuseRecipient()),
        "DROP_CONTENT": start(DropContent()),
    }
    environment = {f"GONGKAI_SMTP_{name}": str(it.port) for name, it in servers.items()}
    environment["GONGKAI_SMTP_CA"] = str((work / "ca.pem").resolve())
    command = ["cargo", "test", "--quiet", "--test", "it", "smtp::"]
    sender = subprocess.run(command, env={**os.environ, **environment}, timeout=300)
    for it in servers.values():
        it.stop()

    expect("the sender judged every answer rightly", sender.returncode == 0)
    inbox = {name: it.handler for name, it in servers.items()}
    count = {name: len(it.envelopes) for name, it in inbox.items()}
    expect("clear: both mails, and nothing that asked for STARTTLS", count["PLAIN"] == 2, str(count))
    expect("starttls: one mail, encrypted", inbox["STARTTLS"].encrypted == [True])
    expect("implicit: one mail", count["IMPLICIT"] == 1)
    refusing = ["553_SENDER", "421_CONNECT", "451_RECIPIENT", "550_RECIPIENT"]
    expect("refused mails were not handed over", not any(count[it] for it in refusing), str(count))
    expect("the lost connection was lost after the content", count["DROP_CONTENT"] == 1)

    hostile = "某局 Bcc: all@example.org . QUIT <script>alert(1)</script>"
    for envelope in inbox["PLAIN"].envelopes:
        parsed = email.message_from_bytes(envelope.original_content, policy=policy.default)
        is_hostile = "script" in parsed["Subject"]
        judge(*(("hostile", envelope, hostile) if is_hostile else ("clear", envelope, "某市教育局")))
    for name, agency in ("STARTTLS", "某市财政局"), ("IMPLICIT", "某市水务局"):
        for envelope in inbox[name].envelopes:
            judge(name.lower(), envelope, agency)
    return verdict()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
