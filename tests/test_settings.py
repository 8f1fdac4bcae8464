"""Settings: what is given counts, and what is mistyped is refused in one plain sentence."""

from pathlib import Path

import pytest

from bot.settings import NAMES, BadSetting, Settings, read_settings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder and an environment without settings."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_nothing_has_to_be_set() -> None:
    settings = read_settings()
    assert settings.links == "http://127.0.0.1:8080"
    assert settings.url.startswith("sqlite+aiosqlite:///")
    assert settings.key_path == Path("data/key")
    assert not settings.bot_token


def test_the_environment_and_the_file_are_read(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (elsewhere / ".env").write_text(
        "PLAN_PORT=9000\nPUBLIC_URL=https://plans.example\nPLAN_LANGUAGES=en, cy\n"
    )
    monkeypatch.setenv("PLAN_PORT", "9001")
    settings = read_settings()
    assert settings.port == 9001
    assert settings.links == "https://plans.example"
    assert settings.languages == ("en", "cy")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PLAN_PROT", "9000"),
        ("PLAN_BOT_TOKEN", "1:a"),
        ("BOT_TOKN", "1:a"),
        ("DATABASE_ULR", "sqlite://"),
        ("PUBLIC_URI", "https://plans.example"),
        ("TELEGRAM_API", "https://api.telegram.org"),
        ("TELEGRAM_BOT_TOKEN", "1:a"),
    ],
)
def test_a_mistyped_name_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=rf"^{name} is not a setting"):
        read_settings()


def test_a_mistyped_name_in_the_file_is_refused(elsewhere: Path) -> None:
    (elsewhere / ".env").write_text("PLAN_PROT=9000\n")
    with pytest.raises(BadSetting, match=r"^PLAN_PROT in \.env is not a setting"):
        read_settings()


@pytest.mark.parametrize("name", ["DATABASE_HOST", "PUBLIC_IP", "BOTTLE_ENV", "PLANET"])
def test_other_programs_names_are_left_alone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "x")
    assert read_settings().port == 8080


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("PLAN_PORT", "eighty", "it is not a whole number from 0 to 65535"),
        ("PLAN_PORT", "70000", "it is not a whole number from 0 to 65535"),
        ("PLAN_PORT", "80.5", "it is not a whole number from 0 to 65535"),
        ("PLAN_CACHE_CONVERSATIONS", "1", "it is not a whole number from 10"),
        ("PLAN_TIME_ZONE", "Cheshire", "it is not a time zone such as Europe/London"),
        ("PLAN_QUIET_FROM", "8pm", "it is not a time such as 20:00"),
        ("PLAN_QUIET_UNTIL", "", "it is not a time such as 20:00"),
        ("PLAN_TELEGRAM_CARRIES", "everything", "it is none of 'words' or 'notices'"),
        ("PLAN_BEHIND_PROXY", "perhaps", "it is neither true nor false"),
        ("PLAN_LANGUAGES", "", "it names no language; en is English"),
        ("PUBLIC_URL", "plans.example", "it is not an address such as https://plans.example.org"),
        ("TELEGRAM_API_BASE", "ftp://here", "it is not an address such as https://plans.example.org"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_in_plain_words(
    name: str, value: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as refused:
        read_settings()
    assert str(refused.value) == f"{name} cannot be used: {why}."


def test_a_secret_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "12345:very-secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://plans:very-secret@db/plans")
    settings = read_settings()
    assert "very-secret" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_every_setting_says_what_it_does() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name
