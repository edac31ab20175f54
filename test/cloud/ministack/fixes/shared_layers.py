"""Layers unpacked once: MiniStack unpacks those of a function again for each of its processes, and a Map starts many."""

import os
import tempfile
import threading
import zipfile
from hashlib import sha256
from pathlib import Path

from ministack.core import lambda_runtime

_unpacking = threading.Lock()


def unpack_once() -> None:
    class LayersOnce(zipfile.ZipFile):
        """Unpacks a layer to one place, and links its folders wherever it is wanted again."""

        def extractall(self, path=None, *args):
            if not Path(self.filename or "").name.startswith("layer_"):
                return super().extractall(path, *args)
            content = repr([(entry.filename, entry.CRC) for entry in self.infolist()])
            shared = Path(tempfile.gettempdir(), "layers", sha256(content.encode()).hexdigest())
            with _unpacking:
                if not shared.exists():
                    unfinished = shared.with_suffix(".unfinished")
                    super().extractall(unfinished)
                    unfinished.rename(shared)
            for folder in os.listdir(shared):
                os.symlink(shared / folder, Path(path, folder))

    class ZipFiles:
        """Stands in for the module `zipfile` where MiniStack starts processes."""

        ZipFile = LayersOnce

        def __getattr__(self, name):
            return getattr(zipfile, name)

    lambda_runtime.zipfile = ZipFiles()
