"""The parts of a pack, one maker a file."""
