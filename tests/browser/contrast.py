"""How well text stands out from what is behind it, measured on a page as it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What text of ordinary size needs. Source: WCAG 2.2, success criterion 1.4.3.
ENOUGH = 4.5

# Every colour is painted over the ones behind it, by the browser itself, and read back.
MEASURE = """selector => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const paint = colour => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); };
  const luminance = () => {
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(
      value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = element => {
    const behind = [];
    for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
    ['white', ...behind].forEach(paint);
    const back = luminance();
    paint(getComputedStyle(element).color);
    const [dark, light] = [back, luminance()].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const measured = [];
  for (const root of document.querySelectorAll(selector)) {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode.textContent.trim(), element = texts.currentNode.parentElement;
      if (text && !element.closest('style, script')) measured.push([ratio(element), text]);
    }
  }
  return measured;
}"""


def contrasts(page: Page, selector: str) -> list[tuple[float, str]]:
    """The contrast of every text inside the elements that a selector finds, each with the text."""
    return [(ratio, text) for ratio, text in page.evaluate(MEASURE, selector)]
