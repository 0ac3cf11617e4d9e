/* A stream of one array. Leans on the public structures. */
#include "icsrules/arrow.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef struct single {
    struct ArrowSchema schema;
    struct ArrowArray array;
} single;

/* Structures are moved, as the interface has it: the old place is marked released, and not called. */
static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    single *one = stream->private_data;
    if (!one->schema.release)
        return EINVAL; /* given out before */
    *out = one->schema;
    one->schema.release = NULL;
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    single *one = stream->private_data;
    *out = one->array;
    one->array.release = NULL;
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "the schema of one array is given once";
}

static void release(struct ArrowArrayStream *stream)
{
    single *one = stream->private_data;
    if (one->schema.release)
        one->schema.release(&one->schema);
    if (one->array.release)
        one->array.release(&one->array);
    free(one);
    stream->release = NULL;
}

ics_status ics_arrow_stream_of(struct ArrowArrayStream *stream, struct ArrowSchema *schema, struct ArrowArray *array)
{
    if (!schema->release || !array->release)
        return ICS_E_INPUT;
    single *one = malloc(sizeof *one);
    if (!one)
        return ICS_E_NOMEM;
    *one = (single){*schema, *array};
    schema->release = NULL;
    array->release = NULL;
    *stream = (struct ArrowArrayStream){.get_schema = get_schema,
                                        .get_next = get_next,
                                        .get_last_error = get_last_error,
                                        .release = release,
                                        .private_data = one};
    return ICS_OK;
}
