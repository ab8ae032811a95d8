"""From TeX to a tree: what is written, before anything is known of what it means."""
