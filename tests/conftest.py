"""How many examples hypothesis tries (the same in every run, unless thorough), and what a run begins with."""

import os

import pytest
from hypothesis import settings

settings.register_profile("default", max_examples=40, deadline=None, database=None, derandomize=True)
settings.register_profile("thorough", max_examples=400, deadline=None, database=None)
settings.load_profile(os.environ.get("EC2TUI_HYPOTHESIS", "default"))


def pytest_xdist_auto_num_workers() -> int:
    """Two workers more than cores (`-n auto`): tests also wait, for terminals, processes and endpoints."""
    return (os.cpu_count() or 1) + 2


SLOWEST = ("test_mypy_strict_finds_nothing", "test_the_pictures_are_current")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests that take the longest begin first: begun last, the other workers would wait for them."""
    items.sort(key=lambda item: item.name not in SLOWEST)
