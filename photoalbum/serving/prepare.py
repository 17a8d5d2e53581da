"""A short-lived process before the others: migrates the database and prints the setup code, if one is due."""

import sys

from photoalbum.accounts import household, setup_code
from photoalbum.core import logs
from photoalbum.serving import migrated, process, start


def main(parent: str) -> None:
    process.die_with(int(parent))
    settings = start.settings()
    logs.set_up(settings.log_level)
    app = migrated.application(settings)
    with app.app_context():
        code = setup_code.read_or_make(settings.instance, household.is_set_up())
    sys.stdout.write(code or "")


if __name__ == "__main__":
    start.run(main)
