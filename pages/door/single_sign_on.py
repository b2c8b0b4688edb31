"""Optional single sign-on (OpenID Connect, code flow with PKCE): it ends in the same server-side session as a password.

Off unless ``sso.toml`` lies in the local folder (never in the repository)::

    issuer = "https://id.example.gov.cn"      # its /.well-known/openid-configuration is read
    client_id = "monitor"
    client_secret = "..."
    claim = "preferred_username"              # which of the provider's claims is our account's name
    label = "统一身份认证"                      # what the sign-in page calls it
    redirect = "https://monitor.example.gov.cn/login/sso/back"

Only then does the server ask anything of another machine, and of this one alone. Who the provider names but has no
account here stays outside: accounts, roles and counties are given on our own page.
"""

import datetime as dt
import secrets
import threading
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from data.store import accounts, events, sessions
from data.store.engine import Store
from pages.door import passwords
from pages.door.open_store import settings
from pages.door.presence import session_hash

FILE = "sso.toml"
WAITS = dt.timedelta(minutes=10)  # from leaving for the provider to coming back
MOST_WAITING = 1000
TIMEOUT = 10
SIGNED = ["RS256", "ES256", "PS256"]  # never "none", never a shared secret


class ProviderAway(Exception):
    """The provider does not answer, or not as one."""


class NotAdmitted(Exception):
    """The provider's answer is not one to trust, or names nobody who has an account here."""


@dataclass(frozen=True, kw_only=True)
class Provider:
    """The identity provider as configured."""

    issuer: str
    client_id: str
    client_secret: str
    redirect: str
    claim: str = "preferred_username"
    label: str = "统一身份认证"


@dataclass(frozen=True, kw_only=True)
class Journey:
    """Somebody on the way to the provider: what must come back with them."""

    state: str
    nonce: str
    verifier: str
    onward: str
    until: dt.datetime


@dataclass
class Journeys:
    """Those on the way, by the word in their browser's cookie. Each comes back once."""

    _waiting: dict[str, Journey] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, onward: str, *, at: dt.datetime) -> tuple[str, Journey]:
        """A new one, and the word for the cookie."""
        word = secrets.token_urlsafe(32)
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        journey = Journey(state=state, nonce=nonce, verifier=verifier, onward=onward, until=at + WAITS)
        with self._lock:
            self._waiting = {known: one for known, one in self._waiting.items() if one.until > at}
            while len(self._waiting) >= MOST_WAITING:
                self._waiting.pop(next(iter(self._waiting)))
            self._waiting[session_hash(word)] = journey
        return word, journey

    def end(self, word: str | None, state: str, *, at: dt.datetime) -> Journey:
        """The journey of this browser, if it is the one that comes back. Raises NotAdmitted."""
        with self._lock:
            journey = self._waiting.pop(session_hash(word or ""), None)
        if journey is None or journey.until <= at or not secrets.compare_digest(journey.state, state):
            raise NotAdmitted("no such journey")
        return journey


@cache
def journeys() -> Journeys:
    """The one of this process."""
    return Journeys()


def provider() -> Provider | None:
    """The configured provider; None where there is none."""
    path = settings().local / FILE
    return read_provider(path) if path.is_file() else None


def read_provider(path: Path) -> Provider:
    """Read a configuration. What is missing or unknown in it stops the server's road to sign-in, loudly."""
    return Provider(**tomllib.loads(path.read_text(encoding="utf-8")))


def way_out(of: Provider, journey: Journey) -> str:
    """Where to send the browser. Raises ProviderAway."""
    try:
        with _client(of) as client:
            address, _ = client.create_authorization_url(
                _metadata(client, of)["authorization_endpoint"], state=journey.state, nonce=journey.nonce,
                code_challenge=create_s256_code_challenge(journey.verifier), code_challenge_method="S256",
            )  # fmt: skip
    except (RequestException, KeyError, ValueError) as away:
        raise ProviderAway(of.issuer) from away
    return address


def name_told(of: Provider, journey: Journey, code: str, *, at: dt.datetime) -> str:
    """Fetch the token and believe its claim, once signature, issuer, audience, nonce and times are right.

    Raises NotAdmitted, also where the provider does not answer.
    """
    try:
        with _client(of) as client:
            metadata = _metadata(client, of)
            token = client.fetch_token(
                metadata["token_endpoint"], code=code, code_verifier=journey.verifier, timeout=TIMEOUT
            )
            keys = KeySet.import_key_set(client.request("GET", metadata["jwks_uri"], withhold_token=True,
                                                        timeout=TIMEOUT).json())  # fmt: skip
        told = jwt.decode(token["id_token"], keys, algorithms=SIGNED).claims
        wanted = {"value": of.issuer, "essential": True}
        registry = jwt.JWTClaimsRegistry(
            now=int(at.timestamp()), leeway=60, iss=wanted, aud={"value": of.client_id, "essential": True},
            exp={"essential": True}, nonce={"value": journey.nonce, "essential": True},
        )  # fmt: skip
        registry.validate(told)
        return str(told[of.claim]).strip().lower()
    except (RequestException, AuthlibBaseError, JoseError, KeyError, ValueError, TypeError) as wrong:
        raise NotAdmitted(type(wrong).__name__) from wrong


def admit(store: Store, *, uid: str, address: str, at: dt.datetime) -> str:
    """Open a session for whom the provider named; its token. Raises NotAdmitted without a living account.

    A one-time password that was never used is void from then on: nobody would ever have to change it.
    """
    unknowable = passwords.make_hash(secrets.token_urlsafe(32))
    token = secrets.token_urlsafe(32)
    with store.noting() as conn:
        account = accounts.find(conn, uid, to_change=True)
        told = {"at": at, "object_kind": "account", "detail": {"address": address, "by": "single sign-on"}}
        if account is None or account["disabled"]:
            who = account["uid"] if account else "?"
            events.append(conn, actor=who, action="sign_in_refused", object_id=who, **told)
        else:
            if account["must_change"]:
                accounts.set_password(conn, uid, password_hash=unknowable, must_change=False, at=at)
            sessions.open_session(conn, token_hash=session_hash(token), uid=uid, address=address, at=at)
            events.append(conn, actor=uid, action="sign_in", object_id=uid, **told)
            return token
    raise NotAdmitted("no account")


def _client(of: Provider) -> OAuth2Session:
    return OAuth2Session(of.client_id, of.client_secret, scope="openid profile", redirect_uri=of.redirect)


def _metadata(client: OAuth2Session, of: Provider) -> dict:
    address = of.issuer.rstrip("/") + "/.well-known/openid-configuration"
    return client.request("GET", address, withhold_token=True, timeout=TIMEOUT).json()
