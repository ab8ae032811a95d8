"""Whether a formula holds, and if it does not, why."""
