create table t(id int primary key, a text, b int default 5);
CREATE TABLE

create table log(n int, what text);
CREATE TABLE

create function lg() returns trigger language plpgsql as $$
begin
  insert into log select count(*) + 1, concat_ws(' ', tg_name, tg_when, tg_level, tg_op, tg_table_schema, tg_table_name, tg_relname, tg_nargs, tg_argv, 'new', new, 'old', old) from log;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
CREATE FUNCTION

create trigger b_row before insert or update or delete on t for each row execute function lg('x', 1, foo);
CREATE TRIGGER

create trigger a_row after insert or update or delete on t for each row execute function lg();
CREATE TRIGGER

create trigger b_st before insert or update or delete on t execute function lg();
CREATE TRIGGER

create trigger a_st after insert or update or delete on t for each statement execute function lg();
CREATE TRIGGER

insert into t values (1, 'one'), (2, 'two');
INSERT 0 2

update t set a = upper(a);
UPDATE 2

delete from t where id = 1;
DELETE 1

insert into t values (2, 'zz') on conflict (id) do update set a = excluded.a returning *;
2|zz|5
INSERT 0 1

insert into t values (2, 'yy'), (3, 'three') on conflict do nothing;
INSERT 0 1

merge into t using (values (2, 'm'), (4, 'four')) s(id, a) on t.id = s.id when matched then update set a = s.a when not matched then insert values (s.id, s.a);
MERGE 2

update t set a = 'none' where id > 100;
UPDATE 0

select what from log order by n;
b_st BEFORE STATEMENT INSERT public t t 0 new old
b_row BEFORE ROW INSERT public t t 3 [0:2]={x,1,foo} new (1,one,5) old
b_row BEFORE ROW INSERT public t t 3 [0:2]={x,1,foo} new (2,two,5) old
a_row AFTER ROW INSERT public t t 0 new (1,one,5) old
a_row AFTER ROW INSERT public t t 0 new (2,two,5) old
a_st AFTER STATEMENT INSERT public t t 0 new old
b_st BEFORE STATEMENT UPDATE public t t 0 new old
b_row BEFORE ROW UPDATE public t t 3 [0:2]={x,1,foo} new (1,ONE,5) old (1,one,5)
b_row BEFORE ROW UPDATE public t t 3 [0:2]={x,1,foo} new (2,TWO,5) old (2,two,5)
a_row AFTER ROW UPDATE public t t 0 new (1,ONE,5) old (1,one,5)
a_row AFTER ROW UPDATE public t t 0 new (2,TWO,5) old (2,two,5)
a_st AFTER STATEMENT UPDATE public t t 0 new old
b_st BEFORE STATEMENT DELETE public t t 0 new old
b_row BEFORE ROW DELETE public t t 3 [0:2]={x,1,foo} new old (1,ONE,5)
a_row AFTER ROW DELETE public t t 0 new old (1,ONE,5)
a_st AFTER STATEMENT DELETE public t t 0 new old
b_st BEFORE STATEMENT INSERT public t t 0 new old
b_st BEFORE STATEMENT UPDATE public t t 0 new old
b_row BEFORE ROW INSERT public t t 3 [0:2]={x,1,foo} new (2,zz,5) old
b_row BEFORE ROW UPDATE public t t 3 [0:2]={x,1,foo} new (2,zz,5) old (2,TWO,5)
a_row AFTER ROW UPDATE public t t 0 new (2,zz,5) old (2,TWO,5)
a_st AFTER STATEMENT UPDATE public t t 0 new old
a_st AFTER STATEMENT INSERT public t t 0 new old
b_st BEFORE STATEMENT INSERT public t t 0 new old
b_row BEFORE ROW INSERT public t t 3 [0:2]={x,1,foo} new (2,yy,5) old
b_row BEFORE ROW INSERT public t t 3 [0:2]={x,1,foo} new (3,three,5) old
a_row AFTER ROW INSERT public t t 0 new (3,three,5) old
a_st AFTER STATEMENT INSERT public t t 0 new old
b_st BEFORE STATEMENT INSERT public t t 0 new old
b_st BEFORE STATEMENT UPDATE public t t 0 new old
b_row BEFORE ROW UPDATE public t t 3 [0:2]={x,1,foo} new (2,m,5) old (2,zz,5)
b_row BEFORE ROW INSERT public t t 3 [0:2]={x,1,foo} new (4,four,5) old
a_row AFTER ROW UPDATE public t t 0 new (2,m,5) old (2,zz,5)
a_row AFTER ROW INSERT public t t 0 new (4,four,5) old
a_st AFTER STATEMENT UPDATE public t t 0 new old
a_st AFTER STATEMENT INSERT public t t 0 new old
b_st BEFORE STATEMENT UPDATE public t t 0 new old
a_st AFTER STATEMENT UPDATE public t t 0 new old

truncate log;
TRUNCATE TABLE

create function chg() returns trigger language plpgsql as $$
begin
  if new.id < 0 then return null; end if;
  new.a := new.a || '!';
  new.b = coalesce(new.b, 0) + 1;
  return new;
end $$;
CREATE FUNCTION

create trigger c before insert or update of a on t for each row when (new.b is null or new.b > 4) execute procedure chg();
CREATE TRIGGER

insert into t values (10, 'x'), (-1, 'y'), (11, 'z', null), (12, 'w', 1) returning *;
ERROR 42601: VALUES lists must all be the same length

update t set b = 7 where id = 12 returning *;
UPDATE 0

update t set a = 'q' where id = 12 returning *;
UPDATE 0

alter table t disable trigger c;
ALTER TABLE

insert into t values (20, 'plain') returning *;
20|plain|5
INSERT 0 1

alter table t enable trigger c;
ALTER TABLE

alter trigger c on t rename to d;
ALTER TRIGGER

alter trigger c on t rename to e;
ERROR 42704: trigger "c" for table "t" does not exist

alter trigger d on t rename to a_st;
ERROR 42710: trigger "a_st" for relation "t" already exists

drop trigger c on t;
ERROR 42704: trigger "c" for table "t" does not exist

drop trigger if exists c on t;
DROP TRIGGER

drop trigger if exists c on nowhere;
DROP TRIGGER

drop trigger c on nowhere;
ERROR 42P01: relation "nowhere" does not exist

create trigger d after insert on t for each row execute function lg();
ERROR 42710: trigger "d" for relation "t" already exists

create or replace trigger d before insert on t for each row execute function chg();
CREATE TRIGGER

insert into t values (-21, 'none'), (21, 'some') returning *;
21|some!|6
INSERT 0 1

alter table t disable trigger all;
ALTER TABLE

truncate log;
TRUNCATE TABLE

insert into t values (22, 'silent');
INSERT 0 1

select count(*) from log;
0

alter table t enable trigger user;
ALTER TABLE

alter table t enable trigger nosuch;
ERROR 42704: trigger "nosuch" for table "t" does not exist

delete from t where id = 22;
DELETE 1

select what from log order by n;
b_st BEFORE STATEMENT DELETE public t t 0 new old
b_row BEFORE ROW DELETE public t t 3 [0:2]={x,1,foo} new old (22,silent,5)
a_row AFTER ROW DELETE public t t 0 new old (22,silent,5)
a_st AFTER STATEMENT DELETE public t t 0 new old

create trigger x after insert on log for each row execute function nosuch();
ERROR 42883: function nosuch() does not exist

create trigger x after insert on log for each row execute function abs();
ERROR 42883: function abs() does not exist

create function plain() returns int language sql as 'select 1';
CREATE FUNCTION

create trigger x after insert on log for each row execute function plain();
ERROR 42P17: function plain must return type trigger

create trigger x after insert or insert on log for each row execute function lg();
ERROR 42601: duplicate trigger events specified at or near "insert"

create trigger x after update of nosuch on log for each row execute function lg();
ERROR 42703: column "nosuch" of relation "log" does not exist

create trigger x after update of what, what on log for each row execute function lg();
ERROR 42701: column "what" specified more than once

create trigger x instead of insert on log for each row execute function lg();
ERROR 42809: "log" is a table

create trigger x before truncate on log for each row execute function lg();
ERROR 0A000: TRUNCATE FOR EACH ROW triggers are not supported

create trigger x after insert on log for each row when (old.n > 1) execute function lg();
ERROR 42P17: INSERT trigger's WHEN condition cannot reference OLD values

create trigger x after delete on log for each row when (new.n > 1) execute function lg();
ERROR 42P17: DELETE trigger's WHEN condition cannot reference NEW values

create trigger x after insert on log when (new.n > 1) execute function lg();
ERROR 42P17: statement trigger's WHEN condition cannot reference column values

create trigger x after insert on log for each row when (new.nosuch > 1) execute function lg();
ERROR 42703: column new.nosuch does not exist

create trigger x after insert on log for each row when (new.n) execute function lg();
ERROR 42804: argument of WHEN must be type boolean, not type integer

create trigger x after update on log for each row when (n > 1) execute function lg();
ERROR 42702: column reference "n" is ambiguous

create trigger x after insert on log for each row when (exists (select 1)) execute function lg();
ERROR 0A000: cannot use subquery in trigger WHEN condition

create or replace constraint trigger x after insert on log for each row execute function lg();
ERROR 0A000: CREATE OR REPLACE CONSTRAINT TRIGGER is not supported

create trigger x before insert on log referencing new table as nt for each statement execute function lg();
ERROR 42P17: transition table name can only be specified for an AFTER trigger

create trigger x after insert on log referencing old table as ot for each statement execute function lg();
ERROR 42P17: OLD TABLE can only be specified for a DELETE or UPDATE trigger

create trigger x after insert or update on log referencing new table as nt for each statement execute function lg();
ERROR 0A000: transition tables cannot be specified for triggers with more than one event

create trigger x after update on log referencing new table as nt old table as nt for each statement execute function lg();
ERROR 42P17: OLD TABLE name and NEW TABLE name cannot be the same

create trigger x after update on log referencing new row as nt for each row execute function lg();
ERROR 0A000: ROW variable naming in the REFERENCING clause is not supported

create trigger x after insert on nowhere for each row execute function lg();
ERROR 42P01: relation "nowhere" does not exist

create view v as select * from t;
CREATE VIEW

create trigger x after insert on v for each row execute function lg();
ERROR 42809: "v" is a view

create trigger x instead of insert on v for each statement execute function lg();
ERROR 0A000: INSTEAD OF triggers must be FOR EACH ROW

create trigger x before truncate on v execute function lg();
ERROR 42809: "v" is a view

create table noret(i int);
CREATE TABLE

create function nothing() returns trigger language plpgsql as $$ begin end $$;
CREATE FUNCTION

create trigger n before insert on noret for each row execute function nothing();
CREATE TRIGGER

insert into noret values (1);
ERROR 2F005: control reached end of trigger procedure without RETURN

create or replace function nothing() returns trigger language plpgsql as $$ begin return 1; end $$;
CREATE FUNCTION

insert into noret values (1);
ERROR 42804: cannot return non-composite value from function returning composite type

create or replace function nothing() returns trigger language plpgsql as $$ begin return row(1, 2); end $$;
CREATE FUNCTION

insert into noret values (1);
ERROR 42804: returned row structure does not match the structure of the triggering table

create or replace function nothing() returns trigger language plpgsql as $$ begin return row('a'::text); end $$;
CREATE FUNCTION

insert into noret values (1);
ERROR 42804: returned row structure does not match the structure of the triggering table

create or replace function nothing() returns trigger language plpgsql as $$ begin return row(7); end $$;
CREATE FUNCTION

insert into noret values (1) returning i;
7
INSERT 0 1

create or replace function nothing() returns trigger language plpgsql as $$ begin return old; end $$;
CREATE FUNCTION

insert into noret values (1) returning i;
INSERT 0 0

create or replace function nothing() returns trigger language plpgsql as $$ begin if old.i = 1 then return new; end if; return new; end $$;
CREATE FUNCTION

insert into noret values (1) returning i;
1
INSERT 0 1

select nothing();
ERROR 0A000: trigger functions can only be called as triggers
