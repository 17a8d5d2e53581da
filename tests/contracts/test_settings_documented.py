"""Every setting is in the guide, and the guide knows no other."""

import re

from photoalbum.settings import Settings, env_name, known, names_of

from .files import ROOT

GUIDE = (ROOT / "docs/self-hosting.md").read_text()
ROW = re.compile(r"^\| `(PHOTOALBUM_\w+)` \| (?:`(\w+)`)? ?\|", re.MULTILINE)
# Not settings: who owns ./data in compose.yaml.
OTHERS = {"PHOTOALBUM_UID"}


def test_every_setting_is_in_the_self_hosting_guide():
    rows = dict(ROW.findall(GUIDE))
    assert rows == {env_name(item): "".join(names_of(item)[1:]) for item in known()}


def test_every_name_in_the_guide_the_samples_and_the_deployment_is_a_setting():
    names = {name for item in known() for name in names_of(item)} | OTHERS
    for place in (
        "docs/self-hosting.md",
        ".env.example",
        "Dockerfile",
        "compose.yaml",
        "deploy/photoalbum.service",
    ):
        used = set(re.findall(r"PHOTOALBUM_[A-Z_]+[A-Z]", (ROOT / place).read_text()))
        assert {name.removesuffix("_FILE") for name in used} <= names, place


def test_the_sample_changes_nothing_until_it_is_edited(tmp_path):
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text())
    environ = {"PHOTOALBUM_INSTANCE": str(tmp_path / "instance")}
    assert Settings.load(environ, tmp_path) == Settings.load(environ, tmp_path.parent)
