#!/usr/bin/env python3
"""A system that is told of applications, for tests: calls.py FOLDER SECRET [CERT KEY].

Listens on a free port of 127.0.0.1, with TLS when there is a certificate, prints the port, and serves
until its standard input ends. What it answers hangs on the path: /ok 200, /500 and /404 those, /once 500
and then 200, /redirect 302 to /ok, /drop nothing and the connection is lost, /hang nothing at all.
Each request is FOLDER/1.txt, 2.txt …: the path, its headers a line each, "verified" with what Python
and with what the openssl program say about the signature, how many requests were open, an empty line,
the body. The two ways of verifying are those of the operator's manual.
"""
import hashlib
import hmac
import http.server
import os
import ssl
import subprocess
import sys
import threading

folder, secret = sys.argv[1:3]
stop = threading.Event()
lock = threading.Lock()
taken = 0
open_now = 0
seen = set()


def verify(headers, body):
    signed = headers["X-Gongkai-Timestamp"].encode() + b"." + body
    wanted = "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted, headers["X-Gongkai-Signature"])


def verify_by_openssl(headers, body):
    signed = headers["X-Gongkai-Timestamp"].encode() + b"." + body
    said = subprocess.run(["openssl", "dgst", "-sha256", "-hmac", secret], input=signed,
                          capture_output=True, check=True).stdout.decode()
    return "sha256=" + said.split()[-1] == headers["X-Gongkai-Signature"]


class Visit(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def note(self, body):
        global taken
        lines = [self.path] + ["%s: %s" % pair for pair in self.headers.items()]
        lines.append("verified: %s %s" % (verify(self.headers, body), verify_by_openssl(self.headers, body)))
        with lock:
            taken += 1
            name = os.path.join(folder, "%d.txt" % taken)
            lines.append("open: %d" % open_now)
            with open(name + ".new", "wb") as file:
                file.write("\n".join(lines).encode() + b"\n\n" + body)
            os.rename(name + ".new", name)
            known = self.path in seen
            seen.add(self.path)
        return known

    def answer(self, known):
        if self.path == "/hang":
            stop.wait()
            return
        if self.path == "/drop":
            return
        status = {"/ok": 200, "/404": 404, "/redirect": 302, "/once": 200 if known else 500}.get(self.path, 500)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/ok")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        global open_now
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with lock:
            open_now += 1
        try:
            self.answer(self.note(body))
        finally:
            with lock:
                open_now -= 1

    do_GET = do_POST


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", 0), Visit)
if len(sys.argv) > 4:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3], sys.argv[4])
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
os.write(1, b"%d\n" % server.server_address[1])
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
stop.set()
