"""A studio's own kits of models: indexed once with their licence and its evidence, then built with before our generators."""
