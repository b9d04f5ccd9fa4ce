"""Questions to authors; why a critical finding was let stand; ignores that reach as far as one user.

Revision 0006, after 0005.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DECISIONS = ("decision", "'open', 'accepted', 'expanded', 'ignored'", "'asked', 'overridden'")
SCOPES = ("scope", "'here', 'note', 'author', 'site'", "'user'")


def upgrade() -> None:
    op.add_column("finding", sa.Column("reason", sa.String(), nullable=False, server_default=""))
    _change_values("finding", *DECISIONS)
    _change_values("dismissal", *SCOPES)
    _create_queries()
    _create_messages()


def downgrade() -> None:
    """Queries go, and with them what only this revision can tell: asked is open again, overridden is ignored."""
    for table in ("query_message", "provider_query"):
        op.drop_table(table)
    op.execute("DELETE FROM dismissal WHERE scope = 'user'")
    _change_values("dismissal", *SCOPES, back=True)
    mapped = (
        "UPDATE finding SET decision = CASE decision WHEN 'asked' THEN 'open' ELSE 'ignored' END "
        "WHERE decision IN ('asked', 'overridden')"
    )
    _change_values("finding", *DECISIONS, back=True, first=mapped)
    op.drop_column("finding", "reason")
    _forget_reasons_in_drafts()


def _create_queries() -> None:
    op.create_table(
        "provider_query",
        _number("id"),
        _number("note_id"),
        _text("rule", 32),
        _number("span_start"),
        _number("span_end"),
        _text("text"),
        _text("key"),
        _text("author", 100),
        _text("state", 16),
        _number("asked_by_id"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        _check("provider_query", "span", "span_start >= 0 AND span_end >= span_start"),
        _check("provider_query", "author_given", "author <> ''"),
        _check("provider_query", "state", "state IN ('open', 'answered', 'closed')"),
        _foreign("provider_query", "note_id", "note"),
        _foreign("provider_query", "asked_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_query")),
    )
    for column in ("note_id", "state", "asked_by_id"):
        op.create_index(op.f(f"ix_provider_query_{column}"), "provider_query", [column])


def _create_messages() -> None:
    op.create_table(
        "query_message",
        _number("id"),
        _number("query_id"),
        _number("position"),
        _text("kind", 16),
        _text("text"),
        _text("said_by", 100),
        _number("user_id"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _check("query_message", "position", "position >= 0"),
        _check("query_message", "text_given", "kind = 'closed' OR text <> ''"),
        _check("query_message", "kind", "kind IN ('question', 'answer', 'closed')"),
        _foreign("query_message", "query_id", "provider_query"),
        _foreign("query_message", "user_id", "user_account"),
        sa.UniqueConstraint("query_id", "position", name=op.f("uq_query_message_query_id_position")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_query_message")),
    )
    if _on_postgresql():
        op.execute(
            "CREATE TRIGGER query_message_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON query_message "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER query_message_refuses_{change.lower()} BEFORE {change} ON query_message "
            "BEGIN SELECT RAISE(ABORT, 'query_message is append-only'); END"
        )


def _change_values(table: str, column: str, old: str, new: str, *, back: bool = False, first: str = "") -> None:
    """Let a column hold the new values too, or ``back`` only the old ones after the statement ``first``."""
    before, after = (f"{column} IN ({old}, {new})", f"{column} IN ({old})")
    if not back:
        before, after = after, before
    if not _on_postgresql():
        _remake_on_sqlite(table, before, after, first)
        return
    if first:
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        op.execute(first)
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, after)


def _remake_on_sqlite(table: str, before: str, after: str, first: str) -> None:
    """Make a table anew with another CHECK, which SQLite cannot change; its indexes and triggers come back too."""
    run = op.get_bind().exec_driver_sql
    parts = run("SELECT type, name, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)).all()
    [description] = [sql for kind, _, sql in parts if kind == "table"]
    for kind, name, _ in parts:
        if kind == "trigger":
            run(f"DROP TRIGGER {name}")
    if first:
        run(first)
    columns = description[description.index("(") :]
    if before not in columns:
        raise RuntimeError(f"the table {table} is not as revision 0001 made it")
    run(f"CREATE TABLE {table}_anew {columns.replace(before, after)}")
    run(f"INSERT INTO {table}_anew SELECT * FROM {table}")
    run(f"DROP TABLE {table}")
    run(f"ALTER TABLE {table}_anew RENAME TO {table}")
    for kind, _, sql in parts:
        if kind != "table":
            run(sql)


def _forget_reasons_in_drafts() -> None:
    """Leave out of drafts what the program before cannot read."""
    draft = sa.table("draft", sa.column("id"), sa.column("answers", sa.JSON()))
    connection = op.get_bind()
    for row in connection.execute(sa.select(draft.c.id, draft.c.answers)).all():
        answers = json.loads(row.answers) if isinstance(row.answers, str) else row.answers
        readable = [
            {name: value for name, value in answer.items() if name != "reason"}
            for answer in answers
            if answer["decision"] in ("accepted", "expanded")
        ]
        connection.execute(sa.update(draft).where(draft.c.id == row.id).values(answers=readable))


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))
