"""Tests of ten thousand records take minutes: only `make test-scale` collects them."""

import os

import pytest

# What opens pages there opens them as the browser tests do.
from browser.conftest import browser, visit  # noqa: F401

collect_ignore_glob = [] if os.environ.get("TEST_SCALE") == "1" else ["test_*.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.timeout(900))
