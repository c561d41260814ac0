#!/usr/bin/env python3
"""What a team meets that brings its own plan under rolloutlint, over a folder of documents.

Each document goes into a repository of its own. Without configuration, `check` may say nothing that is unwanted. Then `init --from` proposes; its files are taken over to the letter;
and the plan lives an honest life: each box of a stage is ticked while the stage runs, and each step is recorded. What `check --base` says on the way is announced when `init` had said
it, else unwanted. At last the stage is moved in each form that the plan offers, and no row records it: each of these changes must be refused.

usage: table.py FOLDER BINARY [--labels FILE] [--only TEXT] [--details FILE] [--jobs N]

A line of the labels file is `DOCUMENT<TAB>STAGES`: the document's path below FOLDER, then what its stages are called, with ` | ` between, or `-` where it has none. A name counts as
found when the stage that was read begins or ends with it. Documents without a line are counted, but not judged right or wrong."""
import argparse
import collections
import concurrent.futures
import datetime
import json
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
import urllib.parse

ENVIRONMENT = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_SYSTEM="/dev/null", NO_COLOR="1")
FIRST_DAY = datetime.date(2027, 1, 4)
# Longer than any stage wants to be baked.
STEP = datetime.timedelta(days=400)
BOX = re.compile(r"^(\s*(?:>\s*)*(?:[-*+]|\d+[.)])\s+)\[ \]", re.M)
# A box in a cell of a table.
CELL_BOX = re.compile(r"(?<=[|>\s])\[ \](?=\s)")
ENTRY = re.compile(r"entry|entrance|pre-?requisit|precondition|before you start|entrada|eingang|voraussetz|vorbeding|pr[ée]-?requis|前提|準入|准入|開始条件|进入条件", re.I)
HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
ANNOUNCED_BY_WORDS = [("have no boxes", ("stage-exit-unmet", "stage-entry-unmet", "gate-without-boxes"))]


class Place:
    """A repository with one plan."""

    def __init__(self, binary, text, name):
        self.binary = binary
        self.folder = tempfile.mkdtemp(prefix="adoption-")
        self.plan = f"docs/{name}"
        self.day = FIRST_DAY
        os.makedirs(f"{self.folder}/docs")
        self.write(text)
        self.linked_files(text)
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.email", "priya@example.com")
        self.git("config", "user.name", "Priya Nair")
        self.commit("The team's plan")

    def path(self, name):
        return f"{self.folder}/{name}"

    def read(self):
        with open(self.path(self.plan), encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()

    def write(self, text):
        with open(self.path(self.plan), "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(text)

    def linked_files(self, text):
        """What the document links to is there, as it is in its own repository."""
        for target in re.findall(r"\]\(<?([^)\s>#]+)|^\[[^\]]+\]:\s*<?([^\s>#]+)", text, re.M):
            link = urllib.parse.unquote(target[0] or target[1])
            path = os.path.normpath(self.path(link[1:] if link.startswith("/") else f"docs/{link}"))
            if ":" not in path and path.startswith(self.folder + "/") and not os.path.exists(path):
                try:
                    os.makedirs(os.path.dirname(path), exist_ok=True)
                    with open(path, "w", encoding="utf-8") as file:
                        file.write("here\n")
                except OSError:
                    pass

    def git(self, *arguments):
        day = f"{self.day}T10:00:00+00:00"
        subprocess.run(["git", *arguments], cwd=self.folder, check=True, capture_output=True,
                       env=dict(ENVIRONMENT, GIT_AUTHOR_DATE=day, GIT_COMMITTER_DATE=day))

    def commit(self, subject):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", subject)

    def run(self, *arguments):
        run = subprocess.run([self.binary, *arguments], cwd=self.folder, env=ENVIRONMENT, capture_output=True)
        return run.returncode, run.stdout.decode(errors="replace"), run.stderr.decode(errors="replace")

    def findings(self, *arguments):
        """The errors and warnings of a check, and whether it refused."""
        code, out, err = self.run("check", "--format", "json", "--today", str(self.day), *arguments)
        if code == 2:
            return [{"rule": "exit-2", "severity": "error", "message": err[:200], "start": {"line": 0}}], True
        found = [finding for finding in json.loads(out)["findings"] if finding["severity"] != "info"]
        return found, code == 1


def fold(text):
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w%]+", " ", text).split())


def sections(text):
    """Each heading outside of code: its line, level, title and the line behind its section."""
    lines, found, fence = text.splitlines(), [], None
    for number, line in enumerate(lines):
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if fence and mark and mark[1].startswith(fence):
            fence = None
        elif not fence and mark:
            fence = mark[1]
        elif not fence and (match := HEADING.match(line)):
            found.append([number, len(match[1]), match[2], len(lines)])
    for index, (_, level, _, _) in enumerate(found):
        found[index][3] = next((later[0] for later in found[index + 1:] if later[1] <= level), len(lines))
    return found


def stages_of(place):
    """The stages that are read: their labels in a log, and their titles."""
    _, out, _ = place.run("template", "explain")
    titles = next((line[len("stages: "):] for line in out.splitlines() if line.startswith("stages: ")), "")
    _, _, err = place.run("decide", place.plan, "--to", "no such stage", "--by", "Priya Nair", "--because", "x")
    labels = re.search(r"the stages are (.*)", err)
    if not labels:
        return [], titles
    return re.split(r", | or ", labels[1].split("; did you")[0].strip()), titles


def stage_sections(place, labels):
    """For each stage the lines of its section; None where its stages are no headings."""
    text = place.read()
    _, out, _ = place.run("template", "explain")
    word = next((line.split()[1] for line in out.splitlines() if line.startswith("stages: ") and len(line.split()) > 1), "")
    try:
        with open(place.path(".rolloutlint.yml"), encoding="utf-8") as file:
            config = file.read()
    except OSError:
        config = ""
    names = re.search(r"names: \[(.*)\]", config)
    names = [fold(name) for name in re.findall(r'"([^"]*)"', names[1])] if names else []
    in_rows = re.search(r"^  (table|list): ", config, re.M)
    if in_rows:
        return rows_of_stages(text, labels, names or [fold(f"{word} {label}") for label in labels], in_rows[1])
    found, after = [], -1
    for position, label in enumerate(labels):
        bare = re.escape(label.replace("–", "-"))

        def is_stage(title):
            folded = fold(title)
            if names:
                return position < len(names) and re.sub(r"^[\d\W]+", "", folded).startswith(re.sub(r"^[\d\W]+", "", names[position]))
            plain = unicodedata.normalize("NFKC", title).replace("–", "-")
            return re.search(rf"(?<![\w.]){bare}(?![\w%]|\.\d)|[^\W\d]{bare}(?!\w)|第?{bare}", plain) is not None
        here = [s for s in sections(text) if 2 <= s[1] <= 4 and s[0] > after and is_stage(s[2])]
        here.sort(key=lambda s: not re.match(rf"(?:[\d.]+ )?{re.escape(fold(word))} ?{re.escape(fold(label))}(?!\w)", fold(s[2])))
        worded = [s for s in here if not names and re.search(rf"{re.escape(fold(word))} ?{re.escape(fold(label))}(?!\w)", fold(s[2]))]
        place_of = next(iter(worded or here), None)
        if place_of:
            after = place_of[0]
        found.append((place_of[0], place_of[3]) if place_of else None)
    return found


def rows_of_stages(text, labels, names, kind):
    """The lines of each stage that is a row of a table or an item of a list."""
    lines, found, after = text.splitlines(), [], -1
    mark = r"^\s*\|" if kind == "table" else r"^(?:[-*+]|\d+[.)])\s+(?:\[.\] )?"
    for name in names:
        is_stage = lambda line: re.match(mark, line) and re.search(rf"(?<!\w){re.escape(name)}(?![\w%])", fold(re.sub(mark, "", line))[:len(name) + 20])
        start = next((number for number in range(after + 1, len(lines)) if is_stage(lines[number])), None)
        if start is None:
            found.append(None)
            continue
        end = start + 1
        while kind == "list" and end < len(lines) and (not lines[end].strip() or lines[end].startswith((" ", "\t"))):
            end += 1
        found.append((start, end))
        after = end - 1
    return found


def box_owners(place, labels):
    """For each line the position of the stage whose box it would hold: that of its section, or the stage that the line or a heading around it names. -1 is before all stages, their
    number behind all of them."""
    text = place.read()
    ranges, lines = stage_sections(place, labels), text.splitlines()
    owners = [None] * len(lines)
    for position, found in enumerate(ranges):
        for line in range(*(found or (0, 0))):
            owners[line] = position
    named = {}
    for position, found in enumerate(ranges):
        if found:
            title = fold(re.sub(r"^[#\s]+", "", lines[found[0]]))
            words = re.search(rf"[^\W\d]+ ?{re.escape(fold(labels[position]))}(?!\w)", title)
            named[position] = words[0] if words else " ".join(title.split()[:2])

    def names(line):
        hits = [position for position, words in named.items() if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", fold(line))]
        return hits[0] if len(hits) == 1 else None
    for start, _, title, end in sections(text):
        if (position := names(title)) is not None:
            for line in range(start, end):
                owners[line] = position if owners[line] is None else owners[line]
    last = max((found[1] for found in ranges if found), default=0)
    for line, owner in enumerate(owners):
        if owner is None:
            position = names(lines[line]) if BOX.match(lines[line]) else None
            owners[line] = position if position is not None else -1 if line < last else len(labels)
    return owners


def tick(text, lines=None, count=0):
    """The text with the boxes of some lines ticked."""
    if lines is None:
        return BOX.sub(r"\1[x]", text, count=count)
    parts = text.splitlines(keepends=True)
    parts[lines[0]:lines[1]] = [tick_line(line) for line in parts[lines[0]:lines[1]]]
    return "".join(parts)


def tick_line(line):
    """A line with its box ticked; the row of a table with all its boxes."""
    return CELL_BOX.sub("[x]", line) if line.lstrip().startswith("|") else BOX.sub(r"\1[x]", line)


def tick_entry(text, lines):
    """The text with the boxes ticked that stand under entry criteria, which a team ticks with the row."""
    parts, is_entry = text.splitlines(keepends=True), False
    for number in range(*(lines or (0, 0))):
        if HEADING.match(parts[number]) or re.match(r"^\s*(?:[-*+]\s+)?\*\*|^\S[^|]*[:：]\s*$", parts[number]):
            is_entry = ENTRY.search(parts[number]) is not None
        parts[number] = tick_line(parts[number]) if is_entry else parts[number]
    return "".join(parts)


def is_announced(finding, said, first_lines):
    rule = finding["rule"]
    if f"({rule})" in said or any(words in said and rule in rules for words, rules in ANNOUNCED_BY_WORDS):
        return True
    line = finding["start"]["line"]
    return line in first_lines and re.search(rf"\bline {line}\b", said.split("look at this:")[-1]) is not None


def adopt(place):
    """Takes over what `init --from` says. Gives what it said, or None where it refuses."""
    _, usage, _ = place.run("init", "--help")
    writes = ["--write"] if "--write" in usage else []
    code, out, err = place.run("init", "--from", place.plan, *writes)
    if code != 0:
        return None, err
    if not writes:
        with open(place.path(".rolloutlint.yml"), encoding="utf-8") as file:
            config = file.read()
        template = re.search(r'^template: "?([^"\n]*)', config, re.M)[1]
        with open(place.path(template), encoding="utf-8") as file:
            template = file.read()
        if "log-missing: warning" in config:
            with open(place.path(".rolloutlint.yml"), "w", encoding="utf-8") as file:
                file.write(re.sub(r"\n# The plan has no decision log[^\n]*\n|^rules:\n|^  log-missing: warning\n", "", config, flags=re.M))
            # The log is the last table of the template whose rows begin with an open day.
            log = re.findall(r"(?:^## [^\n]*\n\n)?^\|[^\n]*\n\|[ :|-]+\n(?:\| \[Date\] \|[^\n]*\n?)+", template.replace("\r\n", "\n"), re.M)
            if log:
                place.write(place.read().rstrip("\n") + "\n\n" + log[-1].rstrip() + "\n")
    return out.split("\nlook at this:")[-1] if "\nlook at this:" in out else "", err


def walk(place, labels, said):
    """An honest life. Gives what was announced, and what was unwanted."""
    announced, unwanted = [], []
    seen = set()
    first_lines = set(range(1, len(place.read().splitlines()) + 1))

    def judge(step, *arguments):
        found, _ = place.findings(*arguments)
        for finding in found:
            key = (finding["rule"], finding["message"])
            if key not in seen:
                seen.add(key)
                kept = announced if is_announced(finding, said, first_lines) else unwanted
                kept.append((step, finding["severity"], finding["rule"], finding["start"]["line"], finding["message"]))

    def keep_last_updated():
        """The day in the line that says when the plan was updated is the day of the change."""
        found, _ = place.findings("--base", "HEAD")
        parts = place.read().splitlines(keepends=True)
        for finding in found:
            if finding["rule"] == "last-updated-stale":
                at, end = finding["start"]["line"] - 1, finding["end"]["column"] - 1
                start = finding["start"]["column"] - 1
                parts[at] = parts[at][:start] + str(place.day) + parts[at][end:]
                place.write("".join(parts))

    def change(step, text):
        if text == place.read():
            return
        place.write(text)
        keep_last_updated()
        place.commit(step)
        judge(step, "--base", "HEAD~1")

    judge("adoption", place.plan)
    keep_last_updated()
    place.commit("Adopt rolloutlint")
    judge("adoption", "--base", "HEAD~1")
    state = status(place)
    at = labels.index(state) if state in labels else 0

    def tick_stage(position, name):
        owners = box_owners(place, labels)
        parts = place.read().splitlines(keepends=True)
        change(name, "".join(tick_line(part) if owner == position else part for part, owner in zip(parts, owners)))

    tick_stage(-1, "boxes before all stages")
    for position in range(at + 1):
        tick_stage(position, f"boxes of {labels[position]}")
    for position in range(at, len(labels) - 1):
        place.day += STEP
        to = labels[position + 1]
        before = place.read()
        place.write(tick_entry(before, stage_sections(place, labels)[position + 1]))
        code, out, err = place.run("decide", place.plan, "--to", to, "--by", "Priya Nair", "--because",
                                   "All criteria are met", "--date", str(place.day), "--today", str(place.day))
        if code != 0:
            message = (out + err).strip()
            kept = [(f"decide {to}", "error", rule, 0, message[:1500]) for rule in re.findall(r"(?:error|warning)\[([a-z-]+)\]", message)[:3]]
            for one in kept or [(f"decide {to}", "error", "decide", 0, message[:300])]:
                is_said = f"({one[2]})" in said or any(words in said and one[2] in rules for words, rules in ANNOUNCED_BY_WORDS)
                (announced if is_said else unwanted).append(one)
            return announced, unwanted, position
        place.commit(f"Record {to}")
        judge(f"record {to}", "--base", "HEAD~1")
        tick_stage(position + 1, f"boxes of {to}")
    tick_stage(len(labels), "boxes behind all stages")
    return announced, unwanted, len(labels) - 1


def status(place):
    code, out, _ = place.run("status", "--format", "json")
    plans = json.loads(out)["plans"] if code in (0, 1) and out.startswith("{") else []
    if not plans:
        return None
    return plans[0].get("stage")


STATUS_WORDS = r"(?:current )?(?:status|stand|estado|statut|état|状态|狀態|ステータス|статус|상태)"


def moves(place, labels):
    """An unrecorded move in each form that the plan offers: its name, and the text of the plan with it."""
    text, ranges = place.read(), stage_sections(place, labels)
    state = status(place)
    at = labels.index(state) if state in labels else 0
    if at + 1 >= len(labels):
        return
    target, lines = labels[at + 1], ranges[at + 1]
    parts = text.splitlines(keepends=True)
    if lines:
        ticked = tick(text, lines)
        entry_only = ticked == text
        if not entry_only:
            yield "tick", ticked
        heading = parts[lines[0]].rstrip("\r\n")
        ending = parts[lines[0]][len(heading):]
        marks = "✅✔🚧🔄⏳🟢" if re.search("[✅✔🚧🔄⏳🟢]", heading) else None
        bare = re.sub(r"\s*[✅✔🚧🔄⏳🟢]\s*", " ", heading).rstrip() if marks else heading
        if HEADING.match(heading):
            yield "mark", "".join(parts[:lines[0]] + [f"{bare} — IN PROGRESS{ending}"] + parts[lines[0] + 1:])
        for number in range(lines[0], lines[1]):
            match = re.match(rf"^(\s*(?:[-*>]\s*)*(?:\*\*|__)?{STATUS_WORDS}\s*(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*)\S.*$", parts[number], re.I)
            if match:
                ending = parts[number][len(parts[number].rstrip("\r\n")):]
                yield "status line", "".join(parts[:number] + [f"{match[1]}In progress{ending}"] + parts[number + 1:])
                break
    for number, line in enumerate(parts):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if "|" not in line or number + 2 >= len(parts) or not re.match(r"^[\s|:-]+$", parts[number + 1]):
            continue
        column = next((index for index, cell in enumerate(cells) if re.fullmatch(STATUS_WORDS, fold(cell))), None)
        if column is None:
            continue
        rows = []
        for row in range(number + 2, len(parts)):
            if "|" not in parts[row]:
                break
            rows.append(row)
        name = lambda row: fold(parts[row].strip().strip("|").split("|")[0])
        hits = [row for row in rows if re.search(rf"(?<!\w){re.escape(fold(target))}(?!\w)", name(row))]
        of_stages = sum(any(re.search(rf"(?<!\w){re.escape(fold(label))}(?!\w)", name(row)) for label in labels) for row in rows)
        if len(hits) == 1 and of_stages >= 2 and of_stages == len(rows):
            row = parts[hits[0]]
            bounds = [m.start() for m in re.finditer(r"(?<!\\)\|", row)]
            if row.lstrip().startswith("|") and len(bounds) > column + 1:
                changed = f"{row[:bounds[column] + 1]} In progress {row[bounds[column + 1]:]}"
                yield "status table", "".join(parts[:hits[0]] + [changed] + parts[hits[0] + 1:])
        break
    inside = {line for lines in ranges if lines for line in range(*lines)}
    index = [number for number, line in enumerate(parts) if number not in inside and BOX.match(line)]
    for number in index:
        item = BOX.sub("", parts[number])
        if re.match(rf"\s*\**[^\W\d]+\s*{re.escape(target)}(?![\w%]|\.\d)", item) and len(ranges) and ranges[at + 1]:
            yield "index tick", "".join(parts[:number] + [BOX.sub(r"\1[x]", parts[number])] + parts[number + 1:])
            break
    declared = re.search(r"^((?:\**(?:current (?:stage|phase)|stage)\**\s*:\s*\**)\s*)(\S[^\n]*)$", text, re.I | re.M)
    if declared and declared.start() < 3000:
        yield "declared field", text[:declared.start(2)] + target + text[declared.end(2):]


def examine(folder, binary, name):
    with open(f"{folder}/{name}", encoding="utf-8", errors="surrogateescape", newline="") as file:
        text = file.read()
    result = {"name": name, "default": [], "stages": None, "said": "", "walk": None, "moves": {}}
    plan = "rollout-plan.md"
    place = Place(binary, text, plan)
    try:
        found, _ = place.findings(place.plan)
        result["default"] = [(f["severity"], f["rule"], f["start"]["line"], f["message"]) for f in found]
        said, err = adopt(place)
        if said is None:
            result["refusal"] = err.strip()
            return result
        labels, titles = stages_of(place)
        result["stages"], result["said"], result["labels"] = titles, said, labels
        if len(labels) < 2:
            result["walk"] = ([], [("stages", "error", "no-stages", 0, titles)], 0)
            return result
        announced, unwanted, reached = walk(place, labels, said)
        result["walk"] = (announced, unwanted, reached)
    finally:
        shutil.rmtree(place.folder)
    place = Place(binary, text, plan)
    try:
        adopt(place)
        place.commit("Adopt rolloutlint")
        adopted = place.read()
        for form, moved in moves(place, labels):
            if moved == adopted:
                continue
            place.write(moved)
            place.commit(form)
            found, is_refused = place.findings("--base", "HEAD~1")
            errors = [finding["rule"] for finding in found if finding["severity"] == "error"]
            result["moves"][form] = (is_refused, errors)
            place.git("reset", "-q", "--hard", "HEAD~1")
    finally:
        shutil.rmtree(place.folder)
    return result


def read_labels(path):
    labels = {}
    if path:
        with open(path, encoding="utf-8") as file:
            for line in file:
                if "\t" in line and not line.startswith("#"):
                    name, stages = line.rstrip("\n").split("\t")[:2]
                    labels[name] = [] if stages.strip() == "-" else [fold(stage) for stage in stages.split(" | ")]
    return labels


def is_right(result, wanted):
    read = fold(result["stages"])
    at = 0
    for name in wanted:
        at = read.find(name, at)
        if at < 0:
            return False
        at += len(name)
    return len(result["labels"]) == len(wanted)


def share(part, whole):
    return f"{part} of {whole}" + (f" ({100 * part / whole:.0f} %)" if whole else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("binary")
    parser.add_argument("--labels")
    parser.add_argument("--only", default="")
    parser.add_argument("--details")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    binary, labels = os.path.abspath(arguments.binary), read_labels(arguments.labels)
    names = sorted(os.path.relpath(os.path.join(folder, file), arguments.folder)
                   for folder, _, files in os.walk(arguments.folder) for file in files if file.endswith(".md"))
    names = [name for name in names if arguments.only in name]
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        results = list(pool.map(lambda name: examine(arguments.folder, binary, name), names))
    if arguments.details:
        with open(arguments.details, "w", encoding="utf-8", errors="replace") as file:
            for result in results:
                file.write(json.dumps(result, ensure_ascii=False) + "\n")
    table(results, labels)


def table(results, labels):
    rows = collections.OrderedDict()

    def add(group, result):
        row = rows.setdefault(group, collections.Counter())
        row["documents"] += 1
        row["default"] += len(result["default"])
        wanted = labels.get(result["name"])
        if result["stages"] is None:
            row["refused with stages"] += bool(wanted)
            row["with stages"] += bool(wanted)
            return
        row["with stages"] += bool(wanted)
        row["proposed"] += 1
        if wanted is not None:
            row["labelled"] += 1
            row["wrong"] += not is_right(result, wanted)
        announced, unwanted, _ = result["walk"]
        row["clean"] += not announced and not unwanted
        row["announced"] += bool(announced) and not unwanted
        row["unwanted"] += bool(unwanted)
        for form, (is_refused, _) in result["moves"].items():
            row["moves"] += 1
            row["caught"] += is_refused
            row[f"moves by {form}"] += 1
            row[f"caught by {form}"] += is_refused

    for result in results:
        add(result["name"].split("/")[0] if "/" in result["name"] else ".", result)
    for result in results:
        add("all", result)
    print("| folder | documents | proposals | wrong stages | refused with stages | walk clean | announced | unwanted | moves refused | by default |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for group, row in rows.items():
        print(f"| {group} | {row['documents']} | {row['proposed']} | {share(row['wrong'], row['labelled'])} | {share(row['refused with stages'], row['with stages'])} "
              f"| {share(row['clean'], row['proposed'])} | {row['announced']} | {row['unwanted']} | {share(row['caught'], row['moves'])} | {row['default']} |")
    total = rows["all"]
    print("\n| unrecorded move by | refused |\n|---|--:|")
    for key in sorted(key for key in total if key.startswith("moves by ")):
        form = key[len("moves by "):]
        print(f"| {form} | {share(total[f'caught by {form}'], total[key])} |")
    causes = collections.defaultdict(lambda: [0, set()])
    for result in results:
        for kind, found in zip(("announced", "unwanted"), (result["walk"] or ([], [], 0))[:2]):
            for _, severity, rule, _, _ in found:
                cause = causes[(kind, severity, rule)]
                cause[0] += 1
                cause[1].add(result["name"])
    print("\n| on the honest walk | severity | rule | findings | documents |\n|---|---|---|--:|--:|")
    for (kind, severity, rule), (count, names) in sorted(causes.items(), key=lambda item: (item[0][0] == "announced", -len(item[1][1]))):
        print(f"| {kind} | {severity} | {rule} | {count} | {len(names)} |")


if __name__ == "__main__":
    main()
