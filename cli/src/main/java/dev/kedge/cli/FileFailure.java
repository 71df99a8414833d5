package dev.kedge.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says in words why a file could not be read; what names the file is left to the caller. */
public final class FileFailure {
  private FileFailure() {}

  /** The reason alone; some of Java's own messages hold nothing but the file's name. */
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file";
      case AccessDeniedException denied -> "permission denied";
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }
}
