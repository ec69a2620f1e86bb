"""The soundscape: layers of ambience, each a loop without a seam, that sum to the whole."""

from castalia.sound.ambience.mixing import Ambience, make_soundscape

__all__ = ["Ambience", "make_soundscape"]
