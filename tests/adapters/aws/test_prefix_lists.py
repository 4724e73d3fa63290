"""Prefix lists come with their entries, page by page; what may not be read stays unknown."""

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.prefix_list import PrefixListEntry
from ec2tui.core.model.problem import Outcome
from tests.adapters.aws.endpoint import Endpoint, collect, connect, error, read_of, reply_xml, xml


def lists(*ids):
    items = "".join(f"<item><prefixListId>{i}</prefixListId></item>" for i in ids)
    return xml(reply_xml("DescribeManagedPrefixLists", f"<prefixListSet>{items}</prefixListSet>"))


def page(cidr, token=""):
    more = f"<nextToken>{token}</nextToken>" if token else ""
    inner = f"<entrySet><item><cidr>{cidr}</cidr></item></entrySet>{more}"
    return xml(reply_xml("GetManagedPrefixListEntries", inner))


async def read(*script):
    async with Endpoint(*script) as endpoint:
        gateway = await connect(endpoint.url)
        try:
            return *await collect(gateway, read_of(Kind.PREFIX_LISTS)), endpoint
        finally:
            await gateway.aclose()


async def test_all_pages_of_entries_are_read():
    items, problem, endpoint = await read(lists("pl-1"), page("10.0.0.0/8", "t"), page("0.0.0.0/0"))
    assert problem is None
    assert items[0].entries == (PrefixListEntry("10.0.0.0/8"), PrefixListEntry("0.0.0.0/0"))
    assert [form.get("NextToken") for form in endpoint.forms[1:]] == [None, "t"]


async def test_denied_entries_are_unknown_and_the_list_is_still_there():
    items, problem, _ = await read(lists("pl-1", "pl-2"), error("UnauthorizedOperation", status=403))
    assert [item.entries for item in items] == [None, None]
    assert (problem.outcome, problem.operation) == (Outcome.DENIED, "ec2:GetManagedPrefixListEntries")


async def test_a_list_that_went_meanwhile_is_no_problem():
    items, problem, _ = await read(lists("pl-1"), error("InvalidPrefixListID.NotFound"))
    assert ([item.entries for item in items], problem) == ([None], None)


async def test_an_endpoint_that_repeats_its_token_ends():
    items, problem, endpoint = await read(lists("pl-1"), page("10.0.0.0/8", "t"))
    assert problem.outcome is Outcome.UNKNOWN
    assert items[0].entries is None
    assert len(endpoint.forms) <= 102
