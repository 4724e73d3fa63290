"""Posture: what is wrong with what there is, each check a pure function over the inventory."""
