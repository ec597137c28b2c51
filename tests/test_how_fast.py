from __future__ import annotations

import json

from tests.benchmarks.__main__ import PAGE, RESULTS
from tests.benchmarks.page import page
from tests.benchmarks.run import Run, middle


def test_the_page_says_what_was_measured() -> None:
    assert PAGE.read_text("utf-8") == page(json.loads(RESULTS.read_text("utf-8")))


def test_a_tool_that_failed_once_has_no_median() -> None:
    assert middle([Run(1, 1, 1), Run(2, 2, 2, "exit 1: no")]).failure == "exit 1: no"
    assert middle([Run(1, 3, 1), Run(2, 2, 2), Run(9, 1, 3)]) == Run(2, 2, 2)


def test_a_benchmark_that_was_not_run_has_no_section() -> None:
    assert "## Build the site" not in page({})
