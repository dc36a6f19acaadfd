package io.heliosdb.server.sql.type;

/// `json`: checked text, kept as it was written.
final class JsonType extends StringType {

    JsonType() {
        super("json");
    }

    @Override
    public Object parse(String text, TypeContext context) {
        JsonParser.validate(text);
        return text;
    }

    @Override
    public int compare(Object left, Object right) {
        throw noOrder();
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        throw noOrder();
    }
}
