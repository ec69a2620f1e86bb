"""Small pieces of the page: sounds with their waveforms, links to files, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

import numpy as np

from castalia.exchange.page.facts import PageFacts
from castalia.world import Floats


def track(facts: PageFacts, name: str, main: bool = False, loop: bool = False) -> str:
    """A sound with its waveform, to be played by the page's script."""
    seconds, peaks = facts.waves[name]
    title, shape = escape(stem(name)), _wave(peaks)
    kind, again = (
        ("track main", " loop") if main and loop else ("track main" if main else "track", " loop" if loop else "")
    )
    return (
        f'<div class="{kind}" data-name="{title}"><button type="button" aria-label="Play {title}">▶</button>'
        f'<span class="name">{title}</span><div class="wave">{shape}</div>'
        f"<time>{int(seconds // 60)}:{int(seconds % 60):02d}</time>"
        f'<a href="{href(name)}" download title="Save {title}">↓</a>'
        f'<audio preload="none"{again} src="{href(name)}"></audio></div>'
    )


def _wave(peaks: Floats) -> str:
    """Peaks as bars mirrored about the middle, drawn twice: as a whole and as what was played."""
    heights = np.maximum(np.round(peaks * 48, 1), 0.6)
    bars = "".join(f"M{at} {50 - height:g}h.7v{2 * height:g}h-.7z" for at, height in enumerate(heights.tolist()))
    box = f'viewBox="0 0 {len(heights)} 100" preserveAspectRatio="none" aria-hidden="true"'
    return f'<svg {box}><path d="{bars}"/></svg><svg class="played" {box}><path d="{bars}"/></svg>'


def file_links(facts: PageFacts, names: Sequence[str]) -> str:
    """Links to those of the named files that the pack has."""
    items = "".join(
        f'<li><a href="{href(name)}" download>{escape(name)}</a><span>{size_text(facts.files[name])}</span></li>'
        for name in names
        if name in facts.files
    )
    return f'<h3>Files</h3><ul class="files">{items}</ul>' if items else ""


def pairs(rows: Iterable[tuple[str, str]], raw: bool = False) -> str:
    cells = "".join(
        f"<tr><th>{escape(name)}</th><td>{value if raw else escape(value)}</td></tr>" for name, value in rows
    )
    return f'<div class="scroll"><table>{cells}</table></div>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    body = "".join(
        "<tr>" + "".join(f'<td class="number">{escape(cell)}</td>' for cell in row) + "</tr>" for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def stem(name: str) -> str:
    return Path(name).stem.replace("_", " ")


def href(name: str) -> str:
    return escape(quote(name))


def size_text(size: int) -> str:
    if not size:
        return ""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
