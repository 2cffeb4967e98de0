"""What an endpoint of a user does with the package standardwebhooks: webhooks.py <url>."""

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue
from threading import Thread
from typing import Any
from uuid import uuid4

import taskpact
from standardwebhooks import Webhook, WebhookVerificationError
from taskpact import SignedInClient

received: Queue[tuple[bytes, dict[str, str]]] = Queue()


class Endpoint(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        received.put((body, {name.lower(): value for name, value in self.headers.items()}))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """It has nothing to say."""


def main(url: str) -> None:
    endpoint = HTTPServer(("127.0.0.1", 0), Endpoint)
    Thread(target=endpoint.serve_forever, daemon=True).start()
    configuration = taskpact.Configuration(host=url)
    carol = SignedInClient.register(configuration, f"carol-{uuid4()}@example.com", "correct horse battery", "carol")
    creation = taskpact.WebhookCreation(url=f"http://127.0.0.1:{endpoint.server_port}/", events=["task.created"])
    webhook = taskpact.WebhooksApi(carol).create_webhook("me", creation)
    taskpact.TasksApi(carol).create_task("me", taskpact.TaskCreation(title="Grüße ✓"))
    body, headers = received.get(timeout=60)
    message = Webhook(webhook.secret).verify(body, headers)
    assert message["type"] == "task.created" and message["data"]["title"] == "Grüße ✓"
    try:
        Webhook(webhook.secret).verify(body + b" ", headers)
        raise AssertionError("another body was taken for the signed one")
    except WebhookVerificationError:
        pass


main(sys.argv[1])
