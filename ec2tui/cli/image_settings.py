"""`ec2tui images block-public`: the setting that keeps images from becoming public, reviewed as a change."""

import asyncio

from ec2tui.cli.carrying_out import carry_out, changing_context
from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.core.changes.account_settings import BlockPublicImages, setting_key
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.services.review import review


def run(context: Context) -> ExitCode:
    """Blocks public images in every region of the session, or allows them with `--off`."""

    async def go() -> ExitCode:
        async with connected(context) as session:
            changing = await changing_context(context, session)
            on = not context.options.off
            here = [Key(session.account, region, "") for region in session.regions]
            places = [setting_key(Kind.IMAGE_BLOCK, each) for each in here]
            wanted = [BlockPublicImages(place, on) for place in places]
            with recording():
                made = await review(changing, wanted, context.options.reason)
                return await carry_out(context, changing, made)

    return asyncio.run(go())
