"""Whether a reviewed plan may be sent: what stands against it, and what the flags have agreed to."""

import msgspec

from ec2tui.cli.exit_codes import ExitCode, exit_code_of
from ec2tui.cli.problems import problem_line
from ec2tui.core.changes.rehearsal import Verdict
from ec2tui.core.model.judgement import Level
from ec2tui.core.rules.policy import decided_by
from ec2tui.services.review import Review

READ_ONLY = "read-only mode: nothing is sent; leave --read-only away, or use another profile"


class Consent(msgspec.Struct, frozen=True):
    """What the flags agree to: `yes` to all but a CONFIRM, `confirm` (None: not given) to that too."""

    yes: bool = False
    confirm: str | None = None


class Objection(msgspec.Struct, frozen=True):
    """Why a plan is not sent; `asks`: only an answer is missing, which a terminal may give."""

    code: ExitCode
    message: str
    asks: bool = False


def objection(review: Review, consent: Consent, read_only: bool = False) -> Objection | None:
    """What stands against sending a plan that is not empty, the gravest first; None: nothing."""
    if read_only:
        return Objection(ExitCode.REFUSED, READ_ONLY)
    if review.unread is not None:
        return Objection(exit_code_of(review.unread), f"nothing was sent: {problem_line(review.unread)}")
    if review.level is Level.BLOCK:
        return Objection(ExitCode.REFUSED, f"blocked: {_blocking(review)}")
    denied = [answer for answer in review.rehearsals if answer.verdict is Verdict.DENIED]
    if denied:
        actions = ", ".join(dict.fromkeys(answer.action for answer in denied))
        return Objection(
            ExitCode.DENIED, f"nothing was sent: AWS denies {actions}; ask for it, or use another --profile"
        )
    return _unanswered(review, consent)


def _unanswered(review: Review, consent: Consent) -> Objection | None:
    if consent.confirm is not None:
        if consent.confirm == review.confirm:
            return None
        return Objection(
            ExitCode.REFUSED, f"not confirmed: --confirm {consent.confirm!r} is not {review.confirm!r}"
        )
    if review.level is Level.CONFIRM:
        return Objection(ExitCode.REFUSED, f"not confirmed: needs --confirm {review.confirm!r}", asks=True)
    if not consent.yes:
        return Objection(ExitCode.REFUSED, "not agreed to: needs --yes", asks=True)
    return None


def _blocking(review: Review) -> str:
    """The first reason that blocks, what decides it and what would pass; a rehearsal that acted, too."""
    for judgement in review.judgements:
        if judgement.level is Level.BLOCK:
            subject = f"{judgement.subject.id}: " if judgement.subject else ""
            instead = f" Instead: {judgement.alternative}" if judgement.alternative else ""
            decided = f" ({decided_by(judgement.setting)})" if judgement.setting else ""
            return f"{subject}{judgement.reason}{decided}{instead}"
    return "the endpoint ignored DryRun and may have made the change; look with `ec2tui log`"
