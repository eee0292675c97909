"""Draws docs/dedup-growth.svg: CPU seconds and peak memory of `taojin dedup` against the number of documents.

usage: python benches/plot_growth.py CORPUS=DOCUMENTS:MB:CPU_SECONDS:PEAK_MB... > docs/dedup-growth.svg
"""

import math
import sys

WIDTH, HEIGHT, LEFT, BOTTOM = 560, 320, 60, 50


def points(argument):
    documents, megabytes, seconds, memory = argument.split("=", 1)[1].split(":")
    return float(documents), float(megabytes), float(seconds), float(memory)


def main():
    runs = [points(argument) for argument in sys.argv[1:]]
    series = [("CPU seconds", "#b5541c", 2), ("peak memory, MB", "#1c5fb5", 3)]
    values = [run[column] for run in runs for _, _, column in series]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = math.log10(min(run[0] for run in runs)), math.log10(max(run[0] for run in runs))

    def x(documents):
        return LEFT + (math.log10(documents) - first) / max(last - first, 1) * (WIDTH - LEFT - 30)

    def y(value):
        return HEIGHT - BOTTOM - (math.log10(value) - low) / max(high - low, 1) * (HEIGHT - BOTTOM - 30)

    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">')
    print(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>')
    for power in range(low, high + 1):
        at = y(10**power)
        print(f'<path d="M{LEFT} {at:.1f}H{WIDTH - 30}" stroke="#ddd"/>')
        print(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{10**power:g}</text>')
    for run in runs:
        print(f'<text x="{x(run[0]):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{run[0]:,.0f}</text>')
    print(f'<text x="{(LEFT + WIDTH) / 2:.0f}" y="{HEIGHT - 10}" text-anchor="middle">documents</text>')
    for row, (name, colour, column) in enumerate(series):
        line = " ".join(f"{x(run[0]):.1f},{y(run[column]):.1f}" for run in runs)
        print(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for run in runs:
            print(f'<circle cx="{x(run[0]):.1f}" cy="{y(run[column]):.1f}" r="3" fill="{colour}"/>')
        print(f'<text x="{LEFT + 12}" y="{20 + 16 * row}" fill="{colour}">{name}</text>')
    print("</svg>")


if __name__ == "__main__":
    main()
