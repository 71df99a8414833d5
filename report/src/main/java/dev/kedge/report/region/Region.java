package dev.kedge.report.region;

import dev.kedge.report.line.LogLine;
import java.util.List;

/**
 * The part of a log one report covers.
 *
 * @param first index of the header line
 * @param last index of the last line that belongs to it
 * @param lastNumber number of that line
 * @param next index where the search for the next report goes on
 * @param before a few lines in front of the header
 * @param evidence the lines of the reporting context, header first
 */
public record Region(
    int first, int last, int lastNumber, int next, List<LogLine> before, List<LogLine> evidence) {}
