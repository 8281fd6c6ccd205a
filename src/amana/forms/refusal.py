"""A form that is refused: every fault that was found in it at once, each by its sheet and cell."""

from collections.abc import Sequence

from amana.errors import Problem


class Refused(Problem):
    """All that is wrong with one file. Its sentence is one line a fault, in the order of the sheets."""

    def __init__(self, file: str, faults: Sequence[Problem]) -> None:
        whole = Problem("forms.refused", file=file, count=len(faults))
        super().__init__(whole.code, **whole.values)
        self.faults = tuple(faults)

    def say(self, language: str = "en") -> str:
        """What the file is, and then each fault on its own line."""
        return "\n".join([super().say(language), *(f"  {fault.say(language)}" for fault in self.faults)])
