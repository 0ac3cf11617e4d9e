/* Arrays that grow, for readers that cannot know how much is to come. */
#include "data/growth.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool ics_grow(void *items, size_t *room, size_t need, size_t size)
{
    if (need <= *room)
        return true;
    size_t wanted = *room > 0 ? *room : need < 16 ? 16 : need;
    while (wanted < need) {
        if (wanted > SIZE_MAX / 2)
            return false;
        wanted *= 2;
    }
    if (wanted > SIZE_MAX / size)
        return false;
    void *old;
    memcpy(&old, items, sizeof old); /* whatever it points to: a copy of bytes breaks no aliasing rule */
    unsigned char *grown = old ? realloc(old, wanted * size) : calloc(wanted, size); /* a new one is zero for less */
    if (!grown)
        return false;
    if (old)
        memset(grown + *room * size, 0, (wanted - *room) * size);
    memcpy(items, &grown, sizeof grown);
    *room = wanted;
    return true;
}
