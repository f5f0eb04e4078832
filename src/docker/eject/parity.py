#!/usr/bin/env python3
"""Sends the recorded requests to a real TensorFlow Serving and compares its answers with those that were recorded.

    python3 parity.py [http://localhost:8501] [--tolerance 1e-5]

Compared are the status, the content type, the structure of the JSON, every number within the tolerance (relative for
numbers above 1), every text, and of error messages what stands before the place in the graph, since its names differ from build to build.
Ends with 0 when all are equal, with 1 when some differ, with 2 when the server cannot be reached.
"""

import argparse
import http.client
import json
import math
import pathlib
import sys
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
PRINTABLE = "".join(chr(code) for code in range(0x21, 0x7F))


def send(base, call, timeout):
    """Status, content type and body of the server's answer."""
    connect = http.client.HTTPSConnection if base.scheme == "https" else http.client.HTTPConnection
    connection = connect(base.hostname, base.port, timeout=timeout)
    try:
        body = (HERE / call["body"]).read_bytes() if call["body"] else b""
        target = base.path.rstrip("/") + urllib.parse.quote(call["target"], safe=PRINTABLE)
        connection.putrequest(call["method"], target, skip_accept_encoding=True)
        for name, value in call["headers"]:
            connection.putheader(name, value)
        if body or call["method"] == "POST":
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        response = connection.getresponse()
        return response.status, response.getheader("Content-Type") or "", response.read()
    finally:
        connection.close()


def media_type(text):
    return text.split(";")[0].strip().lower()


def parse(body):
    """JSON as the model server writes it, with NaN and Infinity; None when it is something else."""
    try:
        return json.loads(body.decode("utf-8"), strict=False)
    except ValueError:
        return None


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def same_number(ours, theirs, tolerance):
    if ours == theirs or (math.isnan(ours) and math.isnan(theirs)):
        return True
    if not (math.isfinite(ours) and math.isfinite(theirs)):
        return False
    return abs(ours - theirs) <= tolerance * max(1.0, abs(ours), abs(theirs))


def without_place(message):
    return message.split("\n\t [[")[0]


def available(entries):
    """Versions that were unloaded before are known to the server that unloaded them, and to no other."""
    return [entry for entry in entries if entry.get("state") == "AVAILABLE"]


def differences(ours, theirs, tolerance, path=""):
    """Yields a line for each place where the two differ."""
    place = path or "the answer"
    if is_number(ours) and is_number(theirs):
        if not same_number(ours, theirs, tolerance):
            yield f"{place}: recorded {ours!r}, here {theirs!r}"
    elif type(ours) is not type(theirs):
        yield f"{place}: recorded {shorten(ours)}, here {shorten(theirs)}"
    elif isinstance(ours, dict):
        if ours.keys() != theirs.keys():
            yield f"{place}: recorded the keys {sorted(ours)}, here {sorted(theirs)}"
        for key in sorted(ours.keys() & theirs.keys()):
            mine, other = ours[key], theirs[key]
            if path == "" and key == "error" and isinstance(mine, str) and isinstance(other, str):
                mine, other = without_place(mine), without_place(other)
            if path == "" and key == "model_version_status":
                mine, other = available(mine), available(other)
            yield from differences(mine, other, tolerance, f"{path}.{key}")
    elif isinstance(ours, list):
        if len(ours) != len(theirs):
            yield f"{place}: recorded {len(ours)} elements, here {len(theirs)}"
        for index, (mine, other) in enumerate(zip(ours, theirs)):
            yield from differences(mine, other, tolerance, f"{path}[{index}]")
    elif ours != theirs:
        yield f"{place}: recorded {shorten(ours)}, here {shorten(theirs)}"


def shorten(value):
    text = json.dumps(value)
    return text if len(text) <= 200 else text[:200] + "…"


def compare(call, status, content_type, body, tolerance):
    """Lines that say how the answer differs from the recorded one."""
    found = []
    if status != call["status"]:
        found.append(f"status: recorded {call['status']}, here {status}")
    if media_type(content_type) != media_type(call["contentType"]):
        found.append(f"content type: recorded {call['contentType']!r}, here {content_type!r}")
    if call["answer"] is None or call["method"] == "HEAD" or media_type(content_type) == "text/plain":
        return found  # too long to have been kept, none at all, or the server's own counters
    recorded = (HERE / call["answer"]).read_bytes()
    ours, theirs = parse(recorded), parse(body)
    if ours is None and theirs is None:
        if recorded != body:
            found.append("the answer, which is no JSON, is another")
    else:
        found.extend(differences(ours, theirs, tolerance))
    return found


def main():
    parser = argparse.ArgumentParser(description="Compares a real server's answers with the recorded ones.")
    parser.add_argument("base", nargs="?", default="http://localhost:8501", help="address of the server's REST port")
    parser.add_argument("--tolerance", type=float, default=1e-5)
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds for each request")
    options = parser.parse_args()
    base = urllib.parse.urlsplit(options.base)
    if base.scheme not in ("http", "https") or not base.hostname:
        parser.error(f"{options.base} is no address: write it as http://localhost:8501")

    calls = json.loads((HERE / "requests" / "calls.json").read_text("utf-8"))
    differing = skipped = 0
    print("  no  status  result     request")
    for call in calls:
        try:
            answer = send(base, call, options.timeout)
        except http.client.InvalidURL:
            skipped += 1
            answer, result, found = None, "not sent", ["Python's http.client sends no such address"]
        except OSError as error:
            print(f"{options.base} does not answer: {error}. Start it first: docker compose up -d", file=sys.stderr)
            return 2
        if answer:
            found = compare(call, *answer, options.tolerance)
            differing += bool(found)
            result = "different" if found else "equal"
        print(f" {call['number']}  {answer[0] if answer else '   '}     {result:<9}  {call['method']} {call['target']}")
        for line in found[:10]:
            print(f"      {line}")
        if len(found) > 10:
            print(f"      and {len(found) - 10} more")
    equal = len(calls) - differing - skipped
    print(f"{equal} of {len(calls)} answers are equal, {differing} differ, {skipped} not sent")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
