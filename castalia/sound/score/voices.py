"""Compiled voices: a sampled note, a plucked string, a set of partials. Each adds one note to a mono track.

Envelopes follow the SoundFont 2.04 specification: linear attack, decay and release linear in decibels.
"""

from __future__ import annotations

import math

from numba import njit

compiled = njit(cache=True, nogil=True)


@compiled
def sampled(
    out,
    at,
    held,
    data,
    begin,
    end,
    loop_from,
    loop_to,
    loops,
    ratio,
    gain,
    cutoff,
    rate,
    delay,
    attack,
    hold,
    decay,
    sustain,
    release,
):  # type: ignore[no-untyped-def]
    """A sample at another pitch by cubic interpolation, through a one-pole low-pass and its envelope.

    ``at`` and ``held`` in samples; ``ratio`` samples of ``data`` a sample; ``sustain`` and gains as amplitudes."""
    smooth = 1.0 - math.exp(-2.0 * math.pi * min(cutoff, 0.45 * rate) / rate)
    position, level, last = float(begin), 0.0, 0.0
    fall = math.exp(-6.9 / max(decay, 1.0))
    fade = math.exp(-6.9 / max(release, 64.0))
    length = len(data)
    size = loop_to - loop_from
    for step in range(len(out) - at):
        if step < held:
            late = step - delay
            if late < 0.0:
                level = 0.0
            elif late < attack:
                level = late / attack
            elif late < attack + hold:
                level = 1.0
            else:
                level = sustain + (level - sustain) * fall if level > sustain else sustain
        else:
            level *= fade
            if level < 1e-4:
                return
        whole = int(position)
        if loops and size > 8:
            if whole >= loop_to:
                position -= size * math.floor((position - loop_from) / size)
                whole = int(position)
        elif whole >= min(end, length) - 3:
            return
        share = position - whole
        a = data[max(whole - 1, 0)]
        b = data[min(whole, length - 1)]
        ahead, beyond = whole + 1, whole + 2
        if loops and size > 8:
            if ahead >= loop_to:
                ahead -= size
            if beyond >= loop_to:
                beyond -= size
        c, d = data[min(ahead, length - 1)], data[min(beyond, length - 1)]
        value = b + 0.5 * share * (c - a + share * (2 * a - 5 * b + 4 * c - d + share * (3 * (b - c) + d - a)))
        last += smooth * (value - last)
        out[at + step] += gain * level * last
        position += ratio


@compiled
def plucked(out, at, held, burst, period, damping, brightness, gain, release):  # type: ignore[no-untyped-def]
    """A string after Karplus and Strong (1983): a burst of noise in a delay line whose loop loses height and brightness."""
    size = int(period - 0.5)
    tune = period - 0.5 - size
    line = burst[:size].copy()
    past, level, read = 0.0, 1.0, 0
    fade = math.exp(-6.9 / max(release, 64.0))
    before = 0.0
    for step in range(len(out) - at):
        value = line[read]
        turned = value + tune * (past - value)
        past = value
        smooth = brightness * turned + (1.0 - brightness) * before
        before = turned
        line[read] = damping * smooth
        read += 1
        if read >= size:
            read = 0
        if step >= held:
            level *= fade
        if level < 1e-4:
            return
        out[at + step] += gain * level * value


@compiled
def partials(out, at, held, pitch, rate, strengths, decays, attack, release, vibrato, speed, breath, gain):  # type: ignore[no-untyped-def]
    """Harmonics with decays of their own (per sample; 1 holds), a delayed vibrato, and ``breath`` (N,) noise under them."""
    phase, level, rise = 0.0, 1.0, 1.0 / max(attack, 1.0)
    fade = math.exp(-6.9 / max(release, 64.0))
    heights = strengths.copy()
    for step in range(len(out) - at):
        onset = min(step * rise, 1.0)
        if step >= held:
            level *= fade
            if level < 1e-4:
                return
        late = min(step / (0.5 * rate), 1.0)
        bend = 1.0 + vibrato * late * math.sin(2.0 * math.pi * speed * step / rate)
        phase += 2.0 * math.pi * pitch * bend / rate
        once, twice = math.sin(phase), 2.0 * math.cos(phase)
        value, before = heights[0] * once, 0.0
        heights[0] *= decays[0]
        for order in range(1, len(heights)):
            following = twice * once - before
            before, once = once, following
            value += heights[order] * once
            heights[order] *= decays[order]
        value += breath[step % len(breath)]
        out[at + step] += gain * onset * level * value
