"""Settings: the environment wins, then config.toml, then what needs no configuration."""

from data.settings import ROOT, load_settings


def written(tmp_path, text: str):
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_configuration_the_database_lies_in_the_project(tmp_path):
    settings = load_settings(tmp_path / "absent.toml", environ={"MONITOR_REGION": "r"})

    assert settings.url == f"sqlite:///{ROOT}/data/local/monitor.db"
    assert settings.local == ROOT / "data" / "local"


def test_the_file_names_database_and_region(tmp_path):
    config = written(tmp_path, 'region = "r"\n[store]\nurl = "postgresql+psycopg://m@/m"\n')

    settings = load_settings(config, environ={})

    assert (settings.region, settings.url) == ("r", "postgresql+psycopg://m@/m")


def test_the_environment_wins(tmp_path):
    config = written(tmp_path, 'region = "r"\n[store]\nurl = "postgresql+psycopg://m@/m"\n')
    environ = {"DATABASE_URL": "sqlite:////srv/x.db", "MONITOR_REGION": "s", "MONITOR_LOCAL": str(tmp_path)}

    settings = load_settings(config, environ=environ)

    assert (settings.url, settings.region, settings.local) == ("sqlite:////srv/x.db", "s", tmp_path)


def test_a_relative_database_is_relative_to_the_project(tmp_path):
    settings = load_settings(
        tmp_path / "absent.toml", environ={"DATABASE_URL": "sqlite:///data/local/x.db", "MONITOR_REGION": "r"}
    )

    assert settings.url == f"sqlite:///{ROOT}/data/local/x.db"
