package dev.kedge.checks.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A flame graph as the API sends it: columns of a tree over a table of strings. */
record FlameColumns(JsonNode json) {
  long samples() {
    return json.path("samples").asLong();
  }

  int size() {
    return json.path("nodes").path("name").size();
  }

  String name(int node) {
    return json.path("strings").get(column("name", node)).asString();
  }

  int origin(int node) {
    return column("origin", node);
  }

  long total(int node) {
    return json.path("nodes").path("total").get(node).asLong();
  }

  /** Nodes of that name. */
  List<Integer> named(String name) {
    return IntStream.range(0, size()).filter(node -> name(node).equals(name)).boxed().toList();
  }

  /** Samples below all nodes of that name; none of them may lie below another. */
  long totalOf(String name) {
    return named(name).stream().mapToLong(this::total).sum();
  }

  /** Names from below the root to the node. */
  List<String> path(int node) {
    List<String> path = new ArrayList<>();
    for (int at = node; at > 0; at = column("parent", at)) {
      path.addFirst(name(at));
    }
    return path;
  }

  /** How many nodes have that origin. */
  long ofOrigin(int origin) {
    return IntStream.range(0, size()).filter(node -> origin(node) == origin).count();
  }

  private int column(String column, int node) {
    return json.path("nodes").path(column).get(node).asInt();
  }
}
