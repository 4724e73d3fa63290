"""Looks closer at a row: the detail pane, the API document, the console output, the help."""

import base64
import binascii
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.views import detail
from ec2tui.core.views.detail_raw import raw
from ec2tui.core.views.problems import problem_lines
from ec2tui.core.views.resource import Describe
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.tui.flows.help_text import help_lines
from ec2tui.tui.pages.registry import table_of
from ec2tui.tui.screens.document import Document

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

NOT_CONNECTED = Problem(
    Outcome.UNREACHABLE, "connection", "Not connected to AWS.", hint="ctrl+r tries again."
)

LOADING: tuple[Line, ...] = ((Cell("asking AWS…", Tone.INFO),),)


async def open_row(screen: "MainScreen") -> None:
    """Opens the row's part or what it leads to, else its details; narrow, those take all of the page."""
    key = screen.selected_keys(cursor_only=True)[0]
    item, part = screen.rows.item(key), screen.view.kind.part
    if item is not None and (target := screen.rows.leads_to(item)):
        await screen.pages.follow(*target)
        return
    if part:
        await screen.pages.open_part(table_of(part), key)
        return
    if screen.narrow:
        screen.zoom("detail")
    screen.detail.focus_lines()


def part(table_id: str) -> Callable[["MainScreen"], Awaitable[None]]:
    """The flow that shows what belongs to the row as a table of its own, above what shows."""

    async def flow(screen: "MainScreen") -> None:
        key = screen.selected_keys(cursor_only=True)[0]
        await screen.pages.open_part(table_of(table_id), key)

    return flow


async def raw_document(screen: "MainScreen") -> None:
    """Shows the row as the API tells it, read now; what is known as a document already, as that."""
    key = screen.selected_keys(cursor_only=True)[0]
    rows = screen.rows
    known, describe = rows.document(rows.item(key)), rows.resource.describe
    if known is not None:
        screen.app.push_screen(Document(f"{key.id}", raw(known), screen.around.clipboard.copy))
    elif describe is not None:
        params = {**describe.always, describe.parameter: [key.id]}
        call = ApiCall(describe.service, describe.operation, key.region, params)
        await _document(screen, f"{key.id}  {call.action}", call, lambda body: _first(body, describe))


async def console_output(screen: "MainScreen") -> None:
    """Shows the console output of the instance, newest last, without its terminal escapes."""
    key = screen.selected_keys(cursor_only=True)[0]
    call = ApiCall("ec2", "GetConsoleOutput", key.region, {"InstanceId": key.id})
    await _document(screen, f"{key.id}  console output", call, lambda body: console_lines(body))


def help_here(screen: "MainScreen") -> None:
    """Shows the keys that work here, and every present problem in full."""
    screen.app.push_screen(Document("Keys and problems", help_lines(screen), screen.around.clipboard.copy))


def problems(screen: "MainScreen") -> None:
    """Shows every present problem whole."""
    lines = (*problem_lines(screen.header_facts().causes), *screen.rows.lacks)
    fine: tuple[Line, ...] = ((Cell("Nothing is wrong: everything asked for was read.", Tone.GOOD),),)
    screen.app.push_screen(Document("What is wrong", lines or fine, screen.around.clipboard.copy))


async def _document(screen: "MainScreen", title: str, call: ApiCall, show: Any) -> None:
    page = Document(title, LOADING, screen.around.clipboard.copy)
    screen.app.push_screen(page)
    reply = await fetch(screen, call)
    page.show(problem_text(reply.problem) if reply.problem else show(reply.body))


async def fetch(screen: "MainScreen", call: ApiCall) -> Reply:
    """One reading call through the session's gateway."""
    gateway = screen.session.gateway
    if gateway is None:
        return Reply(NOT_CONNECTED.outcome, problem=NOT_CONNECTED)
    return await gateway.fetch(call)


def problem_text(problem: Problem) -> tuple[Line, ...]:
    """A problem as lines: outcome, AWS's words, what to do."""
    lines: list[Line] = [
        (Cell(f"{problem.outcome}: {problem.operation}", Tone.BAD),),
        *detail.console(problem.message),
    ]
    if problem.hint:
        lines.append((Cell(problem.hint, Tone.INFO),))
    return tuple(lines)


def console_lines(body: dict[str, Any]) -> tuple[Line, ...]:
    """The lines of a GetConsoleOutput reply, or that there are none."""
    output = body.get("Output") or ""
    if not output:
        return ((Cell("AWS holds no console output of this instance (yet).", Tone.DIM),),)
    return detail.console(decoded(output))


def decoded(output: str) -> str:
    """Console output as text, whether it is still in base64 or not."""
    try:
        return base64.b64decode(output, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return output


def _first(body: dict[str, Any], describe: Describe) -> tuple[Line, ...]:
    """The one item of an answer, wherever it is nested."""
    found: list[Any] = [body]
    for member in describe.member.split("."):
        found = [item for outer in found for name in member.split("|") for item in outer.get(name, [])]
    return raw(found[0]) if found else ((Cell("AWS does not know it any more.", Tone.WARN),),)
