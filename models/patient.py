"""The people the record is about, and the keys by which they are found."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, StoredText, UtcDateTime, one_of, utc_now
from models.errors import StoreError
from models.likeness import sound

NAME_LENGTH = 100
MRN_LENGTH = 32
ALERT_LENGTH = 100
_MRN = re.compile(rf"[A-Z0-9][A-Z0-9./_-]{{0,{MRN_LENGTH - 1}}}")
_OLDEST_YEARS = 130
# Ranges of prefixes need code point order, which PostgreSQL gives under the C collation only.
_BY_CODE_POINT = StoredText().with_variant(StoredText(collation="C"), "postgresql")


class Sex(StrEnum):
    """The FHIR administrative genders."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class KeyKind(StrEnum):
    """What a search key was made from."""

    MRN = "mrn"
    NAME = "name"


class Patient(Base):
    """One patient. ``allergies`` is the text of the banner; empty means none on record.

    ``alerts`` are those in force.
    """

    __tablename__ = "patient"
    __table_args__ = (
        CheckConstraint("mrn <> ''", name="mrn_given"),
        CheckConstraint("family_name <> ''", name="family_name_given"),
        CheckConstraint("given_name <> ''", name="given_name_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mrn: Mapped[str] = mapped_column(StoredText(MRN_LENGTH), unique=True)
    family_name: Mapped[str] = mapped_column(StoredText(NAME_LENGTH))
    given_name: Mapped[str] = mapped_column(StoredText(NAME_LENGTH))
    birth_date: Mapped[dt.date] = mapped_column(index=True)
    sex: Mapped[Sex] = mapped_column(one_of(Sex, "sex"))
    allergies: Mapped[str] = mapped_column(StoredText, default="")
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)

    keys: Mapped[list[PatientKey]] = relationship(lazy="raise")
    alerts: Mapped[list[PatientAlert]] = relationship(
        lazy="raise",
        primaryjoin="and_(PatientAlert.patient_id == Patient.id, PatientAlert.ended_at.is_(None))",
        order_by="PatientAlert.id",
        viewonly=True,
    )


class PatientKey(Base):
    """A folded word of a patient's name, or the folded MRN: found by prefix through one index."""

    __tablename__ = "patient_key"

    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True)
    kind: Mapped[KeyKind] = mapped_column(one_of(KeyKind, "kind"), primary_key=True)
    key: Mapped[str] = mapped_column(_BY_CODE_POINT, primary_key=True, index=True)


class PatientAlert(Base):
    """What everybody who opens the patient must see: "fall risk", "interpreter needed". Ended, never removed."""

    __tablename__ = "patient_alert"
    __table_args__ = (
        CheckConstraint("text <> ''", name="text_given"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    text: Mapped[str] = mapped_column(StoredText(ALERT_LENGTH))
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    added_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class NameWord(Base):
    """Each folded word of all patients' names once: where names that are misspelt or misheard are looked up.

    ``sound`` is that of :func:`models.likeness.sound`, ``rest`` the word without its first letter.
    """

    __tablename__ = "name_word"

    word: Mapped[str] = mapped_column(_BY_CODE_POINT, primary_key=True)
    sound: Mapped[str] = mapped_column(_BY_CODE_POINT, index=True)
    rest: Mapped[str] = mapped_column(_BY_CODE_POINT, index=True)


def folded(text: str) -> str:
    """``text`` without case and accents: "Müller" and "MULLER" fold alike."""
    # Some letters, mathematical ones for example, have no lower case before they are taken apart.
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def name_words(name: str) -> list[str]:
    """The folded words of a name: "O'Brien-Smith" gives ``["obrien", "smith"]``."""
    joined = re.sub(r"['’`.]", "", folded(name))
    return re.findall(r"\w+", joined)


def search_keys(mrn: str, *names: str) -> list[PatientKey]:
    """The keys under which a patient of that MRN and those names is found, each once."""
    words = {word: None for name in names for word in name_words(name)}
    return [
        PatientKey(kind=KeyKind.MRN, key=folded(mrn)),
        *(PatientKey(kind=KeyKind.NAME, key=word) for word in words),
    ]


def name_entries(*names: str) -> list[dict[str, str]]:
    """The rows of :class:`NameWord` for the words of those names, in a stable order."""
    words = sorted({word for name in names for word in name_words(name)})
    return [{"word": word, "sound": sound(word), "rest": word[1:]} for word in words]


def checked_mrn(typed: str) -> str:
    """The MRN in its stored form (upper case, no outer spaces), or StoreError."""
    mrn = typed.strip().upper()
    if not _MRN.fullmatch(mrn):
        raise StoreError(
            f"A medical record number has 1 to {MRN_LENGTH} letters, digits and . / _ - only: type it again."
        )
    return mrn


def checked_name(typed: str, field: str) -> str:
    """A person's name with single spaces; StoreError names the ``field`` that cannot be used."""
    name = " ".join(typed.split())
    if not name:
        raise StoreError(f"The {field} is missing: type it.")
    if len(name) > NAME_LENGTH:
        raise StoreError(f"The {field} is longer than {NAME_LENGTH} characters: shorten it.")
    if any(unicodedata.category(character).startswith("C") for character in name):
        raise StoreError(f"The {field} contains a control character: type it again.")
    return name


def checked_alert(typed: str) -> str:
    """The text of an alert with single spaces, or StoreError."""
    text = checked_name(typed, "alert")
    if len(text) > ALERT_LENGTH:
        raise StoreError(f"The alert is longer than {ALERT_LENGTH} characters: shorten it.")
    return text


def checked_birth_date(birth_date: dt.date) -> dt.date:
    """The birth date, or StoreError when nobody alive or in the files could have it."""
    today = dt.date.today()
    if birth_date > today:
        raise StoreError("The birth date lies in the future: check the year.")
    if today.year - birth_date.year > _OLDEST_YEARS:
        raise StoreError(f"The birth date is more than {_OLDEST_YEARS} years ago: check the year.")
    return birth_date


def checked_sex(sex: str) -> Sex:
    """The administrative gender, or StoreError."""
    try:
        return Sex(sex)
    except ValueError:
        raise StoreError(f"The sex must be one of {', '.join(Sex)}.") from None
