package dev.kedge.store.journal;

import dev.kedge.model.VitalSigns;
import dev.kedge.profile.ProfileWindow;
import java.io.IOException;

/** What one journal record says. */
public sealed interface Entry {

  /** A profile window. */
  record Window(ProfileWindow window) implements Entry {}

  /** A batch of vital signs. */
  record Vitals(VitalSigns signs) implements Entry {}

  /**
   * Type byte of the record; 1 was a window without threads and moments, 3 is one of processes in
   * the namespaces of the host, 4 any.
   */
  default byte type() {
    return switch (this) {
      case Window entry -> WindowFormat.formOf(entry.window()).type();
      case Vitals _ -> 2;
    };
  }

  /** Content of the record: times in whole microseconds. */
  default byte[] pack() {
    return switch (this) {
      case Window entry -> WindowFormat.pack(entry.window());
      case Vitals entry -> VitalsFormat.pack(entry.signs());
    };
  }

  /**
   * Reads the content of a record back.
   *
   * @throws IOException when it has another form, of a newer version perhaps
   */
  static Entry unpack(byte type, byte[] payload) throws IOException {
    try {
      return switch (type) {
        case 1 -> new Window(WindowFormat.unpack(payload, WindowFormat.Form.FIRST));
        case 2 -> new Vitals(VitalsFormat.unpack(payload));
        case 3 -> new Window(WindowFormat.unpack(payload, WindowFormat.Form.OF_HOST));
        case 4 -> new Window(WindowFormat.unpack(payload, WindowFormat.Form.ANY));
        default ->
            throw new IOException("journal record of type %d, which is not known".formatted(type));
      };
    } catch (IllegalArgumentException e) {
      throw new IOException("journal record of type %d: %s".formatted(type, e.getMessage()), e);
    }
  }
}
