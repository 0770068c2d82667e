#!/usr/bin/env python3
"""Pages through the whole stack, side by side with nginx sending the same bytes as a file.

Both servers are held to one processor and one is asked at a time, in turn, three rounds; wrk runs on
another processor. nginx sends the same security headers with its files. Counted are requests for each
second of processor time that the server took, because another program on the machine would take seconds
of the clock; the table shows medians and the ratio, and the usual requests a second beside it. "kept" is a
page that is shown from memory, "drawn" the same page drawn from the database for each visitor (who brings
a cookie, so that no copy is shown to him), "signed in" a page drawn for an account of the demonstration.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path.insert(0, os.path.join(ROOT, "tests"))
from visitor import ask, free_port, session_of, wait_for  # noqa: E402
PROGRAM = os.environ.get("GONGKAI", os.path.join(ROOT, "build/release/gongkai"))
SAMPLES = os.path.join(ROOT, "tests/data/reports")
# address, what it is, ways of asking. Kept: from memory. Drawn: for a visitor with a cookie of his own, from the
# database. Signed in: the same for an account.
PAGES = (("/reports", "list of reports", ("kept", "drawn")),
         ("/reports/1", "one report", ("kept", "drawn", "signed in")),
         ("/desk", "the desk", ("signed in",)),
         ("/desk/reports/1", "one report, at the desk", ("signed in",)))
WANTED = {"kept": 0.8, "drawn": 0.25, "signed in": 0.25}
WANTED_SESSION = 0.05
TURNS = 3
SECONDS = 3
CONNECTIONS = 16

NGINX = """
worker_processes 1; daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors;
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=100;
    default_type text/html;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{ listen 127.0.0.1:{port}; root {folder}/www; {headers} }}
}}
"""
# nginx sends these with its files as we do with pages; Content-Length and the like are each server's own.
OWN_HEADERS = {"date", "content-length", "content-type", "etag", "connection", "x-request-id", "server",
               "set-cookie", "last-modified", "accept-ranges"}


def find_nginx():
    own = os.path.join(ROOT, "build/nginx/usr/sbin/nginx")
    found = own if os.path.exists(own) else shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not found or not shutil.which("wrk"):
        sys.exit("nginx and wrk are needed: ./dev bench serve fetches them")
    return found


def usual_headers(port):
    reply, _ = ask(port, "/reports/1")
    return " ".join(f'add_header {name} "{value}";' for name, value in reply.getheaders()
                    if name.lower() not in OWN_HEADERS)


def pinned(processor, command):
    if shutil.which("taskset") and (os.cpu_count() or 1) > 1:
        return ["taskset", "-c", str(processor)] + command
    return command


def processor_seconds(server):
    """Of all its threads. The kernel's own clock of that process (clock_getcpuclockid(3)): the times in /proc come
    in hundredths of a second."""
    return time.clock_gettime(~server.pid << 3 | 2)


def rate(server, port, path, cookie=None):
    """Requests for each second of the server's processor time, and of the clock."""
    before = processor_seconds(server)
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s"]
    if cookie:
        command += ["-H", f"Cookie: {cookie}"]
    out = subprocess.run(pinned(1, command + [f"http://127.0.0.1:{port}{path}"]), check=True,
                         capture_output=True, text=True).stdout
    if "Non-2xx" in out:
        sys.exit(f"{path}: {out}")
    spent = processor_seconds(server) - before
    count = int(re.search(r"(\d+) requests in", out).group(1))
    return count / max(spent, 0.01), float(re.search(r"Requests/sec:\s*([0-9.]+)", out).group(1))


def measure_page(servers, ports, folder, page, cookies):
    path, says, ways = page
    name = path.strip("/").replace("/", "-")
    bodies = {way: ask(ports[0], path, cookies[way])[1] for way in ways}
    for way in ways:
        with open(os.path.join(folder, "www", f"{name}-{way.replace(' ', '-')}"), "wb") as file:
            file.write(bodies[way])
    rates = {way: ([], []) for way in ways}
    for _ in range(TURNS):
        for way in ways:
            rates[way][0].append(rate(servers[0], ports[0], path, cookies[way]))
            rates[way][1].append(rate(servers[1], ports[1], f"/{name}-{way.replace(' ', '-')}"))
    rows = []
    for way in ways:
        # By processor time; the rate by the clock is that of the same turn.
        ours, theirs = (sorted(found)[len(found) // 2] for found in rates[way])
        rows.append({"page": path, "what": f"{says}, {way}", "bytes": len(bodies[way]),
                     "ours_per_cpu_s": round(ours[0]), "nginx_per_cpu_s": round(theirs[0]),
                     "ours_per_s": round(ours[1]), "nginx_per_s": round(theirs[1]),
                     "ratio_by_clock": round(ours[1] / theirs[1], 2),
                     "ratio": round(ours[0] / theirs[0], 2), "wanted": WANTED[way]})
    return rows


def session_share(server, port, cookies):
    """The part of a signed-in page's processor time that a visitor whom nobody knows does not cost: mostly the
    look-up of the session, and what the page shows of the account."""
    turns = []
    for _ in range(TURNS):
        unknown, _ = rate(server, port, "/reports/1", cookies["drawn"])
        known, _ = rate(server, port, "/reports/1", cookies["signed in"])
        turns.append(1 - known / unknown)
    return sorted(turns)[len(turns) // 2]


def main():
    nginx = find_nginx()
    ours, theirs = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data")
        os.makedirs(os.path.join(folder, "www"))
        os.chmod(folder, 0o755)
        samples = sorted(os.path.join(SAMPLES, name) for name in os.listdir(SAMPLES) if name.endswith(".txt"))
        subprocess.run([PROGRAM, "demo", "--data", data, "--agencies", os.path.join(ROOT, "data/demo_agencies.csv"),
                        "--waiting", os.path.join(ROOT, "data/demo_waiting_report.txt")] + samples,
                       check=True, stdout=subprocess.DEVNULL)
        servers = []
        try:
            servers.append(subprocess.Popen(pinned(0, [PROGRAM, "serve", "--data", data, "--listen",
                                                       f"127.0.0.1:{ours}", "--quiet"])))
            wait_for(ours)
            with open(os.path.join(folder, "nginx.conf"), "w", encoding="utf-8") as file:
                file.write(NGINX.format(folder=folder, port=theirs, headers=usual_headers(ours)))
            servers.append(subprocess.Popen(pinned(0, [nginx, "-c", os.path.join(folder, "nginx.conf"), "-p", folder]),
                                            stderr=subprocess.DEVNULL))
            wait_for(theirs)
            cookies = {"kept": None, "drawn": "bench=1", "signed in": session_of(ours, "approver")}
            rows = [row for page in PAGES for row in measure_page(servers, (ours, theirs), folder, page, cookies)]
            share = session_share(servers[0], ours, cookies)
        finally:
            for server in servers:
                server.terminate()
            for server in servers:
                server.wait()
    print(f"{'':36} {'bytes':>7} {'ours/CPU s':>11} {'nginx/CPU s':>12} {'ratio':>6} {'wanted':>7} "
          f"{'ours/s':>8} {'nginx/s':>8} {'ratio':>6}")
    for row in rows:
        print(f"{row['what']:36} {row['bytes']:7,} {row['ours_per_cpu_s']:11,} {row['nginx_per_cpu_s']:12,} "
              f"{row['ratio']:6.2f} {row['wanted']:7.2f} {row['ours_per_s']:8,} {row['nginx_per_s']:8,} "
              f"{row['ratio_by_clock']:6.2f}")
    print(f"session look-up, part of a signed-in page: {share:.2f} (wanted: below {WANTED_SESSION:.2f})")
    os.makedirs(os.path.join(ROOT, "build/bench"), exist_ok=True)
    with open(os.path.join(ROOT, "build/bench/serve.json"), "w", encoding="utf-8") as file:
        json.dump({"pages": rows, "session_share": round(share, 3)}, file, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
