package dev.kedge.profile.pprof;

/**
 * Field numbers of pprof's message types, and the names Kedge uses inside them. Source of the
 * numbers: {@code proto/profile.proto} of github.com/google/pprof.
 */
final class PprofFields {
  static final int SAMPLE_TYPE = 1;
  static final int SAMPLE = 2;
  static final int MAPPING = 3;
  static final int LOCATION = 4;
  static final int FUNCTION = 5;
  static final int STRING_TABLE = 6;
  static final int TIME_NANOS = 9;
  static final int DURATION_NANOS = 10;
  static final int PERIOD_TYPE = 11;
  static final int PERIOD = 12;
  static final int COMMENT = 13;
  static final int DEFAULT_SAMPLE_TYPE = 14;

  static final int VALUE_TYPE_TYPE = 1;
  static final int VALUE_TYPE_UNIT = 2;

  static final int SAMPLE_LOCATION_ID = 1;
  static final int SAMPLE_VALUE = 2;
  static final int SAMPLE_LABEL = 3;

  static final int LABEL_KEY = 1;
  static final int LABEL_STR = 2;
  static final int LABEL_NUM = 3;

  static final int MAPPING_ID = 1;
  static final int MAPPING_START = 2;
  static final int MAPPING_LIMIT = 3;
  static final int MAPPING_OFFSET = 4;
  static final int MAPPING_FILENAME = 5;
  static final int MAPPING_BUILD_ID = 6;
  static final int MAPPING_HAS_FUNCTIONS = 7;

  static final int LOCATION_ID = 1;
  static final int LOCATION_MAPPING_ID = 2;
  static final int LOCATION_ADDRESS = 3;
  static final int LOCATION_LINE = 4;

  static final int LINE_FUNCTION_ID = 1;
  static final int LINE_LINE = 2;

  static final int FUNCTION_ID = 1;
  static final int FUNCTION_NAME = 2;
  static final int FUNCTION_SYSTEM_NAME = 3;
  static final int FUNCTION_FILENAME = 4;

  static final String PROCESS_LABEL = "process";
  static final String PID_LABEL = "pid";
  static final String NAMESPACES_LABEL = "namespaces";

  /** Comment that carries the samples lost. */
  static final String LOST_COMMENT = "kedge.lost=";

  /** Comment that carries a mapping's origin where its name would suggest another one. */
  static final String ORIGIN_COMMENT = "kedge.origin.";

  private PprofFields() {}
}
