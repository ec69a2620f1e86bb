"""Training data: the director and composer that make it, the voices that tell it, the corpora that join it."""
