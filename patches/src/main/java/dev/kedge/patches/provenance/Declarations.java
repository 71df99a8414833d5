package dev.kedge.patches.provenance;

import java.util.Locale;
import java.util.regex.Pattern;

/** What single lines declare of a commit's origin, apart from the ids; fed line by line. */
final class Declarations {
  private static final Pattern NO_UPSTREAM =
      Pattern.compile(
          "^\\s*[\\[(]?\\s*(?:no|not|never)[ -]+(?:(?:in|an|for)\\s+)?upstream(?:[ -]+commit)?"
              + "(?:\\s*(?:available|exists?|yet))?\\s*[\\])]?\\s*[.;,]?.{0,60}$");
  private static final Pattern STATUS = Pattern.compile("^\\s*upstream[ -]?status\\s*:\\s*(.*)$");
  private static final Pattern MAINLINE = Pattern.compile("^\\s*patch-mainline\\s*:\\s*(.*)$");
  private static final Pattern INCLUSION =
      Pattern.compile("^\\s*([a-z0-9._ /-]{2,40}?)[ -]inclusions?\\s*$");
  private static final Pattern CONFLICTS =
      Pattern.compile("^\\s*#?\\s*(?:conflicts?|context conflicts?)\\s*(?:with\\b.*|in\\b.*)?:.*$");
  private static final Pattern CHANGED =
      Pattern.compile(
          "^\\s*(?:upstream-diff\\b.*|backport(?:ing)?[ -](?:notes?|changes?|reason)\\s*:.*"
              + "|\\[[^\\]]{0,60}(?:backport|adjust|adapt|rebase|resolved?|conflict|minor context)"
              + ".{0,300}\\]?)$");

  private enum Origin {
    UNSAID,
    UPSTREAM,
    NEXT,
    LIST,
    DOWNSTREAM
  }

  private Origin origin = Origin.UNSAID;
  private boolean changes;
  private boolean elsewhere;

  void read(String line) {
    if (line.length() > 400 || !mayDeclare(line)) {
      return;
    }
    String lower = line.toLowerCase(Locale.ROOT);
    if (NO_UPSTREAM.matcher(lower).matches()) {
      set(Origin.DOWNSTREAM);
    }
    changes |= CONFLICTS.matcher(lower).matches() || CHANGED.matcher(lower).matches();
    var status = STATUS.matcher(lower);
    if (status.matches()) {
      set(ofStatus(status.group(1)));
    }
    var mainline = MAINLINE.matcher(lower);
    if (mainline.matches()) {
      set(ofMainline(mainline.group(1)));
    }
    var inclusion = INCLUSION.matcher(lower);
    if (inclusion.matches()) {
      set(ofInclusion(inclusion.group(1).strip()));
    }
  }

  /** Cheap: the letters that every declaration holds. */
  static boolean mayDeclare(String line) {
    return line.indexOf('[') >= 0
        || line.contains("pstream")
        || line.contains("ainline")
        || line.contains("onflict")
        || line.contains("nclusion")
        || line.contains("ackport");
  }

  private void set(Origin next) {
    if (origin == Origin.UNSAID) {
      origin = next;
    }
    elsewhere |= next == Origin.UPSTREAM || next == Origin.NEXT;
  }

  /** Red Hat: "RHEL only", a tree, a release, a link to a list. */
  private static Origin ofStatus(String value) {
    if (value.matches(
            ".*\\b(?:rhel|redhat|red hat|fedora|centos|ark|downstream|internal)[ -]?only.*")
        || value.matches("(?:n/a|none|not upstream|never)\\b.*")
        || value.matches("(?:inappropriate|denied|pending|inactive-upstream)\\b.*")) {
      return Origin.DOWNSTREAM;
    }
    if (value.contains("lore.kernel.org")
        || value.contains("patchwork")
        || value.matches("(?:posted|submitted|in review).*")) {
      return Origin.LIST;
    }
    if (value.contains("next") || value.contains("tip/tip")) {
      return Origin.NEXT;
    }
    return Origin.UPSTREAM;
  }

  /** SUSE's Patch-mainline: a release, Queued, Submitted, Not yet, Never, No. */
  private static Origin ofMainline(String value) {
    if (value.startsWith("queued")) {
      return Origin.NEXT;
    }
    if (value.startsWith("submitted")) {
      return Origin.LIST;
    }
    return value.startsWith("never") || value.startsWith("no")
        ? Origin.DOWNSTREAM
        : Origin.UPSTREAM;
  }

  /** openEuler: "mainline inclusion", "stable inclusion", "hulk inclusion", "driver inclusion". */
  private static Origin ofInclusion(String source) {
    if (source.contains("mainline") || source.contains("stable") || source.contains("upstream")) {
      return Origin.UPSTREAM;
    }
    if (source.contains("next")) {
      return Origin.NEXT;
    }
    return source.contains("mail") || source.contains("lkml") || source.contains("community")
        ? Origin.LIST
        : Origin.DOWNSTREAM;
  }

  /** Says whether a changed backport is declared. */
  boolean changes() {
    return changes;
  }

  /** Says whether an upstream or maintainer's tree was declared in words. */
  boolean fromElsewhere() {
    return elsewhere;
  }

  /** Says whether a maintainer's tree was declared. */
  boolean nextTree() {
    return origin == Origin.NEXT;
  }

  /** The class of a commit that names no upstream commit. */
  ProvenanceClass kind() {
    return switch (origin) {
      case UNSAID -> ProvenanceClass.UNDECLARED;
      case UPSTREAM -> ProvenanceClass.UPSTREAM;
      case NEXT -> ProvenanceClass.FROMGIT;
      case LIST -> ProvenanceClass.FROMLIST;
      case DOWNSTREAM -> ProvenanceClass.DOWNSTREAM;
    };
  }
}
