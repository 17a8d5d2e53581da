"""No file names the index that its maker fetched packages from, or a folder of the maker's machine."""

import re
import subprocess
from urllib.parse import urlsplit

from .files import texts

# Put together here, so that this file does not hold what it looks for.
PUBLIC = ["pypi." + "org", "pythonhosted." + "org", "registry.npm" + "js.org", "registry.yarn" + "pkg.com"]
MACHINE = re.compile(r"(?<![\w.-])/(?:work|root|home)/(?:main|steering|\.library|shared|venv|\.pyenv)\b")


def configured() -> set[str]:
    """The indexes that pip and npm use on this machine."""
    said = ""
    for command in (["python3", "-m", "pip", "config", "list"], ["npm", "config", "get", "registry"]):
        try:
            said += subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout
        except FileNotFoundError:
            continue
    hosts = {urlsplit(url).hostname or "" for url in re.findall(r"https?://[^\s'\",]+", said)}
    return hosts - {"", "localhost", "127.0.0.1"}


def test_no_index_is_named():
    hosts = {*PUBLIC, *configured()}
    found = [f"{name}: {host}" for name, text in texts() for host in hosts if host in text]
    assert found == []


def test_no_folder_of_a_machine_is_named():
    found = [f"{name}: {match[0]}" for name, text in texts() for match in MACHINE.finditer(text)]
    assert found == []
