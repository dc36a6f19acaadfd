create table log(n int, what text);
CREATE TABLE

create function lg() returns trigger language plpgsql as $$
begin
  insert into log select count(*) + 1, concat_ws(' ', tg_name, tg_when, tg_level, tg_op, 'new', new, 'old', old, pg_trigger_depth()) from log;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
CREATE FUNCTION

create table p(id int primary key, v text);
CREATE TABLE

create table c(id int primary key, pid int references p on delete cascade on update cascade, w text);
CREATE TABLE

create table d(id int primary key, pid int references p on delete set null);
CREATE TABLE

create trigger p1 before delete or update on p for each row execute function lg();
CREATE TRIGGER

create trigger "A" after delete or update on p for each row execute function lg();
CREATE TRIGGER

create trigger z after delete or update on p for each row execute function lg();
CREATE TRIGGER

create trigger ps after delete or update on p for each statement execute function lg();
CREATE TRIGGER

create trigger c1 before delete or update or insert on c for each row execute function lg();
CREATE TRIGGER

create trigger c2 after delete or update or insert on c for each row execute function lg();
CREATE TRIGGER

create trigger cs after delete or update or insert on c for each statement execute function lg();
CREATE TRIGGER

create trigger cbs before delete or update or insert on c for each statement execute function lg();
CREATE TRIGGER

create trigger d1 before update of pid on d for each row execute function lg();
CREATE TRIGGER

create trigger d2 after update of id on d for each row execute function lg();
CREATE TRIGGER

insert into p values (1,'a'),(2,'b'),(3,'c');
INSERT 0 3

insert into c values (10,1,'x'),(11,1,'y'),(20,2,'z');
INSERT 0 3

insert into d values (1,1),(2,3);
INSERT 0 2

insert into c values (30,99,'bad');
ERROR 23503: insert or update on table "c" violates foreign key constraint "c_pid_fkey"

truncate log;
TRUNCATE TABLE

update p set id = id + 100 where id < 3;
ERROR 23503: update or delete on table "p" violates foreign key constraint "d_pid_fkey" on table "d"

select what from log order by n;

truncate log;
TRUNCATE TABLE

delete from p;
DELETE 3

select what from log order by n;
p1 BEFORE ROW DELETE new old (1,a) 1
p1 BEFORE ROW DELETE new old (2,b) 1
p1 BEFORE ROW DELETE new old (3,c) 1
A AFTER ROW DELETE new old (1,a) 1
cbs BEFORE STATEMENT DELETE new old 2
c1 BEFORE ROW DELETE new old (10,1,x) 2
c1 BEFORE ROW DELETE new old (11,1,y) 2
d1 BEFORE ROW UPDATE new (1,) old (1,1) 2
z AFTER ROW DELETE new old (1,a) 1
A AFTER ROW DELETE new old (2,b) 1
c1 BEFORE ROW DELETE new old (20,2,z) 2
z AFTER ROW DELETE new old (2,b) 1
A AFTER ROW DELETE new old (3,c) 1
d1 BEFORE ROW UPDATE new (2,) old (2,3) 2
z AFTER ROW DELETE new old (3,c) 1
ps AFTER STATEMENT DELETE new old 1
c2 AFTER ROW DELETE new old (10,1,x) 1
c2 AFTER ROW DELETE new old (11,1,y) 1
c2 AFTER ROW DELETE new old (20,2,z) 1
cs AFTER STATEMENT DELETE new old 1

select * from d order by 1;
1|
2|

create function tt() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then insert into log select count(*) + 1, concat_ws(' ', tg_name, 'old', (select string_agg(ot::text, ';' order by id) from ot)) from log; end if;
  if tg_op <> 'DELETE' then
    execute 'insert into log select count(*) + 1, concat_ws('' '', $1, ''new'', (select string_agg(nt::text, '';'' order by id) from nt)) from log' using tg_name;
  end if;
  return null;
end $$;
CREATE FUNCTION

create table q(id int, x text, y int);
CREATE TABLE

alter table q drop column y;
ALTER TABLE

alter table q add column z int default 9;
ALTER TABLE

create trigger qi after insert on q referencing new table as nt for each statement execute function tt();
CREATE TRIGGER

create trigger qu after update on q referencing new table as nt old table as ot for each statement execute function tt();
CREATE TRIGGER

create trigger qd after delete on q referencing old table as ot for each statement execute function tt();
CREATE TRIGGER

create trigger qr after insert on q referencing new table as nt for each row execute function tt();
CREATE TRIGGER

truncate log;
TRUNCATE TABLE

insert into q values (1,'a'),(2,'b');
INSERT 0 2

update q set x = x || x;
UPDATE 2

update q set x = 1 where false;
UPDATE 0

delete from q where id = 1;
DELETE 1

select what from log order by n;
qr new (1,a,9);(2,b,9)
qr new (1,a,9);(2,b,9)
qi new (1,a,9);(2,b,9)
qu old (1,a,9);(2,b,9)
qu new (1,aa,9);(2,bb,9)
qu old
qu new
qd old (1,aa,9)

create function bad() returns trigger language plpgsql as $$ begin delete from nt; return null; end $$;
CREATE FUNCTION

create table q2(a int);
CREATE TABLE

create trigger x after insert on q2 referencing new table as nt execute function bad();
CREATE TRIGGER

insert into q2 values (1);
ERROR 0A000: relation "nt" cannot be the target of a modifying statement

create table sm(id int primary key, n int, parent int);
CREATE TABLE

create function smf() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then delete from sm where parent = old.id; return old; end if;
  update sm set n = 100 where id = new.id;
  return new;
end $$;
CREATE FUNCTION

create trigger u before update of n on sm for each row when (pg_trigger_depth() < 1) execute function smf();
CREATE TRIGGER

create trigger dd before delete on sm for each row execute function smf();
CREATE TRIGGER

insert into sm values (1,1,null),(2,2,1),(3,3,1);
INSERT 0 3

update sm set n = 5 where id = 1;
ERROR 27000: tuple to be updated was already modified by an operation triggered by the current command

delete from sm;
ERROR 27000: tuple to be updated was already modified by an operation triggered by the current command

delete from sm where id = 1;
DELETE 1

select * from sm;

create table g(a int, b int generated always as (a * 2) stored);
CREATE TABLE

create function gf() returns trigger language plpgsql as $$
begin
  insert into log select count(*) + 1, concat_ws(' ', tg_name, new, old) from log;
  new.a = new.a + 1;
  return new;
end $$;
CREATE FUNCTION

create trigger gb before insert or update on g for each row execute function gf();
CREATE TRIGGER

create trigger ga after insert or update on g for each row when (new.b > 0) execute function gf();
CREATE TRIGGER

create trigger gx before insert on g for each row when (new.b > 0) execute function gf();
ERROR 42P17: BEFORE trigger's WHEN condition cannot reference NEW generated columns

create trigger gy after update of b on g for each row execute function lg();
CREATE TRIGGER

truncate log;
TRUNCATE TABLE

insert into g values (1);
INSERT 0 1

update g set a = 10;
UPDATE 1

select what from log order by n;
gb (1,)
ga (2,4)
gb (10,) (2,4)
ga (11,22) (2,4)
gy AFTER ROW UPDATE new (11,22) old (2,4) 1

create table pl(id int, t text);
CREATE TABLE

create table pl2(id int, t text);
CREATE TABLE

create function plf() returns trigger language plpgsql as $$
declare r pl%rowtype;
begin
  r := new;
  r.t := 'r' || coalesce(r.t, '');
  new := r;
  if new.id = 2 then select 5, 'sel' into new.id, new.t; end if;
  if new.id = 3 then new.t := null; end if;
  insert into pl2 values (new.*);
  insert into pl2 select new.*;
  return new;
end $$;
CREATE FUNCTION

create trigger plt before insert on pl for each row execute function plf();
CREATE TRIGGER

insert into pl values (1,'a'),(2,'b'),(3,null),(4,'d') returning *;
1|ra
5|sel
3|
4|rd
INSERT 0 4

select * from pl2 order by 1;
1|ra
1|ra
3|
3|
4|rd
4|rd
5|sel
5|sel

create table t(a int primary key, b int, c text, d int);
CREATE TABLE

create function keep() returns trigger language plpgsql as $$ begin return new; end $$;
CREATE FUNCTION

create trigger t1 before insert on t for each row execute function keep();
CREATE TRIGGER

create trigger t2 after update of b on t for each row when (old.c is distinct from new.c) execute function keep();
CREATE TRIGGER

create trigger t3 after update on t for each row when (old.* is distinct from new.*) execute function keep();
CREATE TRIGGER

drop function keep();
ERROR 2BP01: cannot drop function keep() because other objects depend on it

alter table t drop column b;
ERROR 2BP01: cannot drop column b of table t because other objects depend on it

alter table t drop column c;
ERROR 2BP01: cannot drop column c of table t because other objects depend on it

alter table t alter column c type varchar(10);
ERROR 0A000: cannot alter type of a column used in a trigger definition

alter table t drop column d;
ALTER TABLE

alter table t rename column c to cc;
ALTER TABLE

alter table t drop column cc cascade;
ALTER TABLE

drop function keep() cascade;
DROP FUNCTION

create trigger tr1 before truncate on t for each statement execute function lg();
CREATE TRIGGER

create trigger tr2 after truncate on t execute function lg();
CREATE TRIGGER

truncate log;
TRUNCATE TABLE

truncate t;
TRUNCATE TABLE

select what from log order by n;
tr1 BEFORE STATEMENT TRUNCATE new old 1
tr2 AFTER STATEMENT TRUNCATE new old 1

create table parent(id int primary key);
CREATE TABLE

create table child(pid int references parent on delete cascade);
CREATE TABLE

alter table child disable trigger all;
ALTER TABLE

insert into child values (5);
INSERT 0 1

alter table child enable trigger all;
ALTER TABLE

insert into child values (6);
ERROR 23503: insert or update on table "child" violates foreign key constraint "child_pid_fkey"

insert into parent values (1);
INSERT 0 1

insert into child values (1);
INSERT 0 1

alter table parent disable trigger all;
ALTER TABLE

delete from parent;
DELETE 1

select * from child order by 1;
1
5
