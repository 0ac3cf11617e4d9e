/*
 * A rule file as pieces: each word, the comments that stand before it, and how the layout places it. Made from the
 * words of the text; the layout then says where lines begin, wrapping where long ones go on. Leans on words and the
 * tree.
 */
#ifndef ICS_FORMAT_PIECES_H
#define ICS_FORMAT_PIECES_H

#include "syntax/declarations.h"
#include "syntax/parse.h"

/** What becomes of the author's blank lines before a piece that begins a line. */
typedef enum ics_gap {
    ICS_GAP_CLOSED, /* they go */
    ICS_GAP_KEPT,   /* one stays where there were any */
    ICS_GAP_OPEN    /* there is one in any case */
} ics_gap;

/** Where a long line may go on, from the worst place to the best. */
typedef enum ics_turn {
    ICS_TURN_NEVER,
    ICS_TURN_ANYWHERE, /* between two words that are no unit */
    ICS_TURN_JOINT,    /* after a comma, before `and` and `or` */
    ICS_TURN_CLAUSE,   /* before `where`, `for which`, a limit */
    ICS_TURN_SENTENCE  /* after `each time …,` and its like: the sentence itself begins */
} ics_turn;

typedef struct ics_comment {
    ics_span span;   /* from its # to the last character that is no space */
    bool has_line;   /* stands on a line of its own */
    bool has_blank;  /* a blank line before it */
    uint32_t column; /* blanks before it on its line; 0 behind something */
} ics_comment;

typedef struct ics_piece {
    ics_span span;
    const ics_token *token;      /* the one whose words it is among; NULL for the end */
    const ics_comment *comments; /* between the word before and this one */
    size_t comment_count;
    int indent;              /* columns, where it begins a line; -1 where it goes on */
    uint16_t pad_to;         /* the column it begins at where the line has not come so far; 0 for none */
    uint16_t comment_column; /* likewise for a comment at the end of the line before it */
    uint8_t gap;             /* ics_gap */
    uint8_t turn;            /* ics_turn */
    uint16_t depth;          /* brackets that are open before it */
    bool is_tight;           /* no space before it */
    bool has_blank;          /* a blank line stood before it in the text, below its comments */
    bool had_line;           /* began a line in the text */
    bool begins_declaration;
} ics_piece;

/** All pieces of a file; after the last stands one more, for comments at the end. */
typedef struct ics_pieces {
    ics_piece *items;
    size_t count;
    const char *text;
    ics_words words; /* by the same index */
    ics_vocabulary vocabulary;
    ics_intern *ids;
} ics_pieces;

/** Reads the pieces of a file that was parsed. The caller frees `ids`, also where memory runs out on the way. */
void ics_pieces_read(ics_pieces *out, ics_arena *arena, const ics_syntax_file *file, ics_diags *diags);

/** The piece that begins at an offset of the text, or the first after it. */
size_t ics_piece_at(const ics_pieces *pieces, uint32_t offset);
/** The first piece of the token before the one that begins at an offset. */
size_t ics_piece_before(const ics_pieces *pieces, uint32_t offset);

/** Where lines begin, by the tree. */
void ics_layout_apply(ics_pieces *pieces, const ics_syntax_file *file);

/** Lines that go on after a comment, and lines longer than the page. */
void ics_wrap_apply(ics_pieces *pieces, bool keeps_lines);

/** The column after a piece that is put behind @p column; @p begins says that it begins the line there. */
size_t ics_piece_end(const ics_pieces *pieces, size_t piece, size_t column, bool begins);

#endif
