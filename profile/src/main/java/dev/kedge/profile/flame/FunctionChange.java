package dev.kedge.profile.flame;

/**
 * How much one function's part of a profile changed against a base.
 *
 * @param name name of the function, or of the place in code where no symbol covers it
 * @param module file name of its module, empty text for none
 * @param origin as {@link FlameTree#origin}
 * @param self samples with the function innermost
 * @param baseSelf the same in the base
 * @param total samples with the function anywhere in the stack, recursion counted once
 * @param baseTotal the same in the base
 * @param share part of all samples that {@code self} is, 0 to 1
 * @param baseShare the same in the base
 * @param z {@link TwoProportions#z} of the two shares, positive when it grew
 */
public record FunctionChange(
    String name,
    String module,
    int origin,
    long self,
    long baseSelf,
    long total,
    long baseTotal,
    double share,
    double baseShare,
    double z) {}
