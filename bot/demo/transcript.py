"""What is said in the demo, as it goes: one line after the other, each with who says it."""

from collections.abc import Callable


class Transcript:
    """Shows each line, and keeps it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.lines: list[str] = []

    def part(self, title: str) -> None:
        """Where one person's part begins."""
        for line in ("", f"== {title} =="):
            self._keep(line)

    def tell(self, who: str, text: str) -> None:
        """What somebody says, writes or presses; more than one line stands under the first."""
        first, *rest = text.splitlines() or [""]
        for line in (f"{who + ':':11}{first}", *(f"{'':11}{more}" for more in rest)):
            self._keep(line)

    def _keep(self, line: str) -> None:
        self.lines.append(line)
        self.say(line)
