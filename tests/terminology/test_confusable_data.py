"""The table of confusable words keeps its promises, so the rule that reads it can rely on them."""

import csv
import re
from collections import Counter, defaultdict
from importlib.resources import files
from itertools import combinations

import pytest

from terminology import Checker
from terminology.spelling.speller import Verdict

COLUMNS = ["set", "word", "kind", "cues", "harm", "source"]
KINDS = {
    *("medical", "hypo-hyper", "negation", "side", "drug", "homophone", "typo", "dictation", "phrase"),
}
HARMS = {"critical", "warning", "advice"}
SOURCES = re.compile(
    r"general (clinical|pharmacy) usage|ISMP confused drug names|FDA look-alike drug names|AHDI error definitions: .+"
)
CUE = re.compile(r"[<>]?[a-z0-9][a-z0-9'-]*|[a-z0-9][a-z0-9'-]* [a-z0-9][a-z0-9'-]*")
MARKS = "<>"
# the neighbours counted in text speak for a word as well
FEWEST_CUES, MOST_CUES = 4, 25

Row = dict[str, str]
Members = dict[str, list[str]]


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The table line by line, without line ends."""
    text = (files("terminology") / "data" / "confusables.tsv").read_text(encoding="utf-8")
    assert text.endswith("\n")
    return text[:-1].split("\n")


@pytest.fixture(scope="module")
def rows(lines: list[str]) -> list[Row]:
    """The member words, one mapping of column to value each."""
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def sets(rows: list[Row]) -> dict[str, Members]:
    """The cues of every member of every set."""
    grouped: dict[str, Members] = defaultdict(dict)
    for row in rows:
        grouped[row["set"]][row["word"]] = row["cues"].split("|")
    return dict(grouped)


def rivals(members: Members, word: str) -> list[str]:
    """The cues of the other members of a set."""
    return [cue for other, cues in members.items() if other != word for cue in cues]


def contradictions(cues: list[str], others: list[str]) -> set[str]:
    """Cues that also speak for a partner: the same cue, or a word cue that is its neighbour cue."""
    exact = set(cues) & set(others)
    near = {cue for cue in cues if cue[0] not in MARKS} & {cue.lstrip(MARKS) for cue in others}
    return exact | near


def test_header_and_width(lines: list[str]) -> None:
    assert lines[0].split("\t") == COLUMNS
    assert [line for line in lines if len(line.split("\t")) != len(COLUMNS)] == []


def test_no_stray_space(lines: list[str]) -> None:
    assert [line for line in lines for cell in line.split("\t") if cell != cell.strip() or "  " in cell] == []


def test_sorted_without_duplicates(rows: list[Row]) -> None:
    keys = [(row["set"], row["word"]) for row in rows]
    assert keys == sorted(set(keys))


def test_kinds_harms_and_sources_are_known(rows: list[Row]) -> None:
    assert {row["kind"] for row in rows} <= KINDS
    assert {row["harm"] for row in rows} <= HARMS
    assert [row for row in rows if not SOURCES.fullmatch(row["source"])] == []


def test_a_set_has_one_kind_and_one_harm(rows: list[Row]) -> None:
    judged = {(row["set"], row["kind"], row["harm"], row["source"]) for row in rows}
    assert len(judged) == len({row["set"] for row in rows})


def test_a_set_is_named_after_its_two_to_four_words(sets: dict[str, Members]) -> None:
    assert [name for name, members in sets.items() if not 2 <= len(members) <= 4] == []
    assert [name for name, members in sets.items() if name != "/".join(sorted(members))] == []


def test_words_are_single_and_lower_case(rows: list[Row]) -> None:
    assert [row["word"] for row in rows if not re.fullmatch(r"[a-z]+(['-][a-z]+)*", row["word"])] == []


def test_two_words_are_partners_in_one_set_only(sets: dict[str, Members]) -> None:
    pairs = Counter(pair for members in sets.values() for pair in combinations(sorted(members), 2))
    assert [pair for pair, times in pairs.items() if times > 1] == []


def test_cues_are_well_formed(rows: list[Row]) -> None:
    odd = [(row["word"], cue) for row in rows for cue in row["cues"].split("|") if not CUE.fullmatch(cue)]
    assert odd == []


def test_every_member_has_enough_different_cues(sets: dict[str, Members]) -> None:
    counts = [(word, cues) for members in sets.values() for word, cues in members.items()]
    assert [word for word, cues in counts if not FEWEST_CUES <= len(cues) <= MOST_CUES] == []
    assert [word for word, cues in counts if len(set(cues)) != len(cues)] == []


def test_no_cue_speaks_for_two_members(sets: dict[str, Members]) -> None:
    shared = [
        (name, word, cue)
        for name, members in sets.items()
        for word, cues in members.items()
        for cue in contradictions(cues, rivals(members, word))
    ]
    assert shared == []


def test_no_cue_is_a_member(sets: dict[str, Members]) -> None:
    own = [
        (name, cue)
        for name, members in sets.items()
        for cues in members.values()
        for cue in cues
        if set(cue.lstrip(MARKS).split()) & set(members)
    ]
    assert own == []


def test_every_word_is_in_the_vocabulary(rows: list[Row], checker: Checker) -> None:
    """A word the vocabulary does not hold is already reported as a misspelling, and may not be suggested."""
    speller = checker._language.speller
    assert [row["word"] for row in rows if speller.verdict(row["word"]) is not Verdict.KNOWN] == []


def test_size(rows: list[Row]) -> None:
    kinds = Counter({row["set"]: row["kind"] for row in rows}.values())
    assert sum(kinds.values()) >= 450
    assert kinds["medical"] + kinds["hypo-hyper"] >= 220
    assert kinds["hypo-hyper"] >= 40
    assert kinds["homophone"] + kinds["typo"] >= 100
    assert kinds["dictation"] >= 40


@pytest.mark.parametrize(
    "name",
    [
        *("ileum/ilium", "perineal/peroneal", "dysphagia/dysphasia/dysplasia", "hypertension/hypotension"),
        *("know/no/now", "palpation/palpitation", "elicit/illicit", "trail/trial", "form/from", "casual/causal"),
        *("discreet/discrete", "abduction/adduction"),
    ],
)
def test_the_sets_everyone_expects_are_there(name: str, sets: dict[str, Members]) -> None:
    assert name in sets
