"""What the scripts that run mail servers share: an inbox, a way to start it, and a tally."""

import socket

from aiosmtpd.controller import Controller

failures = 0


def expect(what, is_so, hint=""):
    """Prints PASS or FAIL for one expectation, and counts."""
    global failures
    failures += not is_so
    print(f"{'PASS' if is_so else 'FAIL'} {what}{'' if is_so or not hint else f': {hint}'}", flush=True)


def verdict():
    """The exit code: 1 if any expectation failed."""
    print(f"{failures} failed" if failures else "all passed")
    return 1 if failures else 0


class Inbox:
    """Takes everything; a subclass names the command it answers differently."""

    def __init__(self):
        self.envelopes = []
        self.encrypted = []

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        self.encrypted.append(session.ssl is not None)
        return "250 taken"


def free_port():
    """A port of localhost that was free a moment ago."""
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


def start(handler, port=None, **options):
    """Starts a server on all of localhost, since a name may mean either protocol."""
    running = Controller(handler, hostname="localhost", port=port or free_port(), **options)
    running.start()
    return running
