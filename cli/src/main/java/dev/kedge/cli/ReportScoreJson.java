package dev.kedge.cli;

import dev.kedge.report.score.Measure;
import dev.kedge.report.score.Score;
import dev.kedge.report.score.Tally;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** The JSON form of {@code kedge report score --json}, a contract for scripts. */
final class ReportScoreJson {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private ReportScoreJson() {}

  static String line(Score score) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("logs", score.logs());
    object.put("total", measures(score.total()));
    Map<String, Object> families = new LinkedHashMap<>();
    score.families().forEach((name, family) -> families.put(name, measures(family)));
    object.put("families", families);
    object.put(
        "mismatches",
        score.mismatches().stream()
            .map(m ->
                Map.of(
                    "log", m.log(),
                    "measure", m.measure().label(),
                    "wanted", m.wanted(),
                    "got", m.got()))
            .toList());
    return JSON.writeValueAsString(object);
  }

  private static Map<String, Object> measures(Map<Measure, Tally> tallies) {
    Map<String, Object> object = new LinkedHashMap<>();
    tallies.forEach((measure, tally) ->
        object.put(
            measure.label(),
            Map.of("right", tally.right(), "of", tally.of(), "percent", tally.percent())));
    return object;
  }
}
