"""How many examples hypothesis tries (the same in every run, unless thorough), and what a run begins with."""

import os

import pytest
from hypothesis import settings

settings.register_profile("default", max_examples=40, deadline=None, database=None, derandomize=True)
settings.register_profile("thorough", max_examples=400, deadline=None, database=None)
settings.load_profile(os.environ.get("EC2TUI_HYPOTHESIS", "default"))

SLOWEST = "test_mypy_strict_finds_nothing"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The one test that takes the longest begins first: begun last, the other workers would wait for it."""
    items.sort(key=lambda item: item.name != SLOWEST)
