update t set a = (1,2) in (select 1)
--
select (1,2) is true <> a[1:2] + a is true
--
create table t (c int default date '2020-01-01' <= ((select 1)))
--
select * from t where f(1)
--
select * from t order by a[1] != not default
--
create table t (c int default (1,2))
--
select * from t order by (select 1) || not true
--
update t set a =  a[1:2] - (a)[1] not in (1) ilike exists (select 1) <= a.b not in (1)
--
select * from t where 1
--
update t set a = !! a.* not in (1) -  interval '1' day operator(pg_catalog.+) case when a then 1 end ::int
--
select a between (1,2) and 1
--
select * from t where row(1,2) not like (1) < !! a[1] is true
--
select * from t where default
--
select * from t where array[1,2]
--
select position($1 # !! (((select 1)) union select 2) in a)
--
update t set a =  case when a then 1 end = row(1,2) in (1,2) not like null
--
select * from t where a.* = ((select 1)+2) ^ cast(1 as int)
--
select 1 <= (1,2)
--
select * from t order by @ count(*)
--
select * from t order by array[1,2] # not interval(3) '1' or (((select 1)) union select 2) is true
--
select * from t where  'a'
--
select not (a).b not like (1) notnull @> true is distinct from  (a).b
--
select a between count(*) and 1
--
update t set a = array[1,2]
--
select (select 1) @> array[1,2] similar to  interval(3) '1' <> 1
--
update t set a = (((select 1)) union select 2) is null ilike !! a[1:2] ^ count(*) & @ count(*)
--
select * from t order by f(1) notnull > a in (select 1)
--
select a between cast(1 as int) > (a).b ->  interval(3) '1' is distinct from (1,2) and 1
--
select * from t order by true > a[1] ::int -> 1 ::int
--
select (((select 1)) union select 2) notnull
--
select interval '1' day similar to ((select 1))
--
select * from t order by count(*) <> interval(3) '1'
--
update t set a = ((select 1)+2)
--
select - (a)[1] isnull > (1) not between symmetric 1 and 2 - not (a)[1]
--
select $1
--
select * from t where 'a' between 1 and 2
--
select * from t order by cast(1 as int)
--
select * from t where interval(3) '1' isnull
--
update t set a = a or $1 not between symmetric 1 and 2 or a[1] <= @ exists (select 1)
--
select (1,2) is normalized % not interval '1' day
--
select * from t order by (select 1)  is not distinct from + (1) not in (1)
--
select * from t where ~ default or (a)[1] is null
--
select * from t where 1 < a.b operator(pg_catalog.+) $1
--
select * from t order by f(1) <= (select 1) not between symmetric 1 and 2 % 'a'
--
select not exists (select 1)
--
select * from t order by (1,2) = (a).b similar to true is null
--
select a notnull ^ interval(3) '1' < 1
--
select * from t where a.*
--
select * from t order by (1) is not unknown operator(pg_catalog.+) row(1,2) between 1 and 2 & null
--
select exists (select 1) * date '2020-01-01' is normalized
--
select !! interval '1' day != interval(3) '1' is normalized
--
select !! exists (select 1) ^ - interval '1' day ::int
--
select * from t where + (1) * null operator(pg_catalog.+) !! a[1:2] at time zone default
--
select * from t order by  row(1,2)
--
select * from t where (1,2)
--
select position((1) in a)
--
select * from t where f(1) in (select 1) and cast(1 as int) or ~ ((select 1)+2) is normalized
--
update t set a = date '2020-01-01' <= 'a' is true
--
select 1 - - a.* not like (1)
--
update t set a = f(1) is not unknown
--
create table t (c int default (1) ::int)
--
select a between ~ a[1:2] @> (a)[1] and 1
--
select position(((select 1)+2) in a)
--
select position(exists (select 1) ^ a.* in a)
--
update t set a = + ((select 1))
--
select a between true and 1
--
select ((select 1)) - $1
--
select * from t where ((select 1)) notnull ilike interval '1' day
--
select ((select 1)) or (1,2) is not unknown is null
--
select case when a then 1 end at time zone (a)[1] > a.b
--
update t set a = 1 @> a and (a)[1]
--
select * from t where interval(3) '1' is true is not distinct from 1
--
select not ((select 1)+2)
--
update t set a = interval(3) '1' is true ~ default
--
select row(1,2) like interval '1' day
--
select * from t order by current_date @> (select 1) -> date '2020-01-01' = interval '1' day is not null
--
select 1 <= true / $1
--
select (a).b || ~ a.b -  $1 % !! date '2020-01-01' is normalized
--
select * from t order by not interval '1' day not between symmetric 1 and 2 @> date '2020-01-01'
--
select * from t where (a)[1] is not unknown = count(*)
--
select a.b  not like exists (select 1)
--
select (1,2) - 1 is not null ~ a[1] notnull
--
select * from t where ~ default is true operator(pg_catalog.+) row(1,2)
--
select + current_date = any (array[1])  @> not count(*)
--
update t set a = current_date  @> case when a then 1 end = any (array[1])
--
select * from t order by row(1,2) at time zone ~ (a)[1] % @ ((select 1)) between 1 and 2 isnull
--
select * from t where interval(3) '1' - $1
--
select * from t order by a.* notnull
--
create table t (c int default cast(1 as int) = (select 1))
--
select (1,2) between 1 and 2 < array[1,2] not between symmetric 1 and 2 is null / ((select 1)+2)
--
select a
--
update t set a = ((select 1)+2) & (1,2) & interval(3) '1' is null != ((select 1)+2)
--
update t set a = !! 1 > f(1)
--
select * from t where (1,2) & a < true not between symmetric 1 and 2 isnull
--
select * from t order by null is distinct from cast(1 as int)
--
update t set a = current_date similar to  ((select 1)) is null ^ (1,2) is not null
--
update t set a = @ (1) -> a[1] = + a[1] is true
--
select a between a[1:2] and 1
--
select * from t order by current_date not in (1) @> ~ date '2020-01-01'
--
select a[1:2] <= (1) is not null
--
select * from t where 'a' = any (array[1])
--
update t set a = (((select 1)) union select 2) < current_date or - ((select 1)+2)
--
select cast(1 as int)
--
update t set a = (1,2) < case when a then 1 end
--
select a between row(1,2) and !! cast(1 as int) at time zone array[1,2] notnull not like not a[1] is not null and 1
--
update t set a = 1 ::int * - a[1] in (1,2)
--
update t set a = default in (1,2) ~ a not between symmetric 1 and 2 & ((select 1)+2)
--
update t set a = interval(3) '1' and exists (select 1) &  true != a.* is not null
--
select * from t where not date '2020-01-01' != count(*) & a.* -> - ((select 1)+2) ::int
--
update t set a = array[1,2]
--
select position(f(1) in a)
--
select position((((select 1)) union select 2) @> exists (select 1) & array[1,2] # date '2020-01-01' in a)
--
update t set a = a[1:2] in (1,2) ~ @ true in (1,2) % f(1)
--
select * from t where interval(3) '1' is true < row(1,2) not in (1) # (1)
--
select (select 1)
--
select current_date != case when a then 1 end @> exists (select 1)
--
select * from t order by array[1,2] ::int % ~ a.* isnull
--
select cast(1 as int)
--
update t set a = (select 1)
--
update t set a = $1 not between symmetric 1 and 2 / (select 1)
--
select 1 ~ case when a then 1 end in (select 1)
--
select * from t where (1,2)
--
select * from t order by a[1:2]
--
select * from t order by current_date isnull at time zone true is true like exists (select 1) ^ (1,2) collate "C"
--
select position(!! $1 is not distinct from (a)[1] in a)
--
select * from t where (((select 1)) union select 2) is not distinct from ((select 1)) ilike $1 + + null
--
select * from t where + date '2020-01-01' != cast(1 as int)
--
select a.* % a between 1 and 2 = any (array[1])
--
select array[1,2]
--
select a between $1 -> case when a then 1 end and 1
--
select a between row(1,2) and 1
--
select not (a)[1] isnull
--
select * from t order by !! interval(3) '1' not like - a.* is not distinct from ((select 1))
--
update t set a = case when a then 1 end = any (array[1])
--
update t set a = (a)[1] <= (a).b notnull % 'a'
--
select !! row(1,2)
--
create table t (c int default (select 1))
--
select cast(1 as int)
--
select position((select 1) in a)
--
update t set a = + a[1]
--
update t set a = !! a in (select 1) like (a)[1]
--
create table t (c int default  (((select 1)) union select 2))
--
select a between count(*) and 1
--
select case when a then 1 end and exists (select 1) ilike case when a then 1 end
--
select a.b ::int || cast(1 as int) between 1 and 2 at time zone  'a'
--
select a between (1) and 1
--
select exists (select 1)
--
select a between row(1,2) and 1
--
select null like a[1]
--
select a.* between 1 and 2 > (1,2) || ~ array[1,2]
--
update t set a = (1) isnull ^ @ a.b = any (array[1])
--
select case when a then 1 end % !! ((select 1)+2) in (select 1)
--
select * from t where !! default
--
select date '2020-01-01' > interval(3) '1' not between symmetric 1 and 2 ^ interval(3) '1'
--
update t set a = !! exists (select 1)
--
update t set a = case when a then 1 end is not null
--
select position(case when a then 1 end in a)
--
update t set a = (a).b = not a
--
create table t (c int default row(1,2))
--
update t set a = exists (select 1) || $1 operator(pg_catalog.+) $1
--
select * from t where default + array[1,2] not in (1) is true @> (((select 1)) union select 2)
--
select * from t order by date '2020-01-01' in (1,2) not like + (a).b
--
select (1,2) is true / not date '2020-01-01'
--
update t set a = date '2020-01-01' * interval(3) '1'
--
select position((select 1) in a)
--
select count(*) <= a[1:2] ::int and ((select 1)) ::int
--
select * from t where a[1] not like ((select 1))
--
select ~ case when a then 1 end > + default & (((select 1)) union select 2) and current_date
--
select a.b * (((select 1)) union select 2) + $1 ^ 1
--
select * from t where @ cast(1 as int) between 1 and 2 > (1) || not cast(1 as int)
--
select + row(1,2) ~ 'a' collate "C"
--
select 'a'
--
select position(a[1] in a)
--
select * from t where exists (select 1) is null
--
update t set a = (a).b <= exists (select 1) in (select 1) is not unknown
--
select * from t where interval(3) '1' and (1)
--
select array[1,2] = any (array[1])  and @ (1,2) != case when a then 1 end
--
select * from t where + true is not null ilike exists (select 1) ::int
--
select * from t where !! (select 1) + !! array[1,2]
--
select f(1)
--
select * from t where 1 is null = @ $1 is not null is null ilike a[1]
--
select position(- (1,2) & a in a)
--
select * from t where + 1 * exists (select 1) operator(pg_catalog.+) a[1] between 1 and 2 > a[1:2]
--
update t set a = (a).b is not null
--
update t set a = (1,2) < date '2020-01-01' is not null
--
select position(((select 1)) <= + a.* in a)
--
update t set a = $1 - null between 1 and 2
--
select (a).b between 1 and 2 > a[1]
--
select 'a'
--
update t set a = current_date or interval(3) '1' < ((select 1))
--
select ~ array[1,2]  operator(pg_catalog.+) a isnull != (1) ::int * 'a' is not null
--
select @ array[1,2]
--
select * from t order by a.b notnull ^ ((select 1)+2)
--
select (select 1) * true in (select 1) <> + a.*
--
select * from t order by - cast(1 as int) operator(pg_catalog.+) 'a' ::int isnull or case when a then 1 end
--
update t set a = (select 1) = any (array[1])  - null
--
select not $1 is null not like true is null @> interval '1' day between 1 and 2 or a
--
select * from t where (a).b <> true
--
select a < ((select 1)+2) is not null % (select 1)
--
select * from t order by a.b notnull <= true
