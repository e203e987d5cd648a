"""Many reports → typed frames."""

from audit.frames.bundle import Frames
from audit.frames.schema import SCHEMAS, conform, empty

__all__ = ["SCHEMAS", "Frames", "conform", "empty"]
