"""The sections of the page, one a part of the pack."""

from __future__ import annotations

from html import escape

from castalia.exchange.page.facts import PageFacts
from castalia.exchange.page.pieces import file_links, href, pairs, size_text, stem, track
from castalia.language.plan import Plan

MAPS = ("albedo", "normal", "roughness", "ao", "height")
_LONG_BRIEF = 140


def heading(plan: Plan, facts: PageFacts) -> str:
    brief = "Sealed: the brief stays with its studio" if facts.sealed else facts.brief
    size = ' class="long"' if len(brief) > _LONG_BRIEF else ""
    chips = "".join(f'<li><i style="background:{escape(colour)}"></i>{escape(colour)}</li>' for colour in plan.palette)
    scene = plan.scene
    kicker = " · ".join(escape(word) for word in (scene.setting, scene.time, scene.weather, scene.season, plan.look))
    return (
        f'<header class="brief"><p class="kicker">{kicker}</p><h1{size}>{escape(brief)}</h1>'
        f'<ul class="chips" aria-label="Palette">{chips}</ul></header>'
    )


def film_section(plan: Plan, facts: PageFacts) -> str:
    if "film.mp4" not in facts.files:
        return ""
    stills = facts.under("stills/", ".png")
    poster = f' poster="{href(stills[0])}"' if stills else ""
    shots = "".join(
        f'<li style="--share:{shot.seconds:g}">{escape(shot.size)}, {escape(shot.move)}<small>{shot.seconds:.1f} s</small></li>'
        for shot in plan.film.shots
    )
    return (
        f'<video controls preload="metadata" playsinline{poster} src="film.mp4"></video><ul class="strip">{shots}</ul>'
        + _remarks(facts, "film.mp4")
        + file_links(facts, ["film.mp4", "film_master.mov", "timeline.otio"])
    )


def stills_section(facts: PageFacts) -> str:
    figures = "".join(
        f'<figure><a href="{href(name)}"><img loading="lazy" src="{href(name)}" alt="{escape(stem(name))}"></a>'
        f"<figcaption>{escape(stem(name))}, {size_text(facts.files[name])}</figcaption>{_remarks(facts, name)}</figure>"
        for name in facts.under("stills/", ".png")
    )
    return f'<div class="stills">{figures}</div>{file_links(facts, facts.under("stills/", ".exr"))}' if figures else ""


def score_section(plan: Plan, facts: PageFacts) -> str:
    if "score/mix.wav" not in facts.waves:
        return ""
    score = plan.score
    sections = "".join(
        f'<li style="--share:{part.bars};--tone:{round(8 + 40 * part.energy)}%">{escape(part.name)}'
        f"<small>{part.bars} bars</small></li>"
        for part in score.sections
    )
    about = f"{score.key} {score.mode}, {score.metre}, {score.tempo:g} to the minute, {score.style}"
    stems = "".join(track(facts, name) for name in facts.under("score/stems/", ".wav"))
    return (
        f'<p class="note">{escape(about)}</p>{track(facts, "score/mix.wav", main=True)}<ul class="strip">{sections}</ul>'
        + (f"<h3>Stems</h3>{stems}" if stems else "")
        + file_links(facts, ["score/score.mid", "score/score.musicxml", "score/notes.json", "score/premix.wav"])
    )


def soundscape_section(facts: PageFacts) -> str:
    if "soundscape/loop.wav" not in facts.waves:
        return ""
    layers = "".join(track(facts, name, loop=True) for name in facts.under("soundscape/stems/", ".wav"))
    return track(facts, "soundscape/loop.wav", main=True, loop=True) + (f"<h3>Layers</h3>{layers}" if layers else "")


def _remarks(facts: PageFacts, about: str) -> str:
    said = "; ".join(facts.remarks.get(about, ()))
    return f'<p class="note">{escape(said)}</p>' if said else ""


def textures_section(facts: PageFacts) -> str:
    cards = []
    for albedo in facts.under("textures/", "_albedo.png"):
        base = albedo.removesuffix("_albedo.png")
        maps = [(kind, f"{base}_{kind}.png") for kind in MAPS if f"{base}_{kind}.png" in facts.files]
        links = "".join(f'<a href="{href(name)}">{kind}</a>' for kind, name in maps)
        cards.append(
            f'<div class="card" data-maps><div class="tile" style="background-image:url(&quot;{href(albedo)}&quot;)"></div>'
            f'<div class="about"><strong>{escape(stem(base))}</strong><div class="maps">{links}</div></div></div>'
        )
    return f'<div class="grid">{"".join(cards)}</div>' if cards else ""


def assets_section(facts: PageFacts) -> str:
    return _remarks(facts, "scene") + file_links(
        facts, [*facts.under("scene/", ".glb"), *facts.under("scene/", ".usdz"), *facts.under("assets/", ".glb")]
    )


def rights_section(plan: Plan, facts: PageFacts) -> str:
    rows = [("Model", plan.model), ("Castalia", plan.version), ("Seed", str(plan.seed))]
    return (
        f'<div class="rights"><p>{escape(facts.ownership)}</p>'
        "<p>Every file here was made from the plan of a trained generative model and says so in a signed credential, inside it or "
        f"beside it. Check them all with <code>castalia verify</code> and this folder.</p>{pairs(rows)}"
        + file_links(facts, facts.under("rights/", ".txt") + facts.under("rights/", ".json"))
        + "</div>"
    )
