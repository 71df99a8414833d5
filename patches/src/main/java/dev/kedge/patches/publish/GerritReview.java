package dev.kedge.patches.publish;

import dev.kedge.patches.check.CheckResult;
import dev.kedge.patches.check.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** One ReviewInput per commit, by commit id, to post to that revision's review. */
final class GerritReview implements CheckFormat.Report {
  @Override
  public String of(CheckResult result) {
    Map<String, Object> reviews = new LinkedHashMap<>();
    result
        .commits()
        .forEach(commit -> {
          List<Finding> findings = result.about(commit);
          if (!findings.isEmpty()) {
            reviews.put(commit.hex(), review(findings));
          }
        });
    return JsonMapper.shared().writeValueAsString(reviews);
  }

  private static Map<String, Object> review(List<Finding> findings) {
    Map<String, List<Object>> comments = new LinkedHashMap<>();
    for (Finding finding : findings) {
      Map<String, Object> comment = new LinkedHashMap<>();
      comment.put("robot_id", "kedge-patches-check");
      comment.put("robot_run_id", finding.commit().hex());
      comment.put("message", finding.rule().label() + ": " + finding.message());
      comments
          .computeIfAbsent(finding.path().orElse("/COMMIT_MSG"), path -> new ArrayList<>())
          .add(comment);
    }
    boolean fails = findings.stream().anyMatch(Finding::fails);
    Map<String, Object> review = new LinkedHashMap<>();
    review.put("message", "kedge patches check: " + findings.size() + " findings");
    review.put("labels", Map.of("Verified", fails ? -1 : 0));
    review.put("robot_comments", comments);
    return review;
  }
}
