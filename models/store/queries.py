"""Questions to authors: asking, answering, closing, listing. A query may be open against a note in any state."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.audit import AuditAction, append
from models.base import storable
from models.encounter import Encounter
from models.errors import StoreError
from models.note import Note
from models.patient import NAME_LENGTH
from models.query import MessageKind, ProviderQuery, QueryInput, QueryMessage, QueryState, checked_message
from models.store.base import StoreBase
from models.store.notes import no_such_note
from models.user import User

_NOT_CLOSED = (QueryState.OPEN, QueryState.ANSWERED)


class QueryStore(StoreBase):
    """Threads of question and answer. What it returns has its messages, their users, note, encounter and patient."""

    def ask_author(self, user: User, note_id: int, query: QueryInput) -> ProviderQuery:
        """Put a question to the author of the note. StoreError without a note, and for an empty or long question."""
        question = checked_message(query.question, "question")
        with self._writing() as session:
            note = session.get(Note, note_id)
            if note is None:
                raise no_such_note()
            record = ProviderQuery(
                note_id=note_id,
                rule=query.rule,
                start=query.start,
                end=query.end,
                text=storable(query.text),
                key=storable(query.key),
                author=note.author,
                asked_by_id=user.id,
            )
            session.add(record)
            session.flush()
            return _told(session, AuditAction.ASK_AUTHOR, user, record, MessageKind.QUESTION, question)

    def ask_again(self, user: User, query_id: int, question: str) -> ProviderQuery:
        """Ask further in a thread, which opens it again. StoreError as for `ask_author`."""
        text = checked_message(question, "question")
        with self._writing() as session:
            record = _locked(session, query_id)
            record.state = QueryState.OPEN
            return _told(session, AuditAction.ASK_AUTHOR, user, record, MessageKind.QUESTION, text)

    def answer_query(self, user: User, query_id: int, answer: str, *, said_by: str = "") -> ProviderQuery:
        """Keep what the author answered, as ``user`` was told it. ``said_by`` is who said it and how.

        Without ``said_by`` it is the author the question was put to. StoreError for an empty or long answer and
        when the query is closed.
        """
        text = checked_message(answer, "answer")
        with self._writing() as session:
            record = _locked(session, query_id)
            if record.state is QueryState.CLOSED:
                raise StoreError("This query is closed: ask again before you answer it.")
            record.state = QueryState.ANSWERED
            speaker = said_by.strip()[:NAME_LENGTH] or record.author
            return _told(session, AuditAction.ANSWER_QUERY, user, record, MessageKind.ANSWER, text, speaker)

    def close_query(self, user: User, query_id: int, remark: str = "") -> ProviderQuery:
        """Close a query, answered or not. A query that is closed already stays as it is."""
        text = checked_message(remark, "remark") if remark.strip() else ""
        with self._writing() as session:
            record = _locked(session, query_id)
            if record.state is QueryState.CLOSED:
                return _loaded(session, query_id)
            record.state = QueryState.CLOSED
            return _told(session, AuditAction.CLOSE_QUERY, user, record, MessageKind.CLOSED, text)

    def queries_of(self, note: Note) -> list[ProviderQuery]:
        """Every query of a note that is open on a screen, oldest first. Seeing them is part of viewing the note."""
        with self._reading() as session:
            return list(session.scalars(_whole().where(ProviderQuery.note_id == note.id)))

    def open_queries(self, user: User) -> list[ProviderQuery]:
        """The queries of all notes that are not closed, oldest first: open and answered ones. Audited as a view."""
        return self._listed(user, _NOT_CLOSED, AuditAction.VIEW_QUERIES)

    def export_queries(self, user: User | None, *, closed: bool = False) -> list[ProviderQuery]:
        """As `open_queries`, with ``closed`` the closed ones too, for a list that leaves the program. Audited as such.

        ``user`` is None at the command line.
        """
        return self._listed(user, tuple(QueryState) if closed else _NOT_CLOSED, AuditAction.EXPORT_QUERIES)

    def _listed(self, user: User | None, states: Sequence[QueryState], action: AuditAction) -> list[ProviderQuery]:
        with self._writing() as session:
            found = list(session.scalars(_whole().where(ProviderQuery.state.in_(states))))
            append(session, action, user, details={"queries": len(found)})
        return found


def _told(
    session: Session,
    action: AuditAction,
    user: User,
    record: ProviderQuery,
    kind: MessageKind,
    text: str,
    said_by: str = "",
) -> ProviderQuery:
    """Add a message to a thread with its audit event, and read the thread anew."""
    count = select(func.count()).where(QueryMessage.query_id == record.id)
    position = session.scalar(count) or 0
    session.add(
        QueryMessage(query_id=record.id, position=position, kind=kind, text=text, said_by=said_by, user_id=user.id)
    )
    session.flush()
    whole = _loaded(session, record.id)
    details = {"note": whole.note_id, "message": position}
    append(session, action, user, object_id=whole.id, patient_id=whole.note.patient.id, details=details)
    return whole


def _locked(session: Session, query_id: int) -> ProviderQuery:
    """The query, locked against other writers until the transaction ends."""
    record = session.scalar(select(ProviderQuery).where(ProviderQuery.id == query_id).with_for_update())
    if record is None:
        raise StoreError("There is no such query: look at the list again.")
    return record


def _loaded(session: Session, query_id: int) -> ProviderQuery:
    whole = _whole().where(ProviderQuery.id == query_id).execution_options(populate_existing=True)
    return session.scalars(whole).one()


def _whole() -> Select[ProviderQuery]:
    return (
        select(ProviderQuery)
        .options(
            joinedload(ProviderQuery.note).joinedload(Note.encounter).joinedload(Encounter.patient),
            joinedload(ProviderQuery.asked_by),
            selectinload(ProviderQuery.messages).joinedload(QueryMessage.user),
        )
        .order_by(ProviderQuery.id)
    )
