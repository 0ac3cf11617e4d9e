/* The reader of plain records once more, for processors with AVX2; which one reads is settled when reading begins. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&               \
    !defined(__SANITIZE_THREAD__)
#define HAS_READER 1
#pragma GCC target("avx2,bmi,bmi2")
#define READER_NAME read_with_avx2
#include "data/plain.h"

static ics_plain_record_reader read_with_avx2;

#include "data/plain_record.c"
#else
#include "data/plain.h"
#endif

ics_plain_record_reader *ics_plain_record_avx2(void)
{
#ifdef HAS_READER
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2"))
        return read_with_avx2;
#endif
    return NULL;
}
