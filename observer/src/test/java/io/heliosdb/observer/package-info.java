@NullMarked
package io.heliosdb.observer;

import org.jspecify.annotations.NullMarked;
