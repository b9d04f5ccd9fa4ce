"""All rules in the order they are listed; third parties add theirs by the entry point ``entryassist.rules``."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from terminology.rules.abbreviation import AmbiguousAbbreviation, ExpandableAbbreviation
from terminology.rules.abbreviation_in_note import AbbreviationAgainstDefinition, AbbreviationInTwoSenses
from terminology.rules.against_record import LargeChange, TenfoldOfRecord, UnitAgainstRecord
from terminology.rules.age_mismatch import AgeMismatch
from terminology.rules.allergy_conflict import AllergyConflict
from terminology.rules.base import Rule
from terminology.rules.blanks import Blank
from terminology.rules.brackets import UnbalancedMarks
from terminology.rules.capital_slip import CapitalSlip
from terminology.rules.code_mismatch import CodeMismatch
from terminology.rules.confusable import Confusable
from terminology.rules.copied_vitals import CopiedVitals
from terminology.rules.cut_sentence import CutSentence
from terminology.rules.date_order import DateBeforeBirth, DatesOutOfOrder, FutureDate
from terminology.rules.date_slips import ImpossibleDate, MixedDateOrder, WeekdayMismatch
from terminology.rules.denied_affirmed import DeniedAffirmed
from terminology.rules.dictation import DictationCommand
from terminology.rules.dose_frequency import DoseFrequency
from terminology.rules.dose_magnitude import DoseMagnitude
from terminology.rules.dose_notation import LargeNumber, NakedDecimal, TrailingZero
from terminology.rules.dose_spacing import DoseRunIntoUnit, DrugRunIntoDose, StopAfterUnit
from terminology.rules.dose_sum import ConcentrationAndVolume, DoseTotal
from terminology.rules.dose_symbols import SymbolInDose
from terminology.rules.doubled_word import DoubledWord
from terminology.rules.drug_stopped import DrugStopped
from terminology.rules.empty_section import EmptySection
from terminology.rules.error_prone import (
    AmbiguousOrder,
    DrugNameAbbreviation,
    ErrorProneRoute,
    ErrorProneTiming,
    ErrorProneUnit,
)
from terminology.rules.form_mismatch import FormMismatch
from terminology.rules.form_route import FormAndRoute
from terminology.rules.header import HeaderIdentifiers
from terminology.rules.house_style import AbbreviationStyle
from terminology.rules.hyphenation import Hyphenation
from terminology.rules.lab_values import ImpossibleLabValue, UnlikelyLabValue
from terminology.rules.laterality import Laterality
from terminology.rules.measured_twice import BodyMassIndex, MeasuredTwice
from terminology.rules.measured_units import UnitsDisagree, WrongUnit
from terminology.rules.missing_frequency import MissingFrequency
from terminology.rules.missing_unit import MissingUnit
from terminology.rules.misspelling import Misspelling
from terminology.rules.other_patient import OtherPatient
from terminology.rules.patient_sex import PatientSex
from terminology.rules.preferred_term import PreferredTerm
from terminology.rules.repeated_text import CopiedForward, RepeatedText
from terminology.rules.required_sections import MissingSection
from terminology.rules.scales import GlasgowComaScale, ScoreOutOfRange
from terminology.rules.shifted_keys import ShiftedKeyWord
from terminology.rules.signature import SignatureMissing
from terminology.rules.swapped_look_alike import SwappedLookAlike
from terminology.rules.tall_man import TallMan
from terminology.rules.template_stop import TemplateStop
from terminology.rules.unknown_abbreviation import UnknownAbbreviation
from terminology.rules.unknown_term import UnknownTerm
from terminology.rules.unsafe_abbreviation import (
    DailyAbbreviation,
    EveryOtherDayAbbreviation,
    InternationalUnitAbbreviation,
    MorphineOrMagnesium,
    UnitAbbreviation,
)
from terminology.rules.vital_signs import BloodPressureOrder, ImpossibleVitalSign, UnlikelyVitalSign
from terminology.rules.word_boundary import WordBoundary
from terminology.rules.wrong_section import WrongSection

BUILT_IN: tuple[type[Rule], ...] = (
    Misspelling,
    DoubledWord,
    CapitalSlip,
    Confusable,
    WordBoundary,
    Hyphenation,
    ShiftedKeyWord,
    ExpandableAbbreviation,
    AmbiguousAbbreviation,
    UnknownAbbreviation,
    AbbreviationAgainstDefinition,
    AbbreviationInTwoSenses,
    AbbreviationStyle,
    UnitAbbreviation,
    InternationalUnitAbbreviation,
    DailyAbbreviation,
    EveryOtherDayAbbreviation,
    TrailingZero,
    NakedDecimal,
    MorphineOrMagnesium,
    ErrorProneUnit,
    ErrorProneRoute,
    ErrorProneTiming,
    DrugNameAbbreviation,
    AmbiguousOrder,
    SymbolInDose,
    DrugRunIntoDose,
    DoseRunIntoUnit,
    StopAfterUnit,
    LargeNumber,
    MissingUnit,
    TallMan,
    SwappedLookAlike,
    ImpossibleVitalSign,
    UnlikelyVitalSign,
    BloodPressureOrder,
    Laterality,
    PatientSex,
    AllergyConflict,
    DrugStopped,
    DeniedAffirmed,
    OtherPatient,
    RepeatedText,
    CopiedForward,
    FormMismatch,
    CopiedVitals,
    ImpossibleDate,
    FutureDate,
    DateBeforeBirth,
    DatesOutOfOrder,
    AgeMismatch,
    WeekdayMismatch,
    MixedDateOrder,
    GlasgowComaScale,
    ScoreOutOfRange,
    ImpossibleLabValue,
    UnlikelyLabValue,
    WrongUnit,
    UnitsDisagree,
    BodyMassIndex,
    MeasuredTwice,
    TenfoldOfRecord,
    LargeChange,
    UnitAgainstRecord,
    DoseMagnitude,
    DoseFrequency,
    DoseTotal,
    FormAndRoute,
    ConcentrationAndVolume,
    MissingFrequency,
    Blank,
    MissingSection,
    EmptySection,
    TemplateStop,
    UnbalancedMarks,
    CutSentence,
    DictationCommand,
    SignatureMissing,
    HeaderIdentifiers,
    UnknownTerm,
    PreferredTerm,
    WrongSection,
    CodeMismatch,
)


@cache
def _all() -> tuple[type[Rule], ...]:
    return (*BUILT_IN, *(point.load() for point in entry_points(group="entryassist.rules")))


RULES = _all()
MENDED_BY_MORE = frozenset(rule.code for rule in RULES if rule.mended_by_more)


def rule_named(code: str) -> type[Rule]:
    """The rule with a code, in any case. Raises KeyError when there is none."""
    for rule in RULES:
        if rule.code == code.upper():
            return rule
    raise KeyError(code)


def rule_page(code: str) -> str:
    """The Markdown page of a rule. Raises KeyError when there is none."""
    from terminology.rules.page import page

    return page(rule_named(code))
