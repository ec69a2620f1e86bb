"""One file per block kind; each codec encodes a value into tokens and reads tokens back into a value."""
