"""What jobs in Python spend their time with: loops, objects, text, sorting, generators."""

import json


def leaf(n):
    x = 1
    for i in range(n):
        x = (x * 31 + i) % 1000003
    return x


class Job:
    def run(self, n):
        return leaf(n) + sum(self.parts(n))

    def parts(self, n):
        for i in range(n // 10):
            yield i * i


def parse():
    return json.loads(json.dumps([{"id": i, "name": str(i)} for i in range(200)]))


def main():
    job = Job()
    while True:
        job.run(2000)
        leaf(1000)
        parse()
        sorted(range(500), key=lambda x: x * 7919 % 503)


main()
