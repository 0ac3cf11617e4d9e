"""Days as whole numbers from 1970-01-01, how time is counted over them, and the calendars of working days."""

import datetime

EPOCH = datetime.date(1970, 1, 1).toordinal()
FIRST_DAY, LAST_DAY = -719162, 2932896  # years 1 to 9999
SATURDAY = 5


class OutOfCalendar(Exception):
    """A count of working days needs a year of which the calendar says nothing."""


def day_of(text):
    return datetime.date.fromisoformat(text).toordinal() - EPOCH


def date_of(day):
    return datetime.date.fromordinal(day + EPOCH)


def text_of(day):
    return date_of(day).isoformat()


def day_from(year, month, day):
    return datetime.date(year, month, day).toordinal() - EPOCH


def days_of(text):
    """First and last day of "2023-05-09", "2023-05" or "2023"."""
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 3:
        return day_of(text), day_of(text)
    if len(parts) == 2:
        first = day_from(parts[0], parts[1], 1)
        return first, add_time(first, 1, "month") - 1
    return day_from(parts[0], 1, 1), day_from(parts[0], 12, 31)


def financial_year(text):
    """1 April to 31 March of "2023/24"."""
    year = int(text[:4])
    return day_from(year, 4, 1), day_from(year + 1, 3, 31)


def academic_year(text):
    """1 September to 31 August of "2023/24"."""
    year = int(text[:4])
    return day_from(year, 9, 1), day_from(year + 1, 8, 31)


def period(text):
    """"2023-05-09 to 2024-01-31", or a day, month, year or financial year."""
    if " to " in text:
        first, last = text.split(" to ")
        return days_of(first)[0], days_of(last)[1]
    return financial_year(text) if "/" in text else days_of(text)


def unit_of_time(text):
    text = (text or "").lower().rstrip("s")
    text = "day" if text == "clear day" else text
    return text if text in ("day", "week", "month", "year", "working day") else None


def days_in_month(year, month):
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return (following - datetime.timedelta(days=1)).day


def add_time(day, count, unit, calendar=None):
    """The day `count` units after; months and years end on the corresponding day or the last of a shorter month."""
    unit = unit_of_time(unit)
    if unit == "working day":
        return calendar.add(day, count)
    if unit in ("day", "week"):
        return day + count * (7 if unit == "week" else 1)
    date = date_of(day)
    months = date.year * 12 + date.month - 1 + count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return day_from(year, month + 1, min(date.day, days_in_month(year, month + 1)))


def reach_age(birth, count, unit, calendar=None):
    """The day on which an age is reached: who was born on 29 February does so on 1 March of other years."""
    reached, born = add_time(birth, count, unit, calendar), date_of(birth)
    is_leap_day = (born.month, born.day) == (2, 29) and unit_of_time(unit) == "year"
    return reached + 1 if is_leap_day and date_of(reached).day == 28 else reached


def last_day_of_period(first, count, unit, calendar=None):
    """The last day of a period that begins with `first`, that day counted."""
    if unit_of_time(unit) == "working day":
        return calendar.add(first - 1, count)
    if unit_of_time(unit) in ("day", "week"):
        return add_time(first, count, unit) - 1
    end = add_time(first, count, unit)
    return end - 1 if date_of(end).day == date_of(first).day else end  # a month without that day ends with its last


class Calendar:
    """Working days: Monday to Friday but for the days left out, in the years from the first to the last of these."""

    def __init__(self, name, left_out):
        self.name, self.left_out = name, set(left_out)
        self.years = range(date_of(min(left_out)).year, date_of(max(left_out)).year + 1)

    def is_working(self, day):
        if date_of(day).year not in self.years:
            raise OutOfCalendar(f"{self.name} says nothing of {date_of(day).year}")
        return date_of(day).weekday() < SATURDAY and day not in self.left_out

    def add(self, day, count):
        """The `count`th working day after a day, or before it where the count is negative."""
        step = 1 if count > 0 else -1
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day


# -- years and stretches of years

FIRST_MONTHS = {"financial year": 4, "academic year": 9, "calendar year": 1}


def year_of(kind, day):
    """First and last day of the financial, academic or calendar year that holds a day."""
    date, month = date_of(day), FIRST_MONTHS[kind]
    year = date.year if date.month >= month else date.year - 1
    return day_from(year, month, 1), day_from(year + 1, month, 1) - 1


def years_between(kind, first, last):
    """The years from that which holds one day to that which holds another."""
    found = []
    while first <= last:
        period = year_of(kind, first)
        found.append(period)
        first = period[1] + 1
    return found


def stretches(count, unit, first, last):
    """Stretches of `count` units from `first` on, each beginning where the one before it ends, until `last`."""
    found, number = [], 0
    while True:
        begin, end = add_time(first, number * count, unit), add_time(first, (number + 1) * count, unit) - 1
        if begin > last:
            return found
        found.append((begin, end))
        number += 1
