"""Care options for addiction treatment, side by side: facts meet needs."""

__version__ = "0.1.0"
