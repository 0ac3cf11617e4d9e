"""The vocabulary of trial.rules, as what is generated draws on it."""

AS_AT = "2024-06-15"
DAYS = ("2022-02-28", "2023-12-31", "2024-01-31", "2024-02-29", "2024-05-14", "2024-05-18", "2024-05-31", "2024-06-14",
        "2024-06-15", "2024-06-16", "2024-07-15", "2025-03-31")
VAGUE_DAYS = ("2024-05", "2024-06", "2023", "2024")
KINDS = ("annual report", "forward plan", "needs study")
TOPICS = ("inclusion", "safeguarding", "transport")
GROUPS = ("families", "carers", "children")
SECTORS = ("health", "police", "housing", "schools")
DELAYS = ("school shut", "illness", "holiday")
ROLES = ("lead officer", "chief nurse", "clerk")

BODY = {
    "people": ("staff", "vacancies"), "money": ("budget",), "number": ("rating",), "share": ("quality",),
    "yes/no": ("registered", "staffed"), "clause": ("audit is clean", "conduct is sound"), "event": ("opened",),
    "date": ("next review",), "set": {"themes": TOPICS}, "text": ("name",),
    "list": {"posts": "post", "documents": "document", "meetings": "meeting"},
}
ENTITIES = {
    "body": BODY,
    "board": {**BODY, "people": BODY["people"] + ("reach",)},
    "council": {**BODY, "list": {**BODY["list"], "cases": "case"}},
    "region": {"people": ("reach",), "list": {"places": "place", "councils": "council"}, "reference": {"board": "board"}},
    "place": {"people": ("residents",), "share": ("rate",), "reference": {"forum": "forum"}},
    "forum": {"yes/no": ("joint working",), "clause": ("seat is filled",), "event": ("formed",),
              "list": {"members": "member"}},
    "member": {"number": ("weight",), "enum": {"sector": SECTORS}, "list": {"visits": "visit"}},
    "visit": {"number": ("guests",), "event": ("made on day",)},
    "case": {"clause": ("plan is needed",), "event": ("received", "decided", "plan sent"), "date": ("target", "born"),
             "duration": ("paused",), "set": {"delays": DELAYS}, "money": ("cost",)},
    "post": {"role": ("title",), "number": ("hours",), "reference": {"holder": "person", "deputy": "person"}},
    "person": {"yes/no": ("voting",), "number": ("grade",)},
    "document": {"enum": {"kind": KINDS, "former kind": KINDS}, "event": ("prepared", "published"), "set": {"topics": TOPICS},
                 "number": ("pages",), "year": ("financial year", "earlier year")},
    "meeting": {"enum": {"matter": KINDS, "group": GROUPS}, "event": ("convened",)},
    "district": {},
    "staffer": {"number": ("grade",), "event": ("signed",)},
    "temp": {"number": ("grade",), "event": ("signed",)},
    "aid": {"number": ("hours",), "enum": {"purpose": TOPICS}},
    "special aid": {"number": ("hours",), "enum": {"purpose": TOPICS}},
    "plain aid": {"number": ("hours",), "enum": {"purpose": TOPICS}},
}
NUMERIC = ("people", "money", "number", "share")
CODED = ("board", "council", "region", "place", "forum", "member", "visit", "case", "district",
         "staffer", "temp", "aid", "special aid", "plain aid")
AMOUNTS = {"people": ("0", "1", "2", "3", "5", "1 million"), "money": ("£0", "£10", "£20.50", "£1000"),
           "number": ("0", "1", "2", "2.5", "3", "0.1"), "share": ("0%", "25%", "50%", "75%", "100%", "33.3%")}
