"""A secret in memory: no text that is made of it by accident shows it, and it can be overwritten."""

HIDDEN = "[secret]"


class Secret:
    """Bytes that nothing prints; `reveal` is the one way to read them, `wipe` overwrites them.

    Best effort: a text made by `reveal` is Python's to forget.
    """

    __slots__ = ("_data",)

    def __init__(self, data: bytes | bytearray) -> None:
        self._data = bytearray(data)

    def reveal(self) -> str:
        """The secret as text (ASCII, as Windows passwords are; anything else is a ValueError)."""
        return self._data.decode("ascii")

    def wipe(self) -> None:
        """Overwrites the bytes with zeros and forgets how many there were."""
        self.wipe_bytes(self._data)

    @staticmethod
    def wipe_bytes(data: bytearray) -> None:
        """Overwrites bytes with zeros and empties them."""
        for at in range(len(data)):
            data[at] = 0
        del data[:]

    def __len__(self) -> int:
        return len(self._data)

    def __bool__(self) -> bool:
        return bool(self._data)

    def __repr__(self) -> str:
        return HIDDEN

    def __str__(self) -> str:
        return HIDDEN

    def __format__(self, spec: str) -> str:
        return format(HIDDEN, spec)

    def __reduce__(self) -> tuple[type["Secret"], tuple[bytes]]:
        raise TypeError("a secret is not written anywhere")
