"""`s` and `W`: a shell on an instance by the best way in or a chosen one."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ec2tui.core.access.route import Login, Routes, Via
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.views.durations import human
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.core.views.ways import login_words, way_label, way_words
from ec2tui.services.access import find_login, find_routes, run_ssh
from ec2tui.services.access_values import Ended, Lack, NoEntry, Reaching, Wish
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Terminal
from ec2tui.services.ports_access import HostKeyQuestion
from ec2tui.services.ports_audit import AuditError
from ec2tui.services.review import Review
from ec2tui.tui.errand import given_up
from ec2tui.tui.flows.passphrase import AskPassphrase
from ec2tui.tui.screens.document import Document
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.prompt import Prompt

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

OWN_FAILURE = 255
"""OpenSSH's exit code when it failed itself."""


async def ssh(screen: "MainScreen") -> None:
    """Opens a shell on the instance under the cursor; where no way is open, shows what blocks each."""
    instance = instance_under_cursor(screen)
    if instance is not None:
        screen.say(f"Looking for the way in to {instance.name or instance.id}…")
        await _connect(screen, instance, Wish())


async def ways_in(screen: "MainScreen") -> None:
    """Shows every way in to the instance under the cursor, and connects by the one that is chosen."""
    instance, means = instance_under_cursor(screen), means_of(screen)
    if instance is None or means is None:
        return
    screen.say(f"Looking for the ways in to {instance.name or instance.id}…")
    routes, login = await asyncio.gather(
        find_routes(screen.session, means[0], instance), find_login(screen.session, means[0], instance)
    )
    await _choose(screen, instance, routes, login)


def instance_under_cursor(screen: "MainScreen") -> Instance | None:
    """The instance to get into; None (and said) when it is not known any more."""
    key = screen.selected_keys(cursor_only=True)[0]
    found = screen.session.store.inventory.instance(key)
    if isinstance(found, Missing):
        screen.say(f"{key.id} is not known any more.", bad=True)
        return None
    return found


def means_of(screen: "MainScreen") -> tuple[Reaching, Changing, Terminal] | None:
    """What getting in stands on; None (and said) where that is not set up."""
    around = screen.around
    if around.reaching is None or around.changing is None or around.terminal is None:
        screen.say("Instances are not reached from here.", bad=True)
        return None
    return around.reaching(), around.changing, around.terminal


async def _choose(screen: "MainScreen", instance: Instance, routes: Routes, login: Login | NoEntry) -> None:
    """The picker of ways, and the connection by the one that is chosen."""
    whom = clean(login.message) if isinstance(login, NoEntry) else login_words(login)
    picker = Picker(
        f"Ways in to {instance.name or instance.id}, {whom}",
        [(str(way.via), way_words(way)) for way in routes.ways],
        [str(routes.chosen.via)] if routes.chosen else [],
        labels={str(way.via): way_label(way, routes) for way in routes.ways},
        most=500,
    )
    screen.app.clear_notifications()
    chosen = await screen.app.push_screen_wait(picker)
    if chosen:
        await _connect(screen, instance, Wish(Via(chosen[0])))


async def _connect(screen: "MainScreen", instance: Instance, wish: Wish) -> None:
    """Connects; in a window of its own the shell runs on while other things are done."""
    window, means = screen.around.window, means_of(screen)
    if means is not None and window is not None:
        screen.run_worker(_opened(screen, instance, wish, window), group="ssh", exit_on_error=True)
    elif means is not None:
        await _opened(screen, instance, wish, means[2])


async def _opened(screen: "MainScreen", instance: Instance, wish: Wish, terminal: Terminal) -> None:
    means = means_of(screen)
    if means is None:
        return
    reaching, changing, _ = means
    lent, asks = Lent(screen, terminal), Asks(screen)
    try:
        ended = await run_ssh(
            screen.session,
            reaching,
            changing,
            instance,
            wish,
            lent,
            asks.confirm,
            lent.tell,
            asks.agree,
            AskPassphrase(screen, screen),
        )
    except AuditError as error:
        screen.say(f"The record cannot be written, so that no session is opened: {error}.", bad=True)
        return
    except GivenUpError:
        return
    if isinstance(ended, Ended):
        name = instance.name or instance.id
        how = "failed (255)" if ended.code == OWN_FAILURE else f"ended with {ended.code}"
        took = f" after {human(lent.lasted)}" if lent.lasted else ""
        screen.say(f"SSH to {name} by way of {ended.planned.route.via} {how}{took}.", bad=ended.code >= 128)
    elif ended.lack is Lack.BLOCKED and wish.via is None:
        routes = await find_routes(screen.session, reaching, instance)
        if len({way.reason for way in routes.ways}) == 1:
            screen.app.clear_notifications()
            screen.say(f"No way in to {instance.name or instance.id}: {routes.ways[0].reason}", bad=True)
            return
        await _choose(screen, instance, routes, await find_login(screen.session, reaching, instance))
    elif ended.lack is Lack.HOST_KEY_UNKNOWN:
        screen.say(f"{ended.message}.", bad=True)
    else:
        await tell_no_entry(screen, instance, ended)


async def tell_no_entry(screen: "MainScreen", instance: Instance, lack: NoEntry) -> None:
    """Says whole why an instance cannot be entered."""
    if given_up():
        return
    screen.app.clear_notifications()
    words = clean(lack.message, 2000)
    lines: list[Line] = [(Cell(f"{words[:1].upper()}{words[1:]}.", Tone.BAD),)]
    if lack.problem is not None:
        problem = lack.problem
        said = f"{problem.operation}: {problem.outcome}: {clean(problem.message, 1000)}"
        lines += [(), (Cell(said),), *([(Cell(problem.hint),)] if problem.hint else [])]
    title = f"{' '.join(filter(None, (instance.name, instance.id)))}: {lack.lack}"
    await screen.app.push_screen_wait(Document(title, tuple(lines), screen.around.clipboard.copy))


class GivenUpError(Exception):
    """The user has gone elsewhere before the terminal was lent out."""


class Lent:
    """The Terminal port that explains above the program by which way it goes, and tells how long it ran."""

    def __init__(self, screen: "MainScreen", terminal: Terminal) -> None:
        self._screen = screen
        self._terminal = terminal
        self._told: list[str] = []
        self.lasted = 0.0

    def tell(self, words: str) -> None:
        """Keeps a sentence for when the terminal is lent; GivenUpError when nobody waits any more."""
        if given_up():
            raise GivenUpError
        self._told.append(clean(words, 1000))

    async def hand_over(
        self, argv: Sequence[str], env: Mapping[str, str] | None = None, said: Sequence[str] = ()
    ) -> int:
        """Runs it with what was told above."""
        clock = self._screen.session.clock
        began = clock.now()
        self._screen.app.clear_notifications()
        code = await self._terminal.hand_over(argv, env, (*self._told, *said))
        self.lasted = clock.now() - began
        return code


class Asks:
    """What the user is asked before a connection."""

    def __init__(self, screen: "MainScreen") -> None:
        self._screen = screen

    async def confirm(self, question: HostKeyQuestion) -> bool:
        """Whether a host key that nobody vouches for is the right one; `yes` has to be typed."""

        async def check(text: str) -> str:
            return "" if text.strip() in ("yes", "no") else "Type yes or no; esc leaves."

        shown = f"{question.key.fingerprint} ({question.key.type})"
        prompt = Prompt(
            f"{clean(question.why, 500)} Compare {shown} with what the machine says of itself, and type "
            "yes if it is the same.",
            check=check,
            title=f"The host key of {question.instance.id} is not verified",
        )
        return (await self._screen.app.push_screen_wait(prompt) or "").strip() == "yes"

    async def agree(self, review: Review) -> str | None:
        """What is typed to confirm that a key is sent; None when it is declined."""
        reasons = " ".join(clean(one.reason, 300) for one in review.judgements[:2])
        prompt = Prompt(
            f"{reasons} Type {review.confirm} to send a key for sixty seconds.", title="A key is sent to AWS"
        )
        typed: str | None = await self._screen.app.push_screen_wait(prompt)
        return (typed or "").strip() or None
