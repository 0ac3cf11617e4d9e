/* Where lines begin, from the tree: declarations, their clauses, letters; columns of vocabulary. Leans on pieces. */
#include "format/pieces.h"

#include "syntax/tokens.h"

#include <string.h>

enum { STEP = 2 }; /* columns a part stands to the right of its whole */
enum {
    ATTRIBUTE_NAME = 16, /* columns of an attribute's name: most are shorter */
    ATTRIBUTE_COMMENT = 38,
    ENUM_NAME = 20, /* where `is` of an enumeration stands */
    ALSO = 35
}; /* where the other name of a role stands */

typedef enum how { ITEMS, START, WORD } how;

static const struct line {
    ics_node_kind kind;
    const char *slot;
    how how;
} lines[] = {
#define LINE(kind, slot, how) {ICS_NODE_##kind, slot, how},
#include "format/layout.def"
#undef LINE
};

typedef struct layout {
    ics_pieces *pieces;
    ics_node_kind table; /* of the declaration before */
    bool is_first;       /* no declaration stands before */
} layout;

static void place(layout *l, const ics_node *node, int indent);

static ics_piece *begin_line(layout *l, size_t piece, int indent)
{
    ics_piece *p = &l->pieces->items[piece];
    p->indent = indent;
    return p;
}

static ics_piece *piece_of(layout *l, const ics_node *node)
{
    return &l->pieces->items[ics_piece_at(l->pieces, node->span.start)];
}

/* ---- declarations */

/*
 * Declarations of one table stand close, one below the other, if their author wants it so. @return a kind that stands
 * for the table; ERROR for declarations that always stand apart.
 */
static ics_node_kind table_of(ics_node_kind kind)
{
    switch (kind) {
    case ICS_NODE_USE:
    case ICS_NODE_MODEL:
        return ICS_NODE_USE;
    case ICS_NODE_ENUM:
    case ICS_NODE_ROLE:
    case ICS_NODE_TERMDECL:
        return ICS_NODE_TERMDECL;
    case ICS_NODE_SOURCE:
    case ICS_NODE_ENTITY:
    case ICS_NODE_VERB:
    case ICS_NODE_LET:
        return kind;
    default:
        return ICS_NODE_ERROR;
    }
}

static void place_declaration(layout *l, const ics_node *node, int indent)
{
    ics_piece *first = begin_line(l, ics_piece_at(l->pieces, node->span.start), indent);
    const ics_node_kind table = table_of(node->kind);
    const bool is_close = table != ICS_NODE_ERROR && table == l->table;
    first->begins_declaration = true;
    first->gap = is_close || l->is_first ? ICS_GAP_KEPT : ICS_GAP_OPEN;
    l->table = table;
    l->is_first = false;
    place(l, node, indent);
}

static void place_declarations(layout *l, const ics_node *list, int indent)
{
    for (uint32_t i = 0; i < ics_node_length(list); i++)
        place_declaration(l, list->child[i], indent);
}

/* ---- columns of the vocabulary */

static void place_attribute(layout *l, const ics_node *attribute, int indent)
{
    const ics_node *type = ics_node_slot(attribute, "type");
    ics_piece *colon = &l->pieces->items[ics_piece_before(l->pieces, type->span.start)];
    colon->is_tight = false;
    colon->pad_to = (uint16_t)(indent + ATTRIBUTE_NAME);
    l->pieces->items[ics_piece_at(l->pieces, attribute->span.end)].comment_column =
        (uint16_t)(indent + ATTRIBUTE_COMMENT - STEP);
}

static void place_word(layout *l, const ics_node *list, int indent, int column)
{
    if (ics_node_length(list) > 0)
        l->pieces->items[ics_piece_before(l->pieces, list->child[0]->span.start)].pad_to = (uint16_t)(indent + column);
}

static void place_columns(layout *l, const ics_node *node, int indent)
{
    if (node->kind == ICS_NODE_ATTRIBUTE)
        place_attribute(l, node, indent);
    else if (node->kind == ICS_NODE_ENUM)
        place_word(l, ics_node_slot(node, "values"), indent, ENUM_NAME);
    else if (node->kind == ICS_NODE_ROLE || node->kind == ICS_NODE_TERMDECL)
        place_word(l, ics_node_slot(node, "aliases"), indent, ALSO);
}

/* ---- lettered lists */

/*
 * What follows the last letter belongs to the whole list, and begins a line where its letters do; if it is a part that
 * has its own place, that is found later.
 */
static void place_rest(layout *l, const ics_node *letters, int indent)
{
    const size_t i = ics_piece_at(l->pieces, letters->span.end);
    ics_piece *rest = &l->pieces->items[i];
    const int kind = rest->token ? rest->token->kind : 0;
    const bool is_next_letter = kind == T_MORE || kind == T_RMORE || kind == T_UMORE; /* of the list around this one */
    if (i < l->pieces->count && !rest->is_tight && !is_next_letter && rest->indent < 0)
        rest->indent = indent;
}

/* The indent of the line that a piece stands in, as far as lines are placed. */
static int line_indent(const layout *l, size_t piece)
{
    while (piece > 0 && l->pieces->items[piece].indent < 0)
        piece--;
    return l->pieces->items[piece].indent;
}

/* Letters stand to the right of the line that opens their list; that may be what follows the letters of another. */
static void place_letters(layout *l, const ics_node *letters)
{
    const int indent = line_indent(l, ics_piece_at(l->pieces, letters->span.start));
    const ics_node *items = ics_node_slot(letters, "items");
    for (uint32_t i = 0; i < ics_node_length(items); i++) {
        begin_line(l, ics_piece_at(l->pieces, items->child[i]->text_span.start), indent + STEP);
        place(l, items->child[i], indent + STEP);
    }
    place_rest(l, letters, indent + STEP);
}

/* ---- parts of a sentence at which a long line goes on */

static void place_turns(layout *l, const ics_node *sentence)
{
    const ics_node *cadence = ics_node_slot(sentence, "cadence"), *limits = ics_node_slot(sentence, "limits");
    for (uint32_t i = 0; i < ics_node_length(limits); i++)
        piece_of(l, limits->child[i])->turn = ICS_TURN_CLAUSE;
    if (cadence)
        piece_of(l, ics_node_slot(sentence, "subject"))->turn = ICS_TURN_SENTENCE;
}

/* `-5`: no space after the sign. */
static void place_minus(layout *l, const ics_node *number)
{
    const size_t i = ics_piece_at(l->pieces, number->span.start);
    const ics_word *word = &l->pieces->words.items[i];
    if (word->kind == ICS_WORD_MARK && word->mark == '-')
        l->pieces->items[i + 1].is_tight = true;
}

/* ---- the walk: as deep as the tree, which the parser bounds */

static const struct line *line_of(ics_node_kind kind, const char *slot, size_t length)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].kind == kind && strncmp(lines[i].slot, slot, length) == 0 && lines[i].slot[length] == '\0')
            return &lines[i];
    return NULL;
}

static void place_items(layout *l, const ics_node *list, int indent, bool keeps_blanks)
{
    for (uint32_t i = 0; i < ics_node_length(list); i++) {
        ics_piece *first = begin_line(l, ics_piece_at(l->pieces, list->child[i]->span.start), indent);
        if (keeps_blanks && i > 0)
            first->gap = ICS_GAP_KEPT;
        place(l, list->child[i], indent);
    }
}

static void place_slot(layout *l, const ics_node *node, const struct line *line, const ics_node *part, int indent)
{
    if (!line) {
        place(l, part, indent);
    } else if (node->kind == ICS_NODE_VARIATION && strcmp(line->slot, "declarations") == 0) {
        l->table = ICS_NODE_ERROR;
        place_declarations(l, part, indent + STEP);
    } else if (line->how == ITEMS) {
        place_items(l, part, indent + STEP, node->kind == ICS_NODE_ENTITY || node->kind == ICS_NODE_TEST);
    } else {
        const size_t piece = line->how == WORD ? ics_piece_before(l->pieces, part->span.start)
                                               : ics_piece_at(l->pieces, part->span.start);
        const bool is_bare = l->pieces->items[piece].begins_declaration; /* a sentence that has no name */
        if (!is_bare)
            begin_line(l, piece, indent + STEP);
        place(l, part, is_bare ? indent : indent + STEP);
    }
}

static void place_children(layout *l, const ics_node *node, int indent)
{
    const char *slot = ics_node_table[node->kind].slots;
    const bool is_list = *slot == '*';
    for (uint32_t i = 0; i < node->child_count; i++) {
        const size_t length = strcspn(slot, " ");
        if (node->child[i])
            place_slot(l, node, is_list ? NULL : line_of(node->kind, slot, length), node->child[i], indent);
        slot += is_list ? 0 : length + (slot[length] == ' ');
    }
}

static void place(layout *l, const ics_node *node, int indent)
{
    place_columns(l, node, indent);
    if (node->kind == ICS_NODE_SENTENCE)
        place_turns(l, node);
    else if (node->kind == ICS_NODE_NUMBER)
        place_minus(l, node);
    if (node->kind == ICS_NODE_LETTERS)
        place_letters(l, node);
    else
        place_children(l, node, indent);
}

/* ---- turns by the words alone */

/* Words that the reader's eye does not leave at the end of a line. */
static bool holds_on(int token)
{
    switch (token) {
    case T_ART:
    case T_ITS:
    case T_NUM:
    case T_NOT:
    case T_EACH:
    case T_EVERY:
    case T_OF:
    case '(':
    case '[':
    case '{':
    case '-':
        return true;
    default:
        return false;
    }
}

static bool stays_behind(int token)
{
    return token == T_STRING || token == T_ID || token == T_LABEL || token == T_PLACE || token == T_UNIT;
}

static ics_turn turn_of(const ics_pieces *pieces, size_t i, bool is_bracketed)
{
    const ics_token *token = pieces->items[i].token, *before = i > 0 ? pieces->items[i - 1].token : NULL;
    if (!token || !before || token == before || pieces->items[i].is_tight)
        return ICS_TURN_NEVER;
    if (before->kind == ',' || token->kind == T_AND || token->kind == T_OR)
        return ICS_TURN_JOINT;
    if (!is_bracketed && (token->kind == T_WHERE || token->kind == T_FORWHICH))
        return ICS_TURN_CLAUSE;
    return holds_on(before->kind) || stays_behind(token->kind) ? ICS_TURN_NEVER : ICS_TURN_ANYWHERE;
}

/* In these a name ends with its line, so that a line goes on after a comma at most. */
static bool is_vocabulary(ics_node_kind kind)
{
    return kind == ICS_NODE_ENUM || kind == ICS_NODE_PLUGIN;
}

static bool has_turns(ics_node_kind kind)
{
    return kind != ICS_NODE_USE && kind != ICS_NODE_MODEL && kind != ICS_NODE_SOURCE && kind != ICS_NODE_ENTITY &&
           kind != ICS_NODE_ROLE && kind != ICS_NODE_TERMDECL;
}

static void find_turns(layout *l, const ics_node *declaration)
{
    if (!has_turns(declaration->kind))
        return;
    int brackets = 0;
    for (size_t i = ics_piece_at(l->pieces, declaration->span.start);
         i < l->pieces->count && l->pieces->items[i].span.start < declaration->span.end; i++) {
        ics_piece *piece = &l->pieces->items[i];
        const int kind = piece->token ? piece->token->kind : 0;
        brackets -= kind == ')' || kind == ']' || kind == '}';
        const ics_turn turn = turn_of(l->pieces, i, brackets > 0);
        piece->depth = (uint16_t)(brackets > 0 ? brackets : 0);
        if (piece->turn == ICS_TURN_NEVER && (!is_vocabulary(declaration->kind) || turn == ICS_TURN_JOINT))
            piece->turn = (uint8_t)turn;
        brackets += kind == '(' || kind == '[' || kind == '{';
    }
}

void ics_layout_apply(ics_pieces *pieces, const ics_syntax_file *file)
{
    layout l = {.pieces = pieces, .table = ICS_NODE_ERROR, .is_first = true};
    place_declarations(&l, file->tree, 0);
    for (uint32_t i = 0; i < file->tree->child_count; i++)
        if (file->tree->child[i]->kind != ICS_NODE_VARIATION)
            find_turns(&l, file->tree->child[i]);
        else
            for (uint32_t k = 0; k < ics_node_length(ics_node_slot(file->tree->child[i], "declarations")); k++)
                find_turns(&l, ics_node_slot(file->tree->child[i], "declarations")->child[k]);
}
