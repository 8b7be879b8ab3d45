"""Packs the dataset into the wheel, so that the installed program starts without parsing it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackDataset(BuildHookInterface):
    """Adds `iopcli/data.msgpack`, made from the TOML that goes into the same wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Load the dataset of this tree and put its packed form into a standard wheel."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from iopcli.dataset.load import load, shipped
        from iopcli.dataset.pack import pack

        packed = self._packed
        packed.parent.mkdir(parents=True, exist_ok=True)
        packed.write_bytes(pack(load(), shipped()))
        build_data["force_include"][str(packed)] = "iopcli/data.msgpack"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing beside the wheel."""
        self._packed.unlink(missing_ok=True)

    @property
    def _packed(self) -> Path:
        return Path(self.directory) / "data.msgpack"
