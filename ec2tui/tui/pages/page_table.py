"""The table of a page: the key that opens a row has done so before the next key is looked at."""

from ec2tui.tui.widgets.row_table import RowTable


class PageTable(RowTable):
    """Opens rows by the action for it, at once; a message would come behind the keys typed meanwhile."""

    async def action_open(self) -> None:
        """Opens the row under the cursor."""
        await self.app.run_action("app.act('row.open')")
