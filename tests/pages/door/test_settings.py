"""Streamlit's settings that keep the door shut, as Streamlit itself reads them, and our own."""

import tomllib
from pathlib import Path

import pytest
from streamlit import config

from pages.door.limits import Limits, read_limits

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
EXPECTED = {
    "server.address": "127.0.0.1",
    "server.headless": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.enableAgentApi": False,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 60,
    "server.maxMessageSize": 50,
    "server.maxWidgetStateSize": 25,
    "server.disconnectedSessionTTL": 60,
    "server.trustedUserHeaders": {"X-Auth-Uid": "uid", "X-Auth-Sid": "sid"},
    "browser.gatherUsageStats": False,
    "runner.magicEnabled": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.disableDataExport": True,
    "client.toolbarMode": "minimal",
    "global.developmentMode": False,
    "theme.base": "light",
    "theme.primaryColor": "#1f5fae",
}


@pytest.mark.parametrize(("name", "value"), EXPECTED.items())
def test_a_setting_has_the_value_the_door_relies_on(name, value):
    section, option = name.split(".")
    assert SETTINGS[section][option] == value


def flat(table, prefix=""):
    for name, value in table.items():
        if isinstance(value, dict) and f"{prefix}{name}" not in config._config_options_template:
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def test_streamlit_knows_every_setting():
    """A misspelt setting is ignored in silence, and the default rules."""
    assert [name for name in flat(SETTINGS) if name not in config._config_options_template] == []


def test_no_secret_is_kept_in_the_repository():
    assert "cookieSecret" not in SETTINGS["server"]


def test_the_limits_come_from_the_configuration(tmp_path):
    written = tmp_path / "config.toml"
    written.write_text("[sign_in]\nidle_minutes = 10\n", encoding="utf-8")

    assert read_limits(written) == Limits(idle_minutes=10)
    assert read_limits(tmp_path / "absent.toml") == Limits()
    assert read_limits(ROOT / "config.toml") == Limits(idle_minutes=30, absolute_hours=12, password_shortest=12)


def test_delays_double_and_have_an_end():
    minutes = [Limits().lock_after(n) for n in (4, 5, 6, 7, 8, 9, 10, 11, 500)]
    assert [None if delay is None else delay.total_seconds() / 60 for delay in minutes] == [
        None, 1, 2, 4, 8, 16, 30, 30, 30,
    ]  # fmt: skip
