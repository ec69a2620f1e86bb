"""The pack's page: everything to look at and listen to on one page, offline, without a server."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib import resources
from pathlib import Path
from string import Template

import numpy as np

from castalia.exchange.page.decided import plan_section
from castalia.exchange.page.facts import PageFacts
from castalia.exchange.page.sections import (
    assets_section,
    film_section,
    heading,
    rights_section,
    score_section,
    soundscape_section,
    stills_section,
    textures_section,
)
from castalia.files import write_text
from castalia.language.colour import LUMA, decoded, hex_to_srgb, srgb_to_hex
from castalia.language.plan import Plan


def write_page(folder: Path, plan: Plan, facts: PageFacts, recipe: str) -> None:
    """Write ``index.html`` into ``folder``; it links only to ``facts.files``, by relative paths."""
    sections = [
        ("film", "Film", film_section(plan, facts)),
        ("stills", "Stills", stills_section(facts)),
        ("score", "Score", score_section(plan, facts)),
        ("soundscape", "Soundscape", soundscape_section(facts)),
        ("textures", "Textures", textures_section(facts)),
        ("scene", "Scene and assets", assets_section(facts)),
        ("plan", "Plan", plan_section(plan)),
        ("rights", "Rights", rights_section(plan, facts)),
    ]
    shown = [(name, title, content) for name, title, content in sections if content]
    links = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title, _ in shown)
    body = [heading(plan, facts), f"<nav><ul>{links}</ul></nav>"]
    body += [f'<section id="{name}"><h2>{title}</h2>\n{content}</section>' for name, title, content in shown]
    template = resources.files(__package__).joinpath("page.html").read_text("utf-8")
    title = "A sealed pack" if facts.sealed else facts.brief[:80]
    page = Template(template).substitute(
        title=escape(title),
        accent=accent(plan.palette),
        body="\n".join(body),
        recipe=recipe.replace("<", "\\u003c"),
    )
    write_text(folder / "index.html", page)


def accent(palette: Sequence[str]) -> str:
    """The palette's most colourful entry, mixed with white until it stands out on the dark page (WCAG contrast 7)."""
    colours = [np.array(hex_to_srgb(text)) for text in palette]
    chosen = max(colours, key=lambda colour: float(colour.max() - colour.min()))
    for share in np.linspace(0, 1, 21):
        mixed = chosen * (1 - share) + share
        luminance = float(decoded(mixed) @ LUMA)
        if (luminance + 0.05) / (0.0047 + 0.05) >= 7:
            break
    red, green, blue = mixed
    return srgb_to_hex((red, green, blue))


__all__ = ["PageFacts", "write_page"]
