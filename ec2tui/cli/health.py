"""What the facts of a set-up mean: one check each, with how to mend it."""

import difflib
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from ec2tui.core.model.identity import Identity
from ec2tui.core.model.problem import Problem
from ec2tui.core.views.durations import human
from ec2tui.core.views.text import clean
from ec2tui.services.machine import EndpointAnswer, KeyringState, TerminalFacts

SKEW_WARN = 60
SKEW_FAIL = 300
"""Seconds; AWS refuses a signature whose time is more than five minutes off."""
EXPIRES_SOON = 900
"""Seconds of life left below which credentials are worth renewing first."""


class Grade(StrEnum):
    """How a check ended; what could not be looked at is unknown, never ok."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"


class Check(msgspec.Struct, frozen=True):
    """One line of `doctor`: what was looked at, how it is, and what to do about it (empty: nothing)."""

    check: str
    status: Grade
    detail: str
    mend: str = ""


def python(version: tuple[int, int, int]) -> Check:
    """The interpreter is one that the program supports."""
    text = ".".join(map(str, version))
    if version >= (3, 11, 0):
        return Check("python", Grade.OK, text)
    return Check("python", Grade.FAIL, text, "install Python 3.11 or newer")


def colors(facts: TerminalFacts) -> Check:
    """The terminal shows colours."""
    if not facts.tty:
        return Check(
            "colours", Grade.UNKNOWN, "not a terminal", "run `ec2tui doctor` in the terminal you use"
        )
    if facts.no_color:
        return Check("colours", Grade.OK, "switched off by NO_COLOR; words say what colours would")
    if facts.colorterm.lower() in ("truecolor", "24bit"):
        return Check("colours", Grade.OK, f"16 million ({clean(facts.term)})")
    if "256" in facts.term:
        mend = "set COLORTERM=truecolor if your terminal can do it"
        return Check("colours", Grade.OK, f"256 ({clean(facts.term)})", mend)
    if facts.term in ("", "dumb"):
        mend = "set TERM to what your terminal is, such as xterm-256color"
        return Check("colours", Grade.WARN, f"TERM is {facts.term or 'not set'}", mend)
    return Check("colours", Grade.WARN, f"few ({clean(facts.term)})", "use a terminal with 256 colours")


def size(facts: TerminalFacts) -> Check:
    """The terminal has room for the screen."""
    if not facts.tty:
        return Check("size", Grade.UNKNOWN, "not a terminal", "run `ec2tui doctor` in the terminal you use")
    text = f"{facts.columns}×{facts.rows}"
    if facts.columns >= 80 and facts.rows >= 24:
        return Check("size", Grade.OK, text)
    return Check("size", Grade.WARN, text, "make the terminal at least 80×24")


def characters(facts: TerminalFacts) -> Check:
    """Text leaves in an encoding that has every character."""
    if facts.encoding.replace("-", "") == "utf8":
        return Check("unicode", Grade.OK, "UTF-8")
    return Check("unicode", Grade.WARN, clean(facts.encoding), "set LANG=C.UTF-8 or PYTHONUTF8=1")


def credentials(identity: Identity, now: float) -> Check:
    """Credentials that expire are better than keys that live for ever."""
    kind = identity.method or "credentials"
    if identity.expires_at is not None:
        left = identity.expires_at - now
        text = f"{kind}, temporary, {human(left)} left"
        if left <= 0:
            return Check("credentials", Grade.FAIL, f"{kind}, expired", "sign in again (aws sso login)")
        soon = left < EXPIRES_SOON
        return Check("credentials", Grade.WARN if soon else Grade.OK, text, "sign in again" if soon else "")
    if identity.access_key_id.startswith("AKIA"):
        mend = "use IAM Identity Center (aws configure sso) or a role instead of an access key"
        return Check("credentials", Grade.WARN, f"{kind}, a long-lived access key", mend)
    if identity.access_key_id.startswith("ASIA"):
        return Check("credentials", Grade.OK, f"{kind}, temporary")
    return Check("credentials", Grade.UNKNOWN, f"{kind}, of no kind that AWS gives out")


def identified(answer: Identity | Problem) -> Check:
    """AWS knows who is asking."""
    if isinstance(answer, Identity):
        return Check("identity", Grade.OK, f"{clean(answer.principal)} in {clean(answer.account)}")
    return failed("identity", answer)


def regions(wanted: tuple[str, ...], enabled: tuple[str, ...] | Problem) -> Check:
    """Every region that is looked at exists and is enabled for the account."""
    told = clean(", ".join(wanted), 300)
    if isinstance(enabled, Problem) or not enabled:
        why = enabled.outcome if isinstance(enabled, Problem) else "none were listed"
        return Check("regions", Grade.UNKNOWN, f"{told}; which are enabled cannot be told ({why})")
    strange = [name for name in wanted if name not in enabled]
    if not strange:
        return Check("regions", Grade.OK, told)
    near = difflib.get_close_matches(strange[0], enabled, 1, 0.6)
    mend = f"did you mean {near[0]}?" if near else "enable it, or name another with --region"
    return Check("regions", Grade.FAIL, f"{clean(strange[0], 60)} is not one of the account's regions", mend)


def failed(name: str, problem: Problem) -> Check:
    """The check for something that AWS, or the way to it, refused."""
    mend = clean(problem.hint) or "see the message; `aws sts get-caller-identity` tells more"
    return Check(name, Grade.FAIL, f"{problem.outcome}: {clean(problem.message)}", mend)


def endpoint(url: str, answer: EndpointAnswer) -> Check:
    """AWS's address answers."""
    host = clean(urlsplit(url).netloc or url)
    if not answer.error:
        return Check("endpoint", Grade.OK, f"{host} answers")
    mend = "check the network, the proxy (HTTPS_PROXY, AWS_CA_BUNDLE), the region and --endpoint-url"
    return Check("endpoint", Grade.FAIL, f"{host}: {clean(answer.error)}", mend)


def clock_skew(answer: EndpointAnswer, now: float) -> Check:
    """This machine's clock agrees with AWS's, which signatures need."""
    if answer.date is None:
        return Check("clock", Grade.UNKNOWN, "the endpoint told no time", "")
    off = abs(now - answer.date)
    text = f"{off:.0f} s off" if off >= 2 else "agrees with the endpoint's"
    if off < SKEW_WARN:
        return Check("clock", Grade.OK, text)
    grade = Grade.FAIL if off >= SKEW_FAIL else Grade.WARN
    return Check("clock", grade, text, "set the clock (timedatectl set-ntp true)")


def tool(name: str, version: str | None, needed_for: str, mend: str) -> Check:
    """A program that some actions hand over to is installed."""
    if version is not None:
        return Check(name, Grade.OK, clean(version, 80))
    return Check(name, Grade.WARN, f"not found; needed for {needed_for}", mend)


def keyring(state: KeyringState) -> Check:
    """There is a place of the operating system to keep a passphrase in."""
    if not state.reason:
        return Check("keyring", Grade.OK, clean(state.backend))
    detail = f"{clean(state.reason)} ({clean(state.backend)})" if state.backend else clean(state.reason)
    return Check(
        "keyring",
        Grade.WARN,
        detail,
        "passphrases are asked for each time, and the record of changes is not sealed",
    )


def place(name: str, path: str, obstacle: str) -> Check:
    """What is written there can be."""
    if not obstacle:
        return Check(name, Grade.OK, f"{clean(path, 200)} can be written")
    told = f"{clean(path, 200)}: {clean(obstacle, 200)}"
    if name == "record":
        return Check(
            name, Grade.FAIL, told, "nothing is changed until it can be: mend it, or set [audit] path"
        )
    return Check(
        name, Grade.WARN, told, "the next start shows no saved rows: mend it, or [cache] enabled = false"
    )


def configuration(path: str, found: bool, mistake: str) -> Check:
    """The configuration file is sound, or not there."""
    if mistake:
        mend = "mend the file, or name another with --config"
        return Check("configuration", Grade.FAIL, clean(mistake, 1000), mend)
    return Check("configuration", Grade.OK, clean(path) if found else f"none ({clean(path)}); defaults hold")
