/// Planted faults: each is put into a copy of the sources, and the tests that guard against it must fail.
///
/// `./heliosdb test mutations` runs {@link io.heliosdb.server.mutation.MutationsCheck}.
@NullMarked
package io.heliosdb.server.mutation;

import org.jspecify.annotations.NullMarked;
