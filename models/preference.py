"""What a user chose for themselves: colours, keys and the like. No part of the record of care, so no event is kept."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, StoredText

NAME_LENGTH, VALUE_LENGTH = 64, 200


class Preference(Base):
    """One choice of one user, by name; what names and values mean is the application's business."""

    __tablename__ = "preference"
    __table_args__ = (CheckConstraint("name <> ''", name="name_given"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    name: Mapped[str] = mapped_column(StoredText(NAME_LENGTH), primary_key=True)
    value: Mapped[str] = mapped_column(StoredText(VALUE_LENGTH))
