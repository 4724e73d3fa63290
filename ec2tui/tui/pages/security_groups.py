"""Parts of the security groups page: of one group its rules, and who uses it."""

from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.views.group_facts import rules_of, users_of
from ec2tui.core.views.network_interfaces import NETWORK_INTERFACES
from ec2tui.core.views.security_group_rules import SECURITY_GROUP_RULES
from ec2tui.services.session import Session
from ec2tui.tui.pages.part import PartRows

OF = Kind.SECURITY_GROUPS


def group_rules(session: Session, group: Key) -> PartRows:
    """The rules of one group."""
    return PartRows(session, SECURITY_GROUP_RULES, lambda i: rules_of(group, i), "Rules of", group, OF)


class GroupUserRows(PartRows):
    """The network interfaces in one group."""

    def __init__(self, session: Session, group: Key) -> None:
        super().__init__(session, NETWORK_INTERFACES, lambda i: users_of(group, i), "Who uses", group, OF)

    def leads_to(self, item: NetworkInterface) -> tuple[str, Key] | None:
        """The instance that holds the interface, where it is known."""
        if item.instance_id is None:
            return None
        key = item.key._replace(id=item.instance_id)
        return ("instances", key) if key in self.inventory.table(Kind.INSTANCES) else None
