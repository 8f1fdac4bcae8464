"""What every table is made of: one metadata, names for its constraints, and the columns that recur."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, Text

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)

_Place = BigInteger().with_variant(Integer, "sqlite")
"""Counts up by itself: the order in which rows were written (SQLite: only INTEGER does)."""


def row_id() -> Column[str]:
    """An id that was made before the row, since what is sealed is bound to it."""
    return Column("id", Text, primary_key=True)


def place() -> Column[int]:
    """The order in which rows were written."""
    return Column("place", _Place, primary_key=True, autoincrement=True)


def belongs_to(table: str, name: str, *, null: bool = False, key: bool = False) -> Column[str]:
    """A row of another table; gone with it."""
    return Column(name, ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=null, primary_key=key)
