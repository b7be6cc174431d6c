"""Android's network security config: the XML file that pins without a line of code.

The names are the original's, in Python's spelling. Not modelled: Certificate Transparency itself (whether it is asked
for is), encrypted client hello, the config for localhost of Android 17, and instant or privileged apps.

Known by: source, upstream test (AOSP android.security.net.config and NetworkSecurityConfigTest).
"""

from course.platforms.network_security_config.app import App
from course.platforms.network_security_config.config import Config
from course.platforms.network_security_config.domains import Domain
from course.platforms.network_security_config.effective import EffectiveConfig
from course.platforms.network_security_config.entries import CertificatesEntry, Entry
from course.platforms.network_security_config.errors import ConfigError
from course.platforms.network_security_config.ignored import Ignored
from course.platforms.network_security_config.lint import LintWarning, lint
from course.platforms.network_security_config.parse import parse
from course.platforms.network_security_config.pins import Pin, PinSet
from course.platforms.network_security_config.verdict import Reason, Verdict

__all__ = [
    "App",
    "CertificatesEntry",
    "Config",
    "ConfigError",
    "Domain",
    "EffectiveConfig",
    "Entry",
    "Ignored",
    "LintWarning",
    "Pin",
    "PinSet",
    "Reason",
    "Verdict",
    "lint",
    "parse",
]
