"""What other catalogues call each check, by their versions: for auditors, and to compare reports."""

from collections.abc import Iterator

import msgspec


class Reference(msgspec.Struct, frozen=True):
    """An id in another catalogue; `version` where its ids move from one version to the next (CIS)."""

    catalogue: str
    id: str
    version: str = ""

    @property
    def text(self) -> str:
        """The reference as it is written, such as `CIS AWS Foundations v5 5.3`."""
        return " ".join(part for part in (self.catalogue, self.version, self.id) if part)


CATALOGUES = {
    "SH": "AWS Security Hub",
    "CFG": "AWS Config",
    "CT": "AWS Control Tower",
    "CIS": "CIS AWS Foundations",
    "P": "prowler",
    "CK": "checkov",
    "TV": "trivy",
    "SS": "ScoutSuite",
    "C7": "Cloud Custodian",
    "TA": "AWS Trusted Advisor",
}
"""The names of catalogues by the letters that the table below has for them."""

CIS_VERSIONS = (("v3",), ("v4", "v5"), ("v6", "v7"))
"""The versions of the CIS benchmark that the three columns of its ids stand for."""

PREFIXES = {"CK": "CKV_AWS_", "TV": "AWS-"}
"""What all ids of a catalogue begin with, which the table leaves out."""

TABLE: dict[str, str] = {
    "SG-01": "SH EC2.13 EC2.14 EC2.53 EC2.54; CIS 5.2,5.3 / 5.3,5.4 / 6.3,6.4; CK 24 25; TV 0107; "
    "P ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22 "
    "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_3389; "
    "SS ec2-security-group-opens-known-port-to-all; TA HCP4007jGY; C7 ingress",
    "SG-02": "SH EC2.19; TA HCP4007jGY; "
    "P ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_mysql_3306 "
    "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_postgres_5432 "
    "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_sql_server_1433_1434 "
    "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_oracle_1521_2483 "
    "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_redis_6379 "
    "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_memcached_11211 "
    "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_mongodb_27017_27018 "
    "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_cassandra_7199_9160_8888 "
    "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_kafka_9092 "
    "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_elasticsearch_kibana_9200_9300_5601",
    "SG-03": "SH EC2.19; CIS - / 5.1.2 / 6.1.2; "
    "P ec2_securitygroup_allow_ingress_from_internet_to_high_risk_tcp_ports "
    "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_ftp_20_21 "
    "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_telnet_23",
    "SG-04": "SH EC2.18 EC2.19; P ec2_securitygroup_allow_ingress_from_internet_to_all_ports; CK 277; "
    "TV 0107; SS ec2-security-group-opens-all-ports-to-all; TA 1iG5NDGVre",
    "SG-05": "SH EC2.18; P ec2_securitygroup_allow_ingress_from_internet_to_any_port; CK 260",
    "SG-06": "P ec2_securitygroup_allow_wide_open_public_ipv4",
    "SG-07": "",
    "SG-08": "SH EC2.2; CIS 5.4 / 5.5 / 6.5; P ec2_securitygroup_default_restrict_traffic; CK CKV2_AWS_12; "
    "TV 0173; SS ec2-default-security-group-with-rules ec2-default-security-group-in-use",
    "SG-09": "CK 382; TV 0104",
    "SG-10": "SS ec2-security-group-opens-all-ports-to-self; C7 SelfReference",
    "SG-11": "SS ec2-security-group-opens-port-range",
    "SG-12": "SS ec2-security-group-opens-icmp-to-all",
    "SG-13": "CK 23; TV 0099 0124; P ec2_securitygroup_from_launch_wizard",
    "SG-14": "",
    "SG-15": "C7 stale",
    "SG-16": "SH EC2.22; P ec2_securitygroup_not_used; CK CKV2_AWS_5; C7 unused",
    "SG-17": "P ec2_securitygroup_with_many_ingress_egress_rules",
    "SG-18": "",
    "NET-01": "SH EC2.9 EC2.13; P ec2_instance_port_ssh_exposed_to_internet "
    "ec2_instance_port_rdp_exposed_to_internet ec2_instance_port_mysql_exposed_to_internet "
    "ec2_instance_port_postgresql_exposed_to_internet ec2_instance_port_redis_exposed_to_internet",
    "NET-02": "SH EC2.9; P ec2_instance_public_ip; CK 88; SS ec2-instance-with-public-ip",
    "NET-03": "",
    "NET-04": "P ec2_instance_internet_facing_with_instance_profile",
    "NET-05": "SH EC2.15; P vpc_subnet_no_public_ip_by_default; CK 130; TV 0164",
    "NET-06": "SH EC2.21; CIS 5.1 / 5.2 / 6.2; P ec2_networkacl_allow_ingress_any_port "
    "ec2_networkacl_allow_ingress_tcp_port_22 ec2_networkacl_allow_ingress_tcp_port_3389; "
    "CK 229 230 231 232 352; TV 0105 0102; SS vpc-subnet-with-bad-acls",
    "NET-07": "SH EC2.172",
    "NET-08": "SH EC2.6; CIS 3.7 / 3.7 / 4.7; P vpc_flow_logs_enabled; CK CKV2_AWS_11; TV 0178",
    "NET-09": "SH EC2.180",
    "NET-10": "SH EC2.10 EC2.57; CIS - / - / v7:6.8; P vpc_endpoint_for_ec2_enabled",
    "NET-12": "TV 0101; C7 default-vpc; SH EC2.12 EC2.17; P ec2_elastic_ip_unassigned "
    "ec2_instance_uses_single_eni",
    "INS-01": "SH EC2.8; CIS 5.6 / 5.7 / 6.7; P ec2_instance_imdsv2_enabled; CK 79; TV 0028",
    "INS-02": "SH AutoScaling.4; CK 341; CT CT.EC2.PR.2",
    "INS-03": "P ec2_instance_account_imdsv2_enabled",
    "INS-04": "C7 termination-protected stop-protected",
    "INS-05": "",
    "INS-06": "P ec2_instance_secrets_user_data; CK 46; TV 0029; SS ec2-instance-user-data-secrets; "
    "C7 user-data",
    "INS-07": "SH EC2.4; P ec2_instance_stopped_older_than_specific_days "
    "ec2_instance_older_than_specific_days; C7 instance-age state-age",
    "INS-08": "SH SSM.1 SSM.2; P ec2_instance_managed_by_ssm ssm_managed_compliant_patching; "
    "C7 ssm ssm-compliance",
    "INS-09": "SH EC2.24; P ec2_instance_paravirtual_type",
    "INS-10": "SH EC2.38 EC2.43 EC2.45 EC2.35",
    "IAM-01": "CIS 1.18 / v4:1.18,v5:1.17 / v6:2.17,v7:2.16; P ec2_instance_profile_attached; CK CKV2_AWS_41",
    "IAM-02": "C7 has-specific-managed-policy; SH IAM.1",
    "IAM-03": "SH IAM.21; C7 check-permissions",
    "IAM-04": "SH IAM.3 IAM.6 IAM.19",
    "STO-01": "SH EC2.3; CIS 2.2.1 / 5.1.1 / 6.1.1; P ec2_ebs_volume_encryption; CK 3 CKV2_AWS_2; "
    "TV 0026 0131",
    "STO-02": "SH EC2.7; P ec2_ebs_default_encryption; CK 106",
    "STO-03": "SH EC2.1 EC2.182; P ec2_ebs_public_snapshot ec2_ebs_snapshot_account_block_public_access; "
    "C7 cross-account",
    "STO-05": "CFG ec2-volume-inuse-check; TA DAvU99Dc4C",
    "STO-06": "SH EC2.28; P ec2_ebs_volume_snapshots_exists ec2_ebs_volume_protected_by_backup_plan; "
    "TA H7IgTzjTYb",
    "AMI-01": "TV 0344",
    "AMI-02": "P ec2_instance_with_outdated_ami; C7 image-metadata",
    "AMI-03": "C7 image-age",
    "AMI-04": "P ec2_ami_public ec2_ami_account_block_public_access; SS ec2-ami-public; CK 205",
    "AMI-05": "C7 cross-account; CK 205",
    "AMI-06": "CK 204 235",
    "KEY-01": "C7 unused",
    "KEY-02": "",
    "MON-01": "P ec2_instance_detailed_monitoring_enabled; CK 126; SH CloudWatch.15 CloudWatch.17",
}
"""By the id of each check: catalogues apart by `;`, the columns of CIS by ` / ` (its versions v3, v4 and v5,
v6 and v7; `v7:6.8` is of one version alone, `-` of none). A check without an entry has no counterpart.
"""


def references_of(check: str) -> tuple[Reference, ...]:
    """What other catalogues call a check, in the order of the table; KeyError for an unknown id."""
    return tuple(_parsed(TABLE[check]))


def _parsed(text: str) -> Iterator[Reference]:
    for part in filter(None, text.split("; ")):
        letters, _, ids = part.partition(" ")
        if letters == "CIS":
            yield from _cis(ids)
            continue
        prefix = PREFIXES.get(letters, "")
        for one in ids.split():
            yield Reference(CATALOGUES[letters], f"{prefix}{one}" if one[0].isdigit() else one)


def _cis(columns: str) -> Iterator[Reference]:
    for versions, column in zip(CIS_VERSIONS, columns.split(" / "), strict=True):
        for entry in column.split(","):
            named, colon, id = entry.rpartition(":")
            for version in (named,) if colon else versions if entry != "-" else ():
                yield Reference(CATALOGUES["CIS"], id, version)
