"""From the command line to settings, with one plain sentence when that cannot be. Imports nothing heavy."""

import os
import sys
from collections.abc import Callable, Mapping
from typing import IO, Any

import click

from photoalbum.serving import process
from photoalbum.settings import BadSetting, Settings


class CannotStart(click.ClickException):
    """Printed as it is, and the program ends with 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=file is None)


def settings(chosen: Mapping[str, str] | None = None, *, make_key: bool = True) -> Settings:
    """All settings. What was chosen on the command line counts for child processes as well."""
    os.environ.update(chosen or {})
    try:
        return Settings.load(make_key=make_key)
    except BadSetting as fault:
        raise CannotStart(str(fault)) from None


def make_folders(values: Settings) -> None:
    """The instance folder, and the one for what is on its way."""
    try:
        values.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        process.use_temporary_folder(values.media_root)
    except OSError as fault:
        raise CannotStart(f"{fault.filename} cannot be used: {fault.strerror}.") from None


def run(main: Callable[..., None]) -> None:
    """Run the main function of a child process with the arguments that it was given."""
    try:
        main(*sys.argv[1:])
    except CannotStart as fault:
        fault.show()
        sys.exit(fault.exit_code)
