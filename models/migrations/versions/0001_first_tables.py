"""The first tables: people, patients, encounters, notes with versions and findings, drafts, ignores, audit.

Revision 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    *("user_account", "patient", "patient_key", "encounter", "note", "note_version", "note_section"),
    *("finding", "draft", "dismissal", "audit_event"),
)
APPEND_ONLY = ("note_version", "note_section", "finding", "audit_event")
ENCOUNTER_KINDS = ("outpatient", "inpatient", "emergency", "observation", "virtual", "home")


def upgrade() -> None:
    _create_people()
    _create_encounters()
    _create_notes()
    _create_versions()
    _create_findings()
    _create_drafts()
    _create_dismissals()
    _create_audit()
    if op.get_bind().dialect.name == "postgresql":
        _refuse_changes_on_postgresql()
    else:
        _refuse_changes()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _create_people() -> None:
    op.create_table(
        "user_account",
        _id(),
        _text("username", 64),
        _text("display_name", 100),
        _moment("created_at"),
        _check("user_account", "username_given", "username <> ''"),
        _unique("user_account", "username"),
        _primary("user_account"),
    )
    op.create_table(
        "patient",
        _id(),
        _text("mrn", 32),
        _text("family_name", 100),
        _text("given_name", 100),
        sa.Column("birth_date", sa.Date(), nullable=False),
        _text("sex", 16),
        _text("allergies"),
        _moment("created_at"),
        _check("patient", "mrn_given", "mrn <> ''"),
        _check("patient", "family_name_given", "family_name <> ''"),
        _check("patient", "given_name_given", "given_name <> ''"),
        _one_of("patient", "sex", "female", "male", "other", "unknown"),
        _unique("patient", "mrn"),
        _primary("patient"),
    )
    op.create_table(
        "patient_key",
        _number("patient_id"),
        _text("kind", 16),
        sa.Column("key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        _one_of("patient_key", "kind", "mrn", "name"),
        _foreign("patient_key", "patient_id", "patient"),
        sa.PrimaryKeyConstraint("patient_id", "kind", "key", name=op.f("pk_patient_key")),
    )
    _index("patient_key", "key")


def _create_encounters() -> None:
    op.create_table(
        "encounter",
        _id(),
        _number("patient_id"),
        sa.Column("encounter_date", sa.Date(), nullable=False),
        _text("encounter_kind", 16),
        _text("department", 100),
        _moment("created_at"),
        _check("encounter", "department_given", "department <> ''"),
        _one_of("encounter", "encounter_kind", *ENCOUNTER_KINDS),
        _foreign("encounter", "patient_id", "patient"),
        _primary("encounter"),
    )
    _index("encounter", "patient_id")


def _create_notes() -> None:
    op.create_table(
        "note",
        _id(),
        _number("encounter_id"),
        _text("note_type", 100),
        _text("author", 100),
        _text("source_text"),
        _text("state", 16),
        _number("latest_version"),
        _number("created_by_id"),
        _moment("created_at"),
        _check("note", "note_type_given", "note_type <> ''"),
        _check("note", "author_given", "author <> ''"),
        _check("note", "latest_version", "latest_version >= 0"),
        _one_of("note", "state", "draft", "entered", "in review", "verified", "amended"),
        _foreign("note", "encounter_id", "encounter"),
        _foreign("note", "created_by_id", "user_account"),
        _primary("note"),
    )
    _index("note", "encounter_id")
    _index("note", "state")


def _create_versions() -> None:
    op.create_table(
        "note_version",
        _id(),
        _number("note_id"),
        _number("number"),
        _text("note_type", 100),
        _text("author", 100),
        _text("department", 100),
        sa.Column("encounter_date", sa.Date(), nullable=False),
        _text("encounter_kind", 16),
        _number("saved_by_id"),
        _moment("saved_at"),
        _check("note_version", "number", "number >= 1"),
        _one_of("note_version", "encounter_kind", *ENCOUNTER_KINDS),
        _foreign("note_version", "note_id", "note"),
        _foreign("note_version", "saved_by_id", "user_account"),
        _unique("note_version", "note_id", "number"),
        _primary("note_version"),
    )
    op.create_table(
        "note_section",
        _id(),
        _number("version_id"),
        _number("position"),
        _text("heading"),
        _text("text"),
        _check("note_section", "position", "position >= 0"),
        _foreign("note_section", "version_id", "note_version"),
        _unique("note_section", "version_id", "position"),
        _primary("note_section"),
    )


def _create_findings() -> None:
    op.create_table(
        "finding",
        _id(),
        _number("version_id"),
        _number("position"),
        _text("rule", 32),
        _number("span_start"),
        _number("span_end"),
        _text("text"),
        _text("severity", 16),
        _text("message"),
        _text("evidence"),
        sa.Column("suggestions", sa.JSON(), nullable=False),
        _text("decision", 16),
        _text("replacement"),
        _check("finding", "rule_given", "rule <> ''"),
        _check("finding", "position", "position >= 0"),
        _check("finding", "span", "span_start >= 0 AND span_end >= span_start"),
        _one_of("finding", "severity", "critical", "warning", "advice"),
        _one_of("finding", "decision", "open", "accepted", "expanded", "ignored"),
        _foreign("finding", "version_id", "note_version"),
        _unique("finding", "version_id", "position"),
        _primary("finding"),
    )
    _index("finding", "rule")


def _create_drafts() -> None:
    op.create_table(
        "draft",
        _id(),
        _number("note_id"),
        _number("user_id"),
        _number("based_on"),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        _number("cursor_section"),
        _number("cursor_row"),
        _number("cursor_column"),
        _moment("updated_at"),
        _check("draft", "based_on", "based_on >= 0"),
        _check("draft", "cursor", "cursor_section >= 0 AND cursor_row >= 0 AND cursor_column >= 0"),
        _foreign("draft", "note_id", "note"),
        _foreign("draft", "user_id", "user_account"),
        _unique("draft", "note_id", "user_id"),
        _primary("draft"),
    )


def _create_dismissals() -> None:
    op.create_table(
        "dismissal",
        _id(),
        _text("rule", 32),
        _text("word"),
        _text("key"),
        _text("scope", 16),
        _number("note_id", nullable=True),
        sa.Column("author", sa.String(100), nullable=True),
        _number("user_id"),
        _moment("created_at"),
        _moment("undone_at", nullable=True),
        _number("undone_by_id", nullable=True),
        _check("dismissal", "rule_given", "rule <> ''"),
        _check("dismissal", "note_given", "scope NOT IN ('here', 'note') OR note_id IS NOT NULL"),
        _check("dismissal", "author_given", "scope <> 'author' OR author IS NOT NULL"),
        _one_of("dismissal", "scope", "here", "note", "author", "site"),
        _foreign("dismissal", "note_id", "note"),
        _foreign("dismissal", "user_id", "user_account"),
        _foreign("dismissal", "undone_by_id", "user_account"),
        _primary("dismissal"),
    )
    _index("dismissal", "note_id")
    _index("dismissal", "author")


def _create_audit() -> None:
    op.create_table(
        "audit_event",
        _id(),
        _moment("at"),
        _number("user_id", nullable=True),
        _text("action", 32),
        _number("object_id", nullable=True),
        _number("patient_id", nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        _check("audit_event", "action_given", "action <> ''"),
        _foreign("audit_event", "user_id", "user_account"),
        _foreign("audit_event", "patient_id", "patient"),
        _primary("audit_event"),
    )
    _index("audit_event", "user_id")
    _index("audit_event", "patient_id")


def _refuse_changes() -> None:
    for table in APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _refuse_changes_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23000'; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return _check(table, column, f"{column} IN ({listed})")


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _primary(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
