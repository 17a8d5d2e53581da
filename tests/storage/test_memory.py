import pytest

from photoalbum.storage.base import Storage
from photoalbum.storage.memory import MemoryStorage

from .contract import StorageContract


class TestMemoryStorage(StorageContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return MemoryStorage()
