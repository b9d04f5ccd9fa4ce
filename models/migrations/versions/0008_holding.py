"""Who has a note open; the header of a note in its draft.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holding",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("machine", sa.String(100), nullable=False),
        sa.Column("process", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("since", "renewed_at", "typed_at")),
        sa.CheckConstraint("machine <> ''", name=op.f("ck_holding_machine_given")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_holding_note_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_holding_user_id")),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_holding")),
    )
    op.add_column("draft", sa.Column("header", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("draft", "header")
    op.drop_table("holding")
