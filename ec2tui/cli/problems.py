"""Problems of AWS as lines for the user."""

from collections.abc import Iterable

from ec2tui.cli.exit_codes import exit_code_of
from ec2tui.cli.failure import Failure
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.views.text import clean
from ec2tui.services.listing import Gap

_NEXT = {
    Outcome.DENIED: "ask for {permission}, or use another --profile",
    Outcome.EXPIRED: "sign in again (aws sso login, or renew the credentials)",
    Outcome.NO_CREDENTIALS: "name a --profile, set AWS_PROFILE, or run `aws configure`",
    Outcome.THROTTLED: "AWS asks for fewer calls: try again in a minute",
    Outcome.UNREACHABLE: "check the network, the region and --endpoint-url, then try again",
    Outcome.REFUSED: "leave --read-only away, or use another profile",
}


def problem_line(problem: Problem, where: str = "") -> str:
    """One line: what failed and where, how, in AWS's words, and what to do next."""
    code = f" ({clean(problem.code)})" if problem.code else ""
    message = clean(problem.message).rstrip(".: ")
    place = f" in {where}" if where else ""
    advice = problem.hint or _NEXT.get(problem.outcome, "run `ec2tui doctor` to see what is wrong")
    advice = advice.replace("{permission}", problem.permission).rstrip(".")
    subject = (
        "" if problem.operation == "configuration" else f"{problem.operation}{place}: {problem.outcome}: "
    )
    return f"{subject}{message}{code}; {clean(advice)}"


def failure_of(problem: Problem) -> Failure:
    """The failure that ends a verb when it cannot go on without what failed."""
    return Failure(exit_code_of(problem), problem_line(problem))


def gap_lines(gaps: Iterable[Gap]) -> list[str]:
    """One line per problem, naming all regions that have it; without instances their facts are no news."""
    gaps = tuple(gaps)
    regions: dict[tuple[object, ...], list[Gap]] = {}
    unlisted = {gap.source for gap in gaps if gap.kind is Kind.INSTANCES}
    for gap in gaps:
        problem = gap.problem
        if gap.source in unlisted and gap.kind is not Kind.INSTANCES:
            continue
        regions.setdefault((problem.operation, problem.outcome, problem.code, problem.hint), []).append(gap)
    return [
        f"not read: {same[0].kind}: "
        + problem_line(same[0].problem, ", ".join(dict.fromkeys(gap.source.region for gap in same)))
        for same in regions.values()
    ]
