"""The command `photoalbum`. A subcommand is read only when it is asked for: `serve` must stay small."""

from importlib import import_module
from typing import NamedTuple

import click


class Command(NamedTuple):
    place: str
    summary: str
    needs_site: bool = True


COMMANDS = {
    "serve": Command("serve:serve", "Run the site: web server and workers.", needs_site=False),
    "worker": Command(
        "worker:worker", "Run workers alone, beside a site served elsewhere.", needs_site=False
    ),
    "settings": Command(
        "settings_command:settings", "Show every setting and where it comes from.", needs_site=False
    ),
    "users": Command("users:users", "Add and list members, set passwords, bar and readmit."),
    "derivatives": Command("derivatives:derivatives", "Make pictures anew, all or what needs it."),
    "verify": Command("verify:verify", "Prove that every photo is still there, byte for byte."),
    "doctor": Command("doctor:doctor", "Look the whole site over, and say what to do.", needs_site=False),
    "backup": Command("backup:backup", "Copy the whole site to another disk."),
    "restore": Command("restore:restore", "Put a backup back.", needs_site=False),
    "import": Command("import_command:import_command", "Take in a folder of photos and videos."),
    "export": Command("export:export", "Write everything out as plain files, to leave with."),
    "search": Command("search:search", "Build search and timeline anew."),
    "demo": Command("demo:demo", "Fill an empty site with an invented family."),
}


class Commands(click.Group):
    """Looks a command up in the table above and imports its module only then."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if (entry := COMMANDS.get(cmd_name)) is None:
            return None
        module, _, name = entry.place.partition(":")
        command = getattr(import_module(f"photoalbum.cli.{module}"), name)
        if entry.needs_site:
            ctx.obj = import_module("photoalbum.serving.migrated").for_commands()
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])


@click.group(cls=Commands)
@click.version_option(package_name="photoalbum", message="%(package)s %(version)s")
def main() -> None:
    """A website on which a family keeps and shows its photos and videos."""
