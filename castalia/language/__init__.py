"""The language that all media share: vocabulary, record schemas, grammar, sequences. It knows nothing of any medium."""
