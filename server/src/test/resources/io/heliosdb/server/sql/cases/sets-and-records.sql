select generate_series(1, generate_series(1,3));
1
1
2
1
2
3

select generate_series(1, generate_series(1,3)) + 1, generate_series(5,6);
2|5
2|6
3|6
2|
3|
4|

select unnest(array[generate_series(1,2), 5]);
1
5
2
5

select * from generate_series(1, generate_series(1,3));
ERROR 0A000: set-returning functions must appear at top level of FROM

select * from abs(generate_series(1,3));
ERROR 0A000: set-returning functions must appear at top level of FROM

select abs(generate_series(1, generate_series(1,2))) from (values (1),(2)) v(x);
1
1
2
1
1
2

select generate_series(1, generate_series(1,3)) as g, count(*) from (values (1),(2)) v(x) group by 1 order by 1;
1|6
2|4
3|2

select generate_series(1, generate_series(1, generate_series(1,2))) as g, x from (values ('a'),('b')) v(x) order by g desc, x limit 5;
2|a
2|b
1|a
1|a
1|a

create type pair as (a int, b int);
CREATE TYPE

select * from json_populate_recordset(null::pair, '[{"a":1,"b":2}]') as t(a int, b int);
ERROR 42601: a column definition list is redundant for a function returning a named composite type

select * from json_populate_recordset(null::pair, '[{"a":1,"b":2}]') as t(c, d);
1|2

select * from json_populate_recordset(null::record, '[{"a":1,"b":2}]') as t(a int, b int);
1|2

select * from json_populate_recordset(null::record, '[{"a":1,"b":2}]');
ERROR 42601: a column definition list is required for functions returning "record"

select * from json_populate_recordset(row(1,2), '[{"a":1,"b":2}]') as t(a int, b text);
ERROR 42804: function return row and query-specified return row do not match

select * from jsonb_populate_recordset(row(1,2), '[{"a":1,"b":2}]') as t(a int, b int, c int);
ERROR 42804: function return row and query-specified return row do not match

select * from jsonb_populate_recordset(row(1,2), '[{"a":1,"b":2}]') as t(a int);
ERROR 42804: function return row and query-specified return row do not match

select * from json_populate_recordset(row(1,2), '[{"f1":7,"f2":8}]') as t(a int, b int);
7|8

select * from json_populate_record(row(1,2), '{"f1":1,"f2":2}') as t(a int, b text);
ERROR 42804: function return row and query-specified return row do not match

select * from json_populate_record(row(1,2), '{"f1":1,"f2":2}');
ERROR 42601: a column definition list is required for functions returning "record"

select json_populate_record(row(1,2), '{"f1":7,"f2":2}'), jsonb_populate_record(row(1,2)::pair, '{"b":7}');
(7,2)|(1,7)

select * from json_to_recordset('[{"a":1,"b":"x"}]') as t(a int, b text);
1|x

select * from json_to_record('{"a":1,"b":"x"}');
ERROR 42601: a column definition list is required for functions returning "record"

select * from generate_series(1,2) as t(a int);
ERROR 42601: a column definition list is only allowed for functions returning "record"

select * from json_each('{"a":1}') as t(a text, b json);
ERROR 42601: a column definition list is redundant for a function with OUT parameters

select * from json_each('{"a":1}') as t(a, b);
a|1

select * from abs(-3) as t(a int);
ERROR 42601: a column definition list is only allowed for functions returning "record"

create table known (a int, b text, check (tableoid > 0 and a > 0));
CREATE TABLE

insert into known values (1, 'x');
INSERT 0 1

insert into known values (0, 'x');
ERROR 23514: new row for relation "known" violates check constraint "known_check"

alter table known add constraint own check (tableoid = 'known'::regclass);
ALTER TABLE

insert into known values (2, 'x') returning tableoid::regclass;
known
INSERT 0 1

update known set a = 3 where a = 2;
UPDATE 1

alter table known add c int default 7;
ALTER TABLE

select * from known order by a;
1|x|7
3|x|7

alter table known add check (tableoid <> 'known'::regclass);
ERROR 23514: check constraint "known_tableoid_check" of relation "known" is violated by some row

create table unknown (a int, check (xmin is not null));
ERROR 42P10: system column "xmin" reference in check constraint is invalid

create table unknown (a int, check (ctid is not null));
ERROR 42P10: system column "ctid" reference in check constraint is invalid

create table marked (a int, b oid generated always as (tableoid) stored);
CREATE TABLE

insert into marked values (1) returning b = tableoid;
t
INSERT 0 1

update marked set a = 2 returning b = tableoid, b > 0;
t|t
UPDATE 1
