#include "explain_test.h"

const char *joined_needs(const ics_explanation *explanation, char *buffer, size_t size)
{
    size_t at = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < explanation->need_count && at < size; i++)
        at += (size_t)snprintf(buffer + at, size - at, "%s%s: %s", i == 0 ? "" : ", ", explanation->needs[i].path,
                               explanation->needs[i].reason);
    return buffer;
}

const char *joined_evidence(const ics_explanation *explanation, char *buffer, size_t size)
{
    size_t at = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < explanation->evidence_count && at < size; i++)
        at += (size_t)snprintf(buffer + at, size - at, "%s%s=%s", i == 0 ? "" : ", ", explanation->evidence[i].path,
                               explanation->evidence[i].value);
    return buffer;
}

int main(void)
{
    return run_assembled_tests() + run_sentence_tests();
}
