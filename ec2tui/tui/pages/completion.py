"""Completes the filter line from the fields of the query language and the values on screen."""

from textual.suggester import Suggester

from ec2tui.tui.pages.rows import Rows


class QuerySuggester(Suggester):
    """Offers the likeliest end of the word that is being typed."""

    def __init__(self, rows: Rows) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._rows = rows

    async def get_suggestion(self, value: str) -> str | None:
        """The whole line with its last word completed, None when nothing fits."""
        from ec2tui.core.views.query_completion import complete

        rows = self._rows
        words = rows.resource.words
        for offer in complete(value, len(value), rows.inventory, words, rows.everything()):
            whole = value[: offer.start] + offer.text
            if whole.startswith(value) and whole != value:
                return whole
        return None
