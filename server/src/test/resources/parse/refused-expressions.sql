syntax error at or near "."
22
select a between f(1).x is not distinct from current_date is not distinct from f(1)[1] notnull and 1
--
syntax error at or near "collate"
24
select a between (1,2) collate "C" *  'a' similar to  default ilike exists (select 1) and 1
--
syntax error at or near "true"
51
select a between (select 1) > @ ((select 1)+2) is true notnull like !! true is not unknown and 1
--
syntax error at or near "not"
21
select position((1) not like (((select 1)) union select 2) in (1,2) <= 1 collate "C" in a)
--
syntax error at or near "not"
46
select a between  row(1,2) / (a).b / (a).b > not f(1)[1] and 1
--
syntax error at or near "not"
31
create table t (c int default not ((select 1)) & true % @ $1 is true)
--
syntax error at or near "."
86
select (((select 1)) union select 2) in (1,2) = any (array[1])  is distinct from f(1).x
--
syntax error at or near "["
34
select * from t order by array[1][1] + + null and current_date is not null
--
syntax error at or near "not"
55
create table t (c int default  a <> interval(3) '1' # not 'a' isnull)
--
syntax error at or near "["
12
select f(1)[1] @> (1) || a ::int like - (1,2) is null
--
syntax error at or near "overlaps"
56
update t set a = cast(1 as int) # not count(*) is true overlaps array[1,2] is not null
--
syntax error at or near "["
39
update t set a = array[1,2] ilike f(1)[1]
--
syntax error at or near "any"
36
create table t (c int default $1 = any (array[1])  <= ~ count(*) is true)
--
syntax error at or near "."
52
select * from t order by interval '1' day like f(1).x  # + exists (select 1) ilike + 1
--
syntax error at or near "["
19
select !! array[1][1]
--
syntax error at or near "["
25
select position(array[1][1] # (a).b is not unknown in a)
--
syntax error at or near "not"
25
select a between @ f(1) not between symmetric 1 and 2 at time zone a.* and 1
--
syntax error at or near "notnull"
34
create table t (c int default $1 notnull * array[1][1] in (select 1) ~ a.* in (select 1))
--
syntax error at or near "."
32
update t set a = a.b + a % f(1).x % exists (select 1)
--
syntax error at or near "."
32
select position(count(*) + f(1).x != (1,2) in a)
--
syntax error at or near "*"
18
select a between * -> ~ (1) is null < f(1).x is null # @ * and 1
--
syntax error at or near "["
28
update t set a = + array[1][1] or a.* ^  $1
--
syntax error at or near "["
27
select * from t where f(1)[1] is null and not (a).b isnull
--
syntax error at or near "*"
29
select * from t order by !! * overlaps (1,2) not in (1) not in (1)
--
syntax error at or near "*"
79
select * from t order by $1 # (1,2) notnull not between symmetric 1 and 2 # @ *
--
syntax error at or near "*"
53
update t set a = (((select 1)) union select 2) < !! * collate "C"
--
syntax error at or near "similar"
24
select a between (1,2) similar to not (select 1) at time zone + f(1) in (1,2) and 1
--
syntax error at or near "overlaps"
24
select position(!! a.b overlaps ~ ((select 1)+2) in a)
--
syntax error at or near "*"
78
update t set a = - interval(3) '1' not like case when a then 1 end notnull / * collate "C"
--
syntax error at or near "["
41
create table t (c int default ~ array[1][1] * f(1) is not null)
--
syntax error at or near "not"
58
update t set a = (1,2) ~ a ilike interval '1' day || 'a' not in (1) between 1 and 2
--
syntax error at or near "["
31
select * from t where array[1][1] not like not a[1:2] is not null -> count(*)
--
syntax error at or near "or"
38
select position(a[1] ~ + array[1,2]  or true in a)
--
syntax error at or near "collate"
34
select position(- ((select 1)+2) collate "C" % a[1]  is not distinct from a.b >  1 in a)
--
syntax error at or near "in"
24
select a between (1,2) in (1,2) like array[1,2] notnull or count(*) and 1
--
syntax error at or near "*"
64
select * from t where date '2020-01-01' - 'a' is distinct from * is not unknown at time zone (a)[1]
--
syntax error at or near "not"
17
select position(not date '2020-01-01' = - a.b not between symmetric 1 and 2 in a)
--
syntax error at or near "not"
67
select * from t order by @ interval '1' day in (1,2) not like (1) not in (1) = (a)[1]
--
syntax error at or near "<"
47
select * from t where 'a' = date '2020-01-01' < *
--
syntax error at or near "in"
20
select a between a in (1,2) = any (array[1])  and 1
--
syntax error at or near "*"
17
select position(* + default in a)
--
syntax error at or near "@>"
68
create table t (c int default date '2020-01-01' # f(1) collate "C" @> interval(3) '1')
--
syntax error at or near "true"
50
select a between case when a then 1 end # a.b is true <= !! a[1:2] and 1
--
syntax error at or near "*"
20
update t set a = + *  / a between 1 and 2
--
syntax error at or near "["
22
select a between f(1)[1] = any (array[1])  or current_date in (select 1) is not distinct from f(1) and 1
--
syntax error at or near "any"
35
select position(interval(3) '1' = any (array[1])  in a)
--
syntax error at or near "null"
47
select position(case when a then 1 end is not null + a not like (1) < (a)[1] is normalized in a)
--
syntax error at or near "."
14
select + f(1).x collate "C" <= date '2020-01-01' between 1 and 2 * interval '1' day
--
syntax error at or near "."
50
select a between f(1) is not distinct from ~ f(1).x not in (1) and 1
--
syntax error at or near "*"
58
select * from t where (select 1) not like ((select 1)) / *
--
syntax error at or near "similar"
60
select position((((select 1)) union select 2) < (select 1) similar to interval '1' day in a)
--
syntax error at or near "."
12
select f(1).x # !! 'a' collate "C" between 1 and 2 similar to a[1]
--
syntax error at or near "not"
54
update t set a = cast(1 as int) # count(*) ilike 'a' not between symmetric 1 and 2 ilike row(1,2)
--
syntax error at or near "."
27
select * from t where f(1).x is normalized = any (array[1])  = any (array[1])
--
syntax error at or near "overlaps"
31
select * from t order by a[1] overlaps array[1,2]
--
syntax error at or near "["
22
select a between f(1)[1] =  ((select 1)) and 1
--
syntax error at or near "."
47
update t set a = cast(1 as int) ::int < @ f(1).x + 'a' not in (1)
--
syntax error at or near "overlaps"
49
create table t (c int default date '2020-01-01' overlaps row(1,2) in (1,2))
--
syntax error at or near "["
26
select a between array[1][1] || 1 not between symmetric 1 and 2 and 1
--
syntax error at or near "at"
54
create table t (c int default ~ (a)[1] @> array[1,2] at time zone (1,2))
--
syntax error at or near "not"
43
select default similar to  ((select 1)+2) not between symmetric 1 and 2 is normalized
--
syntax error at or near "["
32
select position('a' -> array[1][1] at time zone a.b in a)
--
syntax error at or near "not"
18
select a between not date '2020-01-01' overlaps ~ a[1] is true and 1
--
syntax error at or near "null"
40
create table t (c int default @ 'a' is null # a.*)
--
syntax error at or near "*"
27
select * from t where not * % ~ ((select 1))
--
syntax error at or near "is"
44
select - (a).b is not distinct from a[1:2] is not unknown ~ array[1][1] is normalized
--
syntax error at or near "["
54
update t set a = + true at time zone ~ (a)[1] or f(1)[1] is null
--
syntax error at or near "any"
40
select a between (a).b * (1,2) ::int = any (array[1])  and 1
--
syntax error at or near "null"
48
select a between case when a then 1 end is not null & interval(3) '1' || null and 1
--
syntax error at or near "."
21
select position(f(1).x < count(*) in (select 1) in a)
--
syntax error at or near "."
48
update t set a = f(1) and a[1:2] is true - f(1).x
--
syntax error at or near "ilike"
24
select a between  null ilike - * <> f(1) ilike a.* and 1
--
syntax error at or near "not"
59
create table t (c int default  (select 1) || current_date not in (1))
--
syntax error at or near "<>"
49
select position(((select 1)+2) > cast(1 as int) <> exists (select 1) in a)
--
syntax error at or near "."
22
update t set a = f(1).x is not unknown > + (a)[1] similar to  array[1,2] ilike  exists (select 1)
--
syntax error at or near "["
34
select * from t order by array[1][1] -> null is not unknown at time zone ~ array[1,2] or null is null
--
syntax error at or near "default"
18
select a between default + (select 1) at time zone array[1][1]  & (1) and 1
--
syntax error at or near "."
104
update t set a = @ interval '1' day in (select 1) ^ - $1 is not distinct from (a)[1] in (1,2) % !! f(1).x
--
syntax error at or near "["
58
select position((((select 1)) union select 2) != array[1][1] in a)
--
syntax error at or near "*"
29
select a[1] isnull <> (1) ^ * and exists (select 1)
--
syntax error at or near "!="
65
update t set a = interval(3) '1' between 1 and 2 < ((select 1)) != ~ (1,2)
--
syntax error at or near "."
27
select * from t where f(1).x in (1,2) is not distinct from - current_date
--
syntax error at or near "*"
18
update t set a = * <= ((select 1)) ::int < @ 1 is null
--
syntax error at or near "similar"
23
select a between a[1] similar to f(1).x operator(pg_catalog.+) $1 not in (1) at time zone - null and 1
--
syntax error at or near "normalized"
53
select a between @ current_date # ((select 1)+2) is normalized and 1
--
syntax error at or near "ilike"
48
create table t (c int default array[1,2] % a.* ilike (1,2) not between symmetric 1 and 2 in (select 1))
--
syntax error at or near "["
39
create table t (c int default array[1][1] not like !! 'a')
--
syntax error at or near "at"
23
select a between a.b  at time zone a[1] collate "C" <= f(1)[1]  and 1
--
syntax error at or near "default"
18
select a between default and 1
--
syntax error at or near "["
39
create table t (c int default array[1][1])
--
syntax error at or near "in"
82
create table t (c int default array[1,2] = current_date * case when a then 1 end in (select 1))
--
syntax error at or near "["
58
select * from t order by a = default ::int and @ array[1][1]
--
syntax error at or near "["
21
select position(f(1)[1] is distinct from + array[1][1] is normalized = any (array[1])  in a)
--
syntax error at or near "not"
35
create table t (c int default 'a' not between symmetric 1 and 2)
--
syntax error at or near "overlaps"
28
select * from t where - $1 overlaps array[1,2]
--
syntax error at or near "between"
68
select * from t where a.* <> interval(3) '1' between 1 and 2 || $1 between 1 and 2
--
syntax error at or near "overlaps"
23
select ((select 1)+2) overlaps not (select 1) % default not like 1
--
syntax error at or near "overlaps"
33
create table t (c int default a overlaps 1)
--
syntax error at or near "collate"
24
select position(a[1:2] collate "C" # (a)[1] is not unknown in a)
--
syntax error at or near "ilike"
44
select count(*) between 1 and 2 % row(1,2) ilike  a[1] not in (1) ^ - 'a'
--
syntax error at or near "default"
20
select a between - default = any (array[1])   and 1
--
syntax error at or near "<>"
30
select cast(1 as int) <> a.* <> (a).b like @ (1)
--
syntax error at or near "%"
58
create table t (c int default cast(1 as int) collate "C" % true  & a)
--
syntax error at or near "notnull"
36
create table t (c int default null notnull and null & a.b is not null)
--
syntax error at or near "."
51
select * from t where (a).b in (select 1) ^ + f(1).x & (select 1) ::int
--
syntax error at or near "overlaps"
23
select ((select 1)+2) overlaps (a).b <> !! ((select 1)+2)
--
syntax error at or near "and"
42
create table t (c int default array[1,2] and f(1) is normalized at time zone a <= a.b)
--
syntax error at or near "["
30
select * from t order by f(1)[1] is not distinct from f(1)[1] <=  f(1).x in (1,2)
--
syntax error at or near "["
37
select position(((select 1)) || f(1)[1]  - + (select 1) in a)
--
syntax error at or near "unknown"
33
select position(~ (a)[1] is not unknown / + row(1,2) in a)
--
syntax error at or near "in"
27
select null not like true in (select 1)
--
syntax error at or near "between"
24
select position((a)[1] between 1 and 2 @> (a).b in a)
--
syntax error at or near "overlaps"
42
select * from t where @ 1 is not unknown overlaps 1 || (a).b not between symmetric 1 and 2
--
syntax error at or near "in"
41
update t set a =  a.* like ((select 1)) in (select 1)
--
syntax error at or near "*"
18
select a between * is not null * interval(3) '1' & (1) like not (1,2) and 1
--
syntax error at or near "or"
27
select a between ~ a[1:2] or f(1).x and 1
--
syntax error at or near "not"
23
select position((1) & not $1 between 1 and 2 and exists (select 1) > f(1).x in a)
--
syntax error at or near "["
16
select array[1][1]
--
syntax error at or near "."
30
select * from t order by f(1).x not in (1) operator(pg_catalog.+) (1)
--
syntax error at or near "collate"
37
select position(a.* / !! array[1,2] collate "C" in a)
--
syntax error at or near "*"
23
select * from t where *
--
syntax error at or near "*"
62
update t set a = - ((select 1)) % + default is distinct from * is true
--
syntax error at or near "not"
34
select default not like count(*) not between symmetric 1 and 2 is null
--
syntax error at or near "["
25
select position(array[1][1]  at time zone a in (select 1) is distinct from ((select 1)+2) in a)
--
syntax error at or near "null"
29
select a between (1) is not null is distinct from cast(1 as int) similar to default and 1
--
syntax error at or near "not"
17
select position(not a[1:2] ^ f(1).x in a)
--
syntax error at or near "<>"
48
select * from t where date '2020-01-01' <> a.b <> !! exists (select 1) notnull
--
syntax error at or near "not"
57
select a not between symmetric 1 and 2 # ((select 1)+2) not in (1)
--
syntax error at or near "or"
30
select position(+ (select 1) or (1,2) is true in a)
--
syntax error at or near "."
24
select a between + f(1).x ~ cast(1 as int) is true like ~ ((select 1)+2) and 1
--
syntax error at or near "similar"
42
select position(a.b != exists (select 1) similar to + a[1] isnull in a)
--
syntax error at or near "in"
35
create table t (c int default a.* in (select 1) = - case when a then 1 end and date '2020-01-01')
--
syntax error at or near "default"
38
select a between exists (select 1) = default like f(1) - a.b between 1 and 2 isnull and 1
--
syntax error at or near "["
12
select f(1)[1] at time zone case when a then 1 end not in (1) -> default
--
syntax error at or near "["
25
select position(array[1][1] is true or count(*) in a)
--
syntax error at or near "["
12
select f(1)[1] similar to a.* != *
--
syntax error at or near "["
35
select interval(3) '1' -  array[1][1] between 1 and 2
--
syntax error at or near "not"
52
select position(current_date is distinct from null not between symmetric 1 and 2 <> 1 in (1,2) in a)
--
syntax error at or near "["
18
select @ array[1][1] * (1) ::int <= ~ (1)
--
syntax error at or near "similar"
36
select a between date '2020-01-01' similar to a[1:2] is distinct from (a).b  and 1
--
syntax error at or near "["
30
select * from t order by f(1)[1] # a[1] in (select 1)
--
syntax error at or near "["
12
select f(1)[1] - (select 1) ~ + ((select 1)+2) in (select 1)
--
syntax error at or near "*"
48
select a.b <> array[1,2] not in (1) similar to * in (select 1)
--
syntax error at or near "not"
31
create table t (c int default not (((select 1)) union select 2) or 'a')
--
syntax error at or near "["
12
select f(1)[1] at time zone row(1,2) <> not interval '1' day
--
syntax error at or near "at"
30
select position(((select 1)) at time zone default at time zone @ (a)[1] = * in a)
--
syntax error at or near "not"
45
select a between a[1:2] ^ date '2020-01-01' not in (1) similar to @ (a)[1] and 1
--
syntax error at or near "!="
20
select @ 1 <= f(1) != @ date '2020-01-01'
--
syntax error at or near "["
24
select a between - f(1)[1] isnull or true and 1
--
syntax error at or near "similar"
19
select position(a similar to row(1,2) not like row(1,2) not like (a).b is normalized in a)
--
syntax error at or near "["
34
select * from t order by array[1][1] like interval(3) '1' isnull
--
syntax error at or near "["
14
select ~ f(1)[1] / a[1]
--
syntax error at or near "*"
31
create table t (c int default * similar to a.b <= $1 is not null)
--
syntax error at or near "<"
53
select * from t where array[1,2] <> interval(3) '1' < $1 notnull and f(1)[1]
--
syntax error at or near "not"
38
create table t (c int default (a)[1] not between symmetric 1 and 2)
--
syntax error at or near "not"
76
select position(cast(1 as int) in (select 1) != true % @ exists (select 1) not in (1) in a)
--
syntax error at or near "in"
67
select * from t where (1) in (select 1) like !! exists (select 1) in (1,2) # ((select 1))
--
syntax error at or near "="
35
select ~ exists (select 1) > true = any (array[1])
--
syntax error at or near "["
12
select f(1)[1] % (a).b + (1,2) not between symmetric 1 and 2
--
syntax error at or near "["
25
select (a)[1] & array[1][1] ~ 1 is null
--
syntax error at or near "at"
20
select a between a at time zone @ cast(1 as int) <> (1,2) in (select 1) & f(1)[1] and 1
--
syntax error at or near "not"
29
select a between array[1,2] not between symmetric 1 and 2 + exists (select 1) ::int / a.* and 1
--
syntax error at or near "true"
34
select a between ((select 1)) is true and 1
--
syntax error at or near "["
22
update t set a = f(1)[1] != (((select 1)) union select 2) / true
--
syntax error at or near "default"
26
select position(!! a.b > default not in (1) in a)
--
syntax error at or near "is"
49
select a between !! a.b is distinct from a[1:2] is normalized ilike + count(*) ::int and 1
--
syntax error at or near "at"
36
select position(null in (select 1) at time zone cast(1 as int) ::int in a)
--
syntax error at or near "overlaps"
39
select (1) /  interval '1' day isnull overlaps null ilike default
--
syntax error at or near "not"
45
select * from t order by a[1] like count(*) not between symmetric 1 and 2
--
syntax error at or near "["
52
select a.* not between symmetric 1 and 2 * array[1][1]
--
syntax error at or near "normalized"
74
select a between + date '2020-01-01' =  date '2020-01-01' #  row(1,2) is normalized and 1
--
syntax error at or near "notnull"
34
select a between ~ a[1] @> @ 'a' notnull and 1
--
syntax error at or near "["
37
select (1) is not distinct from f(1)[1]
--
syntax error at or near "isnull"
48
select a between date '2020-01-01' # a != a[1] isnull & current_date and 1
--
syntax error at or near "between"
33
select a between cast(1 as int) between 1 and 2 is distinct from row(1,2) @> a[1] and 1
--
syntax error at or near "or"
21
select position(a.* or a not in (1) * interval(3) '1' in a)
--
syntax error at or near "not"
78
select a between ~ case when a then 1 end + interval(3) '1' + ((select 1)) % not cast(1 as int) and 1
--
syntax error at or near "not"
36
create table t (c int default true not like (a).b & f(1).x similar to ~ $1)
--
syntax error at or near "notnull"
35
create table t (c int default a.* notnull)
--
syntax error at or near "at"
24
select position(a[1:2] at time zone ((select 1)) collate "C" > case when a then 1 end is not null in a)
--
syntax error at or near "notnull"
36
create table t (c int default f(1) notnull operator(pg_catalog.+) a at time zone 'a' isnull)
--
syntax error at or near "."
65
select a between cast(1 as int) % ((select 1)+2) ::int @> ~ f(1).x is not null and 1
--
syntax error at or near "unknown"
27
select a between 1 is not unknown / (a)[1] and 1
--
syntax error at or near "between"
41
select a between case when a then 1 end between 1 and 2 -> a not between symmetric 1 and 2 and 1
--
syntax error at or near "is"
56
update t set a = (a).b is not distinct from (select 1) is not null
--
syntax error at or near "*"
36
select * from t order by  null & ~ * not between symmetric 1 and 2
--
syntax error at or near "*"
31
create table t (c int default * is null overlaps + count(*))
--
syntax error at or near "and"
39
create table t (c int default @ (a).b and + a + array[1,2] <= (((select 1)) union select 2))
--
syntax error at or near "null"
24
select a between $1 is null like f(1).x operator(pg_catalog.+) !! (a)[1] and 1
--
syntax error at or near "*"
18
select a between * = (1,2) is not null and 1
--
syntax error at or near "true"
39
create table t (c int default true is true <> default operator(pg_catalog.+) ((select 1)+2))
--
syntax error at or near "default"
17
select position(default ~ ~ current_date or ~ case when a then 1 end between 1 and 2 in a)
--
syntax error at or near "overlaps"
29
update t set a = ~ count(*) overlaps f(1) is normalized and null
--
syntax error at or near "["
39
create table t (c int default array[1][1] ilike (((select 1)) union select 2) in (1,2) isnull # f(1))
--
syntax error at or near "like"
37
select position( null in (select 1) like row(1,2) in a)
--
syntax error at or near "notnull"
69
select count(*) is not null > @ $1 is distinct from interval(3) '1' notnull
--
syntax error at or near "not"
17
select position(not array[1][1]  || ((select 1)+2) ~ row(1,2) in (select 1) and $1 collate "C" in a)
--
syntax error at or near "*"
43
select * from t order by @ (a)[1] and a / * is not unknown
--
syntax error at or near "not"
53
update t set a = a[1] ilike exists (select 1) ::int not like cast(1 as int) in (1,2) = any (array[1])
--
syntax error at or near "not"
49
select position(true / a.b is not distinct from not (((select 1)) union select 2) # ((select 1)+2) in a)
