"""`volumes` and `snapshots`: what they list, what could not be read, and their changes on the demo."""

import json

import pytest

from ec2tui.cli.parser import joined, make_parser, subparsers
from ec2tui.cli.storage_change import entry_of
from ec2tui.cli.storage_options import STORAGE_VERBS
from ec2tui.core.changes.requests import REQUESTS_OF
from ec2tui.core.model.kind import Kind
from tests.cli.endpoint import DENIED, NAMESPACE, refusal


def volumes(*ids, token=""):
    items = "".join(
        f"<item><volumeId>{id}</volumeId><size>8</size><volumeType>gp3</volumeType>"
        "<availabilityZone>eu-west-1a</availabilityZone><status>in-use</status><attachmentSet><item>"
        f"<instanceId>i-0aaaaaaaaaaaaaaaa</instanceId><device>/dev/sdf</device></item></attachmentSet></item>"
        for id in ids
    )
    more = f"<nextToken>{token}</nextToken>" if token else ""
    return 200, (
        f"<DescribeVolumesResponse {NAMESPACE}><requestId>r</requestId><volumeSet>{items}</volumeSet>{more}"
        "</DescribeVolumesResponse>"
    )


def test_every_request_of_storage_is_a_verb_with_its_words():
    verbs = dict(STORAGE_VERBS)
    nouns = ((Kind.VOLUMES, "volumes"), (Kind.SNAPSHOTS, "snapshots"), (Kind.OWN_IMAGES, "images"))
    for kind, noun in nouns:
        for entry in REQUESTS_OF[kind]:
            # The region's setting has a verb of its own, which takes no image.
            if entry.id.startswith("account."):
                continue
            assert verbs[f"{noun} {entry.verb}"] == entry.words
            assert entry_of(f"{noun} {entry.verb}") == (entry, kind)
    assert len(verbs) == sum(len(REQUESTS_OF[kind]) for kind, _ in nouns), "two more verbs, two settings"
    assert entry_of("snapshots create")[0].id == "volume.snapshot"
    assert entry_of("images create")[0].id == "instance.image"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (["volumes", "snapshot", "v"], ["volumes snapshot", "v"]),
        (["--profile", "volumes", "snapshots", "tag", "s"], ["--profile", "volumes", "snapshots tag", "s"]),
        (["volumes", "--", "snapshot"], ["volumes", "--", "snapshot"]),
        (["ls", "volumes", "tag"], ["ls", "volumes", "tag"]),
        (["volumes", "unattached"], ["volumes", "unattached"]),
    ],
)
def test_two_words_are_one_verb_only_where_they_begin(given, read):
    assert joined(given, subparsers(make_parser())) == read


def test_nothing_is_written_before_the_first_page_and_a_later_failure_closes_the_array(on_demo, endpoint):
    at = ("--endpoint-url", endpoint.url, "volumes", "-o", "json")
    endpoint.answer = lambda call: DENIED
    done = on_demo(*at)
    assert (done.returncode, done.stdout) == (4, "") and "ec2:DescribeVolumes" in done.stderr
    endpoint.answer = lambda call: DENIED if "NextToken" in call.params else volumes("vol-1", token="t")
    done = on_demo(*at)
    assert done.returncode == 4 and [one["id"] for one in json.loads(done.stdout)] == ["vol-1"]
    endpoint.answer = lambda call: volumes()
    done = on_demo(*at)
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, [], "")


def test_several_regions_and_one_that_fails(on_demo, endpoint):
    endpoint.answer = lambda call: (
        refusal(500, "InternalError") if call.region == "us-east-1" else volumes("vol-1")
    )
    done = on_demo("--endpoint-url", endpoint.url, "--region", "eu-west-1,us-east-1", "volumes", "-o", "ids")
    assert (done.returncode, done.stdout) == (5, "vol-1\n")
    assert "us-east-1" in done.stderr and "eu-west-1" not in done.stderr


def test_what_decides_the_query_may_be_denied(on_demo, endpoint):
    endpoint.answer = lambda call: volumes("vol-1") if call.operation == "DescribeVolumes" else DENIED
    done = on_demo("--endpoint-url", endpoint.url, "volumes", "instance:web", "-o", "json")
    assert (done.returncode, json.loads(done.stdout)) == (4, [])
    assert "1 volumes are not listed" in done.stderr


def test_a_mistake_in_a_query_a_column_or_a_verb_names_the_nearest(on_demo):
    for words, hint in (
        (("volumes", "sizee:4"), "size"),
        (("snapshots", "--columns", "descripton"), "did you mean description"),
        (("snapshots", "--sort", "agee"), "did you mean age"),
    ):
        done = on_demo(*words)
        assert (done.returncode, done.stdout) == (2, "") and hint in done.stderr


def test_the_forms_of_a_list(on_demo, account):
    assert on_demo("snapshots", "public", "-o", "ids").stdout.startswith("snap-")
    [told] = json.loads(on_demo("snapshots", "public", "-o", "json").stdout)
    assert told["public"] is True and told["name"] == "public-dump"
    unread = json.loads(on_demo("snapshots", "public-dump", "-o", "json").stdout)
    assert unread[0]["public"] is None and unread[0]["shared_with"] is None
    table = on_demo("volumes", "unattached").stdout
    assert table.splitlines()[0].split()[:2] == ["Name", "Id"] and "orders-db-old-data" in table
    held = on_demo("volumes", "instance:bastion", "--columns", "instance,fate", "-o", "csv").stdout
    assert held.splitlines() == ["instance,fate", "bastion,deleted"]
    assert account.changes() == {}


def test_a_volume_is_grown_attached_detached_and_not_shrunk_or_deleted_in_use(on_demo, account):
    name = "orders-db-old-data"
    assert on_demo("volumes", "modify", name, "--size", "125", "--yes").returncode == 0
    smaller = on_demo("volumes", "modify", name, "--size", "20", "--yes", "--dry-run")
    assert smaller.returncode == 3 and "cannot shrink" in smaller.stderr
    done = on_demo("volumes", "attach", name, "--to", "bastion", "--yes", "-o", "json")
    assert done.returncode == 0, done.stderr
    assert on_demo("volumes", name, "-o", "json").stdout.count("/dev/sdf") == 1
    used = on_demo("volumes", "delete", name, "--yes", "--confirm", name)
    assert used.returncode == 3 and "holds it" in used.stderr
    assert on_demo("volumes", "detach", name, "--yes").returncode == 3
    assert on_demo("undo", "--yes", "--confirm", name).returncode == 0
    assert on_demo("volumes", "unattached", "-o", "ids").stdout.startswith("vol-")
    assert account.changes() == {"ModifyVolume": 1, "AttachVolume": 1, "DetachVolume": 1}


NAMED = "orders-db-old-data"
"""The name that a snapshot has from its volume."""


def test_a_snapshot_is_made_shared_unshared_and_taken_back(on_demo, account):
    made = on_demo("snapshots", "create", "orders-db-old-data", "--description", "x", "--yes", "-o", "json")
    assert made.returncode == 0, made.stderr
    [result] = json.loads(made.stdout)["results"]
    assert (result["action"], result["reversible"]) == ("snapshot.create", True)
    [snapshot] = on_demo("snapshots", "description:x", "-o", "ids").stdout.split()
    assert on_demo("snapshots", "share", snapshot, "--with", "12", "--yes").returncode == 3
    shared = on_demo("snapshots", "share", snapshot, "--with", "111122223333", "--confirm", NAMED)
    assert shared.returncode == 0, shared.stderr
    assert on_demo("snapshots", "shared:111122223333", "-o", "ids").stdout.split() == [snapshot]
    assert on_demo("snapshots", "unshare", snapshot, "--yes").returncode == 0
    assert on_demo("snapshots", "unshare", snapshot, "--yes").returncode == 0
    assert on_demo("snapshots", "delete", snapshot, "--yes", "--confirm", NAMED).returncode == 0
    counted = account.changes()
    assert counted == {"CreateSnapshot": 1, "ModifySnapshotAttribute": 2, "DeleteSnapshot": 1}


def test_the_review_says_that_undo_will_not_make_it_public_again(on_demo, account):
    done = on_demo("snapshots", "make-private", "public-dump", "--dry-run", "--yes")
    assert done.returncode == 0 and "guardrails.levels.snapshot_public" in done.stdout
    assert "Undo takes all of it back" not in done.stdout


def test_a_name_that_is_none_is_not_found_and_read_only_sends_nothing(on_demo, account):
    missing = on_demo("volumes", "delete", "nothing", "--yes")
    assert missing.returncode == 1 and "no volume 'nothing'" in missing.stderr
    refused = on_demo("--read-only", "snapshots", "tag", "public-dump", "--set", "a=b", "--yes")
    assert refused.returncode == 3 and "read-only" in refused.stderr
    assert account.changes() == {}
