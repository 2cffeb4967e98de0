"""A client that stays signed in, with asyncio: it refreshes its session when the access token has expired."""

import asyncio
from dataclasses import replace
from typing import Any, Awaitable, Callable, Optional, Union

from typing_extensions import Self

from taskpact.aio.api.sessions_api import SessionsApi
from taskpact.aio.api_client import ApiClient
from taskpact.configuration import Configuration
from taskpact.exceptions import UnauthorizedException
from taskpact.models.credentials import Credentials
from taskpact.models.refresh import Refresh
from taskpact.models.registration import Registration
from taskpact.models.session import Session
from taskpact.signed_in import refused_token

OnSession = Callable[[Optional[Session]], Union[None, Awaitable[None]]]


class SignedInClient(ApiClient):
    """An ApiClient with the session of a user. Tasks may share it: an expired token is refreshed once for all of them.

    `on_session`, a function or a coroutine function, is called with each new session, to store it, and with None when it has
    ended. A stored session continues with `SignedInClient(configuration, session, on_session)`.
    """

    def __init__(self, configuration: Configuration, session: Session, on_session: Optional[OnSession] = None) -> None:
        # A copy, because several users may sign in with the same configuration.
        super().__init__(replace(configuration, access_token=session.access_token))
        self.session: Optional[Session] = session
        self._on_session = on_session
        self._refreshing: Optional[asyncio.Task[None]] = None

    @classmethod
    async def log_in(cls, configuration: Configuration, email: str, password: str, on_session: Optional[OnSession] = None) -> Self:
        """Logs in to an account."""
        async with ApiClient(configuration) as client:
            session = await SessionsApi(client).login_user(Credentials(email=email, password=password))
        return await cls._start(configuration, session, on_session)

    @classmethod
    async def register(cls, configuration: Configuration, email: str, password: str, name: str, on_session: Optional[OnSession] = None) -> Self:
        """Creates an account and logs in to it."""
        async with ApiClient(configuration) as client:
            session = await SessionsApi(client).register_user(Registration(email=email, password=password, name=name))
        return await cls._start(configuration, session, on_session)

    async def log_out(self) -> None:
        """Ends the session."""
        await SessionsApi(self).logout_user()
        await self._keep(None)

    async def call_api(self, method: Any, url: Any, header_params: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Sends a request, and sends it again with a new token if the service says that the token is no longer valid."""
        response = await super().call_api(method, url, header_params, *args, **kwargs)
        refused = refused_token(header_params or {}, response)
        token = None if refused is None else await self._renewed(refused)
        if token is None:
            return response
        return await super().call_api(method, url, {**header_params, "Authorization": f"Bearer {token}"}, *args, **kwargs)

    @classmethod
    async def _start(cls, configuration: Configuration, session: Session, on_session: Optional[OnSession]) -> Self:
        client = cls(configuration, session, on_session)
        await client._keep(session)
        return client

    async def _renewed(self, refused: str) -> Optional[str]:
        """A token other than the refused one; None if the session has ended."""
        # Another task may have renewed it: a refresh token that is used twice ends the session.
        if self.session is not None and refused == self.session.access_token:
            if self._refreshing is None:
                self._refreshing = asyncio.create_task(self._refresh(self.session))
            # Not cancelled with the request, as others may wait for the same token.
            await asyncio.shield(self._refreshing)
        return None if self.session is None else self.session.access_token

    async def _refresh(self, session: Session) -> None:
        try:
            await self._keep(await self._refreshed(session))
        finally:
            self._refreshing = None

    async def _refreshed(self, session: Session) -> Optional[Session]:
        async with ApiClient(replace(self.configuration, access_token=None)) as client:
            try:
                return await SessionsApi(client).refresh_session(Refresh(refresh_token=session.refresh_token))
            except UnauthorizedException:
                return None

    async def _keep(self, session: Optional[Session]) -> None:
        self.session = session
        self.configuration.access_token = None if session is None else session.access_token
        stored = None if self._on_session is None else self._on_session(session)
        if stored is not None:
            await stored
