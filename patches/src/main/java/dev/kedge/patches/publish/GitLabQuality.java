package dev.kedge.patches.publish;

import dev.kedge.patches.check.CheckResult;
import dev.kedge.patches.check.Finding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** GitLab's code quality artifact: an array of issues with stable fingerprints. */
final class GitLabQuality implements CheckFormat.Report {
  @Override
  public String of(CheckResult result) {
    return JsonMapper.shared()
        .writeValueAsString(result.findings().stream().map(GitLabQuality::issue).toList());
  }

  private static Map<String, Object> issue(Finding finding) {
    Map<String, Object> issue = new LinkedHashMap<>();
    issue.put(
        "description",
        finding.commit().abbreviated() + " " + finding.subject() + ": " + finding.message());
    issue.put("check_name", finding.rule().label());
    issue.put("fingerprint", fingerprint(finding));
    issue.put("severity", finding.fails() ? "blocker" : "minor");
    issue.put(
        "location",
        Map.of("path", finding.path().orElse("COMMIT_MSG"), "lines", Map.of("begin", 1)));
    return issue;
  }

  private static String fingerprint(Finding finding) {
    String key =
        String.join(
            "\0",
            finding.rule().label(),
            finding.commit().hex(),
            finding.path().orElse(""),
            finding.message());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
