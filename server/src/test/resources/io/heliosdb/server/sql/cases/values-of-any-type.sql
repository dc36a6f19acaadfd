select format('x %% y'), format('plain');
x % y|plain

select format('%s and %L', 'a', 'b''c'), format('%s', array[1,2]), format('%s %s', variadic array['p', 'q']);
a and 'b''c'|{1,2}|p q

select concat(array[1,2]), concat(variadic array[1,2]), concat_ws('-', variadic array['a',null,'c']), concat_ws('-', array[1,2]);
{1,2}|12|a-c|{1,2}

select concat(variadic null::int[]) is null, concat_ws(',', variadic null::text[]) is null, num_nulls(variadic array[1,null]), num_nulls(array[1,null]);
t|t|1|0

select concat(variadic 10);
ERROR 42804: VARIADIC argument must be an array

select json_build_array(array[1,2]), json_build_array(variadic array[1,2]), jsonb_build_object(variadic array['a','1']);
[[1,2]]|[1, 2]|{"a": "1"}

create type mood as enum ('sad', 'ok', 'happy');
CREATE TYPE

create table feelings (who text, m mood, ms mood[]);
CREATE TABLE

insert into feelings values ('a', 'sad', '{sad,ok}'), ('b', 'happy', '{happy}'), ('c', null, null);
INSERT 0 3

select who from feelings where 'ok' = any (ms);
a

select who from feelings where m = any ('{ok,happy}'::mood[]);
b

select who from feelings where m is distinct from 'sad' order by who;
b
c

select who, nullif(m, 'sad') from feelings order by who;
a|
b|happy
c|

select who from feelings where m in (select unnest(ms) from feelings) order by who;
a
b

select who from feelings where (m, who) > ('sad'::mood, 'a') order by who;
b

select 'ok' < all ('{happy}'::mood[]), m = all (ms) from feelings order by who;
t|f
t|t
t|

create domain good as mood check (value in ('ok', 'happy'));
CREATE DOMAIN

select 'ok'::good;
ok

select 'sad'::good;
ERROR 23514: value for domain good violates check constraint "good_check"

alter type mood rename value 'ok' to 'fine';
ALTER TYPE

select ms from feelings where who = 'a';
{sad,fine}

alter type mood rename value 'ok' to 'x';
ERROR 22023: "ok" is not an existing enum label

alter type mood rename value 'sad' to 'fine';
ERROR 42710: enum label "fine" already exists

create type pair as (a int, b text);
CREATE TYPE

alter type pair add attribute c date, alter attribute a type bigint;
ALTER TYPE

select (1, 'x', '2020-01-02')::pair;
(1,x,2020-01-02)

alter type pair add attribute c int;
ERROR 42701: column "c" of relation "pair" already exists

alter type pair drop attribute d;
ERROR 42703: column "d" of relation "pair" does not exist

alter type pair drop attribute if exists d, drop attribute b;
ALTER TYPE

alter type pair rename attribute c to day cascade;
ALTER TYPE

select ((9000000000, '2020-01-02')::pair).day;
2020-01-02

alter type pair rename attribute c to e;
ERROR 42703: column "c" does not exist

alter type pair rename attribute a to day;
ERROR 42701: column "day" of relation "pair" already exists

create table holds (p pair);
CREATE TABLE

alter type pair rename attribute a to first;
ALTER TYPE

insert into holds values ((1, '2020-01-02'));
INSERT 0 1

select (p).first from holds;
1

create procedure swap(inout a int, inout b int) language plpgsql as $$ declare t int := a; begin a := b; b := t; end $$;
CREATE PROCEDURE

call swap(1, 2);
2|1

create procedure twice(inout a numeric) language sql as $$ select a * 2 $$;
CREATE PROCEDURE

call twice(21);
42

create procedure thrice(inout a numeric) language plpgsql as $$ begin a := a * 3; end $$;
CREATE PROCEDURE

call thrice(14);
42

create procedure quiet(a int) language plpgsql as $$ begin end $$;
CREATE PROCEDURE

call quiet(1);
CALL

select sum(x) over (order by x range between 1::bigint preceding and 1::smallint following) from generate_series(1, 4) x;
3
6
9
7

select j.x, a.y, b.z from (values (1, 2)) a(x, y) join (values (1, 3)) b(x, z) using (x) as j where j.x = 1;
1|2|3

select j.* from (values (1, 2)) a(x, y) join (values (1, 3)) b(x, z) using (x) as j;
1

select * from (values (1, 2)) a(x, y) join (values (1, 3)) b(x, z) using (x) as a;
ERROR 42712: table name "a" specified more than once

select timestamptz '2020-01-01 00:00+00' at time zone '+02:00', timestamptz '2020-01-01 00:00+00' at time zone 'UTC+3', timestamptz '2020-01-01 00:00+00' at time zone '<X>-05:30';
2019-12-31 22:00:00|2019-12-31 21:00:00|2020-01-01 05:30:00
