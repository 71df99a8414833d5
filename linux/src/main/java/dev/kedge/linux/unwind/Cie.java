package dev.kedge.linux.unwind;

/**
 * A common information entry: what the functions of one compiled piece share (DWARF 5, 6.4.1).
 *
 * @param codeFactor unit of distances between instructions
 * @param dataFactor unit of distances on the stack
 * @param returnAddress column of the return address
 * @param pointerEncoding how its functions say where they begin
 * @param augmented whether its functions carry augmentation data
 * @param signalFrame whether its functions are what signal handlers return to
 * @param instructions where the instructions for all of them begin in the file
 * @param instructionBytes how many bytes they have
 */
record Cie(
    long codeFactor,
    long dataFactor,
    int returnAddress,
    int pointerEncoding,
    boolean augmented,
    boolean signalFrame,
    long instructions,
    int instructionBytes) {

  /** Reads the part after the identifying word. */
  static Cie read(CfiCursor in, long fileOffset, int length) {
    int version = in.u8();
    if (version != 1 && version != 3 && version != 4) {
      throw in.wrong("version " + version);
    }
    String augmentation = in.text();
    if (augmentation.startsWith("eh")) {
      in.u64();
    }
    if (version == 4) {
      int addressBytes = in.u8();
      int segmentBytes = in.u8();
      if (addressBytes != 8 || segmentBytes != 0) {
        throw in.wrong("addresses of %d bytes".formatted(addressBytes));
      }
    }
    long codeFactor = in.uleb();
    long dataFactor = in.sleb();
    int returnAddress = version == 1 ? in.u8() : (int) in.uleb();
    int encoding = 0;
    boolean augmented = augmentation.startsWith("z");
    boolean signal = augmentation.indexOf('S') >= 0;
    if (augmented) {
      long dataBytes = in.uleb();
      long dataEnd = in.position() + dataBytes;
      for (int i = 1; i < augmentation.length() && in.position() < dataEnd; i++) {
        switch (augmentation.charAt(i)) {
          case 'L' -> in.u8();
          case 'R' -> encoding = in.u8();
          case 'P' -> in.number(in.u8() & 0xf);
          default -> {
            // 'S' and 'B' have no data; what else there may be is skipped by its length.
          }
        }
      }
      in.position(dataEnd);
    }
    return new Cie(
        codeFactor,
        dataFactor,
        returnAddress,
        encoding,
        augmented,
        signal,
        fileOffset + in.position(),
        length - in.position());
  }
}
