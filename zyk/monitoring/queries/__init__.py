from zyk.monitoring.queries.duties import duty_measures
from zyk.monitoring.queries.libraries import monitored_libraries, overview_lines, standing_is, with_latest
from zyk.monitoring.queries.platform import platform_figures
from zyk.monitoring.queries.records import result_records
from zyk.monitoring.queries.results import latest_computation, latest_results, report_of

__all__ = [
    "duty_measures",
    "latest_computation",
    "latest_results",
    "monitored_libraries",
    "overview_lines",
    "platform_figures",
    "report_of",
    "result_records",
    "standing_is",
    "with_latest",
]
