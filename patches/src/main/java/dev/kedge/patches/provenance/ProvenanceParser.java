package dev.kedge.patches.provenance;

import dev.kedge.patches.Commit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads where a commit comes from, in the wordings of the stable tree and of the vendors that
 * publish their kernels. Stateless, safe for many threads; linear in the message.
 *
 * <p>A paragraph that says "this reverts commit X, which is commit Y upstream" names what is taken
 * back, not an origin. Text that some other message quotes ({@code > commit X upstream}) counts for
 * nothing.
 */
public final class ProvenanceParser {
  /** Lines below are prose of a cover letter or a log, never an origin. */
  private static final int MAX_LINES = 20_000;

  private static final int MAX_REFERENCES = 256;

  /** Reads a commit. */
  public Provenance parse(Commit commit) {
    return parse(commit.subject(), commit.body(), commit.isMerge());
  }

  /** Reads what was left of a message by a {@link PlainMessage}. */
  public Provenance parse(PlainMessage message, boolean merge) {
    List<CommitReference> fixes = new ArrayList<>();
    if (!message.fixes().isEmpty()) {
      List<String> lines = lines(message.fixes());
      for (int at = 0; at < lines.size(); at++) {
        if (FixesTags.mayBe(lines.get(at))) {
          FixesTags.read(lines, at, fixes);
        }
      }
    }
    String subject = message.subject();
    RevertLines reverts = new RevertLines(subject, "", List.of());
    return provenance(
        SubjectTags.of(subject), new Declarations(), List.of(), fixes, reverts, merge);
  }

  /** Reads a message. */
  public Provenance parse(String subject, String body, boolean merge) {
    List<String> lines = lines(body);
    // Most messages hold none of these: one search of the whole is cheaper than one of each line.
    boolean mayDeclare = Declarations.mayDeclare(body);
    boolean mayName = UpstreamLines.mayName(body);
    SubjectTags tags = SubjectTags.of(subject);
    List<CommitReference> fixes = new ArrayList<>();
    Map<String, UpstreamReference> upstream = new LinkedHashMap<>();
    Declarations declared = new Declarations();
    UpstreamLines origin = new UpstreamLines();
    RevertLines reverts = new RevertLines(subject, body, lines);
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      if (FixesTags.mayBe(line)) {
        FixesTags.read(lines, at, fixes);
      }
      if (mayDeclare) {
        declared.read(line);
      }
      if (mayName && !reverts.covers(at) && upstream.size() < MAX_REFERENCES) {
        origin.read(lines, at, declared, reference -> claim(upstream, reference));
      }
    }
    return provenance(tags, declared, ordered(upstream, declared), fixes, reverts, merge);
  }

  private static Provenance provenance(
      SubjectTags tags,
      Declarations declared,
      List<UpstreamReference> claims,
      List<CommitReference> fixes,
      RevertLines reverts,
      boolean merge) {
    return new Provenance(
        kind(tags, declared, claims, reverts, merge),
        claims,
        fixes.size() < 2 ? fixes : fixes.stream().distinct().toList(),
        reverts.references(),
        declared.changes() || tags.has(SubjectTags.Tag.BACKPORT) || backported(claims));
  }

  /** The lines as {@link String#lines} has them, at most so many as are read. */
  private static List<String> lines(String body) {
    List<String> lines = new ArrayList<>();
    if (body.indexOf('\r') >= 0) {
      return body.lines().limit(MAX_LINES).toList();
    }
    int at = 0;
    while (at < body.length() && lines.size() < MAX_LINES) {
      int end = body.indexOf('\n', at);
      int next = end < 0 ? body.length() : end;
      lines.add(body.substring(at, next));
      at = next + 1;
    }
    return lines;
  }

  private static void claim(Map<String, UpstreamReference> claims, UpstreamReference claim) {
    claims.merge(claim.hex(), claim, (a, b) -> a.form().compareTo(b.form()) <= 0 ? a : b);
  }

  /** A link names the origin only where nothing better does. */
  private static List<UpstreamReference> ordered(
      Map<String, UpstreamReference> claims, Declarations declared) {
    if (claims.isEmpty()) {
      return List.of();
    }
    boolean better = claims.values().stream().anyMatch(c -> c.form() != UpstreamForm.LINK);
    return claims.values().stream()
        .filter(c -> c.form() != UpstreamForm.LINK || (!better && declared.fromElsewhere()))
        .sorted(java.util.Comparator.comparing(UpstreamReference::form))
        .toList();
  }

  private static boolean backported(List<UpstreamReference> claims) {
    return !claims.isEmpty() && claims.stream().anyMatch(c -> c.form() == UpstreamForm.BACKPORTED);
  }

  private static ProvenanceClass kind(
      SubjectTags tags,
      Declarations declared,
      List<UpstreamReference> claims,
      RevertLines reverts,
      boolean merge) {
    if (merge) {
      return ProvenanceClass.MERGE;
    }
    if (tags.has(SubjectTags.Tag.DOWNSTREAM)) {
      return ProvenanceClass.DOWNSTREAM;
    }
    if (tags.has(SubjectTags.Tag.FROMLIST)) {
      return ProvenanceClass.FROMLIST;
    }
    if (tags.has(SubjectTags.Tag.FROMGIT)) {
      return ProvenanceClass.FROMGIT;
    }
    if (!claims.isEmpty()) {
      if (declared.nextTree()) {
        return ProvenanceClass.FROMGIT;
      }
      boolean changed =
          declared.changes() || tags.has(SubjectTags.Tag.BACKPORT) || backported(claims);
      return changed ? ProvenanceClass.BACKPORT : ProvenanceClass.UPSTREAM;
    }
    if (reverts.any()) {
      return ProvenanceClass.REVERT;
    }
    if (tags.has(SubjectTags.Tag.BACKPORT)) {
      return ProvenanceClass.BACKPORT;
    }
    if (tags.has(SubjectTags.Tag.UPSTREAM)) {
      return ProvenanceClass.UPSTREAM;
    }
    return declared.kind();
  }
}
