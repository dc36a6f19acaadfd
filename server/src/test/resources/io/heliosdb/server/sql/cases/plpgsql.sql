create table stock(id int primary key, name text, amount int not null default 0);
CREATE TABLE

create function shown(n int, sep text default '-') returns text language plpgsql as $$
declare
  r text := '';
  half numeric(6,2) = n / 2.0;
begin
  for i in 1..n loop
    if i > 1 then r := r || sep; end if;
    r := r || case when i % 2 = 0 then 'e' else 'o' end || i;
  end loop;
  for i in reverse 6..1 by 2 loop r := r || ' ' || i; end loop;
  return r || ' ' || half;
end $$;
CREATE FUNCTION

select shown(3), shown(2, '+'), shown(0);
o1-e2-o3 6 4 2 1.50|o1+e2 6 4 2 1.00| 6 4 2 0.00

create function restock(names text[]) returns setof stock language plpgsql as $$
declare n text; row_ stock%rowtype; any_ record; total stock.amount%type := 0;
begin
  foreach n in array names loop
    insert into stock(id, name, amount) values (length(n), n, length(n) * 10)
      on conflict (id) do update set amount = stock.amount + 1 returning * into row_;
    total := total + row_.amount;
    row_.name := upper(row_.name);
    return next row_;
  end loop;
  for any_ in select s.id, s.name from stock s order by s.id desc loop
    any_.name := any_.name || '/' || total;
    return query select any_.id, any_.name, total;
  end loop;
  return query execute 'select id, name, $1 from stock where id < $2' using 7, 3;
end $$;
CREATE FUNCTION

select * from restock(array['ab', 'xyz', 'cd']);
2|AB|20
3|XYZ|30
2|AB|21
3|xyz/71|71
2|ab/71|71
2|ab|7

select * from stock order by id;
2|ab|21
3|xyz|30

create function safe_div(a int, b int) returns text language plpgsql as $$
declare s text; m text;
begin
  return a / b;
exception
  when division_by_zero or null_value_not_allowed then
    get stacked diagnostics s = returned_sqlstate, m = message_text;
    return s || ' ' || m || ' ' || sqlstate || ' ' || sqlerrm;
  when others then return 'other ' || sqlerrm;
end $$;
CREATE FUNCTION

select safe_div(7, 2), safe_div(1, 0), safe_div(-2147483648, -1);
3|22012 division by zero 22012 division by zero|other integer out of range

create function try_insert(i int) returns text language plpgsql as $$
declare c text; t text; n int;
begin
  insert into stock values (100, 'outer', 0);
  begin
    insert into stock values (101, 'inner', 0);
    insert into stock values (i, 'dup', 1);
    get diagnostics n = row_count;
    return 'inserted ' || n;
  exception when unique_violation then
    get stacked diagnostics c = constraint_name, t = table_name;
    return c || ' of ' || t || ' ' || (select count(*) from stock);
  end;
end $$;
CREATE FUNCTION

select try_insert(2);
stock_pkey of stock 3

select id, name from stock where id >= 100;
100|outer

create function fact(n int) returns bigint language plpgsql immutable strict as $$ begin if n <= 1 then return 1; end if; return n * fact(n - 1); end $$;
CREATE FUNCTION

select fact(15), fact(null), (select sum(fact(g)) from generate_series(1, 5) g);
1307674368000||153

create function pair_of(a int, out double_ int, out shown text) language plpgsql as $$ begin double_ := a * 2; shown := 'v' || a; end $$;
CREATE FUNCTION

select * from pair_of(4);
8|v4

select pair_of(5), (pair_of(6)).shown;
(10,v5)|v6

create function squares(n int) returns table(k int, sq bigint) language plpgsql as $$ begin for k in 1..n loop sq := k * k; return next; end loop; for k in 7..7 loop return query select k, 49::bigint; end loop; end $$;
CREATE FUNCTION

select * from squares(3) s where s.sq <> 4;
|1
|9
7|49

create function parts() returns text language plpgsql as $$
declare a int[] := array[1,2,3]; j jsonb := '{"x": 1}'; r record; s stock; m int[][] := '{{1,2},{3,4}}'; sl int[]; out_ text := '';
begin
  a[2] := 20; a[5] := 50; j['k'] := '[5]'; s.name := 'n'; s.amount := '12';
  select 1 as one, 'two' as two into r; r.one := r.one + 1;
  foreach sl slice 1 in array m loop out_ := out_ || sl::text; end loop;
  return a::text || j || r || s || out_;
end $$;
CREATE FUNCTION

select parts();
{1,20,3,NULL,50}{"k": [5], "x": 1}(2,two)(,n,12){1,2}{3,4}

create function leaving() returns text language plpgsql as $$
declare t text := ''; i int := 0; x int := 5;
begin
  <<outer>> loop
    i := i + 1;
    continue when i % 2 = 1;
    for j in 1..10 loop
      continue outer when j = 3 and i < 6;
      exit outer when i = 6;
      t := t || i || j || ' ';
    end loop;
  end loop outer;
  while i > 3 loop i := i - 1; end loop;
  <<b>> declare x int := 7; begin t := t || x || b.x || leaving.x; exit b; t := 'never'; end b;
  case i when 1, 2 then t := t || 'low'; when 3 then t := t || 'three'; else t := 'bad'; end case;
  case when i > 5 then t := 'bad'; else t := t || '!'; end case;
  return t;
end $$;
CREATE FUNCTION

create or replace function leaving() returns text language plpgsql as $$
declare t text := ''; i int := 0;
begin
  <<outer>> loop
    i := i + 1;
    continue when i % 2 = 1;
    for j in 1..10 loop
      continue outer when j = 3 and i < 6;
      exit outer when i = 6;
      t := t || i || j || ' ';
    end loop;
  end loop outer;
  while i > 3 loop i := i - 1; end loop;
  <<b>> declare x int := 7; begin t := t || x || b.x; exit b; t := 'never'; end b;
  case i when 1, 2 then t := t || 'low'; when 3 then t := t || 'three'; else t := 'bad'; end case;
  case when i > 5 then t := 'bad'; else t := t || '!'; end case;
  return t;
end $$;
CREATE FUNCTION

select leaving();
21 22 41 42 77three!

create function cursors() returns text language plpgsql as $$
declare c cursor (lim int) for select id from stock where id <= lim order by id; r refcursor; x int; t text := ''; q record;
begin
  for q in c(3) loop t := t || q.id || ' '; end loop;
  open c(100); fetch c into x; t := t || x; fetch last from c into x; t := t || ' ' || x; move backward 1 from c; fetch c into x; t := t || ' ' || x; close c;
  open r for execute 'select name from stock where id = $1' using 3; fetch r into t; x := found::int; fetch r into q; close r;
  return t || x || found;
end $$;
CREATE FUNCTION

select cursors();
xyz1false

create function quiet(i int) returns void language plpgsql as $$ begin perform fact(i); update stock set amount = amount + 1 where id = i; if not found then raise exception 'no stock %', i using errcode = 'S0001', hint = 'h'; end if; end $$;
CREATE FUNCTION

create or replace function quiet(i int) returns void language plpgsql as $$ begin update stock set amount = amount + 1 where id = i; if not found then raise exception 'no stock %', i using errcode = 'S0001', hint = 'h'; end if; end $$;
CREATE FUNCTION

select quiet(2);

select quiet(55);
ERROR S0001: no stock 55

create function caught() returns text language plpgsql as $$ begin perform quiet(55); return 'no'; exception when sqlstate 'S0001' then return sqlstate || sqlerrm; end $$;
CREATE FUNCTION

select caught();
S0001no stock 55

do $$ declare r record; begin update stock set name = r.x; end $$;
ERROR 55000: record "r" is not assigned yet

do $$ begin select 1; end $$;
ERROR 42601: query has no destination for result data

do $$ declare x int; begin select id into strict x from stock where id = -1; end $$;
ERROR P0002: query returned no rows

do $$ declare x int; begin select id into strict x from stock; end $$;
ERROR P0003: query returned more than one row

do $$ declare id int := 1; begin perform id from stock; end $$;
ERROR 42702: column reference "id" is ambiguous

do $$ declare x int not null := 1; begin x := null; end $$;
ERROR 22004: null value cannot be assigned to variable "x" declared NOT NULL

do $$ begin assert 1 = 2, 'they differ'; end $$;
ERROR P0004: they differ

do $$ begin raise exception using errcode = 'unique_violation', message = 'mine'; end $$;
ERROR 23505: mine

do $$ begin raise; end $$;
ERROR 0Z002: RAISE without parameters cannot be used outside an exception handler

do $$ declare x varchar(3); begin x := 'abcd'; end $$;
ERROR 22001: value too long for type character varying(3)

do $$ declare x int; begin x := 'abc'; end $$;
ERROR 22P02: invalid input syntax for type integer: "abc"

do $$ begin case 5 when 1 then null; end case; end $$;
ERROR 20000: case not found

create function none_() returns int language plpgsql as $$ begin end $$;
CREATE FUNCTION

select none_();
ERROR 2F005: control reached end of function without RETURN

create function wrong() returns setof stock language plpgsql as $$ begin return query select 1, 2; end $$;
CREATE FUNCTION

select * from wrong();
ERROR 42804: structure of query does not match function result type

create function bad() returns int language plpgsql as $$ begin retrun 1; end $$;
ERROR 42601: syntax error at or near "retrun"

create function bad() returns int language plpgsql as $$ begin x := 1; end $$;
ERROR 42601: "x" is not a known variable

create function bad() returns int language plpgsql as $$ begin raise notice '% %', 1; end $$;
ERROR 42601: too few parameters specified for RAISE

create function bad(a int) returns trigger language plpgsql as $$ begin return new; end $$;
ERROR 42P13: trigger functions cannot have declared arguments

create function stays() returns int language plpgsql stable as $$ begin delete from stock; return 1; end $$;
CREATE FUNCTION

select stays();
ERROR 0A000: DELETE is not allowed in a non-volatile function

do $$ begin execute 'create table made(a int)'; insert into made values (1), (2); execute 'update made set a = a + $1' using 10; end $$;
DO

select * from made;
11
12

do $$ declare n int; begin execute 'select count(*) from made where a > $1' into n using 11; if n <> 1 then raise exception 'n %', n; end if; drop table made; end $$;
DO

select * from made;
ERROR 42P01: relation "made" does not exist

do $$ begin set local search_path = pg_catalog; perform set_config('my.own', 'x', true); end $$;
DO

create function fitted(out v numeric(4,2)[], out w varchar(3)[], out z char(3)[], out said text) language plpgsql as $$
declare n numeric(4,2)[]; t varchar(3)[]; c char(3)[];
begin
  n := array[1.234, 2.345];
  n[2] := 3.33333;
  n[3:4] := array[4.444, 5.555];
  t := '{a,b}';
  c := array['a'];
  c[2] := 'bc';
  begin
    t[1] := 'abcdef';
  exception when others then said := sqlstate || ' ' || sqlerrm;
  end;
  begin
    n[1] := 1000;
  exception when others then said := said || ', ' || sqlstate || ' ' || sqlerrm;
  end;
  v := n; w := t; z := c;
end
$$;
CREATE FUNCTION

select * from fitted();
{1.23,3.33,4.44,5.56}|{a,b}|{"a  ","bc "}|22001 value too long for type character varying(3), 22003 numeric field overflow
