"""From a tree to an expression: what the symbols are bound to decides what is meant."""
