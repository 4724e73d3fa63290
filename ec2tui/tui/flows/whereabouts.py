"""What `my-ip` stands for: the address of the configuration, else the one that the user says."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from ec2tui.core.grammar.resolve import Unresolved, address_peer
from ec2tui.core.grammar.spec import RuleSpec
from ec2tui.core.model.origin import Origin
from ec2tui.services.rule_lines import says_my_ip
from ec2tui.tui.screens.prompt import Prompt

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

QUESTION = "my-ip: your address as AWS sees it"
SAID = "as you said"


async def know_my_ip(screen: "MainScreen", specs: Iterable[RuleSpec]) -> bool:
    """Asks for the address where a spec needs it and none is set; False when the question was left.

    The answer holds until the program ends, also for what would lock the user out.
    """
    around = screen.around
    if around.security_groups.my_ip or not says_my_ip(specs):
        return True
    question = QUESTION
    while (answer := await screen.app.push_screen_wait(Prompt(question))) is not None:
        address = answer.strip()
        if address and not isinstance(address_peer(address), Unresolved):
            around.security_groups = msgspec.structs.replace(around.security_groups, my_ip=address)
            if around.changing is not None:
                around.changing.comes_from(Origin((address,), SAID))
            return True
        question = f"{address or 'That'} is no address. {QUESTION}"
    return False
