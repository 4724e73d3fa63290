"""How the failures of each check are mended: steps in words, and changes where some do it."""

from ec2tui.core.rules.posture.remedy import Remedy

_CLOSE = ("rules.revoke", "rules.narrow")

REMEDIES: dict[str, Remedy] = {
    "SG-01": Remedy(
        "Revoke the rules, or narrow them to where you come from; Session Manager and EC2 Instance Connect "
        "endpoints need no open port.",
        _CLOSE,
    ),
    "SG-02": Remedy("Revoke the rules, and let in the group of the application instead.", _CLOSE),
    "SG-03": Remedy("Revoke the rules, or narrow them to who needs them.", _CLOSE),
    "SG-04": Remedy("Revoke the rules, and let in the ports that are served.", _CLOSE),
    "SG-05": Remedy(
        "Revoke the rules, or name the ports in `guardrails.network.public_ports` when they are meant for "
        "everybody.",
        _CLOSE,
    ),
    "SG-06": Remedy("Narrow the rules to the networks that you know.", ("rules.narrow", "rules.revoke")),
    "SG-07": Remedy(
        "Say what is meant: one rule for everybody, or the networks that you know.",
        ("rules.narrow", "rules.revoke"),
    ),
    "SG-08": Remedy(
        "Move what is in the default group to a group of its own, then revoke all rules of the default "
        "group.",
        ("group.empty",),
    ),
    "SG-09": Remedy(
        "Revoke egress to everywhere, and allow what is needed: tcp/443, endpoints of the VPC.",
        _CLOSE,
    ),
    "SG-10": Remedy("Replace it by rules for the ports that the members speak on.", _CLOSE),
    "SG-11": Remedy("Replace the range by the ports that are served.", ("rules.revoke",)),
    "SG-12": Remedy(
        "Replace it by the types that networks need: icmp/destination-unreachable, and of ICMPv6 "
        "packet-too-big.",
        _CLOSE,
    ),
    "SG-13": Remedy(
        "Describe the rules; give the things a group with a name of its own.", ("rules.describe",)
    ),
    "SG-14": Remedy("Revoke the rules that open nothing of their own.", ("rules.revoke",)),
    "SG-15": Remedy("Revoke the rules: what they refer to is not there any more.", ("rules.revoke",)),
    "SG-16": Remedy(
        "Look who made it and whether templates of others name it; then delete it.", ("group.delete",)
    ),
    "SG-17": Remedy(
        "Merge rules with a prefix list or a group as their source, or ask AWS for a higher quota "
        "(L-0EA8095F)."
    ),
    "SG-18": Remedy("Revoke the rules (`ec2tui sweep`), or take their tag away.", ("rules.revoke",)),
    "NET-01": Remedy(
        "Take one link of the chain away: revoke the rule, or the public address.",
        ("rules.revoke", "rules.narrow", "instance.take_address"),
    ),
    "NET-02": Remedy(
        "Disassociate an Elastic IP address; what has an automatic one is launched anew in a private subnet, "
        "behind a load balancer or a NAT gateway.",
        ("instance.take_address",),
    ),
    "NET-03": Remedy(
        "Route ::/0 to an egress-only internet gateway, or take the IPv6 address from the interface."
    ),
    "NET-04": Remedy(
        "Take the public address away, or give the instance a role that may do little.",
        ("instance.take_address", "instance.role"),
    ),
    "NET-05": Remedy(
        "Switch the automatic address off; what needs one asks for it at launch.", ("subnet.private",)
    ),
    "NET-06": Remedy(
        "Deny the ports with an entry of a lower number, or allow only the sources that are meant.",
        ("acl.deny_admin",),
    ),
    "NET-07": Remedy(
        "Block ingress for the region, and exclude the VPCs that serve the internet "
        "(ModifyVpcBlockPublicAccessOptions).",
        ("account.block_public_access",),
    ),
    "NET-08": Remedy(
        "Create a flow log of the VPC that keeps at least what was rejected, in S3 or CloudWatch Logs."
    ),
    "NET-09": Remedy(
        "Switch the check on, unless the instance routes or translates for others.", ("interface.check",)
    ),
    "NET-10": Remedy(
        "Create the gateway endpoint of S3, which costs nothing, and interface endpoints of ec2, ssm and "
        "ssmmessages.",
        ("vpc.gateway_endpoint",),
    ),
    "NET-12": Remedy(
        "Launch into a VPC of your own, with one interface; release an address that nothing uses.",
        ("address.release",),
    ),
    "INS-01": Remedy(
        "Look whether version 1 is still in use (metric MetadataNoToken), then require version 2.",
        ("instance.require_imds_v2",),
    ),
    "INS-02": Remedy("Set the hop limit to 1, and switch the IPv6 endpoint off.", ("instance.imds",)),
    "INS-03": Remedy("Require version 2 by default (ModifyInstanceMetadataDefaults).", ("account.imds_v2",)),
    "INS-04": Remedy("Switch protection on.", ("instance.protect", "instance.protect_stop")),
    "INS-05": Remedy("Let a shutdown from inside stop it.", ("instance.shutdown_stops",)),
    "INS-06": Remedy(
        "Count the secrets as known and change them; keep them in Secrets Manager or SSM, and read them with "
        "the instance's role. User data is changed while the instance is stopped."
    ),
    "INS-07": Remedy(
        "Terminate what nobody needs, with an image of it; replace what runs for too long by a new one.",
        ("instance.image", "instance.terminate"),
    ),
    "INS-08": Remedy(
        "Attach a role with AmazonSSMManagedInstanceCore and see that the agent runs and reaches SSM; "
        "install what is missing with AWS-RunPatchBaseline.",
        ("instance.role",),
    ),
    "INS-09": Remedy(
        "Move to a type of the present generation; a paravirtual image has to be made anew as HVM.",
        ("instance.resize",),
    ),
    "INS-10": Remedy("Tag it.", ("instance.tag",)),
    "IAM-01": Remedy("Attach a role that may do what the software needs.", ("instance.role",)),
    "IAM-02": Remedy(
        "Attach a policy of your own that allows what is used (IAM Access Analyzer writes one from "
        "CloudTrail), and detach the broad one.",
        ("instance.role",),
    ),
    "IAM-03": Remedy(
        "Name actions and resources in the role's policies, and the roles that may be passed.",
        ("instance.role",),
    ),
    "IAM-04": Remedy(
        "Sign in with IAM Identity Center or take a role, with MFA; delete the access key. Never use the "
        "root user."
    ),
    "STO-01": Remedy(
        "Snapshot the volume, copy the snapshot with encryption, make a volume of the copy, and attach it in "
        "place of the old one.",
        ("volume.snapshot",),
    ),
    "STO-02": Remedy("Switch encryption by default on.", ("account.encrypt_by_default",)),
    "STO-03": Remedy(
        "Make the snapshot private, and block public sharing for the region.",
        ("snapshot.make_private", "account.block_snapshots"),
    ),
    "STO-05": Remedy(
        "Let the root volume go with the instance, keep the volumes that are tagged so, and snapshot and "
        "delete what nothing uses.",
        ("instance.delete_volumes", "instance.keep_volumes", "volume.delete"),
    ),
    "STO-06": Remedy(
        "Snapshot it now, and let AWS Backup or a lifecycle policy do so from now on.", ("volume.snapshot",)
    ),
    "AMI-01": Remedy(
        "Launch anew from an image of a publisher that you trust, and treat what runs there as a stranger's.",
        ("instance.launch_like", "instance.quarantine"),
    ),
    "AMI-02": Remedy("Launch anew from the newest image of its family.", ("instance.launch_like",)),
    "AMI-03": Remedy("Launch anew from the newest image of its family.", ("instance.launch_like",)),
    "AMI-04": Remedy(
        "Make the image private, and block public sharing of images for the region.",
        ("image.make_private", "account.block_images"),
    ),
    "AMI-05": Remedy("Share it no more with accounts that you do not know.", ("image.unshare",)),
    "AMI-06": Remedy("Make a new image from an encrypted volume, with IMDS support v2.0."),
    "KEY-01": Remedy(
        "Delete a pair that nothing uses; give each person a key of their own, and renew old ones.",
        ("key.delete",),
    ),
    "KEY-02": Remedy(
        "chmod 600 the file and give it a passphrase (ssh-keygen -p -f FILE); throw away one that fits no "
        "key pair."
    ),
    "MON-01": Remedy(
        "Add an alarm of StatusCheckFailed with an action, and switch detailed monitoring on.",
        ("alarm.recommended", "instance.monitor"),
    ),
}
"""By the id of each check."""
