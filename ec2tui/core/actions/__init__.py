"""Everything a user can do, as one table."""
