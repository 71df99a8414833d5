package dev.kedge.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of bytes as people type it: {@code 512M}, {@code 20G}; the units are powers of 1024.
 *
 * @param bytes how many
 */
record ByteSize(long bytes) {
  /** Reads the text form. */
  static final class Converter implements ITypeConverter<ByteSize> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})([KMGT]?)(?:i?B)?");

    @Override
    public ByteSize convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "\"" + text + "\": expected a number of bytes, for example 512M or 20G");
      }
      int shift = 10 * ("KMGT".indexOf(matcher.group(2)) + 1);
      long number = Long.parseLong(matcher.group(1));
      long bytes = matcher.group(2).isEmpty() ? number : number << shift;
      if (bytes >>> (matcher.group(2).isEmpty() ? 0 : shift) != number) {
        throw new TypeConversionException("\"" + text + "\": more bytes than there are");
      }
      return new ByteSize(bytes);
    }
  }

  /** The number with the largest unit that keeps it above 1, for people. */
  static String text(double bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double value = bytes;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0
        ? "%d B".formatted((long) value)
        : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }
}
