"""Shorthands of people and of the site, how each fared, and what typing cost.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COUNTS = ("offered", "accepted", "undone", "missed", "saved")
NOT_NEGATIVE = " AND ".join(f"{count} >= 0" for count in COUNTS)


def upgrade() -> None:
    op.create_table(
        "shorthand",
        _number("id"),
        sa.Column("scope", sa.String(16), nullable=False),
        _number("user_id", nullable=True),
        sa.Column("trigger", sa.String(32), nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.Column("text_digest", sa.String(64), nullable=False),
        sa.Column("description", sa.String(200), nullable=False),
        _number("created_by_id"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _check("shorthand", "trigger_given", "\"trigger\" <> ''"),
        _check("shorthand", "text_given", "text <> ''"),
        _check("shorthand", "text_digest", "length(text_digest) = 64"),
        _check("shorthand", "owner", "(scope = 'personal') = (user_id IS NOT NULL)"),
        _check("shorthand", "scope", "scope IN ('personal', 'site')"),
        _user("shorthand", "user_id"),
        _user("shorthand", "created_by_id"),
        _primary("shorthand"),
    )
    _unique_index("ix_shorthand_personal", ["user_id", "trigger", "text_digest"], "personal")
    _unique_index("ix_shorthand_site", ["trigger", "text_digest"], "site")
    op.create_table(
        "shorthand_use",
        _number("id"),
        _number("user_id"),
        sa.Column("trigger", sa.String(32), nullable=False),
        sa.Column("text_digest", sa.String(64), nullable=False),
        *(_number(count) for count in COUNTS),
        _check("shorthand_use", "trigger_given", "\"trigger\" <> ''"),
        _check("shorthand_use", "text_digest", "length(text_digest) = 64"),
        _check("shorthand_use", "counts", NOT_NEGATIVE),
        _user("shorthand_use", "user_id"),
        sa.UniqueConstraint(
            "user_id", "trigger", "text_digest", name=op.f("uq_shorthand_use_user_id_trigger_text_digest")
        ),
        _primary("shorthand_use"),
    )
    op.create_table(
        "typing_session",
        _number("id"),
        _number("user_id"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        *(_number(figure) for figure in ("keystrokes", "characters", "saved")),
        _check("typing_session", "counts", "keystrokes >= 0 AND characters >= 0 AND saved >= 0"),
        _user("typing_session", "user_id"),
        _primary("typing_session"),
    )
    op.create_index(op.f("ix_typing_session_user_id"), "typing_session", ["user_id"])


def downgrade() -> None:
    for table in ("typing_session", "shorthand_use", "shorthand"):
        op.drop_table(table)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["user_account.id"], name=op.f(f"fk_{table}_{column}"))


def _primary(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _unique_index(name: str, columns: list[str], scope: str) -> None:
    only = sa.text(f"scope = '{scope}'")
    op.create_index(name, "shorthand", columns, unique=True, sqlite_where=only, postgresql_where=only)
