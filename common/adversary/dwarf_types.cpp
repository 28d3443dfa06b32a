#include "common/adversary/dwarf_types.hpp"

#include <dwarf.h>

#include "common/adversary/dwarf_frames.hpp"

namespace pots::adv {
namespace {

ValueForm form_of_base(Dwarf_Die* type) {
  Dwarf_Attribute attribute;
  Dwarf_Word encoding = 0;
  if (dwarf_formudata(dwarf_attr(type, DW_AT_encoding, &attribute),
                      &encoding) != 0) {
    return ValueForm::kUnknown;
  }
  switch (encoding) {
    case DW_ATE_boolean:
      return ValueForm::kBool;
    case DW_ATE_float:
      return ValueForm::kFloat;
    case DW_ATE_signed:
      return ValueForm::kSigned;
    case DW_ATE_unsigned:
      return ValueForm::kUnsigned;
    case DW_ATE_signed_char:
    case DW_ATE_unsigned_char: {
      // int8_t and uint8_t are numbers, but they are chars to the compiler.
      return die_name(type) == "char"         ? ValueForm::kChar
             : encoding == DW_ATE_signed_char ? ValueForm::kSigned
                                              : ValueForm::kUnsigned;
    }
    default:
      return ValueForm::kUnknown;
  }
}

}  // namespace

std::uint64_t bytes_of(Dwarf_Die* type) {
  Dwarf_Word size = 0;
  return dwarf_aggregate_size(type, &size) == 0 ? size : 0;
}

std::string die_name(Dwarf_Die* die) {
  const char* name = dwarf_diename(die);
  return name == nullptr ? "" : name;
}

bool is_class(Dwarf_Die* type) {
  const int tag = dwarf_tag(type);
  return tag == DW_TAG_structure_type || tag == DW_TAG_class_type ||
         tag == DW_TAG_union_type;
}

// std's, or another library's: its inside is nobody's business.
bool is_library_class(Dwarf_Die* type) {
  return is_class(type) && declaring_file(type).starts_with('/');
}

// A lambda's: its members are what it has captured.
bool is_closure(Dwarf_Die* type) {
  Dwarf_Die child;
  if (!is_class(type) || dwarf_child(type, &child) != 0) return false;
  const std::string name = die_name(type);
  if (!name.empty() && !name.starts_with("<lambda") &&
      !name.starts_with("._anon")) {
    return false;
  }
  do {
    if (dwarf_tag(&child) == DW_TAG_subprogram &&
        die_name(&child) == "operator()") {
      return true;
    }
  } while (dwarf_siblingof(&child, &child) == 0);
  return false;
}

// T of vector<T>, atomic<T>, unique_ptr<T>.
bool first_argument(Dwarf_Die* type, Dwarf_Die* argument) {
  Dwarf_Die child;
  if (dwarf_child(type, &child) != 0) return false;
  do {
    if (dwarf_tag(&child) == DW_TAG_template_type_parameter) {
      return type_of(&child, argument);
    }
  } while (dwarf_siblingof(&child, &child) == 0);
  return false;
}

std::uint64_t offset_of(Dwarf_Die* member) {
  Dwarf_Attribute attribute;
  Dwarf_Word offset = 0;
  dwarf_formudata(dwarf_attr(member, DW_AT_data_member_location, &attribute),
                  &offset);
  return offset;
}

void set_form(Dwarf_Die type, Variable& variable) {
  switch (dwarf_tag(&type)) {
    case DW_TAG_base_type:
      variable.form = form_of_base(&type);
      return;
    case DW_TAG_pointer_type:
    case DW_TAG_unspecified_type:
    case DW_TAG_ptr_to_member_type:
      variable.form = ValueForm::kPointer;
      return;
    case DW_TAG_enumeration_type: {
      variable.form = ValueForm::kEnum;
      Dwarf_Die child;
      if (dwarf_child(&type, &child) != 0) return;
      do {
        Dwarf_Attribute attribute;
        Dwarf_Sword value = 0;
        if (dwarf_tag(&child) == DW_TAG_enumerator &&
            dwarf_formsdata(dwarf_attr(&child, DW_AT_const_value, &attribute),
                            &value) == 0) {
          variable.enumerators[value] = die_name(&child);
        }
      } while (dwarf_siblingof(&child, &child) == 0);
      return;
    }
    default:
      break;
  }
  const std::string name = die_name(&type);
  Dwarf_Die argument;
  if (name.starts_with("atomic<") || name.starts_with("__atomic_base<") ||
      name.starts_with("atomic_ref<")) {
    if (first_argument(&type, &argument)) set_form(argument, variable);
  } else if (name.starts_with("atomic_flag") || name.starts_with("optional<")) {
    variable.form = ValueForm::kBool;
  } else if (name.starts_with("unique_ptr<") ||
             name.starts_with("shared_ptr<")) {
    variable.form = ValueForm::kPointer;
  } else {
    variable.form = ValueForm::kNone;
  }
}

}  // namespace pots::adv
