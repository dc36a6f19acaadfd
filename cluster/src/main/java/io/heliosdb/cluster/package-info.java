/// The words that node and observer share: identities, positions, roles and modes.
///
/// Everything here is an immutable value; nothing does I/O.
@NullMarked
package io.heliosdb.cluster;

import org.jspecify.annotations.NullMarked;
