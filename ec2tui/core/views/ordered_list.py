"""A sorted list in pieces, which can also grow by what is sorted already without comparing anything."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, Generic, TypeVar

T = TypeVar("T", bound=tuple[Any, ...])

LOAD = 1000
"""Items of a piece; it is split at twice as many."""


class OrderedList(Generic[T]):
    """Distinct tuples in ascending order; adding, removing and finding cost O(log n) comparisons."""

    __slots__ = ("_maxes", "_pieces", "_starts")

    def __init__(self) -> None:
        self._pieces: list[list[T]] = []
        self._maxes: list[T] = []
        self._starts: list[int] | None = None

    def _index(self) -> list[int]:
        """Where each piece starts, and at last how many items there are."""
        if self._starts is None:
            self._starts = [0, *accumulate(map(len, self._pieces))]
        return self._starts

    def __len__(self) -> int:
        return self._index()[-1]

    def __iter__(self) -> Iterator[T]:
        for piece in self._pieces:
            yield from piece

    def __getitem__(self, index: int) -> T:
        starts = self._index()
        at = bisect_right(starts, index) - 1
        return self._pieces[at][index - starts[at]]

    def __contains__(self, item: T) -> bool:
        at = bisect_left(self._maxes, item)
        if at == len(self._pieces):
            return False
        piece = self._pieces[at]
        return piece[bisect_left(piece, item)] == item

    def rank(self, item: tuple[Any, ...]) -> int:
        """How many items come before this one, whether it is here or not."""
        at = bisect_left(self._maxes, item)
        if at == len(self._pieces):
            return len(self)
        return self._index()[at] + bisect_left(self._pieces[at], item)

    def between(self, start: int, stop: int) -> list[T]:
        """The items from index `start` up to before `stop`."""
        found: list[T] = []
        start = max(start, 0)
        starts = self._index()
        at = max(bisect_right(starts, start) - 1, 0)
        while at < len(self._pieces) and starts[at] < stop:
            found += self._pieces[at][max(start - starts[at], 0) : stop - starts[at]]
            at += 1
        return found

    def add(self, item: T) -> None:
        """Puts an item in its place."""
        self._starts = None
        if not self._pieces:
            self._pieces.append([item])
            self._maxes.append(item)
            return
        at = bisect_left(self._maxes, item)
        if at == len(self._pieces):
            at -= 1
            self._pieces[at].append(item)
            self._maxes[at] = item
        else:
            insort(self._pieces[at], item)
        if len(self._pieces[at]) > 2 * LOAD:
            tail = self._pieces[at][LOAD:]
            del self._pieces[at][LOAD:]
            self._pieces.insert(at + 1, tail)
            self._maxes[at : at + 1] = [self._pieces[at][-1], tail[-1]]

    def discard(self, item: T) -> None:
        """Takes an item out if it is here."""
        at = bisect_left(self._maxes, item)
        if at == len(self._pieces):
            return
        piece = self._pieces[at]
        place = bisect_left(piece, item)
        if piece[place] != item:
            return
        self._starts = None
        del piece[place]
        if piece:
            self._maxes[at] = piece[-1]
        else:
            del self._pieces[at], self._maxes[at]

    def extend(self, items: list[T]) -> None:
        """Appends items that are sorted and greater than all that are here."""
        self._starts = None
        for start in range(0, len(items), LOAD):
            piece = items[start : start + LOAD]
            if self._pieces and len(self._pieces[-1]) + len(piece) <= LOAD:
                self._pieces[-1] += piece
                self._maxes[-1] = piece[-1]
            else:
                self._pieces.append(piece)
                self._maxes.append(piece[-1])
