"""Which tokens open and close, and what ends an operand."""

from __future__ import annotations

__all__ = ["APART", "AROUND", "CLOSING", "ENDS_OPERAND", "ENVIRONMENTS", "OPENING"]

# By the terminal that opens, the one that closes.
AROUND = {"LPAR": "RPAR", "LBRACKET": "RBRACKET", "LBRACE": "RBRACE", "LNORM": "RNORM"}
AROUND |= {"LBAR": "RBAR", "LCURLY": "RCURLY", "LANGLE": "RANGLE", "LEVAL": "REVAL"}
AROUND |= {"LFLOOR": "RFLOOR", "LCEIL": "RCEIL"}
ENVIRONMENTS = {"CASES": "END_CASES", "MATRIX": "END_MATRIX", "ALIGNED": "END_ALIGNED"}
OPENING = {*AROUND, *ENVIRONMENTS}
CLOSING = {*AROUND.values(), *ENVIRONMENTS.values()}
ENDS_OPERAND = {"NUMBER", "NAME", "WORD", "PRIMES", "FACTORIAL", "STAR", *AROUND.values()}
# What stands between products, or behind the second of two bars.
APART = {"SIGN", "RELATION", "OPERATOR", "COMMA", "NEWLINE", "AMPERSAND", *OPENING - {"LBAR"}}
APART |= {"CIRCUMFLEX", "UNDERSCORE"}
