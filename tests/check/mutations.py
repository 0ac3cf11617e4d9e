"""Real rules with one slip each: code, file of rules/, what stands there, what the slip makes of it.

An empty `before` puts the text at the end of the file. Each has to bring exactly that code, and nothing else but what
`also` names.
"""

ACT = "source NEW-ACT \"New Act 2024\"\n  kind Act\n  published 2024-05-01\n  checked against the text by \"a reader\" on 2024-06-01\n\n"
SEND = "send/assessment.rules"
PLANS = "send/plans.rules"
LEADS = "icb/leads.rules"
BOARD = "icb/board.rules"
OFFER = "send/offer.rules"
SIX_WEEKS = "local authority must notify decision within 6 weeks of request received"
ACKNOWLEDGE = "local authority must acknowledge request within 6 weeks of request received"
REGISTER = "ICB must have register of interests"
REVERSED = """
rule NURSE "A chief nurse, then two"
  version 1
    cites EXEC-LEADS para 2
    in force from 2024-05-09
    ICB must name chief nurse
  version 2
    cites EXEC-LEADS para 2
    in force from 2023-07-01 to 2024-05-08
    ICB should name chief nurse
"""

MUTATIONS = [
    ("W1001", BOARD, "  cites NHS-ACT-2006 section 14Z49\n", ""),
    ("W1002", BOARD, "  cites NHS-ACT-2006 section 14Z49\n  in force from 2022-07-01\n", "  cites NHS-ACT-2006 section 14Z49\n"),
    ("W1003", BOARD, "", "\nrole board secretary\n"),
    ("W1003", BOARD, "", "\nterm quorum of committees\n"),
    ("W1003", BOARD, "", "\nsource STANDING-ORDERS \"Standing orders\"\n  kind standing orders\n"),
    ("W1003", BOARD, "", "\ndefine small ICB\n  means ICB where population is less than 1000\n"),
    ("W1003", BOARD, "", "\nreading \"few\" of NHS-ACT-2006 section 14Z49\n  few members is 3\nreading \"fewer\" of NHS-ACT-2006 section 14Z49\n  few members is 2\n"),
    ("W1005", BOARD, "\n## NHSA-SCH1B-3-1, the chair.", "\nsource OWN-COPY \"National Health Service Act 2006, printed\"\n  kind Act\n\n"
     "rule COPIED \"As printed\"\n  cites OWN-COPY section 14Z49\n  in force from 2022-07-01\n  ICB must have chair\n\n## NHSA-SCH1B-3-1, the chair."),
    ("W1006", BOARD, "cites NHS-ACT-2006 section 14Z49", "cites NHS-ACT-2006 regulation 14"),
    ("W1006", SEND, "cites SENDR-2014 regulation 4(1)", "cites SENDR-2014 section 4(1)"),
    ("W1007", BOARD, "cites NHS-ACT-2006 section 14Z49", "cites NHS-ACT-2006 \"Duty to keep experience under review\""),
    ("W1008", BOARD, "  cites NHS-ACT-2006 section 14Z49\n", "  cites NHS-ACT-2006 section 14Z49\n  cites NHS-ACT-2006 section 14Z49\n"),
    ("W1009", LEADS, "in force from 2023-05-09\n  ICB must name all of", "in force from 2022-07-01\n  ICB must name all of"),
    ("W1010", "icb/plans.rules", "as direction under NHS-ACT-2006 section 14Z52(5)", "as direction under SEND-ICS para 3"),
    ("W1010", "icb/plans.rules", "use ics\n", "use ics\nsource PLAN-NOTE \"A note on plans\"\n  kind resolution\n  made under SEND-ICS para 3\n"
     "rule NOTED \"Noted\"\n  cites PLAN-NOTE para 1\n  in force from 2022-07-01\n  ICB must have chair\n"),
    ("W1011", BOARD, "use ics\n", "use ics\nsource THE-ACT \"National Health Service Act 2006\"\n  kind Act\n  checked against the text by \"a reader\" on 2024-06-01\n"
     "rule NEW \"As the Act says\"\n  cites THE-ACT section 1\n  in force from 2022-07-01\n  ICB must have chair\n"),
    ("W1012", BOARD, "use ics\n", "use ics\nsource BOARD-RULES \"Rules of the board\"\n  kind standing orders\n  url \"on the shared drive\"\n"
     "rule NEW \"A chair\"\n  cites BOARD-RULES para 1\n  in force from 2022-07-01\n  ICB must have chair\n"),
    ("W1013", PLANS, "  unless consent is given\n    cites SENDR-2014 regulation 17(1)\n", "  unless consent is given\n"),
    ("W1014", BOARD, REGISTER, "ICB should have register of interests"),
    ("W1015", "icp/places.rules", "", "\nrule NEW \"A plan\"\n  cites NEXT-STEPS para 2.31\n  in force from 2020-11-26\n  ICS must have ICB\n"),
    ("W1016", BOARD, "rule BOARD-SKILLS \"Skills on the board are reviewed\"", "rule BOARD-SKILLS"),
    ("W1017", BOARD, "\"Skills on the board are reviewed\"", "\"One chair\""),
    ("W1018", BOARD, REGISTER, "ICB shall have register of interests"),
    ("W1018", PLANS, "local authority must not disclose", "local authority shall not disclose"),
    ("W1019", BOARD, "section 14Z49\n  in force from 2022-07-01\n", "section 14Z49\n  in force from 2022-07-01\n  not commenced\n"),
    ("W1020", LEADS, "to 2023-05-08", "to 2023-04-30"),
    ("W1021", SEND, "run out from 2020-05-01 to last day of easement", "run out from 2010-05-01 to 2010-09-25"),
    ("W1021", PLANS, "    cites SENDR-2014 regulation 17(1)\n", "    in force from 2010-01-01 to 2010-12-31\n    cites SENDR-2014 regulation 17(1)\n"),
    ("W1022", "icb/plans.rules", "by 2023-06-30", "by 2022-06-30"),
    ("W1022", "icb/plans.rules", "by 2023-03-31", "before 2022-12-23"),
    ("W1022", "icb/plans.rules", "in force from 2022-12-23\n  ICB should draft", "in force from 2022-12-23 to 2023-01-31\n  ICB should draft"),
    ("W1023", LEADS, "", REVERSED),
    ("W1024", PLANS, "  local authority must not cease EHC plan\n", "  local authority must not cease EHC plan\n  no period stated\n"),
    ("W1024", LEADS, "role of holder is chief nurse\n", "role of holder is chief nurse\n  no period stated\n"),
    ("W1025", OFFER, "  local authority must publish local offer\n  no period stated\n", "  local authority must publish local offer\n"),
    ("W1026", SEND, ACKNOWLEDGE, ACKNOWLEDGE.replace("6 weeks", "0 weeks")),
    ("W1026", SEND, ACKNOWLEDGE, ACKNOWLEDGE.replace("6 weeks", "6000 weeks")),
    ("W1027", BOARD, "", "\nverb ICB keep register\n  means it has register of interests\n"
     "rule KEPT \"Kept each year\"\n  cites NHS-ACT-2006 section 14Z30(9)\n  in force from 2022-07-01\n  each financial year ICB must keep register\n"),
    ("W1028", SEND, "each EHC case where it has draft served", "each EHC case where institution is named in draft and institution is not named in draft"),
    ("W1028", "icb/plans.rules", "where mental health spend is more than £0", "where mental health spend is more than £5 and mental health spend is less than £3"),
    ("W1028", OFFER, "where it publishes local offer", "where tier is county and tier is unitary"),
    ("W1029", SEND, "for which decision notified is within 6 weeks of request received at least 84.8%", "for which decision notified is within 6 weeks of request received at least 0%"),
    ("W1029", SEND, "each EHC case where it has draft served", "each EHC case where it has draft served or not (it has draft served)"),
    ("W1029", BOARD, "ICB must have at least 3 board members", "ICB must have at least 0 board members"),
    ("W1030", SEND, "is after final plan sent is less than 1", "is after final plan sent is less than 0"),
    ("W1030", "returns/returns.rules", "timely decisions at least 100%", "timely decisions at least 101%"),
    ("W1030", BOARD, "ICB must ensure that skills are reviewed", "ICB must ensure that established is after the day judged"),
    ("W1029", BOARD, "ICB must ensure that skills are reviewed", "ICB must ensure that established is on or before the day judged"),
    ("W1030", BOARD, "ICB must ensure that skills are reviewed", "ICB must ensure that population is more than population"),
    ("W1029", BOARD, "ICB must ensure that skills are reviewed", "ICB must ensure that population is at least population"),
    ("W1034", BOARD, "ICB must ensure that skills are reviewed", "ICB must ensure that 5 is at least 3"),
    ("W1031", PLANS, "where it has end decided and any of", "where it has end decided and it has end decided and any of"),
    ("W1031", SEND, "    (d) absent from area\n    cites SENDR-2014 regulation 5(4)", "    (d) school closed\n    cites SENDR-2014 regulation 5(4)"),
    ("W1031", PLANS, "any of (school closed, provider closed,", "any of (school closed, provider closed, school closed,"),
    ("W1032", SEND, "for which not (final plan sent is within 20 weeks of request received)", "for which not (not (final plan sent is within 20 weeks of request received))"),
    ("W1032", SEND, "each EHC case where it has draft served", "each EHC case where not (plan is not needed)"),
    ("W1033", SEND, "each EHC case where it has draft served", "each EHC case where plan is needed"),
    ("W1034", BOARD, "ICB must ensure that skills are reviewed", "ICB must ensure that skills are reviewed and skills are not reviewed"),
    ("W1035", SEND, "each EHC case where it has draft served\n  local authority must ensure that none of\n    (a) institution is named in draft or\n    (b) type of institution is named in draft\n",
     "each EHC case where institution is named in draft\n  local authority must ensure that type of institution is named in draft\n  unless institution is named in draft\n    cites CFA-2014 section 38(6)\n"),
    ("W1036", PLANS, "  unless consent is given\n    cites SENDR-2014 regulation 17(1)\n", "  unless consent is given\n    cites SENDR-2014 regulation 17(1)\n  unless consent is given\n    cites SENDR-2014 regulation 17(2)\n"),
    ("W1037", OFFER, "where tier is not district tier\n  local authority must publish local offer\n", "where tier is not district tier\n  local authority must publish local offer\n  unless tier is district tier\n    cites CFA-2014 section 30(1)\n"),
    ("W1038", BOARD, "", "\nrule NO-REGISTER \"No register\"\n  cites NHS-ACT-2006 section 14Z30(9)\n  in force from 2022-07-01\n  ICB must not have register of interests\n"),
    ("W1039", BOARD, "", "\nrule FEW \"A small board\"\n  cites NHS-ACT-2006 section 14Z30(9)\n  in force from 2022-07-01\n  ICB must have at most 2 board members where seat is ordinary member\n"),
    ("W1040", BOARD, "", f"\nrule AGAIN \"Again\"\n  cites NHS-ACT-2006 section 14Z30(9)\n  in force from 2022-07-01\n  {REGISTER}\n"),
    ("W1041", "icb/plans.rules", "ensure that topics includes all of\n    (a) SEND and\n    (b) safeguarding", "ensure that topics includes all of\n    (a) SEND"),
    ("W1042", LEADS, "ensure that SEND role capacity is sufficient\n",
     "ensure that SEND role capacity is sufficient and some posts where title is chief nurse has holder\n  judged by finding of chief nurse\n"),
    ("W1043", BOARD, "use ics\n", "use ics\nentity side board is a body\n  chairing is effective : yes/no\n"
     "rule SIDE \"Side boards\"\n  cites NHS-ACT-2006 section 1\n  in force from 2022-07-01\n  side board must ensure that chairing is effective\n"),
    ("W1044", BOARD, "use ics\n", "use ics\nentity applicant\n  surname : text\n  board : ICB\ncheck APPLIES \"They have names\"\n  applicant has surname\n"),
    ("W1045", BOARD, "  in force from 2022-07-01\n  ICB must ensure that skills", "  in force from 2022-07-01\n  ## Every year.\n  ICB must ensure that skills"),
    ("W1045", BOARD, "", "\n## To be written.\n"),
    ("W1046", BOARD, "", "\nrole Quality and Inequalities\nrule QUALITY \"A post for quality\"\n  cites NHS-ACT-2006 section 1\n  in force from 2022-07-01\n  ICB must name Quality and Inequalities\n"),
    ("W1047", BOARD, "", "\nverb ICB minute (k: document kind)\n  means some of its documents has prepared\n  happens on prepared\n"
     "rule MINUTED \"Minuted\"\n  cites NHS-ACT-2006 section 1\n  in force from 2022-07-01\n  ICB must minute constitution\n  no period stated\n"),
    ("W1048", BOARD, "", "\nenum colour is grey, mauve\nentity hall\n  paint : colour\ncheck GREY \"Grey halls\"\n  paint of hall is grey\n"),
    ("W1049", BOARD, "", "\nentity hall\n  seats : number\n  height : number\ncheck SEATED \"Halls have seats\"\n  hall has seats\n"),
    ("W1050", BOARD, "use ics\n", "use ics\nuse ics\n"),
    ("W1051", "icb/tests/leads.rules", "", "\ntest \"nothing\"\n  given ICB with code \"A\"\n  as at 2023-06-01\n  expect SEND-LEAD unknown\n  given ICB with code \"B\"\n"),
    ("W1052", BOARD, "ICB must have at least 3 board members where seat is ordinary member", "ICB must ensure that number of board members where seat is ordinary member is at least few members\n\n"
     "reading \"few\" of NHS-ACT-2006 schedule 1B, para 3(1)\n  few members is 3"),
    ("W1093", BOARD, REGISTER, REGISTER + "\n  subject to BOARD-CHAIR"),
    ("W1093", BOARD, REGISTER, REGISTER + "\n  despite BOARD-CHAIR"),
    ("W1053", OFFER, "", "\nuse icb\nvariation LOCAL of icb for ICB with code \"QNQ\"\n  cites NHS-ACT-2006 section 14Z25\n  in force from 2023-06-01\n"
     "  rule LOCAL-NURSE \"A nurse of its own\"\n    cites NHS-ACT-2006 section 14Z49\n    in force from 2023-06-01\n    ICB must name chief nurse\n"),
    ("W1053", OFFER, "", "\nuse icb\nvariation LOCAL of icb for ICB with code \"QNQ\"\n  made by \"The board\"\n"
     "  rule LOCAL-NURSE \"A nurse of its own\"\n    cites NHS-ACT-2006 section 14Z49\n    in force from 2023-06-01\n    ICB must name chief nurse\n"),
    ("E0310", "icp/places.rules", "between 98% and 102%", "between 102% and 98%"),
    ("E0310", BOARD, "ICB must ensure that skills are reviewed", "ICB must ensure that established is between 2023-01-01 and 2022-01-01"),
    ("E0310", BOARD, "ICB must ensure that skills are reviewed", "ICB must ensure that annual spend is between £20,000 and £10,000"),
    ("E0311", BOARD, "ICB must ensure that skills are reviewed", "ICB must ensure that chair is recorded"),
]
