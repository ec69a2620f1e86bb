"""Plain writers of the formats that other programs read, each with a reader of the recipe inside."""
