"""Waiting for so long, or until something happens before."""

import asyncio

from ec2tui.services.ports import Clock


async def pause(clock: Clock, seconds: float, *news: asyncio.Event) -> bool:
    """Returns after so many seconds, or at once with True when there is news: the user stops it, say."""
    waits = [asyncio.ensure_future(clock.sleep(seconds))]
    waits += [asyncio.ensure_future(_came(one)) for one in news]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    return any(one.is_set() for one in news)


async def _came(news: asyncio.Event) -> None:
    await news.wait()
