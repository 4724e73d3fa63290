"""The boto3 script that people write: every page of instances, a line for each."""

import boto3

client = boto3.client("ec2")
for page in client.get_paginator("describe_instances").paginate():
    for reservation in page["Reservations"]:
        for instance in reservation["Instances"]:
            tags = {tag["Key"]: tag["Value"] for tag in instance.get("Tags", ())}
            print(instance["InstanceId"], tags.get("Name", ""), instance["State"]["Name"], flush=True)
