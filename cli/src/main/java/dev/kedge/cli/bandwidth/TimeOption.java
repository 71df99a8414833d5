package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.scenario.document.TimeText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Simulated time as scenario files write it, in nanoseconds. */
final class TimeOption implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      return TimeText.parse(text);
    } catch (BandwidthException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
