"""Logs go to standard error: standard output belongs to what a command was asked for."""

import logging
import sys

import stamina
import structlog


def log_to_stderr() -> None:
    """Warnings and worse, one line each, for this process. No secret ever reaches a log line."""
    stamina.instrumentation.set_on_retry_hooks(())  # a lost connection is told once, by the error that ends the call
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
