"""Which role an instance profile hands out: one list tells all of the account."""

from ec2tui.core.model.kind import Kind
from tests.adapters.aws.endpoint import Endpoint, collect, connect, read_of, xml

ARN = "arn:aws:iam::111122223333:instance-profile/"


def profile(name: str, role: str = "") -> str:
    held = f"<member><RoleName>{role}</RoleName></member>" if role else ""
    return f"<member><Arn>{ARN}{name}</Arn><Roles>{held}</Roles></member>"


def listed(*members: str, marker: str = "") -> str:
    more = f"<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>" if marker else ""
    return (
        "<ListInstanceProfilesResponse><ListInstanceProfilesResult>"
        f"<InstanceProfiles>{''.join(members)}</InstanceProfiles>{more}"
        "</ListInstanceProfilesResult></ListInstanceProfilesResponse>"
    )


async def test_all_pages_are_read_in_one_go_and_an_empty_profile_has_no_role():
    pages = xml(listed(profile("a", "web"), marker="m")), xml(listed(profile("b"), profile("c", "db")))
    async with Endpoint(*pages) as endpoint:
        gateway = await connect(endpoint.url)
        items, problem = await collect(gateway, read_of(Kind.INSTANCE_PROFILES, ARN + "a", ARN + "b"))
        await gateway.aclose()
    assert problem is None
    assert [(one.key.id, one.role) for one in items] == [
        (ARN + "a", "web"),
        (ARN + "b", ""),
        (ARN + "c", "db"),
    ]
