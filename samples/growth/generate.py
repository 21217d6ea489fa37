#!/usr/bin/env python3
"""Makes readings.csv: twelve months of a made company, July 2025 to June 2026, one line a goal and day. The same on every machine.

Each series has a level for every month (the story), noise of a few percent, and but for costs a share of each weekday:

  costs           100,000 in 30 days; from February on contracts end, and June is 16 % lower
  costs-of-month  the same bookings once more, for the ratio over whole months
  customers       300 in 30 days until March; 340 in April, 420 in May, 530 in June: 43 % more than in the first quarter
  revenue         125,000 in July 2025, 2 % more each month; from January on 4 %, but in March only 1 %
  calls           2,400 in 30 days; a new help page in February takes a little, a rewritten product in April the rest: 1,150 in June
  answer-hours    24 falling to 7, after a bad month of March (two people ill)
  mood            3.6, 3.4 in March, rising to 4.3
  referrals       3 in April, 12 in May, 13 in June
  reserve         about 250,000 until January, 405,000 in June
"""
import csv
import datetime
import pathlib

FIRST, END = datetime.date(2025, 7, 1), datetime.date(2026, 7, 1)
WEEK = (1.20, 1.15, 1.15, 1.10, 1.05, 0.70, 0.65)  # Monday first; the mean is 1
FLAT = (1,) * 7
DAYS = 30

# Month by month, July to June: what comes in 30 days, or for revenue in the month; of what is not summed the level.
STORY = {
    "costs": (100_000, 100_000, 100_000, 100_000, 100_000, 100_000, 100_000, 98_500, 95_000, 91_000, 87_000, 84_000),
    "customers": (300, 300, 300, 300, 300, 300, 300, 300, 300, 340, 420, 530),
    "revenue": (125_000, 127_500, 130_000, 132_700, 135_300, 138_000, 143_500, 149_300, 150_800, 156_800, 163_100, 169_600),
    "calls": (2_400, 2_400, 2_400, 2_400, 2_400, 2_400, 2_400, 2_200, 2_150, 1_700, 1_350, 1_150),
    "answer-hours": (24, 24, 24, 24, 24, 24, 22, 19, 23, 14, 9, 7),
    "mood": (3.6, 3.6, 3.6, 3.6, 3.6, 3.6, 3.7, 3.8, 3.4, 4.0, 4.2, 4.3),
    "referrals": (0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 12, 13),
    "reserve": (250_000, 250_000, 250_000, 250_000, 250_000, 250_000, 252_000, 270_000, 298_000, 330_000, 368_000, 405_000),
}
LEVELS = {"answer-hours": 0.08, "mood": 0.08, "reserve": 0.01}  # with their noise
WHOLE = ("customers", "calls", "referrals")
WEEK_OF = {"costs": FLAT}


def noise(state=2026):
    """A number between -1 and 1 for each call, from a linear congruential generator (Knuth's MMIX)."""
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield (state >> 33) / 2**30 - 1


def days():
    return [FIRST + datetime.timedelta(days=day) for day in range((END - FIRST).days)]


def series(goal, random):
    """Yields a value for each day. What is rounded away on one day is owed to the next, so that sums keep to the story."""
    week = WEEK_OF.get(goal, WEEK)
    owed = 0.0
    for day in days():
        level = STORY[goal][(day.month - FIRST.month) % 12]
        if goal in LEVELS:
            yield day, round(level * (1 + LEVELS[goal] * next(random)), 1)
            continue
        month = [one for one in days() if (one.year, one.month) == (day.year, day.month)]
        total = level if goal == "revenue" else level * len(month) / DAYS
        owed += total * week[day.weekday()] / sum(week[one.weekday()] for one in month) * (1 + 0.03 * next(random))
        given = round(owed) if goal in WHOLE else round(owed, 2)
        owed -= given
        yield day, given


def main():
    random = noise()
    lines = []
    for goal in STORY:
        for day, value in series(goal, random):
            lines.append((day.isoformat() + "T16:00:00Z", goal, value))
            if goal == "costs":
                lines.append((day.isoformat() + "T16:00:00Z", "costs-of-month", value))
    lines.sort(key=lambda line: line[0])
    with open(pathlib.Path(__file__).with_name("readings.csv"), "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("goal", "time", "value"))
        writer.writerows((goal, time, value) for time, goal, value in lines)


main()
