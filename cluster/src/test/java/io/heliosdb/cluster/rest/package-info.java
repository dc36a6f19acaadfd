@NullMarked
package io.heliosdb.cluster.rest;

import org.jspecify.annotations.NullMarked;
