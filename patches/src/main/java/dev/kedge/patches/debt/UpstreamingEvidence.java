package dev.kedge.patches.debt;

import dev.kedge.patches.Commit;
import dev.kedge.patches.Trailer;
import dev.kedge.patches.provenance.ProvenanceClass;
import java.util.List;
import java.util.Locale;

/**
 * What a message says of its way upstream: links to the public mailing list archives, SUSE's {@code
 * Patch-mainline}, Red Hat's {@code Upstream Status}.
 */
final class UpstreamingEvidence {
  private static final List<String> ARCHIVES =
      List.of("lore.kernel.org/", "patch.msgid.link/", "lkml.kernel.org/", "patchwork.");

  /**
   * A state with what says so.
   *
   * @param state how far it is
   * @param evidence the words; empty for none
   */
  record Found(UpstreamingState state, String evidence) {}

  private UpstreamingEvidence() {}

  static Found of(Commit commit, ProvenanceClass kind) {
    for (Trailer trailer : commit.trailers()) {
      String value = trailer.value().toLowerCase(Locale.ROOT);
      if (trailer.is("Patch-mainline") || trailer.is("Upstream-Status")) {
        UpstreamingState state = declared(value);
        if (state != UpstreamingState.UNSENT) {
          return new Found(state, trailer.key() + ": " + trailer.value());
        }
      } else if ((trailer.is("Link") || trailer.is("Message-Id"))
          && (trailer.is("Message-Id") || ARCHIVES.stream().anyMatch(value::contains))) {
        return new Found(UpstreamingState.SENT, trailer.value());
      }
    }
    return switch (kind) {
      case FROMLIST -> new Found(UpstreamingState.SENT, "declared as taken from a mailing list");
      case FROMGIT -> new Found(UpstreamingState.ACCEPTED, "declared as in a maintainer's tree");
      case DOWNSTREAM -> new Found(UpstreamingState.NEVER, "declared as downstream only");
      default -> new Found(UpstreamingState.UNSENT, "");
    };
  }

  private static UpstreamingState declared(String value) {
    if (value.startsWith("never") || value.contains("only") || value.startsWith("inappropriate")) {
      return UpstreamingState.NEVER;
    }
    if (value.startsWith("submitted") || value.startsWith("posted")) {
      return UpstreamingState.SENT;
    }
    if (value.startsWith("queued") || value.startsWith("accepted")) {
      return UpstreamingState.ACCEPTED;
    }
    return UpstreamingState.UNSENT;
  }
}
