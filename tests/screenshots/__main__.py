"""Takes every picture anew: python -m tests.screenshots"""

import asyncio

from tests.screenshots.shots import FOLDER, SHOTS, standing_demo, take


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    async with standing_demo() as demo:
        record = demo.directory / "audit.jsonl"
        for shot in SHOTS:
            shot.path.write_text(await take(shot, demo.regions, record), encoding="utf-8")
            print(shot.path.name)


if __name__ == "__main__":
    asyncio.run(main())
