"""Presets are files that only their owner reads, replaced as a whole."""

import pytest

from ec2tui.adapters.local.presets_directory import PresetsDirectory
from ec2tui.core.model.wish import Wish
from ec2tui.services.presets import PresetError


def test_a_preset_is_kept_private_and_found_again(tmp_path):
    presets = PresetsDirectory(tmp_path / "ec2tui" / "presets")
    assert presets.names() == ()
    path = presets.save("web", Wish(type="t3.nano"))
    presets.save("web", Wish(type="t3.micro"))
    assert presets.names() == ("web",) and presets.load("web").type == "t3.micro"
    assert (tmp_path / "ec2tui" / "presets" / "web.toml").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "ec2tui" / "presets").stat().st_mode & 0o777 == 0o700
    assert path.endswith("web.toml") and len(list((tmp_path / "ec2tui" / "presets").iterdir())) == 1


def test_what_is_not_there_or_broken_says_so(tmp_path):
    presets = PresetsDirectory(tmp_path)
    with pytest.raises(PresetError, match="there is none yet"):
        presets.load("web")
    presets.save("web", Wish())
    with pytest.raises(PresetError, match="did you mean web"):
        presets.load("wbe")
    (tmp_path / "bad.toml").write_text("typ = 1")
    with pytest.raises(PresetError, match=r"bad.toml: unknown key typ; did you mean type\?"):
        presets.load("bad")


@pytest.mark.parametrize("name", ["../x", "", "a/b", ".hidden", "a" * 65, "a b"])
def test_a_name_is_no_way_out_of_the_directory(tmp_path, name):
    with pytest.raises(PresetError, match="no preset's name"):
        PresetsDirectory(tmp_path).save(name, Wish())
