"""What is wrong with a file is told in one sentence, costs no good row, and leaves nothing behind."""

from __future__ import annotations

import errno
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from terminology.errors import VocabularyError
from terminology.vocabulary import VocabularyIndex
from terminology.vocabulary.concepts import ConceptTable
from terminology.vocabulary.importers import add
from terminology.vocabulary.sources.brought import Brought, brought_sources

Bring = Callable[..., Brought]
Built = Callable[[], VocabularyIndex]
Write = Callable[..., Path]

ROW = "C0000001|ENG|P|L|PF|S|Y|A||||ZORB|PT|X|zorbitis||N||\n"


def zipped(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("MRCONSO.RRF", text)
    return buffer.getvalue()


def mesh(body: str, prolog: str = "") -> str:
    return f'<?xml version="1.0"?>{prolog}<DescriptorRecordSet>{body}</DescriptorRecordSet>'


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("MRCONSO.RRF", ROW + "C0000002|ENG|P|L|PF|S", "ends in the middle of a row, so it is incomplete"),
        ("MRCONSO.RRF", zipped(ROW), "is a zip archive, not a text file: unpack it first.*unzip MRCONSO.RRF"),
        ("MRCONSO.RRF.gz", gzip.compress(ROW.encode()), "is compressed with gzip.*gunzip -k MRCONSO.RRF.gz"),
        ("words.txt", "zorbitis\n".encode("utf-16"), "is UTF-16 from byte offset 0: save it as UTF-8"),
        ("words.txt", b"zorbitis\0\x01\x02", r"is not text \(a zero at byte offset 8\)"),
        ("words.txt", b"  \n\n", "is empty: there is nothing to add"),
        ("words.txt", b"# only a remark\n", "none of its 1 rows has a term that can be used"),
        ("words.txt", b"zorbitis " * 200_000, "row 1 is longer than a megabyte"),
        ("MRCONSO.RRF", ROW.replace("|ENG|", "|GER|"), "none of its 1 rows has a term that can be used"),
        ("notes.csv", "a;b;c\n1;2;3\n4;5;6\n", r"3 of 3 rows are malformed \(row 1: columns or markup"),
        ("desc.xml", mesh("<DescriptorRecord>").removesuffix("</DescriptorRecordSet>"), "so it is incomplete"),
        ("desc.xml", mesh("<DescriptorRecord></wrong>"), "not well-formed XML in line 1, column"),
        ("desc.xml", mesh("", '<!DOCTYPE x [<!ENTITY a "aaaa">]>'), "declares XML entities.*refused as unsafe"),
        ("desc.xml", '<?xml version="1.0" encoding="cp037"?>' + mesh("")[21:], "in another encoding than UTF-8"),
        ("c.json", '{"resourceType": "CodeSystem", "concept": [', r"not whole JSON \(line 1, column 44\)"),
        ("c.json", b'{"resourceType": "CodeSystem", "name": "\xe9"}', "not UTF-8 at byte offset 40"),
        ("c.json", '{"resourceType": "Patient"}', "neither a FHIR CodeSystem nor a ValueSet"),
        ("c.json", "[1, 2]", "neither a FHIR CodeSystem nor a ValueSet"),
        ("c.json", '{"resourceType": "CodeSystem"}', "none of its 0 rows has a term"),
        ("c.json", "[" * 100_000, "export it again"),
        (
            "sct2_Description_Full-en.txt",
            "id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId\n",
            "holds all old versions",
        ),
    ],
    # archives hold the time they were made, and workers must agree on the names of tests
    ids=lambda value: "bytes" if isinstance(value, bytes) else value[:40],
)
def test_a_file_that_will_not_do(
    name: str, content: str | bytes, sentence: str, bring: Bring, write: Write, sources_folder: Path
) -> None:
    with pytest.raises(VocabularyError, match=sentence) as caught:
        bring(write(name, content))
    assert "\n" not in str(caught.value)
    assert not sources_folder.exists() or list(sources_folder.iterdir()) == []


def test_a_path_that_will_not_do(bring: Bring, write: Write, tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="does not exist: check the path"):
        bring(tmp_path / "gone")
    with pytest.raises(VocabularyError, match=r"holds no file of a known name \(MRCONSO.RRF"):
        bring(write("folder/readme.txt", "zorbitis\n").parent)
    write("two/a/MRCONSO.RRF", ROW)
    with pytest.raises(VocabularyError, match=r"several files to add \(a/MRCONSO.RRF, b/MRCONSO.RRF"):
        bring(write("two/b/MRCONSO.RRF", ROW).parents[1])
    with pytest.raises(VocabularyError, match="no regular file"):
        bring(Path("/dev/null"))


def test_malformed_rows_are_numbered_and_the_rest_goes_in(bring: Bring, write: Write) -> None:
    path = write(
        "MRCONSO.RRF",
        ROW,
        "C0000002|ENG|P|too few\n",
        ROW.replace("C0000001", "X1"),
        ROW.replace("C0000001", "C0000003").replace("zorbitis", "\x1b[31mzorb"),
        b"C0000004|ENG|P|L|PF|S|Y|A||||ZORB|PT|X|zorb\xe9||N||\n",
        ROW.replace("C0000001", "C0000005").replace("zorbitis", "zorbosis"),
        ROW.replace("C0000001", "C0000006").replace("zorbitis", "zorbule"),
        ROW.replace("C0000001", "C0000007").replace("zorbitis", "zorboma"),
    )
    added = bring(path)
    offset = path.read_bytes().index(b"\xe9")
    assert (added.rows, added.terms, added.refused) == (8, 4, 4)
    assert added.refusals == [
        (2, "4 columns instead of 18"),
        (3, "the first column is no concept id"),
        (4, "a control character"),
        (5, f"not UTF-8 at byte offset {offset}"),
    ]


def test_a_list_in_another_encoding_loses_only_the_words_that_need_it(bring: Bring, write: Write) -> None:
    added = bring(write("words.txt", "zorbitis\nzorbé\nzorbosis\n".encode("latin-1")))
    assert (added.terms, added.refusals) == (2, [(2, "not UTF-8 at byte offset 13")])


def test_only_the_first_refusals_are_kept_but_all_are_counted(bring: Bring, write: Write) -> None:
    added = bring(write("words.txt", "zorb|itis\n" * 100 + "zorbitis\n" * 101))
    assert added.refused == 100
    assert [row for row, _ in added.refusals] == list(range(1, 21))


def test_a_file_that_is_mostly_malformed_is_given_up_early(bring: Bring, write: Write) -> None:
    path = write("words.txt", "zorb|itis\n" * 200_000)
    with pytest.raises(VocabularyError, match="20,000 of 20,000 rows are malformed"):
        bring(path)


def test_loinc_rows_are_counted_in_lines(bring: Bring, write: Write) -> None:
    header = "LOINC_NUM,COMPONENT,SHORTNAME,LONG_COMMON_NAME,STATUS\n"
    good = '9-{0},Zorbin,Z,"Zorbin in\nblood {0}",ACTIVE\n'
    added = bring(write("Loinc.csv", header, good.format(1), "9-2,too few\n", good.format(3), b"9-4,\xff,Z,Z,ACTIVE\n"))
    assert (added.rows, added.refused) == (7, 2)
    assert added.refusals[0] == (4, "2 columns instead of 5")
    assert added.refusals[1][0] == 7
    assert "not UTF-8 after byte offset" in added.refusals[1][1]


def test_an_id_with_two_names_is_reported_and_the_first_kept(bring: Bring, built: Built, write: Write) -> None:
    stanza = "[Term]\nid: ZO:{}\nname: {}\n\n"
    added = bring(
        write(
            "zo.obo",
            "format-version: 1.2\n\n",
            stanza.format(1, "zorbitis"),
            stanza.format(2, "zorbule"),
            stanza.format(1, "zorbosis"),
        )
    )
    assert (added.repeated, added.repeated_ids) == (1, ["ZO:1"])
    concept = built().concepts.get("ZO:1")
    assert concept is not None
    assert (concept.preferred, concept.synonyms) == ("zorbitis", ("zorbosis",))


def parents(table: ConceptTable, *ids: str) -> list[tuple[str, ...]]:
    return [concept.parents for concept in map(table.get, ids) if concept]


def test_links_that_lead_in_a_circle_are_dropped_and_counted(bring: Bring, built: Built, write: Write) -> None:
    links = {"a": "b", "b": "c", "c": "a", "d": "a", "e": "e", "f": "unknown"}
    stanzas = (f"[Term]\nid: ZO:{child}\nname: zorb {child}\nis_a: ZO:{parent}\n\n" for child, parent in links.items())
    added = bring(write("zo.obo", "format-version: 1.2\n\n", *stanzas))
    assert added.cycles == 2
    a, b, c, d, e, f = parents(built().concepts, "ZO:a", "ZO:b", "ZO:c", "ZO:d", "ZO:e", "ZO:f")
    assert sorted((a, b, c)) == [(), ("ZO:b",), ("ZO:c",)]
    assert (d, e, f) == (("ZO:a",), (), ("ZO:unknown",))


def test_a_chain_of_many_links_is_no_circle(bring: Bring, write: Write) -> None:
    stanzas = (f"[Term]\nid: ZO:{n}\nname: zorb {n}\nis_a: ZO:{n + 1}\n\n" for n in range(20_000))
    assert bring(write("zo.obo", "format-version: 1.2\n\n", *stanzas)).cycles == 0


def test_odd_json_concepts_are_refused_one_by_one(bring: Bring, write: Write) -> None:
    concepts = [
        {"code": "1", "display": "zorbitis"},
        {"code": "2"},
        {"code": 3, "display": "zorbosis"},
        {"code": "4", "display": "zorb\ud800"},
        "text",
        {"code": "6", "display": "zorbule", "concept": {"not": "a list"}, "property": [None, {"code": "parent"}]},
        {"code": "7", "display": "zorboma"},
        {"code": "8", "display": "zorbectomy"},
    ]
    added = bring(write("c.json", json.dumps({"resourceType": "CodeSystem", "concept": concepts})))
    assert added.terms == 4
    assert added.refusals == [(2, "no display"), (3, "no code"), (4, "a control character"), (5, "no concept")]


@pytest.mark.parametrize("trouble", ["write", "sqlite"])
def test_a_full_disk_leaves_nothing(
    trouble: str, bring: Bring, write: Write, sources_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    bring(write("a.txt", "zorbitis\n"))

    def full(*_: object) -> None:
        if trouble == "sqlite":
            raise sqlite3.OperationalError("database or disk is full")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(add, "judge" if trouble == "sqlite" else "full_digest", full)
    with pytest.raises(VocabularyError, match="The disk is full, so nothing was added: free some space"):
        bring(write("b.txt", "zorbosis\n"))
    assert [path.name for path in sources_folder.iterdir()] == ["a"]
    assert [source.name for source in brought_sources()] == ["a"]


def test_a_folder_that_cannot_be_written_is_named(bring: Bring, write: Write, sources_folder: Path) -> None:
    sources_folder.write_text("not a folder")
    with pytest.raises(VocabularyError, match="set ENTRYASSIST_SOURCES_DIR to a folder you may write to"):
        bring(write("b.txt", "zorbosis\n"))


def test_what_an_interruption_left_damaged_is_cleared_away(bring: Bring, write: Write, sources_folder: Path) -> None:
    path = write("b.txt", "zorbosis\n")
    folder = sources_folder / "b.partial"
    folder.mkdir(parents=True)
    (folder / "beside.sqlite").write_bytes(b"not a database at all, only something as long" * 30)
    with pytest.raises(VocabularyError, match="damaged and is removed: add the file again"):
        bring(path)
    assert bring(path).terms == 1


@pytest.mark.parametrize("damage", ["", "{", '{"name": "x"}', "[]"])
def test_a_damaged_record_says_what_to_do(damage: str, bring: Bring, write: Write, sources_folder: Path) -> None:
    bring(write("b.txt", "zorbosis\n"))
    (sources_folder / "b" / "source.json").write_text(damage)
    with pytest.raises(VocabularyError, match="damaged: remove it with `entryassist vocab remove b`"):
        brought_sources()
