"""Patient alerts, names to be found by sound, active typing time, and the indexes the front desk searches by.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

from models.likeness import sound

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ROWS_AT_ONCE = 10_000


def upgrade() -> None:
    op.create_table(
        "patient_alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(100), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("text <> ''", name=op.f("ck_patient_alert_text_given")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_patient_alert_ended")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_patient_alert_patient_id")),
        sa.ForeignKeyConstraint(["added_by_id"], ["user_account.id"], name=op.f("fk_patient_alert_added_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user_account.id"], name=op.f("fk_patient_alert_ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_alert")),
    )
    op.create_index(op.f("ix_patient_alert_patient_id"), "patient_alert", ["patient_id"])
    words = op.create_table(
        "name_word",
        *(sa.Column(name, _by_code_point(), nullable=False) for name in ("word", "sound", "rest")),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_name_word")),
    )
    _fill(words)
    op.create_index(op.f("ix_name_word_sound"), "name_word", ["sound"])
    op.create_index(op.f("ix_name_word_rest"), "name_word", ["rest"])
    op.create_index(op.f("ix_patient_birth_date"), "patient", ["birth_date"])
    op.create_index("ix_note_version_saved_by_id", "note_version", ["saved_by_id", "saved_at"])
    with op.batch_alter_table("typing_session") as table:
        table.add_column(sa.Column("active_seconds", sa.Integer(), nullable=False, server_default="0"))
        table.create_check_constraint(op.f("ck_typing_session_active_seconds"), "active_seconds >= 0")


def downgrade() -> None:
    with op.batch_alter_table("typing_session") as table:
        table.drop_constraint(op.f("ck_typing_session_active_seconds"), type_="check")
        table.drop_column("active_seconds")
    op.drop_index("ix_note_version_saved_by_id", "note_version")
    op.drop_index(op.f("ix_patient_birth_date"), "patient")
    op.drop_table("name_word")
    op.drop_table("patient_alert")


def _by_code_point() -> sa.String:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def _fill(words: sa.Table) -> None:
    connection = op.get_bind()
    known = connection.scalars(sa.text("SELECT DISTINCT key FROM patient_key WHERE kind = 'name' ORDER BY key"))
    for some in known.partitions(ROWS_AT_ONCE):
        connection.execute(words.insert(), [{"word": word, "sound": sound(word), "rest": word[1:]} for word in some])
