/** Why tasks give up their CPU, by the kernel functions they do it in. */
@NullMarked
package dev.kedge.profile.offcpu;

import org.jspecify.annotations.NullMarked;
