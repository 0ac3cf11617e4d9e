"""The table of what the benchmark must show: what is wanted of each measure, what was found, and how it is printed.

Every row is a ratio, so that it says the same of another machine, or else a bound that the machine hardly moves.
"""

# measure, wanted, aim, unit; "<" at most, ">" at least
ROWS = (
    ("judge", "judging 25 rules over 10,000 systems in memory", "<", 1.0, 0.6, "F"),
    ("kernels", "the same, against kernels", "<", 1.15, 1.05, "K"),
    ("columns", "JSON to columns, model known only at run time", ">", 0.8, 1.2, "S"),
    ("file", "NDJSON file to outcomes, one thread", ">", 0.8, 1.1, "E"),
    ("two_threads", "the same, two threads against one", ">", 1.6, 1.9, "times"),
    ("arrow", "Arrow batches to outcomes", "<", 1.1, 0.7, "F"),
    ("process", "whole process, 42 systems, compile included", "<", 2.0, 1.5, "C"),
    ("compile_25", "compile 25 rules", "<", 1.0, 0.5, "ms"),
    ("compile_1000", "compile 1,000 rules", "<", 30.0, 15.0, "ms"),
    ("alone", "one system at a time, 25 rules", "<", 10.0, 5.0, "F a record"),
    ("plugin_here", "1,000,000 lanes by a plugin, in process", "<", 1.05, None, "built in"),
    ("plugin_apart", "1,000,000 lanes by a plugin, isolated", "<", 1.5, None, "built in"),
    ("plugin_start", "a plugin's process, started and ended", "<", 5.0, None, "ms"),
    ("memory", "peak memory, NDJSON from a pipe", "<", 32.0, 16.0, "MiB"),
    ("data_10", "10 times the data", "<", 11.0, None, "times"),
    ("rules_10", "10 times the rules", "<", 11.0, None, "times"),
)


def is_reached(sign, bound, found):
    return bound is not None and found is not None and (found <= bound if sign == "<" else found >= bound)


def verdict(sign, wanted, aim, found):
    if found is None:
        return ""
    return "as aimed at" if is_reached(sign, aim, found) else "as wanted" if is_reached(sign, wanted, found) else "not reached"


def fill(found):
    """The rows as dictionaries; found: by key a dictionary with `value` and what it was made from, or `why` there is none."""
    return [{"measure": measure, "unit": unit, "wanted": f"{'at most' if sign == '<' else 'at least'} {wanted:g}", "aim": aim,
             "verdict": verdict(sign, wanted, aim, found.get(key, {}).get("value")), **found.get(key, {})}
            for key, measure, sign, wanted, aim, unit in ROWS]


def number(found, form):
    return format(found, form) if found is not None else f"{'–':>{form.split('.')[0]}}"


def lines(rows):
    yield f"{'':<48}{'found':>8}{'of least':>10}  {'':<11}{'wanted':<14}{'aim':>5}"
    for row in rows:
        aim = f"{row['aim']:>5g}" if row["aim"] is not None else f"{'':>5}"
        yield (f"{row['measure']:<48}{number(row.get('value'), '8.2f')}{number(row.get('of_least'), '10.2f')}  "
               f"{row['unit']:<11}{row['wanted']:<14}{aim}  {row['verdict'] or row.get('why', '')}")
