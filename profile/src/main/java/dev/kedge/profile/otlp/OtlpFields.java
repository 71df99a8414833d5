package dev.kedge.profile.otlp;

/**
 * Field numbers of OTLP's profiles, from {@code profiles.proto}, {@code common.proto} and {@code
 * resource.proto} of opentelemetry-proto 1.11.
 */
final class OtlpFields {
  /** {@code ProfilesData} and {@code ExportProfilesServiceRequest}, which are the same. */
  static final int RESOURCE_PROFILES = 1;

  static final int DICTIONARY = 2;

  static final int RESOURCE = 1;
  static final int SCOPE_PROFILES = 2;
  static final int RESOURCE_ATTRIBUTES = 1;
  static final int SCOPE = 1;
  static final int SCOPE_NAME = 1;
  static final int PROFILES = 2;

  static final int KEY = 1;
  static final int VALUE = 2;
  static final int KEY_STRINDEX = 3;

  static final int STRING_VALUE = 1;
  static final int INT_VALUE = 3;
  static final int STRING_VALUE_STRINDEX = 8;

  static final int MAPPING_TABLE = 1;
  static final int LOCATION_TABLE = 2;
  static final int FUNCTION_TABLE = 3;
  static final int LINK_TABLE = 4;
  static final int STRING_TABLE = 5;
  static final int ATTRIBUTE_TABLE = 6;
  static final int STACK_TABLE = 7;

  static final int SAMPLE_TYPE = 1;
  static final int SAMPLES = 2;
  static final int TIME_UNIX_NANO = 3;
  static final int DURATION_NANO = 4;
  static final int PERIOD_TYPE = 5;
  static final int PERIOD = 6;
  static final int PROFILE_ATTRIBUTE_INDICES = 11;

  static final int TYPE_STRINDEX = 1;
  static final int UNIT_STRINDEX = 2;

  static final int STACK_INDEX = 1;
  static final int SAMPLE_ATTRIBUTE_INDICES = 2;
  static final int LINK_INDEX = 3;
  static final int VALUES = 4;
  static final int TIMESTAMPS_UNIX_NANO = 5;

  static final int MEMORY_START = 1;
  static final int MEMORY_LIMIT = 2;
  static final int FILE_OFFSET = 3;
  static final int MAPPING_FILENAME_STRINDEX = 4;
  static final int MAPPING_ATTRIBUTE_INDICES = 5;

  static final int LOCATION_INDICES = 1;

  static final int MAPPING_INDEX = 1;
  static final int ADDRESS = 2;
  static final int LINES = 3;
  static final int LOCATION_ATTRIBUTE_INDICES = 4;

  static final int FUNCTION_INDEX = 1;

  static final int NAME_STRINDEX = 1;
  static final int SYSTEM_NAME_STRINDEX = 2;
  static final int FUNCTION_FILENAME_STRINDEX = 3;

  static final int ENTRY_KEY_STRINDEX = 1;
  static final int ENTRY_VALUE = 2;

  private OtlpFields() {}
}
