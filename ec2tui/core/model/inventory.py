"""One immutable snapshot of everything that has been read, and how far each reading got."""

from typing import Any, TypeVar

import msgspec
from immutables import Map

from ec2tui.core.model.address import Address
from ec2tui.core.model.alarm import Alarm, AlarmHistory, AlarmTags
from ec2tui.core.model.alarm_policy import AlarmPolicy
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.finding import Findings
from ec2tui.core.model.image import Image, ImageSharing
from ec2tui.core.model.image_policy import ImagePolicy
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.instance_profile import InstanceProfile
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.membership import ScalingMembership, TargetGroups
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.offering import Offering
from ec2tui.core.model.price import Price
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.profile_association import ProfileAssociation
from ec2tui.core.model.quota import Quota
from ec2tui.core.model.reading import NOT_READ, Reading
from ec2tui.core.model.role_policies import RolePolicies
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.model.snapshot import Snapshot, SnapshotSharing
from ec2tui.core.model.snapshot_uses import LastSnapshot, SnapshotImages
from ec2tui.core.model.spot_request import SpotRequest
from ec2tui.core.model.status import InstanceStatus, Protection
from ec2tui.core.model.tokenless import TokenlessCalls
from ec2tui.core.model.volume import Volume

Table = Map[Key, Any]
T = TypeVar("T")


class Inventory(msgspec.Struct, frozen=True):
    """Tables by kind, readings by (source, kind), and the source of each (account, region).

    `absent` holds what was asked for by id and does not exist (or may not be seen). `groups_read` are the
    security groups of which every rule has been read, whether or not all rules have. `image_policy` is what
    images are judged by, `alarm_policy` which alarms are wanted.
    The maps share structure between snapshots: a page of n rows costs n, whatever the size of the fleet.
    """

    tables: Map[Kind, Table] = Map()
    readings: Map[tuple[Source, Kind], Reading] = Map()
    sources: Map[tuple[str, str], Source] = Map()
    absent: Map[tuple[Kind, Key], bool] = Map()
    groups_read: Map[Key, bool] = Map()
    image_policy: ImagePolicy = ImagePolicy()
    alarm_policy: AlarmPolicy = AlarmPolicy()

    def table(self, kind: Kind) -> Table:
        """All items of a kind by key."""
        return self.tables.get(kind, Map())

    def reading(self, source: Source, kind: Kind) -> Reading:
        """How far a kind has been read from a source."""
        return self.readings.get((source, kind), NOT_READ)

    def reading_of(self, kind: Kind, key: Key) -> Reading:
        """How far a kind has been read where this resource lives."""
        source = self.sources.get((key.account, key.region))
        return self.reading(source, kind) if source else NOT_READ

    def missing(self, kind: Kind, key: Key) -> Missing:
        """Why an item that is not in its table is absent."""
        if (kind, key) in self.absent:
            return Missing.GONE
        reading = self.reading_of(kind, key)
        if reading.problem is not None:
            return Missing.DENIED if reading.problem.outcome is Outcome.DENIED else Missing.FAILED
        if reading.complete_at is not None:
            return Missing.GONE
        return Missing.LOADING if reading.loading else Missing.NOT_READ

    def _find(self, kind: Kind, key: Key, _type: type[T]) -> T | Missing:
        item: T | None = self.table(kind).get(key)
        return item if item is not None else self.missing(kind, key)

    def instance(self, key: Key) -> Instance | Missing:
        """The instance with this key, or why there is none."""
        return self._find(Kind.INSTANCES, key, Instance)

    def status(self, key: Key) -> InstanceStatus | Missing:
        """The status checks of an instance, or why they are not known."""
        return self._find(Kind.STATUSES, key, InstanceStatus)

    def protection(self, key: Key) -> Protection | Missing:
        """The protection of an instance, or why it is not known."""
        return self._find(Kind.PROTECTION, key, Protection)

    def security_group(self, key: Key) -> SecurityGroup | Missing:
        """The group with this key, or why there is none."""
        return self._find(Kind.SECURITY_GROUPS, key, SecurityGroup)

    def rule(self, key: Key) -> SecurityGroupRule | Missing:
        """The rule with this key, or why there is none."""
        return self._find(Kind.RULES, key, SecurityGroupRule)

    def interface(self, key: Key) -> NetworkInterface | Missing:
        """The network interface with this key, or why there is none."""
        return self._find(Kind.INTERFACES, key, NetworkInterface)

    def volume(self, key: Key) -> Volume | Missing:
        """The volume with this key, or why there is none."""
        return self._find(Kind.VOLUMES, key, Volume)

    def image(self, key: Key) -> Image | Missing:
        """The image with this key, or why there is none."""
        own: Image | None = self.table(Kind.OWN_IMAGES).get(key)
        if own is not None:
            return own
        if (Kind.OWN_IMAGES, key) in self.absent:
            return Missing.GONE
        return self._find(Kind.IMAGES, key, Image)

    def image_sharing(self, key: Key) -> ImageSharing | Missing:
        """Who else may launch the own image with this key, or why that is not known."""
        return self._find(Kind.IMAGE_SHARING, key, ImageSharing)

    def key_pair(self, key: Key) -> KeyPair | Missing:
        """The key pair with this key (its id is the pair's name), or why there is none."""
        return self._find(Kind.KEY_PAIRS, key, KeyPair)

    def instance_type(self, key: Key) -> InstanceType | Missing:
        """What a type offers in this account and region (the key's id is the type's name)."""
        return self._find(Kind.INSTANCE_TYPES, key, InstanceType)

    def address(self, key: Key) -> Address | Missing:
        """The Elastic IP address with this key, or why there is none."""
        return self._find(Kind.ADDRESSES, key, Address)

    def snapshot(self, key: Key) -> Snapshot | Missing:
        """The snapshot with this key, or why there is none."""
        return self._find(Kind.SNAPSHOTS, key, Snapshot)

    def sharing(self, key: Key) -> SnapshotSharing | Missing:
        """Who else may use the snapshot with this key, or why that is not known."""
        return self._find(Kind.SHARING, key, SnapshotSharing)

    def targets(self, key: Key) -> TargetGroups | Missing:
        """What sends traffic to the instance with this key, or why that is not known."""
        return self._find(Kind.TARGETS, key, TargetGroups)

    def scaling(self, key: Key) -> ScalingMembership | Missing:
        """The Auto Scaling group of an instance (GONE: none), or why it is not known."""
        return self._find(Kind.SCALING, key, ScalingMembership)

    def tokenless(self, key: Key) -> TokenlessCalls | Missing:
        """How often the instance's metadata service was asked without a token, or why that is not known."""
        return self._find(Kind.TOKENLESS, key, TokenlessCalls)

    def role_policies(self, key: Key) -> RolePolicies | Missing:
        """The policies of an instance profile (the key's id is its ARN), or why they are not known."""
        return self._find(Kind.ROLE_POLICIES, key, RolePolicies)

    def instance_profile(self, key: Key) -> InstanceProfile | Missing:
        """An instance profile with its role (the key's id is its ARN), or why they are not known."""
        return self._find(Kind.INSTANCE_PROFILES, key, InstanceProfile)

    def offering(self, key: Key) -> Offering | Missing:
        """Where a type is offered (the key's id is the type's name), or why that is not known."""
        return self._find(Kind.OFFERINGS, key, Offering)

    def quota(self, key: Key) -> Quota | Missing:
        """A quota of the account (the key's id is its code; GONE: there is none), or why it is not known."""
        return self._find(Kind.QUOTAS, key, Quota)

    def price(self, key: Key) -> Price | Missing:
        """What an hour costs (the key's id is a `PriceId.text`; GONE: not listed), or why it is not known."""
        return self._find(Kind.PRICES, key, Price)

    def findings(self, key: Key) -> Findings | Missing:
        """What the checks say about the resource with this key, or why it has not been judged."""
        return self._find(Kind.FINDINGS, key, Findings)

    def spot_request(self, key: Key) -> SpotRequest | Missing:
        """The request of a Spot instance (the key is the instance's), or why it is not known."""
        return self._find(Kind.SPOT_REQUESTS, key, SpotRequest)

    def last_snapshot(self, key: Key) -> LastSnapshot | Missing:
        """The last snapshot of the volume with this key, or why it is not known."""
        return self._find(Kind.LAST_SNAPSHOTS, key, LastSnapshot)

    def snapshot_images(self, key: Key) -> SnapshotImages | Missing:
        """The images made from the snapshot with this key, or why they are not known."""
        return self._find(Kind.SNAPSHOT_IMAGES, key, SnapshotImages)

    def alarm(self, key: Key) -> Alarm | Missing:
        """The alarm with this key (its id is its name), or why there is none."""
        return self._find(Kind.ALARMS, key, Alarm)

    def alarm_tags(self, key: Key) -> AlarmTags | Missing:
        """The tags of an alarm, or why they are not known."""
        return self._find(Kind.ALARM_TAGS, key, AlarmTags)

    def alarm_history(self, key: Key) -> AlarmHistory | Missing:
        """The history of an alarm, or why it is not known."""
        return self._find(Kind.ALARM_HISTORY, key, AlarmHistory)

    def profile_association(self, key: Key) -> ProfileAssociation | Missing:
        """The instance profile of an instance with its association, or why it is not known."""
        return self._find(Kind.PROFILE_ASSOCIATIONS, key, ProfileAssociation)
