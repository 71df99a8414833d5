package dev.kedge.server.http;

import java.time.Duration;
import java.util.Optional;

/** Ends a request with a problem detail that is the asker's to solve; it is not logged. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** Ends the request with this problem. */
  public ProblemException(Problem problem) {
    // Without a stack trace: hostile requests must be cheap to refuse.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** 400: the request itself is wrong. */
  public static ProblemException badRequest(String detail) {
    return new ProblemException(new Problem(400, detail));
  }

  /** 404: nothing of that name. */
  public static ProblemException notFound(String detail) {
    return new ProblemException(new Problem(404, detail));
  }

  /** 503: too much at once, ask again a little later. */
  public static ProblemException busy(String detail, Duration retryAfter) {
    return new ProblemException(new Problem(503, detail, Optional.of(retryAfter)));
  }

  /** What to answer. */
  public Problem problem() {
    return problem;
  }
}
