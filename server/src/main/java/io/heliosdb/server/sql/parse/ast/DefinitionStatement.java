package io.heliosdb.server.sql.parse.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Statements that define, change or remove objects.
public sealed interface DefinitionStatement extends Statement {

    record CreateTable(
            QualifiedName name,
            boolean temporary,
            boolean unlogged,
            boolean ifNotExists,
            List<TableElement> elements,
            TableOptions options)
            implements DefinitionStatement {}

    /// @param onCommit empty, `drop`, `delete` or `preserve`
    /// @param partitionBy text after PARTITION BY, else empty
    record TableOptions(
            List<UtilityStatement.Option> storage,
            List<QualifiedName> inherits,
            String onCommit,
            String tablespace,
            String partitionBy) {
        public static final TableOptions NONE = new TableOptions(List.of(), List.of(), "", "", "");
    }

    /// @param onCommit as {@link TableOptions} has it
    record CreateTableAs(
            QualifiedName name,
            List<String> columns,
            Statement query,
            boolean temporary,
            boolean ifNotExists,
            boolean withData,
            boolean materializedView,
            String onCommit)
            implements DefinitionStatement {}

    record AlterTable(QualifiedName name, String kind, boolean ifExists, List<AlterAction> actions)
            implements DefinitionStatement {}

    /// @param kind `table`, `index`, `view`, `sequence`, `materialized view`, `schema`, `role`, `type` …
    record Rename(String kind, QualifiedName name, boolean ifExists, String newName) implements DefinitionStatement {}

    /// @param kind of the relation, such as `table` or `view`
    record RenameColumn(String kind, QualifiedName table, boolean ifExists, String column, String newName)
            implements DefinitionStatement {}

    record RenameConstraint(QualifiedName table, boolean ifExists, String constraint, String newName)
            implements DefinitionStatement {}

    record SetSchema(String kind, QualifiedName name, boolean ifExists, String schema) implements DefinitionStatement {}

    record SetOwner(String kind, QualifiedName name, boolean ifExists, String owner) implements DefinitionStatement {}

    /// @param name empty when it is to be chosen
    /// @param whereSql the text of the condition, else empty
    record CreateIndex(
            String name,
            QualifiedName table,
            boolean unique,
            boolean concurrently,
            boolean ifNotExists,
            String method,
            List<IndexPart> parts,
            List<String> include,
            boolean nullsNotDistinct,
            List<UtilityStatement.Option> storage,
            @Nullable Expression where,
            String whereSql,
            int position)
            implements DefinitionStatement {}

    /// @param sql the text of the key
    record IndexPart(
            Expression key,
            String sql,
            @Nullable QualifiedName collation,
            String operatorClass,
            boolean descending,
            SortItem.Nulls nulls) {}

    record CreateSequence(QualifiedName name, boolean temporary, boolean ifNotExists, SequenceOptions options)
            implements DefinitionStatement {}

    record AlterSequence(QualifiedName name, boolean ifExists, SequenceOptions options)
            implements DefinitionStatement {}

    /// What was said of a sequence; null where nothing was.
    ///
    /// @param restart null for no RESTART; empty for RESTART without a value
    /// @param ownedBy empty parts for OWNED BY NONE
    record SequenceOptions(
            @Nullable TypeName type,
            @Nullable Long start,
            @Nullable Long increment,
            @Nullable Bound min,
            @Nullable Bound max,
            @Nullable Long cache,
            @Nullable Boolean cycle,
            @Nullable Bound restart,
            @Nullable QualifiedName ownedBy) {
        public static final SequenceOptions NONE =
                new SequenceOptions(null, null, null, null, null, null, null, null, null);
    }

    /// A value, or (null) the default, as in NO MINVALUE.
    record Bound(@Nullable Long value) {}

    /// @param checkOption empty, `local` or `cascaded`
    record CreateView(
            QualifiedName name,
            List<String> columns,
            QueryNode query,
            boolean replace,
            boolean temporary,
            String checkOption)
            implements DefinitionStatement {}

    /// @param name empty when only AUTHORIZATION was given
    record CreateSchema(String name, String owner, boolean ifNotExists) implements DefinitionStatement {}

    record CreateDatabase(String name) implements DefinitionStatement {}

    /// @param kind `role`, `user` or `group`
    record CreateRole(String kind, String name, List<UtilityStatement.Option> options) implements DefinitionStatement {}

    record AlterRole(String name, List<UtilityStatement.Option> options) implements DefinitionStatement {}

    /// @param values null for DEFAULT and RESET
    record AlterRoleSet(
            String role, String setting, @Nullable List<String> values) implements DefinitionStatement {}

    record CreateEnum(QualifiedName name, List<String> labels) implements DefinitionStatement {}

    record CreateComposite(QualifiedName name, List<FromNode.ColumnDefinition> fields) implements DefinitionStatement {}

    record CreateDomain(QualifiedName name, TypeName type, List<ColumnConstraint> constraints)
            implements DefinitionStatement {}

    /// @param place empty, `before` or `after`
    record AlterDomain(QualifiedName name, DomainAction action) implements DefinitionStatement {}

    /// One action of ALTER DOMAIN.
    sealed interface DomainAction {
        record AddCheck(String name, String sql, boolean notValid) implements DomainAction {}

        record DropConstraint(String name, boolean ifExists) implements DomainAction {}

        record RenameConstraint(String name, String newName) implements DomainAction {}

        record ValidateConstraint(String name) implements DomainAction {}

        record SetNotNull(boolean notNull) implements DomainAction {}

        /// @param sql null for DROP DEFAULT
        record SetDefault(@Nullable String sql) implements DomainAction {}
    }

    record AlterEnumAddValue(QualifiedName type, String label, boolean ifNotExists, String place, String neighbour)
            implements DefinitionStatement {}

    /// `ALTER TYPE` of a composite type.
    record AlterComposite(QualifiedName name, List<AttributeAction> actions) implements DefinitionStatement {}

    /// One action of it.
    sealed interface AttributeAction {
        record Add(String name, TypeName type) implements AttributeAction {}

        record Remove(String name, boolean ifExists) implements AttributeAction {}

        record SetType(String name, TypeName type) implements AttributeAction {}

        record Rename(String name, String newName) implements AttributeAction {}
    }

    record AlterEnumRenameValue(QualifiedName type, String label, String newLabel) implements DefinitionStatement {}

    /// `CREATE FUNCTION` and `CREATE PROCEDURE`.
    ///
    /// @param returns null when nothing was said, or RETURNS TABLE
    /// @param table the columns of RETURNS TABLE
    record CreateRoutine(
            boolean procedure,
            boolean replace,
            QualifiedName name,
            List<RoutineParameter> parameters,
            @Nullable TypeName returns,
            List<FromNode.ColumnDefinition> table,
            RoutineAttributes attributes)
            implements DefinitionStatement {}

    /// @param mode `in`, `out`, `inout` or `variadic`
    /// @param name empty without one
    record RoutineParameter(
            String mode,
            String name,
            TypeName type,
            @Nullable String defaultSql) {}

    /// @param volatility `i`, `s` or `v`
    /// @param definer SECURITY DEFINER
    /// @param notOffered an attribute that cannot be honoured, else empty
    record RoutineAttributes(
            String language, String body, char volatility, boolean strict, boolean definer, String notOffered) {}

    /// @param arguments types of the input arguments; null when they were left out
    record RoutineName(QualifiedName name, @Nullable List<TypeName> arguments) {}

    /// @param kind `function`, `procedure` or `routine`
    record DropRoutines(String kind, List<RoutineName> routines, boolean ifExists, boolean cascade)
            implements DefinitionStatement {}

    /// @param action `rename`, `owner`, `schema`, `volatility`, `strict`, `definer`, or empty for nothing
    record AlterRoutine(String kind, RoutineName routine, String action, String value) implements DefinitionStatement {}

    /// @param timing `before`, `after` or `instead of`
    /// @param constraint null for an ordinary trigger
    /// @param whenSql the text of the condition, else empty
    record CreateTrigger(
            String name,
            QualifiedName table,
            boolean replace,
            String timing,
            TriggerEvents events,
            List<Transition> transitions,
            boolean row,
            @Nullable TriggerConstraint constraint,
            String whenSql,
            QualifiedName function,
            List<String> arguments)
            implements DefinitionStatement {}

    /// @param names `insert`, `update`, `delete`, `truncate`
    /// @param columns of UPDATE OF
    record TriggerEvents(List<String> names, List<String> columns) {}

    /// An item of REFERENCING.
    ///
    /// @param fresh whether it is NEW
    /// @param table whether it is TABLE and not ROW
    record Transition(boolean fresh, boolean table, String name) {}

    /// What makes a trigger one of a constraint.
    ///
    /// @param from null without FROM
    record TriggerConstraint(@Nullable QualifiedName from, Timing timing) {}

    record DropTrigger(String name, QualifiedName table, boolean ifExists) implements DefinitionStatement {}

    record RenameTrigger(String name, QualifiedName table, String newName) implements DefinitionStatement {}

    record CreateExtension(String name, boolean ifNotExists) implements DefinitionStatement {}

    /// Something that is understood as a statement of PostgreSQL and not offered; `what` is its command tag.
    record Unsupported(String what, int position) implements DefinitionStatement {}

    /// @param kind such as `table`, `materialized view`, `owned by` (names are roles)
    record Drop(String kind, List<QualifiedName> names, boolean ifExists, boolean cascade, boolean concurrently)
            implements DefinitionStatement {}

    /// @param kind such as `table`, `column`, `database`, `constraint`, `domain constraint`
    /// @param name of a column or constraint behind that of what has it
    /// @param text null for NULL
    record Comment(
            String kind, QualifiedName name, @Nullable String text) implements DefinitionStatement {}

    /// @param kind `function`, `procedure` or `routine`
    /// @param text null for NULL
    record CommentOnRoutine(
            String kind, RoutineName routine, @Nullable String text) implements DefinitionStatement {}

    /// GRANT and REVOKE of privileges.
    ///
    /// @param privileges empty for ALL
    /// @param roles with `public` for everybody
    record Grant(boolean revoke, List<Granted> privileges, GrantTarget target, List<String> roles, GrantOptions options)
            implements DefinitionStatement {}

    /// @param word such as `select`; empty for ALL of some columns
    /// @param columns empty for the whole object
    record Granted(String word, List<String> columns) {}

    /// @param kind `table`, `sequence`, `schema`, `database`, `function`, `all tables in schema` …; `tables` and so on
    /// for default privileges
    /// @param routines in place of `objects` where the kind is one of routines
    record GrantTarget(String kind, List<QualifiedName> objects, List<RoutineName> routines) {}

    /// @param option WITH GRANT OPTION, or that only the option is revoked; ADMIN OPTION likewise
    /// @param grantor of GRANTED BY, else empty
    record GrantOptions(boolean option, boolean cascade, String grantor) {}

    /// GRANT and REVOKE of membership in roles.
    record GrantRole(boolean revoke, List<String> granted, List<String> members, GrantOptions options)
            implements DefinitionStatement {}

    /// @param roles whose new objects are meant; empty for the user's
    /// @param schemas empty for all
    record AlterDefaultPrivileges(List<String> roles, List<String> schemas, Grant grant)
            implements DefinitionStatement {}

    record ReassignOwned(List<String> roles, String owner) implements DefinitionStatement {}

    /// A column, a table constraint or LIKE.
    sealed interface TableElement permits Column, TableConstraint, Like {}

    record Column(
            String name,
            TypeName type,
            @Nullable QualifiedName collation,
            List<ColumnConstraint> constraints,
            int position)
            implements TableElement {}

    record Like(QualifiedName table, List<String> including, List<String> excluding) implements TableElement {}

    /// @param name empty when it is to be chosen
    record ColumnConstraint(String name, Kind kind, int position) {
        public sealed interface Kind {
            record NotNull() implements Kind {}

            record Null() implements Kind {}

            record Default(Expression value, String sql) implements Kind {}

            record Check(Expression condition, String sql, boolean noInherit) implements Kind {}

            record Unique(boolean primary, boolean nullsNotDistinct, Timing timing) implements Kind {}

            record References(Reference reference, Timing timing) implements Kind {}

            record Generated(Expression value, String sql) implements Kind {}

            record Identity(boolean always, SequenceOptions options) implements Kind {}
        }
    }

    /// @param name empty when it is to be chosen
    record TableConstraint(String name, Kind kind, Timing timing, boolean notValid, int position)
            implements TableElement {
        public sealed interface Kind {
            record Check(Expression condition, String sql, boolean noInherit) implements Kind {}

            record Unique(boolean primary, List<String> columns, List<String> include, boolean nullsNotDistinct)
                    implements Kind {}

            /// `UNIQUE USING INDEX`.
            record UsingIndex(boolean primary, String index) implements Kind {}

            record ForeignKey(List<String> columns, Reference reference) implements Kind {}

            record Exclude() implements Kind {}
        }
    }

    /// What a foreign key refers to; columns are empty for the primary key. Actions are `no action`, `restrict`,
    /// `cascade`, `set null` or `set default`.
    /// @param deleteColumns which columns `ON DELETE SET` is about; empty for all
    record Reference(
            QualifiedName table,
            List<String> columns,
            String match,
            String onDelete,
            List<String> deleteColumns,
            String onUpdate) {}

    record Timing(boolean deferrable, boolean initiallyDeferred) {
        public static final Timing NONE = new Timing(false, false);
    }

    /// One action of ALTER TABLE.
    sealed interface AlterAction {
        record AddColumn(Column column, boolean ifNotExists) implements AlterAction {}

        record DropColumn(String column, boolean ifExists, boolean cascade) implements AlterAction {}

        record SetType(
                String column, TypeName type, @Nullable Expression using) implements AlterAction {}

        /// @param value null for DROP DEFAULT
        record SetDefault(String column, @Nullable Expression value, String sql) implements AlterAction {}

        record SetNotNull(String column, boolean notNull) implements AlterAction {}

        record AddIdentity(String column, boolean always, SequenceOptions options) implements AlterAction {}

        /// @param always null when not said
        record SetIdentity(String column, @Nullable Boolean always, SequenceOptions options) implements AlterAction {}

        record DropIdentity(String column, boolean ifExists) implements AlterAction {}

        record DropExpression(String column, boolean ifExists) implements AlterAction {}

        record AddConstraint(TableConstraint constraint) implements AlterAction {}

        record DropConstraint(String name, boolean ifExists, boolean cascade) implements AlterAction {}

        record ValidateConstraint(String name) implements AlterAction {}

        record AlterConstraint(String name, Timing timing) implements AlterAction {}

        record Owner(String role) implements AlterAction {}

        /// Of a view: `local`, `cascaded` or empty.
        record SetCheckOption(String value) implements AlterAction {}

        /// @param name of one trigger; empty for several
        /// @param all whether with those of foreign keys, where there is no name
        /// @param mode `enable`, `disable`, `replica` or `always`
        record SetTrigger(String name, boolean all, String mode) implements AlterAction {}

        /// A tuning that changes nothing here, such as SET STATISTICS or SET (fillfactor = 90).
        record Ignored(String what) implements AlterAction {}

        record NotOffered(String what, int position) implements AlterAction {}
    }
}
