"""Preferences: what a user chose for themselves, by name.

Revision 0009, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "preference",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_preference_name_given")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_preference_user_id")),
        sa.PrimaryKeyConstraint("user_id", "name", name=op.f("pk_preference")),
    )


def downgrade() -> None:
    op.drop_table("preference")
