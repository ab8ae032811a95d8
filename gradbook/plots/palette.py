"""The colors of the book: for each role a light page's value and a dark page's.

Every value has a contrast of at least 4.5 on the paper of its mode, except
`GRID` and `SHADE`, which carry no information by themselves.
"""

ROLES = {
    "ink": ("#24292f", "#e6edf3"),
    "muted": ("#656d76", "#9aa4b0"),
    "grid": ("#d0d7de", "#454c56"),
    "shade": ("#eceff3", "#2b313a"),
    "paper": ("#fffffe", "#14181e"),
    "blue": ("#0b62a8", "#6cb6ff"),
    "orange": ("#bc4c00", "#ff9a5c"),
    "green": ("#00735c", "#4ac9a3"),
    "purple": ("#8a3b9c", "#d7a6f5"),
    "amber": ("#8f6200", "#e3b341"),
}

INK, MUTED, GRID, SHADE, PAPER, BLUE, ORANGE, GREEN, PURPLE, AMBER = (
    light for light, _ in ROLES.values()
)

# In this order neighbors stay apart for color-blind readers.
CYCLE = (BLUE, ORANGE, GREEN, PURPLE, AMBER)
