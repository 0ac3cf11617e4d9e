/*
 * The grammar of the rules language: LALR(1), no conflicts, no precedences. It reads tokens, not words: a declared term,
 * a phrase of the grammar (`at least`) and `and (b)` come as one token each from the joiner. Actions build nodes and
 * nothing else; names, types and units wait for later stages. Every declaration ends with END (one that the joiner puts
 * in), every line of an entity with EOL: there the parser picks up again after a mistake.
 */
%require "3.8"
%define api.prefix {ics_rules_}
%define api.pure full
%define api.token.prefix {T_}
%define api.value.type union
%define api.location.type {ics_span}
%define parse.error custom
%locations
%expect 0
%param {ics_parse_context *ctx}

%code requires {
#include "syntax/build.h"
#include "syntax/parse.h"
}

%code {
static int ics_rules_lex(ICS_RULES_STYPE *value, ics_span *span, ics_parse_context *ctx);
static void ics_rules_error(const ics_span *span, ics_parse_context *ctx, const char *message);

/* Locations join, and each reduction is noted: which productions were used is part of what a parse tells. */
#define YYLLOC_DEFAULT(current, rhs, n)                                                                                \
    do {                                                                                                               \
        (current) = ics_span_join((rhs), (n));                                                                         \
        if (&(rhs)[0] != &yyerror_range[0])                                                                                    \
            ics_parse_reduced(ctx, yyn - 1);                                                                           \
    } while (0)
/* The parser's stack is the arena's, and bounded. */
#define YYMALLOC(size) ics_arena_alloc(ctx->arena, (size), _Alignof(max_align_t))
#define YYFREE(block) ((void)(block))
#define YYSTACK_USE_ALLOCA 0
#define YYINITDEPTH 400
#define YYMAXDEPTH 20000

#define CHILDREN(...) (ics_node *[]){__VA_ARGS__}, sizeof((ics_node *[]){__VA_ARGS__}) / sizeof(ics_node *)
#define NODE(kind, span, ...) ics_ast_make(ctx, ICS_NODE_##kind, (span), CHILDREN(__VA_ARGS__))
#define LEAF(kind, span) ics_ast_make(ctx, ICS_NODE_##kind, (span), NULL, 0)
#define NAMED(node, token) ics_ast_named((node), (token))
#define WORDED(node, text) ics_ast_worded((node), (text))
#define LIST(item) ics_ast_append(ctx, NULL, (item))
#define APPEND(list, item) ics_ast_append(ctx, (list), (item))
}

/* -- words that open a declaration, and its clause words */
%token <const ics_token *>
  USE "use" MODEL "model" SOURCE "source" ENTITY "entity" ENUM "enum" ROLE "role" TERMDECL "term" VERB "verb"
  RULE "rule" VERSION "version" DEFINE "define" LET "let" READING "reading" CALENDAR "calendar" QUESTION "question"
  CHECK "check" DESCRIPTION "description" VARIATION "variation" FILLIN "fill in" REPLACE "replace" PLUGIN "plugin"
  FUNCTION "function" EXERCISED "function (of a body)" TEST "test"
  KIND "kind" SOURCEKIND "a kind of source" PUBLISHER "publisher" PUBLISHED "published" MADEUNDER "made under" URL "url"
  CHECKEDBY "checked against the text by" MADEBY "made by"
  ISA "is a" INVERSEOF "inverse of" UNIQUE "unique" PERSONAL "personal" SPECIAL "special category"
  TYPE "a type" LISTOF "list of" SETOF "set of" ONE "one" ALSO "also"
  MEANS "means" HAPPENSON "happens on" ABOUT "about" GIVES "gives" COUNTSAS "counts as" LEAVESOUT "leaves out"
  ISEXERCISEDBY "is exercised by" UNDER "under" ASKS "asks" OWNER "owner" REVIEWBY "review by"
  GIVEN "given" WAIVEROF "waiver of" ASAT "as at" EXPECT "expect" OUTCOME "an outcome" DETAIL "a detail of an outcome"
  OVERDUE "overdue" INHERITEDFROM "inherited from" NEEDING "needing" ABSENT "absent" PARTIAL "partial"
/* -- heads and tails of a rule */
%token <const ics_token *>
  CITES "cites" PLACE "a place in the source" LABEL "the number of the place" ASDIRECTION "as direction under"
  INFORCE "in force from" REPEALED "repealed" NOTCOMMENCED "not commenced" GOVERNS "governs"
  GOVERNSLIMITS "governs limits that run out from" APPLIES "applies to" LOCALLY "locally determined"
  UNLESS "unless" EXCEPTWHERE "except where" LIMITLIFTED "time limit lifted where" JUDGEDBY "judged by finding of"
  OWNFINDING "own finding" NOPERIOD "no period stated" LOCALSTANDARD "local standard" THROUGHOUT "throughout"
  FRESH "evidence not older than" SUBJECTTO "subject to" DESPITE "despite" STRICTER "stricter than" PROSE "because, remedy or evidence"
/* -- the sentence */
%token <const ics_token *>
  MODAL "must, should or may" TOGETHER "together" EITHER "either" HAVE "have" INCLUDE "include" BE "be"
  ENSURE "ensure that" ALLOW "allow"
  EACHPERIOD "each financial year" FOREACHPERIOD "for each calendar year" EVERYN "every (a number of years)"
  EACHTIME "each time" EACH "each" EVERY "every" WHOSE "whose" OVERLAPS "overlaps"
  IT "it" ITS "its" ART "the" POSS "'s" OF "of" WHERE "where" WITH "with" PREP "a preposition" TO "to"
  AND "and" OR "or" NOT "not" LETTER "(a)" MORE "the next letter" ROMAN "(i)" RMORE "the next numeral"
  UPPER "(A)" UMORE "the next capital"
/* -- conditions and quantities */
%token <const ics_token *>
  IS "is" HAS "has" INCLUDES "includes" DOES "a verb" DOING "a verb in -ing" FACT "a clause" NOTFACT "a clause with not"
  SOME "some" NO "no" YES "yes" ATLEAST "at least" ATMOST "at most" EXACTLY "exactly" MORETHAN "more than"
  LESSTHAN "less than" BETWEEN "between" ALLOF "all of" ANYOF "any of" NONEOF "none of" ONORAFTER "on or after"
  ONORBEFORE "on or before" INTHAT "in that year" SAMEAS "the same as" RECORDED "recorded" MET "met" INTIME "in time"
  LIFTEDUNDER "limit lifted under" NUMBEROF "number of" SUMOF "sum of" AVERAGEOF "average of" EARLIEST "earliest"
  LATEST "latest" SHAREOF "share of" FORWHICH "for which" AGEOF "age of" AT "at" LATEROF "the later of"
  EARLIEROF "the earlier of" DAYJUDGED "the day judged" CALL "a plugin's function"
  BY "by" BEFORE "before" AFTER "after" WITHIN "within" BEGINNING "beginning with" NOTLATER "not later than"
  NOTCOUNTING "not counting" COUNTEDBY "counted by" PROMPTLY "as soon as practicable"
/* -- names and values */
%token <const ics_token *>
  TERM "a term" ID "an identifier" STRING "a quoted text" NUM "a number" UNIT "a unit" PCT "a percentage"
  MONEY "a sum of money" DATE "a date" FY "a financial year"
  UNKNOWN "an unknown word" EOL "the end of the line" FIN "the end of the declaration"

%nterm <ics_node *>
  declaration use model source sclauses sclause entity title isa special attributes attribute mods mod type enum terms
  role also termdecl verb patterns pattern happens about parameter rule body versions version heads head inforce governs periods
  cite place tails tail to statement define define_heads let let_value reading calendar dates question exercised
  until variation vheads vhead fillin replace plugin functions function parameters parameter_list test steps step
  facts fact value values record pairs pair details detail occasion
  sentence when subject joint snp spath sseg pathstep seg path np withs with req vp obj preps incl names list item
  have haves had things thing quant cond plain prim pred lhs held lists clist acond rlist rcond ulist cmp numcmp
  units included qty agg sum prod unit limits limit within
%nterm <ics_logic> logic
%nterm <const ics_token *> share attribute_name fact_name key special_mark
%nterm <ics_listq> listq
%nterm <const char *> yes_no

%%

/* ---- a file */

file: %empty | file declaration { ics_parse_declare(ctx, $2); };

declaration:
    use FIN | model FIN | source FIN | entity FIN | enum FIN | role FIN | termdecl FIN | verb FIN | rule FIN
  | statement FIN | define FIN | let FIN | reading FIN | calendar FIN | question FIN | exercised FIN | variation FIN
  | fillin FIN | replace FIN | plugin FIN | test FIN
  | sentence tails FIN                  { $$ = ics_ast_bare(ctx, @1, $1, $2); }
  | error FIN                           { $$ = ics_parse_failed(ctx, @$); yyerrok; }
  ;

use: USE ID                             { $$ = NAMED(LEAF(USE, @$), $2); };
model: MODEL ID                         { $$ = NAMED(LEAF(MODEL, @$), $2); };
title: %empty                           { $$ = NULL; }
     | STRING                           { $$ = NAMED(LEAF(STRING, @$), $1); };

/* ---- sources */

source: SOURCE ID STRING sclauses       { $$ = NAMED(NODE(SOURCE, @$, NAMED(LEAF(STRING, @3), $3), $4), $2); };
sclauses: %empty                        { $$ = ics_ast_list(ctx, @$); }
        | sclauses sclause              { $$ = APPEND($1, $2); };
sclause: KIND SOURCEKIND                { $$ = WORDED(NAMED(NODE(CLAUSE, @$, NULL), $2), "kind"); }
       | PUBLISHER STRING               { $$ = WORDED(NODE(CLAUSE, @$, NAMED(LEAF(STRING, @2), $2)), "publisher"); }
       | PUBLISHED DATE                 { $$ = WORDED(NODE(CLAUSE, @$, ics_ast_date(ctx, @2, $2)), "published"); }
       | MADEUNDER cite                 { $$ = WORDED(NODE(CLAUSE, @$, $2), "made under"); }
       | URL STRING                     { $$ = WORDED(NODE(CLAUSE, @$, NAMED(LEAF(STRING, @2), $2)), "url"); }
       | CHECKEDBY STRING PREP DATE     { $$ = ics_ast_on_day(WORDED(NODE(CLAUSE, @$, NAMED(LEAF(STRING, @2), $2)), "checked"), $4); }
       ;
cite: ID place                          { $$ = NAMED(NODE(CITE, @$, $2, NULL), $1); }
    | ID STRING                         { $$ = NAMED(NODE(CITE, @$, NAMED(LEAF(STRING, @2), $2), NULL), $1); }
    | ID place ASDIRECTION ID place     { $$ = NAMED(NODE(CITE, @$, $2, NAMED(NODE(CITE, ics_span_of(@4, @5), $5, NULL), $4)), $1); }
    ;
place: PLACE LABEL                      { $$ = ics_ast_place(ctx, @$, NULL, $1, $2); }
     | place ',' PLACE LABEL            { $$ = ics_ast_place(ctx, ics_span_of(@3, @4), $1, $3, $4); };

/* ---- vocabulary: the joiner has made each name one TERM */

entity: ENTITY TERM title isa special EOL attributes
                                        { $$ = ics_ast_negated(NAMED(NODE(ENTITY, @$, $3, $4, $7), $2), $5 != NULL); };
isa: %empty                             { $$ = NULL; }
   | ISA TERM                           { $$ = NAMED(LEAF(TERM, @2), $2); };
special: %empty                         { $$ = NULL; }
       | ',' SPECIAL                    { $$ = LEAF(YES, @2); };
attributes: %empty                      { $$ = ics_ast_list(ctx, @$); }
          | attributes attribute EOL    { $$ = APPEND($1, $2); }
          | attributes error EOL        { $$ = APPEND($1, ics_parse_failed_line(ctx, @$)); yyerrok; };
attribute: attribute_name ':' type mods { $$ = ics_ast_attribute(ctx, @$, $1, $3, $4); };
attribute_name: TERM | FACT;
mods: %empty                            { $$ = NULL; }
    | mods ',' mod                      { $$ = APPEND($1, $3); };
mod: UNIQUE                             { $$ = WORDED(LEAF(YES, @$), "unique"); }
   | PERSONAL                           { $$ = WORDED(LEAF(YES, @$), "personal"); }
   | special_mark                       { $$ = WORDED(LEAF(YES, @$), $1->text); }
   | INVERSEOF TERM                     { $$ = NAMED(LEAF(TERM, @2), $2); };
special_mark: SPECIAL;
type: TYPE                              { $$ = NAMED(WORDED(NODE(TYPE, @$, NULL), "plain"), $1); }
    | TERM                              { $$ = WORDED(NODE(TYPE, @$, NAMED(LEAF(TERM, @1), $1)), "plain"); }
    | ONE TERM                          { $$ = WORDED(NODE(TYPE, @$, NAMED(LEAF(TERM, @2), $2)), "one"); }
    | LISTOF TERM                       { $$ = WORDED(NODE(TYPE, @$, NAMED(LEAF(TERM, @2), $2)), "list"); }
    | LISTOF TYPE                       { $$ = NAMED(WORDED(NODE(TYPE, @$, NULL), "list"), $2); }
    | SETOF TERM                        { $$ = WORDED(NODE(TYPE, @$, NAMED(LEAF(TERM, @2), $2)), "set"); }
    | SETOF TYPE                        { $$ = NAMED(WORDED(NODE(TYPE, @$, NULL), "set"), $2); }
    ;
enum: ENUM TERM IS terms                { $$ = NAMED(NODE(ENUM, @$, $4), $2); };
terms: TERM                             { $$ = LIST(NAMED(LEAF(TERM, @$), $1)); }
     | terms ',' TERM                   { $$ = APPEND($1, NAMED(LEAF(TERM, @3), $3)); };
role: ROLE TERM also                    { $$ = NAMED(NODE(ROLE, @$, $3), $2); };
termdecl: TERMDECL TERM also            { $$ = NAMED(NODE(TERMDECL, @$, $3), $2); };
also: %empty                            { $$ = ics_ast_list(ctx, @$); }
    | also ALSO TERM                    { $$ = APPEND($1, NAMED(LEAF(TERM, @3), $3)); };
verb: VERB TERM TERM patterns MEANS cond happens about
                                        { $$ = NAMED(NODE(VERB, @$, NAMED(LEAF(TERM, @2), $2), $4, $6, $7, $8), $3); }
    | VERB TERM BE TERM patterns MEANS cond happens about
                                        { $$ = WORDED(NAMED(NODE(VERB, @$, NAMED(LEAF(TERM, @2), $2), $5, $7, $8, $9), $4), "be"); }
    ;
patterns: %empty                        { $$ = ics_ast_list(ctx, @$); }
        | patterns pattern              { $$ = APPEND($1, $2); };
pattern: '(' ID ',' ID ',' ID ')'       { $$ = LEAF(FORMS, @$);
                                          APPEND($$, NAMED(LEAF(TERM, @2), $2));
                                          APPEND($$, NAMED(LEAF(TERM, @4), $4));
                                          APPEND($$, NAMED(LEAF(TERM, @6), $6));
                                          $$->span = @$; }
       | '(' parameter ')'              { $$ = $2; }
       | PREP '(' parameter ')'         { $$ = WORDED($3, $1->text); }
       | PREP TERM                      { $$ = WORDED(NODE(PATTERN, @$, NAMED(LEAF(TERM, @2), $2)), $1->text); }
       ;
parameter: ID ':' type                  { $$ = NAMED(NODE(PARAMETER, @$, $3), $1); };
happens: %empty                         { $$ = NULL; }
       | HAPPENSON path                 { $$ = $2; };
about: %empty                           { $$ = NULL; }
     | ABOUT path                       { $$ = $2; };

/* ---- rules */

rule: RULE ID title heads body          { $$ = ics_ast_rule(ctx, @$, $2, $3, $4, $5); };
body: sentence tails                    { $$ = NODE(RULE, @$, NULL, NULL, $1, $2, NULL); }
    | versions                          { $$ = NODE(RULE, @$, NULL, NULL, NULL, NULL, $1); };
versions: version                       { $$ = LIST($1); }
        | versions version              { $$ = APPEND($1, $2); };
version: VERSION NUM heads sentence tails { $$ = ics_ast_numbered(NODE(VERSION, @$, $3, $4, $5), $2); };
heads: %empty                           { $$ = ics_ast_list(ctx, @$); }
     | heads head                       { $$ = APPEND($1, $2); };
head: CITES cite                        { $$ = NODE(CITES, @$, $2); }
    | inforce
    | NOTCOMMENCED                      { $$ = LEAF(NOTCOMMENCED, @$); }
    | GOVERNS path PREP DATE TO DATE    { $$ = NODE(GOVERNS, @$, $2, ics_ast_date(ctx, @4, $4), ics_ast_date(ctx, @6, $6)); }
    | governs
    | APPLIES snp                       { $$ = NODE(APPLIES, @$, $2); }
    | LOCALLY                           { $$ = LEAF(LOCALLY, @$); }
    ;
inforce: periods
       | periods REPEALED               { $$ = WORDED($1, $2->text); $$->span = @$; };
periods: INFORCE DATE                   { $$ = ics_ast_period(ctx, @$, NULL, ics_ast_date(ctx, @2, $2), NULL); }
       | INFORCE DATE TO DATE           { $$ = ics_ast_period(ctx, @$, NULL, ics_ast_date(ctx, @2, $2), ics_ast_date(ctx, @4, $4)); }
       | periods AND PREP DATE TO DATE  { $$ = ics_ast_period(ctx, @$, $1, ics_ast_date(ctx, @4, $4), ics_ast_date(ctx, @6, $6)); };
governs: GOVERNSLIMITS DATE to           { $$ = WORDED(NODE(GOVERNS, @$, NULL, ics_ast_date(ctx, @2, $2), $3), "limits"); };
tails: %empty                           { $$ = ics_ast_list(ctx, @$); }
     | tails tail                       { $$ = ics_ast_tail(ctx, $1, $2); };
tail: inforce
    | CITES cite                        { $$ = NODE(CITES, @$, $2); }
    | UNLESS cond                       { $$ = ics_ast_negated(NODE(UNLESS, @$, $2, NULL, NULL), $1->flag); }
    | EXCEPTWHERE cond                  { $$ = NODE(EXCEPT, @$, $2, NULL); }
    | LIMITLIFTED cond                  { $$ = ics_ast_negated(NODE(LIFTED, @$, $2, NULL), $1->flag); }
    | governs
    | JUDGEDBY path                     { $$ = NODE(JUDGEDBY, @$, $2); }
    | OWNFINDING ',' CITES cite         { $$ = NODE(OWNFINDING, @$, $4); }
    | NOPERIOD                          { $$ = NODE(NOPERIOD, @$, NULL); }
    | NOPERIOD LOCALSTANDARD NUM UNIT   { $$ = NODE(NOPERIOD, @$, ics_ast_number(ctx, ics_span_of(@3, @4), $3, $4)); }
    | THROUGHOUT                        { $$ = LEAF(THROUGHOUT, @$); }
    | FRESH NUM UNIT                    { $$ = ics_ast_measured(LEAF(FRESH, @$), $2, $3); }
    | SUBJECTTO ID                      { $$ = NAMED(LEAF(SUBJECTTO, @$), $2); }
    | DESPITE ID                        { $$ = NAMED(LEAF(DESPITE, @$), $2); }
    | STRICTER ID                       { $$ = NAMED(LEAF(STRICTER, @$), $2); }
    | PROSE STRING                      { $$ = WORDED(NAMED(LEAF(PROSE, @$), $2), $1->text); }
    ;
to: TO DATE                             { $$ = ics_ast_date(ctx, @2, $2); }
  | TO path                             { $$ = $2; };

statement: CHECK ID STRING define_heads cond
                                        { $$ = WORDED(NAMED(NODE(STATEMENT, @$, NAMED(LEAF(STRING, @3), $3), $4, $5), $2), "check"); }
         | DESCRIPTION ID STRING define_heads path HAS have
                                        { $$ = WORDED(NAMED(NODE(STATEMENT, @$, NAMED(LEAF(STRING, @3), $3), $4, NODE(HAS, ics_span_of(@5, @7), $5, $7)), $2), "description"); }
         ;
define: DEFINE np MEANS np define_heads     { $$ = WORDED(NODE(DEFINE, @$, $2, $4, $5), "means"); }
      | DEFINE np INCLUDES np define_heads  { $$ = WORDED(NODE(DEFINE, @$, $2, $4, $5), "includes"); }
      | DEFINE np COUNTSAS np define_heads  { $$ = WORDED(NODE(DEFINE, @$, $2, $4, $5), "counts as"); }
      ;
define_heads: %empty                    { $$ = ics_ast_list(ctx, @$); }
            | define_heads CITES cite   { $$ = APPEND($1, NODE(CITES, ics_span_of(@2, @3), $3)); }
            | define_heads inforce      { $$ = APPEND($1, $2); };
let: LET TERM IS let_value              { $$ = NAMED(NODE(LET, @$, $4), $2); };
let_value: cond | qty;
reading: READING STRING OF cite path IS unit
                                        { $$ = NODE(READING, @$, NAMED(LEAF(STRING, @2), $2), $4, $5, $7); };
calendar: CALENDAR ID STRING define_heads LEAVESOUT dates
                                        { $$ = NAMED(NODE(CALENDAR, @$, NAMED(LEAF(STRING, @3), $3), $4, $6), $2); };
dates: DATE                             { $$ = LIST(ics_ast_date(ctx, @1, $1)); }
     | dates ',' DATE                   { $$ = APPEND($1, ics_ast_date(ctx, @3, $3)); };
question: QUESTION ID title heads ASKS snp OWNER path REVIEWBY DATE
                                        { $$ = NAMED(NODE(QUESTION, @$, $3, $4, $6, $8, ics_ast_date(ctx, @10, $10)), $2); };
exercised: EXERCISED path ISEXERCISEDBY path UNDER cite PREP DATE until
                                        { $$ = NODE(EXERCISED, @$, $2, $4, $6, ics_ast_date(ctx, @8, $8), $9); };
until: %empty                           { $$ = NULL; }
     | TO DATE                          { $$ = ics_ast_date(ctx, @2, $2); };

/* ---- local packs */

variation: VARIATION ID OF ID PREP np vheads
                                        { $$ = NAMED(NODE(VARIATION, @$, NAMED(LEAF(ID, @4), $4), $6, $7, ics_ast_list(ctx, @$)), $2); };
vheads: %empty                          { $$ = ics_ast_list(ctx, @$); }
      | vheads vhead                    { $$ = APPEND($1, $2); };
vhead: MADEBY STRING                    { $$ = WORDED(NODE(CLAUSE, @$, NAMED(LEAF(STRING, @2), $2)), "made by"); }
     | CITES cite                       { $$ = NODE(CITES, @$, $2); }
     | inforce;
fillin: FILLIN ID title heads sentence tails { $$ = NAMED(NODE(FILLIN, @$, $3, $4, $5, $6), $2); };
replace: REPLACE rule                   { $$ = NODE(REPLACE, @$, $2); };
plugin: PLUGIN ID VERSION NUM functions { $$ = ics_ast_numbered(NAMED(NODE(PLUGIN, @$, $5), $2), $4); };
functions: %empty                       { $$ = ics_ast_list(ctx, @$); }
         | functions function           { $$ = APPEND($1, $2); };
function: FUNCTION ID '(' parameters ')' GIVES type { $$ = NAMED(NODE(FUNCTION, @$, $4, $7), $2); };
parameters: %empty                      { $$ = ics_ast_list(ctx, @$); }
          | parameter_list;
parameter_list: parameter               { $$ = LIST($1); }
              | parameter_list ',' parameter { $$ = APPEND($1, $3); };

/* ---- tests */

test: TEST STRING steps                 { $$ = NODE(TEST, @$, NAMED(LEAF(STRING, @2), $2), $3); };
steps: step                             { $$ = LIST($1); }
     | steps step                       { $$ = APPEND($1, $2); };
step: GIVEN TERM                        { $$ = NAMED(NODE(GIVEN, @$, ics_ast_list(ctx, @$)), $2); }
    | GIVEN TERM WITH facts             { $$ = NAMED(NODE(GIVEN, @$, $4), $2); }
    | GIVEN RULE ID sentence            { $$ = NAMED(NODE(GIVENRULE, @$, $4), $3); }
    | GIVEN WAIVEROF ID WITH facts      { $$ = WORDED(NAMED(NODE(WAIVER, @$, $5), $3), $2->text); }
    | GIVEN WAIVEROF ID WITH '{' pairs '}' { $$ = WORDED(NAMED(NODE(WAIVER, @$, $6), $3), $2->text); }
    | ASAT DATE                         { $$ = ics_ast_on_day(LEAF(ASAT, @$), $2); }
    | EXPECT ID OUTCOME details         { $$ = WORDED(NAMED(NODE(EXPECT, @$, NULL, $4, NULL), $2), $3->text); }
    | EXPECT ID PREP STRING OUTCOME details
                                        { $$ = WORDED(NAMED(NODE(EXPECT, @$, NAMED(LEAF(STRING, @4), $4), $6, NULL), $2), $5->text); }
    | EXPECT ID PREP occasion OUTCOME details { $$ = WORDED(NAMED(NODE(EXPECT, @$, NULL, $6, $4), $2), $5->text); }
    | EXPECT ID PREP STRING PREP occasion OUTCOME details
                                        { $$ = WORDED(NAMED(NODE(EXPECT, @$, NAMED(LEAF(STRING, @4), $4), $8, $6), $2), $7->text); }
    ;
occasion: FY                            { $$ = ics_ast_day_node(ctx, ICS_NODE_FINANCIALYEAR, @$, $1); }
        | NUM                           { $$ = ics_ast_number(ctx, @$, $1, NULL); }
        | DATE                          { $$ = ics_ast_date(ctx, @$, $1); };
details: %empty                         { $$ = ics_ast_list(ctx, @$); }
       | details ',' detail             { $$ = APPEND($1, $3); }
       | details MORE OUTCOME           { $$ = APPEND($1, ics_ast_expected_part(ctx, $2, $3)); };
detail: DETAIL                          { $$ = WORDED(NODE(DETAIL, @$, NULL), $1->text); }
      | NEEDING path                    { $$ = WORDED(NODE(DETAIL, @$, $2), "needing"); }
      | NEEDING FACT                    { $$ = WORDED(NODE(DETAIL, @$, ics_ast_path(ctx, @2, NAMED(NODE(STEP, @2, NULL), $2))), "needing"); }
      | BY DATE                         { $$ = WORDED(NODE(DETAIL, @$, ics_ast_date(ctx, @2, $2)), "by"); }
      | INHERITEDFROM STRING            { $$ = WORDED(NODE(DETAIL, @$, NAMED(LEAF(STRING, @2), $2)), "inherited from"); }
      | NUM UNIT                        { $$ = WORDED(NODE(DETAIL, @$, ics_ast_number(ctx, @$, $1, $2)), "days"); }
      | NUM UNIT OVERDUE                { $$ = WORDED(NODE(DETAIL, @$, ics_ast_number(ctx, ics_span_of(@1, @2), $1, $2)), "overdue"); }
      ;
facts: fact                             { $$ = LIST($1); }
     | facts ',' fact                   { $$ = APPEND($1, $3); };
fact: fact_name value                   { $$ = NAMED(NODE(FACTVALUE, @$, $2), $1); };
fact_name: TERM | FACT;
value: unit
     | yes_no                           { $$ = ics_ast_yes_no(ctx, @$, $1); }
     | ABSENT                           { $$ = LEAF(ABSENT, @$); }
     | '{' PARTIAL ':' value '}'        { $$ = NODE(PARTIAL, @$, $4); }
     | record
     | '[' ']'                          { $$ = ics_ast_list(ctx, @$); }
     | '[' values ']'                   { $$ = $2; $$->span = @$; }
     ;
yes_no: YES                             { $$ = "yes"; }
      | NO                              { $$ = "no"; };
values: value                           { $$ = LIST($1); }
      | values ',' value                { $$ = APPEND($1, $3); };
record: '{' '}'                         { $$ = ics_ast_record(ctx, @$, NULL); }
      | '{' pairs '}'                   { $$ = ics_ast_record(ctx, @$, $2); };
pairs: pair                             { $$ = LIST($1); }
     | pairs ',' pair                   { $$ = APPEND($1, $3); };
pair: key ':' value                     { $$ = NAMED(NODE(FACTVALUE, @$, $3), $1); };
key: TERM | FACT;

/* ---- the sentence */

sentence: when subject MODAL share req limits
                                        { $$ = ics_ast_sentence(ctx, @$, $1, $2, $3, $4, $5, $6); };
when: %empty                            { $$ = NULL; }
    | EACHPERIOD                        { $$ = WORDED(NODE(CADENCE, @$, NULL, NULL), $1->text); }
    | FOREACHPERIOD                     { $$ = WORDED(NODE(CADENCE, @$, NULL, NULL), $1->text); }
    | EVERYN NUM UNIT                   { $$ = WORDED(ics_ast_measured(NODE(CADENCE, @$, NULL, NULL), $2, $3), "every"); }
    | BEFORE DOING path comma           { $$ = WORDED(NAMED(NODE(CADENCE, @$, $3, NULL), $2), "before"); }
    | AFTER DOING path comma            { $$ = WORDED(NAMED(NODE(CADENCE, @$, $3, NULL), $2), "after"); }
    | PREP DOING path comma             { $$ = WORDED(NAMED(NODE(CADENCE, @$, $3, NULL), $2), $1->text); }
    | EACHTIME path DOES obj ','        { $$ = WORDED(NAMED(NODE(CADENCE, @$, $2, $4), $3), "each time"); }
    ;
comma: %empty | ',';
subject: snp
       | joint AND snp                  { $$ = APPEND($1, $3); $$->span = @$; };
joint: spath                            { $$ = ics_ast_joint(ctx, @$, $1); }
     | joint ',' spath                  { $$ = APPEND($1, $3); };
share: %empty                           { $$ = NULL; }
     | TOGETHER | EACH | EITHER;
snp: spath
   | spath WHERE cond                   { $$ = NODE(NP, @$, $1, $3, NULL); }
   | spath WITH withs                   { $$ = NODE(NP, @$, $1, NULL, $3); };
spath: sseg
     | spath OF sseg                    { $$ = ics_ast_of(ctx, $1, $3); };
sseg: seg
    | EACH seg                          { $$ = ics_ast_each(ctx, @$, $1, $2, NULL); }
    | EVERY seg                         { $$ = ics_ast_each(ctx, @$, $1, $2, NULL); }
    | EACH seg ID                       { $$ = ics_ast_each(ctx, @$, $1, $2, NAMED(LEAF(ID, @3), $3)); }
    | EACH seg WHOSE seg OVERLAPS seg   { $$ = ics_ast_pair(ctx, @$, $2, $4, $6); }
    ;
path: seg
    | path OF seg                       { $$ = ics_ast_of(ctx, $1, $3); };
seg: pathstep                           { $$ = ics_ast_path(ctx, @$, $1); }
   | seg POSS TERM                      { $$ = ics_ast_possessed(ctx, @$, $1, NAMED(NODE(STEP, @3, NULL), $3)); };
pathstep: TERM                          { $$ = NAMED(NODE(STEP, @$, NULL), $1); }
        | IT                            { $$ = WORDED(NAMED(NODE(STEP, @$, NULL), $1), "it"); }
        | ITS TERM                      { $$ = WORDED(NAMED(NODE(STEP, @$, NULL), $2), "its"); }
        | ART TERM                      { $$ = WORDED(NAMED(NODE(STEP, @$, NULL), $2), "the"); }
        ;
np: path
  | path WHERE cond                     { $$ = NODE(NP, @$, $1, $3, NULL); }
  | path WITH withs                     { $$ = NODE(NP, @$, $1, NULL, $3); };
withs: with                             { $$ = LIST($1); }
     | withs AND with                   { $$ = APPEND($1, $3); };
with: TERM unit                         { $$ = NAMED(NODE(WITH, @$, $2), $1); }
    | TERM things                       { $$ = NAMED(NODE(WITH, @$, ics_ast_letters(ctx, $2, NULL)), $1); }
    | TERM numcmp                       { $$ = NAMED(NODE(WITH, @$, $2), $1); };

/* ---- what is required */

req: vp
   | HAVE have                          { $$ = NODE(HAVE, @$, $2); }
   | INCLUDE incl                       { $$ = NODE(INCLUDE, @$, $2); }
   | BE path preps                      { $$ = NODE(BE, @$, $2, $3); }
   | BE SAMEAS path                     { $$ = NODE(BE, @$, WORDED(NODE(COMPARE, ics_span_of(@2, @3), NULL, $3, NULL), "same as"), NULL); }
   | ENSURE cond                        { $$ = NODE(ENSURE, @$, $2); }
   | ALLOW ATLEAST NUM UNIT BEGINNING path { $$ = ics_ast_measured(NODE(ALLOW, @$, $6), $3, $4); }
   ;
vp: TERM preps                          { $$ = NAMED(NODE(DO, @$, NULL, $2), $1); }
  | TERM obj preps                      { $$ = NAMED(NODE(DO, @$, $2, $3), $1); }
  | DOING preps                         { $$ = WORDED(NAMED(NODE(DO, @$, NULL, $2), $1), "doing"); }
  | DOING obj preps                     { $$ = WORDED(NAMED(NODE(DO, @$, $2, $3), $1), "doing"); };
obj: np
   | EACH np                            { $$ = WORDED(NODE(QUANT, @$, NULL, $2, NULL), "each"); }
   | names
   | quant np                           { $$ = ics_ast_quantify($1, @$, $2, NULL); };
preps: %empty                           { $$ = ics_ast_list(ctx, @$); }
     | preps PREP obj                   { $$ = APPEND($1, WORDED(NODE(PREP, ics_span_of(@2, @3), $3), $2->text)); };
incl: np
    | names
    | quant np                          { $$ = ics_ast_quantify($1, @$, $2, NULL); };
names: list                             { $$ = ics_ast_letters(ctx, $1, NULL); }
     | listq list                       { $$ = ics_ast_letters(ctx, $2, &$1); };
list: LETTER item                       { $$ = ics_ast_letter(ctx, @$, NULL, $1, $2); }
    | list MORE item                    { $$ = ics_ast_letter(ctx, ics_span_of(@2, @3), $1, $2, $3); };
item: path
    | path WHERE plain                  { $$ = NODE(NP, @$, $1, $3, NULL); };
have: np
    | haves                             { $$ = ics_ast_letters(ctx, $1, NULL); }
    | listq haves                       { $$ = ics_ast_letters(ctx, $2, &$1); }
    | quant np                          { $$ = ics_ast_quantify($1, @$, $2, NULL); }
    | quant np FORWHICH cond            { $$ = ics_ast_quantify($1, @$, $2, $4); }
    | qty numcmp                        { $$ = ics_ast_compare(ctx, @$, $1, $2); }
    ;
haves: LETTER had                       { $$ = ics_ast_letter(ctx, @$, NULL, $1, $2); }
     | haves MORE had                   { $$ = ics_ast_letter(ctx, ics_span_of(@2, @3), $1, $2, $3); };
had: thing
   | path WHERE plain                   { $$ = NODE(NP, @$, $1, $3, NULL); }
   | quant path WHERE plain             { $$ = ics_ast_quantify($1, @$, NODE(NP, ics_span_of(@2, @4), $2, $4, NULL), NULL); };
things: LETTER thing                    { $$ = ics_ast_letter(ctx, @$, NULL, $1, $2); }
      | things MORE thing               { $$ = ics_ast_letter(ctx, ics_span_of(@2, @3), $1, $2, $3); };
thing: path
     | path numcmp                      { $$ = ics_ast_compare(ctx, @$, $1, $2); }
     | quant path                       { $$ = ics_ast_quantify($1, @$, $2, NULL); };
quant: EVERY                            { $$ = WORDED(NODE(QUANT, @$, NULL, NULL, NULL), "every"); }
     | SOME                             { $$ = WORDED(NODE(QUANT, @$, NULL, NULL, NULL), "some"); }
     | SOME OF                          { $$ = WORDED(NODE(QUANT, @$, NULL, NULL, NULL), "some"); }
     | NO                               { $$ = WORDED(NODE(QUANT, @$, NULL, NULL, NULL), "no"); }
     | ATLEAST NUM                      { $$ = WORDED(NODE(QUANT, @$, ics_ast_number(ctx, @2, $2, NULL), NULL, NULL), "at least"); }
     | ATMOST NUM                       { $$ = WORDED(NODE(QUANT, @$, ics_ast_number(ctx, @2, $2, NULL), NULL, NULL), "at most"); }
     | EXACTLY NUM                      { $$ = WORDED(NODE(QUANT, @$, ics_ast_number(ctx, @2, $2, NULL), NULL, NULL), "exactly"); }
     | ATLEAST PCT OF                   { $$ = WORDED(NODE(QUANT, @$, ics_ast_percent(ctx, @2, $2, NULL), NULL, NULL), "at least"); }
     | ATMOST PCT OF                    { $$ = WORDED(NODE(QUANT, @$, ics_ast_percent(ctx, @2, $2, NULL), NULL, NULL), "at most"); }
     ;

/* ---- conditions */

cond: logic                             { $$ = $1.node; }
    | lists
    | logic AND lists                   { $$ = ics_ast_join_logic(ctx, $1, $2, $3, ICS_NODE_AND).node; }
    | logic OR lists                    { $$ = ics_ast_join_logic(ctx, $1, $2, $3, ICS_NODE_OR).node; };
plain: logic                            { $$ = $1.node; };
logic: prim                             { $$ = (ics_logic){.node = $1}; }
     | logic AND prim                   { $$ = ics_ast_join_logic(ctx, $1, $2, $3, ICS_NODE_AND); }
     | logic OR prim                    { $$ = ics_ast_join_logic(ctx, $1, $2, $3, ICS_NODE_OR); };
prim: '(' cond ')'                      { $$ = $2; }
    | NOT '(' cond ')'                  { $$ = NODE(NOT, @$, $3); }
    | FACT                              { $$ = NAMED(LEAF(FACT, @$), $1); }
    | NOTFACT                           { $$ = ics_ast_negated(NAMED(LEAF(FACT, @$), $1), true); }
    | pred
    | IT MET ID                         { $$ = NAMED(LEAF(METRULE, @$), $3); }
    | IT MET ID INTIME                  { $$ = WORDED(NAMED(LEAF(METRULE, @$), $3), "in time"); }
    | LIFTEDUNDER ID                    { $$ = NAMED(LEAF(LIFTEDUNDER, @$), $2); }
    | NOT LIFTEDUNDER ID                { $$ = ics_ast_negated(NAMED(LEAF(LIFTEDUNDER, @$), $3), true); }
    ;
pred: path DOES path                    { $$ = NAMED(NODE(DOES, @$, $1, $3), $2); }
    | path OVERLAPS path                { $$ = WORDED(NODE(COMPARE, @$, $1, $3, NULL), "overlaps"); }
    | lhs IS cmp                        { $$ = ics_ast_compare(ctx, @$, $1, $3); }
    | lhs IS NOT cmp                    { $$ = ics_ast_negated(ics_ast_compare(ctx, @$, $1, $4), true); }
    | lhs HAS held                      { $$ = NODE(HAS, @$, $1, $3); }
    | lhs INCLUDES included             { $$ = ics_ast_compare(ctx, @$, $1, $3); }
    ;
lhs: qty
   | quant np                           { $$ = ics_ast_quantify($1, @$, $2, NULL); };
held: path
    | quant path                        { $$ = ics_ast_quantify($1, @$, $2, NULL); }
    | '(' path WHERE cond ')'           { $$ = NODE(NP, @$, $2, $4, NULL); };
included: unit                          { $$ = WORDED(NODE(COMPARE, @$, NULL, $1, NULL), "includes"); }
        | ALLOF '(' units ')'           { $$ = WORDED(NODE(COMPARE, @$, NULL, $3, NULL), "includes all"); }
        | ANYOF '(' units ')'           { $$ = WORDED(NODE(COMPARE, @$, NULL, $3, NULL), "includes any"); };
lists: listq clist                      { $$ = ics_ast_letters(ctx, $2, &$1); }
     | lhs INCLUDES ALLOF list          { $$ = ics_ast_compare_letters(ctx, @$, $1, $4, "includes all"); }
     | lhs INCLUDES ANYOF list          { $$ = ics_ast_compare_letters(ctx, @$, $1, $4, "includes any"); }
     | lhs IS ANYOF list                { $$ = ics_ast_compare_letters(ctx, @$, $1, $4, "any of"); }
     ;
listq: ALLOF                            { $$ = (ics_listq){"all", NULL, @$}; }
     | ANYOF                            { $$ = (ics_listq){"any", NULL, @$}; }
     | NONEOF                           { $$ = (ics_listq){"none", NULL, @$}; }
     | ATLEAST NUM OF                   { $$ = (ics_listq){"at least", ics_ast_number(ctx, @2, $2, NULL), @$}; }
     | ATMOST NUM OF                    { $$ = (ics_listq){"at most", ics_ast_number(ctx, @2, $2, NULL), @$}; }
     | EXACTLY NUM OF                   { $$ = (ics_listq){"exactly", ics_ast_number(ctx, @2, $2, NULL), @$}; }
     ;
clist: LETTER acond                     { $$ = ics_ast_letter(ctx, @$, NULL, $1, $2); }
     | clist MORE acond                 { $$ = ics_ast_letter(ctx, ics_span_of(@2, @3), $1, $2, $3); };
acond: plain
     | listq rlist                      { $$ = ics_ast_letters(ctx, $2, &$1); };
rlist: ROMAN rcond                      { $$ = ics_ast_letter(ctx, @$, NULL, $1, $2); }
     | rlist RMORE rcond                { $$ = ics_ast_letter(ctx, ics_span_of(@2, @3), $1, $2, $3); };
rcond: plain
     | listq ulist                      { $$ = ics_ast_letters(ctx, $2, &$1); };
ulist: UPPER plain                      { $$ = ics_ast_letter(ctx, @$, NULL, $1, $2); }
     | ulist UMORE plain                { $$ = ics_ast_letter(ctx, ics_span_of(@2, @3), $1, $2, $3); };
cmp: sum                                { $$ = WORDED(NODE(COMPARE, @$, NULL, $1, NULL), "is"); }
   | numcmp
   | within                             { $$ = WORDED(NODE(COMPARE, @$, NULL, $1, NULL), "within"); }
   | BEFORE sum                         { $$ = WORDED(NODE(COMPARE, @$, NULL, $2, NULL), "before"); }
   | AFTER sum                          { $$ = WORDED(NODE(COMPARE, @$, NULL, $2, NULL), "after"); }
   | ONORAFTER sum                      { $$ = WORDED(NODE(COMPARE, @$, NULL, $2, NULL), "on or after"); }
   | ONORBEFORE sum                     { $$ = WORDED(NODE(COMPARE, @$, NULL, $2, NULL), "on or before"); }
   | INTHAT                             { $$ = WORDED(NODE(COMPARE, @$, NULL, NULL, NULL), "in that"); }
   | ANYOF '(' units ')'                { $$ = WORDED(NODE(COMPARE, @$, NULL, $3, NULL), "any of"); }
   | SAMEAS path                        { $$ = WORDED(NODE(COMPARE, @$, NULL, $2, NULL), "same as"); }
   | RECORDED                           { $$ = WORDED(NODE(COMPARE, @$, NULL, NULL, NULL), "recorded"); }
   | yes_no                             { $$ = WORDED(NODE(COMPARE, @$, NULL, ics_ast_yes_no(ctx, @1, $1), NULL), "is"); }
   ;
numcmp: ATLEAST sum                     { $$ = WORDED(NODE(COMPARE, @$, NULL, $2, NULL), "at least"); }
      | ATMOST sum                      { $$ = WORDED(NODE(COMPARE, @$, NULL, $2, NULL), "at most"); }
      | MORETHAN sum                    { $$ = WORDED(NODE(COMPARE, @$, NULL, $2, NULL), "more than"); }
      | LESSTHAN sum                    { $$ = WORDED(NODE(COMPARE, @$, NULL, $2, NULL), "less than"); }
      | BETWEEN sum AND sum             { $$ = WORDED(NODE(COMPARE, @$, NULL, $2, $4), "between"); }
      ;
units: unit                             { $$ = LIST($1); }
     | units ',' unit                   { $$ = APPEND($1, $3); };

/* ---- quantities */

qty: sum
   | agg WHERE cond                     { $$ = ics_ast_narrow($1, @$, $3); }
   | SHAREOF path FORWHICH cond         { $$ = WORDED(NODE(AGGREGATE, @$, $2, NULL, $4), "share"); }
   | SHAREOF path WHERE cond FORWHICH cond { $$ = WORDED(NODE(AGGREGATE, @$, $2, $4, $6), "share"); };
agg: NUMBEROF path                      { $$ = WORDED(NODE(AGGREGATE, @$, $2, NULL, NULL), "number"); }
   | SUMOF path                         { $$ = WORDED(NODE(AGGREGATE, @$, $2, NULL, NULL), "sum"); }
   | AVERAGEOF path                     { $$ = WORDED(NODE(AGGREGATE, @$, $2, NULL, NULL), "average"); }
   | EARLIEST path                      { $$ = WORDED(NODE(AGGREGATE, @$, $2, NULL, NULL), "earliest"); }
   | LATEST path                        { $$ = WORDED(NODE(AGGREGATE, @$, $2, NULL, NULL), "latest"); };
sum: prod
   | sum '+' prod                       { $$ = WORDED(NODE(ARITHMETIC, @$, $1, $3), "+"); }
   | sum '-' prod                       { $$ = WORDED(NODE(ARITHMETIC, @$, $1, $3), "-"); };
prod: unit
    | prod '*' unit                     { $$ = WORDED(NODE(ARITHMETIC, @$, $1, $3), "*"); }
    | prod '/' unit                     { $$ = WORDED(NODE(ARITHMETIC, @$, $1, $3), "/"); };
unit: NUM                               { $$ = ics_ast_number(ctx, @$, $1, NULL); }
    | NUM UNIT                          { $$ = ics_ast_number(ctx, @$, $1, $2); }
    | NUM UNIT BEGINNING path           { $$ = ics_ast_measured(NODE(SPAN, @$, $4), $1, $2); }
    | '-' NUM                           { $$ = ics_ast_minus(ics_ast_number(ctx, @$, $2, NULL)); }
    | MONEY                             { $$ = ics_ast_money(ctx, @$, $1); }
    | PCT                               { $$ = ics_ast_percent(ctx, @$, $1, NULL); }
    | PCT OF unit                       { $$ = ics_ast_percent(ctx, @$, $1, $3); }
    | DATE                              { $$ = ics_ast_date(ctx, @$, $1); }
    | FY                                { $$ = ics_ast_day_node(ctx, ICS_NODE_FINANCIALYEAR, @$, $1); }
    | DAYJUDGED                         { $$ = LEAF(DAYJUDGED, @$); }
    | STRING                            { $$ = NAMED(LEAF(STRING, @$), $1); }
    | path
    | agg
    | '(' qty ')'                       { $$ = $2; }
    | AGEOF path AT unit                { $$ = NODE(AGE, @$, $2, $4); }
    | LATEROF unit AND unit             { $$ = WORDED(NODE(EXTREME, @$, $2, $4), "later"); }
    | EARLIEROF unit AND unit           { $$ = WORDED(NODE(EXTREME, @$, $2, $4), "earlier"); }
    | CALL '(' units ')'                { $$ = NAMED(NODE(CALL, @$, $3), $1); }
    ;

/* ---- limits of time */

limits: %empty                          { $$ = ics_ast_list(ctx, @$); }
      | limits limit                    { $$ = APPEND($1, $2); };
limit: BY sum                           { $$ = NODE(BY, @$, $2); }
     | BEFORE sum                       { $$ = NODE(BEFORE, @$, $2); }
     | AFTER sum                        { $$ = NODE(AFTER, @$, $2); }
     | BEFORE DOING path                { $$ = NODE(BEFORE, @$, NAMED(NODE(DOING, ics_span_of(@2, @3), $3), $2)); }
     | AFTER DOING path                 { $$ = NODE(AFTER, @$, NAMED(NODE(DOING, ics_span_of(@2, @3), $3), $2)); }
     | within
     | NOTLATER NUM UNIT BEFORE sum     { $$ = ics_ast_measured(NODE(NOTLATER, @$, $5), $2, $3); }
     | NOTCOUNTING np                   { $$ = NODE(NOTCOUNTING, @$, $2); }
     | COUNTEDBY ID                     { $$ = NAMED(LEAF(COUNTEDBY, @$), $2); }
     | PROMPTLY                         { $$ = WORDED(LEAF(PROMPTLY, @$), $1->text); }
     | EACHPERIOD                       { $$ = WORDED(LEAF(PERIODIC, @$), $1->text); }
     | EVERYN NUM UNIT                  { $$ = WORDED(ics_ast_measured(LEAF(PERIODIC, @$), $2, $3), "every"); }
     ;
within: WITHIN NUM UNIT OF sum          { $$ = WORDED(ics_ast_measured(NODE(WITHIN, @$, $5), $2, $3), "of"); }
      | WITHIN NUM UNIT OF DOING path   { $$ = WORDED(ics_ast_measured(NODE(WITHIN, @$, NAMED(NODE(DOING, ics_span_of(@5, @6), $6), $5)), $2, $3), "of doing"); }
      | WITHIN NUM UNIT BEFORE sum      { $$ = WORDED(ics_ast_measured(NODE(WITHIN, @$, $5), $2, $3), "before"); }
      | WITHIN NUM UNIT BEGINNING sum   { $$ = WORDED(ics_ast_measured(NODE(WITHIN, @$, $5), $2, $3), "beginning with"); }
      | WITHIN NUM UNIT BEGINNING EACH path { $$ = WORDED(ics_ast_measured(NODE(WITHIN, @$, $6), $2, $3), "beginning with each"); }
      ;

%%

static int ics_rules_lex(ICS_RULES_STYPE *value, ics_span *span, ics_parse_context *ctx)
{
    const ics_token *token = ics_parse_next(ctx);
    *span = token->span;
    /* All tokens carry themselves; the union's first use of this type serves every kind. */
    value->T_TERM = token;
    return token->kind;
}

/* Called where the stack is full: sentences are nested deeper than people read. Mistakes of syntax go another way. */
static void ics_rules_error(const ics_span *span, ics_parse_context *ctx, const char *message)
{
    (void)message;
    ics_parse_too_deep(ctx, *span);
}

static int yyreport_syntax_error(const yypcontext_t *at, ics_parse_context *ctx)
{
    enum { EXPECTED_MAX = 64 };
    yysymbol_kind_t symbols[EXPECTED_MAX];
    const char *names[EXPECTED_MAX];
    const int count = yypcontext_expected_tokens(at, symbols, EXPECTED_MAX);
    int found = 0;
    for (int i = 0; i < count; i++)
        names[found++] = yysymbol_name(symbols[i]);
    ics_parse_unexpected(ctx, *yypcontext_location(at), names, (size_t)found);
    return 0;
}

void ics_parse_tokens(ics_parse_context *ctx)
{
    (void)ics_rules_parse(ctx);
}

size_t ics_production_count(void)
{
    return YYNRULES - 1; /* the first is bison's own */
}
