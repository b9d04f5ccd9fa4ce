"""How Alembic runs the migrations: on the connection it is handed, in that connection's transaction."""

from alembic import context

import models
from models.base import Base

__all__ = ["models"]

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
