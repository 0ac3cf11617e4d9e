/* The table of opcodes, made from the list. */
#include "bytecode/op.h"

static const ics_op_info op_table[ICS_OP_LIMIT] = {
#define OP(name, number, dst, a, b, c, k, effect) [number] = {#name, dst, a, b, c, (k)[0], effect},
#include "bytecode/opcodes.def"
#undef OP
};

const ics_op_info *ics_op_find(uint32_t op)
{
    return op < ICS_OP_LIMIT && op_table[op].name ? &op_table[op] : NULL;
}

bool ics_op_is_reduction(uint32_t op)
{
    return (op >= ICS_OP_ANY && op <= ICS_OP_LATEST) || op == ICS_OP_TOTAL;
}

const char *ics_register_type_name(char type)
{
    switch (type) {
    case 'T':
        return "truth";
    case 'Y':
        return "yes/no";
    case 'N':
        return "number";
    case 'B':
        return "number with bounds";
    case 'R':
        return "ratio";
    case 'D':
        return "date";
    case 'P':
        return "period";
    case 'I':
        return "id";
    case 'F':
        return "reference";
    case 'L':
        return "list";
    case 'S':
        return "set";
    case 'O':
        return "outcome";
    default:
        return "register";
    }
}

static uint32_t space_of(const ics_model *model, ics_type type, uint32_t target)
{
    switch (type) {
    case ICS_TYPE_TEXT:
        return ICS_SPACE_TEXT;
    case ICS_TYPE_ROLE:
        return ICS_SPACE_ROLE;
    case ICS_TYPE_REF:
        return target < model->entity_count ? ICS_SPACE_ROW + model->entities[target].root : ICS_NONE;
    default:
        return ICS_SPACE_VALUE;
    }
}

char ics_register_type_of(const ics_attribute *attribute)
{
    switch (attribute->type) {
    case ICS_TYPE_YESNO:
    case ICS_TYPE_FINDING:
        return 'Y';
    case ICS_TYPE_NUMBER:
    case ICS_TYPE_PEOPLE:
    case ICS_TYPE_MONEY:
    case ICS_TYPE_SHARE:
    case ICS_TYPE_DURATION:
        return 'N';
    case ICS_TYPE_DATE:
    case ICS_TYPE_EVENT_DATE:
        return 'D';
    case ICS_TYPE_CALENDAR_YEAR:
    case ICS_TYPE_FINANCIAL_YEAR:
    case ICS_TYPE_ACADEMIC_YEAR:
    case ICS_TYPE_PERIOD:
        return 'P';
    case ICS_TYPE_TEXT:
    case ICS_TYPE_ENUM:
    case ICS_TYPE_ROLE:
        return 'I';
    case ICS_TYPE_REF:
        return 'F';
    case ICS_TYPE_LIST:
    case ICS_TYPE_VALUES:
        return 'L';
    case ICS_TYPE_SET:
        return 'S';
    case ICS_TYPE_COUNT:
        break;
    }
    return '?';
}

uint32_t ics_register_aux_of(const ics_model *model, const ics_attribute *attribute)
{
    const uint32_t target = attribute->type == ICS_TYPE_VALUES ? attribute->values_table : attribute->target;
    switch (ics_register_type_of(attribute)) {
    case 'F':
    case 'L':
        return target < model->entity_count ? model->entities[target].root : ICS_NONE;
    case 'I':
        return space_of(model, attribute->type, attribute->target);
    case 'S':
        return space_of(model, attribute->element, attribute->target);
    default:
        return 0;
    }
}
