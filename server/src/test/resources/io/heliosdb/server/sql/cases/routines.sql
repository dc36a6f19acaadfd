create table acc(id int primary key, bal numeric not null default 0, note text);
CREATE TABLE

create function add(a int, b int) returns int as 'select a + b' language sql immutable;
CREATE FUNCTION

select add(1,2), add(b => 5, a => 3), add(1, b => 2);
3|8|3

create function add(a int, b int) returns int language sql as $$ select $1 - $2 $$;
ERROR 42723: function "add" already exists with same argument types

create or replace function add(a int, b int) returns int language sql strict as $$ select $1 - $2 $$;
CREATE FUNCTION

select add(5,2), add(null,1);
3|

create or replace function add(a int, b int) returns text language sql as $$ select 'x' $$;
ERROR 42P13: cannot change return type of existing function

create function add(a text, b text default 'dflt', c timestamptz default now()) returns text language sql as $$ select a || b $$;
CREATE FUNCTION

select add('x'), add('x','y');
xdflt|xy

create function deposit(p_id int, amount numeric) returns numeric language sql as $$
  insert into acc(id, bal) values (p_id, amount) on conflict (id) do update set bal = acc.bal + excluded.bal;
  update acc set note = 'touched' where id = p_id;
  select bal from acc where id = p_id;
$$;
CREATE FUNCTION

select deposit(1, 10), deposit(1, 5);
10|15

select * from acc;
1|15|touched

select deposit(g, g) from generate_series(2,4) g;
2
3
4

create function accs(minbal numeric) returns setof acc language sql stable as $$ select * from acc where bal >= minbal order by id $$;
CREATE FUNCTION

select * from accs(3);
1|15|touched
3|3|touched
4|4|touched

select (accs(3)).id;
1
3
4

select a.id, a.bal from accs(2) a where a.id > 2;
3|3
4|4

select accs(4);
(1,15,touched)
(4,4,touched)

create function tab(n int) returns table(x int, sq bigint) language sql as $$ select g, g::bigint*g from generate_series(1,n) g $$;
CREATE FUNCTION

select * from tab(3);
1|1
2|4
3|9

select sum(sq) from tab(4) t;
30

select tab(2);
(1,1)
(2,4)

select t.x, u.* from tab(2) t, lateral tab(t.x) u;
1|1|1
2|1|1
2|2|4

create function outs(in a int, out b int, out c text) language sql as $$ select a*2, 'v'||a $$;
CREATE FUNCTION

select outs(3);
(6,v3)

select * from outs(4);
8|v4

select (outs(5)).c;
v5

create function one(out r int) language sql as 'select 42';
CREATE FUNCTION

select one(), * from one();
42|42

create function nothing(int) returns void language sql as $$ delete from acc where id = $1 $$;
CREATE FUNCTION

select nothing(1);

select count(*) from acc;
3

create function del(int) returns setof int language sql as $$ delete from acc where id >= $1 returning id $$;
CREATE FUNCTION

select del(4);
4

create function poly(a anyelement, b anyelement) returns anyelement language sql as $$ select case when a > b then a else b end $$;
CREATE FUNCTION

select poly(1,2), poly('a'::text,'b'), poly(1.5,0.5);
2|b|1.5

create function arr(anyarray) returns int language sql as 'select cardinality($1)';
CREATE FUNCTION

select arr(array[1,2,3]);
3

create function vsum(variadic nums int[]) returns bigint language sql as 'select sum(x) from unnest(nums) x';
CREATE FUNCTION

select vsum(1,2,3), vsum(variadic array[4,5]);
6|9

create function fact(n int) returns bigint language sql as $$ select case when n <= 1 then 1 else n * fact(n-1) end $$;
CREATE FUNCTION

select fact(10);
3628800

create function std(a int) returns int return a * 10;
CREATE FUNCTION

select std(4);
40

create function std2(a int) returns setof int begin atomic select a; end;
CREATE FUNCTION

select * from std2(9);
9

create procedure pr(a int, b text) language sql as $$ insert into acc values (a, 0, b); update acc set bal = bal + 1 where id = a; $$;
CREATE PROCEDURE

call pr(100, 'p');
CALL

select * from acc where id = 100;
100|1|p

select pr(1,'x');
ERROR 42809: pr(integer, unknown) is a procedure

call add(1,2);
ERROR 42809: add(integer, integer) is not a procedure

call nope(1);
ERROR 42883: procedure nope(integer) does not exist

create function bad() returns int language sql as 'select ''a''::text';
ERROR 42P13: return type mismatch in function declared to return integer

create function bad() returns int language sql as 'select 1,2';
ERROR 42P13: return type mismatch in function declared to return integer

create function bad() returns int language sql as 'insert into acc values(1)';
ERROR 42P13: return type mismatch in function declared to return integer

create function bad() language sql as 'select 1';
ERROR 42P13: function result type must be specified

create function bad() returns int language foo as 'x';
ERROR 42704: language "foo" does not exist

create function bad(a int, a int) returns int language sql as 'select 1';
ERROR 42P13: parameter name "a" used more than once

create function bad() returns nope language sql as 'select 1';
ERROR 42704: type "nope" does not exist

create function rec() returns record language sql as $$ select 1, 'a'::text $$;
CREATE FUNCTION

select rec();
(1,a)

select * from rec() as (a int, b text);
1|a

select * from rec();
ERROR 42601: a column definition list is required for functions returning "record"

create function rrow(acc) returns text language sql as $$ select $1.note || ':' || $1.id $$;
CREATE FUNCTION

select rrow(a) from acc a where id=100;
p:100

select rrow(acc.*) from acc where id=100;
p:100

create function comp() returns acc language sql as $$ select 7, 8.5, 'n'::text $$;
CREATE FUNCTION

select comp();
(7,8.5,n)

select (comp()).*;
7|8.5|n

select * from comp();
7|8.5|n

create function srf2(n int) returns setof text language sql as $$ select 'r'||g from generate_series(1,n) g $$;
CREATE FUNCTION

select srf2(3), generate_series(1,2);
r1|1
r2|2
r3|

select * from srf2(2) with ordinality;
r1|1
r2|2

drop function nope(int);
ERROR 42883: function nope(integer) does not exist

drop function add;
ERROR 42725: function name "add" is not unique

drop function add(int,int);
DROP FUNCTION

select add(1,2);
ERROR 42883: function add(integer, integer) does not exist

alter function std(int) rename to std9;
ALTER FUNCTION

select std9(1);
10

alter function fact(int) volatile;
ALTER FUNCTION

alter function fact(int) owner to postgres;
ALTER FUNCTION

drop function std9(int), fact(int);
DROP FUNCTION

drop procedure pr(int,text);
DROP PROCEDURE

drop function pr;
ERROR 42883: could not find a function named "pr"

create view va as select id, vsum(id) s from acc;
CREATE VIEW

select * from va;
2|2
3|3
100|100

select id, deposit(id, 1) from acc where deposit(id,1) > 0 order by id;
2|4
3|5
100|3

select deposit('a',1);
ERROR 22P02: invalid input syntax for type integer: "a"

select deposit(1);
ERROR 42883: function deposit(integer) does not exist

select deposit(1,2,3);
ERROR 42883: function deposit(integer, integer, integer) does not exist

select vsum('x');
ERROR 22P02: invalid input syntax for type integer: "x"
