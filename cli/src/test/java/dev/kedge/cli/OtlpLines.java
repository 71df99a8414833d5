package dev.kedge.cli;

/** Messages of OTLP in JSON, each on one line, for tests. */
final class OtlpLines {
  private OtlpLines() {}

  /** One sample of {@code work} in {@code app}, so many seconds after 2026-11-22T10:00:00Z. */
  static String message(String host, int second) {
    return """
    {"resourceProfiles":[{"resource":{"attributes":[
      {"key":"host.name","value":{"stringValue":"%s"}}]},
      "scopeProfiles":[{"profiles":[{"sampleType":{"typeStrindex":1,"unitStrindex":2},
        "samples":[{"stackIndex":1,"attributeIndices":[1],"values":["1"],
          "timestampsUnixNano":["%d000000000"]}]}]}]}],
     "dictionary":{"mappingTable":[{}],
       "locationTable":[{},{"lines":[{"functionIndex":1}]}],
       "functionTable":[{},{"nameStrindex":3}],
       "stringTable":["","samples","count","work","process.executable.name","app"],
       "attributeTable":[{},{"keyStrindex":4,"value":{"stringValueStrindex":5}}],
       "stackTable":[{},{"locationIndices":[1]}]}}\
    """
        .formatted(host, 1_795_341_600L + second)
        .replace("\n", "");
  }
}
