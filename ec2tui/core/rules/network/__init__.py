"""What security groups, network ACLs and routes let through, measured over addresses and ports."""
