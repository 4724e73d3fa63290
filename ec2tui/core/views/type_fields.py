"""What a query about instance types can ask for."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.type_choice import Choice
from ec2tui.core.views.type_purpose import family, purpose
from ec2tui.core.views.vocabulary import FlagField, NumberField, TextField, Vocabulary

_MEMORY = {"m": 1.0, "mib": 1.0, "g": 1024.0, "gib": 1024.0, "t": 1024.0 * 1024, "tib": 1024.0 * 1024}
_PRICES = frozenset({Kind.PRICES})


def haystack(kind: InstanceType) -> str:
    """What words look into: name, purpose, network, graphics and architectures, casefolded, one a line."""
    lines = [kind.key.id, purpose(kind), kind.network, kind.gpu_name, *kind.architectures]
    return "\n".join(lines).casefold()


def vocabulary(choice: Choice) -> Vocabulary[InstanceType]:
    """The words of queries about types; what fits and what it costs is asked of the choice."""

    def hourly(kind: InstanceType, inventory: Inventory, _now: float) -> float | Missing:
        price = choice.price(kind.key.id, inventory)
        return price if isinstance(price, Missing) else price.hourly

    return Vocabulary(
        "type",
        (
            TextField("type", "the type's name, m7*", lambda k, _: (k.key.id,)),
            TextField("family", "what stands before the dot: m7i", lambda k, _: (family(k.key.id),)),
            TextField("purpose", "general, compute, memory, …", lambda k, _: (purpose(k).value,)),
            TextField("arch", "x86_64, arm64, …", lambda k, _: k.architectures),
            TextField("network", "the network in AWS's words", lambda k, _: (k.network,)),
            TextField("gpu", "the graphics processor's name", lambda k, _: (k.gpu_name,) if k.gpus else ()),
        ),
        (
            NumberField("vcpu", "vCPUs: vcpu>=8", lambda k, _i, _n: k.vcpus, {}),
            NumberField("memory", "memory in GiB: memory>=16", lambda k, _i, _n: k.memory, _MEMORY, "g"),
            NumberField("price", "the price of an hour: price<0.5", hourly, {}, kinds=_PRICES),
            NumberField("gpus", "graphics processors: gpus>=1", lambda k, _i, _n: k.gpus, {}),
            NumberField("disks", "GB of disks of its own: disks>0", lambda k, _i, _n: k.storage, {}),
        ),
        (
            FlagField(
                "fits",
                "nothing speaks against it",
                lambda k, inventory: not choice.misfit(k, inventory),
                frozenset({Kind.OFFERINGS}),
            ),
            FlagField("current", "of the current generation", lambda k, _: k.current_generation),
            FlagField("burstable", "saves up processor time", lambda k, _: k.burstable),
            FlagField("metal", "without a hypervisor", lambda k, _: k.bare_metal),
        ),
        haystack,
        None,
        {"mem": "memory", "architecture": "arch", "cpu": "vcpu", "cost": "price", "disk": "disks"},
    )
