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

create table seats (room int, row_no int, taken boolean, state text, gone timestamp);
CREATE TABLE

create unique index seats_taken on seats (room) where row_no > 0;
CREATE INDEX

insert into seats values (1, 1) on conflict (room) do nothing;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

insert into seats values (1, 1), (1, 2) on conflict (room) where row_no > 0 do nothing;
INSERT 0 1

insert into seats values (1, 1) on conflict (room) where 0 < row_no do nothing;
INSERT 0 0

insert into seats values (1, 1) on conflict (room) where row_no >= 1 do nothing;
INSERT 0 0

insert into seats values (1, 1) on conflict (room) where row_no >= 0 do nothing;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

insert into seats values (1, 1) on conflict (room) where row_no > 5 do nothing;
INSERT 0 0

insert into seats values (1, 1) on conflict (room) where row_no > -1 do nothing;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

insert into seats values (1, 1) on conflict (room) where row_no in (3, 4) do nothing;
INSERT 0 0

insert into seats values (1, 1) on conflict (room) where row_no in (3, 0) do nothing;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

insert into seats values (1, 1) on conflict (room) where row_no = 3 and state = 'x' do update set state = 'met' returning *;
1|1||met|
INSERT 0 1

insert into seats values (1, 1) on conflict (room) where row_no = 3 or state = 'x' do nothing;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

insert into seats values (1, 1) on conflict (room) where none_such > 0 do nothing;
ERROR 42703: column "none_such" does not exist

insert into seats values (1, -1), (1, -1) on conflict (room) where row_no > 0 do nothing;
INSERT 0 2

drop index seats_taken;
DROP INDEX

delete from seats;
DELETE 3

create unique index seats_live on seats (room, row_no) where gone is null;
CREATE INDEX

insert into seats values (2, 1) on conflict (room, row_no) where gone is null do nothing;
INSERT 0 1

insert into seats values (2, 1) on conflict (row_no, room) where gone is null do update set taken = true returning room, taken;
2|t
INSERT 0 1

insert into seats values (2, 1) on conflict (room, row_no) where gone is not null do nothing;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

insert into seats values (2, 1) on conflict (room, row_no) do nothing;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

insert into seats values (2, 1) on conflict do nothing;
INSERT 0 0

drop index seats_live;
DROP INDEX

create unique index seats_known on seats (row_no) where state is not null and taken;
CREATE INDEX

insert into seats values (3, 9, true, 'a') on conflict (row_no) where state = 'a' and taken = true do nothing;
INSERT 0 1

insert into seats values (4, 9, true, 'a') on conflict (row_no) where taken and lower(state) > 'a' do update set room = 5 returning room;
5
INSERT 0 1

insert into seats values (4, 9, true, 'a') on conflict (row_no) where taken = false and state = 'a' do nothing;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

insert into seats values (4, 9, true, 'a') on conflict (row_no) where taken do nothing;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

drop index seats_known;
DROP INDEX

create unique index seats_states on seats (room) where state in ('a', 'b');
CREATE INDEX

insert into seats values (6, 1, true, 'a') on conflict (room) where state in ('a', 'b') do nothing;
INSERT 0 1

insert into seats values (6, 1, true, 'b') on conflict (room) where state = 'b' do nothing;
INSERT 0 0

insert into seats values (6, 1, true, 'b') on conflict (room) where state in ('b', 'c') do nothing;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

insert into seats values (6, 1, true, 'b') on conflict (room) where state = 'b' or state = 'a' do nothing;
INSERT 0 0

create unique index seats_room on seats (room) where state < 'c' or row_no = 100;
CREATE INDEX

insert into seats values (7, 1, true, 'b') on conflict (room) where state < 'b' do nothing;
INSERT 0 1

insert into seats values (7, 100, true, 'x') on conflict (room) where row_no = 100 and taken do nothing;
INSERT 0 0

insert into seats values (7, 100, true, 'x') on conflict (room) where row_no = 101 do nothing;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

create view seating as select room as r, row_no as n, state as s from seats;
CREATE VIEW

insert into seating values (7, 100, 'x') on conflict (r) where n = 100 do update set s = 'seen' returning s;
seen
INSERT 0 1

insert into seating values (7, 100, 'x') on conflict (r) where n = 1 do nothing;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification
