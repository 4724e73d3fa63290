"""The security groups as a page: the groups, and of one group its rules and who uses it."""

from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.views.group_facts import rules_of, users_of
from ec2tui.core.views.network_interfaces import NETWORK_INTERFACES
from ec2tui.core.views.security_group_rules import SECURITY_GROUP_RULES
from ec2tui.services.session import Session
from ec2tui.tui.pages.rows import Rows


class _PartRows(Rows):
    """Rows of one group; `group` is its key."""

    group: Key
    what = ""

    @property
    def title(self) -> str:
        """`Rules of web`."""
        known = self.inventory.table(Kind.SECURITY_GROUPS).get(self.group)
        return f"{self.what} {(known.name if known is not None else '') or self.group.id}"


class GroupRuleRows(_PartRows):
    """The rules of one group."""

    what = "Rules of"

    def __init__(self, session: Session, group: Key) -> None:
        self.group = group
        super().__init__(session, SECURITY_GROUP_RULES, items=lambda inventory: rules_of(group, inventory))


class GroupUserRows(_PartRows):
    """The network interfaces in one group."""

    what = "Who uses"

    def __init__(self, session: Session, group: Key) -> None:
        self.group = group
        super().__init__(session, NETWORK_INTERFACES, items=lambda inventory: users_of(group, inventory))

    def leads_to(self, item: NetworkInterface) -> tuple[str, Key] | None:
        """The instance that holds the interface."""
        if item.instance_id is None or item.key._replace(id=item.instance_id) not in self.inventory.table(
            Kind.INSTANCES
        ):
            return None
        return "instances", item.key._replace(id=item.instance_id)
