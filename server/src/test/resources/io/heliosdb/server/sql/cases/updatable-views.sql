create table t (a int primary key, b text default 'none', c int check (c < 100), g int generated always as (a * 2) stored);
CREATE TABLE

create view v as select a, b as bee, c, a + 1 as next, g from t where c > 0 or c is null;
CREATE VIEW

insert into v (a, bee, c) values (1, 'one', 1), (2, 'two', 2) returning *;
1|one|1|2|2
2|two|2|3|4
INSERT 0 2

insert into v values (3);
INSERT 0 1

insert into v values (4, 'four', -4) returning a, next, c;
4|5|-4
INSERT 0 1

insert into v (a, next) values (5, 6);
ERROR 0A000: cannot insert into column "next" of view "v"

insert into v (a, g) values (5, 6);
ERROR 428C9: cannot insert a non-DEFAULT value into column "g"

insert into v (a, b) values (5, 6);
ERROR 42703: column "b" of relation "v" does not exist

insert into v select 10 + i, 'row ' || i, i from generate_series(1, 3) i;
INSERT 0 3

select * from v order by a;
1|one|1|2|2
2|two|2|3|4
3|none||4|6
11|row 1|1|12|22
12|row 2|2|13|24
13|row 3|3|14|26

update v set bee = bee || '!', c = c + next where a in (1, 3, 4) returning v.*;
1|one!|3|2|2
3|none!||4|6
UPDATE 2

update v set c = 200 where a = 1;
ERROR 23514: new row for relation "t" violates check constraint "t_c_check"

update v set next = 3;
ERROR 0A000: cannot update column "next" of view "v"

update v x set bee = s.w from (values (1, 'first'), (2, 'second'), (4, 'fourth')) s(k, w) where s.k = x.a returning x.a, s.w, x.bee;
1|first|first
2|second|second
UPDATE 2

update v set (bee, c) = (select 'sub', count(*) from v) where a = 2 returning bee, c;
sub|6
UPDATE 1

delete from v using t where t.a = v.a and t.a > 11 returning v.a, t.b;
12|row 2
13|row 3
DELETE 2

delete from v where a = 4;
DELETE 0

delete from v where exists (select from t where t.a = v.a + 1 and t.a < 3) returning a;
1
DELETE 1

insert into v (a, bee) values (2, 'again') on conflict (a) do update set bee = excluded.bee || ' over ' || v.bee returning *;
2|again over sub|6|3|4
INSERT 0 1

insert into v (a, bee) values (2, 'again') on conflict (a) do nothing;
INSERT 0 0

insert into v (a, bee) values (2, 'again') on conflict (a) do update set next = 3;
ERROR 0A000: cannot insert into column "next" of view "v"

insert into v (a, bee) values (2, 'again') on conflict (a) do update set bee = 'c' where v.next > 3;
INSERT 0 0

alter view v alter column bee set default 'by the view';
ALTER VIEW

insert into v (a) values (20) returning bee;
by the view
INSERT 0 1

insert into t (a) values (21) returning b;
none
INSERT 0 1

alter view v alter column bee drop default;
ALTER VIEW

alter view v alter column nosuch set default 1;
ERROR 42703: column "nosuch" of relation "v" does not exist

insert into v (a) values (22) returning bee;
none
INSERT 0 1

alter view v alter column next set default 1;
ALTER VIEW

insert into v (a) values (23);
ERROR 0A000: cannot insert into column "next" of view "v"

alter view v alter column next drop default;
ALTER VIEW

create view w as select next, a as k, bee from v where a < 30;
CREATE VIEW

insert into w (k, bee) values (25, 'through two') returning *;
26|25|through two
INSERT 0 1

insert into w (next) values (1);
ERROR 0A000: cannot insert into column "next" of view "v"

update w set next = 1;
ERROR 0A000: cannot update column "next" of view "v"

update w set bee = 'changed' where next = 26 returning *;
26|25|changed
UPDATE 1

delete from w where k >= 20 returning k;
20
21
22
25
DELETE 4

with gone as (delete from w returning k, bee) select count(*) from gone;
3

select * from t order by a;
4|four|-4|8

create view checked as select a, c from t where c < 50 with check option;
CREATE VIEW

insert into checked values (30, 49);
INSERT 0 1

insert into checked values (31, 50);
ERROR 44000: new row violates check option for view "checked"

insert into checked values (31, null);
ERROR 44000: new row violates check option for view "checked"

update checked set c = c + 1;
ERROR 44000: new row violates check option for view "checked"

create view inner_local as select a, c from t where c > 10 with local check option;
CREATE VIEW

create view outer_plain as select a, c from inner_local where a > 0;
CREATE VIEW

create view outer_local as select a, c from inner_local where a > 0 with local check option;
CREATE VIEW

create view outer_all as select a, c from outer_plain where c < 90 with cascaded check option;
CREATE VIEW

insert into outer_plain values (-1, 40);
INSERT 0 1

insert into outer_plain values (40, 5);
ERROR 44000: new row violates check option for view "inner_local"

insert into outer_local values (-2, 40);
ERROR 44000: new row violates check option for view "outer_local"

insert into outer_all values (-2, 40);
ERROR 44000: new row violates check option for view "outer_plain"

insert into outer_all values (41, 95);
ERROR 44000: new row violates check option for view "outer_all"

insert into outer_all values (42, 5);
ERROR 44000: new row violates check option for view "inner_local"

insert into outer_all values (43, 50) returning *;
43|50
INSERT 0 1

update outer_all set c = 9 where a = 43;
ERROR 44000: new row violates check option for view "inner_local"

update outer_all set a = -43 where a = 43;
ERROR 44000: new row violates check option for view "outer_plain"

insert into outer_all (a, c) values (43, 60) on conflict (a) do update set c = 96;
ERROR 44000: new row violates check option for view "outer_all"

alter view outer_plain set (check_option = local);
ALTER VIEW

insert into outer_plain values (-3, 40);
ERROR 44000: new row violates check option for view "outer_plain"

alter view outer_plain reset (check_option);
ALTER VIEW

insert into outer_plain values (-3, 40);
INSERT 0 1

create view lax with (check_option = cascaded, security_barrier = true) as select a from t where a > 0;
CREATE VIEW

insert into lax values (-9);
ERROR 44000: new row violates check option for view "lax"

create or replace view lax as select a from t where a > 0;
CREATE VIEW

insert into lax values (-9);
INSERT 0 1

create view bad with (check_option = sometimes) as select a from t;
ERROR 22023: invalid value for enum option "check_option": sometimes

create view bad with (nosuch = 1) as select a from t;
ERROR 22023: unrecognized parameter "nosuch"

create view bad as select a from t limit 1 with check option;
ERROR 0A000: WITH CHECK OPTION is supported only on automatically updatable views

create view bad as select count(*) from t with local check option;
ERROR 0A000: WITH CHECK OPTION is supported only on automatically updatable views

create view v_distinct as select distinct a from t;
CREATE VIEW

create view v_group as select a from t group by a;
CREATE VIEW

create view v_having as select 1 as one from t having true;
CREATE VIEW

create view v_union as select a from t union select 1;
CREATE VIEW

create view v_with as with x as (select 1) select a from t;
CREATE VIEW

create view v_limit as select a from t limit 5;
CREATE VIEW

create view v_agg as select max(a) as a from t;
CREATE VIEW

create view v_window as select a, row_number() over () as n from t;
CREATE VIEW

create view v_set as select a, generate_series(1, 2) as s from t;
CREATE VIEW

create view v_join as select t.a from t join t u using (a);
CREATE VIEW

create view v_values as values (1);
CREATE VIEW

create view v_expr as select a + 1 as x from t;
CREATE VIEW

insert into v_distinct values (1);
ERROR 55000: cannot insert into view "v_distinct"

update v_group set a = 1;
ERROR 55000: cannot update view "v_group"

delete from v_having;
ERROR 55000: cannot delete from view "v_having"

delete from v_union;
ERROR 55000: cannot delete from view "v_union"

delete from v_with;
ERROR 55000: cannot delete from view "v_with"

update v_limit set a = 1;
ERROR 55000: cannot update view "v_limit"

insert into v_agg values (1);
ERROR 55000: cannot insert into view "v_agg"

delete from v_window;
ERROR 55000: cannot delete from view "v_window"

update v_set set a = 1;
ERROR 55000: cannot update view "v_set"

delete from v_join;
ERROR 55000: cannot delete from view "v_join"

insert into v_values values (1);
ERROR 55000: cannot insert into view "v_values"

update v_expr set x = 1;
ERROR 55000: cannot update view "v_expr"

delete from v_expr where x = 41 returning *;
DELETE 0

create view v_system as select ctid, a, t as whole from t;
CREATE VIEW

update v_system set ctid = null;
ERROR 0A000: cannot update column "ctid" of view "v_system"

update v_system set whole = null;
ERROR 0A000: cannot update column "whole" of view "v_system"

update v_system set a = 44 where a = 43 returning a, whole;
44|(44,none,50,88)
UPDATE 1

merge into v using (values (1)) s(x) on v.a = s.x when matched then delete;
ERROR 0A000: cannot execute MERGE on relation "v"

create view twice as select a, a as again, b from t;
CREATE VIEW

insert into twice (a, again) values (50, 51);
ERROR 42601: multiple assignments to same column "a"

update twice set a = 50, again = 51;
ERROR 42601: multiple assignments to same column "a"

insert into twice (again, b) values (50, 'x') returning *;
50|50|x
INSERT 0 1

update twice set again = again + 1 where a = 50 returning *;
51|51|x
UPDATE 1

create function via_view(int) returns setof v language sql as 'update v set bee = ''f'' where a = $1 returning *';
CREATE FUNCTION

select * from via_view(51);
51|f||52|102

create recursive view counting (n) as values (1) union all select n + 1 from counting where n < 4;
CREATE VIEW

select * from counting;
1
2
3
4
