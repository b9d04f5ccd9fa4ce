"""The structured fields of a version and of a draft, and where the cursor stands among them.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

GROUPS = ("vitals", "medications", "allergies", "diagnoses", "procedures")


def upgrade() -> None:
    op.create_table(
        "note_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("field_group", sa.String(16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("concept", sa.String(200), nullable=False),
        _check("position", "position >= 0"),
        _check("name_given", "name <> ''"),
        _check("field_group", f"field_group IN ({', '.join(map(repr, GROUPS))})"),
        sa.ForeignKeyConstraint(["version_id"], ["note_version.id"], name=op.f("fk_note_field_version_id")),
        sa.UniqueConstraint(
            "version_id",
            "field_group",
            "position",
            "name",
            name=op.f("uq_note_field_version_id_field_group_position_name"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_field")),
    )
    op.add_column("draft", sa.Column("fields", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("draft", sa.Column("field_cursor", sa.JSON(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER note_field_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON note_field "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    else:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER note_field_refuses_{change.lower()} BEFORE {change} ON note_field "
                "BEGIN SELECT RAISE(ABORT, 'note_field is append-only'); END"
            )


def downgrade() -> None:
    op.drop_column("draft", "field_cursor")
    op.drop_column("draft", "fields")
    op.drop_table("note_field")


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_note_field_{name}"))
