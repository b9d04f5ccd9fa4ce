"""Habits: how often a user accepted or refused a meaning of what was written.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "habit",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("written", sa.String(64), nullable=False),
        sa.Column("meant", sa.String(200), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.CheckConstraint("written <> ''", name=op.f("ck_habit_written_given")),
        sa.CheckConstraint("meant <> ''", name=op.f("ck_habit_meant_given")),
        sa.CheckConstraint("accepted >= 0 AND rejected >= 0", name=op.f("ck_habit_counts")),
        sa.CheckConstraint("kind IN ('correction', 'sense')", name=op.f("ck_habit_kind")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_habit_user_id")),
        sa.PrimaryKeyConstraint("user_id", "kind", "written", "meant", name=op.f("pk_habit")),
    )


def downgrade() -> None:
    op.drop_table("habit")
