"""What a description says of a record on a day."""

import json
import unittest

import days
import values
from facts import Facts
from syntax import read_tree
from test_evaluate import attribute, entity, node, tree
from vocabulary import Vocabulary

WORDS = Vocabulary(read_tree(tree(
    entity("team", attribute("code", "text", unique=True), attribute("size", "number"), attribute("begun", "event date"),
           attribute("lead", of="person"), attribute("members", of="person", word="list"),
           attribute("tags", of="tag", word="set")),
    entity("person", attribute("id", "text", unique=True), attribute("grade", "number")),
    node("enum", "tag", values=[node("term", t) for t in ("red", "dark blue", "green")]))))
TODAY = days.day_of("2024-06-15")


class Team(unittest.TestCase):
    def load(self, *teams, known_by=None, **more):
        self.facts = Facts(WORDS, json.dumps({"team": [{"code": "T", **team} for team in teams], **more}), known_by)
        return self.facts.rows[0] if self.facts.rows else None

    def read(self, name, *teams, day=TODAY, **more):  # more: also `known_by`
        row = self.load(*teams, **more)
        return self.facts.read(row, WORDS.attribute(row.entity, name), day)

    def listed(self, name, *teams, day=TODAY):
        row = self.load(*teams)
        found = self.facts.read_list(row, WORDS.attribute(row.entity, name), day)
        return [getattr(item, "code", item) for item in found.items], found.complete

    def test_known_absent_unknown(self):
        self.assertEqual(self.read("size", {"size": 2}).lo, 2)
        self.assertIs(self.read("size", {"size": None}).present, False)
        self.assertIs(self.read("size", {}), values.UNKNOWN)
        self.assertIs(self.read("size", {"size": None}, nulls="unknown"), values.UNKNOWN)

    def test_facts_hold_on_their_days(self):
        dated = {"size": {"value": 2, "from": "2024-06-15", "to": "2024-06-30"}}
        self.assertEqual(self.read("size", dated).lo, 2)
        self.assertIs(self.read("size", dated, day=TODAY - 1), values.UNKNOWN)
        self.assertIs(self.read("size", {"size": {"value": 2, "review by": "2024-06-14"}}), values.UNKNOWN)
        history = {"size": [{"value": 1, "to": "2024-06-14"}, {"value": 2, "from": "2024-06-15"}]}
        self.assertEqual((self.read("size", history).lo, self.read("size", history, day=TODAY - 1).lo), (2, 1))

    def test_months_leave_days_in_doubt(self):
        dated = {"size": {"value": 2, "from": "2024-06", "to": "2024-08"}}
        for day, known in (("2024-05-31", None), ("2024-06-15", None), ("2024-06-30", 2), ("2024-08-01", 2), ("2024-08-02", None)):
            self.assertEqual(self.read("size", dated, day=days.day_of(day)).lo, known, day)
        history = {"size": [{"value": 1, "from": "2024-01-01"}, {"value": 2, "from": "2024-06"}]}
        for day, known in (("2024-05-31", 1), ("2024-06-01", None), ("2024-06-29", None), ("2024-06-30", 2)):
            self.assertEqual(self.read("size", history, day=days.day_of(day)).lo, known, day)
        agreed = {"size": [{"value": 2, "from": "2024-01-01", "to": "2024-12-31"}, {"value": 2, "from": "2024-06"}]}
        self.assertEqual(self.read("size", agreed).lo, 2)
        self.assertEqual(self.read("size", {"size": {"value": 2, "review by": "2024-06"}}).lo, 2)
        self.assertEqual(self.listed("tags", {"tags": {"complete": ["red"], "to": "2024-06"}}), ([], False))
        self.load({"members": [{"id": "A", "holds from": "2024-06"}]})
        self.assertIsNone(self.facts.rows[1].is_held_on(TODAY))

    def test_an_event_of_later_has_not_happened(self):
        self.assertIs(self.read("begun", {"begun": "2024-06-16"}).present, False)
        self.assertIsNone(values.is_there(self.read("begun", {"begun": "2024-06"})))
        self.assertEqual(self.read("begun", {"begun": "2024-05"}).hi, days.day_of("2024-05-31"))

    def test_two_records_of_one_code(self):
        self.assertEqual(self.read("size", {"size": 2}, {"size": 2.0}).lo, 2)
        self.assertIs(self.read("size", {"size": 2}, {"size": 3}), values.UNKNOWN)
        self.assertIs(self.read("size", {"size": 2}, {"size": None}), values.UNKNOWN)

    def test_lists(self):
        self.assertEqual(self.listed("tags", {"tags": ["red", "dark-blue"]}), (["red", "dark blue"], True))
        self.assertEqual(self.listed("tags", {"tags": {"partial": ["red"]}}, {"tags": {"partial": ["green"]}}),
                         (["red", "green"], False))
        self.assertEqual(self.listed("tags", {"tags": ["red"]}, {"tags": {"partial": ["red"]}}), (["red"], True))
        self.assertEqual(self.listed("tags", {"tags": ["red"]}, {"tags": {"partial": ["green"]}}), ([], False))
        self.assertEqual(self.listed("tags", {"tags": None}), ([], True))
        self.assertEqual(self.listed("tags", {}), ([], False))

    def test_elements_hold_on_their_days(self):
        people = [{"id": "A", "holds from": "2024-06-16"}, {"id": "B", "holds to": "2024-06-15"}, {"id": "C"}]
        self.assertEqual(self.listed("members", {"members": people}), (["B", "C"], False))
        self.assertEqual(self.listed("members", {"members": {"complete": people, "to": "2024-06-15"}}), (["B", "C"], True))
        self.assertEqual(self.listed("members", {"members": {"complete": people, "to": "2024-06-14"}}), (["B"], False))

    def test_references_to_records_that_do_not_hold(self):
        self.assertEqual(self.read("lead", {"lead": {"id": "P", "holds to": "2024-06-14"}}), values.UNKNOWN)
        self.assertEqual(self.read("lead", {"lead": {"id": "P", "holds to": "2024-06-15"}}).value.code, "P")

    def test_what_was_written_down_later_is_left_out(self):
        history = {"size": [{"value": 1, "recorded": "2024-06-01"}, {"value": 2, "recorded": "2024-06-02"}]}
        self.assertEqual(self.read("size", history, known_by="2024-06-01").lo, 1)
        self.assertIs(self.read("size", {"size": {"value": 1, "recorded": "2024-06"}}, known_by="2024-06-29"), values.UNKNOWN)
        self.load({"members": {"complete": [{"id": "A"}], "recorded": "2024-06-02"}}, known_by="2024-06-01")
        self.assertEqual(len(self.facts.rows), 1)  # nor is there what stands in a list that is left out
        self.load(waivers=[{"rule": "R", "approved": "2024-06-02"}, {"rule": "S", "approved": "2024-06-01"}],
                  answers=[{"question": "Q", "date": "2024-06-02"}], known_by="2024-06-01")
        self.assertEqual([row["rule"] for row in self.facts.registers["waivers"]], ["S"])
        self.assertTrue(self.facts.has_register("answers"))

    def test_a_record_that_a_list_names_twice_is_in_it_once(self):
        self.assertEqual(self.listed("members", {"members": [{"id": "A"}, {"id": "B"}, {"id": "A"}]}), (["A", "B"], True))

    def test_references_by_code(self):
        self.assertEqual(self.read("lead", {"lead": "P"}, person={"id": "P"}).value.code, "P")
        with self.assertRaises(KeyError):
            self.load({"lead": "Q"})


if __name__ == "__main__":
    unittest.main()
