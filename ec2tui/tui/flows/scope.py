"""What is looked at: regions, profile, columns, freshness and theme."""

from typing import TYPE_CHECKING

from ec2tui.core.model.problem import Problem
from ec2tui.core.views.text import clean
from ec2tui.tui.screens.picker import Choice, Picker

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


async def regions(screen: "MainScreen") -> None:
    """Asks which regions to look at."""
    gateway = screen.session.gateway
    if gateway is None:
        return
    looked_at = screen.session.regions

    async def every() -> list[Choice] | str:
        answer = await gateway.regions()
        if isinstance(answer, Problem):
            return f"The others could not be listed: {answer.outcome}. {answer.hint}"
        return [(name, "") for name in dict.fromkeys((*answer, *looked_at))]

    chosen = await screen.app.push_screen_wait(
        Picker("Regions", [(name, "") for name in looked_at], looked_at, many=True, more=every)
    )
    if chosen:
        screen.session.look_at(chosen)
        screen.watcher.start()
    elif chosen is not None:
        screen.say("At least one region is needed.", bad=True)


async def profile(screen: "MainScreen") -> None:
    """Asks which profile to use, and connects with it."""
    names = screen.session.connector.profiles()
    if not names:
        screen.say("AWS's shared configuration names no profile.")
        return
    choice = await screen.app.push_screen_wait(
        Picker("Profile", [(name, "") for name in names], (screen.session.profile,))
    )
    if choice:
        await screen.connection.use_profile(choice[0])


async def columns(screen: "MainScreen") -> None:
    """Asks which columns to show, and in which order; tags found on the rows are offered too."""
    tags = screen.rows.tag_names(500)
    choices = [(column.id, f"{column.title}  {column.source}") for column in screen.rows.resource.columns]
    choices += [(tag, "tag") for tag in tags]
    chosen = await screen.app.push_screen_wait(
        Picker("Columns", choices, screen.column_ids, many=True, ordered=True)
    )
    if chosen:
        screen.show_columns(chosen)
        if screen.view.kind.id == "instances":
            screen.around.chosen.note(columns=screen.column_ids)


async def refresh(screen: "MainScreen") -> None:
    """Reads everything again now; a demo that has ended is started again first."""
    around = screen.around
    screen.surveyor.forget()
    screen.view.look_again()
    if around.demo_ended() and around.restart_demo is not None:
        screen.say("Starting the demo again…")
        why = await around.restart_demo()
        if why:
            screen.say(f"The demo cannot be started again: {why}", bad=True)
            return
        screen.connection.start()
    elif screen.session.gateway is None or not screen.session.regions:
        screen.connection.start()
    else:
        screen.watcher.refresh()
        screen.say("Reading again.")


async def reconnect(screen: "MainScreen") -> None:
    """Signs in again: by `aws sso login` for a profile that uses SSO, else by asking the chain anew."""
    argv = screen.around.sign_in_command(screen.session)
    if argv and screen.around.terminal is not None:
        code = await screen.around.terminal.hand_over(argv)
        if code != 0:
            screen.say(f"{clean(' '.join(argv))} ended with {code}.", bad=True)
            return
    screen.connection.start()


def theme(screen: "MainScreen") -> None:
    """Switches between dark and light."""
    dark = screen.app.current_theme.dark
    screen.app.theme = "ec2tui-light" if dark else "ec2tui-dark"
