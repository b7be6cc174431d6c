"""What the bank answers."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

from course.lab.http import Reply, Request, json_reply

_PASSWORDS = {"ada": "correct horse"}


def bank_answers(request: Request) -> Reply:
    """POST /login, GET /balance, and GET /redirect?to=URL."""
    url = urlsplit(request.path)
    match request.method, url.path:
        case "POST", "/login":
            return _login(request)
        case (("GET" | "HEAD"), "/balance"):
            return json_reply(200, {"balance": "1024.00 EUR"})
        case "GET", "/redirect":
            return json_reply(302, {}, Location=parse_qs(url.query).get("to", ["/balance"])[0])
    return json_reply(404, {"error": "the bank has no such page"})


def _login(request: Request) -> Reply:
    try:
        login = json.loads(request.content)
        known = _PASSWORDS.get(login["user"]) == login["password"]
    except (ValueError, KeyError, TypeError):
        return json_reply(400, {"error": "send JSON with user and password"})
    if not known:
        return json_reply(401, {"error": "wrong user or password"})
    return json_reply(200, {"welcome": login["user"]})
