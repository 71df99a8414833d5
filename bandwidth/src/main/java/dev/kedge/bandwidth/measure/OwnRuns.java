package dev.kedge.bandwidth.measure;

/**
 * How often the model is as near to itself as its class asks: what a kernel that is exactly the
 * model would reach. A row whose values scatter, and that may only be inside the bands, does not
 * reach 100 %.
 *
 * @param rowClass of the row
 * @param share of the row's simulations, each compared with the others, that have every value as
 *     near as the class asks, 0 to 1
 */
public record OwnRuns(RowClass rowClass, double share) {}
