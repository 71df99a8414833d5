package dev.kedge.report.rules;

import java.util.ArrayList;
import java.util.List;

/** Collects the entries of one {@code family} of a rules file. */
final class FamilyReader {
  private final RuleFile file;
  private final RuleFile.Entry start;
  private final FrameRules frameRules;
  private final List<LineTemplate> headers = new ArrayList<>();
  private final List<String> unless = new ArrayList<>();
  private final List<LineTemplate> evidence = new ArrayList<>();
  private final List<String> alternatives = new ArrayList<>();
  private final List<FrameSource> sources = new ArrayList<>();
  private final List<String> groups = new ArrayList<>();
  private String title = "";
  private String why = "";
  private String secondLine = "";
  private String complete = "";
  private boolean continues;
  private boolean program;
  private boolean afterBoot;
  private boolean corrupted;
  private boolean stackOptional;
  private boolean needsStack;

  FamilyReader(RuleFile file, RuleFile.Entry start, FrameRules frameRules) {
    this.file = file;
    this.start = start;
    this.frameRules = frameRules;
    if (start.value().isEmpty()) {
      throw file.error(start, "a family needs a name");
    }
  }

  void accept(RuleFile.Entry entry) {
    switch (entry.keyword()) {
      case "why" -> why = entry.value();
      case "header" -> headers.add(template(file, entry));
      case "unless" -> unless.add(entry.value());
      case "evidence" -> evidence.add(template(file, entry));
      case "second-line" -> secondLine = entry.value();
      case "complete" -> complete = entry.value();
      case "title" -> title = entry.value();
      case "alt" -> alternatives.add(entry.value());
      case "frame" -> readSources(entry);
      case "skip" -> readGroups(entry);
      case "continues" -> continues = true;
      case "program" -> program = true;
      case "after-boot" -> afterBoot = true;
      case "corrupted" -> corrupted = true;
      case "stack-optional" -> stackOptional = true;
      case "needs-stack" -> needsStack = true;
      default ->
          throw file.error(
              entry,
              "unknown entry \"%s\"; expected one of why, header, unless, evidence, second-line, complete, title, alt, frame, skip, continues, program, after-boot, corrupted, stack-optional, needs-stack"
                  .formatted(entry.keyword()));
    }
  }

  static LineTemplate template(RuleFile file, RuleFile.Entry entry) {
    try {
      return LineTemplate.of(entry.value());
    } catch (IllegalArgumentException e) {
      throw new ReportException(
          file.name() + ":" + entry.line(), String.valueOf(e.getMessage()), e);
    }
  }

  private void readSources(RuleFile.Entry entry) {
    for (String word : RuleFile.words(entry.value())) {
      sources.add(
          FrameSource.of(word)
              .orElseThrow(() ->
                  file.error(
                      entry,
                      "unknown frame source \"%s\"; expected %s"
                          .formatted(word, FrameSource.names()))));
    }
  }

  private void readGroups(RuleFile.Entry entry) {
    for (String group : RuleFile.words(entry.value())) {
      if (!frameRules.hasGroup(group)) {
        throw file.error(entry, "no group \"" + group + "\" in " + FrameRules.FILE);
      }
      groups.add(group);
    }
  }

  Family finish() {
    if (headers.isEmpty() || title.isEmpty() || why.isEmpty()) {
      throw file.error(start, "family \"" + start.value() + "\" needs why, header and title");
    }
    boolean named = title.contains("{frame}");
    if (named && sources.isEmpty()) {
      throw file.error(start, "title of \"" + start.value() + "\" has {frame} but no frame entry");
    }
    return new Family(
        start.value(),
        List.copyOf(headers),
        List.copyOf(unless),
        List.copyOf(evidence),
        secondLine,
        complete,
        title,
        List.copyOf(alternatives),
        List.copyOf(sources),
        frameRules.skipRules(groups),
        continues,
        program,
        afterBoot,
        corrupted,
        needsStack || (named && !stackOptional));
  }
}
