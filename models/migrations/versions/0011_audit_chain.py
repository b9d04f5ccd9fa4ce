"""Seals on audit events, and the chains they form.

Revision 0011, after 0010. Events that are there already get no seal of their own: the first chain, begun when the
program next opens the database with its key, vouches for all of them together.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_chain",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_event", sa.Integer(), nullable=False),
        sa.Column("start", sa.String(64), nullable=False),
        sa.Column("last_event", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
        _check("first_event", "first_event >= 1"),
        _check("last_event", "last_event >= first_event - 1"),
        _check("key_id", "length(key_id) = 16"),
        _check("start", "length(start) = 64"),
        _check("head", "length(head) = 64"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_chain")),
    )
    op.add_column("audit_event", sa.Column("seal", sa.String(64), nullable=True))
    op.create_index(op.f("ix_audit_event_at"), "audit_event", ["at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_event_at"), "audit_event")
    op.drop_column("audit_event", "seal")
    op.drop_table("audit_chain")


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_audit_chain_{name}"))
