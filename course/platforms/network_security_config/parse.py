"""The way in: from the text of a file to a config."""

from __future__ import annotations

from course.platforms.network_security_config.config import Config
from course.platforms.network_security_config.ignored import ignored_in
from course.platforms.network_security_config.parser import parse_debug_overrides, parse_entries, read_root


def parse(xml: str, *, debuggable: bool = True, debug_xml: str | None = None) -> Config:
    """Read a network security config.

    Args:
      xml: the text of res/xml/network_security_config.xml, or whatever the manifest names.
      debuggable: whether to refuse what a debug build refuses. A release never reads `<debug-overrides>`: with False,
        a fault in there waits until the config is asked on behalf of a debuggable app.
      debug_xml: the text of a file of the same name with "_debug" behind it. Of it only `<debug-overrides>` count,
        and only where `xml` has none.

    Raises:
      ConfigError: Android stops the app at its first connection, or the build tool refuses the file.

    Known by: source, upstream test (AOSP XmlConfigSource.java; XmlConfigTests).
    """
    root = read_root(xml)
    entries = parse_entries(root, debuggable=debuggable)
    ignored = ignored_in(root)
    if debug_xml is not None and entries.debug is None and entries.debug_fault is None:
        extra = parse_debug_overrides(read_root(debug_xml), debuggable=debuggable)
        entries.debug, entries.debug_fault = extra.debug, extra.debug_fault
    return Config(
        base=entries.base,
        domains=tuple(entries.domains),
        debug=entries.debug,
        debug_fault=entries.debug_fault,
        ignored=tuple(ignored),
    )
