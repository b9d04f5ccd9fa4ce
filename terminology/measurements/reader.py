"""Reads the measurements of a line as clinicians write them.

``BP 120/80``, ``T 98.6``, ``afebrile at 37.2``, ``HR 70s``, ``sats 95% on 2L``, ``Hgb 13.2``, ``K+ 4.1``,
``wt 70kg (154 lb)``, ``5'10"``, ``creatinine has ranged between 4 and 4.5``, ``68 segs``, ``Na 138, K 4.1, Cl 101``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from terminology.data_files import rows
from terminology.document import Line, Place
from terminology.measurements import patterns as p
from terminology.measurements.judgement import reference_values
from terminology.measurements.measurement import Measurement
from terminology.measurements.quantities import Label, labels, quantities
from terminology.measurements.unnamed import unnamed
from terminology.measurements.values import Value, pressure, read_value

_HEAD = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]+|\d+(?=[,-]))")
_PRESSURE_NAMES = (
    "bp",
    "b/p",
    "bps",
    "blood pressure",
    "blood pressures",
    "his pressure",
    "her pressure",
    "systolic blood pressure",
    "nibp",
)
_PRESSURE = "pressure"
_RUN_ON = re.compile(r"\d{2,3}(?:\.\d|\b)")
_BEFORE = re.compile(r"(?<![\d./-])(?P<low>\d{1,3}(?:\.\d)?)\s?%?\s(?:total\s|segmented\s)?$")
_MORE = re.compile(
    r"(?:\s+(?:yesterday|overnight|initially|in\s+the\s+(?:morning|afternoon|evening)|on\s+admission|on\s+arrival|at\s+baseline|last\s+(?:week|month|year|visit))\b)?"
    r"\s*,?\s*(?:(?P<trend>to\b|->|→|then\b|now\b|with\b|and\b)\s*)?(?:(?:then|now|a|the|again|later)\s+)*"
    r"(?P<which>lowest|highest|low\s+of|high\s+of|down\s+to|up\s+to|minimum|maximum|(?:(?:down|up)\s+)?from"
    r"|(?:slowly\s+)?(?:remained|stayed|came|went|rose|fell|dropped|increased|decreased|recovered|improved|trended)\s+"
    r"(?:back\s+)?(?:(?:down|up)\s+)?(?:to|in|at)(?:\s+the)?)?\s*",
    re.I,
)
_SPECIMEN = re.compile(
    r"\b(?:urine|urinalysis|UA|U/A|CSF|pleural|ascit\w+|synovial|peritoneal|stool|sweat|dialysate|bath)\b", re.I
)
_FLUID = re.compile(r"\b(?:urine|urinalysis|UA|U/A|sp\.? ?gr\.?|spgr|specific gravity|dipstick)\b", re.I)
_IRON = re.compile(r"\b(?:iron|TIBC|ferritin|transferrin)\b", re.I)
_REACH = 60
_FOLD = 3
_DIFFERENTIAL = "differential"
_VITAL_SECTIONS = frozenset({"vitals"})
_LAB_SECTIONS = frozenset({"laboratory"})


@cache
def _names() -> dict[str, tuple[Label, ...]]:
    """Labels by the letters they begin with, longest first."""
    found: dict[str, list[Label]] = {}
    other = (Label(row["name"], row["keys"], False, False) for row in rows("measurement_names.tsv"))
    for label in (*labels(), *other, *(Label(name, _PRESSURE, False, False) for name in _PRESSURE_NAMES)):
        head = _HEAD.match(label.text)
        found.setdefault(head.group().lower() if head else label.text.lower(), []).append(label)
    return {head: tuple(sorted(of, key=lambda x: (-len(x.text), x.exact))) for head, of in found.items()}


@cache
def _goal() -> re.Pattern[str]:
    cues = "|".join(re.escape(row["cue"]) for row in rows("measurement_cues.tsv") if row["kind"] == "goal")
    return re.compile(rf"\b(?:{cues})\b[^.;:\d]*$", re.IGNORECASE)


@cache
def _condition() -> re.Pattern[str]:
    """What to do in a case, up to the bound that tells the case: ``hold for systolic below 100 or rate below 60``."""
    cues = "|".join(re.escape(row["cue"]) for row in rows("measurement_cues.tsv") if row["kind"] == "goal")
    return re.compile(rf"\b(?:{cues})\b(?:[^.;]|\.\d)*$", re.IGNORECASE)


def measurements(line: Line, place: Place) -> tuple[Measurement, ...]:
    """The measurements of a line in order. Single letters (T, P, K) count only beside others or under their heading."""
    if not line.has_digit:
        return ()
    return _measurements(line, place.section)


@lru_cache(maxsize=1 << 14)
def _measurements(line: Line, section: str) -> tuple[Measurement, ...]:
    text = line.text
    found: list[Measurement] = []
    weak: list[tuple[Label, Measurement]] = []
    end = 0
    for start, label in _named(text):
        if start < end or not label.key:
            continue
        if pair := list(_pair(text, start, label)):
            found += pair
            end = pair[-1].end
            continue
        if "|" in label.key:
            continue
        for measurement in _read(text, start, label):
            alone = not label.weak and measurement.value_start >= start
            if not alone and not _is_told_by_unit(measurement):
                weak.append((label, measurement))
            else:
                found.append(measurement)
            end = max(end, measurement.end)
    found += _in_company(found, weak, section)
    taken = [(m.value_start, m.value_end) for m in found]
    vitals = section in _VITAL_SECTIONS or any(quantities()[m.key].group == "vital" for m in found)
    for measurement in unnamed(text, vitals):
        if not any(a < measurement.value_end and measurement.value_start < b for a, b in taken):
            found.append(measurement)
    return tuple(sorted(found, key=lambda m: (m.value_start, m.value_end)))


def _named(text: str) -> Iterator[tuple[int, Label]]:
    """Where the names of quantities stand, the longest of those that begin at one place."""
    names, reached = _names(), 0
    for m in _HEAD.finditer(text):
        start = m.start()
        of = names.get(m.group().lower())
        if of is None or start < reached or text[start - 1 : start] in ("-", "'", "’", "_"):
            continue
        for label in of:
            stop = start + len(label.text)
            written = text[start:stop]
            if _is(written, label) and _ends(text, stop, label):
                yield start, label
                reached = stop
                break


def _is(written: str, label: Label) -> bool:
    return written == label.text if label.exact else written.lower() == label.text.lower()


def _ends(text: str, stop: int, label: Label) -> bool:
    after = text[stop : stop + 1]
    if not after or not (after.isalnum() or after in "-/'’_"):
        return True
    if after == "/":
        return _letters(text, stop + 1) in _names()
    if after.isdigit():
        return not label.text[-1].isdigit() and (not label.weak or bool(_RUN_ON.match(text, stop)))
    return after == "-" and text[stop + 1 : stop + 2].isspace()


def _pair(text: str, start: int, label: Label) -> Iterator[Measurement]:
    """Two names and two values: ``AST/ALT 45/50``, ``BUN and creatinine were 20 and 1.1``, ``H&H 9.8/29``."""
    for keys, stop in _joined(text, start + len(label.text), label):
        m = p.PAIR.match(text, p.lead(text, stop, weak=False))
        if m and not _goal().search(text, max(0, start - _REACH), start):
            for key, group in zip(keys, ("first", "second"), strict=True):
                value = p.as_number(m[group])
                yield Measurement(key, value, value, "", "", start, m.end(), *m.span(group))
            return


def _joined(text: str, stop: int, label: Label) -> Iterator[tuple[tuple[str, str], int]]:
    """The quantities that a name, or it and the one joined to it, stand for together, and where the names end."""
    first, _, second = label.key.partition("|")
    if second:
        yield (first, second), stop
    joint = p.JOINED.match(text, stop)
    if not joint or second or label.key == _PRESSURE:
        return
    for other in _names().get(_letters(text, joint.end()), ()):
        end = joint.end() + len(other.text)
        is_another = other.key not in ("", _PRESSURE, label.key) and "|" not in other.key
        if is_another and _is(text[joint.end() : end], other) and _ends(text, end, other):
            yield (label.key, other.key), end


def _letters(text: str, at: int) -> str:
    m = _HEAD.match(text, at)
    return m.group().lower() if m else ""


def _read(text: str, start: int, label: Label) -> Iterator[Measurement]:
    """The values that follow a name (or, for counts of cells, stand before it)."""
    stop = start + len(label.text)
    key = _specimen_key(text, start, label)
    if not key or _goal().search(text, max(0, start - _REACH), start):
        return
    at = p.lead(text, stop, label.weak)
    if at == stop and text[at : at + 1].isalpha():
        return
    if p.BARE_CHANGE.search(text, stop, at) or _goal().search(text, stop, at):
        return
    if key == _PRESSURE:
        yield from pressure(text, start, at, stop)
        return
    value = read_value(text, at, key, between=bool(p.BETWEEN.search(text, stop, at)))
    if value and (p.GOAL_AFTER.match(text, value.end) or (value.comparator and _condition().search(text, 0, start))):
        return
    if value is None:
        before = _BEFORE.search(text, max(0, start - 10), start) if _counts(key) else None
        if before:
            number = float(before["low"])
            yield Measurement(key, number, number, "%", "%", before.start("low"), stop, *before.span("low"))
        return
    yield value.measurement(key, start)
    yield from _further(text, key, value)


def _counts(key: str) -> bool:
    return quantities()[key].group == _DIFFERENTIAL if key in quantities() else False


def _further(text: str, key: str, value: Value) -> Iterator[Measurement]:
    """What the same name goes on to: ``20,000 to 12.5``, ``85 with lowest 61``, ``0.08 and 0.07``."""
    for _ in range(4):
        m = _MORE.match(text, value.end)
        if not m or not (m["trend"] or m["which"]):
            return
        following = read_value(text, m.end(), key, between=False)
        if following is None or not _continues(text, m, value, following):
            return
        yield following.measurement(key, m.end())
        value = following


def _continues(text: str, m: re.Match[str], value: Value, following: Value) -> bool:
    trend = (m["trend"] or "").lower()
    if (m["which"] or "").lower().endswith("from"):
        return max(value.low, following.low) < _FOLD * min(value.low, following.low)
    if m["which"] or trend in ("to", "->", "→") or (trend in ("then", "now") and following.ucum):
        return True
    if trend == "with":
        return False
    both = text[value.start : value.value_end] + text[following.start : following.value_end]
    return both.count(".") == 2 and following.low != 0


def _specimen_key(text: str, start: int, label: Label) -> str:
    """The quantity a name stands for here; empty where it is measured in another fluid than blood."""
    key = label.key
    is_vital = key == _PRESSURE or quantities()[key].is_vital
    if (is_vital and key != "oxygen_saturation") or key.startswith(("urine_", "csf_")):
        if key == "urine_ph" and not _FLUID.search(text, max(0, start - _REACH), start + _REACH):
            return "ph"
        return key
    near = max(0, start - _REACH)
    if key == "oxygen_saturation" and _IRON.search(text, near, start):
        return "transferrin_saturation"
    begin = max(text.rfind(". ", near, start), text.rfind("; ", near, start), near)
    if key == "ph" and _FLUID.search(text, max(0, start - _REACH), start + _REACH):
        return "urine_ph"
    m = _SPECIMEN.search(text, begin, start)
    if not m:
        return key
    other = ("csf_" if m.group().lower() == "csf" else "urine_") + key
    return other if other in quantities() else ""


def _in_company(found: list[Measurement], weak: list[tuple[Label, Measurement]], section: str) -> Iterator[Measurement]:
    """Those of the short names that stand beside other measurements of their kind or under a heading for them."""
    vitals = section in _VITAL_SECTIONS or any(_is_vital(m) for m in found)
    labs = section in _LAB_SECTIONS or any(not _is_vital(m) for m in found)
    keys = {m.key for _, m in weak}
    vital_keys = {key for key in keys if quantities()[key].is_vital}
    for label, m in weak:
        beside = len(vital_keys if _is_vital(m) else keys - vital_keys) - 1
        under_its_heading = vitals if _is_vital(m) else labs or m.key.startswith("urine_")
        among_others = beside > (1 if _is_vital(m) and len(label.text) == 1 else 0)
        if under_its_heading or among_others or _is_plausible(label, m):
            yield m


def _is_plausible(label: Label, m: Measurement) -> bool:
    """Whether a short name and the form of its value say enough: ``T 98.6``, ``Na 138``, ``K 4.1``."""
    quantity = quantities()[m.key]
    fits = quantity.unlikely_outside.is_known and any(
        quantity.unlikely_outside.holds(value) for value in reference_values(m)
    )
    return fits and m.value_start > m.start and (len(label.text) > 1 or m.low != int(m.low))


def _is_told_by_unit(measurement: Measurement) -> bool:
    """Whether the unit leaves no doubt about a short name: ``PT 18 seconds``, ``Ca 11.2 mg/dL``, ``T 37.2 F``."""
    return measurement.ucum in ("s", "Cel", "[degF]") or "/" in measurement.ucum.lstrip("/")


def _is_vital(measurement: Measurement) -> bool:
    return quantities()[measurement.key].is_vital
