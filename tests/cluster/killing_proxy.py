"""An HTTP proxy before an API server that ends its client at a chosen request: SIGKILL at any moment, made repeatable."""

import http.client
import http.server
import os
import signal
import socketserver
import threading
import urllib.parse

WRITES = {"POST", "PUT", "PATCH", "DELETE"}
HOP_BY_HOP = {"connection", "transfer-encoding", "keep-alive", "host", "content-length", "accept-encoding"}


class KillingProxy:
    """Counts the writes that pass; at write number `at` it kills the client, either before the server sees the request or after
    it has answered and before the client sees that. Use as a context manager; `kubeconfig` leads through it."""

    def __init__(self, cluster, folder):
        self.cluster = cluster
        self.lock = threading.Lock()
        self.writes = []
        self.at = None
        self.when = "before"
        self.victim = None
        self.kubeconfig = folder / "kubeconfig-proxy"
        upstream = urllib.parse.urlparse(cluster.server)

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(handler):
                body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
                write = handler.command in WRITES
                fatal = write and self.count(handler.command, handler.path)
                if fatal and self.when == "before":
                    self.kill()
                    return
                if upstream.scheme == "https":
                    connection = http.client.HTTPSConnection(upstream.hostname, upstream.port, context=cluster.tls)
                else:
                    connection = http.client.HTTPConnection(upstream.hostname, upstream.port)
                headers = {key: value for key, value in handler.headers.items() if key.lower() not in HOP_BY_HOP}
                if cluster.token:
                    headers["Authorization"] = f"Bearer {cluster.token}"
                connection.request(handler.command, handler.path, body or None, headers)
                response = connection.getresponse()
                if fatal:
                    response.read()
                    self.kill()
                    return
                handler.forward(response)
                connection.close()

            def forward(handler, response):
                handler.send_response(response.status)
                for key, value in response.getheaders():
                    if key.lower() not in HOP_BY_HOP:
                        handler.send_header(key, value)
                if response.status in (204, 304) or handler.command == "HEAD":
                    handler.end_headers()
                    return
                handler.send_header("Transfer-Encoding", "chunked")
                handler.end_headers()
                try:
                    while piece := response.read1(65536):
                        handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                        handler.wfile.flush()
                    handler.wfile.write(b"0\r\n\r\n")
                except OSError:
                    handler.close_connection = True  # the client has had enough (a watch), or is dead

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = answer

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_):
                pass  # a client that was killed leaves broken connections

        self.server = Server(("127.0.0.1", 0), Handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        port = self.server.server_address[1]
        self.kubeconfig.write_text(
            "apiVersion: v1\nkind: Config\n"
            f'clusters: [{{name: proxy, cluster: {{server: "http://127.0.0.1:{port}"}}}}]\n'
            "users: [{name: proxy, user: {}}]\n"
            "contexts: [{name: proxy, context: {cluster: proxy, user: proxy}}]\ncurrent-context: proxy\n")
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def arm(self, at, when):
        """Kill at write number `at` (from 1); None: never."""
        with self.lock:
            self.writes, self.at, self.when, self.victim = [], at, when, None

    def count(self, method, path):
        with self.lock:
            self.writes.append(f"{method} {path.split('?')[0]}")
            return self.at is not None and len(self.writes) == self.at

    def kill(self):
        victim = self.victim
        if victim is not None:
            os.kill(victim.pid, signal.SIGKILL)
            victim.wait()
