#!/usr/bin/env python3
"""The web as the cases of tests/cli see it: an HTTP proxy that answers from the folder web/ (see README.md).

    tests/cli/web_proxy.py PORT_FILE

writes its port into PORT_FILE and serves until it is ended.
"""

import http.server
import pathlib
import sys
import urllib.parse

WEB = pathlib.Path(__file__).resolve().parent / "web"


def answer(url, authorization):
    """Status, reason, headers and body, by the same rules as cases_test.cpp."""
    parts = urllib.parse.urlsplit(url)
    host = WEB / parts.netloc.rpartition("@")[2].replace(":", "_")
    path = host / urllib.parse.unquote(parts.path).lstrip("/")
    needed = host / ".authorization"
    wanted = needed.read_text().strip() if needed.exists() else ""
    if wanted == "none" and authorization:
        return 400, "Credentials Sent", [], b""
    if wanted not in ("", "none", authorization):
        return 401, "Unauthorized", [], b""
    scripted = path.with_name(path.name + ".http")
    if scripted.is_file():
        head, _, body = scripted.read_bytes().partition(b"\n\n")
        first, *lines = head.decode().split("\n")
        status, _, reason = first.partition(" ")
        return int(status), reason, [line.split(": ", 1) for line in lines], body
    if path.is_file():
        return 200, "OK", [], path.read_bytes()
    return 404, "File not found", [], b""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        status, reason, headers, body = answer(self.path, self.headers.get("Authorization", ""))
        self.send_response_only(status, reason)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pathlib.Path(sys.argv[1]).write_text(str(server.server_address[1]))
    server.serve_forever()
