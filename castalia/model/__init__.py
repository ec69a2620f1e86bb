"""The transformer: shape, inference without PyTorch, training with it, weights."""
