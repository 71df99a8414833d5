package dev.kedge.verify.suite;

import java.util.List;

/** A value of a plan, with its place. */
sealed interface PlanNode {
  /** Where it begins. */
  Place place();

  /** What it is, for a refusal. */
  String kind();

  /** A single value as it is written; nothing at all is the empty text. */
  record Text(Place place, String text) implements PlanNode {
    @Override
    public String kind() {
      return text.isEmpty() ? "nothing" : "'" + text + "'";
    }
  }

  /** A list. */
  record Items(Place place, List<PlanNode> items) implements PlanNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys with values, in the plan's order. */
  record Keys(Place place, List<Entry> entries) implements PlanNode {
    @Override
    public String kind() {
      return "a mapping of keys";
    }
  }

  /** One key with its value. */
  record Entry(Place place, String key, PlanNode value) {}

  /** The text of a value that is not empty. */
  default String text(String expected) {
    if (this instanceof Text one && !one.text().isEmpty()) {
      return one.text();
    }
    throw unexpected(expected);
  }

  /** A number that is finite. */
  default double number(String expected) {
    String text = text(expected);
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value) && !text.matches(".*[dDfFxX]$|.*[xX].*")) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw place().error("expected " + expected + ", found '" + text + "'");
    }
    throw unexpected(expected);
  }

  /** A whole number within bounds. */
  default int whole(String what, int least, int most) {
    String expected = "%s, a whole number from %d to %d".formatted(what, least, most);
    double value = number(expected);
    if (value != Math.rint(value) || value < least || value > most) {
      throw unexpected(expected);
    }
    return (int) value;
  }

  /** One of some words. */
  default String word(String what, List<String> words) {
    String expected = what + ", one of " + String.join(", ", words);
    String text = text(expected);
    if (!words.contains(text)) {
      throw unexpected(expected);
    }
    return text;
  }

  /** The items of a list. */
  default List<PlanNode> items(String expected) {
    if (this instanceof Items list) {
      return list.items();
    }
    throw unexpected(expected);
  }

  /** The entries of a mapping. */
  default List<Entry> entries(String expected) {
    if (this instanceof Keys keys) {
      return keys.entries();
    }
    throw unexpected(expected);
  }

  /** The refusal of this value where something else was expected. */
  default RuntimeException unexpected(String expected) {
    return place().error("expected " + expected + ", found " + kind());
  }
}
