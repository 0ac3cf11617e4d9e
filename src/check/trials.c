/* Tests: all that they give is read by something that they expect. */
#include "check/context.h"

void ics_check_trial(ics_checker *c, const ics_node *test)
{
    const ics_node *steps = ics_part_of(test, "steps"), *given = NULL;
    for (uint32_t i = 0; i < ics_node_length(steps); i++) {
        const ics_node *step = steps->child[i];
        if (!step)
            continue;
        if (step->kind == ICS_NODE_EXPECT)
            given = NULL;
        else if (step->kind == ICS_NODE_GIVEN && !given)
            given = step;
    }
    if (given) {
        ics_diag *diag =
            ics_report(c->diags, ICS_W1051, given->span, "nothing is expected of this, though it is given");
        ics_diag_help(c->diags, diag, "an expectation reads what stands above it: move it up, or expect something");
    }
}
