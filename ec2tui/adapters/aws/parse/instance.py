"""Instances from botocore's document; the reference that the fast parser is held to."""

from ec2tui.adapters.aws.parse.fields import Document, addresses, epoch, groups, tag_name, tags
from ec2tui.core.model.instance import (
    PRIVATE,
    PUBLIC,
    BlockDevice,
    Hardware,
    Instance,
    InstanceInterface,
    MetadataOptions,
    short_name,
)
from ec2tui.core.model.key import Key

NO_METADATA = MetadataOptions()


def interface(document: Document) -> InstanceInterface:
    """One network interface of an instance (shape InstanceNetworkInterface)."""
    attachment: Document = document.get("Attachment", {})
    private, public, ipv6 = addresses(document)
    return InstanceInterface(
        id=document.get("NetworkInterfaceId", ""),
        subnet_id=document.get("SubnetId", ""),
        vpc_id=document.get("VpcId", ""),
        status=document.get("Status", ""),
        mac=document.get("MacAddress", ""),
        device_index=attachment.get("DeviceIndex", 0),
        private_ips=private,
        public_ips=public,
        ipv6=ipv6,
        groups=groups(document.get("Groups")),
        source_dest_check=document.get("SourceDestCheck"),
        interface_type=document.get("InterfaceType", ""),
        delete_on_termination=attachment.get("DeleteOnTermination"),
    )


def block_devices(documents: list[Document] | None) -> tuple[BlockDevice, ...]:
    """The EBS volumes of an instance; a mapping without one is not a volume."""
    return tuple(
        BlockDevice(
            device=mapping.get("DeviceName", ""),
            volume_id=ebs.get("VolumeId", ""),
            delete_on_termination=ebs.get("DeleteOnTermination", False),
            status=ebs.get("Status", ""),
            attach_time=epoch(ebs.get("AttachTime")),
        )
        for mapping in documents or ()
        if (ebs := mapping.get("Ebs")) is not None
    )


def metadata_options(document: Document | None) -> MetadataOptions:
    """The instance metadata service's settings; all empty when AWS does not tell them."""
    if not document:
        return NO_METADATA
    return MetadataOptions(
        http_tokens=document.get("HttpTokens", ""),
        http_endpoint=document.get("HttpEndpoint", ""),
        hop_limit=document.get("HttpPutResponseHopLimit"),
        ipv6=document.get("HttpProtocolIpv6", ""),
        tags=document.get("InstanceMetadataTags", ""),
    )


def hardware(document: Document) -> Hardware:
    """What an instance runs on."""
    get = document.get
    cpu: Document = get("CpuOptions", {})
    return Hardware(
        virtualization=get("VirtualizationType") or None,
        hypervisor=get("Hypervisor") or None,
        ebs_optimized=get("EbsOptimized"),
        enclave=get("EnclaveOptions", {}).get("Enabled"),
        cores=cpu.get("CoreCount"),
        threads_per_core=cpu.get("ThreadsPerCore"),
    )


def instance(document: Document, account: str, region: str, reservation_id: str | None) -> Instance:
    """One instance (shape Instance); raises KeyError when it has no id."""
    get = document.get
    all_tags = tags(get("Tags"))
    interfaces = tuple(map(interface, get("NetworkInterfaces", ())))
    placement: Document = get("Placement", {})
    return Instance(
        key=Key(account, region, document["InstanceId"]),
        state=get("State", {}).get("Name", ""),
        type=get("InstanceType", ""),
        name=tag_name(all_tags),
        az=placement.get("AvailabilityZone", ""),
        private_ip=get("PrivateIpAddress") or None,
        public_ip=get("PublicIpAddress") or None,
        ipv6=get("Ipv6Address") or next((item.ipv6[0] for item in interfaces if item.ipv6), None),
        private_host=short_name(get("PrivateDnsName"), PRIVATE, get("PrivateIpAddress")),
        public_host=short_name(get("PublicDnsName"), PUBLIC, get("PublicIpAddress")),
        vpc_id=get("VpcId") or None,
        subnet_id=get("SubnetId") or None,
        image_id=get("ImageId", ""),
        key_name=get("KeyName") or None,
        profile_arn=get("IamInstanceProfile", {}).get("Arn") or None,
        security_groups=groups(get("SecurityGroups")),
        launch_time=epoch(get("LaunchTime")) or 0,
        platform=get("Platform") or None,
        platform_details=get("PlatformDetails") or None,
        architecture=get("Architecture") or None,
        lifecycle=get("InstanceLifecycle") or None,
        tenancy=placement.get("Tenancy") or None,
        monitoring=get("Monitoring", {}).get("State") or None,
        state_reason=get("StateReason", {}).get("Message") or None,
        state_transition=get("StateTransitionReason") or None,
        root_device_name=get("RootDeviceName") or None,
        root_device_type=get("RootDeviceType") or None,
        boot_mode=get("BootMode") or None,
        ena_support=get("EnaSupport"),
        source_dest_check=get("SourceDestCheck"),
        hibernation=get("HibernationOptions", {}).get("Configured"),
        reservation_id=reservation_id or None,
        placement_group=placement.get("GroupName") or None,
        hardware=hardware(document),
        metadata=metadata_options(get("MetadataOptions")),
        block_devices=block_devices(get("BlockDeviceMappings")),
        interfaces=interfaces,
        tags=all_tags,
    )


def instances(document: Document, account: str, region: str) -> tuple[Instance, ...]:
    """All instances of a reply of ec2:DescribeInstances, each keyed by its reservation's owner."""
    return tuple(
        instance(item, reservation.get("OwnerId") or account, region, reservation.get("ReservationId"))
        for reservation in document.get("Reservations", ())
        for item in reservation.get("Instances", ())
    )
