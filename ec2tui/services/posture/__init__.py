"""Posture: the checks run off the loop over what is read by need, and what was found is kept."""
