/* A plugin whose record differs in the field that the build chooses. */
#include <icsrules/plugin.h>

#ifndef ICS_TEST_ABI
#define ICS_TEST_ABI ICS_PLUGIN_ABI
#endif
#ifndef ICS_TEST_NAME
#define ICS_TEST_NAME "other-version"
#endif
#ifndef ICS_TEST_VERSION
#define ICS_TEST_VERSION "1.0"
#endif

static ics_count same(ics_count count)
{
    return count;
}

static const ics_function functions[] = {
    {"same", "count(count)", "the same", (ics_plugin_code *)same, ICS_FORM_LANE, 0}};
const ics_plugin ics_plugin_record = {ICS_PLUGIN_MAGIC,
                                      ICS_TEST_ABI,
                                      sizeof(ics_plugin),
                                      sizeof(ics_function),
                                      ICS_TEST_NAME,
                                      ICS_TEST_VERSION,
                                      "tests",
                                      functions,
                                      1,
                                      0};
