"""Audit events as they leave the program: rows, CSV, JSON and FHIR. Pure, from records to strings."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from entryassist.display import visible
from entryassist.spreadsheet import harmless_cell

if TYPE_CHECKING:
    from models import AuditEvent

COLUMNS = ("event", "at", "user", "name", "action", "patient", "object", "details")

_DICOM = "http://dicom.nema.org/resources/ontology/DCM"
_OWN = "urn:entryassist:audit-action"
_ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
_ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
# The first word of an action tells what FHIR calls it (create, read, update, delete, execute).
_DEEDS = {
    **dict.fromkeys(("add", "register", "start", "ask"), "C"),
    **dict.fromkeys(("view",), "R"),
    **dict.fromkeys(("save", "set", "answer", "close", "change", "override", "share", "dismiss", "undismiss"), "U"),
    **dict.fromkeys(("discard", "remove", "forget"), "D"),
}
_TYPES = {
    "sign in": ("110114", "User Authentication"),
    "sign in refused": ("110114", "User Authentication"),
    "set password": ("110137", "User Security Attributes Changed"),
    "add user": ("110137", "User Security Attributes Changed"),
    "search patients": ("110112", "Query"),
    "export queries": ("110106", "Export"),
    "view audit": ("110101", "Audit Log Used"),
}
_OF_PATIENT, _OTHER = ("110110", "Patient Record"), ("110100", "Application Activity")


def rows(events: Iterable[AuditEvent]) -> Iterator[tuple[str, ...]]:
    """One row an event, in the order of COLUMNS; controls are made visible."""
    for event in events:
        yield tuple(visible(str(value), keep="") for value in _values(event))


def _values(event: AuditEvent) -> tuple[object, ...]:
    details = " ".join(f"{name}={value}" for name, value in sorted(event.details.items()))
    user, patient = event.user, event.patient
    who = (user.username, user.display_name) if user else ("", "")
    object_id = "" if event.object_id is None else event.object_id
    at = event.at.isoformat(timespec="seconds")
    return (event.id, at, *who, event.action, patient.mrn if patient else "", object_id, details)


def as_csv(events: Iterable[AuditEvent]) -> str:
    """A table with a line of headings; no cell is run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless_cell(cell) for cell in row] for row in rows(events))
    return out.getvalue()


def as_json(events: Iterable[AuditEvent]) -> str:
    """A list of objects named as COLUMNS, with details and numbers as such."""
    told = []
    for event in events:
        record = dict(zip(COLUMNS, _values(event), strict=True))
        told.append(record | {"object": event.object_id, "details": event.details})
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def as_fhir(events: Iterable[AuditEvent]) -> str:
    """A FHIR R4 Bundle (collection) of AuditEvent resources."""
    entries = [{"fullUrl": f"urn:uuid:{_uuid(event)}", "resource": _resource(event)} for event in events]
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": "collection"}
    # FHIR allows no empty lists.
    return json.dumps(bundle | ({"entry": entries} if entries else {}), indent=2, ensure_ascii=False) + "\n"


def _uuid(event: AuditEvent) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{_OWN}:{event.id}:{event.seal}")


def _resource(event: AuditEvent) -> dict[str, Any]:
    action = str(event.action)
    code, display = _TYPES.get(action) or (_OF_PATIENT if event.patient_id is not None else _OTHER)
    resource: dict[str, Any] = {
        "resourceType": "AuditEvent",
        "id": str(_uuid(event)),
        "type": {"system": _DICOM, "code": code, "display": display},
        "subtype": [{"system": _OWN, "code": action.replace(" ", "-"), "display": action}],
        "action": _DEEDS.get(action.split()[0], "E"),
        "recorded": event.at.isoformat(timespec="milliseconds"),
        "outcome": "4" if action == "sign in refused" else "0",
        "agent": [_agent(event)],
        "source": {"observer": {"display": "EntryAssist"}},
    }
    entities = list(_entities(event))
    return resource | ({"entity": entities} if entities else {})


def _agent(event: AuditEvent) -> dict[str, Any]:
    if event.user is None:
        return {"who": {"display": "nobody signed in"}, "requestor": True}
    name, shown = visible(event.user.username, keep=""), visible(event.user.display_name, keep="")
    return {"who": {"identifier": {"value": name}, "display": shown}, "altId": name, "name": shown, "requestor": True}


def _entities(event: AuditEvent) -> Iterator[dict[str, Any]]:
    if event.patient is not None:
        yield {
            "what": {"identifier": {"value": visible(event.patient.mrn, keep="")}},
            "type": {"system": _ENTITY_TYPE, "code": "1", "display": "Person"},
            "role": {"system": _ROLE, "code": "1", "display": "Patient"},
        }
    details: Mapping[str, int] = event.details
    if event.object_id is not None or details:
        number = "" if event.object_id is None else str(event.object_id)
        yield {
            "what": {"identifier": {"value": number}} if number else {"display": str(event.action)},
            "type": {"system": _ENTITY_TYPE, "code": "2", "display": "System Object"},
        } | _details(details)


def _details(details: Mapping[str, int]) -> dict[str, Any]:
    told = [{"type": name, "valueString": str(value)} for name, value in sorted(details.items())]
    return {"detail": told} if told else {}


FORMS: Mapping[str, Callable[[Iterable[AuditEvent]], str]] = {"csv": as_csv, "json": as_json, "fhir": as_fhir}
