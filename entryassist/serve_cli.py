"""``entryassist serve``: the application in a browser."""

from __future__ import annotations

import ipaddress
import os
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entryassist import terminal
from entryassist.options import TICKET_VARIABLE, Config, Demo

if TYPE_CHECKING:
    from entryassist.settings import AppSettings
    from models import Store


_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


def served() -> bool:
    """Whether this process works for a browser."""
    return bool(os.environ.get(TICKET_VARIABLE))


def serve(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 8000,
    certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="TLS certificate with its chain (PEM).")
    ] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="Key of the certificate (PEM).")] = None,
    demo: Demo = False,
    config: Config = None,
) -> int:
    """Serve the application to browsers, behind a sign-in.

    Beyond this computer only with a certificate, and only people with a password get in: see 'entryassist users'.
    """
    from entryassist.settings import load_settings
    from entryassist.vocab_cli import compile_index

    loopback = _is_loopback(host)
    tls = _tls(certificate, key)
    if not loopback and tls is None:
        raise typer.BadParameter(
            f"{host} can be reached from other computers, so notes must be encrypted on the way: "
            "give --certificate and --key, or listen at 127.0.0.1"
        )
    settings = load_settings(config, demo)
    compile_index(settings, force=False)
    store = _open(settings, demo)
    try:
        needs_password = not loopback
        if needs_password and not store.with_password():
            raise typer.BadParameter("nobody has a password yet: give one with 'entryassist users password USERNAME'")
        _serve(host, port, tls, needs_password, store, _arguments(demo, config))
    finally:
        store.close()
    return 0


def _serve(
    host: str, port: int, tls: ssl.SSLContext | None, needs_password: bool, store: Store, arguments: list[str]
) -> None:
    from entryassist.web.server import RecordServer, Site

    # At the loopback address a page of another site must not reach us through a name of its own.
    hosts = _LOOPBACK_NAMES | {host} if not needs_password else frozenset[str]()

    def ready(url: str) -> None:
        terminal.write(f"EntryAssist is at {url} - ^C ends it.\n")
        terminal.flush()

    site = Site(host, port, tls, hosts, needs_password)
    try:
        RecordServer(site, store, arguments).run(ready)
    except OSError as error:
        raise terminal.OutputError(
            f"cannot listen at {host}:{port} ({error.strerror}): choose another --host or --port"
        ) from None


def _open(settings: AppSettings, demo: bool) -> Store:
    from entryassist.tui.services import Services

    return Services.of(settings, demo).open_store()


def _arguments(demo: bool, config: Path | None) -> list[str]:
    return [*(["--demo"] if demo else []), *(["--config", str(config)] if config else [])]


def _is_loopback(host: str) -> bool:
    if host in _LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _tls(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise typer.BadParameter("--certificate and --key go together")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError):
        raise typer.BadParameter(
            f"{certificate} and {key} are not a certificate and its key in PEM form, or cannot be read"
        ) from None
    return context
