"""The one base class of everything in this package: frozen, strict about unknown fields."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: compared by content, never changed in place (`model_copy` makes the next one)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
