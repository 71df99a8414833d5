package dev.kedge.report.rules;

import java.util.List;

/**
 * One kind of report, as {@code families.rules} describes it.
 *
 * @param name key of the rule
 * @param headers lines that begin such a report
 * @param unless phrases that make a line no header of this family
 * @param evidence templates looked for in the lines after the header; their captures join the
 *     header's
 * @param secondLine name under which the line after the header is captured, empty for none
 * @param complete a line every whole report of this family has, empty for none
 * @param title with {@code {frame}} and captures in braces
 * @param alternatives further titles of the same form
 * @param sources where the frame is looked for, in order
 * @param frames which functions cannot be it
 * @param continues true when the header may stand inside another report without beginning its own
 * @param program true when a program of the machine prints it, not the kernel
 * @param afterBoot true when it only counts after an earlier life of the machine
 * @param corrupted true when a header of this form is never seen in an intact log
 * @param needsStack true when a report without any stack trace is cut off
 */
public record Family(
    String name,
    List<LineTemplate> headers,
    List<String> unless,
    List<LineTemplate> evidence,
    String secondLine,
    String complete,
    String title,
    List<String> alternatives,
    List<FrameSource> sources,
    SkipRules frames,
    boolean continues,
    boolean program,
    boolean afterBoot,
    boolean corrupted,
    boolean needsStack) {}
