"""The conditions that a row of data/error_prone.tsv may ask for: where a notation must stand to count."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType

from terminology.document import Line
from terminology.doses import AMOUNT, COUNT, Doses, cues

Need = Callable[[Doses, Line, int, int], bool]

_NUMBER_BEFORE = re.compile(r"(?<![\w/])(?:\d[\d,]*(?:\.\d+)?|\.\d+)\s?-?$")
_ONE_OR_HALF_BEFORE = re.compile(r"(?:\bgr\.?|(?<![\w/.])\d)\s$", re.IGNORECASE)
_IN_VOLUME = re.compile(r"\s?/\s?(?:[dmuµμnpf]?[Ll]|mm3)\b")
_UNITS_AFTER = re.compile(r"\s?-?(?:international\s+)?(?:units?|IU)\b", re.IGNORECASE)
_GRAINS_AFTER = re.compile(r"\s(?:\d|[IVXivx]{1,4}\b|ss\b)")
_TABLET_AFTER = re.compile(rf"\s(?:{COUNT}|tsp|tbsp|teaspoons?)\b", re.IGNORECASE)
_DISPENSED_AFTER = re.compile(rf"\s(?:#\d+|(?:\d+(?:-\d+)?\s)?{COUNT}\b)", re.IGNORECASE)
_COUNT_BEFORE = re.compile(r"(?:(?<![\w/.])\d|\b(?:one|two|of))\s$", re.IGNORECASE)
_INFUSED_AFTER = re.compile(r"\s(?:infusion|drip|gtt|concentrate|bolus|load)\b", re.IGNORECASE)
_TOPICAL_AFTER = re.compile(r"\s(?:\d[\d.]*\s?%\s)?(?:topical\s)?(?:cream|ointment|oint|lotion|gel)\b", re.IGNORECASE)
_ACID_AFTER = re.compile(rf"\s(?:(?:infusion|drip|through|via|IV)\b|\d[\d.]*\s?[NM]\b|{AMOUNT})", re.IGNORECASE)
_AT_BEFORE = re.compile(r"(?:\b(?:at|every|each)\s|@\s?)$", re.IGNORECASE)
_EVENT_BEFORE = re.compile(
    r"\b(?:s/p|an|after|drug|opioid|heroin|possible|suspected|prior|recent|accidental|intentional|(?:history|hx)\sof)\s$",
    re.IGNORECASE,
)
_EVENT_AFTER = re.compile(r"\s(?:of\s|attempt|on\s\d)", re.IGNORECASE)
_COLON_AFTER = re.compile(r"\s\w+(?:\s\w+)?:")
_LIST_AFTER = re.compile(r"\s(?:meds?|medications?|prescriptions?|rx|orders?)\s*(?::|$)", re.IGNORECASE)
_NOUN_BEFORE = re.compile(
    r"\b(?:the|her|his|their|our|my|this|on|from|at|of|prior\sto|after|before|upon|since|until|pending|vaginal|nasal)\s$",
    re.IGNORECASE,
)
_VERB_BEFORE = re.compile(
    r"\b(?:will|would|can|could|should|may|please|recommend(?:ed)?|not|were"
    r"|(?:okay|ok|instructed|advised|told|plans?|planned|able|needs?|wants?|decided|elected)\sto)\s$",
    re.IGNORECASE,
)
_COMMAND_BEFORE = re.compile(r"(?:^|[.:;]\s|\d[.)]\s|-\s)\s?$")
_THING_AFTER = re.compile(
    r"\s(?!(?:home|to|from|when|with|if|on|in|and|or|once|by|at|for|after|before|today|tomorrow|this|next|(?:the\s|this\s)?(?:patient|pt)"
    r"|him|her|soon|back)\b)[^\W\d_]",
    re.IGNORECASE,
)
_WAS_BEFORE = re.compile(r"\b(?:was|were|is|are|been|being|be|then|to be)\s$|(?<=\w)\s$", re.IGNORECASE)
_NEXT_WORDS = re.compile(r"\s(?:(?:the|her|his|all|any|home)\s)*(\w+)")
_WORD_BEFORE = re.compile(r"(\w+)\s$")
_CAPITALS_AFTER = re.compile(
    r"[\s-](?!(?:BID|TID|QID|PRN|QHS|DAILY|TWICE|THREE|FOUR|EVERY|AND|ONCE|WITH|X\d)\b)[A-Z]{2,}\b"
)
# what may follow a notation that ends an order; after anything else IN is the word "in"
_ORDER_GOES_ON = re.compile(
    r"\s*(?:$|[,;.)(:]|(?:daily|twice|three|four|five|six|once|every|each|nightly|weekly|monthly|then|to|after|before|for|while"
    r"|with|until|during|given|when|as|if|and|by|per|at|was|prn|b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|q\.?\s?\d|q\.?h\.?s|p\.?r\.?n"
    r"|p\.?o|now|x\s?\d|plus|or)\b)",
    re.IGNORECASE,
)
_REACH = 40


def _text_before(line: Line, start: int) -> str:
    return line.text[max(0, start - _REACH) : start]


def _anywhere(doses: Doses, line: Line, start: int, end: int) -> bool:
    return True


def _amount(doses: Doses, line: Line, start: int, end: int) -> bool:
    """A unit: right after a number, and not the measure of a laboratory result."""
    return bool(_NUMBER_BEFORE.search(_text_before(line, start))) and not _IN_VOLUME.match(line.text, end)


def _multiple(doses: Doses, line: Line, start: int, end: int) -> bool:
    """Thousands or millions of units."""
    return bool(_NUMBER_BEFORE.search(_text_before(line, start)) and _UNITS_AFTER.match(line.text, end))


def _grains(doses: Doses, line: Line, start: int, end: int) -> bool:
    return bool(_NUMBER_BEFORE.search(_text_before(line, start)) or _GRAINS_AFTER.match(line.text, end))


def _closing(doses: Doses, line: Line, start: int, end: int) -> bool:
    """Not a word of a phrase in capitals (AS NEEDED), and nothing that has happened (s/p OD)."""
    before = _text_before(line, start)
    drug = doses.drug_ending(before)
    return not (
        _CAPITALS_AFTER.match(line.text, end)
        or _EVENT_BEFORE.search(before)
        or _EVENT_AFTER.match(line.text, end)
        or (drug and not any(cues(group).fullmatch(drug) for group in ("eye", "ear", "insulin", "diabetes")))
    )


def _dose(doses: Doses, line: Line, start: int, end: int) -> bool:
    """After an amount, where an order may end."""
    return bool(_ORDER_GOES_ON.match(line.text, end)) and doses.after_amount(line, start)


def _ordered(doses: Doses, line: Line, start: int, end: int) -> bool:
    return doses.ordered(line, start)


def _order(doses: Doses, line: Line, start: int, end: int) -> bool:
    """Beside an amount or a drug, before it or after it."""
    return doses.ordered(line, start) or doses.before_amount(line, end) or doses.drug_after(line, end)


def _after_at(doses: Doses, line: Line, start: int, end: int) -> bool:
    return bool(_AT_BEFORE.search(_text_before(line, start)))


def _dose_after(doses: Doses, line: Line, start: int, end: int) -> bool:
    return doses.before_amount(line, end)


def _given(doses: Doses, line: Line, start: int, end: int) -> bool:
    return bool(_INFUSED_AFTER.match(line.text, end)) or doses.before_amount(line, end)


def _topical(doses: Doses, line: Line, start: int, end: int) -> bool:
    return bool(_TOPICAL_AFTER.match(line.text, end))


def _tablets(doses: Doses, line: Line, start: int, end: int) -> bool:
    return bool(_DISPENSED_AFTER.match(line.text, end) or _COUNT_BEFORE.search(_text_before(line, start)))


def _free_acid(doses: Doses, line: Line, start: int, end: int) -> bool:
    """Not the salt of the drug named before it."""
    return bool(_ACID_AFTER.match(line.text, end)) and not doses.ends_in_drug(_text_before(line, start))


def _half(doses: Doses, line: Line, start: int, end: int) -> bool:
    return bool(_TABLET_AFTER.match(line.text, end) or _ONE_OR_HALF_BEFORE.search(_text_before(line, start)))


def _noun(doses: Doses, line: Line, start: int, end: int) -> bool:
    """Something that takes place or heads a list ("prior to d/c", "D/C meds: aspirin"), not something to do."""
    before = _text_before(line, start)
    if _VERB_BEFORE.search(before):
        return False
    if _LIST_AFTER.match(line.text, end) or _NOUN_BEFORE.search(before):
        return True
    return bool(_COLON_AFTER.match(line.text, end)) and not doses.drug_after(line, end)


def _stops_a_drug(doses: Doses, line: Line, start: int, end: int) -> bool:
    """Said of a drug: "d/c lisinopril", "Coumadin was d/c'd"."""
    before = _WAS_BEFORE.sub(" ", _text_before(line, start))
    return doses.drug_after(line, end) or (line.text[end - 1] == "d" and doses.ends_in_drug(before))


def _acts_on(doses: Doses, line: Line, start: int, end: int) -> bool:
    """Said of a line or a drip (the next word, or the one before a participle), or of anything after a verb."""
    before = _text_before(line, start)
    after = _NEXT_WORDS.match(line.text, end)
    if after and _THING_AFTER.match(line.text, end):
        is_command = _COMMAND_BEFORE.search(before) and not cues("discharge thing").fullmatch(after[1])
        if is_command or _VERB_BEFORE.search(before):
            return True
    stopped, subject = cues("stopped thing"), _WORD_BEFORE.search(_WAS_BEFORE.sub(" ", before))
    return bool(after and stopped.fullmatch(after[1])) or bool(
        line.text[end - 1] == "d" and subject and stopped.fullmatch(subject[1])
    )


NEEDS = MappingProxyType[str, Need](
    {
        "anywhere": _anywhere,
        "amount": _amount,
        "multiple": _multiple,
        "grains": _grains,
        "closing": _closing,
        "dose": _dose,
        "ordered": _ordered,
        "order": _order,
        "after at": _after_at,
        "dose after": _dose_after,
        "given": _given,
        "topical": _topical,
        "tablets": _tablets,
        "free acid": _free_acid,
        "half": _half,
        "noun": _noun,
        "stops a drug": _stops_a_drug,
        "acts on": _acts_on,
    }
)
