"""The pack's page: everything to look at and listen to on one page, offline, without a server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib import resources
from pathlib import Path
from string import Template
from urllib.parse import quote

import numpy as np

from castalia.files import write_text
from castalia.language.colour import LUMA, decoded, hex_to_srgb, srgb_to_hex
from castalia.language.plan import Mood, Plan, object_name
from castalia.world import Floats

MAPS = ("albedo", "normal", "roughness", "ao", "height")
_LONG_BRIEF = 140
_BINS = 240


@dataclass(frozen=True)
class PageFacts:
    """What the page shows beside the plan. ``files`` maps paths in the pack to bytes; ``waves`` maps sound files to
    their seconds and peaks (N,) 0..1; ``ownership`` says whose the files are."""

    brief: str
    files: Mapping[str, int]
    waves: Mapping[str, tuple[float, Floats]] = field(default_factory=dict)
    ownership: str = ""
    sealed: bool = False
    remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        pack: Path,
        paths: Iterable[Path],
        brief: str,
        ownership: str = "",
        sealed: bool = False,
        remarks: Mapping[str, Sequence[str]] | None = None,
    ) -> PageFacts:
        """The facts of a finished pack, from its folder and the paths of its files. ``remarks`` are said under a section
        or a file."""
        files = {path.relative_to(pack).as_posix(): path.stat().st_size for path in paths}
        # The record is written last, since it names this page's hash; so its size is not known yet.
        files |= dict.fromkeys(("rights/credits.txt", "rights/rights.json"), 0)
        waves = {name: wave_of(pack / name) for name in files if name.endswith(".wav")}
        return cls(brief, files, waves, ownership, sealed, remarks or {})

    def under(self, start: str, end: str = "") -> list[str]:
        """The files whose path starts and ends so."""
        return [name for name in self.files if name.startswith(start) and name.endswith(end)]


def write_page(folder: Path, plan: Plan, facts: PageFacts, recipe: str) -> None:
    """Write ``index.html`` into ``folder``; it links only to ``facts.files``, by relative paths."""
    sections = [
        ("film", "Film", _film(plan, facts)),
        ("stills", "Stills", _stills(facts)),
        ("score", "Score", _score(plan, facts)),
        ("soundscape", "Soundscape", _soundscape(facts)),
        ("textures", "Textures", _textures(facts)),
        ("scene", "Scene and assets", _assets(facts)),
        ("plan", "Plan", _plan(plan)),
        ("rights", "Rights", _rights(plan, facts)),
    ]
    shown = [(name, title, content) for name, title, content in sections if content]
    links = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title, _ in shown)
    body = [_head(plan, facts), f"<nav><ul>{links}</ul></nav>"]
    body += [f'<section id="{name}"><h2>{title}</h2>\n{content}</section>' for name, title, content in shown]
    template = resources.files("castalia.exchange").joinpath("page.html").read_text("utf-8")
    title = "A sealed pack" if facts.sealed else facts.brief[:80]
    page = Template(template).substitute(
        title=escape(title),
        accent=accent(plan.palette),
        body="\n".join(body),
        recipe=recipe.replace("<", "\\u003c"),
    )
    write_text(folder / "index.html", page)


def wave_of(path: Path) -> tuple[float, Floats]:
    """Seconds and peaks (240,) of a sound file, the loudest 1."""
    import soundfile

    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    if not len(samples):
        return 0.0, np.zeros(1, np.float32)
    loud = np.abs(samples).max(axis=1)
    starts = np.unique(np.linspace(0, len(loud), _BINS, endpoint=False).astype(int))
    peaks: Floats = np.maximum.reduceat(loud, starts)
    return len(samples) / rate, peaks / max(float(peaks.max()), 1e-6)


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


# --- sections -----------------------------------------------------------------------------------------------------


def _head(plan: Plan, facts: PageFacts) -> str:
    brief = "Sealed: the brief stays with its studio" if facts.sealed else facts.brief
    size = ' class="long"' if len(brief) > _LONG_BRIEF else ""
    chips = "".join(f'<li><i style="background:{escape(colour)}"></i>{escape(colour)}</li>' for colour in plan.palette)
    scene = plan.scene
    kicker = " · ".join(escape(word) for word in (scene.setting, scene.time, scene.weather, scene.season, plan.look))
    return (
        f'<header class="brief"><p class="kicker">{kicker}</p><h1{size}>{escape(brief)}</h1>'
        f'<ul class="chips" aria-label="Palette">{chips}</ul></header>'
    )


def _film(plan: Plan, facts: PageFacts) -> str:
    if "film.mp4" not in facts.files:
        return ""
    stills = facts.under("stills/", ".png")
    poster = f' poster="{_href(stills[0])}"' if stills else ""
    shots = "".join(
        f'<li style="--share:{shot.seconds:g}">{escape(shot.size)}, {escape(shot.move)}<small>{shot.seconds:.1f} s</small></li>'
        for shot in plan.film.shots
    )
    return (
        f'<video controls preload="metadata" playsinline{poster} src="film.mp4"></video><ul class="strip">{shots}</ul>'
        + _files(facts, ["film.mp4", "film_master.mov", "timeline.otio"])
    )


def _stills(facts: PageFacts) -> str:
    figures = "".join(
        f'<figure><a href="{_href(name)}"><img loading="lazy" src="{_href(name)}" alt="{escape(_stem(name))}"></a>'
        f"<figcaption>{escape(_stem(name))}, {_size(facts.files[name])}</figcaption>{_notes(facts, name)}</figure>"
        for name in facts.under("stills/", ".png")
    )
    return f'<div class="stills">{figures}</div>{_files(facts, facts.under("stills/", ".exr"))}' if figures else ""


def _score(plan: Plan, facts: PageFacts) -> str:
    if "score/mix.wav" not in facts.waves:
        return ""
    score = plan.score
    sections = "".join(
        f'<li style="--share:{part.bars};--tone:{round(8 + 40 * part.energy)}%">{escape(part.name)}'
        f"<small>{part.bars} bars</small></li>"
        for part in score.sections
    )
    about = f"{score.key} {score.mode}, {score.metre}, {score.tempo:g} to the minute, {score.style}"
    stems = "".join(_track(facts, name) for name in facts.under("score/stems/", ".wav"))
    return (
        f'<p class="note">{escape(about)}</p>{_track(facts, "score/mix.wav", main=True)}<ul class="strip">{sections}</ul>'
        + (f"<h3>Stems</h3>{stems}" if stems else "")
        + _files(facts, ["score/score.mid", "score/score.musicxml", "score/notes.json", "score/premix.wav"])
    )


def _soundscape(facts: PageFacts) -> str:
    if "soundscape/loop.wav" not in facts.waves:
        return ""
    layers = "".join(_track(facts, name, loop=True) for name in facts.under("soundscape/stems/", ".wav"))
    return _track(facts, "soundscape/loop.wav", main=True, loop=True) + (f"<h3>Layers</h3>{layers}" if layers else "")


def _notes(facts: PageFacts, about: str) -> str:
    said = "; ".join(facts.remarks.get(about, ()))
    return f'<p class="note">{escape(said)}</p>' if said else ""


def _textures(facts: PageFacts) -> str:
    cards = []
    for albedo in facts.under("textures/", "_albedo.png"):
        base = albedo.removesuffix("_albedo.png")
        maps = [(kind, f"{base}_{kind}.png") for kind in MAPS if f"{base}_{kind}.png" in facts.files]
        links = "".join(f'<a href="{_href(name)}">{kind}</a>' for kind, name in maps)
        cards.append(
            f'<div class="card" data-maps><div class="tile" style="background-image:url(&quot;{_href(albedo)}&quot;)"></div>'
            f'<div class="about"><strong>{escape(_stem(base))}</strong><div class="maps">{links}</div></div></div>'
        )
    return f'<div class="grid">{"".join(cards)}</div>' if cards else ""


def _assets(facts: PageFacts) -> str:
    return _notes(facts, "scene") + _files(
        facts, [*facts.under("scene/", ".glb"), *facts.under("scene/", ".usdz"), *facts.under("assets/", ".glb")]
    )


def _rights(plan: Plan, facts: PageFacts) -> str:
    rows = [("Model", plan.model), ("Castalia", plan.version), ("Seed", str(plan.seed))]
    return (
        f'<div class="rights"><p>{escape(facts.ownership)}</p>'
        "<p>Every file here was made by a trained generative model and says so in a signed credential, inside it or "
        f"beside it. Check them all with <code>castalia verify</code> and this folder.</p>{_pairs(rows)}"
        + _files(facts, facts.under("rights/", ".txt") + facts.under("rights/", ".json"))
        + "</div>"
    )


# --- the plan as tables -------------------------------------------------------------------------------------------


def _plan(plan: Plan) -> str:
    scene, score = plan.scene, plan.score
    mood = [(name, _bar(getattr(plan.mood, name), -1.0, 1.0)) for name in Mood.model_fields]
    light = [
        ("Light", escape(scene.light.direction)),
        ("Strength", _bar(scene.light.strength)),
        ("Haze", _bar(scene.light.haze)),
        ("Camera", escape(f"{scene.camera.angle}, {scene.camera.lens}")),
    ]
    objects = [(object_name(item), str(item.count), item.relation, f"{item.size:+.2f}") for item in scene.objects]
    materials = [(use.kind, f"{use.wear:.2f}", plan.palette[use.swatch]) for use in plan.materials]
    names = [object_name(item) for item in scene.objects]
    shots = [
        (str(number), shot.size, shot.angle, shot.move, names[shot.subject], f"{shot.seconds:.1f} s")
        for number, shot in enumerate(plan.film.shots, 1)
    ]
    layers = [(layer.kind, f"{layer.level:.2f}", f"{layer.distance:.2f}") for layer in plan.soundscape.layers]
    blocks = [
        ("Mood", _pairs(mood, raw=True)),
        ("Light and camera", _pairs(light, raw=True)),
        ("Objects", _table(("object", "count", "where", "size"), objects)),
        ("Materials", _table(("material", "wear", "leans to"), materials)),
        ("Shots", _table(("", "size", "angle", "move", "subject", "length"), shots)),
        ("Instruments", f"<p>{escape(', '.join(score.instruments))}</p>"),
        ("Soundscape", _table(("layer", "level", "distance"), layers)),
    ]
    return (
        '<div class="tables">'
        + "".join(f"<div><h3>{title}</h3>{content}</div>" for title, content in blocks)
        + "</div>"
    )


def _pairs(rows: Iterable[tuple[str, str]], raw: bool = False) -> str:
    cells = "".join(
        f"<tr><th>{escape(name)}</th><td>{value if raw else escape(value)}</td></tr>" for name, value in rows
    )
    return f'<div class="scroll"><table>{cells}</table></div>'


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    body = "".join(
        "<tr>" + "".join(f'<td class="number">{escape(cell)}</td>' for cell in row) + "</tr>" for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _bar(value: float, low: float = 0.0, high: float = 1.0) -> str:
    """A bar from zero to the value."""
    zero, end = (0 - low) / (high - low), (value - low) / (high - low)
    start, width = min(zero, end), abs(end - zero)
    sign = "+" if low < 0 else ""
    return f'<span class="bar"><b style="--from:{start:.1%};--width:{width:.1%}"></b></span>{value:{sign}.2f}'


# --- small pieces -------------------------------------------------------------------------------------------------


def _track(facts: PageFacts, name: str, main: bool = False, loop: bool = False) -> str:
    """A sound with its waveform, to be played by the page's script."""
    seconds, peaks = facts.waves[name]
    title, shape = escape(_stem(name)), _wave(peaks)
    kind, again = (
        ("track main", " loop") if main and loop else ("track main" if main else "track", " loop" if loop else "")
    )
    return (
        f'<div class="{kind}" data-name="{title}"><button type="button" aria-label="Play {title}">▶</button>'
        f'<span class="name">{title}</span><div class="wave">{shape}</div>'
        f"<time>{int(seconds // 60)}:{int(seconds % 60):02d}</time>"
        f'<a href="{_href(name)}" download title="Save {title}">↓</a>'
        f'<audio preload="none"{again} src="{_href(name)}"></audio></div>'
    )


def _wave(peaks: Floats) -> str:
    """Peaks as bars mirrored about the middle, drawn twice: as a whole and as what was played."""
    heights = np.maximum(np.round(peaks * 48, 1), 0.6)
    bars = "".join(f"M{at} {50 - height:g}h.7v{2 * height:g}h-.7z" for at, height in enumerate(heights.tolist()))
    box = f'viewBox="0 0 {len(heights)} 100" preserveAspectRatio="none" aria-hidden="true"'
    return f'<svg {box}><path d="{bars}"/></svg><svg class="played" {box}><path d="{bars}"/></svg>'


def _files(facts: PageFacts, names: Sequence[str]) -> str:
    """Links to those of the named files that the pack has."""
    items = "".join(
        f'<li><a href="{_href(name)}" download>{escape(name)}</a><span>{_size(facts.files[name])}</span></li>'
        for name in names
        if name in facts.files
    )
    return f'<h3>Files</h3><ul class="files">{items}</ul>' if items else ""


def _stem(name: str) -> str:
    return Path(name).stem.replace("_", " ")


def _href(name: str) -> str:
    return escape(quote(name))


def _size(size: int) -> str:
    if not size:
        return ""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
