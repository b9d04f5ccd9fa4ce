"""What was read out of each version: drugs, problems and measurements.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KINDS = ("drug", "problem", "measurement")
CERTAINTIES = ("affirmed", "negated", "uncertain", "historical", "family", "allergy")


def upgrade() -> None:
    op.create_table(
        "extract",
        _number("id"),
        _number("version_id"),
        _number("position"),
        _text("kind", 16),
        _number("span_start"),
        _number("span_end"),
        _text("text"),
        _text("concept", 200),
        _text("value"),
        _text("unit"),
        _text("certainty", 16),
        _text("section", 64),
        sa.Column("details", sa.JSON(), nullable=False),
        _check("position", "position >= 0"),
        _check("span", "span_start >= 0 AND span_end > span_start"),
        _check("kind", f"kind IN ({', '.join(map(repr, KINDS))})"),
        _check("certainty", f"certainty IN ({', '.join(map(repr, CERTAINTIES))})"),
        sa.ForeignKeyConstraint(["version_id"], ["note_version.id"], name=op.f("fk_extract_version_id")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_extract_version_id_position")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extract")),
    )
    op.create_index("ix_extract_kind_concept", "extract", ["kind", "concept"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER extract_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON extract "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    else:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER extract_refuses_{change.lower()} BEFORE {change} ON extract "
                "BEGIN SELECT RAISE(ABORT, 'extract is append-only'); END"
            )


def downgrade() -> None:
    op.drop_table("extract")


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_extract_{name}"))
