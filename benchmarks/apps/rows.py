"""The same made-up rows for every table: name, id, state, type, zone, address and age."""

COLUMNS = ("Name", "Instance ID", "State", "Type", "AZ", "Private IP", "Age")


def row(index: int) -> tuple[str, ...]:
    """The texts of a row."""
    return (
        f"bench-{index:06}",
        f"i-{index:017x}",
        ("running", "stopped", "pending")[index % 3],
        ("m7g.large", "c7i.xlarge", "t3.micro")[index % 3],
        f"eu-west-1{'abc'[index % 3]}",
        f"10.{index >> 16 & 255}.{index >> 8 & 255}.{index & 255}",
        f"{index % 400} d",
    )
