create table at1(g int, v int, f float8, t text, i interval);
CREATE TABLE

insert into at1 select x%3, x%7, x/3.0, 't'||x%5, x*'1 hour'::interval from generate_series(1,40) x;
INSERT 0 40

insert into at1 values(1,null,null,null,null);
INSERT 0 1

select g, percentile_cont(0.5) within group (order by v), percentile_cont(0.25) within group (order by f desc), percentile_disc(0.5) within group (order by t), mode() within group (order by v), percentile_cont(0.3) within group (order by i) from at1 group by g order by g;
0|3|10|t2|1|13:48:00
1|3|10.083333333333334|t2|0|12:42:00
2|3|9.666666666666666|t2|0|12:48:00

select percentile_cont(array[0,0.25,null,1]) within group (order by v), percentile_disc(array[[0.1,0.2],[0.9,1]]) within group (order by t) from at1;
{0,1,NULL,6}|{{t0,t0},{t4,t4}}

select percentile_cont(1.5) within group (order by v) from at1;
ERROR 22003: percentile value 1.5 is not between 0 and 1

select percentile_cont(0.5) within group (order by v) from at1 where false;

select rank(3) within group (order by v), dense_rank(3) within group (order by v), percent_rank(3) within group (order by v), cume_dist(3) within group (order by v), rank(3) within group (order by v desc), rank(null) within group (order by v), rank('t3') within group (order by t) from at1;
18|4|0.4146341463414634|0.5714285714285714|19|41|25

select g, rank(3, 't2') within group (order by v, t desc) from at1 group by g order by g;
0|8
1|7
2|8

select rank(3,4,5) within group (order by v) from at1;
ERROR 42883: function rank(integer, integer, integer, integer) does not exist

select rank(3) within group (order by v) from at1 where false;
1

select sum(v) within group (order by v) from at1;
ERROR 42883: function sum(integer, integer) does not exist

select percentile_cont(0.5, v) from at1;
ERROR 42809: WITHIN GROUP is required for ordered-set aggregate percentile_cont

select rank() over (order by v) from at1 order by 1 limit 3;
1
1
1

select string_agg(distinct t, ',' order by t desc), array_agg(v order by f desc) filter (where v > 4), count(distinct v), bool_and(v>0), every(v is null), bit_and(v), bit_or(v), bit_xor(v) from at1;
t4,t3,t2,t1,t0|{5,6,5,6,5,6,5,6,5,6,5}|7|f|f|0|7|6

select corr(v,f), covar_pop(v,f), covar_samp(v,f), regr_slope(v,f), regr_intercept(v,f), regr_r2(v,f), regr_count(v,f), stddev(v), variance(f), stddev_pop(v), var_pop(v) from at1;
0.050327259220405596|0.3750000000000001|0.3846153846153847|0.025328330206378993|2.826923076923077|0.0025328330206379|40|1.9611613513818403|15.185185185185183|1.9364916731037084|3.7500000000000000

select json_agg(v order by v) from at1 where g=1;
[0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, null]

select jsonb_object_agg(t, v) from at1 where g=0;
{"t0": 2, "t1": 1, "t2": 6, "t3": 5, "t4": 4}

select json_object_agg(t, v order by f) from at1 where g=0;
{ "t3" : 3, "t1" : 6, "t4" : 2, "t2" : 5, "t0" : 1, "t3" : 4, "t1" : 0, "t4" : 3, "t2" : 6, "t0" : 2, "t3" : 5, "t1" : 1, "t4" : 4 }

select jsonb_agg(distinct v) from at1;
[0, 1, 2, 3, 4, 5, 6, null]

select v, sum(v) over w, avg(v) over (order by v rows between 1 preceding and 1 following), count(*) over (order by v range between 2 preceding and current row), first_value(v) over w, last_value(v) over (partition by g order by v groups between current row and 1 following exclude ties), nth_value(v,2) over w, ntile(4) over (order by v), lag(v,2,-1) over w, lead(v) over w, cume_dist() over w, percent_rank() over w, row_number() over w from at1 where g=1 window w as (partition by g order by v, f);
0|0|0.00000000000000000000|2|0|1||1|-1|0|0.06666666666666667|0|1
0|0|0.33333333333333333333|2|0|1|0|1|-1|1|0.13333333333333333|0.07142857142857142|2
1|1|0.66666666666666666667|4|0|2|0|1|0|1|0.2|0.14285714285714285|3
1|2|1.3333333333333333|4|0|2|0|1|0|2|0.26666666666666666|0.21428571428571427|4
2|4|1.6666666666666667|6|0|3|0|2|1|2|0.3333333333333333|0.2857142857142857|5
2|6|2.3333333333333333|6|0|3|0|2|1|3|0.4|0.35714285714285715|6
3|9|2.6666666666666667|6|0|4|0|2|2|3|0.4666666666666667|0.42857142857142855|7
3|12|3.3333333333333333|6|0|4|0|2|2|4|0.5333333333333333|0.5|8
4|16|3.6666666666666667|6|0|5|0|3|3|4|0.6|0.5714285714285714|9
4|20|4.3333333333333333|6|0|5|0|3|3|5|0.6666666666666666|0.6428571428571429|10
5|25|4.6666666666666667|6|0|6|0|3|4|5|0.7333333333333333|0.7142857142857143|11
5|30|5.3333333333333333|6|0|6|0|3|4|6|0.8|0.7857142857142857|12
6|36|5.6666666666666667|6|0||0|4|5|6|0.8666666666666667|0.8571428571428571|13
6|42|6.0000000000000000|6|0||0|4|5||0.9333333333333333|0.9285714285714286|14
|42|6.0000000000000000|1|0||0|4|6||1|1|15

select sum(v) over (order by i range between '3 hours' preceding and '2 hours' following) from at1 order by i limit 5;
6
10
15
21
20

select max(t), min(i), max(row(1,2)) from at1;
ERROR 42883: function max(record) does not exist

select sum(f order by v), avg(i), sum(i), min(array[v]) from at1;
273.3333333333333|20:30:00|820:00:00|{0}

select max(v) filter (where g=1) from at1 group by g order by g;
6

select count(*) from at1 having count(*) > 100;

select sum(sum(v)) over () from at1 group by g;
120
120
120

select g, sum(v) from at1 group by 1 order by sum(v) desc, 1;
0|42
1|42
2|36

select g+1 as g1, count(*) from at1 group by g1 order by g1;
1|13
2|15
3|13

select t from at1 group by g;
ERROR 42803: column "at1.t" must appear in the GROUP BY clause or be used in an aggregate function

select sum(count(v)) from at1;
ERROR 42803: aggregate function calls cannot be nested

select * from at1 where sum(v) > 3;
ERROR 42803: aggregate functions are not allowed in WHERE

select count(distinct v, t) from at1;
ERROR 42883: function count(integer, text) does not exist

select array_agg(distinct t order by f) from at1;
ERROR 42P10: in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list
