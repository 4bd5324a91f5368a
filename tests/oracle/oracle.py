"""Compares what the program reads and judges with what was printed.

Batches of made-up reports go into a folder; the program is run over the folder once to read and
once to judge, and every cell and every verdict is held against the figures the page was made from.
A wrong cell is never allowed; a missing one must be rare, and for flattened text it is allowed.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter

import form
import layouts

RULES = {"applications-unbalanced": "column", "results-sum-wrong": "column",
         "row-sum-wrong": "row", "reviews-sum-wrong": "row"}
RIGHT_SHARE = 0.999


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
    layout = (layouts.HTML + layouts.TEXT)[number % (len(layouts.HTML) + len(layouts.TEXT))]
    edition = rng.choice(["2021", "2021", "2019"])
    year = rng.randint(2021, 2025) if edition == "2021" else rng.randint(2019, 2020)
    cells = form.valid(rng, edition)
    if rng.random() < 0.5:
        form.damage(rng, cells)
    if rng.random() < (0.3 if layout in layouts.HTML else 0.1):
        form.blank_some(rng, cells)
    ending = "html" if layout in layouts.HTML else "txt"
    name = f"{number:07}-{layout}.{ending}"
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(layouts.page(rng, layout, edition, year, cells))
    return name, layout, edition, cells


def run(program, *arguments):
    done = subprocess.run([program, "--format", "json", "--lang", "en", *arguments],
                          capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{arguments} ended with {done.returncode}: {done.stderr[-2000:]}")
    found = {}
    for line in done.stdout.splitlines():
        data = json.loads(line)
        found[os.path.basename(data["file"])] = data
    return found


def same(printed, read):
    """True if the value read is the one printed; a fee may be read as a decimal string."""
    if isinstance(printed, str) and read is not None:
        return str(read) == printed
    return read == printed and not isinstance(read, bool)


class Tally:
    def __init__(self, keep):
        self.count = Counter()
        self.complaints = []
        self.keep = keep

    def complain(self, folder, name, what):
        if len(self.complaints) < 40:
            self.complaints.append(f"{name}: {what}")
            os.makedirs(self.keep, exist_ok=True)
            shutil.copy(os.path.join(folder, name), self.keep)

    def cells(self, folder, name, layout, cells, data):
        read = flat({kind: data.get(kind) or {} for kind in
                     ("active_disclosure", "applications", "reviews")})
        for path, printed in cells.items():
            value = read.get(path)
            if same(printed, value):
                self.count[layout, "right"] += 1
            elif value is None:
                self.count[layout, "missing"] += 1
                if layout in layouts.HTML:
                    why = [it for it in data.get("unread", []) if path.startswith(it["what"])]
                    self.complain(folder, name, f"{path} is {printed!r} and was not read: {why}")
            else:
                self.count[layout, "wrong"] += 1
                self.complain(folder, name, f"{path} is {printed!r} and was read as {value!r}")

    def verdicts(self, folder, name, layout, edition, cells, data):
        found = {(it["rule"], it["where"].get(RULES[it["rule"]]))
                 for it in data.get("findings", []) if it["rule"] in RULES}
        expected = form.breaches(edition, cells)
        for breach in sorted(found - expected):
            self.count[layout, "accused"] += 1
            self.complain(folder, name, f"accused of {breach} although the sum holds")
        missed = expected - found
        self.count[layout, "missed"] += len(missed)
        if layout in layouts.HTML:
            for breach in sorted(missed):
                self.complain(folder, name, f"{breach} was not found")
        self.count[layout, "agreed"] += found == expected
        self.count[layout, "reports"] += 1


def report(tally, seconds):
    names = ["reports", "right", "missing", "wrong", "agreed", "accused", "missed"]
    print(f"{'layout':14}" + "".join(f"{name:>11}" for name in names))
    for layout in layouts.HTML + layouts.TEXT:
        print(f"{layout:14}" + "".join(f"{tally.count[layout, name]:>11}" for name in names))
    total = {name: sum(tally.count[layout, name] for layout in layouts.HTML) for name in names}
    everywhere = {name: sum(n for (_, it), n in tally.count.items() if it == name)
                  for name in names}
    cells = total["right"] + total["missing"] + total["wrong"]
    share = total["right"] / max(cells, 1)
    print(f"{everywhere['reports'] * 3} tables in {seconds:.0f} s; HTML: {share:.4%} of {cells} "
          f"cells right; wrong anywhere: {everywhere['wrong']}; accused anywhere: "
          f"{everywhere['accused']}; verdicts agreed in HTML: {total['agreed']} of "
          f"{total['reports']}")
    for complaint in tally.complaints:
        print(f"  {complaint}")
    good = (everywhere["wrong"] == 0 and everywhere["accused"] == 0 and share >= RIGHT_SHARE
            and total["agreed"] >= RIGHT_SHARE * total["reports"])
    print("passed" if good else f"FAILED; the pages complained of are in {tally.keep}")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("work", help="a folder for the pages, emptied first")
    parser.add_argument("--tables", type=int, required=True)
    parser.add_argument("--seed", type=int, default=20211)
    parser.add_argument("--batch", type=int, default=1000, help="reports a batch")
    arguments = parser.parse_args()
    keep = os.path.join(arguments.work, "complaints")
    shutil.rmtree(arguments.work, ignore_errors=True)
    tally = Tally(keep)
    started = time.monotonic()
    reports = -(-arguments.tables // 3)
    for first in range(0, reports, arguments.batch):
        folder = os.path.join(arguments.work, "pages")
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        made = [make(arguments.seed, number, folder)
                for number in range(first, min(first + arguments.batch, reports))]
        read, judged = run(arguments.program, "extract", folder), run(arguments.program, "check",
                                                                      folder)
        for name, layout, edition, cells in made:
            if "error" in read.get(name, {"error": "not there"}):
                tally.complain(folder, name, read.get(name))
            tally.cells(folder, name, layout, cells, read.get(name, {}))
            tally.verdicts(folder, name, layout, edition, cells, judged.get(name, {}))
    sys.exit(0 if report(tally, time.monotonic() - started) else 1)


if __name__ == "__main__":
    main()
