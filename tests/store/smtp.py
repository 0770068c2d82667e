#!/usr/bin/env python3
"""A mail server for tests: smtp.py FOLDER [--starttls|--tls CERT KEY] [--login NAME:PASSWORD].

Listens on a free port of 127.0.0.1, prints it, and serves until its standard input ends. What it does
with a letter hangs on the first part of the recipient's address: "ok" is taken, "refused" gets 550,
"later" gets 451 once and is then taken, "late-body" gets 451 after the text once, "body" gets 554
after the text, "hang" gets no answer, "gone" loses the connection. A sender "stranger" gets 553.
Letters that were taken are FOLDER/1.txt, 2.txt …, each with its envelope in front.
"""
import base64
import os
import socket
import ssl
import sys
import threading

folder = sys.argv[1]
options = sys.argv[2:]
mode = None
context = None
login = None
while options:
    word = options.pop(0)
    if word in ("--starttls", "--tls"):
        mode = word
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.pop(0), options.pop(0))
    else:
        login = options.pop(0)

lock = threading.Lock()
taken = 0
seen = set()


def first_time(word):
    with lock:
        known = word in seen
        seen.add(word)
    return not known


class Visit:
    def __init__(self, link):
        self.link = link
        self.lines = link.makefile("rb")
        self.safe = mode == "--tls"
        self.known = login is None

    def say(self, text):
        self.link.sendall(text.encode() + b"\r\n")

    def hear(self):
        line = self.lines.readline()
        if not line:
            raise EOFError
        return line.decode("utf-8", "replace").rstrip("\r\n")

    def greet(self):
        offers = ["localhost"]
        if mode == "--starttls" and not self.safe:
            offers.append("STARTTLS")
        if login:
            offers.append("AUTH PLAIN")
        for i, offer in enumerate(offers):
            self.say("250%s%s" % (" " if i + 1 == len(offers) else "-", offer))

    def start_tls(self):
        self.say("220 go")
        self.link = context.wrap_socket(self.link, server_side=True)
        self.lines = self.link.makefile("rb")
        self.safe = True

    def check_login(self, line):
        words = line.split(" ")
        if len(words) < 3:
            self.say("334 ")
            words = ["", "", self.hear()]
        given = base64.b64decode(words[2]).split(b"\0")
        self.known = given[1:] == login.encode().split(b":")
        self.say("235 welcome" if self.known else "535 wrong")

    def recipient(self, line):
        local = line.split("<", 1)[1].split("@", 1)[0]
        if local == "gone":
            raise EOFError
        if local == "hang":
            self.hear()
        if local == "refused":
            self.say("550 no such person")
        elif local == "later" and first_time(local):
            self.say("451 busy")
        else:
            self.say("250 fine")
        return local

    def text(self, envelope, local):
        global taken
        self.say("354 go on")
        lines = []
        while True:
            line = self.lines.readline()
            if not line:
                raise EOFError
            if line == b".\r\n":
                break
            lines.append(line)
        if local == "body":
            self.say("554 we do not like it")
            return
        if local == "late-body" and first_time(local):
            self.say("451 busy")
            return
        with lock:
            taken += 1
            name = os.path.join(folder, "%d.txt" % taken)
            with open(name + ".new", "wb") as file:
                file.write("\n".join(envelope).encode() + b"\n\n" + b"".join(lines))
            os.rename(name + ".new", name)
        self.say("250 taken")

    def serve(self):
        envelope = []
        local = ""
        self.say("220 localhost")
        while True:
            line = self.hear()
            verb = line.split(" ")[0].split(":")[0].upper()
            if verb == "EHLO":
                self.greet()
            elif verb == "STARTTLS" and mode == "--starttls":
                self.start_tls()
            elif verb == "AUTH" and login:
                self.check_login(line)
            elif verb == "QUIT":
                self.say("221 bye")
                return
            elif not self.known:
                self.say("530 who are you")
            elif verb == "MAIL":
                envelope = ["tls" if self.safe else "open", line]
                self.say("553 not from you" if "<stranger@" in line else "250 fine")
            elif verb == "RCPT":
                envelope.append(line)
                local = self.recipient(line)
            elif verb == "DATA":
                self.text(envelope, local)
            else:
                self.say("502 what")


def visit(link):
    try:
        if mode == "--tls":
            link = context.wrap_socket(link, server_side=True)
        Visit(link).serve()
    except (EOFError, OSError):
        pass
    finally:
        link.close()


def listen(server):
    while True:
        link, _ = server.accept()
        threading.Thread(target=visit, args=(link,), daemon=True).start()


server = socket.create_server(("127.0.0.1", 0))
os.write(1, b"%d\n" % server.getsockname()[1])
threading.Thread(target=listen, args=(server,), daemon=True).start()
sys.stdin.read()
