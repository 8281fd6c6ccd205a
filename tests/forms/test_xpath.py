"""What we make of an XPath, and work out, is what a real XPath engine works out of the same words."""

from typing import Any
from xml.etree.ElementTree import Element, SubElement

from elementpath import XPath1Parser, XPathContext
from hypothesis import given
from hypothesis import strategies as st

from amana.forms.expressions import Value, evaluate, truth
from amana.forms.xpath import Scope, translate

KINDS = {"who": "one", "acts": "many", "words": "text", "age": "number", "far": "number", "person": "repeat"}
SCOPE = Scope(KINDS, frozenset(KINDS), own="age")
CODES = ("a", "b", "other", "14")
TEXTS = ("a", "b", "x y", "14", "7", "-3", "", "été")

answers = st.fixed_dictionaries(
    {
        "who": st.sampled_from(["", *CODES]),
        "acts": st.lists(st.sampled_from(CODES), unique=True, max_size=3),
        "words": st.sampled_from(TEXTS),
        "age": st.one_of(st.just(""), st.integers(0, 120)),
        "far": st.one_of(st.just(""), st.integers(0, 20)),
        "person": st.integers(0, 3),
    }
)
Pair = tuple[str, str]
"""An XPath as an author writes it, and as the engine is given it: with paths, and with the conversions to numbers that
XPath 1.0 makes by itself (sections 3.4 and 3.5) written out, which elementpath makes of no empty text."""


def paired(*pairs: Pair) -> st.SearchStrategy[Pair]:
    return st.sampled_from(pairs)


def joined(*parts: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    return st.tuples(*parts).map(lambda pairs: (" ".join(p[0] for p in pairs), " ".join(p[1] for p in pairs)))


def sign(*signs: str) -> st.SearchStrategy[Pair]:
    return paired(*((sign, sign) for sign in signs))


def around(before: str, inner: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    return inner.map(lambda pair: (f"{before}({pair[0]})", f"{before}({pair[1]})"))


asked = paired(("${age}", "number(/data/age)"), ("${far}", "number(/data/far)"), (".", "number(/data/age)"))
firm = st.one_of(
    st.integers(-20, 20).map(lambda number: (str(number), str(number))),
    paired(
        ("count(${person})", "count(/data/person)"),
        ("string-length(${words})", "string-length(/data/words)"),
        ("count-selected(${acts})", "count-selected(/data/acts)"),
    ),
)
numbers = st.one_of(asked, firm)
sums = st.recursive(
    numbers, lambda inner: st.one_of(joined(inner, sign("+", "-"), inner), around("", inner)), max_leaves=4
)
strings = paired(
    *((f"${{{name}}}", f"/data/{name}") for name in ("who", "words", "acts", "age", "far")),
    *((f"'{text}'", f"'{text}'") for text in TEXTS),
    ('"b"', '"b"'),
)
texts = paired(*((f"${{{name}}}", f"number(/data/{name})") for name in ("who", "words", "age")))
SELECTS = [(name, code) for name in ("who", "acts") for code in CODES]
chosen = paired(
    *(
        (f"selected(${{{name}}}, '{code}')", f"selected(/data/{name}, '{code}')")
        for name in ("who", "acts")
        for code in CODES
    )
)
simple = st.one_of(
    chosen,
    joined(sums, sign("<", "<=", ">", ">="), sums),
    joined(sums, sign("=", "!="), firm),
    joined(firm, sign("+", "-"), sums).flatmap(lambda pair: joined(st.just(pair), sign("=", "!="), sums)),
    joined(strings, sign("=", "!="), strings),
    joined(texts, sign("<", ">"), sums),
    joined(texts, sign("=", "!="), firm),
)
conditions = st.recursive(
    simple,
    lambda inner: st.one_of(joined(inner, sign("and", "or"), inner), around("not", inner), around("", inner)),
    max_leaves=6,
)


class Parser(XPath1Parser):
    """XPath 1.0 with the two functions of ODK XForms that forms use."""

    DEFAULT_NAMESPACES = XPath1Parser.DEFAULT_NAMESPACES


def _codes(token: Any, context: Any) -> list[str]:
    found = token.get_argument(context, default="")
    return str(getattr(found, "string_value", found) or "").split()


@Parser.method(Parser.function("selected", nargs=2))
def evaluate_selected(self: Any, context: Any = None) -> bool:
    return self.get_argument(context, index=1, cls=str) in _codes(self, context)


@Parser.method(Parser.function("count-selected", nargs=1))
def evaluate_count(self: Any, context: Any = None) -> int:
    return len(_codes(self, context))


def by_the_engine(path: str, values: dict[str, Value]) -> bool:
    """What elementpath makes of `path` over the same answers, as an XForm's instance holds them."""
    root = Element("data")
    for name, value in values.items():
        if name == "person":
            for _ in range(int(str(value))):
                SubElement(root, "person")
        else:
            SubElement(root, name).text = " ".join(value) if isinstance(value, list) else str(value)
    return bool(Parser().parse(f"boolean({path})").evaluate(XPathContext(root)))


@given(pair=conditions, values=answers)
def test_our_evaluator_agrees_with_a_real_xpath_engine(pair: Pair, values: dict[str, Value]) -> None:
    source, path = pair
    ours = truth(evaluate(translate(source, "survey!D2", SCOPE), values, values["age"]))
    assert ours == by_the_engine(path, values)
