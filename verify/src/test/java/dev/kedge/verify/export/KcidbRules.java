package dev.kedge.verify.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The rules of the KCIDB schema 5.3 that its published JSON schema states: required fields, known
 * fields, forms of ids and paths, statuses; and that every reference leads somewhere.
 */
final class KcidbRules {
  private static final Map<String, Set<String>> REQUIRED =
      Map.of(
          "checkouts", Set.of("id", "origin"),
          "builds", Set.of("id", "origin", "checkout_id"),
          "tests", Set.of("id", "origin", "build_id"),
          "issues", Set.of("id", "origin", "version"),
          "incidents", Set.of("id", "origin", "issue_id", "issue_version"));
  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "checkouts", Set.of("start_time", "valid", "misc", "tree_name", "git_commit_hash"),
          "builds", Set.of("architecture", "status", "misc", "config_name", "compiler", "duration"),
          "tests",
              Set.of("path", "status", "environment", "number", "start_time", "duration", "misc"),
          "issues",
              Set.of("report_subject", "report_url", "culprit", "categories", "comment", "misc"),
          "incidents", Set.of("build_id", "test_id", "present", "comment", "misc"));
  private static final Set<String> STATUSES =
      Set.of("FAIL", "ERROR", "MISS", "PASS", "DONE", "SKIP");

  void check(JsonNode root) {
    assertThat(root.get("version").get("major").intValue()).isEqualTo(5);
    assertThat(root.get("version").get("minor").intValue()).isEqualTo(3);
    for (String list : REQUIRED.keySet()) {
      Set<String> ids = new HashSet<>();
      for (JsonNode node : root.get(list)) {
        entry(list, node);
        assertThat(ids.add(node.get("id").stringValue())).isTrue();
      }
    }
    references(root, "builds", "checkout_id", "checkouts");
    references(root, "tests", "build_id", "builds");
    references(root, "incidents", "issue_id", "issues");
    references(root, "incidents", "test_id", "tests");
  }

  private static void entry(String list, JsonNode node) {
    Set<String> allowed = new HashSet<>(REQUIRED.get(list));
    allowed.addAll(KNOWN.get(list));
    assertThat(node.propertyNames()).isSubsetOf(allowed).containsAll(REQUIRED.get(list));
    assertThat(node.get("origin").stringValue()).matches("[a-z0-9_]+");
    assertThat(node.get("id").stringValue()).matches("(?s)[a-z0-9_]+:.*");
    node.forEach(value -> assertThat(value.isNull()).isFalse());
    if (node.has("status")) {
      assertThat(STATUSES).contains(node.get("status").stringValue());
    }
    if (node.has("path")) {
      assertThat(node.get("path").stringValue()).matches("[.a-zA-Z0-9_-]*");
    }
    if (node.has("start_time")) {
      OffsetDateTime.parse(node.get("start_time").stringValue());
    }
    if (node.has("number")) {
      assertThat(node.get("number").propertyNames()).isSubsetOf("value", "unit", "prefix");
      assertThat(node.get("number").get("value").isNumber()).isTrue();
      assertThat(node.get("number").has("prefix")).isEqualTo(node.get("number").has("unit"));
    }
    if (node.has("duration")) {
      assertThat(node.get("duration").isNumber()).isTrue();
    }
  }

  private static void references(JsonNode root, String from, String field, String to) {
    Set<String> ids = new HashSet<>();
    root.get(to).forEach(node -> ids.add(node.get("id").stringValue()));
    root.get(from).forEach(node -> assertThat(ids).contains(node.get(field).stringValue()));
  }
}
