"""Gradients and starts that tests and reference scripts can both make exactly: dyadic numbers from a
linear congruential generator (multiplier and increment of Knuth's MMIX)."""


class Stream:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        """A multiple of 2^-20 in [-1, 1)."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return ((self.state >> 43) - 2**20) / 2**20


def start(count):
    stream = Stream(1)
    return [2 * stream.next() for _ in range(count)]


def gradients(kind, steps, count):
    """Lists of `count` numbers: noise; sparse, half of them 0; small, which shrink by 2 each step;
    steady, which keep their sign."""
    stream = Stream({"noise": 2, "sparse": 3, "small": 4, "steady": 5}[kind])
    rows = []
    for t in range(steps):
        row = [stream.next() for _ in range(count)]
        if kind == "sparse":
            row = [g if stream.next() > 0 else 0.0 for g in row]
        if kind == "small":
            row = [g / 2.0 ** t for g in row]
        if kind == "steady":
            row = [abs(g) + 0.25 for g in row]
        rows.append(row)
    return rows
