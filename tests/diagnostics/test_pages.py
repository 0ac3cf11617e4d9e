"""Each code of src/base/codes.def has a page, and what the page shows is what the program does."""

import os
import subprocess
import unittest

import pages

UPDATE = bool(os.environ.get("ICS_TEST_UPDATE"))


class Codes(unittest.TestCase):
    def test_every_code_is_reported_somewhere(self):
        self.assertEqual(set(pages.codes()) - pages.reported_codes(), set(), "reported by nothing in src/")

    def test_every_code_has_a_page_and_every_page_a_code(self):
        self.assertEqual([page.path.stem for page in pages.pages()], sorted(pages.codes()))

    def test_the_index_is_up_to_date(self):
        want = pages.index()
        if UPDATE:
            pages.INDEX.write_text(want, encoding="utf-8")
        self.assertEqual(pages.INDEX.read_text(encoding="utf-8"), want, "ICS_TEST_UPDATE=1 writes it anew")


class Pages(unittest.TestCase):
    maxDiff = None

    def test_pages_are_of_one_form(self):
        summaries = pages.codes()
        for page in pages.pages():
            with self.subTest(code=page.path.stem):
                code = page.path.stem
                self.assertEqual(page.front["code"], code)
                self.assertEqual(page.heading, f"# {code}: {summaries[code]}")
                self.assertTrue(page.sections["Why"].strip())
                self.assertNotIn("](", page.body, "a page is also read in a terminal: no links")
                if page.arises:
                    self.assertLessEqual(set(page.titles), set(pages.SECTIONS))
                    self.assertNotIn("run", page.front)
                else:
                    self.assertEqual(page.titles, pages.SECTIONS)

    def test_the_wrong_example_gives_the_code_and_says_what_is_shown(self):
        for page in pages.pages():
            if page.arises:
                continue
            with self.subTest(code=page.path.stem):
                status, said = page.try_wrong()
                self.assertRegex(said, rf"\b(error|warning) {page.path.stem}: ")
                if page.path.stem.startswith("E"):
                    self.assertNotEqual(status, 0)
                if UPDATE:
                    page.path.write_text(page.with_said(said), encoding="utf-8")
                else:
                    self.assertEqual(page.said(), said, "ICS_TEST_UPDATE=1 writes it anew")

    def test_the_right_example_gives_no_message_of_that_code(self):
        for page in pages.pages():
            if page.arises:
                continue
            with self.subTest(code=page.path.stem):
                status, said = page.try_right()
                self.assertNotIn(page.path.stem, said)
                self.assertIn(status, (0, 1, 5), said)


class Explain(unittest.TestCase):
    def run_program(self, *arguments):
        return subprocess.run([pages.PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              encoding="utf-8", timeout=60)

    def test_every_page_is_in_the_program(self):
        for code, summary in pages.codes().items():
            done = self.run_program("explain", code)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stdout.startswith(f"{code}: {summary}\n"), done.stdout)
            self.assertNotIn("```", done.stdout)

    def test_examples_are_printed_as_they_stand(self):
        for page in pages.pages():
            out = self.run_program("explain", page.path.stem).stdout
            for _, text in pages.FENCE.findall(page.body):
                for line in text.splitlines():
                    self.assertIn(f"    {line}\n" if line else "\n", out)

    def test_small_letters_will_do(self):
        self.assertEqual(self.run_program("explain", "e0104").stdout, self.run_program("explain", "E0104").stdout)

    def test_a_code_that_is_none_suggests_the_nearest(self):
        for word, nearest in (("E9999", "E0805"), ("E0117", "E0116"), ("w1605", "W1602"), ("E104", "E0104")):
            done = self.run_program("explain", word)
            self.assertEqual(done.returncode, 2)
            self.assertIn("did you mean icsrules explain ", done.stderr)
            if word == "E9999":
                self.assertIn(nearest, done.stderr)

    def test_no_code_at_all_says_what_explain_takes(self):
        done = self.run_program("explain", "SEND-LEAD")
        self.assertEqual(done.returncode, 2)
        self.assertIn("E0104", done.stderr)


if __name__ == "__main__":
    unittest.main()
