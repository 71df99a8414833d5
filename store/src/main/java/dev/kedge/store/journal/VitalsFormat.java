package dev.kedge.store.journal;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.model.Reading;
import dev.kedge.model.Vital;
import dev.kedge.model.VitalSigns;
import dev.kedge.store.sql.Micros;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Vital signs as the content of a journal record. */
final class VitalsFormat {
  private VitalsFormat() {}

  static byte[] pack(VitalSigns signs) {
    Packer out = new Packer();
    out.text(signs.host().value()).uuid(signs.boot().value()).signed(signs.sequence());
    out.number(signs.readings().size());
    long at = 0;
    for (Reading reading : signs.readings()) {
      long micros = Micros.of(reading.at());
      out.signed(micros - at)
          .text(reading.vital().wireName())
          .text(reading.scope())
          .fixed(Double.doubleToRawLongBits(reading.value()));
      at = micros;
    }
    return out.bytes();
  }

  static VitalSigns unpack(byte[] payload) throws IOException {
    Unpacker in = new Unpacker(payload);
    HostId host = new HostId(in.text());
    BootId boot = new BootId(in.uuid());
    long sequence = in.signed();
    int count = in.count(11);
    List<Reading> readings = new ArrayList<>(count);
    long at = 0;
    for (int i = 0; i < count; i++) {
      at += in.signed();
      String name = in.text();
      Vital vital = Vital.of(name).orElseThrow(() -> in.wrong("vital \"" + name + "\""));
      readings.add(
          new Reading(Micros.instant(at), vital, in.text(), Double.longBitsToDouble(in.fixed())));
    }
    in.end();
    return new VitalSigns(host, boot, sequence, readings);
  }
}
