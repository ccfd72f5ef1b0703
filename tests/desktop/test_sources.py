"""Which files become which dossier."""

from pathlib import Path

import pytest

from desktop.sources import natural_key, plan


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def _planned(*paths: Path, code: str | None = None) -> dict[str, list[str]]:
    return {item.code: [file.name for file in item.files] for item in plan(paths, code).dossiers}


def test_a_folder_is_one_dossier_named_after_it_in_natural_order(tmp_path: Path) -> None:
    _touch(tmp_path / "HS-01", "10.pdf", "2.pdf", "1.pdf")
    assert _planned(tmp_path / "HS-01") == {"HS-01": ["1.pdf", "2.pdf", "10.pdf"]}


def test_sub_folders_are_the_dossiers_and_loose_files_one_more(tmp_path: Path) -> None:
    _touch(tmp_path / "box", "a/1.pdf", "b/1.pdf", "loose.jpg")
    assert _planned(tmp_path / "box") == {"box": ["loose.jpg"], "a": ["1.pdf"], "b": ["1.pdf"]}


def test_equal_names_are_told_apart_by_their_parents(tmp_path: Path) -> None:
    _touch(tmp_path, "2010/01/1.pdf", "2011/01/1.pdf")
    assert sorted(_planned(tmp_path)) == ["2010/01", "2011/01"]


def test_files_belong_to_the_folder_they_lie_in(tmp_path: Path) -> None:
    _touch(tmp_path / "HS-02", "a.pdf", "b.pdf", "c.pdf")
    assert _planned(tmp_path / "HS-02" / "b.pdf", tmp_path / "HS-02" / "a.pdf") == {"HS-02": ["b.pdf", "a.pdf"]}


def test_a_given_code_gathers_everything(tmp_path: Path) -> None:
    _touch(tmp_path, "a/1.pdf", "b/2.pdf")
    assert _planned(tmp_path, code="HS 7") == {"HS 7": ["1.pdf", "2.pdf"]}


def test_lists_beside_the_papers_are_passed_over_but_other_files_are_tried(tmp_path: Path) -> None:
    _touch(tmp_path / "d", "1.pdf", "metadata.json", ".hidden.pdf", "letter.docx")
    assert _planned(tmp_path / "d") == {"d": ["1.pdf", "letter.docx"]}


def test_a_list_named_on_the_command_line_is_tried(tmp_path: Path) -> None:
    _touch(tmp_path / "d", "metadata.json")
    assert _planned(tmp_path / "d" / "metadata.json") == {"d": ["metadata.json"]}


@pytest.mark.parametrize(("name", "code"), [("missing.pdf", "source_missing"), ("empty", "source_empty")])
def test_a_path_of_which_nothing_can_be_taken_fails_alone(tmp_path: Path, name: str, code: str) -> None:
    _touch(tmp_path / "good", "1.pdf")
    (tmp_path / "empty").mkdir()
    result = plan([tmp_path / name, tmp_path / "good"])
    assert [error.code for _path, error in result.failures] == [code]
    assert [item.code for item in result.dossiers] == ["good"]


def test_numbers_in_names_count_as_numbers() -> None:
    assert sorted(["tr 10", "tr 9", "tr 9b", "Tr 1"], key=natural_key) == ["Tr 1", "tr 9", "tr 9b", "tr 10"]
