"""Rows that belong to one row of another table: the rules of a group, the volumes of an instance."""

from typing import Any

from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.resource import Resource
from ec2tui.core.views.rows import Items
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.services.session import Session
from ec2tui.tui.pages.rows import Rows


class PartRows(Rows):
    """`what` it is, as words that end before the name of `whose`, an item of kind `of`."""

    def __init__(
        self, session: Session, resource: Resource[Any], items: Items, what: str, whose: Key, of: Kind
    ) -> None:
        self._what = what
        self._whose = whose
        self._of = of
        super().__init__(session, resource, items=items)

    @property
    def title(self) -> str:
        """`Rules of web`."""
        known = self.inventory.table(self._of).get(self._whose)
        return f"{self._what} {(known.name if known is not None else '') or self._whose.id}"

    def nothing(self) -> Cell | None:
        """That there is none, once all are known where its owner lives."""
        reading = self.inventory.reading_of(self.resource.kind, self._whose)
        if self.total or reading.problem is not None or reading.complete_at is None:
            return None
        return Cell(f"{clean(self.title, 120)}: none.", Tone.DIM)
