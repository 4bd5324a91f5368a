"""Compares what the program reads and judges with what was printed.

Batches of made-up reports go into a folder; the program is run over the folder once to read and
once to judge, and every cell and every verdict is held against the figures the page was made from.
A wrong cell is never allowed, and a missing one must be rare; only flattened text that lost its
blanks, or the marks between its figures, may be missing as much as it likes.
Every PDF file is read once more, cut short: what a download lost is not missing from the report.
"""

import argparse
import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import form
import in_docx
import in_pdf
import in_xlsx
import layouts

RULES = {"applications-unbalanced": "column", "results-sum-wrong": "column",
         "row-sum-wrong": "row", "reviews-sum-wrong": "row"}
# What a report is said to lack.
ABSENCES = ["section-missing", "table-missing"]
RIGHT_SHARE = 0.999
# Ending of the files, looks, and what writes them.
CARRIERS = {"html": (layouts.HTML, layouts.write), "txt": (layouts.TEXT, layouts.write),
            "pdf": (in_pdf.LAYOUTS, in_pdf.write), "docx": (in_docx.LAYOUTS, in_docx.write),
            "xlsx": (in_xlsx.LAYOUTS, in_xlsx.write)}
KINDS = [(carrier, layout) for carrier, (looks, _) in CARRIERS.items() for layout in looks]
# Of these nobody could tell which cell was blank.
LOSSY = [("txt", "blanks-lost"), ("txt", "glued")]
NAMES = ["reports", "cells", "right", "derived", "missing", "wrong", "agreed", "accused", "missed"]


def flat(value, path=""):
    """Nested data as path -> leaf."""
    if not isinstance(value, dict):
        return {path: value}
    found = {}
    for key, inner in value.items():
        found.update(flat(inner, f"{path}.{key}" if path else key))
    return found


def make(seed, number, folder):
    rng = random.Random(f"{seed}/{number}")
    carrier, layout = KINDS[number % len(KINDS)]
    edition = rng.choice(["2021", "2021", "2019"])
    year = rng.randint(2021, 2025) if edition == "2021" else rng.randint(2019, 2020)
    cells = form.valid(rng, edition)
    if rng.random() < 0.5:
        form.damage(rng, cells)
    if rng.random() < 0.3:
        form.blank_some(rng, cells)
    name = f"{number:07}-{layout}.{carrier}"
    CARRIERS[carrier][1](rng, layout, edition, year, cells, os.path.join(folder, name))
    return name, (carrier, layout), edition, cells


def run(program, *arguments):
    done = subprocess.run([program, "--format", "json", "--lang", "en", *arguments],
                          capture_output=True, text=True, check=False)
    # A file that cannot be read is another outcome, and is complained of by its name.
    if not done.stdout:
        sys.exit(f"{arguments} ended with {done.returncode}: {done.stderr[-2000:]}")
    found = {}
    for line in done.stdout.splitlines():
        data = json.loads(line)
        found[os.path.basename(data["file"])] = data
    return found


def same(carrier, printed, read):
    """True if the value read is the one printed; a fee may be read as a decimal string."""
    if isinstance(printed, str) and read is not None:
        # A workbook holds a number, and how many zeros of it are shown is a matter of looks.
        if carrier == "xlsx" and printed.replace(".", "").isdigit():
            return Decimal(str(read)) == Decimal(printed)
        return str(read) == printed
    return read == printed and not isinstance(read, bool)


def cut(seed, folder, made):
    """Puts the beginnings of the PDF files into a folder beside theirs."""
    beside = f"{folder}-cut"
    shutil.rmtree(beside, ignore_errors=True)
    os.makedirs(beside)
    for name in made:
        with open(os.path.join(folder, name), "rb") as file:
            whole = file.read()
        share = random.Random(f"{seed}/{name}").uniform(0.3, 1)
        with open(os.path.join(beside, name), "wb") as file:
            file.write(whole[:int(len(whole) * share)])
    return beside


class Tally:
    def __init__(self, keep):
        self.count = Counter()
        self.cut = Counter()
        self.complaints = []
        self.files = Counter()
        self.keep = keep

    def complain(self, folder, name, what):
        self.files[name] += 1
        if self.files[name] <= 3 and len(self.complaints) < 60:
            self.complaints.append(f"{name}: {what}")
            os.makedirs(self.keep, exist_ok=True)
            shutil.copy(os.path.join(folder, name), self.keep)

    def cells(self, folder, name, kind, cells, data):
        read = flat({table: data.get(table) or {} for table in
                     ("active_disclosure", "applications", "reviews")})
        for path, printed in cells.items():
            value = read.get(path)
            self.count[kind, "cells"] += 1
            if same(kind[0], printed, value):
                self.count[kind, "right"] += 1
                derived = any(path.startswith(f"{row}.") for row in data.get("derived", []))
                self.count[kind, "derived"] += derived
            elif value is None:
                self.count[kind, "missing"] += 1
                if kind not in LOSSY:
                    why = [it for it in data.get("unread", []) if path.startswith(it["what"])]
                    self.complain(folder, name, f"{path} is {printed!r} and was not read: {why}")
            else:
                self.count[kind, "wrong"] += 1
                self.complain(folder, name, f"{path} is {printed!r} and was read as {value!r}")

    def verdicts(self, folder, name, kind, edition, cells, data):
        found = {(it["rule"], it["where"].get(RULES[it["rule"]]))
                 for it in data.get("findings", []) if it["rule"] in RULES}
        expected = form.breaches(edition, cells)
        for breach in sorted(found - expected):
            self.count[kind, "accused"] += 1
            self.complain(folder, name, f"accused of {breach} although the sum holds")
        missed = expected - found
        self.count[kind, "missed"] += len(missed)
        if kind not in LOSSY:
            for breach in sorted(missed):
                self.complain(folder, name, f"{breach} was not found")
        self.count[kind, "agreed"] += found == expected
        self.count[kind, "reports"] += 1

    def halves(self, folder, name, kind, cells, data, findings):
        self.cut["files"] += 1
        self.cut["read"] += bool(data)
        read = flat({table: data.get(table) or {} for table in
                     ("active_disclosure", "applications", "reviews")})
        for path, value in read.items():
            if value is not None and path in cells and not same(kind[0], cells[path], value):
                self.cut["wrong"] += 1
                self.complain(folder, name, f"cut: {path} is {cells[path]!r} and was {value!r}")
        for it in findings:
            if it["rule"] in ABSENCES:
                self.cut["accused"] += 1
                self.complain(folder, name, f"cut: accused of {it['rule']} {it['where']}")

    def total(self, kinds):
        return {name: sum(self.count[kind, name] for kind in kinds) for name in NAMES}


def report(tally, seconds):
    print(f"{'':19}" + "".join(f"{name:>9}" for name in NAMES))
    good = True
    for carrier in CARRIERS:
        own = [kind for kind in KINDS if kind[0] == carrier]
        for kind in own:
            print(f"{carrier:5}{kind[1]:14}"
                  + "".join(f"{tally.count[kind, name]:>9}" for name in NAMES))
        for kinds in ([kind for kind in own if kind not in LOSSY],
                      *([kind] for kind in own if kind in LOSSY)):
            if not kinds:
                continue
            total = tally.total(kinds)
            share = total["right"] / max(total["cells"], 1)
            held = total["wrong"] == 0 and total["accused"] == 0
            if kinds[0] not in LOSSY:
                held = held and share >= RIGHT_SHARE \
                    and total["agreed"] >= RIGHT_SHARE * total["reports"]
            good = good and held
            what = carrier if kinds[0] not in LOSSY else f"{carrier} {kinds[0][1]}"
            print(f"  {what}: {share:.4%} of {total['cells']} cells right, {total['wrong']} wrong, "
                  f"verdicts agreed on {total['agreed']} of {total['reports']} reports"
                  f"{'' if held else '  <-- not good enough'}")
    if tally.cut["files"]:
        good = good and tally.cut["wrong"] == 0 and tally.cut["accused"] == 0
        print(f"  of {tally.cut['files']} PDF files cut short {tally.cut['read']} were read: "
              f"{tally.cut['wrong']} cells wrong, {tally.cut['accused']} accused of what was cut off")
    everywhere = tally.total(KINDS)
    print(f"{everywhere['reports'] * 3} tables in {seconds:.0f} s")
    if tally.files:
        print(f"{len(tally.files)} files complained of; of each the first complaints:")
    for complaint in tally.complaints:
        print(f"  {complaint}")
    print("passed" if good else f"FAILED; the files complained of are in {tally.keep}")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("work", help="a folder for the pages, emptied first")
    parser.add_argument("--tables", type=int, required=True)
    parser.add_argument("--seed", type=int, default=20211)
    parser.add_argument("--batch", type=int, default=1000, help="reports a batch")
    parser.add_argument("--only", help="a carrier, or a carrier and a look such as pdf/split")
    arguments = parser.parse_args()
    keep = os.path.join(arguments.work, "complaints")
    shutil.rmtree(arguments.work, ignore_errors=True)
    tally = Tally(keep)
    if arguments.only:
        KINDS[:] = [kind for kind in KINDS if arguments.only in (kind[0], "/".join(kind))]
    started = time.monotonic()
    reports = -(-arguments.tables // 3)
    pool = multiprocessing.Pool()
    for first in range(0, reports, arguments.batch):
        folder = os.path.join(arguments.work, "pages")
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        numbers = range(first, min(first + arguments.batch, reports))
        made = pool.starmap(make, [(arguments.seed, number, folder) for number in numbers], 8)
        with ThreadPoolExecutor() as both:
            read, judged = both.map(lambda command: run(arguments.program, command, folder),
                                    ["extract", "check"])
        for name, kind, edition, cells in made:
            if "error" in read.get(name, {"error": "not there"}):
                tally.complain(folder, name, read.get(name))
            tally.cells(folder, name, kind, cells, read.get(name, {}))
            tally.verdicts(folder, name, kind, edition, cells, judged.get(name, {}))
        halves = [it for it in made if it[1][0] == "pdf"]
        if halves:
            beside = cut(arguments.seed, folder, [name for name, *_ in halves])
            with ThreadPoolExecutor() as both:
                read, judged = both.map(lambda command: run(arguments.program, command, beside),
                                        ["extract", "check"])
            for name, kind, _, cells in halves:
                data = read.get(name, {})
                tally.halves(beside, name, kind, cells, {} if "error" in data else data,
                             judged.get(name, {}).get("findings", []))
    sys.exit(0 if report(tally, time.monotonic() - started) else 1)


if __name__ == "__main__":
    main()
