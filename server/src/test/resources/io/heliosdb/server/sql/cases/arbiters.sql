create table fruits (id int primary key, name text, note text);
CREATE TABLE

create unique index fruits_lower on fruits (lower(name));
CREATE INDEX

create unique index fruits_both on fruits (id, upper(name));
CREATE INDEX

insert into fruits values (1, 'Apple', 'first');
INSERT 0 1

insert into fruits values (2, 'APPLE', 'second') on conflict (lower(name)) do update set note = excluded.note returning *;
1|Apple|second
INSERT 0 1

insert into fruits values (3, 'apple', 'third') on conflict (upper(name)) do update set note = excluded.note;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

insert into fruits values (3, 'apple', 'third') on conflict (lower(name), upper(name)) do nothing;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

insert into fruits values (1, 'APPLE', 'fourth') on conflict (upper(name), id) do nothing;
INSERT 0 0

insert into fruits values (1, 'pear', 'fifth') on conflict (id, lower(name)) do nothing;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

create view pantry as select id, name as what, note from fruits;
CREATE VIEW

insert into pantry values (4, 'aPPle', 'sixth') on conflict (lower(what)) do update set note = excluded.note returning what, note;
Apple|sixth
INSERT 0 1

create table left_side (a int, b int);
CREATE TABLE

create table right_side (a int, c int);
CREATE TABLE

create view both_sides as select j.* from (left_side join right_side using (a)) j;
CREATE VIEW

alter table left_side add column d int;
ALTER TABLE

alter table right_side add column d int;
ALTER TABLE

create table bystander (x int);
CREATE TABLE

create view watcher as select x from bystander;
CREATE VIEW

drop table bystander;
ERROR 2BP01: cannot drop table bystander because other objects depend on it

drop table bystander cascade;
DROP TABLE

select * from watcher;
ERROR 42P01: relation "watcher" does not exist
