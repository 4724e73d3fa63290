"""Every judgement: what a policy allows, and what is said about a plan before it happens."""
