"""What `entryassist serve` refuses to do, in one sentence."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "entryassist", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[str, str]:
    """A certificate of this test's own, and its key."""
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    made = subprocess.run([*command, "-keyout", str(key), "-out", str(cert)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("openssl is needed to make a certificate")
    return str(cert), str(key)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "records.example"])
def test_beyond_this_computer_only_with_a_certificate(environment: dict[str, str], host: str) -> None:
    refused = run(environment, "serve", "--host", host)
    assert refused.returncode == 2
    assert "must be encrypted on the way" in refused.stderr


def test_beyond_this_computer_only_when_somebody_has_a_password(
    environment: dict[str, str], certificate: tuple[str, str]
) -> None:
    engine = create_engine(environment["ENTRYASSIST_DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM credential"))
    engine.dispose()
    cert, key = certificate
    refused = run(environment, "serve", "--host", "0.0.0.0", "--certificate", cert, "--key", key)
    assert refused.returncode == 2
    assert "nobody has a password yet" in refused.stderr


def test_a_file_that_is_no_certificate(environment: dict[str, str], tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("nothing", "utf-8")
    refused = run(environment, "serve", "--certificate", str(wrong), "--key", str(wrong))
    assert refused.returncode == 2
    assert "not a certificate and its key" in refused.stderr


def test_a_port_in_use(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = run(environment, "serve", "--port", port)
    assert refused.returncode == 2
    assert f"cannot listen at 127.0.0.1:{port}" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_password_is_read_from_standard_input(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "entryassist", "users", "password", "amy"]
    done = subprocess.run(
        command, env=environment, input="four blue birds sing\n", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    listed = run(environment, "users", "list").stdout
    assert listed.splitlines() == ["user\tname\tpassword", "amy\tAmy Open\tyes", "dana\tDana Clerk\tyes"]
