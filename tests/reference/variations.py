"""Local variations, as files declare them: for whom, on which days, and the texts that stand in the place of national ones."""

OWN_RULES = ("rule", "statement", "question")
IN_PLACE = ("fill in", "replace")


class Variation:
    """A variation: whose it is (a kind, and the code of one of it), and what it says of its days."""

    def __init__(self, node):
        self.id, self.heads, self.subject = node.text, node.list("heads"), node["subject"]
        self.kind = self.subject["path"].items[0].text
        first_days = [p["from"].days[0] for h in self.heads if h.kind == "in force" for p in h.items]
        self.first_day = min(first_days, default=None)


def declared(files):
    """What files declare, and what their variations do; a rule or text of a variation knows it."""
    for node in (node for file in files for node in file.items if node):
        yield node
        if node.kind == "variation":
            variation = Variation(node)
            for own in node.list("declarations"):
                if own.kind in OWN_RULES + IN_PLACE:
                    own.variation = variation
                yield own


def texts_of(nodes):
    """By national rule the texts in its place, each with its variation: that of the later one first (decision 57)."""
    found = {}
    for node in nodes:
        if node.kind in IN_PLACE:
            text = node["rule"] if node.kind == "replace" else node
            found.setdefault(text.text, []).append((node.variation, text))
    for texts in found.values():
        texts.sort(key=lambda text: (text[0].first_day is None, -(text[0].first_day or 0)))
    return found
