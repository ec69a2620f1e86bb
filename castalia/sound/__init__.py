"""Sound: the score, arranged and played, and the soundscape."""
