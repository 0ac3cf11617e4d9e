/* What the files of sema share: the tables of declarations, the scope of a phrase, and each file's services. */
#ifndef ICS_SEMA_CONTEXT_H
#define ICS_SEMA_CONTEXT_H

#include "sema/meaning.h"
#include "sema/occasion.h"

/* -- declarations */

typedef struct ics_verb {
    const char *name;
    uint32_t entity; /* who does it */
    const ics_node *node;
    uint32_t file;
    bool is_be;   /* `verb x be y` */
    bool is_open; /* being expanded: a verb that means itself has no meaning */
    bool is_used;
} ics_verb;

typedef struct ics_let {
    const char *name;
    const ics_node *node;
    uint32_t file, id; /* id: in definitions of the meaning */
    bool is_open, is_used;
} ics_let;

typedef enum ics_definition_kind { ICS_DEFINED_MEANS, ICS_DEFINED_INCLUDES, ICS_DEFINED_COUNTS } ics_definition_kind;

/** `define X means Y`, `define X includes Z`, `define Z counts as X` (docs/decisions.md, 42). */
typedef struct ics_definition {
    ics_definition_kind kind;
    const char *name; /* X */
    const ics_node *node;
    uint32_t file, id; /* id: in definitions of the meaning */
    uint32_t entity;   /* MEANS: the entity that Y ends at, ICS_NONE until it is asked for; else X */
    uint32_t other;    /* Z */
    bool is_open, is_wrong;
} ics_definition;

/** One way in which lawyers read a place: it gives a value to a name (docs/decisions.md, 41). */
typedef struct ics_reading {
    const char *name; /* what it gives a value to */
    const ics_node *node;
    uint32_t file, id;   /* id: in definitions of the meaning */
    uint32_t place, way; /* in places, and in their names */
} ics_reading;

/** A place that is read in several ways. */
typedef struct ics_read_place {
    uint32_t source;
    const char *words; /* "regulation 2(2)" */
    ics_span span;
    const char **names; /* of its readings */
    uint32_t name_count;
    size_t name_room;
    uint32_t chosen, now; /* the one that the user chose, or ICS_NONE; the one of the combination at hand */
    bool is_used;         /* by the rule at hand */
    bool is_users;        /* chosen by the user, not by the project */
} ics_read_place;

/** A variation: for whom, what it varies, and when. */
typedef struct ics_variation {
    const ics_node *node, *heads, *withs;
    uint32_t id; /* in variations of the meaning */
    uint32_t file, pack, entity;
    int32_t from, to;
    bool is_wrong;
} ics_variation;

/** A text of a variation that stands in the place of a national one: `fill in`, `replace`. */
typedef struct ics_local_text {
    const ics_node *node; /* FILLIN, or RULE */
    const char *name;     /* of the national rule */
    uint32_t file, variation;
    bool is_fill_in;
    bool is_tried; /* it was put beside a national rule, whether or not it may stand there */
} ics_local_text;

/** `subject to R`, `despite R`: which of two rules yields where both apply. */
typedef struct ics_precedence {
    const char *yields, *prevails; /* names of rules */
    const ics_node *clause;
    uint32_t file;
    bool is_local;    /* said by a variation */
    bool is_reasoned; /* by a rule that gives a reason (`because`) */
} ics_precedence;

/** How much a local rule asks, beside a national one, as far as it can be proved. */
typedef enum ics_stricter { ICS_UNLIKE, ICS_LAXER, ICS_AS_STRICT, ICS_STRICTER } ics_stricter;
/** `function F of BODY is exercised by OTHER` (docs/decisions.md, 47). */
typedef struct ics_function {
    const char *name; /* F */
    uint32_t of, by;  /* entities */
    const ics_node *node;
    uint32_t file, id; /* id: in definitions of the meaning */
    int32_t from, to;
} ics_function;

/** Whose findings count in what is read at hand. */
typedef struct ics_finder {
    enum { ICS_ANY_FINDER, ICS_FINDER_OF_ROLE, ICS_OWN_FINDER } how;
    uint32_t role;
    ics_expr *body; /* ICS_OWN_FINDER: whose own */
    bool is_asked;  /* a finding was read */
} ics_finder;

/** What a name stands for where things are spoken of: an entity, or a defined name. */
typedef struct ics_noun {
    const char *name;
    uint32_t entity; /* whose rows it speaks of */
    uint32_t kind;   /* the entity of that very name; ICS_NONE for `define … means` */
    bool is_defined; /* not every row of the kind, or others too, are what it names */
} ics_noun;

/** A declaration that is looked up by its name alone: sources of law, roles and terms of the user's own files. */
typedef struct ics_named {
    const char *name;
    ics_span span;
    uint32_t file;
    uint32_t id; /* of a source: in laws */
    bool is_used;
} ics_named;

/* -- scopes */

typedef struct ics_parameter {
    const char *name; /* "k", or an entity's name where the pattern names an entity as object */
    ics_expr *value;
} ics_parameter;

/** What names may mean at a place: rows from the innermost element to the subject. */
typedef struct ics_scope ics_scope;
struct ics_scope {
    const ics_scope *outer;
    ics_expr *row;   /* a reference: the element or subject whose attributes are bare names here; NULL: none */
    ics_expr *it;    /* what `it` and `its` mean */
    bool is_element; /* an element of a quantifier, not a subject */
    bool is_verb;    /* what a verb means: the parameters of others are not names here */
    uint32_t depth;  /* of ranges opened here */
    const ics_parameter *parameters; /* of the verb that is being expanded */
    size_t parameter_count;
};

/** Where a path leads: the value there, within the ranges that were opened on the way. */
typedef struct ics_walk {
    ics_expr *value;
    ics_ranges ranges;
} ics_walk;

/** What a requirement comes to. in_time is NULL where there is no limit, done_on where no day is known. first_on and
 * last_on: of what is forbidden, the days of the first and the last act that count; NULL where they are not told. */
typedef struct ics_deed {
    ics_expr *done, *in_time, *done_on, *vacuous;
    ics_expr *first_on, *last_on;
} ics_deed;

typedef struct ics_joint ics_joint;

/** Which of a body's first and last day something speaks of. */
typedef struct ics_life_days {
    bool established, ended;
} ics_life_days;

/** The clauses around a sentence: heads and tails of its rule and of its version. */
typedef struct ics_clauses {
    const ics_node *list[4];
    size_t count;
} ics_clauses;

/** The clause of that number, counted through the lists; NULL past the last. */
static inline const ics_node *ics_clause_at(const ics_clauses *all, uint32_t index)
{
    for (size_t l = 0; l < all->count; l++)
        for (uint32_t i = 0; i < all->list[l]->child_count; i++)
            if (all->list[l]->child[i] && index-- == 0)
                return all->list[l]->child[i];
    return NULL;
}

typedef struct ics_sema {
    ics_arena *arena;
    ics_diags *diags;
    const ics_syntax *syntax;
    ics_meaning *out;
    ics_model *model;
    ics_verb *verbs;
    size_t verb_count, verb_room;
    ics_let *lets;
    size_t let_count, let_room;
    ics_definition *definitions;
    size_t definition_count, definition_room;
    const ics_reading_choice *choice;
    ics_reading *readings;
    size_t reading_count, reading_room;
    ics_read_place *places;
    size_t place_count, place_room;
    ics_variation *variations;
    size_t variation_count, variation_room;
    ics_local_text *local_texts; /* in the order in which one goes before another */
    size_t local_text_count, local_text_room;
    ics_precedence *precedences;
    size_t precedence_count, precedence_room;
    const ics_variation *variation; /* whose declarations are at hand; NULL: none */
    const ics_node *in_place_of;    /* the national rule in whose place the text at hand stands; else NULL */
    bool is_another_way;            /* the rule at hand was resolved before, by other readings: warnings were said */
    uint32_t *used;                 /* definitions and lets that the rule at hand used: ids in those of the meaning */
    uint32_t used_count;
    size_t used_room;
    ics_named *sources, *roles, *terms, *rules;
    size_t source_count, source_room, role_count, role_room, term_count, term_room, rule_count, rule_room;
    uint32_t *rule_slots; /* open hashing over rules, by folded name; ICS_NONE: empty */
    size_t rule_slot_count;
    struct ics_look_up *look_up; /* the model's names, once it is made */
    uint32_t *attribute_files;   /* by attribute: where it is declared; ICS_NONE of those that every model has */
    ics_named *calendars;        /* id: in calendars of the meaning */
    size_t calendar_count, calendar_room;
    const ics_node *counted_by; /* COUNTEDBY of the limit at hand, or NULL … */
    ics_expr *allowed;          /* what ALLOW of the sentence at hand requires */
    bool has_counted;           /* … and whether working days were counted by it */
    ics_named *functions;       /* of plugins: "frimley.attendance", id: import */
    size_t function_count, function_room;
    int64_t plugin_count;               /* declared */
    uint32_t file;                      /* of the declaration at hand */
    uint32_t nesting;                   /* of the walk through the tree */
    size_t errors_before;               /* the rule at hand */
    uint32_t term_budget;               /* expressions that the rule at hand may still make */
    bool may_ask_recorded;              /* in a check */
    bool is_trial;                      /* the rule at hand is a test's own, which need not cite anything */
    const struct ics_letter_at *letter; /* of the lettered lists that are gone through, the one at hand in each */
    uint32_t body;                      /* of several who owe it, the one whose outcomes are resolved, from 0 */
    const ics_joint *joint; /* who has to do the deed at hand together; NULL: nobody, or it is not the deed */
    ics_expr *same_thing;   /* the thing that the deed at hand must be done with; NULL: any */
    ics_function *exercised;
    size_t exercised_count, exercised_room;
    ics_life_days life_days;     /* those that were read since it was wiped */
    ics_rule_meaning *stand_ins; /* rules for others than the first of those who owe it */
    size_t stand_in_count, stand_in_room;
    ics_occasion occasion; /* of the sentence at hand */
    bool has_state;        /* a state with a limit was required since this was wiped */
    bool asks_state;       /* … a state, with or without one */
    ics_finder finder;     /* of what is required, or of the exception at hand */
    ics_expr *oldest;      /* facts at hand have to have been written down on that day or later; NULL: whenever */
    bool is_tired;         /* a limit was passed in the rule at hand: said once */
} ics_sema;

/* -- expr.c: making expressions; each gives a wrong one where an operand is wrong */
ics_expr *ics_wrong(ics_sema *sema, ics_span span);
bool ics_is_wrong(const ics_expr *expr);
ics_expr *ics_expr_new(ics_sema *sema, ics_expr_kind kind, ics_shape shape, ics_span span, ics_expr *a, ics_expr *b,
                       ics_expr *c);
/** Of a kind whose sort expr.def gives. */
ics_expr *ics_make(ics_sema *sema, ics_expr_kind kind, ics_span span, ics_expr *a, ics_expr *b);
ics_expr *ics_truth(ics_sema *sema, int64_t value, ics_span span);
ics_expr *ics_number(ics_sema *sema, ics_decimal value, ics_unit_of unit, ics_span span);
ics_expr *ics_day(ics_sema *sema, int32_t day, ics_span span);
ics_expr *ics_name(ics_sema *sema, ics_space space, uint32_t enumeration, uint32_t id, ics_span span);
ics_expr *ics_row(ics_sema *sema, ics_range *range, ics_span span);
/** Somebody of an entity who owes a duty and to whom nothing in the model leads: named in reports, never read. */
ics_expr *ics_unnamed(ics_sema *sema, uint32_t entity, ics_span span);
/** As at the day of the occasion. */
ics_expr *ics_read(ics_sema *sema, ics_expr *row, uint32_t attribute, ics_span span);
/** The period that a range of periods or days stands at. */
ics_expr *ics_the_period(ics_sema *sema, ics_range *range, ics_span span);
ics_expr *ics_owner(ics_sema *sema, ics_expr *row, uint32_t attribute, ics_span span);
ics_expr *ics_kind(ics_sema *sema, ics_expr *row, uint32_t entity, ics_span span);
ics_expr *ics_not(ics_sema *sema, ics_expr *a);
/** A NULL side is left out; NULL where both are. */
ics_expr *ics_and(ics_sema *sema, ics_expr *a, ics_expr *b);
ics_expr *ics_or(ics_sema *sema, ics_expr *a, ics_expr *b);
/** A reduction over one range; a and b as expr.def says, b NULL: true. */
ics_expr *ics_over(ics_sema *sema, ics_expr_kind kind, ics_range *range, ics_expr *a, ics_expr *b, ics_span span);
ics_expr *ics_span_of_time(ics_sema *sema, ics_expr *from, int64_t count, ics_time_unit unit, bool begins,
                           ics_span span);
ics_range *ics_range_new(ics_sema *sema, ics_range_source source, uint32_t depth, uint32_t entity, ics_expr *list,
                         ics_span span);
/** Some, or every, combination of elements of nested ranges. */
ics_expr *ics_some(ics_sema *sema, const ics_ranges *ranges, ics_expr *condition, ics_span span);
ics_expr *ics_every(ics_sema *sema, const ics_ranges *ranges, ics_expr *condition, ics_span span);
ics_expr *ics_first_day(ics_sema *sema, ics_expr_kind kind, const ics_ranges *ranges, ics_expr *day,
                        ics_expr *condition, ics_span span);

/* -- names.c */
/** The child in the slot of that name; NULL where it is empty, or where the node, in place of a mistake, has no such
 * slot. */
const ics_node *ics_slot(const ics_node *node, const char *slot);
const char *ics_text_of(ics_sema *sema, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool ics_same_name(const char *a, const char *b);   /* folded; a plural of one is the other */
bool ics_sees(const ics_sema *sema, uint32_t file); /* whether the file at hand uses the pack of that file */
/** Whether it uses the pack that declares the attribute: what no sentence of it can name leads nowhere for it either.
 */
bool ics_sees_attribute(const ics_sema *sema, uint32_t attribute);
/** Makes the model's names ready to be looked up; the model is complete but for its inverses. */
void ics_look_up_make(ics_sema *sema);
uint32_t ics_attribute_named(const ics_sema *sema, uint32_t entity, const char *name);
uint32_t ics_entity_named(const ics_sema *sema, const char *name);
/** Value of one enumeration, or role, of that name. */
uint32_t ics_value_named(const ics_sema *sema, uint32_t enumeration, const char *name);
uint32_t ics_role_named(ics_sema *sema, const char *name);
/** E0111: the entity has no such attribute, with the nearest that it has. */
void ics_no_attribute(ics_sema *sema, ics_span span, uint32_t entity, const char *name);
/** E0102: nothing of that name, with the nearest of all names. */
void ics_no_name(ics_sema *sema, ics_span span, const char *name);
ics_named *ics_named_find(ics_named *items, size_t count, const char *name);
/** The rule of that name that came first, or NULL: then the name is kept as that of a new rule. Rules are many. */
const ics_named *ics_rule_named(ics_sema *sema, const char *name, ics_span span);
/** The rule of that name, or NULL. Its id is its index in the meaning's rules, ICS_NONE where it has a mistake. */
ics_named *ics_rule_known(const ics_sema *sema, const char *name);
/** E0102: no rule of that name, with the nearest. */
void ics_no_rule(ics_sema *sema, ics_span span, const char *name);
/** Counts the nesting of a walk; false, said once, past the limit. Leave with ics_leave. */
bool ics_enter(ics_sema *sema, ics_span span);
void ics_leave(ics_sema *sema);
const char *ics_entity_name(const ics_sema *sema, uint32_t entity);
const char *ics_several(ics_sema *sema, uint32_t entity); /* the name in the plural */

/* -- types.c */
ics_shape ics_shape_of_attribute(const ics_model *model, uint32_t attribute);
ics_shape ics_shape_ref(uint32_t entity);
bool ics_shape_is_number(ics_shape shape);
/** "people", "a date", "one of sector": for messages. */
const char *ics_shape_name(ics_sema *sema, ics_shape shape);
const char *ics_expr_says(ics_sema *sema, const ics_expr *expr);
ics_decimal ics_days_in(const ics_node *number, bool *fixed);
/** The time unit that a word names ("weeks"); false for another word. */
bool ics_unit_named(const char *word, ics_time_unit *unit);
/** A comparison by a word of COMPARE ("is", "at least", "before" …). */
ics_expr *ics_compare(ics_sema *sema, const char *word, bool negated, ics_expr *a, ics_expr *b, ics_span span);
ics_expr *ics_arithmetic(ics_sema *sema, const char *word, ics_expr *a, ics_expr *b, ics_span span);
/** That a is there: yes of a yes/no, something in a list or set, a value of any other. */
ics_expr *ics_is_there(ics_sema *sema, ics_expr *a, uint32_t depth, ics_span span);

/* -- trials.c */
/** Checks the tests of the user's own files, and puts them and the rules that they give behind all others. */
void ics_sema_check_trials(ics_sema *sema);

/* -- declare.c, laws.c, plugins.c */
void ics_sema_declare_model(ics_sema *sema);
void ics_sema_declare_verbs(ics_sema *sema);
void ics_sema_declare_laws(ics_sema *sema);
void ics_sema_declare_plugins(ics_sema *sema);

/* -- debtor.c */
/** Says it where what the rule asks reads something of an UNNAMED; false then. */
bool ics_debtor_is_unread(ics_sema *sema, const ics_rule_meaning *rule);

/* -- calendars.c */
void ics_sema_declare_calendars(ics_sema *sema);
/** The calendar that working days are counted by here: the one that is named, or the only one in reach. ICS_NONE
 * (said) where there is none, or several. */
uint32_t ics_calendar_here(ics_sema *sema, ics_span span);

/* -- scope.c */
/** The walk to where a PATH leads. @p own: a bare first name must be an attribute of it; NULL: any name in scope. */
ics_walk ics_walk_path(ics_sema *sema, const ics_scope *scope, const ics_node *path, ics_expr *own);
/** Goes on from a walk through the steps of a path before the one of that index. */
void ics_walk_on(ics_sema *sema, uint32_t depth, ics_walk *walk, const ics_node *path, uint32_t from);
/** The subject, an enclosing element, or what they lead to, of an entity; wrong (said) where there is none or several.
 */
ics_expr *ics_thing_in_scope(ics_sema *sema, const ics_scope *scope, uint32_t entity, ics_span span);
/** Opens the list that the walk ends at, so that its value is one element; false where there is none (said). */
bool ics_walk_open(ics_sema *sema, ics_walk *walk, uint32_t depth, ics_span span);
/** The one value that a PATH leads to; wrong (said) where it goes through a list. */
ics_expr *ics_path_value(ics_sema *sema, const ics_scope *scope, const ics_node *path, ics_expr *own);
/** A step from a row: attribute, entity that it leads to, or a kind that names the thing. Wrong without a word if none.
 */
ics_walk ics_step(ics_sema *sema, ics_expr *row, const char *name, uint32_t depth, ics_span span);
/** Whether no reference, list or inverse leads from one entity to another. */
bool ics_leads_nowhere(const ics_sema *sema, uint32_t from, uint32_t entity);
/** The row of that entity that @p row leads to (decision 15); NULL: none, or several, which is said where @p loud. */
ics_expr *ics_leads_to(ics_sema *sema, ics_expr *row, uint32_t entity, ics_span span, bool loud);
ics_expr *ics_parameter_named(const ics_scope *scope, const char *name);
/** Whether a bare name leads anywhere from here; says nothing. */
bool ics_is_named(ics_sema *sema, const ics_scope *scope, const char *name);
/** Inside `where` and its like: @p row is what they speak of; NULL: nothing with attributes. */
ics_scope ics_scope_in(const ics_scope *outer, ics_expr *row, size_t ranges);
/** As ics_scope_in for the element of the last range of a walk. */
ics_scope ics_scope_of_element(ics_sema *sema, const ics_scope *outer, const ics_walk *walk, ics_span span);

/** The value that a `let` of that name gives in this scope; @p found where there is one. */
ics_walk ics_let_named(ics_sema *sema, const ics_scope *scope, const char *name, ics_span span, bool *found);

/* -- definitions.c */
void ics_sema_declare_definitions(ics_sema *sema);
/** Notes that the rule at hand used a definition, for its explanations. */
void ics_use_definition(ics_sema *sema, uint32_t id);
/** What a name stands for as a noun; false where it is that of no entity and no definition. */
bool ics_noun_named(ics_sema *sema, const char *name, ics_noun *out);
/** When a row of the noun's entity is what it names; NULL: always. @p depth: of the ranges that are open. */
ics_expr *ics_noun_holds(ics_sema *sema, const ics_noun *noun, ics_expr *row, uint32_t depth, ics_span span);
/** Which rows of the noun's entity are of a kind that it may name; NULL: all. */
ics_expr *ics_noun_mask(ics_sema *sema, const ics_noun *noun, ics_expr *row, ics_span span);
/** The row as one of the noun's: its attributes are names. */
ics_expr *ics_noun_row(ics_sema *sema, const ics_noun *noun, ics_expr *row);
/** From a row into the one list that holds what the noun names, narrowed to those; value NULL where there is none. */
ics_walk ics_step_to_noun(ics_sema *sema, ics_expr *row, const ics_noun *noun, uint32_t depth, ics_span span);
/** `left is (not) NOUN`, or as a `let` says; NULL where the right side is no such name. */
ics_expr *ics_is_noun(ics_sema *sema, const ics_scope *scope, ics_expr *left, const ics_node *right, bool negated,
                      ics_span span);

/** Keeps what explanations say of a declaration: its text up to the end of @p last, its citations, its days. */
uint32_t ics_keep_definition(ics_sema *sema, const ics_node *node, const ics_node *last);

/* -- readings.c */
void ics_sema_declare_readings(ics_sema *sema);
/** The value that a reading gives to a name; @p found where one does. */
ics_walk ics_reading_named(ics_sema *sema, const ics_scope *scope, const char *name, bool *found);
/** What the readings of a way are called: "the 25th counts; strict". */
const char *ics_readings_taken(ics_sema *sema, const uint32_t *taken);
/** Before a rule: no reading is used yet, and the first of each place is taken. */
void ics_readings_begin(ics_sema *sema);
/** The way of a rule by the readings that are taken at hand; the rule at hand then hangs on the places that it hangs
 * on. 0 where it has but one. */
uint32_t ics_way_at_hand(ics_sema *sema, const ics_rule_meaning *rule);
typedef bool ics_resolve_fn(ics_sema *sema, const ics_node *node, ics_rule_meaning *rule);
/**
 * After a rule was resolved by the first combination of readings: where it uses such as nobody chose, resolves it by
 * each of the others. @p bare: the rule before it was resolved.
 */
bool ics_resolve_readings(ics_sema *sema, const ics_node *node, const ics_rule_meaning *bare, ics_rule_meaning *rule,
                          ics_resolve_fn *resolve);

/* -- variations.c */
/** The same files, with what variations declare behind them in their files. */
const ics_syntax *ics_variations_spread(ics_arena *arena, const ics_syntax *syntax);
/** Whether a variation stands in the file at hand. */
bool ics_has_variation(const ics_sema *sema);
void ics_sema_declare_variations(ics_sema *sema);
/** What follows in the file belongs to that variation. */
void ics_variation_begin(ics_sema *sema, const ics_node *node);
/** What a variation says above its rules: citations, and its days but where a rule says days of its own. */
const ics_node *ics_variation_heads(ics_sema *sema, bool says_days);
/** After all rules: names of rules that are varied and are not there. */
void ics_variations_end(ics_sema *sema);
/** The days of a variation on @p day, by which the rule's own days are tested. */
ics_expr *ics_variation_days(ics_sema *sema, const ics_variation *variation, ics_expr *day);
/** In local_texts.c. Puts the texts of variations in the place of a rule that was resolved, each where it holds. @p
 * bare: the rule before it was resolved. */
bool ics_vary(ics_sema *sema, const ics_node *node, const ics_rule_meaning *bare, ics_rule_meaning *rule);
/** Notes a rule that the variation at hand adds, and what it says of itself beside a national one. */
void ics_variation_adds(ics_sema *sema, const ics_node *node, const ics_rule_meaning *rule);

/* -- prevails.c */
/** Notes what a rule says of which other prevails. */
void ics_note_precedence(ics_sema *sema, const ics_node *rule);
/** After all rules: each that yields is exempt where what prevails over it applies. */
void ics_settle_precedence(ics_sema *sema);

/* -- stricter.c */
/** Whether two expressions say the same, wherever they stand; either may be NULL. */
bool ics_is_same(const ics_expr *a, const ics_expr *b);
/** Which part of a local text asks less, or is not shown to ask as much, and where both texts say it. */
typedef struct ics_shortfall {
    const char *less, *perhaps; /* where it is proved to ask less; where it is not known */
    ics_span local, national;
} ics_shortfall;
/** How much a local text is proved to ask. @p is_in_place: for a body that it does not ask for want of life the
 * national text goes on (docs/decisions.md, 58). @p shortfall: set unless it asks as much; may be NULL. */
ics_stricter ics_compare_strictness(const ics_rule_meaning *local, const ics_rule_meaning *national, bool is_in_place,
                                    ics_shortfall *shortfall);
/** Whether a local text has as strong a word, binds all whom the national one binds, and lets off no more of them,
 * whatever it asks for. @p shortfall: set where not. */
bool ics_binds_as_many(const ics_rule_meaning *local, const ics_rule_meaning *national, ics_shortfall *shortfall);
/** Whether each body that the national text binds for its days of life is bound by the local one too. */
bool ics_lives_as_long(const ics_rule_meaning *local, const ics_rule_meaning *national);

/* -- versions.c: also for texts of variations, which are versions that govern for some */
bool ics_same_subject(const ics_rule_meaning *a, const ics_rule_meaning *b);
/** Makes a rule of its versions, whose heads bear their numbers. */
void ics_versions_make(ics_sema *sema, ics_rule_meaning *rule);

/* -- as_at.c */
/** A truth of the occasion at hand, read as at another day. */
ics_expr *ics_as_at(ics_sema *sema, ics_expr *truth, ics_expr *day);
/** As ics_as_at(), with all ranges that it opens one deeper: a range may stand around it. NULL where it asks for the
 * day itself, or lies too deep. */
ics_expr *ics_as_at_deeper(ics_sema *sema, ics_expr *truth, ics_expr *day);

/** What must hold throughout, judged on each day with what holds on it: whom it applies to, and exceptions. After the
 * exceptions of the sentence. @p is_pair_itself: it applies to all pairs that there are on the day judged. */
void ics_throughout_ladder(ics_sema *sema, ics_rule_meaning *rule, bool is_pair_itself);

/** One more exception from what must hold throughout, in the words of the day judged. */
void ics_throughout_except(ics_sema *sema, ics_rule_meaning *rule, ics_expr *truth);

/** As ics_as_at() for a condition beside what is required: what happened, and the outcomes of other rules, stay those
 * of the day judged, and phrases are kept. @p is_deeper: as ics_as_at_deeper(). */
ics_expr *ics_condition_as_at(ics_sema *sema, ics_expr *truth, ics_expr *day, bool is_deeper);

/* -- when_due.c */
/** A condition of a sentence with a limit, as at the last lawful day or the day judged, whichever is earlier; as it is
 * where @p due is NULL or nothing in it can differ from day to day. @p depth: at which a range may stand around it, 0:
 * as far in as it reads. */
ics_expr *ics_when_due(ics_sema *sema, ics_expr *truth, ics_expr *due, uint32_t depth);

/** A condition of a rule beside what it requires: as ics_when_due(), and of a prohibition of acts as at the days of
 * those that breach it. */
ics_expr *ics_as_it_counts(ics_sema *sema, const ics_rule_meaning *rule, ics_expr *truth, uint32_t depth);
/** Whether what is read may be otherwise on another day; events and codes are not. */
bool ics_differs_by_day(const ics_sema *sema, const ics_expr *expr);

/* -- states.c */
/** What is so, or is not, and has no day of its own; @p depth: at which a range may stand around it. */
ics_deed ics_state(ics_sema *sema, ics_expr *truth, ics_expr *due, uint32_t depth);

/* -- paper.c */
/** Whether what is required is an act that a date or a line in a document shows on paper alone. */
bool ics_is_on_paper(const ics_node *requirement);

/* -- findings.c */
/** YES or NO of a yes/no value; a finding counts where it is of the finder at hand, else it is unknown. */
ics_expr *ics_yes_or_no(ics_sema *sema, ics_expr_kind kind, ics_span span, ics_expr *value);
/** From here on findings of JUDGEDBY or OWNFINDING count; NULL: any. @return what held before, for ics_finder_end(). */
ics_finder ics_finder_of(ics_sema *sema, const ics_node *clause, ics_expr *body);
/** Says so where the clause asked for a finder and nothing that was read is a finding. */
void ics_finder_end(ics_sema *sema, const ics_node *clause, ics_finder before);

/* -- quantities.c */
/** A unit, sum or aggregate; @p hint is what it will be compared with, or NULL. */
ics_expr *ics_quantity(ics_sema *sema, const ics_scope *scope, const ics_node *node, const ics_shape *hint);
/** A quantity that is a day; wrong (said) where it is anything else. */
ics_expr *ics_day_said(ics_sema *sema, const ics_scope *scope, const ics_node *node);
/** The last lawful day of a WITHIN, its first day, and the day that it is counted from. Wrong where it has none. */
typedef struct ics_within {
    ics_expr *first, *last, *from;
} ics_within;
ics_within ics_within_of(ics_sema *sema, const ics_scope *scope, const ics_node *within);
/** @p count units of time counted from a day (negative: back); wrong (said) where the number or unit is none. */
ics_expr *ics_time_from(ics_sema *sema, const ics_node *number, ics_expr *from, bool back, bool begins);
/** What makes a comparison with @p value speak of nothing: a share, average, earliest or latest of nothing; else NULL.
 */
ics_expr *ics_speaks_of_nothing(ics_sema *sema, ics_expr *value);

/** One letter stands for the whole list that it is of. */
typedef struct ics_letter_at {
    const ics_node *list, *body;
    const struct ics_letter_at *outer;
} ics_letter_at;

/** The node, or the letter at hand where it is a list that is gone through. */
static inline const ics_node *ics_letter_of(const ics_sema *sema, const ics_node *node)
{
    for (const ics_letter_at *at = sema->letter; at; at = at->outer)
        if (node && node == at->list)
            return at->body;
    return node;
}

/* -- lists.c: over every element of every inner list of the ranges, narrowed by what each is narrowed by */
/** How many make @p truth true; NULL: how many there are. */
ics_expr *ics_count_over(ics_sema *sema, const ics_ranges *ranges, ics_expr *truth, ics_span span);
ics_expr *ics_share_over(ics_sema *sema, const ics_ranges *ranges, ics_expr *part, ics_span span);
ics_expr *ics_sum_over(ics_sema *sema, const ics_ranges *ranges, ics_expr *value, ics_span span);
ics_expr *ics_average_over(ics_sema *sema, const ics_ranges *ranges, ics_expr *value, ics_span span);

/* -- conditions.c */
ics_expr *ics_condition(ics_sema *sema, const ics_scope *scope, const ics_node *node);
/** As ics_condition, where the condition is what is required: sets @p vacuous where it can speak of nothing. */
ics_expr *ics_required_condition(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr **vacuous);

/* -- comparisons.c */
/** COMPARE of a value that is known already; @p left is that of its left side, or of the word before it. */
ics_expr *ics_comparison(ics_sema *sema, const ics_scope *scope, const ics_node *compare, ics_expr *left);

/** Whether a set or list includes one thing. */
ics_expr *ics_includes(ics_sema *sema, const ics_scope *scope, ics_expr *left, const ics_node *unit);

/* -- have.c */
/** That @p who has what follows `have`, `has` or `include`: PATH, NP, QUANT, COMPARE, LETTERS. @p vacuous may be NULL.
 */
ics_expr *ics_have(ics_sema *sema, const ics_scope *scope, const ics_node *object, ics_expr *who, ics_expr **vacuous);

/* -- quantifiers.c */
typedef struct ics_quantified {
    const ics_node *node;
    ics_walk walk;
    ics_scope scope; /* of the element */
    ics_expr *part;  /* of `for which`, or NULL */
    bool is_wrong;
} ics_quantified;
ics_quantified ics_quantified_open(ics_sema *sema, const ics_scope *scope, const ics_node *quant, ics_expr *own);
ics_expr *ics_quantified_close(ics_sema *sema, const ics_quantified *q, ics_expr *body);
/** NULL for a quantifier that is never vacuous. */
ics_expr *ics_quantified_vacuous(ics_sema *sema, const ics_quantified *q);
/** Walks to a PATH or NP whose last list is opened, narrowed by where and with. */
bool ics_noun_open(ics_sema *sema, const ics_scope *scope, const ics_node *noun, ics_expr *own, ics_walk *walk,
                   ics_scope *element);
ics_expr *ics_withs(ics_sema *sema, const ics_scope *scope, ics_expr *row, const ics_node *withs);
/** Joins the truths of a lettered list by its word and count. */
ics_expr *ics_join_letters(ics_sema *sema, const ics_node *letters, ics_expr *const *truths, size_t count);

/* -- verbs.c */
/** The occasions on which a verb happens, before any of them is asked for: `some of its acts where …`. */
typedef struct ics_acts {
    ics_ranges ranges;
    ics_scope scope; /* of one of them */
    ics_expr *when;  /* that it is one */
    ics_expr *asked; /* … of which, what the sentence asks of the thing; NULL: nothing */
    ics_expr *day;   /* on which it happens */
} ics_acts;
/** False (said) where the verb happens on no day, or not as often as it may. */
bool ics_acts_of(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr *who, ics_acts *out);
/** With whom, with what and on which days a deed has to be done. */
typedef struct ics_company {
    const ics_joint *joint; /* all who have to do it together; NULL: nobody else */
    ics_expr *same_thing;   /* the thing that it is done with; NULL: any */
    ics_expr *from, *to;    /* the days on which it counts; NULL: all */
    bool is_asked;          /* by a sentence, whose occasion says when it is to happen */
} ics_company;
/** What doing a verb comes to: DO of a sentence or DOES of a condition, by @p who. @p due may be NULL. */
ics_deed ics_do(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr *who, ics_expr *due);
/** As ics_do for who does it alone: acts of those who exercise its functions do not count. */
ics_deed ics_do_in_company(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr *who, ics_expr *due,
                           const ics_company *with);
/** Whether something of that entity has the verb, with what the sentence gives it; says nothing. */
bool ics_can_do(ics_sema *sema, const ics_node *node, uint32_t entity);

/* -- objects.c */
/** As ics_do, for each thing that an object of the verb lists or speaks of, joined by its word. */
ics_deed ics_do_each(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr *who, ics_expr *due,
                     const ics_company *with);

/* -- deeds.c */
/** Whether the verb means `some X …`, so that each X is an occasion of it. */
bool ics_is_of_some(const ics_verb *verb);
/** Opens the elements of such a verb, narrowed by @p narrowed (NP or NULL); false (said) where they cannot be. */
bool ics_acts_open(ics_sema *sema, const ics_scope *scope, const ics_verb *verb, const ics_node *narrowed,
                   ics_acts *out);
/** What the verb's condition comes to in a scope that has its parameters; @p narrowed: what narrows its elements. */
ics_deed ics_deed_of_verb(ics_sema *sema, const ics_scope *scope, ics_verb *verb, const ics_node *narrowed,
                          const ics_company *with, ics_expr *due, ics_span span);

/* -- functions.c */
void ics_sema_declare_functions(ics_sema *sema);
/** The deed with the acts of those who exercise the function that it is of. */
ics_deed ics_with_functions(ics_sema *sema, const ics_scope *scope, const ics_node *deed, ics_expr *who, ics_expr *due,
                            const ics_company *with, ics_deed own);

/* -- links.c */
/** Whether any chain of links leads from one entity to another. */
bool ics_links_exist(ics_sema *sema, uint32_t from, uint32_t entity);
/** Goes the shortest chain of links from a row to things of an entity; false (said) where there is none, or several. */
bool ics_links_walk(ics_sema *sema, ics_expr *row, uint32_t entity, uint32_t depth, ics_span span, ics_walk *walk);

/* -- laws.c */
/** The source of a citation and the words of the place in it; false (said) where there is no such source. */
bool ics_cited(ics_sema *sema, const ics_node *cite, ics_citation *out);
void ics_cite(ics_sema *sema, const ics_node *cite, ics_rule_meaning *rule, size_t *room);

/* -- subjects.c, requirements.c, clocks.c, rules.c */
typedef struct ics_subject {
    ics_range *root, *pair;
    ics_expr *row;       /* the lane's own row */
    ics_expr *top;       /* the row, or who holds it in the end: `ICS` of `each place of ICS` */
    ics_walk who;        /* what the sentence is about, from row */
    ics_scope row_scope; /* where row is the subject */
    ics_scope scope;     /* where who is, with `it` */
    ics_expr *applies, *mask, *about;
    const char *path, *owed_by;
    bool is_wrong;
} ics_subject;
void ics_subject_of_sentence(ics_sema *sema, ics_rule_meaning *rule, const ics_node *applies, const ics_node *subject,
                             ics_subject *out);
/** The subject of a check: the entity that its condition names first. */
void ics_subject_of_statement(ics_sema *sema, ics_rule_meaning *rule, const ics_node *applies,
                              const ics_node *condition, ics_subject *out);

/* -- evidence.c */
/** Says (and gives true) that a rule says twice how old its evidence may be. */
bool ics_said_twice(ics_sema *sema, const ics_node *clause, const ics_node *before);
/** Sets by `evidence not older than N` (FRESH, or NULL) how old what is read from here on may be; false (said) where
 * that is no length of time. */
bool ics_evidence_age(ics_sema *sema, const ics_node *clause);
/** What is read from here on may be of any age. @return what was set before, to be set again. */
ics_expr *ics_of_any_age(ics_sema *sema);

/* -- questions.c */
/** What a question asks for is there; sets modality, owner and subject. */
ics_expr *ics_question_asks(ics_sema *sema, ics_rule_meaning *rule, const ics_node *node, const ics_node *applies,
                            ics_subject *subject);
/* -- joint.c: several who owe a duty */
struct ics_joint {
    const ics_node *bodies; /* JOINT; the first is the subject */
    const ics_node *deed;   /* DO */
    const ics_subject *subject;
    ics_expr *due; /* the last lawful day, or NULL */
    ics_expr *one; /* the only other that is asked, in its scope; NULL: all of them */
    const ics_scope *one_scope;
};
/** How many rules a sentence comes to: one for each body that has outcomes of its own. */
uint32_t ics_joint_rules(const ics_node *sentence, bool has_applies);
/** Whether several bodies and the word that says how they owe it stand together; what is wrong is said. */
bool ics_joint_fits(ics_sema *sema, const ics_node *sentence);
/** The sentence with one body as its subject: that at hand where each owes it, else the one named first. */
const ics_node *ics_joint_sentence(ics_sema *sema, const ics_node *sentence, bool has_applies);
/** As ics_requirement for a sentence that may have several who owe it. */
ics_deed ics_joint_requirement(ics_sema *sema, const ics_subject *subject, const ics_node *sentence, ics_expr *due,
                               bool is_forbidden, ics_rule_meaning *rule);
/** That all others took part in the deed that was done with @p thing. */
ics_expr *ics_joint_took_part(ics_sema *sema, const ics_joint *joint, ics_expr *thing, uint32_t depth);
/** The deed of some of those that a walk goes through, narrowed by @p counts (or NULL); and of one or the other. */
ics_deed ics_deed_of_some(ics_sema *sema, const ics_ranges *ranges, ics_expr *counts, ics_deed deed, ics_span span);
ics_deed ics_deed_of_either(ics_sema *sema, ics_deed a, ics_deed b, ics_span span);
/** Makes the outcomes those of the others at hand, where they owe it together; false (said) where they cannot be. */
bool ics_joint_place(ics_sema *sema, const ics_subject *subject, const ics_node *sentence, ics_rule_meaning *rule);

/* -- life.c */
/** Whether a body is there on the day judged, or was on the last lawful day (@p due, or NULL); NULL: always. */
ics_expr *ics_life_of(ics_sema *sema, ics_expr *body, ics_expr *due);
/** Whether the body that owes a duty is there, or was when it fell due (@p due, or NULL). */
ics_expr *ics_life_of_debtor(ics_sema *sema, const ics_subject *subject, ics_expr *due, ics_life_days asked);
/** Notes that an attribute is read. */
void ics_life_note(ics_sema *sema, uint32_t attribute);
/** Narrows a rule of the variation at hand to those for whom it holds; false (said) where it binds others. */
bool ics_variation_narrows(ics_sema *sema, const ics_subject *subject, ics_rule_meaning *rule);

typedef struct ics_clock {
    ics_expr *due, *began, *present; /* present: the day or days that it is counted from are there */
    bool is_counted;                 /* from an event */
    const ics_node *after;           /* `after D`: nothing counts that is done by that day; or NULL */
    const ics_node *promptly;        /* `as soon as practicable` beside the limit, or NULL */
} ics_clock;
/** COUNTEDBY among limits, or NULL. */
const ics_node *ics_counted_by(const ics_node *limits);
bool ics_clock_of(ics_sema *sema, const ics_scope *scope, const ics_node *limits, ics_clock *out);

/** The requirement of a sentence, turned round where it is forbidden; letters go to rule->parts. */
ics_deed ics_requirement(ics_sema *sema, const ics_subject *subject, const ics_node *requirement, ics_expr *due,
                         bool is_forbidden, ics_rule_meaning *rule);

/** Joins deeds as the word of a lettered list says. */
ics_deed ics_join_deeds(ics_sema *sema, const ics_node *letters, const ics_deed *deeds, size_t count);

/** One rule, check or description; it goes behind the others where it has no mistake. */
void ics_resolve_rule(ics_sema *sema, const ics_node *node);
void ics_resolve_rules(ics_sema *sema);

/** outcomes.c: rules, checks and questions in the order in which they are resolved: as declared, but each behind those
 * whose outcome it asks for. Rules that ask for each other in a ring are left out (said). */
typedef struct ics_rule_order {
    struct ics_rule_place {
        const ics_node *node, *variation; /* variation: whose text it is; or NULL */
        uint32_t file;
    } * items;
    size_t count;
} ics_rule_order;
ics_rule_order ics_order_rules(ics_sema *sema);
/** The sentence of a RULE, or of one VERSION of it, with the clauses of both. @return false where it has a mistake. */
bool ics_resolve_version(ics_sema *sema, const ics_node *node, const ics_node *version, ics_rule_meaning *rule);
/** versions.c: a RULE of versions. @return false where one of them has a mistake. */
bool ics_resolve_versions(ics_sema *sema, const ics_node *node, ics_rule_meaning *rule);

/* -- acts.c */
/** The first day on which the subject did what DOING names; wrong (said) where that happens on no day. */
ics_expr *ics_day_of_act(ics_sema *sema, const ics_scope *scope, const ics_node *doing);

/* -- pauses.c */
/** The last lawful day, as many days later as NOTCOUNTING leaves out. */
ics_expr *ics_not_counting(ics_sema *sema, const ics_scope *scope, const ics_node *clause, ics_expr *due);

/* -- allow.c */
/** The clock of `allow at least N days beginning with X before Y`, and what it requires in sema->allowed. */
bool ics_allow_of(ics_sema *sema, const ics_scope *scope, const ics_node *allow, const ics_node *limits,
                  ics_clock *clock);

/* -- ages.c */
/** `age of X at D`: X a date, or what has a date of birth. */
ics_expr *ics_age(ics_sema *sema, const ics_scope *scope, const ics_node *node);

/* -- in_force.c */
/** Whether the days of one IN FORCE node include @p day; wrong (said) where they are reversed. @p due: the last lawful
 * day, by which what is repealed is tested, or NULL. */
ics_expr *ics_in_force(ics_sema *sema, const ics_node *in_force, ics_expr *day, ics_expr *due, int32_t *from,
                       int32_t *to);
/**
 * Whether it is known by which law a rule is judged, over its own row: unknown where that hangs on an event of which it
 * is not known whether it is there; NULL where it always is known.
 */
ics_expr *ics_law_is_sure(ics_sema *sema, const ics_rule_meaning *rule, ics_span span);
/**
 * What is so by the first of several versions that governs: @p truth where @p governs (NULL: always), else @p rest;
 * where it is not known whether it governs, what both say. Truths that are NULL are false.
 */
ics_expr *ics_by_first(ics_sema *sema, ics_expr *governs, ics_expr *truth, ics_expr *rest);
/** TRUTH, unknown where SURE is; SURE may be NULL. */
ics_expr *ics_where_law_is_sure(ics_sema *sema, ics_expr *truth, ics_expr *sure);
/** `governs PATH from … to …`, and `governs limits that run out from … to …`. */
ics_expr *ics_governs_days(ics_sema *sema, const ics_scope *scope, const ics_node *governs, ics_expr *due);
/**
 * Whether a rule governs, by its clauses; NULL: always. Sets the days of rule->head. @p day: on which its days in force
 * are tested; @p scope NULL: of the owner of a list, which has none of what `governs` reads.
 */
ics_expr *ics_governs(ics_sema *sema, ics_rule_meaning *rule, const ics_clauses *all, const ics_scope *scope,
                      ics_expr *day, ics_expr *due);

/* -- exceptions.c */
/** Keeps a value beside the outcome of a rule. @return the index of the note. */
uint32_t ics_note_beside(ics_sema *sema, ics_rule_meaning *rule, ics_note_kind kind, uint32_t of, ics_span span,
                         ics_expr *value);
/** Sets exempt and lifted of the ladder from the tails of a rule, and keeps its exceptions. */
void ics_exceptions_of(ics_sema *sema, ics_rule_meaning *rule, const ics_clauses *all, const ics_subject *subject,
                       ics_expr *due, bool is_forbidden, ics_ladder *ladder);

#endif
