"""Training data: the director and composer that make it, the phrases that say it, the corpora that join it."""
