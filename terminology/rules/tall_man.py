"""SF030: look-alike drug names in plain letters, where the site wants tall-man letters."""

from __future__ import annotations

from collections.abc import Iterable

from terminology.document import Line, Place
from terminology.drugs.look_alikes import SOURCE, look_alikes, tall_man, tall_man_names
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule, replacement
from terminology.settings import Settings


class TallMan(Rule):
    """Look-alike names in plain letters."""

    code = "SF030"
    name = "look-alike name without tall-man letters"
    severity = Severity.ADVICE
    scope = "token"
    summary = (
        "A drug name of the FDA or ISMP list of look-alike names that is not written with tall-man letters. Only where "
        "the site asks for them (`tall-man = true` under `[notation]`)."
    )
    rationale = "Capitals in the part that differs draw the eye to it: hydrALAZINE is less easily read as hydrOXYzine."
    instead = "The name with the capitals of the list."
    source = SOURCE
    shown_with = Settings(tall_man=True)
    bad = (
        Example("Start [[hydralazine]] 25 mg three times daily.", "hydrALAZINE"),
        Example("[[Prednisone]] 20 mg daily", "predniSONE"),
    )
    good = (
        "Start hydrALAZINE 25 mg three times daily.",
        "Lisinopril 10 mg daily",
        "CONTINUE CLONAZEPAM AT BEDTIME ONLY",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each name that a list writes with tall-man letters, unless it stands in capitals."""
        names = tall_man_names()
        if not self.language.tall_man or names.keys().isdisjoint(line.words):
            return
        for token, word in zip(line.tokens, line.words, strict=True):
            tall = names.get(word)
            if tall and token.text != tall and not token.text.isupper() and not line.in_zone(token.start, token.end):
                yield self.finding(
                    line.text,
                    token.start,
                    token.end,
                    f'"{token.text}" has look-alikes ({", ".join(map(tall_man, look_alikes()[word]))}): '
                    f'write "{tall}".',
                    suggestions=[replacement(tall, note="the same drug with tall-man letters")],
                    evidence="FDA or ISMP list of look-alike drug names",
                )
