"""A client that stays signed in: it refreshes its session when the access token has expired."""

from dataclasses import replace
from threading import Lock
from typing import Any, Callable, Mapping, Optional

from typing_extensions import Self

from taskpact.api.sessions_api import SessionsApi
from taskpact.api_client import ApiClient
from taskpact.configuration import Configuration
from taskpact.exceptions import UnauthorizedException
from taskpact.models.credentials import Credentials
from taskpact.models.refresh import Refresh
from taskpact.models.registration import Registration
from taskpact.models.session import Session

OnSession = Callable[[Optional[Session]], None]


class SignedInClient(ApiClient):
    """An ApiClient with the session of a user. Threads may share it: an expired token is refreshed once for all of them.

    `on_session` is called with each new session, to store it, and with None when it has ended. A stored session continues with
    `SignedInClient(configuration, session, on_session)`.
    """

    def __init__(self, configuration: Configuration, session: Session, on_session: Optional[OnSession] = None) -> None:
        # A copy, because several users may sign in with the same configuration.
        super().__init__(replace(configuration, access_token=session.access_token))
        self.session: Optional[Session] = session
        self._on_session = on_session
        self._lock = Lock()

    @classmethod
    def log_in(cls, configuration: Configuration, email: str, password: str, on_session: Optional[OnSession] = None) -> Self:
        """Logs in to an account."""
        with ApiClient(configuration) as client:
            session = SessionsApi(client).login_user(Credentials(email=email, password=password))
        return cls._start(configuration, session, on_session)

    @classmethod
    def register(cls, configuration: Configuration, email: str, password: str, name: str, on_session: Optional[OnSession] = None) -> Self:
        """Creates an account and logs in to it."""
        with ApiClient(configuration) as client:
            session = SessionsApi(client).register_user(Registration(email=email, password=password, name=name))
        return cls._start(configuration, session, on_session)

    def log_out(self) -> None:
        """Ends the session."""
        SessionsApi(self).logout_user()
        self._keep(None)

    def call_api(self, method: Any, url: Any, header_params: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Sends a request, and sends it again with a new token if the service says that the token is no longer valid."""
        response = super().call_api(method, url, header_params, *args, **kwargs)
        refused = refused_token(header_params or {}, response)
        token = None if refused is None else self._renewed(refused)
        if token is None:
            return response
        return super().call_api(method, url, {**header_params, "Authorization": f"Bearer {token}"}, *args, **kwargs)

    @classmethod
    def _start(cls, configuration: Configuration, session: Session, on_session: Optional[OnSession]) -> Self:
        client = cls(configuration, session, on_session)
        client._keep(session)
        return client

    def _renewed(self, refused: str) -> Optional[str]:
        """A token other than the refused one; None if the session has ended."""
        with self._lock:
            # Another thread may have renewed it: a refresh token that is used twice ends the session.
            if self.session is not None and refused == self.session.access_token:
                self._keep(self._refreshed(self.session))
            return None if self.session is None else self.session.access_token

    def _refreshed(self, session: Session) -> Optional[Session]:
        with ApiClient(replace(self.configuration, access_token=None)) as client:
            try:
                return SessionsApi(client).refresh_session(Refresh(refresh_token=session.refresh_token))
            except UnauthorizedException:
                return None

    def _keep(self, session: Optional[Session]) -> None:
        self.session = session
        self.configuration.access_token = None if session is None else session.access_token
        if self._on_session is not None:
            self._on_session(session)


def refused_token(sent: Mapping[str, str], response: Any) -> Optional[str]:
    """The token of a request, if the service says that it is no longer valid (RFC 6750)."""
    scheme, _, token = sent.get("Authorization", "").partition(" ")
    is_refused = response.status == 401 and "invalid_token" in response.headers.get("WWW-Authenticate", "")
    return token if is_refused and scheme == "Bearer" else None
