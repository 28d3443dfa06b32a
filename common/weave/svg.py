"""A drawing that becomes the same SVG bytes every time, on every machine.

Light background of its own (a page may be dark), system fonts only, numbers
with at most two decimals, no time, no random identifier.
"""

from columns import columns

INK = "#1b1f24"
SOFT_INK = "#57606a"
GRID = "#e4e6e9"
PAPER = "#ffffff"

# Told apart by colour-blind eyes and on weak projectors (after Okabe and Ito,
# darkened so that text in the same colour can be read on white).
COLOURS = ("#0060a8", "#c04a00", "#00785a", "#a03d78", "#7a6200", "#1b1f24")
PALE = ("#cfe3f3", "#f8dcc8", "#c9e8dd", "#f0d3e4", "#ece2b6", "#dcdfe3")

SANS = "Helvetica Neue, Helvetica, Arial, DejaVu Sans, sans-serif"
MONO = "SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace"


def escape(text: str) -> str:
    """The text as XML; characters that XML forbids become U+FFFD."""
    clean = "".join(c if _allowed(ord(c)) else "\ufffd" for c in text)
    for char, entity in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ('"', "&quot;"),
        ("'", "&#39;"),
    ):
        clean = clean.replace(char, entity)
    return clean


def _allowed(code: int) -> bool:
    if code < 0x20:
        return code in (0x09, 0x0A)
    return not (
        0x7F <= code <= 0x9F
        or 0xD800 <= code <= 0xDFFF
        or code & 0xFFFF in (0xFFFE, 0xFFFF)
    )


def number(value: float) -> str:
    """At most two decimals, no `-0`, no exponent."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def text_width(text: str, size: float) -> float:
    """About how wide the text is in the widest of the fonts."""
    width = 0.0
    for char in text:
        if char in "iljtfr.,:;'|!()[] -/":
            width += 0.38
        elif char in "mwMW@%" or columns(char) == 2:
            width += 0.98
        else:
            width += 0.7 if char.isupper() else 0.62
    return width * size


def fitting(text: str, size: float, room: float, bold: bool = False) -> float:
    """The size, or the smaller one at which the text fits into the room."""
    width = text_width(text, size) * (1.08 if bold else 1)
    return size if width <= room else max(9.0, size * room / width)


class Drawing:
    """Collects shapes; as_text() is the whole file."""

    def __init__(self, width: float, height: float, title: str, words: str):
        self._head = (
            '<svg xmlns="http://www.w3.org/2000/svg"'
            f' width="{number(width)}" height="{number(height)}"'
            f' viewBox="0 0 {number(width)} {number(height)}"'
            f' role="img" font-family="{SANS}">\n'
            f"<title>{escape(title)}</title>\n"
            f"<desc>{escape(words)}</desc>\n"
        )
        self._shapes: list[str] = []

    def shape(self, name: str, **attributes) -> None:
        """An element; `stroke_width=3` is written stroke-width="3"."""
        self._shapes.append(f"<{name}{_attributes(attributes)}/>")

    def line(self, x1, y1, x2, y2, colour, width, **more) -> None:
        self.shape(
            "line",
            x1=x1,
            y1=y1,
            x2=x2,
            y2=y2,
            stroke=colour,
            stroke_width=width,
            **more,
        )

    def rect(self, x, y, width, height, fill, **more) -> None:
        self.shape(
            "rect", x=x, y=y, width=width, height=height, fill=fill, **more
        )

    def text(self, x, y, words, size, fill=INK, **more) -> None:
        attributes = {"x": x, "y": y, "font_size": size, "fill": fill, **more}
        self._shapes.append(
            f"<text{_attributes(attributes)}>{escape(words)}</text>"
        )

    def as_text(self) -> str:
        return self._head + "\n".join(self._shapes) + "\n</svg>\n"


def _attributes(attributes: dict) -> str:
    parts = []
    for name, value in attributes.items():
        words = value if isinstance(value, str) else number(value)
        parts.append(f' {name.replace("_", "-")}="{escape(words)}"')
    return "".join(parts)
