"""The score: from a lead sheet to parts, to sound, to a mix."""
