create table t (a int, b text);
CREATE TABLE

insert into t values (1, 'one'), (2, 'two');
INSERT 0 2

create materialized view m as select a, b from t;
SELECT 2

create materialized view m as select 1;
ERROR 42P07: relation "m" already exists

create materialized view if not exists m as select 1;
CREATE MATERIALIZED VIEW

create materialized view e (x, y) as select a, a * 2 from t with no data;
CREATE MATERIALIZED VIEW

select * from m order by a;
1|one
2|two

select * from e;
ERROR 55000: materialized view "e" has not been populated

select count(*) from m join e on m.a = e.x;
ERROR 55000: materialized view "e" has not been populated

create view over_e as select x from e;
CREATE VIEW

select * from over_e;
ERROR 55000: materialized view "e" has not been populated

insert into t values (3, 'three');
INSERT 0 1

select * from m order by a;
1|one
2|two

insert into m values (1, 'x');
ERROR 42809: cannot change materialized view "m"

update m set a = 1;
ERROR 42809: cannot change materialized view "m"

delete from m;
ERROR 42809: cannot change materialized view "m"

truncate m;
ERROR 42809: "m" is not a table

refresh materialized view m;
REFRESH MATERIALIZED VIEW

select * from m order by a;
1|one
2|two
3|three

refresh materialized view e;
REFRESH MATERIALIZED VIEW

select * from over_e order by x;
1
2
3

refresh materialized view e with no data;
REFRESH MATERIALIZED VIEW

select * from over_e;
ERROR 55000: materialized view "e" has not been populated

refresh materialized view concurrently e;
ERROR 0A000: CONCURRENTLY cannot be used when the materialized view is not populated

refresh materialized view concurrently m;
ERROR 55000: cannot refresh materialized view "public.m" concurrently

create unique index m_part on m (a) where a > 0;
CREATE INDEX

refresh materialized view concurrently m;
ERROR 55000: cannot refresh materialized view "public.m" concurrently

create unique index m_a on m (a);
CREATE INDEX

insert into t values (4, 'four');
INSERT 0 1

refresh materialized view concurrently m;
REFRESH MATERIALIZED VIEW

select * from m where a = 4;
4|four

refresh materialized view concurrently m with no data;
ERROR 42601: CONCURRENTLY and WITH NO DATA options cannot be used together

insert into t values (4, 'again');
INSERT 0 1

refresh materialized view m;
ERROR 23505: could not create unique index "m_part"

delete from t where b = 'again';
DELETE 1

refresh materialized view m;
REFRESH MATERIALIZED VIEW

refresh materialized view t;
ERROR 0A000: "t" is not a materialized view

refresh materialized view nosuch;
ERROR 42P01: relation "nosuch" does not exist

alter table t rename column b to label;
ALTER TABLE

refresh materialized view m;
REFRESH MATERIALIZED VIEW

alter materialized view m rename to mm;
ALTER MATERIALIZED VIEW

alter materialized view mm rename column b to bee;
ALTER MATERIALIZED VIEW

select bee from mm order by a;
one
two
three
four

alter table t add column extra int;
ALTER TABLE

alter table t drop column extra;
ALTER TABLE

alter table t drop column a;
ERROR 2BP01: cannot drop column a of table t because other objects depend on it

alter table t alter column a type bigint;
ERROR 0A000: cannot alter type of a column used by a view or rule

create view w as select bee from mm;
CREATE VIEW

drop table mm;
ERROR 42809: "mm" is not a table

drop view mm;
ERROR 42809: "mm" is not a view

drop materialized view t;
ERROR 42809: "t" is not a materialized view

drop materialized view w;
ERROR 42809: "w" is not a materialized view

drop materialized view mm;
ERROR 2BP01: cannot drop materialized view mm because other objects depend on it

drop table t;
ERROR 2BP01: cannot drop table t because other objects depend on it

drop materialized view mm cascade;
DROP MATERIALIZED VIEW

select * from w;
ERROR 42P01: relation "w" does not exist

drop table t cascade;
DROP TABLE

drop materialized view e;
ERROR 42P01: materialized view "e" does not exist

drop materialized view if exists e;
DROP MATERIALIZED VIEW

create table base (id int primary key, v int);
CREATE TABLE

create view ab as select id from base;
CREATE VIEW

create view bc as select id from ab where id > 0;
CREATE VIEW

alter table base drop column v;
ALTER TABLE

alter table base drop column id;
ERROR 2BP01: cannot drop column id of table base because other objects depend on it

alter table base alter column id type bigint;
ERROR 0A000: cannot alter type of a column used by a view or rule

drop view ab;
ERROR 2BP01: cannot drop view ab because other objects depend on it

drop view ab cascade;
DROP VIEW

create sequence s;
CREATE SEQUENCE

create view seen as select last_value from s;
CREATE VIEW

drop sequence s;
ERROR 2BP01: cannot drop sequence s because other objects depend on it

drop sequence s cascade;
DROP SEQUENCE

select * from seen;
ERROR 42P01: relation "seen" does not exist
