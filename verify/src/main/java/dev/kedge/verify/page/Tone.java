package dev.kedge.verify.page;

import dev.kedge.verify.result.BootOutcome;
import dev.kedge.verify.result.Change;
import dev.kedge.verify.result.GateVerdict;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.result.Verdict;
import java.util.Locale;

/** The colours of states. */
enum Tone {
  /** As promised. */
  OK,
  /** Open or excused. */
  HOLD,
  /** Failed. */
  STOP,
  /** Nothing known. */
  UNKNOWN;

  String style() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Tone of(Verdict verdict) {
    return switch (verdict) {
      case PASS -> OK;
      case FAIL -> STOP;
      case INCONCLUSIVE -> HOLD;
    };
  }

  static Tone of(GateVerdict gate) {
    return gate.verdict() == Verdict.FAIL && gate.counted() == Verdict.PASS
        ? HOLD
        : of(gate.verdict());
  }

  static Tone of(Status status) {
    return switch (status) {
      case PASS, DONE -> OK;
      case FAIL -> STOP;
      case ERROR, MISS -> HOLD;
      case SKIP -> UNKNOWN;
    };
  }

  static Tone of(Change change) {
    return switch (change) {
      case WORSE, DIFFERENT -> STOP;
      case BETTER -> OK;
      case NONE_SEEN, UNKNOWN -> UNKNOWN;
    };
  }

  static Tone of(BootOutcome outcome) {
    return switch (outcome) {
      case COMPLETED, DRILLED -> OK;
      case GUEST_FAILED, PANICKED, TIMED_OUT, NEVER_READY, VANISHED -> STOP;
      case NOT_STARTED, EMULATOR_SUSPECT, CANCELLED -> HOLD;
    };
  }
}
