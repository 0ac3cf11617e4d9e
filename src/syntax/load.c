/*
 * Which files one compilation reads, and in which order: each pack before the files that use it. Then the two passes
 * over all of them. Leans on all of syntax.
 */
#include "syntax/ast.h"

#include "base/file.h"
#include "base/limits.h"
#include "syntax/declare.h"
#include "syntax/join.h"
#include "syntax/parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A file while it is read; by the same index as in ics_syntax. */
typedef struct loading {
    ics_words words;
    uint32_t *uses; /* packs it uses itself */
    size_t use_count, use_room;
} loading;

/* A pack while files are collected. */
typedef struct pack {
    uint32_t *uses; /* packs that its files use */
    size_t use_count, use_room;
    bool is_open;  /* its files are being read: to use it now closes a ring */
    uint32_t rank; /* in the order of use: after all that it uses */
} pack;

typedef struct loader {
    ics_syntax *syntax;
    ics_arena *arena;
    ics_diags *diags;
    const ics_pack_finder *finder;
    const char *default_pack;
    ics_intern *ids, *reported;
    ics_vocabulary vocabulary;
    ics_names names;
    ics_phrases phrases;
    ics_names idioms;
    loading *files;
    size_t file_count, file_room;
    pack *packs;
    size_t pack_count, pack_room;
    uint32_t chain[64]; /* packs that are open, in the order of use: limit USE_CHAIN */
    size_t depth;
    uint32_t closed; /* packs that have been read with all that they use */
    ics_bytes open;  /* the file that is being added */
    bool names_are_missing;
    ics_status status;
} loader;

/* ---- files */

/* A base name without its folders: what a pack's file is called on every machine. */
static const char *name_in_pack(loader *l, uint32_t in_pack, const char *path)
{
    if (in_pack == 0)
        return ics_arena_text(l->arena, path, strlen(path));
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    const char *pack_name = l->syntax->packs[in_pack];
    const size_t room = strlen(pack_name) + strlen(base) + 2;
    char *name = ics_arena_alloc(l->arena, room, 1);
    snprintf(name, room, "%s/%s", pack_name, base);
    return name;
}

/* Adds a text as a file of a pack: checked, split into words, not yet parsed. @return its index. */
static size_t add_file(loader *l, uint32_t in_pack, const char *name, const unsigned char *bytes, size_t size)
{
    const uint32_t source = ics_diags_source(l->diags, name, (const char *)bytes, size, true);
    if (source == 0)
        longjmp(*l->arena->escape, 1);
    const ics_syntax_file file = {.name = name_in_pack(l, in_pack, name), .source = source, .pack = in_pack};
    loading words = {0};
    const ics_word end = {.kind = ICS_WORD_END, .span = {source, (uint32_t)size, (uint32_t)size}};
    if (ics_text_check(l->diags, source)) {
        ics_words_read(&words.words, l->arena, l->ids, source, l->diags);
    } else {
        l->names_are_missing = true; /* it may have declared any of them */
        size_t count = 0;
        ICS_PUSH(l->arena, words.words.items, count, words.words.room, end);
    }
    ICS_PUSH(l->arena, l->syntax->files, l->syntax->file_count, l->syntax->file_room, file);
    ICS_PUSH(l->arena, l->files, l->file_count, l->file_room, words);
    return l->file_count - 1;
}

static uint32_t add_pack(loader *l, const char *name)
{
    const char *own = ics_arena_text(l->arena, name, strlen(name));
    ICS_PUSH(l->arena, l->syntax->packs, l->syntax->pack_count, l->syntax->pack_room, own);
    const pack empty = {0};
    ICS_PUSH(l->arena, l->packs, l->pack_count, l->pack_room, empty);
    return (uint32_t)l->pack_count - 1;
}

/* ---- packs */

static void report_missing(loader *l, const char *name, ics_span place)
{
    ics_diag *diag = ics_report(l->diags, ICS_E0113, place, "there is no pack '%s'", name);
    const char *near = l->finder && l->finder->nearest ? l->finder->nearest(l->finder->context, name, l->arena) : NULL;
    if (near)
        ics_diag_help(l->diags, diag, "did you mean '%s'?", near);
    else if (l->finder && l->finder->looked_in)
        ics_diag_help(l->diags, diag,
                      "looked in %s; a project names other folders in icsrules.yaml, as in 'rules: [rules, lib]'",
                      l->finder->looked_in);
}

static void report_ring(loader *l, uint32_t closing, ics_span place)
{
    char ring[512];
    size_t length = 0, first = 0;
    while (first < l->depth && l->chain[first] != closing)
        first++;
    for (size_t i = first; i < l->depth && length < sizeof ring; i++)
        length += (size_t)snprintf(ring + length, sizeof ring - length, "%s, ", l->syntax->packs[l->chain[i]]);
    ics_diag *diag = ics_report(l->diags, ICS_E0115, place, "packs use each other in a ring: %s%s",
                                length < sizeof ring ? ring : "…, ", l->syntax->packs[closing]);
    ics_diag_help(l->diags, diag, "move what both need into a pack that uses neither");
}

static void read_uses(loader *l, size_t file);

/* Whether the user's own texts have this file already: a project's rules may `use` one another by name. */
static bool is_own_file(const loader *l, const char *path)
{
    struct stat wanted, own;
    if (stat(path, &wanted) != 0)
        return false;
    for (size_t f = 0; f < l->file_count; f++)
        if (l->syntax->files[f].pack == 0 && stat(l->syntax->files[f].name, &own) == 0 && own.st_dev == wanted.st_dev &&
            own.st_ino == wanted.st_ino)
            return true;
    return false;
}

/* Reads the files of a pack that is new. @return false where there are none. */
static bool read_pack(loader *l, uint32_t index)
{
    const char *name = l->syntax->packs[index];
    const char **paths = NULL;
    const size_t count = l->finder && l->finder->find ? l->finder->find(l->finder->context, name, l->arena, &paths) : 0;
    for (size_t i = 0; i < count && l->status == ICS_OK; i++) {
        if (is_own_file(l, paths[i])) {
            const uint32_t users_own = 0;
            ICS_PUSH(l->arena, l->packs[index].uses, l->packs[index].use_count, l->packs[index].use_room, users_own);
            continue;
        }
        ics_bytes bytes;
        l->status = ics_file_read(&bytes, paths[i], ICS_LIMIT_RULE_FILE_BYTES, "RULE_FILE_BYTES", l->diags);
        if (l->status != ICS_OK)
            break;
        l->open = bytes; /* released by the caller where memory runs out on the way */
        add_file(l, index, paths[i], bytes.data, bytes.size);
        ics_bytes_free(&l->open);
    }
    return count > 0;
}

/* The pack of that name, its files and those of all that it uses read. */
static uint32_t load_pack(loader *l, const char *name, ics_span place)
{
    for (uint32_t p = 1; p < l->pack_count; p++) {
        if (strcmp(l->syntax->packs[p], name) != 0)
            continue;
        if (l->packs[p].is_open)
            report_ring(l, p, place);
        return p;
    }
    const uint32_t index = add_pack(l, name);
    if (l->depth == (size_t)ICS_LIMIT_USE_CHAIN) {
        ics_report(l->diags, ICS_E0005, place, "this chain of packs is longer than the limit USE_CHAIN, %d",
                   (int)ICS_LIMIT_USE_CHAIN);
        l->names_are_missing = true;
        l->packs[index].rank = l->closed++;
        return index;
    }
    l->chain[l->depth++] = index;
    l->packs[index].is_open = true;
    const size_t first = l->file_count;
    if (!read_pack(l, index)) {
        report_missing(l, name, place);
        l->names_are_missing = true;
    }
    const size_t last = l->file_count;
    for (size_t f = first; f < last; f++)
        read_uses(l, f);
    l->packs[index].is_open = false;
    l->packs[index].rank = l->closed++;
    l->depth--;
    return index;
}

static void note_use(loader *l, size_t file, uint32_t used)
{
    loading *f = &l->files[file];
    ICS_PUSH(l->arena, f->uses, f->use_count, f->use_room, used);
    pack *own = &l->packs[l->syntax->files[file].pack];
    ICS_PUSH(l->arena, own->uses, own->use_count, own->use_room, used);
}

static bool is_last_on_line(const ics_word *words, size_t i)
{
    return words[i].kind == ICS_WORD_END || words[i].starts_line;
}

/* `use` stands at words[i]. */
static void read_use(loader *l, size_t file, size_t i)
{
    const ics_word *words = l->files[file].words.items;
    if (is_last_on_line(words, i + 1))
        return; /* the parser says what is missing */
    size_t end = i + 1;
    while (!is_last_on_line(words, end))
        end++;
    const ics_span place = {words[i].span.source, words[i + 1].span.start, words[end - 1].span.end};
    const char *name = ics_span_text(l->arena, l->diags, place);
    if (end != i + 2 || words[i + 1].kind != ICS_WORD_PLAIN) {
        ics_diag *diag = ics_report(l->diags, ICS_E0113, place, "'%.60s' is no name of a pack", name);
        ics_diag_help(l->diags, diag, "`use` takes one name, no path: use send");
        l->names_are_missing = true;
        return;
    }
    note_use(l, file, load_pack(l, name, place));
}

static void use_default(loader *l, size_t file)
{
    const char *own = l->syntax->packs[l->syntax->files[file].pack];
    if (!l->default_pack || strcmp(own, l->default_pack) == 0)
        return;
    for (size_t i = 0; i < l->depth; i++)
        if (strcmp(l->syntax->packs[l->chain[i]], l->default_pack) == 0)
            return; /* it is being read because of this file */
    const uint32_t source = l->syntax->files[file].source;
    note_use(l, file, load_pack(l, l->default_pack, (ics_span){source, 0, 0}));
}

static void read_uses(loader *l, size_t file)
{
    bool stands_alone = true; /* neither `use` nor `model` */
    for (size_t i = 0; i < l->files[file].words.count; i++) {
        int token;
        size_t opening;
        const ics_declaration kind =
            ics_declaration_at(&l->vocabulary, l->files[file].words.items, i, &token, &opening);
        if (kind == ICS_IN_USE || kind == ICS_IN_MODEL)
            stands_alone = false;
        if (kind == ICS_IN_USE)
            read_use(l, file, i);
    }
    if (stands_alone && l->files[file].words.count > 0)
        use_default(l, file);
}

/* ---- what each file sees */

static void see(loader *l, uint64_t *bits, uint32_t index)
{
    if (ics_pack_visible(bits, index))
        return;
    bits[index / 64] |= (uint64_t)1 << (index % 64);
    for (size_t i = 0; i < l->packs[index].use_count; i++) /* as deep as the chain of packs is long */
        see(l, bits, l->packs[index].uses[i]);
}

static void set_visible(loader *l)
{
    for (size_t f = 0; f < l->file_count; f++) {
        ics_syntax_file *file = &l->syntax->files[f];
        file->uses = ICS_ARENA_ARRAY(l->arena, uint64_t, l->pack_count / 64 + 1);
        for (size_t i = 0; i < l->files[f].use_count; i++)
            see(l, file->uses, l->files[f].uses[i]);
        file->uses[file->pack / 64] |= (uint64_t)1 << (file->pack % 64);
    }
}

/* ---- the two passes */

static void declare_all(loader *l)
{
    for (int verbs = 0; verbs < 2; verbs++) {
        for (size_t f = 0; f < l->file_count; f++) {
            const ics_syntax_file *file = &l->syntax->files[f];
            ics_declarer declarer = {.arena = l->arena,
                                     .diags = l->diags,
                                     .names = &l->names,
                                     .vocabulary = &l->vocabulary,
                                     .words = &l->files[f].words,
                                     .pack = file->pack,
                                     .visible = file->uses};
            if (verbs)
                ics_declare_verbs(&declarer);
            else
                ics_declare_names(&declarer);
        }
    }
}

static void parse_file(loader *l, size_t f)
{
    ics_syntax_file *file = &l->syntax->files[f];
    /* A word makes one token at most, but for the ends of lines and declarations. */
    ics_tokens tokens = {.room = l->files[f].words.count + 64};
    tokens.items = ICS_ARENA_ARRAY(l->arena, ics_token, tokens.room);
    ics_intern *reported = ics_intern_new();
    if (!reported)
        longjmp(*l->arena->escape, 1);
    l->reported = reported; /* freed by the caller where memory runs out on the way */
    ics_joiner joiner = {.arena = l->arena,
                         .diags = l->diags,
                         .names = &l->names,
                         .phrases = &l->phrases,
                         .idioms = &l->idioms,
                         .vocabulary = &l->vocabulary,
                         .visible = file->uses,
                         .words = l->files[f].words.items,
                         .count = l->files[f].words.count,
                         .tokens = &tokens,
                         .reported = reported,
                         .names_are_missing = l->names_are_missing};
    ics_join(&joiner);
    ics_intern_free(reported);
    l->reported = NULL;
    file->tokens = tokens.items;
    file->token_count = tokens.count;
    size_t size;
    (void)ics_diags_source_text(l->diags, file->source, &size);
    file->tree = ICS_ARENA_NEW(l->arena, ics_node);
    *file->tree = (ics_node){.kind = ICS_NODE_FILE, .span = {file->source, 0, (uint32_t)size}};
    file->productions = ICS_ARENA_ARRAY(l->arena, ics_production_use, ics_production_count() + 1);
    ics_parse_context ctx = {.arena = l->arena,
                             .diags = l->diags,
                             .tokens = &tokens,
                             .source = file->source,
                             .file = file->tree,
                             .uses = file->productions};
    ics_parse_tokens(&ctx);
    file->tree->span = (ics_span){file->source, 0, (uint32_t)size};
}

/* An empty file among others is a warning; alone it is an error: nothing would be judged, and nobody would know. */
static void report_empty(loader *l, size_t text_count)
{
    bool any = false;
    for (size_t f = 0; f < text_count; f++)
        any = any || l->files[f].words.count > 0 || ics_diags_error_count(l->diags) > 0;
    for (size_t f = 0; f < text_count; f++) {
        if (l->files[f].words.count > 0 || ics_diags_error_count(l->diags) > 0)
            continue;
        const ics_span start = {l->syntax->files[f].source, 0, 0};
        ics_report(l->diags, any ? ICS_W1004 : ICS_E0006, start, "the file holds no declaration");
        if (!any)
            return;
    }
}

static void run(loader *l, const ics_rule_text *texts, size_t text_count)
{
    ics_vocabulary_init(&l->vocabulary, l->arena, l->ids);
    ics_names_init(&l->names, l->arena, l->ids);
    ics_phrases_init(&l->phrases, l->arena, l->ids);
    ics_idioms_init(&l->idioms, l->arena, l->ids);
    add_pack(l, "");
    for (size_t i = 0; i < text_count; i++) {
        if ((int64_t)texts[i].size > ICS_LIMIT_RULE_FILE_BYTES) {
            ics_report_at(l->diags, ICS_E0005, texts[i].name, "is longer than %lld bytes, the limit RULE_FILE_BYTES",
                          (long long)ICS_LIMIT_RULE_FILE_BYTES);
            l->status = ICS_E_LIMIT;
            return;
        }
        add_file(l, 0, texts[i].name, texts[i].bytes, texts[i].size);
    }
    report_empty(l, text_count);
    for (size_t i = 0; i < text_count && l->status == ICS_OK; i++)
        read_uses(l, i);
    if (l->status != ICS_OK)
        return;
    set_visible(l);
    declare_all(l);
    for (size_t f = 0; f < l->file_count; f++)
        parse_file(l, f);
}

/* Puts the files of each pack before those of the packs that use it, and the user's own last. */
static void order_files(loader *l)
{
    ics_syntax *syntax = l->syntax;
    ics_syntax_file *files = ICS_ARENA_ARRAY(l->arena, ics_syntax_file, syntax->file_count);
    size_t count = 0;
    l->packs[0].rank = l->closed;
    for (uint32_t rank = 0; rank <= l->closed; rank++)
        for (size_t f = 0; f < syntax->file_count; f++)
            if (l->packs[syntax->files[f].pack].rank == rank)
                files[count++] = syntax->files[f];
    syntax->files = files;
    syntax->file_room = count;
}

/*
 * Memory that runs out anywhere below comes back here, so that what is the heap's is released: the caller's escape is
 * set aside meanwhile.
 */
ics_status ics_parse(ics_syntax *out, ics_arena *arena, const ics_rule_text *texts, size_t text_count,
                     const ics_pack_finder *finder, const char *default_pack, ics_diags *diags)
{
    ics_diags *own = diags ? NULL : ics_diags_new();
    loader *l = calloc(1, sizeof *l);
    ics_intern *ids = ics_intern_new();
    jmp_buf *const outer = arena->escape;
    jmp_buf local;
    ics_status status = ICS_E_NOMEM;
    if (l && ids && (diags || own)) {
        *out = (ics_syntax){0};
        *l = (loader){.syntax = out,
                      .arena = arena,
                      .diags = diags ? diags : own,
                      .finder = finder,
                      .default_pack = default_pack,
                      .ids = ids};
        arena->escape = &local;
        if (setjmp(local) == 0) {
            run(l, texts, text_count);
            if (l->status == ICS_OK)
                order_files(l);
        } else {
            l->status = ICS_E_NOMEM;
        }
        arena->escape = outer;
        status = l->status;
        ics_intern_free(l->reported);
        ics_bytes_free(&l->open);
    }
    ics_intern_free(ids);
    ics_diags_free(own);
    free(l);
    return status;
}
