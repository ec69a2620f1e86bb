"""What we make ourselves: terrain, plants, rocks, buildings, props, skies and surfaces. ``build_world`` is the door."""
