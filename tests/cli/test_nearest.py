"""``entryassist vocab search --nearest``: whole phrases compared, by an index that is built on request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from entryassist import cli
from terminology.vocabulary.index import default_index_dir

pytest.importorskip("scispacy", reason="scispaCy cannot be installed on Python 3.13 and newer")
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def index_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of indexes that has the vocabulary's, and none of phrases yet."""
    own = tmp_path / "indexes"
    own.mkdir()
    for path in default_index_dir().glob("index-*"):
        (own / path.name).symlink_to(path)
    monkeypatch.setenv("ENTRYASSIST_INDEX_DIR", str(own))
    return own


def test_the_nearest_concepts_are_found_once_the_index_is_built(capsys: Output) -> None:
    assert cli.main(["vocab", "search", "--nearest", "alzimers diseese"]) == 2
    assert capsys.readouterr().err == (
        "entryassist: There is no phrase index yet: run `entryassist vocab build --phrases`.\n"
    )
    assert cli.main(["vocab", "build", "--if-needed", "--phrases"]) == 0
    assert "phrases.\n" in capsys.readouterr().out
    assert cli.main(["vocab", "search", "--nearest", "alzimers diseese", "--limit", "2", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [concept["preferred"].lower().startswith("alzheimer") for concept in found] == [True, True]


def test_an_index_from_before_the_vocabulary_changed_is_refused(index_folder: Path, capsys: Output) -> None:
    assert cli.main(["vocab", "build", "--if-needed", "--phrases"]) == 0
    about = index_folder / "phrases" / "phrases.json"
    about.write_text(json.dumps({**json.loads(about.read_text()), "key": "of another vocabulary"}))
    capsys.readouterr()
    assert cli.main(["vocab", "search", "--nearest", "asthma"]) == 2
    assert "The phrase index belongs to another vocabulary" in capsys.readouterr().err
