"""The file of `match --draft`: read when an interview goes on, written after each answer, gone when it has ended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from iopcli.dataset.model import Dataset, Rule
from iopcli.errors import OutputError, UsageError, describe, visible
from iopcli.match.answers import STDIN, read_file
from iopcli.match.draft import InterviewDraft, draft_text, read_draft
from iopcli.match.interview import Questionnaire
from iopcli.report.write import save, to_stderr


class DraftFile:
    """A draft on the disk; whole at any moment, since each new one takes the name of the last when it is complete."""

    def __init__(self, dataset: Dataset, path: Path) -> None:
        """Read what is there, before any question is asked, or see that it can be written.

        Raises:
            ResumeRefused: what is there is no draft that can be gone on with.
            OutputError: nothing can be written there.
        """
        if str(path) == "-":
            raise UsageError(f"--draft needs a file, not {STDIN}", hint="such as --draft draft.json")
        self.dataset = dataset
        self.path = path
        self.name = visible(path.name)
        self._failed = False
        self._draft: InterviewDraft | None = read_draft(dataset, *read_file(path)) if path.exists() else None
        if self._draft is None:
            save(draft_text(dataset, (), {}), path)

    def into(self, questionnaire: Questionnaire) -> Iterator[Rule]:
        """Put its answers where the interview keeps them; gives the urgent rules that hold since."""
        for id_ in self._draft.asked if self._draft else ():
            assert self._draft is not None  # noqa: S101 - it was just read
            yield from questionnaire.put(questionnaire.questions[id_], self._draft.answers.get(id_))

    def keep(self, questionnaire: Questionnaire) -> None:
        """Write what was answered so far; where that fails the interview goes on, and it is said once."""
        try:
            save(draft_text(self.dataset, questionnaire.asked, questionnaire.answers), self.path, force=True)
        except OutputError as error:
            if not self._failed:
                to_stderr(describe(error))
            self._failed = True

    def leave(self, questionnaire: Questionnaire, *, finished: bool) -> None:
        """At the end: remove it where the interview is done or nothing was asked, or say how to go on."""
        if finished or not questionnaire.asked:
            self.path.unlink(missing_ok=True)
            to_stderr(f"removed the draft {self.name}")
        else:
            to_stderr(f"kept the draft {self.name}, for your eyes only; give it again to go on")
