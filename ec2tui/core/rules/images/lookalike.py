"""Names that pass for others: letters of other scripts, digits for letters, misspelt publishers."""

import re
import unicodedata
from fnmatch import fnmatchcase
from functools import lru_cache

_TWINS = (
    ("a", "\u0430\u03b1\u0251"),
    ("b", "\u0412\u0392\u042c"),
    ("c", "\u0441\u03f2"),
    ("d", "\u0501\u217e"),
    ("e", "\u0435\u0395\u04bd"),
    ("g", "\u0261\u0581"),
    ("h", "\u04bb\u041d\u0397\u0570"),
    ("i", "\u0456\u03b9\u0131\u0399"),
    ("j", "\u0458\u03f3"),
    ("k", "\u043a\u03ba\u041a\u039a"),
    ("l", "\u04cf\u04c0\u217c\u01c0"),
    ("m", "\u043c\u041c\u039c"),
    ("n", "\u0578\u039d\u043f"),
    ("o", "\u043e\u03bf\u0585\u0555\u041e\u039f\u0966"),
    ("p", "\u0440\u03c1\u0420\u03a1"),
    ("q", "\u051b\u0566"),
    ("r", "\u0433\u0280"),
    ("s", "\u0455\u0405"),
    ("t", "\u0442\u03c4\u0422\u03a4"),
    ("u", "\u057d\u03c5\u0446"),
    ("v", "\u03bd\u0475\u0474"),
    ("w", "\u051d\u0461\u0561"),
    ("x", "\u0445\u03c7\u0425\u03a7"),
    ("y", "\u0443\u04af\u0423\u03a5"),
    ("z", "\u0396\u1d22"),
    ("-", "\u2010\u2011\u2012\u2013\u2014\u2212"),
    ("/", "\u2044\u2215\u29f8"),
    (".", "\u2024\u06d4"),
)
"""Latin letters, and letters of other scripts that look like them (Unicode's confusables, the usual ones)."""

_TO_LATIN = {ord(twin): letter for letter, twins in _TWINS for twin in twins}
_SAME_SHAPE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "5": "s"})
_WORD: re.Pattern[str] = re.compile(r"[^\W_]+")
_SHORTEST = 6


@lru_cache(maxsize=8192)
def skeleton(text: str) -> str:
    """What a text looks like: the same for two texts that an eye takes for one another."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.translate(_TO_LATIN)).translate(_TO_LATIN)
        text = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return text.casefold().translate(_SAME_SHAPE).replace("rn", "m").replace("vv", "w")


def strange_letters(text: str) -> tuple[str, ...]:
    """What in words with Latin letters is none of them but looks so, or cannot be seen.

    Each as `U+043E, which looks like o`. A word of another script alone is no disguise.
    """
    if text.isascii():
        return ()
    found = {}
    mixed = (word for word in text.split() if any(c.isascii() and c.isalpha() for c in word))
    for char in (char for word in mixed for char in word):
        if ord(char) in _TO_LATIN:
            found[char] = f"U+{ord(char):04X}, which looks like {_TO_LATIN[ord(char)]}"
        elif unicodedata.category(char) in ("Cf", "Mn", "Me"):
            found[char] = f"U+{ord(char):04X}, which cannot be seen"
        elif not char.isascii() and unicodedata.normalize("NFKD", char).isascii():
            found[char] = f"U+{ord(char):04X}, which looks like {unicodedata.normalize('NFKD', char)}"
    return tuple(found.values())


def looks_like(name: str, pattern: str) -> bool:
    """Whether a name passes for one that a pattern (a glob) means."""
    return fnmatchcase(skeleton(name), skeleton(pattern))


def misspelt(name: str, publisher: str) -> str:
    """The word of a name that is a word of a publisher with one letter wrong or two swapped; else empty."""
    words = [word for word in _WORD.findall(skeleton(publisher)) if len(word) >= _SHORTEST]
    found: list[str] = _WORD.findall(skeleton(name))
    for word in found:
        if any(_one_off(word, wanted) for wanted in words):
            return word
    return ""


def _one_off(word: str, wanted: str) -> bool:
    if len(word) != len(wanted) or word == wanted:
        return False
    differ = [at for at, (one, other) in enumerate(zip(word, wanted, strict=True)) if one != other]
    if len(differ) == 1:
        return True
    if len(differ) != 2 or differ[1] != differ[0] + 1:
        return False
    first, second = differ
    return word[first] == wanted[second] and word[second] == wanted[first]
