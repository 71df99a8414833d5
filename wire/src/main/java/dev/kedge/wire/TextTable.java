package dev.kedge.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts of a message, each once, in order of first use. */
final class TextTable {
  private final Map<String, Integer> indices = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  int index(String text) {
    Integer known = indices.putIfAbsent(text, texts.size());
    if (known != null) {
      return known;
    }
    texts.add(text);
    return texts.size() - 1;
  }

  List<String> texts() {
    return texts;
  }
}
