"""The description of the hub's calls for machines, as `spec/openapi.yaml` has it."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

SOURCE = Path(__file__).parents[3] / "spec" / "openapi.yaml"


@cache
def description() -> dict[str, Any]:
    """OpenAPI 3.1."""
    loaded: dict[str, Any] = yaml.safe_load(SOURCE.read_text("utf-8"))
    return loaded
