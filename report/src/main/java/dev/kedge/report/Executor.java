package dev.kedge.report;

/**
 * The syzkaller executor a report's {@code Comm: syz.P.E} field names.
 *
 * @param process number of the executor process
 * @param program number of the program it ran
 */
public record Executor(int process, long program) {}
