"""The ``[ranges]`` table of ``entryassist.toml``: a site's own limits for vital signs and laboratory values.

    [ranges]
    potassium = { unit = "mmol/L", possible = [1.0, 12.0], likely = [2.5, 6.5] }

    [ranges."heart rate"]
    likely = [45, 140]
    ages = [{ years = [0, 1], likely = [80, 200] }]

Without a ``unit`` numbers are in the unit that EntryAssist reckons in, which an error names.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from entryassist.configuration import Configuration, SettingsError, meant
from terminology.site_ranges import Limits, SiteRange

if TYPE_CHECKING:
    from terminology.measurements import Quantity
    from terminology.measurements.quantities import Unit

TABLE = "ranges"
_LIMITS = ("possible", "likely")
_KEYS = (*_LIMITS, "unit", "ages")
_BAND_KEYS = (*_LIMITS, "years", "sex")
_SEXES = ("female", "male")
_PRESSURES = ("bp", "blood pressure")


def site_ranges(file: Configuration) -> tuple[SiteRange, ...]:
    """The limits that a configuration file sets, in reference units. Raises SettingsError in one sentence."""
    found: dict[str, str] = {}
    ranges: list[SiteRange] = []
    for name, said in file.tables.get(TABLE, {}).items():
        where = f'{file.origin(TABLE, name)}: "{name}" in [{TABLE}]'
        quantity = _quantity(name, where)
        if quantity.key in found:
            raise SettingsError(
                f'{where} is the {quantity.name} that "{found[quantity.key]}" sets too; keep one of them'
            )
        found[quantity.key] = name
        ranges += _ranges(quantity, said, where)
    return tuple(ranges)


def _ranges(quantity: Quantity, said: object, where: str) -> Iterator[SiteRange]:
    if not isinstance(said, dict):
        raise SettingsError(f"{where} must be limits such as {{ possible = [20, 350], likely = [40, 150] }}")
    _known(said, _KEYS, where)
    unit = _unit(quantity, said.get("unit"), where)
    ages = said.get("ages", [])
    if not isinstance(ages, list) or not all(isinstance(age, dict) for age in ages):
        raise SettingsError(f"{where}: ages must be a list such as [{{ years = [0, 1], likely = [80, 200] }}]")
    if not any(name in said for name in _LIMITS) and not ages:
        raise SettingsError(f"{where} sets no limits; give possible = [low, high] or likely = [low, high]")
    if any(name in said for name in _LIMITS):
        yield _range(quantity, unit, said, where)
    for age in ages:
        _known(age, _BAND_KEYS, where)
        yield _range(quantity, unit, age, where, _years(age.get("years"), where), _sex(age.get("sex", ""), where))


def _range(
    quantity: Quantity,
    unit: Unit,
    said: Mapping[str, object],
    where: str,
    years: Limits = (-math.inf, math.inf),
    sex: str = "",
) -> SiteRange:
    possible, likely = (_limits(unit, name, said.get(name), where) for name in _LIMITS)
    if not possible and not likely:
        raise SettingsError(f"{where}: an age without limits; give possible = [low, high] or likely = [low, high]")
    outer = possible or (quantity.possible.low, quantity.possible.high)
    inner = likely or (quantity.unlikely_outside.low, quantity.unlikely_outside.high)
    if likely and not (outer[0] <= inner[0] and inner[1] <= outer[1]):
        raise SettingsError(
            f"{where}: likely must lie within possible, which is {_shown(unit, outer)}; "
            f"without a unit numbers are in {quantity.unit}"
        )
    return SiteRange(quantity.key, possible, likely, *years, sex)


def _limits(unit: Unit, name: str, value: object, where: str) -> Limits | None:
    if value is None:
        return None
    pair = _pair(value)
    if pair is None:
        raise SettingsError(f"{where}: {name} must be the lowest and the highest value, as in {name} = [45, 140]")
    return _converted(unit, pair[0]), _converted(unit, pair[1])


def _converted(unit: Unit, value: float) -> float:
    """A value in the reference unit; one that had to be converted to four figures, as it is shown to people."""
    converted = unit.to_reference(value)
    return value if converted == value else float(f"{converted:.4g}")


def _years(value: object, where: str) -> Limits:
    pair = _pair(value)
    if pair is None or pair[0] < 0:
        raise SettingsError(f"{where}: years must be from which age and before which, as in years = [0, 1]")
    return pair


def _sex(value: object, where: str) -> str:
    if isinstance(value, str) and value in ("", *_SEXES):
        return value
    raise SettingsError(f'{where}: sex must be "female" or "male"')


def _pair(value: object) -> Limits | None:
    """Two numbers, the first below the second."""
    if not isinstance(value, list) or len(value) != len("ab"):
        return None
    low, high = value
    if not all(isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) for one in value):
        return None
    return (float(low), float(high)) if low < high else None


def _known(said: Mapping[str, object], known: tuple[str, ...], where: str) -> None:
    for key in said:
        if key not in known:
            raise SettingsError(f"{where}: {key} is not a known key{meant(key, known, '{}')}")


def _quantity(name: str, where: str) -> Quantity:
    from terminology.measurements import quantities

    key = _names().get(name) or _names().get(_folded(name))
    if key:
        return quantities()[key]
    if _folded(name) in _PRESSURES:
        raise SettingsError(f'{where} is two values; set "systolic" and "diastolic"')
    close = meant(_folded(name), tuple(one for one in _names() if one == _folded(one)), '"{}"', listed=False)
    raise SettingsError(f"{where} is no vital sign or laboratory value that EntryAssist knows{close}")


def _unit(quantity: Quantity, written: object, where: str) -> Unit:
    from terminology.measurements.quantities import unit_spellings

    if written is None:
        return quantity.units[quantity.unit]
    if isinstance(written, str):
        ucum = written if written in quantity.units else unit_spellings().get(_folded(written), "")
        if ucum in quantity.units:
            return quantity.units[ucum]
    known = ", ".join(sorted(quantity.units))
    raise SettingsError(f"{where}: unit must be one that {quantity.name} is measured in: {known}")


def _shown(unit: Unit, limits: Limits) -> str:
    low, high = ((value - unit.offset) / unit.factor for value in limits)
    return f"{low:g} to {high:g} {unit.ucum}"


def _folded(name: str) -> str:
    return " ".join(name.replace("_", " ").lower().split())


@cache
def _names() -> dict[str, str]:
    """The key of each quantity by its names: its own name comes before what others are also called."""
    from terminology.measurements.quantities import labels, quantities

    found: dict[str, str] = {}
    for quantity in quantities().values():
        found.setdefault(_folded(quantity.key), quantity.key)
        found.setdefault(_folded(quantity.name), quantity.key)
    for label in labels():
        found.setdefault(label.text if label.exact else _folded(label.text), label.key)
    return found
