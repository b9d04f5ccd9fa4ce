"""Every action that has a key: what it does, where, on which key; found by what one wants to do.

An action is a `Binding` with an id such as ``entry.fix``, whose first part says where it works. Its key may be given
another one by the site or by a person; ``faults`` says what is wrong with such a wish.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from textual.binding import Binding
from textual.dom import DOMNode
from textual.widgets import TextArea

from entryassist.keymap import is_plain, unsendable
from entryassist.tui.widgets.key_bar import key_name

EVERYWHERE = ("app", "help")
_ENTERING = ("entry", "findings", "fields", "template", "editor")
_TYPING = (*EVERYWHERE, *_ENTERING, "message", "ask", "shorthand")
_PLACES = {
    "app": "Everywhere",
    "help": "Everywhere",
    "sign_in": "Signing in",
    "worklist": "The worklist",
    "patient": "Finding a patient",
    "register": "Registering a patient",
    "chart": "The notes of a patient",
    "start_note": "Starting a note",
    "entry": "Entering a note",
    "template": "In a template",
    "findings": "The list of findings",
    "fields": "The fields of a note",
    "gate": "Before saving",
    "queries": "Queries",
    "message": "A query",
    "ask": "A question to the author",
    "vocabulary": "The vocabulary",
    "shorthands": "Shorthands",
    "shorthand": "One shorthand",
    "extracts": "What is read out of the note",
    "find": "Find and replace",
    "drill": "Practising",
    "alerts": "The alerts of a patient",
    "card": "The card of a patient",
    "from_text": "Values taken from the text",
    "pick": "A list to pick from",
    "reason": "A reason",
    "settings": "Settings",
    "keys": "The keys",
}
# Other words for what the descriptions of the actions say: each row means the same.
_SAME = (
    "ignore skip dismiss silence suppress accept hide",
    "fix correct mend repair take apply suggestion",
    "find search look seek lookup",
    "undo revert restore",
    "leave close quit exit stop cancel back escape",
    "save keep store finish done submit",
    "expand abbreviation acronym spell write full",
    "next forward jump go move",
    "prev previous before backward",
    "show hide see view display pane panes",
    "ask question query author doctor clinician",
    "delete remove drop",
    "add new create start register",
    "change edit alter rebind modify",
    "shorthand shorthands snippet macro template autotext phrase",
    "vocabulary term word dictionary code concept",
    "help explain key keys rule why",
    "colour colours color colors theme contrast",
    "choose pick select alternatives suggestions options",
    "patient person chart",
    "sign login logout",
)
_STEM = 3
_WORDS = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    ("a", "an", "the", "to", "of", "in", "on", "for", "with", "this", "that", "my", "me", "i", "how", "do", "can", "it")
    + ("is", "at", "and", "or", "what", "where")
)


@dataclass(frozen=True, slots=True)
class Action:
    """What one binding does. ``keys`` are those it has when nobody gives it others, comma between them."""

    id: str
    keys: str
    name: str
    explanation: str
    priority: bool
    owners: frozenset[str]  # the classes that have it, by itself or from what they are made of

    @property
    def place(self) -> str:
        """The first part of the id."""
        return self.id.partition(".")[0]

    @property
    def where(self) -> str:
        """The place in words."""
        return _PLACES.get(self.place, self.place.replace("_", " ").capitalize())


@cache
def actions() -> Mapping[str, Action]:
    """All actions of the program by id, in the order of their places. Imports every screen."""
    import entryassist.tui as package

    for module in walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    found: dict[str, Action] = {}
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for owner in _owners(DOMNode):
        for binding in (one for part in owner.__mro__ for one in _bindings(part)):
            owners[binding.id or ""].add(owner.__qualname__)
    for binding in (one for owner in _owners(DOMNode) for one in _bindings(owner)):
        if binding.id and binding.id not in found:
            found[binding.id] = Action(
                binding.id,
                binding.key,
                binding.description,
                binding.tooltip or binding.description,
                binding.priority,
                frozenset(owners[binding.id]),
            )
    places = list(_PLACES)
    return dict(sorted(found.items(), key=lambda item: _order(item[1], places)))


def _order(action: Action, places: list[str]) -> tuple[int, str]:
    return (places.index(action.place) if action.place in places else len(places), action.place)


def _owners(kind: type[DOMNode]) -> Iterable[type]:
    """All classes of ours below a class, each once, in the order in which they are written."""
    seen: dict[type, None] = {}
    waiting: list[type] = [kind]
    while waiting:
        below: list[type] = waiting.pop().__subclasses__()
        waiting += [one for one in below if one not in seen]
        seen.update(dict.fromkeys(below))
    return sorted((one for one in seen if one.__module__.startswith("entryassist.")), key=lambda one: one.__module__)


def _bindings(owner: type) -> Iterable[Binding]:
    return (one for one in vars(owner).get("BINDINGS", ()) if isinstance(one, Binding))


def keys_of(action: Action, keymap: Mapping[str, str]) -> str:
    """The keys an action has under a keymap, comma between them."""
    return keymap.get(action.id, action.keys)


def key_names(keys: str) -> str:
    """Keys as they are written on the screen: ``F3, Shift+F4``."""
    return ", ".join(key_name(key) for key in keys.split(","))


def found(wish: str) -> list[Action]:
    """The actions that do what is wished, in plain words; the likeliest first. All of them for an empty wish."""
    words = [word for word in _WORDS.findall(wish.casefold()) if word not in _SMALL]
    wanted = [word.removesuffix("s") if len(word) > _STEM else word for word in words]
    if not wanted:
        return list(actions().values())
    scored = [(_score(wanted, action), action) for action in actions().values()]
    most = max(score for score, _ in scored)
    ranked = sorted(scored, key=lambda one: (-one[0], one[1].place != _ENTERING[0]))
    likely = [action for score, action in ranked if score > 0 and score >= most / 2]
    return list({(action.place, action.explanation): action for action in reversed(likely)}.values())[::-1]


def _score(wanted: list[str], action: Action) -> float:
    """How well an action answers: a word of its own counts 3 (name) or 2, one that means the same 1."""
    name = _WORDS.findall(action.name.casefold())
    own = _WORDS.findall(f"{action.explanation} {action.where} {key_names(action.keys)}".casefold())
    alike = {word for row in _SAME for word in row.split() if set(row.split()) & {*name, *own}}
    score = 0.0
    for word in wanted:
        if any(one.startswith(word) for one in name):
            score += 3
        elif any(one.startswith(word) for one in own):
            score += 2
        elif len(word) > 2 and any(one.startswith(word) for one in alike):
            score += 1
    return score


def fault(action_id: str, keys: str, keymap: Mapping[str, str]) -> str:
    """Why an action may not have these keys, where the others have those of the keymap; empty when it may."""
    action = actions().get(action_id)
    if action is None:
        return f'there is no action "{action_id}"{_meant(action_id)}'
    for key in keys.split(","):
        if why := unsendable(key):
            return f"{key_name(key)} {why}"
        plain_by_nature = any(is_plain(one) for one in action.keys.split(","))
        if is_plain(key) and not plain_by_nature:
            return f"{key_name(key)} is needed for typing: use a function key, or Ctrl with a letter"
        if action.place in _TYPING and key in _typing_keys() and not action.priority:
            return f"{key_name(key)} works in the text itself and would not arrive here"
        if other := _holder(action, key, {**keymap, action_id: keys}):
            return f'{key_name(key)} already does "{other.explanation}" ({other.id})'
    return ""


def faults(keymap: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with a keymap, by action."""
    found = {action_id: fault(action_id, keys, keymap) for action_id, keys in keymap.items()}
    return {action_id: why for action_id, why in found.items() if why}


def usable(keymap: Mapping[str, str]) -> dict[str, str]:
    """What of a keymap can be used: the program may have changed since a person chose."""
    wrong = faults(keymap) if keymap else {}
    return {action_id: keys for action_id, keys in keymap.items() if action_id not in wrong}


def together(one: Action, other: Action) -> bool:
    """Whether two actions can be wished for on the same screen."""
    if one.place in EVERYWHERE or other.place in EVERYWHERE or one.owners & other.owners:
        return True
    return one.place in _ENTERING and other.place in _ENTERING


def _holder(action: Action, key: str, keymap: Mapping[str, str]) -> Action | None:
    """Another action on the same screen that has the key; not one that shares it by nature, each at its time."""
    for other in actions().values():
        if (
            other.id != action.id
            and together(action, other)
            and key in keys_of(other, keymap).split(",")
            and not (key in other.keys.split(",") and key in action.keys.split(","))
        ):
            return other
    return None


@cache
def _typing_keys() -> frozenset[str]:
    keys = (one.key.split(",") for one in TextArea.BINDINGS if isinstance(one, Binding))
    return frozenset(key for some in keys for key in some)


def _meant(action_id: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(action_id, list(actions()), n=1)
    return f"; did you mean {close[0]}?" if close else ""
