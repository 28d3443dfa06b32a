"""What a check found: where, what was expected, what came, what to do next."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One finding, printed as `file:line: what` and up to three lines more."""

    path: str
    line: int
    what: str
    expected: str = ""
    came: str = ""
    todo: str = ""

    def __str__(self) -> str:
        lines = [f"{self.path}:{self.line}: {self.what}"]
        for label, text in (
            ("expected", self.expected),
            ("came", self.came),
            ("next", self.todo),
        ):
            if text:
                lines.append(f'    {label + ":":9} {text}')
        return "\n".join(lines)


class Refused(Exception):
    """Something that cannot be shown, compared or drawn; has a Problem."""

    def __init__(self, problem: Problem):
        super().__init__(str(problem))
        self.problem = problem
