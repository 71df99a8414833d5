package dev.kedge.profile.filter;

import dev.kedge.profile.Namespaces;
import dev.kedge.profile.workload.Workload;
import java.util.Optional;

/**
 * One condition: a key and what its value must look like, or must not. Immutable.
 *
 * @param key what it looks at
 * @param negated true where the value must not match
 * @param value a pattern, or for numbers one or a range {@code 4-7}, for a namespace as {@link
 *     Namespaces.Term#parse} reads it
 */
public record FilterTerm(FilterKey key, boolean negated, String value) {
  /** Fewer digits of a container's id would be a name. */
  private static final int SHORT_ID = 12;

  /** What may follow the beginning of a release: {@code 6.18} is every {@code 6.18.y}. */
  private static final String AFTER_RELEASE = ".-+_";

  /** As it stands in a filter. */
  @Override
  public String toString() {
    boolean quoted = value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c == '"');
    String shown = quoted ? '"' + value.replace("\"", "\\\"") + '"' : value;
    return key.word() + (negated ? "!=" : "=") + shown;
  }

  /** The condition made ready to be asked often. */
  Test test() {
    if (key.isNumber()) {
      int dash = value.indexOf('-');
      long from = Long.parseLong(dash < 0 ? value : value.substring(0, dash));
      long to = dash < 0 ? from : Long.parseLong(value.substring(dash + 1));
      return new Test(this, Glob.of(""), from, to, Optional.empty());
    }
    if (key == FilterKey.NS) {
      return new Test(this, Glob.of(""), 0, 0, Optional.of(Namespaces.Term.parse(value)));
    }
    return new Test(this, Glob.of(value), 0, 0, Optional.empty());
  }

  /** A condition, without its negation. */
  record Test(FilterTerm term, Glob glob, long from, long to, Optional<Namespaces.Term> namespace) {
    boolean namespaces(Namespaces namespaces) {
      return namespace.orElseThrow().matches(namespaces);
    }

    boolean number(long number) {
      return number >= from && number <= to;
    }

    boolean text(String text) {
      return glob.matches(text);
    }

    boolean release(String release) {
      return glob.matches(release)
          || glob.literal()
              .filter(start ->
                  release.length() > start.length()
                      && release.startsWith(start)
                      && AFTER_RELEASE.indexOf(release.charAt(start.length())) >= 0)
              .isPresent();
    }

    boolean path(String path) {
      if (glob.matches(path) || glob.literal().filter("/"::equals).isPresent()) {
        return true;
      }
      for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
        if (glob.matches(path.subSequence(0, end))) {
          return true;
        }
      }
      return false;
    }

    boolean workload(Workload workload) {
      return switch (term.key()) {
        case NAMESPACE -> of(workload.namespace());
        case POD -> of(workload.pod()) || of(workload.podName());
        case CONTAINER ->
            of(workload.container())
                || glob.literal()
                    .filter(start -> start.length() >= SHORT_ID)
                    .flatMap(start -> workload.container().filter(id -> id.startsWith(start)))
                    .isPresent();
        default -> throw new IllegalStateException("no workload tells " + term.key());
      };
    }

    private boolean of(Optional<String> value) {
      return value.isPresent() && glob.matches(value.get());
    }
  }
}
