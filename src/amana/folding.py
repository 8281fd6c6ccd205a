"""Folds a name or word to what its spellings share, so that one person's name is found however it is written.

For names of the Sahel as they are written in French, English and Arabic:
Fatoumata and Fatumata, Djibril and Jibril, Ouattara and Watara, Mohammed and
Mouhamed. Folding only brings together; it never says that two are one person.
"""

import re
import unicodedata

ARABIC_LETTERS = {
    "a": "اأإآٱىةعء", "b": "بپ", "d": "ذدض", "f": "فڤ", "g": "غگ", "i": "يئی", "j": "ج", "k": "قكکخ", "l": "ل",
    "m": "م", "n": "ن", "r": "ر", "s": "سصشث", "t": "تط", "u": "وؤ", "z": "زظ", "": "حهھ",
}  # fmt: skip
ARABIC = {letter: latin for latin, letters in ARABIC_LETTERS.items() for letter in letters}
LATIN_LETTERS = {"ɲ": "ny", "ŋ": "n", "ɓ": "b", "ɗ": "d", "ƴ": "y", "ɛ": "e", "ɔ": "o", "œ": "e", "æ": "e", "ß": "s"}

STEPS = [
    (re.compile(pattern), found)
    for pattern, found in [
        (r"tch|tj|ty(?=[aeiou])", "c"), (r"d[jyi](?=[aeiouy])|g(?=[eiy])", "j"), (r"gn|ny(?=[aeiou])", "n"),
        (r"sch|ch|sh", "s"), (r"ph", "f"), (r"kh|qu|q|c(?=[aou]|$|[^aeiouyh])|ck", "k"), (r"gh|gu(?=[eiy])", "g"),
        (r"c", "s"), (r"th", "t"), (r"dh", "d"), (r"h", ""), (r"x", "ks"), (r"v", "f"), (r"p", "b"), (r"z", "s"),
        (r"ou", "u"), (r"ao", "awo"), (r"(?<![^aeiou])[uw](?=[aeio])", "W"), (r"w(?=[aeiou])", "W"), (r"w", "u"),
        (r"[aeiouy]+", "a"), (r"W", "w"),
        (r"(.)\1+", r"\1"), (r"(?<=.)a$", ""),
    ]
]  # fmt: skip


def plain(word: str) -> str:
    """The word in small Latin letters without marks; Arabic letters become Latin ones."""
    bare = unicodedata.normalize("NFKD", word.casefold())
    marks = (one for one in bare if not unicodedata.combining(one) and one != "ـ")
    return re.sub(r"[^a-z0-9]", "", "".join(ARABIC.get(one, LATIN_LETTERS.get(one, one)) for one in marks))


def fold(word: str) -> str:
    """The word's folded form: consonants, and `a` for any run of vowels; a vowel at the end is dropped.

    Empty for a word without letters.
    """
    folded = plain(word)
    for pattern, found in STEPS:
        folded = pattern.sub(found, folded)
    return folded


def skeleton(word: str) -> str:
    """The folded consonants alone, by which Arabic, which leaves short vowels out, meets Latin."""
    return re.sub(r"(.)\1+", r"\1", fold(word).replace("a", "").replace("w", ""))


def is_arabic(word: str) -> bool:
    """Whether a word is written in Arabic letters."""
    return any("\u0600" <= one <= "\u06ff" for one in word)


def near(one: str, other: str) -> bool:
    """Whether two folded words are the same but for one letter added, lost, changed, or two that changed places."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    rest, other_rest = short[start:], long[start:]
    if len(short) < len(long):
        return rest == other_rest[1:]
    return rest[1:] == other_rest[1:] or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
