"""An episode keeps its id, whatever becomes of its article; no two ever share one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from narrate.library import identity
from narrate.library.repair import repair
from tests.library.here import Folder

LONG = tuple(f"This paragraph is the number {number} of those that stay as they are." for number in range(6))
PODCAST = "298baa98-9c47-574d-bc83-50501b4e63e1"


def test_an_edited_article_keeps_its_id_and_its_number(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("a.txt")
    folder.make()
    before = folder.item("a.txt")
    folder.write("a.txt", "It says something else now.")
    assert folder.make().report.made == [before.number]
    after = folder.item("a.txt")
    assert (after.guid, after.number) == (before.guid, before.number)
    assert after.files != before.files
    assert list(folder.episodes()) == [before.guid]


def test_a_renamed_article_keeps_its_id_and_is_not_narrated_again(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("a.txt"), folder.write("b.txt")
    folder.make()
    before, public = folder.items(), folder.files()
    folder.move("a.txt", "under/c.txt")
    assert folder.make().report.made == []
    assert folder.item("under/c.txt").guid == before["a.txt"].guid
    assert folder.files() == public


def test_a_renamed_and_edited_article_is_known_by_its_paragraphs(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("a.txt", *LONG, "This one goes.")
    folder.make()
    before = folder.item("a.txt").guid
    folder.delete("a.txt")
    folder.write("b.txt", *LONG, "This one comes.")
    folder.make()
    assert folder.item("b.txt").guid == before
    assert list(folder.episodes()) == [before]


def test_another_article_in_place_of_one_that_is_gone_is_another(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("a.txt", *LONG)
    folder.make()
    folder.delete("a.txt")
    folder.write("b.txt", "This has nothing to do with it.", title="Quite another thing")
    folder.make()
    assert len(folder.episodes()) == 2


def test_two_files_that_were_swapped_are_edited_each(tmp_path: Path) -> None:
    """The path is what tells articles apart as long as it is there."""
    folder = Folder(tmp_path)
    folder.write("a.txt", "One."), folder.write("b.txt", "Two.")
    folder.make()
    before = {name: item.guid for name, item in folder.items().items()}
    folder.move("a.txt", "c"), folder.move("b.txt", "a.txt"), folder.move("c", "b.txt")
    folder.make()
    assert {name: item.guid for name, item in folder.items().items()} == before
    assert folder.episodes().keys() == set(before.values())


def test_a_copy_is_an_article_of_its_own(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("a.txt", *LONG)
    folder.make()
    before = folder.item("a.txt").guid
    folder.write("b.txt", *LONG)
    folder.make()
    assert folder.item("a.txt").guid == before
    assert folder.item("b.txt").guid != before
    assert len(folder.episodes()) == 2
    folder.delete("b.txt")
    folder.options["gone"] = "delete"
    folder.make()
    assert list(folder.episodes()) == [before]  # and its file, which both had, is still there


def test_a_file_whose_name_was_an_others_gets_an_id_of_its_own(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("a.txt", *LONG)
    folder.make()
    before = folder.item("a.txt").guid
    folder.move("a.txt", "b.txt")
    folder.write("a.txt", "This is new, and has its name.", title="Something new")
    folder.make()
    guids = {name: item.guid for name, item in folder.items().items()}
    assert len(set(guids.values())) == 2
    assert before in guids.values()
    again = folder.items()
    folder.make()
    assert {name: item.guid for name, item in again.items()} == guids


def test_the_same_article_has_the_same_id_in_every_library_and_others_have_others() -> None:
    made = identity.guid(PODCAST, "a.txt", ())
    assert made == identity.guid(PODCAST, "a.txt", ())
    assert made != identity.guid(PODCAST, "b.txt", ())
    assert made != identity.guid("4c935569-f7dd-5b1f-b0c8-bd7804638fae", "a.txt", ())
    assert identity.guid(PODCAST, "a.txt", {made}) != made


NAMES = st.sampled_from(("a.txt", "b.txt", "c.txt", "under/a.txt"))
TEXTS = st.integers(0, 3)


class Days(RuleBasedStateMachine):
    """Somebody works on a folder, and now and then the podcast is made: ids are never shared and never change."""

    def __init__(self) -> None:
        super().__init__()
        self._home = TemporaryDirectory(prefix="narrate-test-")
        self.folder = Folder(Path(self._home.name), settings={"speed": 4.0})
        self.folder.sources.mkdir()
        self.numbers: dict[int, str] = {}
        """The id of every article that there ever was."""
        self.public: set[str] = set()
        """Ids that were in the feed."""
        self.bin: dict[str, bytes] = {}

    def teardown(self) -> None:
        self._home.cleanup()

    def _names(self) -> list[str]:
        paths = self.folder.sources.rglob("*.txt")
        return sorted(path.relative_to(self.folder.sources).as_posix() for path in paths)

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: int) -> None:
        self.folder.write(name, *LONG[text : text + 2])

    @precondition(lambda self: self._names())
    @rule(data=st.data(), to=NAMES)
    def move(self, data: st.DataObject, to: str) -> None:
        self.folder.move(data.draw(st.sampled_from(self._names())), to)

    @precondition(lambda self: self._names())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self._names()))
        self.bin[name] = (self.folder.sources / name).read_bytes()
        self.folder.delete(name)

    @precondition(lambda self: self.bin)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.bin)))
        path = self.folder.sources / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(self.bin.pop(name))

    @rule()
    def make(self) -> None:
        self.folder.make()
        episodes = self.folder.episodes()
        assert self.public <= episodes.keys()  # what is gone is kept
        self.public = set(episodes)

    @precondition(lambda self: self.public)
    @rule()
    def mend(self) -> None:
        repair(str(self.folder.out))
        assert self.folder.episodes().keys() == self.public

    @invariant()
    def ids_are_permanent(self) -> None:
        if not (self.folder.out / ".narrate" / "library.sqlite").exists():
            return
        items = list(self.folder.items().values())
        assert len({item.guid for item in items}) == len(items)
        now = {item.number: item.guid for item in items}
        for number, guid in now.items():
            assert self.numbers.setdefault(number, guid) == guid
        lost = [number for number in self.numbers if number not in now and self.numbers[number] in self.public]
        assert not lost


Days.TestCase.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
TestDays = Days.TestCase
