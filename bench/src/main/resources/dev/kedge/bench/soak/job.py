"""A batch job: reads, sorts, writes, waits; until it is killed."""

import json
import tempfile
import time


def records(seed):
    return [{"id": (i * 7919 + seed) % 5000, "text": "x" * (i % 50)} for i in range(5000)]


def run(seed):
    rows = sorted(records(seed), key=lambda row: row["id"])
    with tempfile.TemporaryFile("w+") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")
        file.seek(0)
        return sum(len(json.loads(line)["text"]) for line in file)


seed = 0
while True:
    run(seed)
    seed += 1
    time.sleep(0.1)
