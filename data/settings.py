"""Where the database, the region pack and the local files are: environment first, then config.toml, then defaults."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class NoRegion(Exception):
    """config.toml must name one of the region packs under data/reference."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The few things every command must know before it can open anything."""

    url: str
    region: str
    local: Path
    config: Path


def load_settings(config: Path = ROOT / "config.toml", *, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; relative paths are relative to the project, not to the caller's folder."""
    written = tomllib.loads(config.read_text(encoding="utf-8")) if config.exists() else {}
    local = ROOT / environ.get("MONITOR_LOCAL", "data/local")
    url = environ.get("DATABASE_URL") or written.get("store", {}).get("url") or f"sqlite:///{local / 'monitor.db'}"
    region = environ.get("MONITOR_REGION") or written.get("region") or _only_pack()
    return Settings(url=_anchored(url), region=region, local=local, config=config)


def _only_pack() -> str:
    packs = sorted(path.parent.name for path in (ROOT / "data" / "reference").glob("*/region.toml"))
    if len(packs) != 1:
        raise NoRegion(f"region packs found: {packs}")
    return packs[0]


def _anchored(url: str) -> str:
    prefix = "sqlite:///"
    path = url.removeprefix(prefix)
    return prefix + str(ROOT / path) if url.startswith(prefix) and path != ":memory:" else url
