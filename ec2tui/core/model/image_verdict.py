"""The verdict on an image: what it stands for, and every fact that says so."""

from enum import StrEnum

import msgspec

from ec2tui.core.model.judgement import Level


class FactState(StrEnum):
    """Whether a fact speaks for an image; the value is the word in JSON."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


class ImageFact(msgspec.Struct, frozen=True):
    """One fact about an image, such as `owner`.

    `reason` is a sentence (it may quote AWS's strings: untrusted). `needs` are the IAM actions that would
    let an unknown be told; `required`: policy wants it to hold before an image is vetted.
    """

    id: str
    title: str
    state: FactState
    reason: str
    needs: tuple[str, ...] = ()
    required: bool = False


class Standing(StrEnum):
    """What an image is worth to a launch; the value is the word that is shown."""

    VETTED = "vetted"
    OUTDATED = "outdated"
    DEPRECATED = "deprecated"
    UNVETTED = "unvetted"
    UNKNOWN = "unknown"
    UNAVAILABLE = "unavailable"
    DEREGISTERED = "deregistered"
    IMPOSTOR = "impostor"

    @property
    def letter(self) -> str:
        """One character for it, so that colour is never alone."""
        return _LETTERS[self]


_LETTERS = {
    Standing.VETTED: "V",
    Standing.OUTDATED: "O",
    Standing.DEPRECATED: "D",
    Standing.UNVETTED: "U",
    Standing.UNKNOWN: "?",
    Standing.UNAVAILABLE: "N",
    Standing.DEREGISTERED: "R",
    Standing.IMPOSTOR: "!",
}


class ImageVerdict(msgspec.Struct, frozen=True):
    """What all facts together say about an image.

    `level` is how a launch from it is judged by policy; `reason` is the sentence of the fact that decides;
    `publisher` is the name of the catalogue's entry that it belongs to, empty for a stranger.
    """

    standing: Standing
    level: Level
    reason: str
    facts: tuple[ImageFact, ...] = ()
    publisher: str = ""

    @property
    def vetted(self) -> bool:
        """Whether it may be launched without a further question."""
        return self.standing is Standing.VETTED

    @property
    def failing(self) -> tuple[ImageFact, ...]:
        """The required facts that fail, and those that are not known."""
        return tuple(f for f in self.facts if f.required and f.state is not FactState.HOLDS)

    def fact(self, id: str) -> ImageFact:
        """The fact with this id; KeyError when there is none."""
        for one in self.facts:
            if one.id == id:
                return one
        raise KeyError(id)
