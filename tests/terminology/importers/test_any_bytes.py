"""Whatever bytes a file holds, adding it ends well or with one sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from terminology.errors import VocabularyError
from terminology.vocabulary.sources.brought import Brought, brought_sources

Bring = Callable[..., Brought]

RRF = b"C0000001|ENG|P|L|PF|S|Y|A||||ZORB|PT|X|zorbitis||N||\n"
SAMPLES = {
    "MRCONSO.RRF": RRF * 3,
    "RXNCONSO.RRF": RRF.replace(b"C0000001", b"77").replace(b"|PT|", b"|IN|") * 3,
    "sct2_Description_Snapshot-en.txt": (
        b"id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId\n"
        b"1\t2026\t1\t9\t100\ten\t900000000000003001\tZorbitis (disorder)\tc\n"
        b"2\t2026\t1\t9\t100\ten\t900000000000013009\tinflamed zorb\tc\n"
    ),
    "Loinc.csv": (
        b'"LOINC_NUM","COMPONENT","LONG_COMMON_NAME","STATUS"\n"9-1","Zorbin","Zorbin, ""in"" blood","ACTIVE"\n'
    ),
    "icd10cm_order_2026.txt": b"00001 Z99     0 Zorbitis" + b" " * 53 + b"Zorbitis\n",
    "desc2026.xml": (
        b'<?xml version="1.0"?><DescriptorRecordSet><DescriptorRecord><DescriptorUI>D1</DescriptorUI>'
        b"<DescriptorName><String>Zorbitis</String></DescriptorName></DescriptorRecord></DescriptorRecordSet>"
    ),
    "zorb.obo": b'format-version: 1.2\n\n[Term]\nid: ZO:1\nname: zorbitis\nsynonym: "zorb" EXACT []\nis_a: ZO:2\n',
    "routes.json": b'{"resourceType": "CodeSystem", "concept": [{"code": "1", "display": "zorbal"}]}',
    "UNII_Names.txt": b"Name\tTYPE\tUNII\tDisplay Name\nZORBEX\tbn\tZ1\tZORBAMYCIN\n",
    "zorb.dic": b"2\nzorbule/S\nzorbectomy\n",
    "words.txt": b"# ours\nzorbitis\nzorbal care\n",
}

marks = st.sampled_from([b"|", b"\t", b"\n", b'"', b"'", b"<", b"{", b","])
changes = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 40), st.one_of(st.binary(max_size=6), marks)), max_size=4
)


def changed(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    for start, length, new in edits:
        data = data[:start] + new + data[start + length :]
    return data


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=changes)
@example(edits=[(0, 0, b",\r,,")])
def test_any_change_to_a_file(
    name: str, edits: list[tuple[int, int, bytes]], bring: Bring, tmp_path: Path, sources_folder: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(changed(SAMPLES[name], edits))
    told = ""
    try:
        added = bring(path)
    except VocabularyError as problem:
        told = str(problem)
    terms = [term for source in brought_sources() for term in source.read()]
    if told:
        assert "\n" not in told
        assert terms == []
    else:
        assert len(terms) == added.terms > 0
        shown = (text for term in terms for text in (term.text, term.preferred, term.concept, term.definition))
        assert all(text.isprintable() for text in shown)
    shutil.rmtree(sources_folder, ignore_errors=True)
