"""Who made a file, from what, and whether it is still whole: identities, credentials, recipes and credits."""
