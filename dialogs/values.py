"""The one base class of everything in this package: frozen, strict about unknown fields."""

from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

_put = object.__setattr__


class Frozen(BaseModel):
    """A value: compared by content, never changed in place (`model_copy` makes the next one)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def made(cls, **fields: Any) -> Self:
        """A value of fields that are right already: nothing is checked again.

        What `model_construct` does, which asks each field anew for its aliases and its default.
        """
        value = cls.__new__(cls)
        _put(value, "__dict__", _defaults(cls) | fields)
        _put(value, "__pydantic_fields_set__", _every_field(cls))
        _put(value, "__pydantic_extra__", None)
        _put(value, "__pydantic_private__", None)
        return value

    def __copy__(self) -> Self:
        """What `model_copy` begins with."""
        copied = super().__copy__()
        _put(copied, "__pydantic_fields_set__", _every_field(type(self)))
        return copied


@cache
def _every_field(kind: type[Frozen]) -> set[str]:
    # Beside each value pydantic keeps the set of the fields that were given, often larger than the
    # value. Nobody here asks for it, so all values of one kind share one set.
    return set(kind.model_fields)


@cache
def _defaults(kind: type[Frozen]) -> dict[str, Any]:
    """Every field in its order: its default, or for a field that must be given a mark that nothing takes."""
    fields = kind.model_fields.items()
    return {name: ... if f.is_required() else f.get_default(call_default_factory=True) for name, f in fields}
