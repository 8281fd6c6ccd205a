"""YAML that remembers its lines, so that a fault can be shown where it stands."""

import gc
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from amana.errors import Problem


class Text:
    """One YAML file: its content, and the line of any part of it."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            self._text = path.read_text("utf-8")
            self.content: Any = _loaded(self._text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise Problem("events.not_yaml", file=self.name, line=mark.line + 1 if mark else 1) from None
        except UnicodeDecodeError:
            raise Problem("events.not_yaml", file=self.name, line=1) from None
        except yaml.reader.ReaderError as error:
            line = self._text.count("\n", 0, error.position) + 1
            raise Problem("events.not_yaml", file=self.name, line=line) from None
        except (ValueError, yaml.YAMLError):
            raise Problem("events.not_yaml", file=self.name, line=_amiss(self.node)) from None

    @cached_property
    def node(self) -> Any:
        """The file once more as nodes with their places: only asked for where something is at fault."""
        return yaml.compose(self._text, Loader=yaml.CSafeLoader)

    def line(self, *steps: int | str) -> int:
        """The line of the part that `steps` (keys and places in lists) lead to, as far as they lead."""
        node = self.node
        line: int = node.start_mark.line + 1 if node else 1
        for step in steps:
            if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            elif isinstance(node, yaml.MappingNode):
                found = [(key, value) for key, value in node.value if key.value == step]
                if not found:
                    break
                line, node = found[0][0].start_mark.line + 1, found[0][1]
            else:
                break
        return line


def _amiss(node: Any) -> int:
    """The line of the first word that looks like a day or a number and is none, such as the 30th of February."""
    for scalar in _scalars(node):
        try:
            yaml.constructor.SafeConstructor().construct_object(scalar)
        except ValueError:
            return int(scalar.start_mark.line) + 1
    return 1


def _scalars(node: Any) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.CollectionNode):
        for part in node.value:
            for one in part if isinstance(part, tuple) else (part,):
                yield from _scalars(one)


def _loaded(text: str) -> Any:
    """The content. Thousands of entries are made at once and none is thrown away, so nothing is collected meanwhile."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    finally:
        if collecting:
            gc.enable()


def sentence(error: ValidationError) -> tuple[tuple[int | str, ...], str]:
    """Where in an entry the first fault is, and what it is."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(step) for step in first["loc"]) or "entry"
    if first["type"] == "missing":
        return first["loc"], f"“{field}” is missing"
    if first["type"] == "extra_forbidden":
        return first["loc"], f"“{field}” is not a field that spec/claims.md names"
    return first["loc"], f"“{field}”: {first['msg']}"
