/// The Java half of `./heliosdb`: starts, stops and shows the five processes of a local cluster.
///
/// The bash half finds a JDK 25 and builds; it then runs {@link io.heliosdb.launcher.Main}. Everything runs on
/// the main thread; a member's process outlives the launcher.
@NullMarked
package io.heliosdb.launcher;

import org.jspecify.annotations.NullMarked;
