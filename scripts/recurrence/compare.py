"""Compares dates of recurrence rules, read from standard input, with those of python-dateutil.

Where python-dateutil is known to leave RFC 5545, the question put to it is corrected: each correction is listed below, with the
sentence of RFC 5545, section 3.3.10, that decides. Rules are first compared without a correction.
"""

import datetime
import itertools
import json
import sys
from collections import Counter
from typing import Callable, Iterator, NamedTuple

from dateutil import rrule

# The service has no dates after 2200. Without this, python-dateutil looks for the next date until 9999. The last years of weeks and
# of intervals end later.
datetime.MAXYEAR = 2210
LAST = datetime.datetime(2200, 12, 31)
DAY = datetime.timedelta(days=1)
# How many dates are compared: as many as the service is asked for.
MOST = 12

Rule = dict[str, str]
Day = datetime.datetime


class Known(NamedTuple):
    name: str
    sentence: str


WEEK_WITHOUT_DAY = Known(
    "BYWEEKNO alone is one day of the week; python-dateutil takes all seven",
    "Information, not contained in the rule, necessary to determine the various recurrence instance start time and dates are "
    'derived from the Start Time ("DTSTART") component attribute.',
)
WEEK_YEARS = Known(
    "A week is whole, in one year of weeks; python-dateutil divides it at the New Year, and counts INTERVAL and BYSETPOS so",
    "This corresponds to weeks according to week numbering as defined in [ISO.8601.2004]. A week is defined as a seven day period, "
    "starting on the day of the week defined to be the week start (see WKST).",
)
COUNTED_START = Known(
    "COUNT includes the first date; python-dateutil leaves it out if the rule does not match it",
    'The "DTSTART" property value always counts as the first occurrence.',
)
LISTED_DAYS = Known(
    "Each item of BYDAY adds days; python-dateutil takes only those that match an item with a number and one without",
    "If an integer modifier is not present, it means all days of this type within the specified frequency.",
)
LAST_WEEKDAY = Known(
    "A fifth weekday of a month, or a 53rd of a year, that does not exist is no date; python-dateutil fails at the end of a year",
    "Such recurrence instances MUST be ignored and MUST NOT be counted as part of the recurrence set.",
)
WHOLE_WEEKS = Known(
    "BYSETPOS counts in the whole week; python-dateutil counts the first week from its start date",
    "A set of recurrence instances starts at the beginning of the interval defined by the FREQ rule part.",
)


KNOWN = [WEEK_WITHOUT_DAY, WEEK_YEARS, COUNTED_START, LISTED_DAYS, LAST_WEEKDAY, WHOLE_WEEKS]


def applies(known: Known, rule: Rule) -> bool:
    """Whether a rule has the parts that a known difference is about."""
    return {
        WEEK_WITHOUT_DAY: "BYWEEKNO" in rule and not {"BYDAY", "BYMONTHDAY", "BYYEARDAY"} & rule.keys(),
        WEEK_YEARS: "BYWEEKNO" in rule,
        COUNTED_START: "COUNT" in rule,
        LISTED_DAYS: len({len(item) > 2 for item in rule.get("BYDAY", "").split(",")}) > 1,
        LAST_WEEKDAY: any(int(item[:-2] or 0) >= 5 for item in rule.get("BYDAY", "").split(",")),
        WHOLE_WEEKS: rule["FREQ"] == "WEEKLY" and "BYSETPOS" in rule,
    }[known]


WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def start_of_week(day: Day, rule: Rule) -> Day:
    return day - DAY * ((day.weekday() - WEEKDAYS.index(rule.get("WKST", "MO"))) % 7)


def start_of_week_year(year: int, rule: Rule) -> Day:
    """The start of the first week that has four days of a year or more."""
    return start_of_week(datetime.datetime(year, 1, 4), rule)


def week_year_of(day: Day, rule: Rule) -> int:
    return (start_of_week(day, rule) + 3 * DAY).year


def in_weeks(day: Day, rule: Rule, first: Day) -> bool:
    """Whether a day is in a year of weeks that INTERVAL names, and in one of the weeks that BYWEEKNO names."""
    year = week_year_of(day, rule)
    if (year - week_year_of(first, rule)) % int(rule.get("INTERVAL", 1)):
        return False
    after = (day - start_of_week_year(year, rule)).days // 7
    before = (start_of_week_year(year + 1, rule) - day - DAY).days // 7
    return bool({str(after + 1), str(-before - 1)} & set(rule["BYWEEKNO"].split(",")))


def in_weekdays(day: Day, rule: Rule) -> bool:
    """Whether a day is one that BYDAY names: a weekday, or the nth one of its month or its year."""
    of_month = rule["FREQ"] == "MONTHLY" or "BYMONTH" in rule
    first = day.replace(day=1) if of_month else day.replace(month=1, day=1)
    following = (first + (31 if of_month else 366) * DAY).replace(day=1)
    after, before = (day - first).days // 7, (following - day - DAY).days // 7
    name = WEEKDAYS[day.weekday()]
    return bool({name, f"{after + 1}{name}", f"{-before - 1}{name}"} & set(rule["BYDAY"].split(",")))


def at_positions(days: Iterator[Day], period_of: Callable[[Day], object], positions: str) -> Iterator[Day]:
    for _, group in itertools.groupby(days, period_of):
        period = list(group)
        wanted = {int(position) for position in positions.split(",")}
        yield from (day for index, day in enumerate(period) if {index + 1, index - len(period)} & wanted)


def ask(rule: Rule, start: Day) -> Iterator[Day]:
    """The dates that python-dateutil has for a rule, without its COUNT and UNTIL, which are evaluated last."""
    text = ";".join(f"{name}={value}" for name, value in rule.items() if name not in ("COUNT", "UNTIL"))
    return iter(rrule.rrulestr(text, dtstart=start))


def dates_of(rule: Rule, start: Day, corrected: tuple[Known, ...]) -> list[str]:
    """The first dates after the start, with some differences corrected."""
    asked = dict(rule)
    if WEEK_WITHOUT_DAY in corrected:
        asked["BYDAY"] = WEEKDAYS[start.weekday()]
    if WEEK_YEARS in corrected:
        for name in ("BYWEEKNO", "INTERVAL", "BYSETPOS"):
            asked.pop(name, None)
        # The parts that are left take nothing from their first date: this is the same in each year.
        days = (day for day in ask(asked, start_of_week_year(week_year_of(start, rule), rule)) if in_weeks(day, rule, start))
        if "BYSETPOS" in rule:
            days = at_positions(days, lambda day: week_year_of(day, rule), rule["BYSETPOS"])
    elif LISTED_DAYS in corrected or LAST_WEEKDAY in corrected:
        asked.pop("BYSETPOS", None)
        asked["BYDAY"] = ",".join({item[-2:] for item in rule["BYDAY"].split(",")})
        monthly = rule["FREQ"] == "MONTHLY"
        first = start.replace(day=1) if monthly else start.replace(month=1, day=1)
        days = (day for day in ask(asked, first) if in_weekdays(day, rule))
        if "BYSETPOS" in rule:
            days = at_positions(days, lambda day: (day.year, day.month if monthly else 0), rule["BYSETPOS"])
    else:
        days = ask(asked, start_of_week(start, rule) if WHOLE_WEEKS in corrected else start)
    last = min(LAST, datetime.datetime.strptime(rule["UNTIL"], "%Y%m%d")) if "UNTIL" in rule else LAST
    days = itertools.takewhile(lambda day: day <= last, (day for day in days if day >= start))
    later = (day for day in days if day > start)
    if COUNTED_START in corrected:
        later = itertools.islice(later, int(rule["COUNT"]) - 1)
    elif "COUNT" in rule:
        later = (day for day in itertools.islice(days, int(rule["COUNT"])) if day > start)
    return [day.date().isoformat() for day in itertools.islice(later, MOST)]


def clamped(rule: Rule) -> Rule:
    """The same rule without month_overflow: the last of the days that a month has, up to the one of the rule."""
    days = range(28, int(rule["BYMONTHDAY"]) + 1)
    return {**rule, "BYMONTHDAY": ",".join(map(str, days)), "BYSETPOS": "-1"}


def explain(case: dict) -> tuple[Known, ...] | None:
    """The fewest corrections with which the dates are the same; None if there are none."""
    rule = dict(part.split("=") for part in case["rule"].split(";"))
    rule = clamped(rule) if case["clamps"] else rule
    start = datetime.datetime.fromisoformat(case["start"])
    possible = [known for known in KNOWN if applies(known, rule)]
    for size in range(len(possible) + 1):
        for corrected in itertools.combinations(possible, size):
            try:
                if dates_of(rule, start, corrected) == case["dates"]:
                    return corrected
            except IndexError:
                pass  # see LAST_WEEKDAY
    return None


def main() -> int:
    unexplained = 0
    for name, cases in json.load(sys.stdin).items():
        reasons = [explain(case) for case in cases]
        none = sum(not case["dates"] for case in cases)
        print(f"\n{len(cases)} rules {name}, {none} of them without a date: {sum(reason == () for reason in reasons)} have the same dates")
        for reason, count in Counter(reason for reason in reasons if reason).most_common():
            print(f"  {count:4} differ: {'. Also: '.join(known.name for known in reason)}")
        for case, reason in zip(cases, reasons):
            if reason is None:
                unexplained += 1
                print(f"FAIL  {case['rule']} from {case['start']}: {' '.join(case['dates'])}")
    print("\nThe sentences of RFC 5545, section 3.3.10, that decide:")
    for known in KNOWN:
        print(f"- {known.name}:\n  \"{known.sentence}\"")
    print(f"\n{unexplained} differences are not explained" if unexplained else "\nok")
    return 1 if unexplained else 0


sys.exit(main())
