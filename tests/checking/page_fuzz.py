"""A fuzz of the reader and the check: random and mutated pages. Nothing may crash, hang, or be evaluated.

python tests/checking/page_fuzz.py 100000      as many inputs, from seed 0 on
python tests/checking/page_fuzz.py 1000 5000   a thousand, from seed 5000 on
"""

from __future__ import annotations

import random
import re
import sys
import time
from pathlib import Path

from adaptsym.checking import check
from adaptsym.checking.check import understood
from adaptsym.read import document

ROOT = Path(__file__).parents[2]
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
    if whole:
        report = check(f"{text}\n")
        str(report), report.json(), report.github()
    else:
        understood(document(text))
    return time.perf_counter() - began


def main() -> int:
    """Run many seeds; the faults by kind."""
    count, first = (int(x) for x in [*sys.argv[1:], "0"][:2])
    whole = "check" in sys.argv
    known, slow, faults = pages(), [], 0
    for seed in range(first, first + count):
        try:
            slow.append((run(seed, known, whole=whole), seed))
        except Exception as error:
            faults += 1
            print(f"seed {seed}: {type(error).__name__}: {error}"[:300], flush=True)
        if seed % 1000 == 999:
            print(f"{seed + 1 - first} inputs, {faults} faults", flush=True)
    slow.sort(reverse=True)
    print(f"{count} inputs, {faults} faults; slowest: {[(f'{s:.1f} s', n) for s, n in slow[:5]]}")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
