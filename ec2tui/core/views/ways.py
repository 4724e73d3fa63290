"""The ways in to an instance, in words: what each needs, and what blocks it."""

from ec2tui.core.access.route import Login, Route, Routes

_STATES = {True: "usable", False: "blocked", None: "not known"}


def way_label(way: Route, routes: Routes) -> str:
    """The name of a way and whether it is usable; the one that is taken by itself is marked."""
    mark = "→" if routes.chosen is not None and way.via is routes.chosen.via else " "
    return f"{mark} {way.via:<9}{_STATES[way.usable]:<10}"


def way_words(way: Route) -> str:
    """Why it is so, and what else is to be known about it."""
    where = f" Dials {way.dial.text}." if way.dial is not None and way.dial.mapped else ""
    return " ".join((way.reason, *way.notes)) + where


def login_words(login: Login) -> str:
    """Whom to log in as, and by what that is known."""
    return f"as {login.user} ({login.how})"
