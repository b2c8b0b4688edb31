"""Accounts from the command line: `python -m pages.door create-accounts | reset-password UID | list`."""

import argparse
import sys

from data.store.accounts import NoSuchAccount, everyone
from pages.door import accounts, clock
from pages.door.open_store import region, store


def main(arguments: list[str] | None = None) -> int:
    """Run one command; one-time passwords are printed once and kept nowhere."""
    parser = argparse.ArgumentParser(prog="python -m pages.door", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("create-accounts", help="one account a role, when there is none at all")
    reset = commands.add_parser("reset-password", help="a new one-time password; unlocks, ends open sessions")
    reset.add_argument("uid")
    commands.add_parser("list", help="who has an account")
    asked = parser.parse_args(arguments)
    return {"create-accounts": _create, "reset-password": _reset, "list": _list}[asked.command](asked)


def _create(_asked: argparse.Namespace) -> int:
    made = accounts.ensure_first_accounts(store(), region(), now=clock.wall())
    if not made:
        print("There are accounts already; nothing was changed.")
        return 0
    print("One-time passwords, shown once; each must be changed at the first sign-in:")
    for uid, role, password in made:
        print(f"  {uid:<12}{role:<12}{password}")
    return 0


def _reset(asked: argparse.Namespace) -> int:
    try:
        password = accounts.reset_password(store(), by="command line", uid=asked.uid, at=clock.wall())
    except NoSuchAccount:
        print(f"There is no account named {asked.uid}.", file=sys.stderr)
        return 1
    print(f"One-time password of {asked.uid}: {password}")
    return 0


def _list(_asked: argparse.Namespace) -> int:
    with store().reading() as conn:
        for row in everyone(conn).to_dict("records"):
            state = "disabled" if row["disabled"] else "one-time password" if row["must_change"] else ""
            print(
                f"  {row['uid']:<20}{row['role']:<12}{','.join(row['counties'] or [])}{row['enterprise'] or ''} {state}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
