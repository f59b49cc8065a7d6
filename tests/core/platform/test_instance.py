"""What an instance remembers and which variables it hands to its programs."""

import stat

from core.platform.instance import change_ports, load_instance


def load(home, **given):
    return load_instance({"DUYET_HOME": str(home), **given})


def test_instance_of_a_folder_is_remembered(tmp_path):
    assert load(tmp_path).environment() == load(tmp_path).environment()


def test_instances_of_two_folders_share_nothing(tmp_path):
    one, other = (load(tmp_path / name).environment() for name in "ab")

    shared = {name for name in one if one[name] == other[name]}

    assert shared == {
        *("PORT", "DATABASE_APP_ROLE", "BACKUP_CLUSTER", "DO_NOT_TRACK"),
        *("PREFECT_SERVER_ANALYTICS_ENABLED", "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"),
    }


def test_secrets_file_is_private(tmp_path):
    load(tmp_path)

    assert stat.S_IMODE((tmp_path / "instance.json").stat().st_mode) == 0o600


def test_given_variables_win(tmp_path):
    given = {"SECRET_KEY": "mine", "STORAGE_URL": "s3://a:b@c/d", "PORT": "9001"}

    environment = load(tmp_path, **given).environment()

    assert {name: environment[name] for name in given} == given


def test_given_database_means_no_embedded_one(tmp_path):
    instance = load(tmp_path, DATABASE_URL="postgresql://me:x@db/portal")

    environment = instance.environment()

    assert instance.embedded_database is False
    assert environment["DATABASE_OWNER_URL"] == "postgresql://me:x@db/portal"
    assert environment["DATABASE_APP_ROLE"] == "me"
    assert environment["PREFECT_API_DATABASE_CONNECTION_URL"] == (
        "postgresql+asyncpg://me:x@db/portal_prefect"
    )


def test_own_database_named_by_a_sourced_environment_is_still_the_own_one(tmp_path):
    first = load(tmp_path)

    again = load(tmp_path, **{k: v for k, v in first.environment().items() if k != "DUYET_HOME"})

    assert (again.embedded_database, again.embedded_clock) == (True, True)
    assert again.environment() == first.environment()


def test_given_clock_means_no_embedded_one_and_no_password_of_ours(tmp_path):
    instance = load(tmp_path, PREFECT_API_URL="http://prefect:4200/api")

    assert instance.embedded_clock is False
    assert "PREFECT_API_AUTH_STRING" not in instance.environment()


def test_port_of_the_running_instance_is_found_by_later_commands(tmp_path):
    assert load(tmp_path).port == 8000
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "port").write_text("9123")

    assert load(tmp_path).port == 9123
    assert load(tmp_path, PORT="9200").port == 9200


def test_changed_ports_are_remembered(tmp_path):
    before = load(tmp_path)

    change_ports(before, postgres_port=5999)

    after = load(tmp_path)
    assert after.secrets.postgres_port == 5999
    assert after.secrets.owner_password == before.secrets.owner_password
