package dev.kedge.linux.perf;

/**
 * Where the fields of a record lie, in 64-bit words, for a given {@code sample_type}: samples carry
 * them after the header in the order of {@code perf_output_sample}, other records at their end in
 * the order of {@code perf_event__output_id_sample} (kernel/events/core.c).
 */
final class RecordLayout {
  /** Where samples say their event; 0 where they do not. */
  final int identifierWord;

  final int instructionWord;
  final int taskWord;
  final int timeWord;
  final int cpuWord;
  final int chainWord;

  /** Whether user registers and a copy of the user stack follow the chain. */
  final boolean userCopy;

  /** How many user registers there are, where there are any. */
  final int registers;

  /** Words that every record but a sample has at its end. */
  final int trailerWords;

  /** Distance of the time from the end of a record that is no sample. */
  final int timeFromEnd;

  RecordLayout(long sampleType, int registers) {
    int word = 1;
    identifierWord = has(sampleType, SampleType.IDENTIFIER);
    word += identifierWord;
    instructionWord = word;
    word += has(sampleType, SampleType.IP);
    taskWord = word;
    word += has(sampleType, SampleType.TID);
    timeWord = word;
    word += has(sampleType, SampleType.TIME);
    word += has(sampleType, SampleType.ADDR);
    word += has(sampleType, SampleType.ID);
    word += has(sampleType, SampleType.STREAM_ID);
    cpuWord = word;
    word += has(sampleType, SampleType.CPU);
    word += has(sampleType, SampleType.PERIOD);
    chainWord = word;
    userCopy = (sampleType & SampleType.USER_COPY) == SampleType.USER_COPY;
    this.registers = registers;

    int afterTime =
        has(sampleType, SampleType.ID)
            + has(sampleType, SampleType.STREAM_ID)
            + has(sampleType, SampleType.CPU)
            + has(sampleType, SampleType.IDENTIFIER);
    timeFromEnd = afterTime + 1;
    trailerWords = timeFromEnd + has(sampleType, SampleType.TID);
  }

  private static int has(long sampleType, long bit) {
    return (sampleType & bit) == 0 ? 0 : 1;
  }
}
