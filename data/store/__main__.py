"""python -m data.store migrate | downgrade REVISION | revision: the schema, from the command line."""

import argparse

from data.settings import load_settings
from data.store.migrate import NewerSchema, current, downgrade, migrate


def main() -> None:
    """Run one command on the configured database."""
    parser = argparse.ArgumentParser(prog="python -m data.store", description=__doc__)
    parser.add_argument("command", choices=("migrate", "downgrade", "revision"))
    parser.add_argument("revision", nargs="?")
    chosen = parser.parse_args()
    if chosen.command == "downgrade" and not chosen.revision:
        parser.error("downgrade needs a revision")
    url = load_settings().url
    steps = {
        "migrate": lambda: migrate(url, chosen.revision or "head"),
        "downgrade": lambda: downgrade(url, chosen.revision),
        "revision": lambda: current(url),
    }
    try:
        print(f"schema revision: {steps[chosen.command]() or 'none'}")
    except NewerSchema as refused:
        parser.exit(1, f"{NewerSchema.__doc__} ({refused})\n")


if __name__ == "__main__":
    main()
