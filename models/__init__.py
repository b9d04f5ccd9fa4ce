"""The record: people, patients, notes, findings, and the trail of what was done with them.

:class:`Store` holds every operation. The objects it returns are detached and fully loaded; errors are
:class:`StoreError`, whose text is one sentence for the user and never holds patient data.
"""

from models.audit import AuditAction, AuditEvent
from models.audit_chain import AuditChain
from models.audit_files import Head
from models.audit_verify import Verification, Wrong, printable
from models.base import Base
from models.credential import Credential, SignInTicket
from models.dismissal import Dismissal, DismissalScope
from models.draft import Draft, DraftHeader
from models.encounter import Encounter, EncounterFields, EncounterKind
from models.errors import DiskFull, HeldElsewhere, PasswordNeeded, StaleNote, StoreBusy, StoreError
from models.extract import ExtractCertainty, ExtractInput, ExtractKind, ExtractRecord
from models.finding import Decision, FindingInput, FindingRecord, FindingSeverity
from models.habit import HabitCounts, HabitInput, HabitKind, HabitRecord
from models.holding import Hold, Workplace
from models.note import Note, NoteSection, NoteState, NoteVersion, SectionText, compose, section_offsets
from models.note_field import FieldCursor, FieldGroup, FieldInput, NoteField
from models.patient import Patient, PatientAlert, PatientKey, Sex
from models.preference import Preference
from models.query import MessageKind, ProviderQuery, QueryInput, QueryMessage, QueryState
from models.resemblance import Identity, Likeness, LikePatient
from models.shorthand import (
    ShorthandRecord,
    ShorthandScope,
    ShorthandUseRecord,
    TypingInput,
    TypingRecord,
    UseInput,
)
from models.store import Store
from models.store.shorthands import ShorthandInput
from models.user import User
from models.worklist import DayFigures, WorkField, WorkGroup, WorkItem, Worklist, WorkOrder, WorkView

__all__ = [
    "AuditAction",
    "AuditChain",
    "AuditEvent",
    "Base",
    "Credential",
    "DayFigures",
    "Decision",
    "DiskFull",
    "Dismissal",
    "DismissalScope",
    "Draft",
    "DraftHeader",
    "Encounter",
    "EncounterFields",
    "EncounterKind",
    "ExtractCertainty",
    "ExtractInput",
    "ExtractKind",
    "ExtractRecord",
    "FieldCursor",
    "FieldGroup",
    "FieldInput",
    "FindingInput",
    "FindingRecord",
    "FindingSeverity",
    "HabitCounts",
    "HabitInput",
    "HabitKind",
    "HabitRecord",
    "Head",
    "HeldElsewhere",
    "Hold",
    "Identity",
    "LikePatient",
    "Likeness",
    "MessageKind",
    "Note",
    "NoteField",
    "NoteSection",
    "NoteState",
    "NoteVersion",
    "PasswordNeeded",
    "Patient",
    "PatientAlert",
    "PatientKey",
    "Preference",
    "ProviderQuery",
    "QueryInput",
    "QueryMessage",
    "QueryState",
    "SectionText",
    "Sex",
    "ShorthandInput",
    "ShorthandRecord",
    "ShorthandScope",
    "ShorthandUseRecord",
    "SignInTicket",
    "StaleNote",
    "Store",
    "StoreBusy",
    "StoreError",
    "TypingInput",
    "TypingRecord",
    "UseInput",
    "User",
    "Verification",
    "WorkField",
    "WorkGroup",
    "WorkItem",
    "WorkOrder",
    "WorkView",
    "Worklist",
    "Workplace",
    "Wrong",
    "compose",
    "printable",
    "section_offsets",
]
