"""Who may reach an instance, for programs: effective rules with their origin, and what is reachable."""

from typing import Any

from ec2tui.core.model.effective import Effective
from ec2tui.core.model.exposure import Exposure
from ec2tui.core.model.finding import Finding
from ec2tui.core.model.reachability import Reach, Reachability
from ec2tui.core.model.survey import Survey
from ec2tui.core.views.findings_json import contract


def survey_json(survey: Survey) -> dict[str, Any]:
    """Three keys of the instance's document; shares are from 0 to 1, `reachable` is null when not known."""
    return {
        "effective_rules": [_effective(one) for one in survey.effective],
        "internet": {
            "reachable": survey.reachable,
            "interfaces": [_reachability(one) for one in survey.reachability],
        },
        "findings": [finding_json(one) for one in survey.findings],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding with what was measured."""
    return {
        **contract(finding),
        "exposure": [_exposure(one) for one in finding.exposure],
        "needs": list(finding.needs),
    }


def _effective(one: Effective) -> dict[str, Any]:
    return {
        "interface": one.interface.id,
        "security_groups": list(one.groups),
        "grants": [
            {
                "direction": "egress" if grant.egress else "ingress",
                "traffic": grant.traffic,
                "protocol": grant.protocol,
                "first": grant.first,
                "last": grant.last,
                "peer": grant.peer,
                "families": list(grant.families),
                "internet_share": grant.share,
                "rules": list(grant.rules),
                "security_groups": list(grant.groups),
            }
            for grant in one.grants
        ],
        "exposure": [_exposure(exposure) for exposure in one.exposures],
        "covered": [{"rule": each.rule, "how": each.how, "by": list(each.by)} for each in one.covered],
        "unknown": list(one.unknown),
    }


def _exposure(exposure: Exposure) -> dict[str, Any]:
    return {
        "direction": "egress" if exposure.egress else "ingress",
        "family": exposure.family,
        "traffic": exposure.traffic,
        "protocol": exposure.protocol,
        "first": exposure.first,
        "last": exposure.last,
        "internet_share": exposure.share,
        "rules": list(exposure.rules),
    }


def _reachability(one: Reachability) -> dict[str, Any]:
    return {
        "interface": one.interface.id,
        "reachable": one.reachable,
        "reach": [_reach(reach) for reach in one.reach],
        "blocked": list(one.blocked),
        "indirect": list(one.indirect),
        "unknown": list(one.unknown),
    }


def _reach(reach: Reach) -> dict[str, Any]:
    return {
        **_exposure(reach.exposure),
        "addresses": list(reach.addresses),
        "route": reach.route,
        "acl_entries": list(reach.acl),
        "certain": reach.certain,
    }
