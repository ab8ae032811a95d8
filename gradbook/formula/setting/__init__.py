"""The lines above a formula, which give its symbols their values, and what they can draw."""
