"""What EC2 is: frozen values keyed by (account, region, id), and the inventory that holds them."""
