create table dept (id int primary key, name text unique);
CREATE TABLE

create table emp (id int primary key, name text, dept int references dept);
CREATE TABLE

create view staff as select e.id, e.name, d.name as dept, upper(e.name) as shout from emp e left join dept d on d.id = e.dept;
CREATE VIEW

insert into dept values (1, 'sales'), (2, 'research');
INSERT 0 2

insert into staff values (1, 'Ann', 'sales');
ERROR 55000: cannot insert into view "staff"

update staff set name = 'x';
ERROR 55000: cannot update view "staff"

delete from staff;
ERROR 55000: cannot delete from view "staff"

create table log (n int, what text);
CREATE TABLE

create function staff_change() returns trigger language plpgsql as $$
declare d int;
begin
  insert into log values ((select count(*) from log), concat_ws(' ', tg_name, tg_when, tg_level, tg_op, tg_table_name, 'new', new, 'old', old));
  if tg_op = 'DELETE' then
    delete from emp where id = old.id;
    return old;
  end if;
  if new.name = 'nobody' then
    return null;
  end if;
  select id into d from dept where name = new.dept;
  if tg_op = 'INSERT' then
    insert into emp values (new.id, new.name, d);
  else
    update emp set id = new.id, name = new.name, dept = d where id = old.id;
  end if;
  new.shout := upper(new.name) || '!';
  return new;
end $$;
CREATE FUNCTION

create function noted() returns trigger language plpgsql as $$
begin
  insert into log values ((select count(*) from log), concat_ws(' ', tg_name, tg_when, tg_level, tg_op));
  return null;
end $$;
CREATE FUNCTION

create trigger change instead of insert or update or delete on staff for each row execute function staff_change();
CREATE TRIGGER

create trigger before_all before insert or update or delete on staff for each statement execute function noted();
CREATE TRIGGER

create trigger after_all after insert or update on staff for each statement execute function noted();
CREATE TRIGGER

insert into staff (id, name, dept) values (1, 'Ann', 'sales'), (2, 'nobody', 'sales'), (3, 'Carl', 'research') returning *;
1|Ann|sales|ANN!
3|Carl|research|CARL!
INSERT 0 2

insert into staff (name, id) select 'Copy of ' || name, id + 10 from staff returning id, shout, dept;
11|COPY OF ANN!|
13|COPY OF CARL!|
INSERT 0 2

select what from log order by n;
before_all BEFORE STATEMENT INSERT
change INSTEAD OF ROW INSERT staff new (1,Ann,sales,) old
change INSTEAD OF ROW INSERT staff new (2,nobody,sales,) old
change INSTEAD OF ROW INSERT staff new (3,Carl,research,) old
after_all AFTER STATEMENT INSERT
before_all BEFORE STATEMENT INSERT
change INSTEAD OF ROW INSERT staff new (11,"Copy of Ann",,) old
change INSTEAD OF ROW INSERT staff new (13,"Copy of Carl",,) old
after_all AFTER STATEMENT INSERT

truncate log;
TRUNCATE TABLE

update staff set dept = 'research' where dept = 'sales' returning *;
1|Ann|research|ANN!
UPDATE 1

update staff s set name = s.name || ' ' || x.suffix from (values (3, 'III')) x(k, suffix) where s.id = x.k returning x.suffix, s.name, s.shout;
III|Carl III|CARL III!
UPDATE 1

update staff set name = 'nobody' where id = 1;
UPDATE 0

delete from staff where id = 13 returning id, shout;
13|COPY OF CARL
DELETE 1

delete from staff where id = 11;
DELETE 1

select what from log order by n;
before_all BEFORE STATEMENT UPDATE
change INSTEAD OF ROW UPDATE staff new (1,Ann,research,ANN) old (1,Ann,sales,ANN)
after_all AFTER STATEMENT UPDATE
before_all BEFORE STATEMENT UPDATE
change INSTEAD OF ROW UPDATE staff new (3,"Carl III",research,CARL) old (3,Carl,research,CARL)
after_all AFTER STATEMENT UPDATE
before_all BEFORE STATEMENT UPDATE
change INSTEAD OF ROW UPDATE staff new (1,nobody,research,ANN) old (1,Ann,research,ANN)
after_all AFTER STATEMENT UPDATE
before_all BEFORE STATEMENT DELETE
change INSTEAD OF ROW DELETE staff new old (13,"Copy of Carl",,"COPY OF CARL")
before_all BEFORE STATEMENT DELETE
change INSTEAD OF ROW DELETE staff new old (11,"Copy of Ann",,"COPY OF ANN")

select * from emp order by id;
1|Ann|2
3|Carl III|2

insert into staff (id, name) values (1, 'Double');
ERROR 23505: duplicate key value violates unique constraint "emp_pkey"

insert into staff (id, name) values (9, 'Up') on conflict do nothing;
INSERT 0 1

create view researchers as select id, name, dept from staff where dept = 'research' with check option;
CREATE VIEW

insert into researchers values (4, 'Dora', 'research');
INSERT 0 1

insert into researchers values (5, 'Eve', 'sales');
ERROR 44000: new row violates check option for view "researchers"

update researchers set dept = 'sales' where id = 3;
ERROR 44000: new row violates check option for view "researchers"

update researchers set name = 'Karl' where id = 3 returning *;
3|Karl|research
UPDATE 1

delete from researchers where id = 4 returning id;
4
DELETE 1

delete from researchers;
DELETE 2

create view some as select id, name from staff;
ERROR 42601: syntax error at or near "some"

insert into some values (6, 'Fay') returning *;
ERROR 42601: syntax error at or near "some"

alter view staff alter column dept set default 'sales';
ALTER VIEW

insert into some values (7, 'Gus') returning *;
ERROR 42601: syntax error at or near "some"

select * from staff order by id;
9|Up||UP

create trigger t1 instead of insert on emp for each row execute function noted();
ERROR 42809: "emp" is a table

create trigger t1 instead of insert on staff for each statement execute function noted();
ERROR 0A000: INSTEAD OF triggers must be FOR EACH ROW

create trigger t1 instead of insert on staff for each row when (new.id > 1) execute function noted();
ERROR 0A000: INSTEAD OF triggers cannot have WHEN conditions

create trigger t1 instead of update of name on staff for each row execute function noted();
ERROR 0A000: INSTEAD OF triggers cannot have column lists

create trigger t1 before insert on staff for each row execute function noted();
ERROR 42809: "staff" is a view

create trigger t1 after truncate on staff for each statement execute function noted();
ERROR 42809: "staff" is a view

drop trigger change on staff;
DROP TRIGGER

insert into staff values (1, 'Ann', 'sales');
ERROR 55000: cannot insert into view "staff"

drop table emp;
ERROR 2BP01: cannot drop table emp because other objects depend on it

drop table emp cascade;
DROP TABLE
