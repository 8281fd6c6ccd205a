"""Functions of plain numbers and arrays, compiled by numba when they are first called.

What was compiled is kept beside the source, or where the user's caches are, and is there the next time. Where nothing
can be written it is compiled anew by each process. Only modules that are loaded when they are needed may use this:
numba takes a second to load.
"""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """The same function, compiled; other threads run while it does."""
    try:
        return cast(Function, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast(Function, numba.njit(nogil=True)(function))
