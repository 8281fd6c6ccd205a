"""Reads the XPath of an XLSForm's cells into the small expressions of spec/form.md, or says what the phone cannot do.

XPath 1.0's grammar (W3C, 1999, section 3) as far as forms use it: `${name}` and `.` for answers, literals, `and`, `or`,
the six comparisons, `+` and `-`, and the functions `selected`, `not`, `count`, `string-length` and `count-selected`.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from amana.errors import Problem

TOKEN = re.compile(
    r"""\s*(?:(?P<ref>\$\{[^}]*\})|(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)|(?P<string>"[^"]*"|'[^']*')
    |(?P<sign><=|>=|!=|[=<>+\-(),|*/\[\]@$]|\.\.|::|:|\.)|(?P<name>[^\W\d][\w.-]*))""",
    re.VERBOSE,
)
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
WORTH = ("one", "many", "text", "number", "when")
"""Kinds whose answers an expression can compare; a `when` only where it has choices."""
MOST = 999_999_999_999_999


@dataclass(frozen=True)
class Scope:
    """What an expression may speak of where it stands."""

    kinds: Mapping[str, str]
    """Question or repeat → kind, for those that come before and are not in another repeat; `when` only with choices."""
    all: Set[str] = frozenset()
    """Every name in the form."""
    own: str | None = None
    """The question whose answer is checked, which `.` stands for."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """In a choice filter: column → what stands there for this choice."""


def translate(source: str, where: str, scope: Scope) -> Any:
    """The small expression for `source`. Raises a problem that names the cell `where`, and what it could not read."""
    reader = _Reader(source, where, scope)
    read, truth = reader.either()
    if reader.token:
        raise Problem("forms.expression", where=where, found=reader.token)
    if not truth:
        raise Problem("forms.no_condition", where=where, found=source)
    return read


Read = tuple[Any, bool]
"""An expression, and whether it is a truth (a comparison and the like) and no mere value."""


class _Reader:
    def __init__(self, source: str, where: str, scope: Scope) -> None:
        self.where, self.scope = where, scope
        self.tokens: list[tuple[str, str]] = []
        at = 0
        rest = source.rstrip()
        while at < len(rest):
            match = TOKEN.match(rest, at)
            if not match:
                raise Problem("forms.expression", where=where, found=rest[at:].strip())
            self.tokens.append((str(match.lastgroup), match[str(match.lastgroup)]))
            at = match.end()
        self.at = 0

    @property
    def token(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        """The next word if it is one of `wanted` and no string; else the empty string."""
        if self.token in wanted and self.tokens[self.at][0] != "string":
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def expect(self, wanted: str) -> None:
        if not self.take(wanted):
            raise Problem("forms.expected", where=self.where, wanted=wanted, found=self.token or "…")

    def either(self) -> Read:
        return self.joined("or", self.both)

    def both(self) -> Read:
        return self.joined("and", self.compared)

    def joined(self, word: str, part: Any) -> Read:
        first: Read = part()
        parts = [first]
        while self.take(word):
            parts.append(part())
        if len(parts) == 1:
            return first
        if not all(truth for _, truth in parts):
            raise Problem("forms.no_condition", where=self.where, found=f"… {word} …")
        return [word, *(read for read, _ in parts)], True

    def compared(self) -> Read:
        left = self.summed()
        sign = self.take(*COMPARISONS)
        if not sign:
            return left
        right = self.summed()
        if left[1] or right[1] or self.token in COMPARISONS:
            raise Problem("forms.compared_truth", where=self.where, found=sign)
        return [sign, left[0], right[0]], True

    def summed(self) -> Read:
        left = self.signed()
        while sign := self.take("+", "-"):
            right = self.signed()
            if left[1] or right[1]:
                raise Problem("forms.compared_truth", where=self.where, found=sign)
            left = [sign, left[0], right[0]], False
        return left

    def signed(self) -> Read:
        if not self.take("-"):
            return self.single()
        read, truth = self.signed()
        if truth:
            raise Problem("forms.compared_truth", where=self.where, found="-")
        return ["-", 0, read], False

    def single(self) -> Read:
        if self.at == len(self.tokens):
            raise Problem("forms.expected", where=self.where, wanted="${…}", found="…")
        sort, word = self.tokens[self.at]
        if sort == "name" and self.at + 1 < len(self.tokens) and self.tokens[self.at + 1][1] == "(":
            self.at += 2
            return self.called(word)
        self.at += 1
        if sort == "string":
            return word[1:-1], False
        if sort == "number" and word.isdigit() and int(word) <= MOST:
            return int(word), False
        if sort == "ref":
            return ["answer", self.answered(word)], False
        if word == "." and self.scope.own:
            self.answered(word)
            return ["self"], False
        if sort == "name" and word in self.scope.columns:
            return self.scope.columns[word], False
        if word == "(":
            inner = self.either()
            self.expect(")")
            return inner
        raise Problem("forms.expression", where=self.where, found=word)

    def called(self, name: str) -> Read:
        if name == "not":
            inner, truth = self.either()
            if not truth:
                raise Problem("forms.no_condition", where=self.where, found="not(…)")
            read: Read = ["not", inner], True
        elif name == "selected":
            question = self.reference(("one", "many", "when"), name)
            self.expect(",")
            sort, code = self.tokens[self.at] if self.at < len(self.tokens) else ("", "…")
            if sort != "string":
                raise Problem("forms.expected", where=self.where, wanted="'code'", found=code)
            self.at += 1
            read = ["selected", question, code[1:-1]], True
        elif name in ("count", "string-length", "count-selected"):
            kind = {"count": "repeat", "string-length": "text", "count-selected": "many"}[name]
            read = ["count" if name == "count" else "length", self.reference((kind,), name)], False
        else:
            raise Problem("forms.function", where=self.where, found=name)
        self.expect(")")
        return read

    def reference(self, kinds: tuple[str, ...], function: str) -> str:
        """The question or repeat that a function is given."""
        sort, word = self.tokens[self.at] if self.at < len(self.tokens) else ("", "…")
        if sort != "ref" and not (word == "." and self.scope.own):
            raise Problem("forms.expected", where=self.where, wanted="${…}", found=word)
        self.at += 1
        name = self.scope.own if word == "." else self.known(word)
        if self.scope.kinds.get(str(name)) not in kinds:
            raise Problem("forms.function_of", where=self.where, function=function, found=name)
        return str(name)

    def answered(self, word: str) -> str:
        name = str(self.scope.own) if word == "." else self.known(word)
        if self.scope.kinds[name] not in WORTH:
            raise Problem("forms.no_worth", where=self.where, found=name)
        return name

    def known(self, word: str) -> str:
        name = word[2:-1].strip()
        if name in self.scope.kinds:
            return name
        if name in self.scope.all:
            raise Problem("forms.not_yet", where=self.where, found=name)
        raise Problem("forms.unknown_question", where=self.where, found=name)
