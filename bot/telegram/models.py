"""aiogram, loaded so that each of its models is built when it is first used.

While it is imported, aiogram builds all of its 400 models, and each keeps a copy of every model that
it names. That takes more than a second and over 100 MB (`python -m tests.benchmarks`), and we read a
single one: `Update`. So pydantic's `model_rebuild` waits while aiogram is loaded. Afterwards a model
is built by pydantic itself on first use, with the names that aiogram would have given it.

`bot.telegram` imports this before anything of aiogram's. Where somebody else has loaded aiogram
already, its models are all built, and nothing is changed.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel

_REBUILD = BaseModel.__dict__["model_rebuild"]


@contextmanager
def _unbuilt() -> Iterator[dict[str, Any]]:
    """Nothing is built while this lasts. Holds the names that were asked to be built with, by then."""
    names: dict[str, Any] = {}

    def wait(_: type[BaseModel], /, *, _types_namespace: dict[str, Any] | None = None, **_more: Any) -> None:
        names.update(_types_namespace or {})

    BaseModel.model_rebuild = classmethod(wait)  # type: ignore[assignment, method-assign]
    try:
        yield names
    finally:
        BaseModel.model_rebuild = _REBUILD  # type: ignore[method-assign]


def _load() -> None:
    with _unbuilt() as names:
        from aiogram.methods import Response, TelegramMethod
        from aiogram.types import TelegramObject

    def on_first_use(model: type[BaseModel], /, **how: Any) -> bool | None:
        result: bool | None = _REBUILD.__func__(model, **{"_types_namespace": names} | how)
        return result

    for root in (TelegramObject, TelegramMethod, Response):
        root.model_rebuild = classmethod(on_first_use)  # type: ignore[assignment, method-assign]


if "aiogram" not in sys.modules:
    _load()

from aiogram.types import Update  # noqa: E402 - only now

__all__ = ["Update"]
