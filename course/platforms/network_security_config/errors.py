"""What is said of a file that Android does not read."""

from __future__ import annotations


class ConfigError(ValueError):
    """A network security config with which an app stops at its first connection, or is not built at all.

    On a phone it is the cause of "Failed to parse XML configuration from network_security_config".

    Args:
      message: Android's own words; ours where it is the build tool that refuses the file.
      line: where, counted from 1.
      positioned: whether Android puts the line behind its words.

    Known by: source, upstream test (AOSP XmlConfigSource.ParserException; NetworkSecurityConfigTest bad_config*).
    """

    def __init__(self, message: str, line: int, *, positioned: bool = True) -> None:
        super().__init__(f"{message} at: Binary XML file line #{line}" if positioned else message)
        self.message = message
        self.line = line
