"""The product's own server with the empty page: consult.config.asgi as it is, one address more."""

from tests.bench import sample

# isort: split
from consult.config.asgi import application as own

__all__ = ["own", "sample"]
