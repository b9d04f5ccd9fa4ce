"""The one door to the record, put together from its parts by subject."""

from models.store.credentials import CredentialStore
from models.store.dismissals import DismissalStore
from models.store.entry import EntryStore
from models.store.habits import HabitStore
from models.store.holdings import HoldingStore
from models.store.likenesses import LikenessStore
from models.store.notes import NoteStore
from models.store.patients import PatientStore
from models.store.people import PeopleStore
from models.store.preferences import PreferenceStore
from models.store.queries import QueryStore
from models.store.shorthands import ShorthandStore
from models.store.trail import TrailStore
from models.store.worklist import WorklistStore

__all__ = ["Store"]


class Store(
    PeopleStore,
    PreferenceStore,
    CredentialStore,
    PatientStore,
    LikenessStore,
    WorklistStore,
    NoteStore,
    EntryStore,
    HoldingStore,
    DismissalStore,
    QueryStore,
    HabitStore,
    ShorthandStore,
    TrailStore,
):
    """Every operation on the record. Each is one transaction, audited in that same transaction.

    Safe to share between threads. Objects it returns are detached and loaded with all that is documented;
    StoreError (one sentence, no patient data) is the only error a user can cause. Text that no database can
    hold is replaced at this edge by characters of the same length, see :func:`models.base.storable`.
    """
