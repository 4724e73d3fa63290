"""The lifelike account: what is in it, and how it gets into moto."""
