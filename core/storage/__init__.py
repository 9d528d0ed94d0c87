"""The only place that knows which database this is: engine, transactions, migrations, search index, audit entries."""

from core.storage.engine import Act, Storage, open_storage
from core.storage.prepared import Prepared
from core.storage.types import Codes, Moment

__all__ = ["Act", "Codes", "Moment", "Prepared", "Storage", "open_storage"]
