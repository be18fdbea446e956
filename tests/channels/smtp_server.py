"""A mail server of forty lines: it takes mail, or refuses as the test wants, over a real socket."""

from __future__ import annotations

import socketserver
import threading
from types import TracebackType


class SmtpServer:
    """Listens on a free port. `answers` maps a verb (RCPT, DATA-END, …) to the line it answers instead of 250."""

    def __init__(self, answers: dict[str, str] | None = None) -> None:
        self.answers = answers or {}
        self.mails: list[str] = []
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer.serve(self)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port: int = self.server.server_address[1]

    def __enter__(self) -> SmtpServer:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()

    def serve(self, handler: socketserver.StreamRequestHandler) -> None:
        """Speak one SMTP conversation."""

        def say(line: str) -> None:
            handler.wfile.write(line.encode() + b"\r\n")

        say(self.answers.get("CONNECT", "220 surat.example.org"))
        while line := handler.rfile.readline().decode():
            verb = line.split()[0].upper()
            if verb == "QUIT":
                say("221 sampai jumpa")
                return
            answer = self.answers.get(verb, "250 baik")
            if answer == "HANG UP":
                return
            if verb != "DATA" or verb in self.answers:
                say(answer)
                continue
            say("354 silakan")
            mail = []
            while (text := handler.rfile.readline().decode()) != ".\r\n":
                mail.append(text)
            say(self.answers.get("DATA-END", "250 diterima"))
            self.mails.append("".join(mail))
