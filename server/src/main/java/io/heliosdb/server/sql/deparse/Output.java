package io.heliosdb.server.sql.deparse;

/// Text under construction, with PostgreSQL's indentation. Used by one thread.
final class Output {

    /// How far clauses, joins and continued lists are moved in.
    static final int CLAUSE = 8;

    static final int JOIN = 4;
    static final int VAR = 4;
    private static final int LIMIT = 40;

    private StringBuilder text = new StringBuilder();
    private int level;
    private final Style style;

    Output(Style style) {
        this.style = style;
    }

    Style style() {
        return style;
    }

    int level() {
        return level;
    }

    void setLevel(int value) {
        level = value;
    }

    Output add(String piece) {
        text.append(piece);
        return this;
    }

    /// A word that begins a new line where lines are used.
    ///
    /// @param before change of the level before it, `after` change after it
    /// @param plus blanks besides the level
    void keyword(String word, int before, int after, int plus) {
        if (!style.indent()) {
            text.append(word);
            return;
        }
        level += before;
        removeSpaces();
        text.append('\n');
        int amount = level < LIMIT ? Math.max(level, 0) : (LIMIT + (level - LIMIT) / (CLAUSE / 2)) % LIMIT;
        text.repeat(' ', amount + plus).append(word);
        level = Math.max(level + after, 0);
    }

    void removeSpaces() {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        text.setLength(end);
    }

    /// Text that `part` adds, kept apart.
    String apart(Runnable part) {
        StringBuilder whole = text;
        text = new StringBuilder();
        part.run();
        String result = text.toString();
        text = whole;
        return result;
    }

    /// Adds an item of a list, on a line of its own where the current line would grow too long.
    ///
    /// @param mayBreak whether a break is allowed before it
    /// @param force whether one is wanted in any case
    void item(String item, boolean mayBreak, boolean force) {
        if (style.indent() && style.wrap() >= 0) {
            if (item.startsWith("\n")) {
                removeSpaces();
            } else if (mayBreak) {
                int line = text.length() - (text.lastIndexOf("\n") + 1);
                if (force || line + item.length() > style.wrap()) {
                    keyword("", -CLAUSE, CLAUSE, VAR);
                }
            }
        }
        text.append(item);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
