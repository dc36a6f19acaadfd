package io.heliosdb.server.sql.algebra;

/// Something that the algebra cannot express, or that came back from it in a form without a counterpart. The
/// query is then planned directly.
final class AlgebraException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AlgebraException(String message) {
        super(message);
    }
}
