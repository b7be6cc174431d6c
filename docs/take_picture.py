"""Take the README's picture out of lesson 00, so that both show the same.

Usage: python docs/take_picture.py
"""

from __future__ import annotations

import base64
import html
import re
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
LESSON = ROOT / "notebooks" / "00_start_here.ipynb"
PICTURE = ROOT / "docs" / "who-could-read.png"
README = ROOT / "README.md"


def last_picture() -> tuple[str, bytes]:
    """The words and the PNG of the last picture in lesson 00."""
    pages = [
        output.data["text/html"]
        for cell in nbformat.read(LESSON, as_version=4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "text/html" in output.get("data", {})
    ]
    pattern = r'<img alt="([^"]*)"[^>]*src="data:image/png;base64,([^"]+)"'
    words, data = re.findall(pattern, "".join(pages))[-1]
    return html.unescape(words), base64.b64decode(data)


def main() -> None:
    words, png = last_picture()
    PICTURE.write_bytes(png)
    text = README.read_text(encoding="utf-8")
    shown = f"![{words}](docs/{PICTURE.name})"
    README.write_text(re.sub(rf"!\[[^\]]*\]\(docs/{PICTURE.name}\)", shown, text), encoding="utf-8")


if __name__ == "__main__":
    main()
