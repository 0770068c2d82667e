"""A visitor without script for tests and benchmarks: fetches pages, keeps cookies, sends forms. It knows how a page is
built, not what the program does; what is checked stands with who uses it.

usage: put the folder of this file on sys.path and import it.
"""
import http.client
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import uuid

DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(port, seconds=60):
    for _ in range(seconds * 20):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit("a server did not start")


PASSWORD = "for-demonstration-only"  # of the demonstration's accounts, which everybody knows


def ask(port, path, cookie=None, form=None):
    """One page, or one form sent, over a connection of its own: the reply and its body. Ends the script when the answer
    is another than usual."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie} if cookie else {}
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("POST" if form else "GET", path, body=form, headers=headers)
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    if reply.status != (303 if form else 200):
        sys.exit(f"{path}: status {reply.status}")
    return reply, body


def session_of(port, login):
    """The cookie of an account of the demonstration, signed in."""
    reply, _ = ask(port, "/sign-in", form=f"login={login}&password={PASSWORD}")
    return reply.getheader("Set-Cookie").split(";")[0]


class Server:
    """gongkai over a data folder. Visitors are told apart by X-Forwarded-For, as behind a proxy, so that the limit
    for each address is that of real life."""

    def __init__(self, program, data, *more, log=subprocess.DEVNULL):
        self.port = free_port()
        self.process = subprocess.Popen([program, "serve", "--data", data, "--listen", f"127.0.0.1:{self.port}",
                                         "--trusted-proxy", "127.0.0.1", *more], stderr=log)
        wait_for(self.port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def number_of(words):
    """三十七 → 37"""
    if "十" not in words:
        return DIGITS[words]
    tens, ones = words.split("十")
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)


def answer_of(page):
    """The sum that a form asks of visitors without script."""
    first, second = re.search(r"([零一二三四五六七八九十]+)加([零一二三四五六七八九十]+)等于多少", page).groups()
    return number_of(first) + number_of(second)


def hidden_of(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def multipart(fields, files=()):
    """Fields and files [(field, name, bytes)] as a body and its content type."""
    edge = f"----visitor{uuid.uuid4().hex}"
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
             for name, text in fields.items()]
    for field, name, data in files:
        parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
                     "Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n")
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


class Visitor:
    """One browser: an address of its own, cookies, one connection at a time."""

    def __init__(self, port, address):
        self.port, self.address, self.cookies = port, address, {}

    def ask(self, method, path, body=None, headers=None):
        """(status, headers, text) of one request; nothing is followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"X-Forwarded-For": self.address, "Sec-Fetch-Site": "same-origin", **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body=body, headers=sent)
            reply = connection.getresponse()
            text = reply.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for name, value in reply.getheaders():
            if name.lower() == "set-cookie":
                pair = value.split(";")[0].split("=", 1)
                self.cookies[pair[0]] = pair[1]
        return reply.status, dict(reply.getheaders()), text

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, fields):
        return self.ask("POST", path, urllib.parse.urlencode(fields),
                        {"Content-Type": "application/x-www-form-urlencoded"})

    def send(self, path, fields, files=()):
        body, kind = multipart(fields, files)
        return self.ask("POST", path, body, {"Content-Type": kind})

    def sign_in(self, login, password):
        status, _, text = self.post("/sign-in", {"login": login, "password": password})
        if status != 303:
            sys.exit(f"signing in as {login}: {status} " + plain(text)[:300])
        return self


def plain(page):
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
