"""Every mutation as a frozen value: what it does, the call that does it, and what takes it back."""
