"""The history of the tables, run by :mod:`models.schema` through Alembic."""
