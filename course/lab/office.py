"""A company's network: a gateway between the desks and everybody else."""

from __future__ import annotations

from course.lab.interceptor import Interceptor
from course.lab.lab import Lab

GATEWAY, GATEWAY_CA = "gateway", "Northwind Web Gateway CA"


def office_network(lab: Lab) -> Interceptor:
    """Move a lab's phone to a desk at Northwind.

    The company looks into the traffic of its own devices: these trust the gateway's CA, and the gateway mints a
    certificate for whatever host they ask for.

    Args:
      lab: its bank is intercepted from now on.

    Returns:
      The gateway. Its `stop()` takes the phone home, where the gateway's CA is trusted still.
    """
    gateway = lab.interceptor(GATEWAY, issuer=GATEWAY_CA)
    lab.phone.trust(gateway.authority)
    gateway.intercept(lab.bank.host)
    return gateway
