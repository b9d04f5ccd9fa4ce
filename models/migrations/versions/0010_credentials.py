"""Passwords as their hashes, and tickets for processes that work for somebody signed in elsewhere.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credential",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(256), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("waits_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("password_hash <> ''", name=op.f("ck_credential_password_hash_given")),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_credential_failures")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_credential_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_credential")),
    )
    op.create_table(
        "sign_in_ticket",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_sign_in_ticket_digest")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_sign_in_ticket_user_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in_ticket")),
    )


def downgrade() -> None:
    op.drop_table("sign_in_ticket")
    op.drop_table("credential")
