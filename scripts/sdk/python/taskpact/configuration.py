"""The settings of a client."""

import ssl
from dataclasses import dataclass
from typing import ClassVar, Dict, Optional, Union
from urllib.parse import urlsplit

from typing_extensions import Self


@dataclass
class Configuration:
    """The settings of a client, with or without asyncio. Clients can share them."""

    host: str = "http://localhost:8000"
    """The address of the service."""

    access_token: Optional[str] = None
    """The bearer token of each request. A SignedInClient has a token of its own."""

    retries: int = 4
    """The number of retries after a lost connection or a busy service. Nothing is retried that could be done twice."""

    longest_wait: float = 30
    """The longest `Retry-After` to wait for, in seconds. Beyond it, the error is raised at once."""

    timeout: float = 30
    """The seconds to wait for a connection, and for each part of a response."""

    verify: Union[bool, ssl.SSLContext] = True
    """Whether to verify the certificate of the service, or an `ssl.SSLContext` with certificates of your own."""

    proxy: Optional[str] = None
    """The address of a proxy. By default that of the environment, such as `HTTPS_PROXY`."""

    # The generated code reads these.
    client_side_validation: ClassVar[bool] = True
    safe_chars_for_path_param: ClassVar[str] = ""
    ignore_operation_servers: ClassVar[bool] = False
    temp_folder_path: ClassVar[Optional[str]] = None
    datetime_format: ClassVar[str] = "%Y-%m-%dT%H:%M:%S.%f%z"
    date_format: ClassVar[str] = "%Y-%m-%d"

    def __post_init__(self) -> None:
        if urlsplit(self.host).scheme not in ("http", "https"):
            raise ValueError(f'host must be the address of the service, such as "https://tasks.example.com", not {self.host!r}')
        self.host = self.host.rstrip("/")

    @classmethod
    def get_default(cls) -> Self:
        """The settings of a client that is created without any."""
        return cls()

    def auth_settings(self) -> Dict[str, Dict[str, str]]:
        """The header that carries the token."""
        if self.access_token is None:
            return {}
        return {"bearer": {"type": "bearer", "in": "header", "key": "Authorization", "value": f"Bearer {self.access_token}"}}
