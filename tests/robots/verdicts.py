"""Asks Protego what the robots.txt files that it is tested with say of many addresses.

usage: verdicts.py SDIST OUT [HOST...]

OUT gets the files of the source distribution SDIST under `files/`, and `verdicts.tsv` with a line of
file, agent, path and 1 (allowed) or 0 for every question. The paths are those of portals, and for
every rule of a file the ones that it is about and its neighbours. With HOSTs, only those files.
"""

import pathlib
import sys
import tarfile

from protego import Protego

AGENTS = ["gongkai-watch", "Googlebot", "Baiduspider"]
PATHS = [
    "/", "/index.html", "/zfxxgk/", "/zfxxgk/zfxxgknb/index_1.html", "/zwgk/nb/202601/t20260130_1.html",
    "/col/col1234/index.html?uid=5&pageNum=2", "/module/web/jpage/dataproxy.jsp?startrecord=1",
    "/xxgk/xxgkml/art/2026/1/30/art_1_2.pdf", "/u/cms/www/202601/年报.docx", "/search?q=a",
    "/admin/", "/robots.txt", "/wp-admin/admin-ajax.php", "/a/b/c.php?x=%e5%b9%b4", "/api/",
]  # fmt: skip
RULES_PER_FILE = 40


def spread(items):
    """At most RULES_PER_FILE of them, from the whole length of the list."""
    step = max(1, len(items) // RULES_PER_FILE)
    return items[::step][:RULES_PER_FILE]


def paths_of(text):
    """What the rules of a file are about: the path with its wildcards filled in, and near misses."""
    found = []
    rules = []
    for line in text.splitlines():
        key, _, value = line.partition("#")[0].partition(":")
        if key.strip().lower() in ("allow", "disallow") and value.strip().startswith(("/", "*")):
            rules.append(value.strip())
    for rule in spread(list(dict.fromkeys(rules))):
        for filling in ("", "x/y"):
            path = rule.rstrip("$").replace("*", filling)
            if path.startswith("/"):
                found += [path, path + "z", path[:-1] or "/"]
    return found


def main():
    sdist, out, hosts = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
    (out / "files").mkdir(parents=True, exist_ok=True)
    asked = 0
    with tarfile.open(sdist) as archive, (out / "verdicts.tsv").open("w", encoding="utf-8") as table:
        for member in sorted(archive.getmembers(), key=lambda it: it.name):
            name = member.name.rpartition("/test_data/")[2]
            if name == member.name or not member.isfile() or (hosts and name not in hosts):
                continue
            body = archive.extractfile(member).read()
            text = body.decode("utf-8-sig", "replace")
            rules = Protego.parse(text)
            (out / "files" / name).write_bytes(body)
            for path in dict.fromkeys(PATHS + paths_of(text)):
                # A fragment is never sent; a backslash, a dot and a last space are resolved before;
                # and what is no text of UTF-8 cannot stand in the table.
                left_out = any(it in path for it in ("\t", "#", "\ufffd", "\\", "/."))
                if left_out or path != path.strip() or not path.isprintable():
                    continue
                for agent in AGENTS:
                    allowed = rules.can_fetch("http://gov.test" + path, agent)
                    table.write(f"{name}\t{agent}\t{path}\t{int(allowed)}\n")
                    asked += 1
    print(f"{asked} verdicts on the files of {sdist}", file=sys.stderr)


main()
