"""A fuzz of the reader and the check: random and mutated pages. Nothing may crash, hang, or be evaluated.

python tests/checking/page_fuzz.py 100000      as many inputs, from seed 0 on; the figures go to page_fuzz.json
python tests/checking/page_fuzz.py 1000 5000   a thousand, from seed 5000 on

Every input is read and understood; every fortieth is checked, reported and annotated as well, suggestions included.
"""

from __future__ import annotations

import json
import random
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adaptsym.checking import check
from adaptsym.checking.annotate import annotated
from adaptsym.checking.check import checked_document, understood
from adaptsym.read import document

ROOT = Path(__file__).parents[2]
EVERY = 40  # how many inputs for one that is checked
LIMIT = 60  # seconds for one input
SNIPPETS = [
    r"\frac{", "}", "{", r"\sqrt{", "^", "_", r"\sum_{i=1}^t ", r"\prod_{i=1}^t ", r"\hat{m}", "m_t",
    "m_{t-1}", r"\beta", r"\beta_1^t", "t", "i", "=", "&=", "\\\\", r"\approx", r"\leftarrow", "+", "-", "/",
    r"\cdot", r"\odot", "(", ")", "[", "]", "|", r"\left(", r"\right)", r"\begin{aligned}", r"\end{aligned}",
    r"\begin{cases}", r"\end{cases}", r"\text{where }", r"\text{ and }", ",", ".", ";", r"\quad", "0", "1",
    "2", "9", "0.9", "10", r"\nabla_\theta ", r"\mathcal{L}", r"\theta_t", r"\theta_{t+1}", "g_t", r"\max(",
    r"\operatorname{sign}", r"\ldots", "'", r"\label{x}", "%", "$$", "$", "\n", " ", r"\underbrace{", "_{(1)}",
    "E[g^2]_t", r"\infty", "^{(t)}", r"^{\langle t\rangle}", r"\partial", "d", "W", r"\Delta", r"\Rightarrow",
    r"\epsilon", r"\mathbf{v}", "x^{9^{9^9}}", "\x00", "é", "한", "\\", "&", "&&", "~", "#", "`", "```math\n",
    "```", r"\[", r"\]", r"\(", r"\)", "__import__('os')",
]  # fmt: skip


def pages() -> list[str]:
    """Pages to mutate."""
    found = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests" / "page_corpus").glob("*.md"))]
    found += [p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests" / "page_corpus").glob("*.tex"))]
    return found


def displays(text: str) -> list[str]:
    """The displays of a page, with their dollars."""
    return re.findall(r"\$\$.*?\$\$", text, re.DOTALL) or [text]


def mutated(text: str, chance: random.Random) -> str:
    """A text with a few things put in, taken out, doubled, exchanged."""
    for _ in range(chance.randint(1, 5)):
        a, b = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        b = min(b, a + chance.choice((1, 1, 2, 5, 30)))
        match chance.randrange(5):
            case 0:
                text = text[:a] + text[b:]
            case 1:
                text = text[:a] + chance.choice(SNIPPETS) + text[a:]
            case 2:
                text = text[:b] + text[a:b] + text[b:]
            case 3:
                text = text[:a] + chance.choice(SNIPPETS) + text[b:]
            case _:
                text = text[:a] + text[a:b][::-1] + text[b:]
    return text


def page(seed: int, known: list[str]) -> str:
    """The input of a seed: a mutated page, a mutated display of one, or a soup of snippets."""
    chance = random.Random(seed)
    kind = chance.randrange(4)
    if kind == 0 and seed % 20 == 0:
        return mutated(chance.choice(known), chance)
    if kind < 3:
        shown = displays(chance.choice(known))
        return mutated("\n".join(chance.sample(shown, min(len(shown), chance.randint(1, 2)))), chance)
    return "$$" + "".join(chance.choice(SNIPPETS) for _ in range(chance.randint(1, 40))) + "$$"


def run(seed: int, known: list[str], *, whole: bool) -> float:
    """Read the input of a seed, and check it if `whole`; how long it took. Whatever is raised is a fault."""
    text = page(seed, known)
    began = time.perf_counter()
    with ran_as_written():
        if whole:
            report = checked_document(document(f"{text}\n", "page.md"))
            str(report), report.json(), report.github(), annotated(report, "page.md")
        else:
            understood(document(text))
    return time.perf_counter() - began


EVALUATES = (
    *("compile", "exec", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.remove", "os.rename", "os.mkdir"),
    *("subprocess.", "socket.", "ctypes.", "shutil.", "pty.", "webbrowser."),
)
_watched = [False, False]


def _watch(event: str, args: tuple[object, ...]) -> None:
    """No text may be compiled, run or imported, and nothing may be opened for writing, while a page is checked."""
    if _watched[0] and (event.startswith(EVALUATES) or (event == "open" and "w" in str(args[1]))):
        raise RuntimeError(f"evaluated: {event} {str(args)[:200]}")


@contextmanager
def ran_as_written() -> Iterator[None]:
    """Within it, Python tells of whatever is evaluated, and that is a fault."""
    if not _watched[1]:
        sys.addaudithook(_watch)
        _watched[1] = True
    _watched[0] = True
    try:
        yield
    finally:
        _watched[0] = False


def warm() -> None:
    """Import what is imported late: a catalogue to compare with, the search for suggestions."""
    for name in ("momentum_closed_slips.tex", "course_dw_db_slips.md", "adam_korean_slips.md"):
        check(ROOT / "tests" / "page_corpus" / name)


def overdue(_signal: int, _frame: object) -> None:
    """One input took too long."""
    raise TimeoutError(f"not done in {LIMIT} s")


def main() -> int:
    """Run many seeds; the faults by kind. The whole run is kept in `page_fuzz.json`."""
    numbers = [int(x) for x in sys.argv[1:]]
    count, first = [*numbers, *(100_000, 0)[len(numbers) :]][:2]
    known, faults = pages(), 0
    times: dict[bool, list[tuple[float, int]]] = {False: [], True: []}
    warm()
    signal.signal(signal.SIGALRM, overdue)
    for seed in range(first, first + count):
        whole = seed % EVERY == 0
        signal.alarm(LIMIT)
        try:
            times[whole].append((run(seed, known, whole=whole), seed))
        except Exception as error:
            faults += 1
            print(f"seed {seed}: {type(error).__name__}: {error}"[:300], flush=True)
        finally:
            signal.alarm(0)
        if seed % 1000 == 999:
            print(f"{seed + 1 - first} inputs, {faults} faults", flush=True)
    figures: dict[str, object] = {"inputs": count, "first seed": first, "faults": faults}
    for whole, name in ((False, "read"), (True, "checked")):
        took = times[whole]
        seconds, seed = max(took, default=(0.0, first))
        figures[name] = {
            "inputs": len(took),
            "seconds": round(sum(s for s, _ in took), 1),
            "slowest": {"seed": seed, "seconds": round(seconds, 2)},
        }
    print(json.dumps(figures, indent=1))
    if (count, first) == (100_000, 0):
        (Path(__file__).parent / "page_fuzz.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
