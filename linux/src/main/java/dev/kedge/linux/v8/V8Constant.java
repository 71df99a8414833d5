package dev.kedge.linux.v8;

import java.util.List;
import java.util.OptionalInt;

/**
 * What V8 tells debuggers of its own layout: constants of 32 bits in variables {@code v8dbg_*}
 * (tools/gen-postmortem-metadata.py in V8's tree). The names contain types, which change with
 * releases: each constant has those of Node 18 to 25, and where some release tells none, what it is
 * there. Offsets are in bytes from the start of an object; types are instance types.
 */
enum V8Constant {
  TAGGED_SIZE("TaggedSize"),
  SMI_SHIFT("SmiShiftSize"),
  FIRST_NO_TEXT("FirstNonstringType"),
  CONTEXT("off_fp_context"),
  FUNCTION("off_fp_function"),
  BYTECODE("off_fp_bytecode_array"),
  FUNCTION_SHARED("class_JSFunction__shared__SharedFunctionInfo"),
  SHARED_DATA(8, "class_SharedFunctionInfo__function_data__Object"),
  SHARED_NAME(
      "class_SharedFunctionInfo__name_or_scope_info__Object",
      "class_SharedFunctionInfo__name_or_scope_info__Tagged_Object_",
      "class_SharedFunctionInfo__name_or_scope_info__Tagged_NameOrScopeInfoT_"),
  SHARED_SCRIPT(
      "class_SharedFunctionInfo__script_or_debug_info__HeapObject",
      "class_SharedFunctionInfo__script__Tagged_HeapObject_"),
  SCRIPT_NAME("class_Script__name__Object"),
  SCRIPT_SOURCE("class_Script__source__Object"),
  SCOPE_FIRST_SLOT("scopeinfo_idx_first_vars"),
  CODE_DEOPTIMIZATION(-1, "class_Code__deoptimization_data__FixedArray"),
  CODE_POSITIONS(-1, "class_Code__source_position_table__ByteArray"),
  CODE_SIZE(56, "class_Code__instruction_size__int"),
  CODE_FLAGS(48, "class_Code__flags__uint32_t"),
  STREAM_HEADER(
      "class_InstructionStream__instruction_start__uintptr_t",
      "class_Code__instruction_start__uintptr_t"),
  TYPE_FUNCTION("type_JSFunction__JS_FUNCTION_TYPE"),
  TYPE_FIRST_FUNCTION(-1, "FirstJSFunctionType"),
  TYPE_LAST_FUNCTION(-1, "LastJSFunctionType"),
  TYPE_SHARED("type_SharedFunctionInfo__SHARED_FUNCTION_INFO_TYPE"),
  TYPE_SHARED_WRAPPER(-1, "type_SharedFunctionInfoWrapper__SHARED_FUNCTION_INFO_WRAPPER_TYPE"),
  TYPE_SCOPE("type_ScopeInfo__SCOPE_INFO_TYPE"),
  TYPE_SCRIPT("type_Script__SCRIPT_TYPE"),
  TYPE_BYTECODE("type_BytecodeArray__BYTECODE_ARRAY_TYPE"),
  TYPE_INTERPRETER_DATA("type_InterpreterData__INTERPRETER_DATA_TYPE"),
  TYPE_CODE("type_Code__CODE_TYPE"),
  TYPE_STREAM(-1, "type_InstructionStream__INSTRUCTION_STREAM_TYPE"),
  TYPE_MAP("type_Map__MAP_TYPE");

  private static final String PREFIX = "v8dbg_";

  /** Separated by spaces. */
  private final String symbols;

  private final OptionalInt otherwise;

  V8Constant(String... symbols) {
    this.symbols = PREFIX + String.join(" " + PREFIX, symbols);
    this.otherwise = OptionalInt.empty();
  }

  V8Constant(int otherwise, String symbol) {
    this.symbols = PREFIX + symbol;
    this.otherwise = OptionalInt.of(otherwise);
  }

  /** The variables that may hold it. */
  List<String> symbols() {
    return List.of(symbols.split(" "));
  }

  /** What it is where no variable tells; empty when it must be told. */
  OptionalInt otherwise() {
    return otherwise;
  }
}
