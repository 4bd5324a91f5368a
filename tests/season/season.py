"""Seasons of the real program against a real mail server, with kills, outages and signals.

Prints a PASS or FAIL line for each expectation; ends with 1 if any failed.
"""

import email
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone
from email import policy
from pathlib import Path

from inbox import Inbox, expect, free_port, start, verdict
from portal import Portal

SHANGHAI = timezone(timedelta(hours=8))
PROGRAM = Path(sys.argv[1]).resolve()
CLEAN = {key: value for key, value in os.environ.items()
         if key not in ("GONGKAI_WATCH_CONFIG", "NOTIFY_SOCKET", "WATCHDOG_USEC")}


def day(text, hour=8):
    return datetime.fromisoformat(text).replace(hour=hour, tzinfo=SHANGHAI)


class Watch:
    """The program, its directory, its portal and the port of its mail server."""

    def __init__(self, work, name, agencies, receiver="", schedule=""):
        self.dir = work / name
        shutil.rmtree(self.dir, ignore_errors=True)
        self.dir.mkdir(parents=True)
        self.portal = Portal()
        self.port = free_port()
        self.agencies = agencies
        self.receiver, self.schedule = receiver, schedule
        self.configure()

    def configure(self, more=""):
        text = (f'data-dir = "data"\n{self.schedule}[web]\nenabled = false\n'
                '[fetch]\ninterval-per-host = "0s"\nrobots = false\ntimeout = "20s"\n'
                'allow-networks = ["127.0.0.0/8"]\n'
                '[mail]\nfrom = "公开监测 <watch@example.org>"\n'
                f'[mail.smtp]\nhost = "127.0.0.1"\nport = {self.port}\ntls = "none"\n'
                f'[[receiver]]\nname = "office"\nemail = ["office@example.org"]\n{self.receiver}'
                f'[[site]]\nid = "mou-shi"\nname = "某市"\nurl = "{self.portal.url}"\n'
                'region = "620302"\n')
        for agency in self.agencies:
            text += f'[[site.agency]]\nname = "{agency}"\nkind = "department"\n'
        (self.dir / "gongkai-watch.toml").write_text(text + more)

    def spawn(self, *args, **options):
        return subprocess.Popen([PROGRAM, *args], cwd=self.dir, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, text=True, env={**CLEAN, **options})

    def round(self, at):
        return self.spawn("once", "--all", "--at", at.isoformat())

    def once(self, at):
        running = self.round(at)
        _, told = running.communicate(timeout=120)
        if running.returncode != 0:
            expect(f"{self.dir.name}: the round of {at} ends well", False, told)
        return running.returncode

    def ask(self, *args):
        answer = subprocess.run([PROGRAM, *args, "--format", "json"], cwd=self.dir, env=CLEAN,
                                capture_output=True, text=True, timeout=60)
        if answer.returncode != 0:
            expect(f"{self.dir.name}: {args} is answered", False, answer.stderr)
            return []
        return json.loads(answer.stdout)


def read(envelopes):
    return [email.message_from_bytes(it.original_content, policy=policy.default)
            for it in envelopes]


def cases_of(message):
    return [it for it in (message["X-Gongkai-Watch-Cases"] or "").split(", ") if it]


def short_season(work):
    """The kinds of mail of a season, in order, with the headers that programs rely on."""
    watch = Watch(work, "short", ["某市财政局", "某市教育局", "某市水务局"])
    server = start(Inbox(), watch.port)
    watch.portal.publish("某市水务局", "2026-01-20")
    for when in ["2026-01-25", "2026-02-01", "2026-02-02"]:
        watch.once(day(when))
    watch.portal.publish("某市财政局", "2026-02-05")
    for when in ["2026-02-05", "2026-02-06", "2026-03-02"]:
        watch.once(day(when))
    server.stop()
    mails = read(server.handler.envelopes)
    kinds = [it["X-Gongkai-Watch-Kind"] for it in mails]
    expect("a season: alert, resolved, reminder", kinds == ["alert", "resolved", "reminder"],
           str(kinds))
    if len(mails) < 3:
        return
    expect("a season: both are told at once", len(cases_of(mails[0])) == 2)
    expect("a season: subjects", "逾期2" in mails[0]["Subject"] and "某市财政局" in mails[1]["Subject"],
           f"{mails[0]['Subject']} / {mails[1]['Subject']}")
    expect("a season: the punctual one is never named",
           not any("某市水务局" in it.get_body(("plain",)).get_content() for it in mails))
    expect("a season: every message has its own id",
           len({it["Message-ID"] for it in mails}) == len(mails))
    expect("a season: the resolution threads with the alert",
           set(mails[0]["References"].split()) & set(mails[1]["References"].split()))
    expect("a season: no answer is wanted",
           all(it["Auto-Submitted"] == "auto-generated" and it["List-Id"] for it in mails))


class Stalling(threading.Thread):
    """Speaks SMTP until a moment at which it falls silent."""

    def __init__(self, port, before_greeting):
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", port))
        self.before_greeting = before_greeting
        self.silent = threading.Event()
        self.content = b""
        self.start()

    def run(self):
        self.connection, _ = self.socket.accept()
        if self.before_greeting:
            self.silent.set()
            return
        lines = self.connection.makefile("rb")
        self.connection.sendall(b"220 here\r\n")
        for line in lines:
            if line.upper().startswith(b"DATA"):
                self.connection.sendall(b"354 go on\r\n")
                for line in lines:
                    if line == b".\r\n":
                        break
                    self.content += line
                self.silent.set()
                return
            self.connection.sendall(b"250 fine\r\n")

    def stop(self):
        self.connection.close()
        self.socket.close()


def killed_while_sending(work):
    for before_greeting in True, False:
        name = "killed before the greeting" if before_greeting else "killed before the 250"
        watch = Watch(work, "killed", ["某市财政局"])
        watch.once(day("2026-01-25"))
        stalling = Stalling(watch.port, before_greeting)
        running = watch.round(day("2026-02-01"))
        expect(f"{name}: the server was reached", stalling.silent.wait(30))
        running.kill()
        running.communicate()
        stalling.stop()
        server = start(Inbox(), watch.port)
        watch.once(day("2026-02-01", 9))
        mails = read(server.handler.envelopes)
        expect(f"{name}: the next round delivers it once", len(mails) == 1, str(len(mails)))
        if not before_greeting and mails:
            before = email.message_from_bytes(stalling.content, policy=policy.default)
            expect(f"{name}: under the same Message-ID",
                   mails[0]["Message-ID"] == before["Message-ID"])
        for hour in 10, 20:
            watch.once(day("2026-02-01", hour))
        expect(f"{name}: and never again", len(server.handler.envelopes) == 1)
        server.stop()


def killed_at_random(work, kills, seed=20260201):
    """Rounds are killed at any moment while a season goes on; nothing is lost or told twice."""
    chance = random.Random(seed)
    agencies = [f"某市第{n}局" for n in range(1, 16)]
    # One letter a case, so that there is much to be interrupted.
    watch = Watch(work, "random", agencies, receiver='mode = "each"\n')
    server = start(Inbox(), watch.port)
    begin, end = day("2026-01-20"), day("2026-03-25")
    plan, published = {}, set()
    for agency in agencies:
        when = begin + (end - begin) * chance.random()
        plan[agency] = (when, chance.choice(["right", "wrong", "never"]))
    # How long a round takes depends on the machine and on what there is to do; the limit follows it,
    # so that every moment of a round is hit.
    longest = 0.4
    killed = 0
    for n in range(kills):
        now = begin + (end - begin) * n / kills
        for agency, (when, how) in plan.items():
            if how != "never" and when <= now and agency not in published:
                watch.portal.publish(agency, f"{when:%Y-%m-%d}", wrong=how == "wrong")
                published.add(agency)
        running = watch.round(now)
        try:
            _, told = running.communicate(timeout=chance.uniform(0, longest))
            longest = max(0.4, longest * 0.7)
            if running.returncode != 0:
                expect(f"random kills: the round of {now} ends well", False, told)
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()
            longest *= 1.2
            killed += 1
    for agency, (when, how) in plan.items():
        if how != "never" and agency not in published:
            watch.portal.publish(agency, f"{when:%Y-%m-%d}", wrong=how == "wrong")
    for hour in 1, 8, 16, 24:
        watch.once(end + timedelta(hours=hour))
    server.stop()

    mails = read(server.handler.envelopes)
    cases = watch.ask("cases", "--all")
    times = Counter(it["Message-ID"] for it in mails)
    told = defaultdict(set)
    for it in mails:
        for case in cases_of(it):
            told[case, it["X-Gongkai-Watch-Kind"]].add(it["Message-ID"])
    news = lambda case: told[case, "alert"] | told[case, "baseline"] | told[case, "resolved"]
    expect(f"random kills: {killed} of {kills} rounds were killed", killed > kills / 4)
    unheard = [it["id"] for it in cases if not news(it["id"])]
    expect("random kills: every case was told", cases and not unheard, str(unheard))
    by_rule = defaultdict(set)
    for it in cases:
        by_rule[it["finding"]["rule"]].add(it["agency"])
    never = {agency for agency, (_, how) in plan.items() if how == "never"}
    wrong = {agency for agency, (_, how) in plan.items() if how == "wrong"}
    expect("random kills: whoever never published was accused, and only such were to the end",
           never == {it["agency"] for it in cases if it["state"]["state"] == "open"
                     and it["finding"]["rule"] == "report-missing-after-deadline"})
    expect("random kills: every wrong sum was found",
           wrong == by_rule["applications-unbalanced"], str(wrong ^ by_rule["applications-unbalanced"]))
    expect("random kills: no message came more often than once and once a kill",
           max(times.values(), default=0) <= 1 + killed, str(times.most_common(3)))
    repeated = sum(n - 1 for n in times.values())
    print(f"     {len(mails)} messages, {len(times)} different, {repeated} repeated")
    twice = []
    for it in cases:
        resolved = it["state"]["state"] == "resolved"
        if len(news(it["id"])) > 1 + resolved:
            twice.append(it["id"])
        if len(told[it["id"], "reminder"]) > 2:
            twice.append(it["id"])
    expect("random kills: no event was told in two different messages", not twice, str(twice))


def mail_outage(work):
    agencies = [f"某市第{n}局" for n in range(1, 8)]
    watch = Watch(work, "outage", agencies, receiver='mode = "each"\n')
    for when in ["2026-01-25", "2026-02-01", "2026-02-02", "2026-02-03", "2026-02-04"]:
        watch.once(day(when))
    server = start(Inbox(), watch.port)
    for hour in 8, 12, 20:
        watch.once(day("2026-02-05", hour))
    server.stop()
    mails = read(server.handler.envelopes)
    told = Counter(case for it in mails for case in cases_of(it))
    expect("mail outage: everything arrives once it is over, once",
           len(mails) == 7 and len(told) == 7 and set(told.values()) == {1}, str(told))


def daemon(work):
    watch = Watch(work, "daemon", ["某市财政局"], schedule='[schedule]\npoll = "* * * * * *"\n')
    server = start(Inbox(), watch.port)
    place = tempfile.mkdtemp()
    notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notices.bind(f"{place}/notify")
    running = watch.spawn("run", "-v", NOTIFY_SOCKET=f"{place}/notify", WATCHDOG_USEC="2000000")
    log = []
    def follow():
        for line in running.stderr:
            log.append(line)
    threading.Thread(target=follow, daemon=True).start()

    def notice(wanted, seconds=15):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            notices.settimeout(max(0.01, until - time.monotonic()))
            try:
                if wanted in notices.recv(4096).decode():
                    return True
            except TimeoutError:
                return False
        return False

    def logged(words, seconds=15):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if any(words in line for line in log):
                return True
            time.sleep(0.05)
        return False

    expect("daemon: READY=1", notice("READY=1"))
    expect("daemon: WATCHDOG=1", notice("WATCHDOG=1"))
    expect("daemon: a round is logged", logged("round done"), "".join(log))
    before = len(server.handler.envelopes)
    good = (watch.dir / "gongkai-watch.toml").read_text()
    (watch.dir / "gongkai-watch.toml").write_text("timezone = 3\n")
    running.send_signal(signal.SIGHUP)
    expect("daemon: a broken configuration is named and not used", logged("the old one stays"),
           "".join(log))
    expect("daemon: it runs on", notice("WATCHDOG=1") and running.poll() is None)
    (watch.dir / "gongkai-watch.toml").write_text(good)
    running.send_signal(signal.SIGHUP)
    expect("daemon: a good configuration is taken", logged("reloaded"), "".join(log))
    # Two signs of life are a round or more.
    notice("WATCHDOG=1"), notice("WATCHDOG=1")
    expect("daemon: a reload tells nothing", len(server.handler.envelopes) == before)
    watch.portal.hang = True
    expect("daemon: the portal hangs", watch.portal.waiting.wait(15))
    notices.setblocking(False)
    try:
        while notices.recv(4096):
            pass
    except BlockingIOError:
        notices.setblocking(True)
    expect("daemon: it shows life while a portal hangs", notice("WATCHDOG=1", 5))
    begin = time.monotonic()
    running.send_signal(signal.SIGTERM)
    try:
        code = running.wait(10)
    except subprocess.TimeoutExpired:
        running.kill()
        code = "killed"
    took = time.monotonic() - begin
    expect("daemon: SIGTERM ends it with 0 within 5 s, even then", code == 0 and took < 5,
           f"{code} after {took:.1f} s: {''.join(log)}")
    expect("daemon: STOPPING=1", notice("STOPPING=1", 2))
    expect("daemon: no address is logged", not any("@" in line for line in log), "".join(log))
    server.stop()
    shutil.rmtree(place)
    expect("daemon: the store opens afterwards", watch.ask("status") != [])


def main(work, kills):
    short_season(work)
    killed_while_sending(work)
    mail_outage(work)
    daemon(work)
    killed_at_random(work, kills)
    return verdict()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[2]).resolve(), int(sys.argv[3])))
