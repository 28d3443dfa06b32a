"""How wide a text is on a terminal and on a page of fixed columns."""

import unicodedata


def columns(text: str) -> int:
    """Columns, with tabs every 8; wide East Asian characters take two."""
    width = 0
    for char in text.expandtabs(8):
        if not unicodedata.combining(char):
            width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return width
