"""Each file format, from the file a user has to what the vocabulary knows afterwards. All concepts are invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from terminology import Group
from terminology.concept import Concept
from terminology.spelling.speller import Speller
from terminology.vocabulary import VocabularyIndex
from terminology.vocabulary.importers import catalog
from terminology.vocabulary.search import ConceptSearch
from terminology.vocabulary.sources.brought import Brought
from terminology.vocabulary.term import Tier

Bring = Callable[..., Brought]
Built = Callable[[], VocabularyIndex]
Write = Callable[..., Path]


def rrf(**columns: str) -> str:
    """A row of MRCONSO.RRF or RXNCONSO.RRF."""
    names = (
        *("id", "LAT", "TS", "LUI", "STT", "SUI", "ISPREF", "AUI", "SAUI"),
        *("SCUI", "SDUI", "SAB", "TTY", "CODE", "STR", "SRL", "SUPPRESS", "CVF"),
    )
    usual = {"LAT": "ENG", "TS": "P", "STT": "PF", "ISPREF": "Y", "SAB": "ZORB", "TTY": "PT", "SUPPRESS": "N"}
    return "".join(f"{(usual | columns).get(name, '')}|" for name in names) + "\n"


def sct(*columns: str) -> str:
    return "\t".join(columns) + "\r\n"


def known(index: VocabularyIndex, query: str) -> Concept:
    return ConceptSearch(index, Speller(index)).find(query, 1)[0]


def tier_of(index: VocabularyIndex, text: str) -> Tier | None:
    word = index.word(text)
    return word.tier if word else None


def test_umls_with_the_files_beside_it(bring: Bring, built: Built, write: Write) -> None:
    write("2026AA/META/MRSTY.RRF", "C0000001|T047|B2.2|Disease or Syndrome|AT1|256|\nC0000002|T121|A1|x|AT2|256|\n")
    write("2026AA/META/MRDEF.RRF", "C0000001|A1|AT1||ZORB|Swelling of the zorb.|N||\n")
    write(
        "2026AA/META/MRREL.RRF",
        "C0000001|A1|AUI|PAR|C0000003|A3|AUI|isa|R1||ZORB|ZORB|||N||\n",
        "C0000003|A3|AUI|CHD|C0000001|A1|AUI||R2||ZORB|ZORB|||N||\n",
    )
    write(
        "2026AA/META/MRCONSO.RRF",
        rrf(id="C0000001", STR="ZRB", TS="S", ISPREF="N"),
        rrf(id="C0000001", STR="Zorbitis"),
        rrf(id="C0000001", STR="ZORBITIS", TS="S"),
        rrf(id="C0000001", STR="zorbite aiguë", LAT="FRE"),
        rrf(id="C0000001", STR="Zorb trouble", SUPPRESS="Y"),
        rrf(id="C0000002", STR="Zorbamycin"),
        rrf(id="C0000003", STR="Disorder of zorb"),
    )
    added = bring(write("2026AA/META/MRSAB.RRF", "").parent.parent)
    assert (added.name, added.version, added.terms, added.concepts, added.refused) == (
        "UMLS Metathesaurus",
        "2026AA",
        4,
        3,
        0,
    )
    index = built()
    assert known(index, "zorbitis") == Concept(
        "UMLS:C0000001",
        "Zorbitis",
        Group.DISORDER,
        ("ZRB",),
        "UMLS Metathesaurus",
        "Swelling of the zorb.",
        ("UMLS:C0000003",),
    )
    assert known(index, "zorbamycin").group is Group.DRUG
    assert known(index, "disorder of zorb").children == ("UMLS:C0000001",)
    # acronyms are right, but never a correction
    assert (tier_of(index, "zorbitis"), tier_of(index, "zrb"), tier_of(index, "trouble")) == (
        Tier.SUGGEST,
        Tier.ACCEPT,
        None,
    )
    assert index.manifest.sources[0].version == "2026AA"


def test_rxnorm(bring: Bring, built: Built, write: Write) -> None:
    bring(
        write(
            "RxNorm_full_01052026/rrf/RXNCONSO.RRF",
            rrf(id="77", SAB="RXNORM", TTY="SY", STR="zorbamycin HCl"),
            rrf(id="77", SAB="RXNORM", TTY="IN", STR="zorbamycin"),
            rrf(id="78", SAB="RXNORM", TTY="SCD", STR="zorbamycin 500 MG Oral Tablet"),
            rrf(id="79", SAB="OTHER", TTY="DF", STR="Granulated thing"),
        )
    )
    index = built()
    concept = known(index, "zorbamycin")
    assert (concept.id, concept.preferred, concept.synonyms) == ("RXNORM:77", "zorbamycin", ("zorbamycin HCl",))
    assert concept.group is Group.DRUG
    assert known(index, "RXNORM:78").preferred == "zorbamycin 500 MG Oral Tablet"
    assert index.word("granulated") is None
    assert index.manifest.sources[0].version == "01052026"


def test_snomed_ct(bring: Bring, built: Built, write: Write) -> None:
    full, synonym, definition = "900000000000003001", "900000000000013009", "900000000000550004"
    names = ("id", "effectiveTime", "active", "moduleId", "conceptId", "languageCode", "typeId", "term")
    header = sct(*names, "caseSignificanceId")
    folder = "Snapshot/Terminology/"
    write(
        folder + "sct2_Relationship_Snapshot_INT_20260101.txt",
        "id\teffectiveTime\tactive\tmoduleId\tsourceId\tdestinationId\trelationshipGroup\ttypeId\tc\tm\r\n",
        sct("1", "2026", "1", "9", "100", "200", "0", "116680003", "c", "m"),
        sct("2", "2026", "0", "9", "100", "300", "0", "116680003", "c", "m"),
    )
    write(
        folder + "sct2_Concept_Snapshot_INT_20260101.txt",
        "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId\r\n",
        sct("300", "2026", "0", "9", "d"),
    )
    write(
        folder + "sct2_TextDefinition_Snapshot-en_INT_20260101.txt",
        header,
        sct("9", "2026", "1", "9", "100", "en", definition, "Swelling of the zorb.", "c"),
    )
    write(
        folder + "sct2_Description_Snapshot-en_INT_20260101.txt",
        header,
        sct("1", "2026", "1", "9", "100", "en", synonym, "Inflamed zorb", "c"),
        sct("2", "2026", "1", "9", "100", "en", full, "Zorbitis (disorder)", "c"),
        sct("3", "2026", "1", "9", "100", "en", synonym, "Zorbitis", "c"),
        sct("4", "2026", "0", "9", "100", "en", synonym, "Zorb gone bad", "c"),
        sct("5", "2026", "1", "9", "200", "en", full, "Structure of zorb (body structure)", "c"),
        sct("6", "2026", "1", "9", "300", "en", full, "Retired thing (finding)", "c"),
    )
    added = bring(write(folder + "readme.txt", "").parents[2])
    assert (added.version, added.terms, added.concepts, added.repeated) == ("20260101", 3, 2, 0)
    index = built()
    concept = known(index, "inflamed zorb")
    assert (concept.id, concept.preferred, concept.group) == ("SNOMEDCT:100", "Zorbitis", Group.DISORDER)
    assert concept.parents == ("SNOMEDCT:200",)
    assert concept.definition == "Swelling of the zorb."
    assert known(index, "structure of zorb").group is Group.ANATOMY
    assert index.word("retired") is None
    assert index.word("bad") is None


def test_loinc(bring: Bring, built: Built, write: Write) -> None:
    added = bring(
        write(
            "Loinc_2.80/LoincTableCore/LoincTableCore.csv",
            '"LOINC_NUM","COMPONENT","SHORTNAME","LONG_COMMON_NAME","CLASSTYPE","STATUS"\n',
            '"9990-1","Zorbin","Zorbin SerPl-mCnc","Zorbin [Mass/volume] in\n Serum, or ""plasma""","1","ACTIVE"\n',
            '"9990-2","Oldin","Oldin Ur","Oldin in Urine","1","DEPRECATED"\n',
            '"9990-3","Zorb question","Zorb Q","Does your zorb hurt?","4","ACTIVE"\n',
        )
    )
    assert (added.version, added.terms, added.rows) == ("2.80", 6, 5)
    index = built()
    concept = known(index, "9990-1")
    assert concept.preferred == 'Zorbin [Mass/volume] in Serum, or "plasma"'
    assert (concept.id, concept.group) == ("LOINC:9990-1", Group.LABORATORY)
    assert concept.synonyms == ("Zorbin SerPl-mCnc",)
    assert known(index, "LOINC:9990-3").group is Group.OTHER
    assert index.word("oldin") is None


def icd(number: int, code: str, billable: int, short: str, long: str = "") -> str:
    return f"{number:05} {code:<7} {billable} {short:<60} {long or short}\n"


def test_icd_10_cm_order_file(bring: Bring, built: Built, write: Write) -> None:
    # the name says nothing: the columns do
    added = bring(
        write(
            "list-2026.txt",
            icd(1, "X99", 0, "Zorbitis"),
            icd(2, "X990", 1, "Acute zorbitis, unsp", "Acute zorbitis, unspecified"),
            icd(3, "X9901XA", 1, "Zorbitis with storm, initial encounter"),
            icd(4, "R99", 1, "Zorb pain"),
        )
    )
    assert added.format == "ICD-10-CM (order file)"
    index = built()
    concept = known(index, "X99.0")
    assert (concept.id, concept.preferred) == ("ICD10CM:X99.0", "Acute zorbitis, unspecified")
    assert concept.parents == ("ICD10CM:X99",)
    assert known(index, "ICD10CM:X99.01XA").parents == ("ICD10CM:X99.0",)
    assert known(index, "zorb pain").group is Group.SYMPTOM
    assert tier_of(index, "unsp") is Tier.SOFTEN


def test_a_list_of_words_that_is_named_like_an_order_file_is_a_list(bring: Bring, write: Write) -> None:
    added = bring(write("icd10cm_order_2026.txt", "00001 A00     0 is how such a file begins\nzorbitis\nzorbule\n"))
    assert added.format == "plain list of words"


MESH = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://example.org/nlmdescriptorrecordset.dtd">
<DescriptorRecordSet LanguageCode="eng">
<DescriptorRecord><DescriptorUI>D1</DescriptorUI><DescriptorName><String>Zorb Diseases</String></DescriptorName>
 <TreeNumberList><TreeNumber>C99</TreeNumber></TreeNumberList><ConceptList/></DescriptorRecord>
<DescriptorRecord><DescriptorUI>D2</DescriptorUI><DescriptorName><String>Fever, Zorb</String></DescriptorName>
 <TreeNumberList><TreeNumber>C99.100</TreeNumber></TreeNumberList>
 <ConceptList><Concept PreferredConceptYN="Y"><ScopeNote>
   A fever of the zorb.
 </ScopeNote><TermList>
   <Term IsPermutedTermYN="N"><String>Fever, Zorb</String></Term>
   <Term IsPermutedTermYN="N"><String>Zorbic Heat</String></Term>
   <Term IsPermutedTermYN="Y"><String>Heat, Zorbic</String></Term>
 </TermList></Concept></ConceptList></DescriptorRecord>
</DescriptorRecordSet>
"""


def test_mesh_descriptors(bring: Bring, built: Built, write: Write) -> None:
    assert bring(write("desc2026.xml", MESH)).version == "2026"
    concept = known(built(), "zorbic heat")
    assert concept == Concept(
        "MESH:D2",
        "Zorb Fever",
        Group.DISORDER,
        ("Zorbic Heat",),
        "MeSH descriptors",
        "A fever of the zorb.",
        ("MESH:D1",),
    )


OBO = r"""format-version: 1.2
data-version: zorb/releases/2026-01-05

[Term]
id: HP:9999999
name: Zorb pain ! not the remark
def: "Pain in the \"zorb\"." [ZO:1]
synonym: "Aching zorb" EXACT layperson [ZO:1]
synonym: "Zorb unrest" BROAD [ZO:1]
is_a: HP:9999990 {source="x"} ! Abnormal zorb

[Term]
id: HP:9999990
name: Abnormal zorb

[Term]
id: HP:9999991
name: Gone sign
is_obsolete: true

[Typedef]
id: part_of
name: part of
"""


def test_obo(bring: Bring, built: Built, write: Write) -> None:
    added = bring(write("zorb_signs.obo", OBO))
    assert (added.name, added.version, added.terms) == ("zorb signs", "zorb/releases/2026-01-05", 4)
    index = built()
    concept = known(index, "aching zorb")
    assert (concept.id, concept.preferred, concept.group) == ("HP:9999999", "Zorb pain", Group.SYMPTOM)
    assert concept.definition == 'Pain in the "zorb".'
    assert concept.parents == ("HP:9999990",)
    # a broader name is right, but no name of this concept
    assert "Zorb unrest" not in concept.synonyms
    assert tier_of(index, "unrest") is Tier.ACCEPT
    assert index.word("gone") is None


def test_fhir_code_system(bring: Bring, built: Built, write: Write) -> None:
    resource = {
        "resourceType": "CodeSystem",
        "url": "http://example.org/CodeSystem/zorb-routes",
        "version": "4.1",
        "title": "Zorb routes",
        "concept": [
            {
                "code": "IN",
                "display": "Into the zorb",
                "definition": "By way of the zorb.",
                "designation": [{"language": "en", "value": "Intrazorbal"}, {"language": "de", "value": "Zorbweg"}],
                "concept": [{"code": "INX", "display": "Into the outer zorb"}],
            },
            {"code": "OLD", "display": "Anciently", "property": [{"code": "status", "valueCode": "retired"}]},
        ],
    }
    added = bring(write("routes.json", json.dumps(resource)))
    assert (added.name, added.version, added.rows, added.terms) == ("Zorb routes", "4.1", 3, 3)
    index = built()
    concept = known(index, "intrazorbal")
    assert (concept.id, concept.preferred) == ("ZORB-ROUTES:IN", "Into the zorb")
    assert (concept.definition, concept.children) == ("By way of the zorb.", ("ZORB-ROUTES:INX",))
    assert index.word("anciently") is None
    assert index.word("zorbweg") is None


def test_fhir_value_set(bring: Bring, built: Built, write: Write) -> None:
    loinc, own = "http://loinc.org", "http://example.org/zorb"
    resource = {
        "resourceType": "ValueSet",
        "name": "ZorbTests",
        "compose": {"include": [{"system": loinc, "concept": [{"code": "1-1", "display": "Zorbin in blood"}]}]},
        "expansion": {
            "contains": [
                {
                    "system": own,
                    "code": "top",
                    "display": "Anything",
                    "abstract": True,
                    "contains": [{"system": own, "code": "a", "display": "Zorb scraping"}],
                }
            ]
        },
    }
    bring(write("tests.json", json.dumps(resource)))
    index = built()
    assert known(index, "zorbin in blood").id == "LOINC:1-1"
    assert known(index, "zorbin in blood").group is Group.LABORATORY
    assert known(index, "zorb scraping").id == "ZORB:a"
    assert index.word("anything") is None


def test_unii(bring: Bring, built: Built, write: Write) -> None:
    added = bring(
        write(
            "UNII_Names_05Jan2026.txt",
            "Name\tTYPE\tUNII\tDisplay Name\n",
            "ZORBAMYCIN\tof\tZZ00000001\tZORBAMYCIN\n",
            "ZORBEX\tbn\tZZ00000001\tZORBAMYCIN\n",
            "2-(ZORBYL)THING\tsys\tZZ00000001\tZORBAMYCIN\n",
        )
    )
    assert (added.version, added.terms) == ("05Jan2026", 2)
    index = built()
    concept = known(index, "Zorbex")
    assert (concept.id, concept.preferred, concept.group) == ("UNII:ZZ00000001", "zorbamycin", Group.DRUG)
    assert tier_of(index, "zorbex") is Tier.ACCEPT


@pytest.mark.parametrize(
    ("tier", "word", "acronym"),
    [
        (None, Tier.ACCEPT, Tier.ACCEPT),
        (Tier.SUGGEST, Tier.SUGGEST, Tier.ACCEPT),
        (Tier.SOFTEN, Tier.SOFTEN, Tier.SOFTEN),
    ],
)
def test_plain_list(bring: Bring, built: Built, write: Write, tier: Tier | None, word: Tier, acronym: Tier) -> None:
    bring(write("site words.txt", "\ufeff# our words\n\nzorbotomy\r\npost-zorbal care\nZRBX\n"), tier=tier)
    index = built()
    assert (tier_of(index, "zorbotomy"), tier_of(index, "zrbx")) == (word, acronym)
    assert index.word("words") is None
    assert index.manifest.sources[0].name == "site words"


def test_hunspell_with_suffixes(bring: Bring, built: Built, write: Write) -> None:
    write(
        "en_zorb.aff",
        b"SET ISO8859-1\nFORBIDDENWORD !\nSFX S Y 2\nSFX S y ies [^aeiou]y\nSFX S 0 s [^y]\n",
        b"SFX G N 1\nSFX G 0 ing/S .\nPFX U Y 1\nPFX U 0 un .\n",
    )
    added = bring(write("en_zorb.dic", b"5\nzorbectomy/S\nzorb\xe9/US\tpo:noun\nzorbing\nzorbad/!\nrezorb/G po:verb\n"))
    assert (added.format, added.refused) == ("Hunspell dictionary", 0)
    index = built()
    forms = {word.text for word in index.starting_with("")}
    assert forms == {"zorbectomy", "zorbectomies", "zorbé", "zorbés", "zorbing", "rezorb", "rezorbing"}
    assert tier_of(index, "zorbectomies") is Tier.ACCEPT


def test_hunspell_without_affixes_gives_the_stems(bring: Bring, built: Built, write: Write) -> None:
    bring(write("words.dic", "2\nzorbule/MS\nand\\/or\n"))
    assert {word.text for word in built().starting_with("")} == {"zorbule", "and", "or"}


def test_every_format_says_who_is_to_be_credited() -> None:
    for form in catalog.FORMATS:
        assert form.name
        assert form.licence
        assert form.attribution
