"""The kinds of things that are read from AWS."""

from enum import StrEnum


class Kind(StrEnum):
    """One value per resource table of the inventory; the value is the word shown to the user."""

    INSTANCES = "instances"
    STATUSES = "status checks"
    PROTECTION = "protection"
    SECURITY_GROUPS = "security groups"
    RULES = "security group rules"
    INTERFACES = "network interfaces"
    VOLUMES = "volumes"
    IMAGES = "images"
    KEY_PAIRS = "key pairs"
    INSTANCE_TYPES = "instance types"
    ADDRESSES = "elastic addresses"
    SNAPSHOTS = "snapshots"
    SHARING = "snapshot sharing"
    PROFILE_ASSOCIATIONS = "role associations"
    PREFIX_LISTS = "prefix lists"
    VPCS = "VPCs"
    SUBNETS = "subnets"
    ROUTE_TABLES = "route tables"
    NETWORK_ACLS = "network ACLs"
    BLOCK_PUBLIC_ACCESS = "VPC block public access"
    PUBLIC_ACCESS_EXCLUSIONS = "block public access exclusions"
    VPC_ENDPOINTS = "VPC endpoints"
    CONNECT_ENDPOINTS = "instance connect endpoints"
    SCHEDULES = "schedules"
