package dev.kedge.verify.result;

/**
 * A kernel report found in a console by the {@code report} module.
 *
 * @param title the report's title, the name its issue has everywhere
 * @param type the report's type, for example {@code HANG}
 * @param fingerprint the fingerprint that groups it with reports of the fleet
 * @param startLine its first line in the console, from 1
 * @param expected whether the suite that ran asked for it (a drill)
 */
public record ConsoleReport(
    String title, String type, String fingerprint, int startLine, boolean expected) {}
