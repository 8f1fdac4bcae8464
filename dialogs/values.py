"""The one base class of everything in this package: frozen, strict about unknown fields."""

from functools import cache
from typing import Any, Self, cast

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: compared by content, never changed in place (`model_copy` makes the next one)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def made(cls, **fields: Any) -> Self:
        """A value of fields that are right already: nothing is checked again."""
        return cast("Self", cls.model_construct(_every_field(cls), **fields))

    def __copy__(self) -> Self:
        """What `model_copy` begins with."""
        copied = super().__copy__()
        object.__setattr__(copied, "__pydantic_fields_set__", _every_field(type(self)))
        return copied


@cache
def _every_field(kind: type[Frozen]) -> set[str]:
    # Beside each value pydantic keeps the set of the fields that were given, often larger than the
    # value. Nobody here asks for it, so all values of one kind share one set.
    return set(kind.model_fields)
