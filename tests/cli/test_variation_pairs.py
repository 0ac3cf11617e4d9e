"""Every feature of a sentence in the place of every other: what compiles as a local text in the place of a duty that
binds never judges a body more kindly than the national text judges its like."""

import itertools
import re

from program import Case

HEAD = """model area
source ACT "The Area Act"
  kind Act
entity area
  code : text, unique
  boards : list of board
entity board
  code : text, unique
  established : event date
  agreed : event date
  members : list of member
  papers : list of paper
  urgent : yes/no
  ready : yes/no
  length : duration
entity member
  name : text
  votes : yes/no
enum paper kind is report, notice
entity paper
  kind : paper kind
  published : event date
verb board publish (k: paper kind)
  means some of its papers where kind is k has published
  happens on published
"""
LOCAL = """use national
source MINUTES "Minutes of the area"
  kind resolution
variation NORTH of national for area with code "N"
  made by "North area"
  cites MINUTES para 4
  in force from 2020-01-01
"""
# The lines above the sentence, and the sentence; what follows "|" stands on lines below it.
SENTENCES = [
    "board must have at least 2 members",
    "board must have at least 3 members",
    "board must have at least 2 members by 2030-01-01",
    "board must have at least 3 members by 2021-06-01",
    "board must have at least 3 members|no period stated",
    "board must have at least 3 members|no period stated local standard 8 weeks",
    "board must have at least 3 members as soon as practicable",
    "board must have at least 2 members|throughout",
    "board must have at least 2 members|evidence not older than 12 months",
    "board must have at least 2 members|unless urgent is yes",
    "board must have at least 2 members|unless it shows that urgent is yes",
    "board must have at least 2 members where votes is yes",
    "board must ensure that share of members for which votes is yes is at least 50%",
    "board must ensure that share of members for which votes is yes is at least 60%",
    "board must ensure that share of members for which votes is yes is at least 60% by 2030-01-01",
    "board must ensure that number of members is at most 3",
    "board must ensure that number of members is at most 2 by 2030-01-01",
    "board should have at least 2 members",
    "board may publish report",
    "board must publish report",
    "board must publish report by 2030-01-01",
    "board must publish report by 2021-06-01",
    "board must publish report before 2021-03-01",
    "board must publish report after 2030-01-01",
    "board must publish report after 2020-06-01",
    "board must publish report after 2020-06-01 by 2030-01-01",
    "board must publish report within 20 weeks of agreed",
    "board must publish report within 19 weeks of agreed",
    "board must publish report within 19 weeks beginning with agreed",
    "board must publish report within 20 weeks of established",
    "board must publish report within 20 weeks of agreed not counting length",
    "board must publish report within 20 weeks of agreed|time limit lifted where urgent is yes",
    "board must publish report within 20 weeks of agreed|time limit lifted where it shows that urgent is yes",
    "board must publish report within 20 weeks of agreed|unless urgent is yes",
    "board must publish report as soon as practicable",
    "board must publish report as soon as practicable within 20 weeks of agreed",
    "board must publish report before publishing notice",
    "board must publish report after publishing notice",
    "board must publish report|no period stated",
    "board must publish report|no period stated local standard 8 weeks",
    "each calendar year board must publish report",
    "each financial year board must publish report",
    "every 12 months board must publish report",
    "each calendar year board must publish report by 2030-01-01",
    "board must publish (a) report and (b) notice",
    "board must publish (a) report and (b) notice by 2030-01-01",
    "board must publish (a) report or (b) notice",
    "board must not publish report",
    "board must not publish report by 2021-06-01",
    "board must not publish report|unless urgent is yes",
    "applies to each board where urgent is yes|board must publish report",
    "in force from 2024-01-01|board must publish report",
    "in force from 2024-01-01|board must publish report by 2030-01-01",
    "not commenced|board must publish report",
    "board must ensure that ready is yes",
    "board must ensure that ready is yes by 2030-01-01",
    "board must ensure that ready is yes or urgent is yes",
]
DAYS = ("2021-05-01", "2023-01-01", "2031-01-01")
KIND = ("met", "not yet due", "exempt", "not applicable", "not in force", "used", "not used", "considered", None)


def is_kinder(local, national):
    """A breach that becomes none, or what is not known that becomes known to be well."""
    if national == "done late":
        return local in KIND
    if national in ("not met", "open"):
        return local in KIND or local == "done late" or (national == "not met" and local == "open")
    return national in ("unknown", "stale", "error") and local in KIND and local != "not yet due"


def worlds():
    """Boards of every kind that the sentences tell apart, as JSON lines without their codes."""
    papers = ["[]", '[{"kind": "report", "published": "2020-03-01"}]', '[{"kind": "report", "published": "2022-02-01"}]',
              '[{"kind": "notice", "published": "2020-02-01"}, {"kind": "report", "published": "2021-01-15"}]',
              '[{"kind": "report", "published": "2020-01-15"}, {"kind": "notice", "published": "2022-02-01"}]']
    people = ["[]", '[{"name": "a", "votes": true}, {"name": "b", "votes": false}]',
              '[{"name": "a", "votes": true}, {"name": "b", "votes": true}, {"name": "c", "votes": true}]']
    times = ['"agreed": "2020-02-01", "length": "20 days"', '"agreed": null, "length": "0 days"', '"length": "5 days"']
    truth = ['"urgent": true, "ready": false', '"urgent": false, "ready": true', '"ready": false']
    all_of_them = itertools.product(papers, people, times, truth)
    for papers_, people_, times_, truth_ in itertools.islice(all_of_them, 0, None, 11):
        yield f'"established": "2019-01-01", "papers": {papers_}, "members": {people_}, {times_}, {truth_}'


def data():
    areas = []
    for code in "NS":
        boards = ", ".join(f'{{"code": "{code}{i}", {world}}}' for i, world in enumerate(worlds()))
        areas.append(f'{{"code": "{code}", "boards": [{boards}]}}')
    return f'{{"area": [{", ".join(areas)}]}}'


def lines(sentence):
    return "".join(f"  {line}\n" for line in sentence.split("|"))


def national(sentences):
    return HEAD + "".join(f'rule R{i} "R"\n  cites ACT section {i + 1}\n' +
                          ("" if "commenced" in s or "in force" in s else "  in force from 2020-01-01\n") + lines(s)
                          for i, s in sentences)


def replaced(sentences, local):
    """The variation's file, and of each of its lines to which rule it belongs."""
    text, of_line = LOCAL, {}
    for i, _ in sentences:
        first = text.count("\n") + 1
        text += f'  replace rule R{i} "L"\n' + "".join(f"    {line}\n" for line in local.split("|"))
        of_line.update({line: i for line in range(first, text.count("\n") + 1)})
    return text, of_line


class Pairs(Case):
    timeout = 120

    def stands(self, local):
        """The national sentences in whose place the local one is let stand."""
        left = list(enumerate(SENTENCES))
        while left:
            self.write("national.rules", national(left))
            text, of_line = replaced(left, local)
            self.write("local.rules", text)
            result = self.run_program("compile", "local.rules", "-o", "local.icsb")
            if result.status == 0:
                break
            wrong = {of_line[int(line)] for line in re.findall(r"^local.rules:(\d+):\d+: error", result.err, re.M)}
            self.assertTrue(wrong, result)
            left = [(i, sentence) for i, sentence in left if i not in wrong]
        return left

    def outcomes(self, day):
        """By rule and board, the outcome in the north, where the local text holds, and in the south."""
        found = {}
        result = self.run_program("eval", "--as-at", day, "--format", "ndjson", "local.icsb", "data.json")
        self.assertIn(result.status, (0, 1, 5), result)
        for line in result.lines():
            code = line["subject"]["code"]
            key = (line["rule"], code[1:], str(line.get("period") or ""))
            found.setdefault(key, {})[code[0]] = line["outcome"]
        return found

    def test_no_local_text_is_kinder_than_the_duty_in_whose_place_it_stands(self):
        self.write("icsrules.yaml", "rules: [.]\n")
        self.write("data.json", data())
        proved, kinder = 0, []
        for local in SENTENCES:
            stands = dict(self.stands(local))
            proved += len(stands)
            for day in DAYS if stands else ():
                for (rule, board, period), by_area in self.outcomes(day).items():
                    i = int(rule[1:])
                    if i not in stands or not is_kinder(by_area.get("N"), by_area.get("S")):
                        continue
                    kinder.append(f"'{local}' in the place of '{SENTENCES[i]}': {by_area} on {day}, {period}, board {board}")
        self.assertEqual(kinder, [])
        self.assertGreater(proved, len(SENTENCES) // 2, "some stand")
