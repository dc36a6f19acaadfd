-- joins
select d.name, e.name from dept d join emp e on e.dept = d.id;
> d1|e1
> d1|e10
> d2|e11
> d2|e2
> d3|e12
> d3|e3
> d4|e13
> d4|e4
> d5|e5
> d6|e6
> d8|e8
select d.name, e.name from dept d, emp e where e.dept = d.id and e.pay > 3;
> d2|e2
> d3|e12
> d3|e3
> d4|e13
> d5|e5
> d6|e6
> d8|e8
select d.name, e.name from dept d left join emp e on e.dept = d.id and e.pay > 5;
> d1|
> d2|e2
> d3|e12
> d3|e3
> d4|e13
> d5|
> d6|e6
> d7|
> d8|
select d.name, e.name from dept d left join emp e on e.dept = d.id where e.id is null;
> d7|
select d.name, e.name from dept d right join emp e on e.dept = d.id;
> d1|e1
> d1|e10
> d2|e11
> d2|e2
> d3|e12
> d3|e3
> d4|e13
> d4|e4
> d5|e5
> d6|e6
> d8|e8
> |e14
> |e7
> |e9
select d.name, e.name from dept d full join emp e on e.dept = d.id;
> d1|e1
> d1|e10
> d2|e11
> d2|e2
> d3|e12
> d3|e3
> d4|e13
> d4|e4
> d5|e5
> d6|e6
> d7|
> d8|e8
> |e14
> |e7
> |e9
select d.name, e.name from dept d full join emp e on e.dept = d.id where coalesce(d.id, 0) < 3;
> d1|e1
> d1|e10
> d2|e11
> d2|e2
> |e14
> |e7
> |e9
select a.a, b.b from nn a join nn b on a.a = b.b;
> 1|1
> 1|1
> 1|1
> 1|1
> 2|2
> 3|3
> 3|3
> 3|3
> 3|3
> 3|3
> 3|3
select a.a, b.b from nn a left join nn b on a.a = b.b and a.b = b.a;
> 1|
> 1|1
> 2|
> 3|3
> 3|3
> 3|3
> 3|3
> 4|
> |
> |
select a.a, b.b from nn a cross join nn b where a.a is null and b.b is not null;
> |1
> |1
> |1
> |1
> |2
> |2
> |3
> |3
> |3
> |3
> |3
> |3
select a.a, b.a, c.a from nn a left join (nn b left join nn c on b.a = c.b) on a.b = b.a;
> 1|1|1
> 1|1|1
> 1|1|4
> 1|1|4
> 1|2|1
> 2||
> 3|3|
> 3|3|
> 3|3|
> 3|3|
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 4|1|1
> 4|1|1
> 4|1|4
> 4|1|4
> |3|
> |3|
> |3|3
> |3|3
> |3|3
> |3|3
> ||
select a.a, b.a, c.a from (nn a left join nn b on a.b = b.a) left join nn c on b.a = c.b;
> 1|1|1
> 1|1|1
> 1|1|4
> 1|1|4
> 1|2|1
> 2||
> 3|3|
> 3|3|
> 3|3|
> 3|3|
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 4|1|1
> 4|1|1
> 4|1|4
> 4|1|4
> |3|
> |3|
> |3|3
> |3|3
> |3|3
> |3|3
> ||
select a.a, b.a, c.a from (nn a left join nn b on a.b = b.a) join nn c on b.a = c.b;
> 1|1|1
> 1|1|1
> 1|1|4
> 1|1|4
> 1|2|1
> 3|3|
> 3|3|
> 3|3|
> 3|3|
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 4|1|1
> 4|1|1
> 4|1|4
> 4|1|4
> |3|
> |3|
> |3|3
> |3|3
> |3|3
> |3|3
select a.a, b.a, c.a from (nn a left join nn b on a.b = b.a) join nn c on b.a is not distinct from c.b;
> 1|1|1
> 1|1|1
> 1|1|4
> 1|1|4
> 1|2|1
> 2||
> 2||2
> 3|3|
> 3|3|
> 3|3|
> 3|3|
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 4|1|1
> 4|1|1
> 4|1|4
> 4|1|4
> |3|
> |3|
> |3|3
> |3|3
> |3|3
> |3|3
> ||
> ||2
select a.a, b.a, c.a from (nn a left join nn b on a.b = b.a) join nn c on coalesce(b.a, 1) = c.b;
> 1|1|1
> 1|1|1
> 1|1|4
> 1|1|4
> 1|2|1
> 2||1
> 2||4
> 3|3|
> 3|3|
> 3|3|
> 3|3|
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 4|1|1
> 4|1|1
> 4|1|4
> 4|1|4
> |3|
> |3|
> |3|3
> |3|3
> |3|3
> |3|3
> ||1
> ||4
select a.a, b.a, c.a from nn a full join nn b on a.b = b.a full join nn c on c.a = b.b;
> 1|1|1
> 1|1|1
> 1|1|2
> 1|2|
> 2||
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 4|1|1
> 4|1|1
> 4|1|2
> |3|3
> |3|3
> |3|3
> |3|3
> |4|1
> |4|1
> ||
> ||
> ||
> ||
> ||3
> ||3
> ||4
select e.id, m.id, mm.id from emp e left join emp m on m.id = e.manager left join emp mm on mm.id = m.manager;
> 10||
> 11|5|
> 12||
> 13|1|1
> 14|2|2
> 1|1|1
> 2|2|2
> 3|3|3
> 4|4|4
> 5||
> 6||
> 7|1|1
> 8|2|2
> 9|3|3
select e.id from emp e left join dept d on d.id = e.dept;
> 1
> 10
> 11
> 12
> 13
> 14
> 2
> 3
> 4
> 5
> 6
> 7
> 8
> 9
select e.id, d.id from emp e left join dept d on d.id = e.dept and d.boss is null where e.pay = 3;
> 11|
> 1|
select e.id from emp e join dept d using (name);
select count(*) from emp e natural join proj p;
> 5
select count(*) from dept, proj, nn;
> 576
select w.emp, p.title, d.name from work w join emp e on e.id = w.emp join proj p on p.id = w.proj join dept d on d.id = e.dept and d.id = p.dept;
> 1|p7|d1
> 2|p2|d2
> 3|p9|d3
> 4|p4|d4
select e.name, p.title from emp e join work w on w.emp = e.id join proj p on p.id = w.proj join dept d on d.id = p.dept where d.name = 'd3';
> e1|p3
> e3|p9
> e5|p3
> e7|p9
> e9|p3
select e1.id, e2.id from emp e1 join emp e2 on e1.dept = e2.dept and e1.id < e2.id;
> 1|10
> 2|11
> 3|12
> 4|13
select e1.id, e2.id from emp e1, emp e2 where e1.pay < e2.pay and e1.dept = e2.manager and e2.id in (3, 6, 9);
> 12|3
> 12|9
> 9|6
select e.id, x.c from emp e join (select dept, count(*) c from emp group by dept) x on x.dept = e.dept where x.c > 1;
> 10|2
> 11|2
> 12|2
> 13|2
> 1|2
> 2|2
> 3|2
> 4|2
select d.id, x.c from dept d left join (select dept, count(*) c from emp group by dept) x on x.dept = d.id;
> 1|2
> 2|2
> 3|2
> 4|2
> 5|1
> 6|1
> 7|
> 8|1
select d.id, x.k from dept d left join (select dept, coalesce(manager, -1) k from emp) x on x.dept = d.id;
> 1|-1
> 1|1
> 2|2
> 2|5
> 3|0
> 3|3
> 4|1
> 4|4
> 5|-1
> 6|0
> 7|
> 8|2
select d.id, x.k, x.one from dept d left join (select boss, 7 as k, true as one from dept where boss > 10) x on x.boss = d.id * 7;
> 1||
> 2|7|t
> 3||
> 4|7|t
> 5|7|t
> 6||
> 7||
> 8||
select d.id, x.one from dept d left join (select id, 1 as one from proj) x on x.id = d.id + 5 where x.one is null;
> 5|
> 6|
> 7|
> 8|
select v.k, v.s from (select dept k, sum(pay) s from emp group by dept) v where v.k = 3;
> 3|15
select v.k, v.s from (select dept k, sum(pay) s from emp group by dept) v where v.s > 8 and v.k > 1;
> 2|9
> 3|15
> 4|11
select v.a, d.name from (select distinct a from nn) v join dept d on d.id = v.a;
> 1|d1
> 2|d2
> 3|d3
> 4|d4
select v.a from (select a from nn union all select b from nn union all select dept from emp) v where v.a = 3;
> 3
> 3
> 3
> 3
> 3
> 3
> 3
select v.a from (select a from nn union select b from nn) v join dept d on d.id = v.a;
> 1
> 2
> 3
> 4
select v.a from (select a from nn intersect select b from nn) v left join dept d on d.id = v.a where d.id > 1;
> 2
> 3
select v.a from (select a from nn except select b from nn) v, dept d where d.id = v.a;
> 4
select v.id, v.r from (select id, row_number() over (order by id desc) r from emp) v join dept d on d.id = v.id where v.r > 8;
> 1|14
> 2|13
> 3|12
> 4|11
> 5|10
> 6|9
select v.id, d.id from (select id from emp order by id limit 3) v join dept d on d.id = v.id;
> 1|1
> 2|2
> 3|3
select v.* from (values (1, 'x'), (2, 'y'), (null, 'z')) v(a, b) join dept d on d.id = v.a;
> 1|x
> 2|y
select g, d.name from generate_series(2, 4) g join dept d on d.id = g;
> 2|d2
> 3|d3
> 4|d4
select d.id, l.x from dept d, lateral (select max(pay) x from emp e where e.dept = d.id) l;
> 1|3
> 2|6
> 3|9
> 4|9
> 5|5
> 6|8
> 7|
> 8|4
select d.id, l.id from dept d left join lateral (select id from emp e where e.dept = d.id order by id limit 1) l on true;
> 1|1
> 2|2
> 3|3
> 4|4
> 5|5
> 6|6
> 7|
> 8|8
select d.id, g from dept d, generate_series(1, d.id) g where d.id < 4 and g = d.id;
> 1|1
> 2|2
> 3|3
-- in, exists
select id from dept d where exists (select 1 from emp e where e.dept = d.id);
> 1
> 2
> 3
> 4
> 5
> 6
> 8
select id from dept d where not exists (select 1 from emp e where e.dept = d.id);
> 7
select id from dept d where exists (select 1 from emp e where e.dept = d.id and e.pay > 5);
> 2
> 3
> 4
> 6
select id from dept d where not exists (select 1 from emp e where e.dept = d.id and e.pay > 5);
> 1
> 5
> 7
> 8
select id from dept d where exists (select 1 from emp e where e.dept = d.id and e.pay > d.boss);
select id from dept d where exists (select 1 from emp e where e.pay > d.id and e.dept < d.id);
> 1
> 2
> 3
> 4
> 5
> 6
> 7
> 8
select id from dept d where not exists (select 1 from emp e where e.pay > d.id and e.dept < d.id);
select id from dept d where exists (select 1 from emp e join work w on w.emp = e.id where e.dept = d.id and w.hours = d.id);
> 2
> 3
select id from dept d where exists (select 1 from emp e, work w where e.dept = d.id and w.emp = d.id);
> 1
> 2
> 3
> 4
> 5
> 6
> 8
select id from dept d where exists (select count(*) from emp e where e.dept = d.id);
> 1
> 2
> 3
> 4
> 5
> 6
> 7
> 8
select id from dept d where exists (select 1 from emp e where e.dept = d.id limit 1);
> 1
> 2
> 3
> 4
> 5
> 6
> 8
select id from dept d where exists (select 1 from emp e where e.dept = d.id group by e.pay having count(*) > 1);
select id from dept d where exists (select 1 from emp where pay > 100);
select id from dept d where not exists (select 1 from emp where pay > 100);
> 1
> 2
> 3
> 4
> 5
> 6
> 7
> 8
select id from dept d where exists (select 1 from emp e where e.dept = d.id) or d.boss is null;
> 1
> 2
> 3
> 4
> 5
> 6
> 8
select id from dept d where exists (select 1 from emp e where e.dept = d.id and exists (select 1 from work w where w.emp = e.id and w.proj = d.id));
> 2
> 4
> 6
> 8
select id from dept d where exists (select 1 from emp e where e.dept = d.id and not exists (select 1 from work w where w.emp = e.id));
> 2
> 3
> 4
select id from dept d where exists (select 1 from emp e where e.dept = d.id) and not exists (select 1 from proj p where p.dept = d.id and p.budget > 5);
> 4
> 5
> 6
> 8
select a.a from nn a where exists (select 1 from nn b where b.a = a.b);
> 
> 1
> 1
> 3
> 3
> 4
select a.a from nn a where not exists (select 1 from nn b where b.a = a.b);
> 
> 2
select id from emp where dept in (select id from dept where boss is null);
> 12
> 3
> 6
select id from emp where dept in (select id from dept where boss is null) and pay in (select hours from work);
select id from emp where (dept, pay) in (select dept, id from proj);
> 3
> 5
select id from emp where dept in (select dept from proj group by dept having count(*) > 1);
> 1
> 10
> 11
> 12
> 2
> 3
select id from emp where dept in (select dept from proj union select a from nn);
> 1
> 10
> 11
> 12
> 13
> 2
> 3
> 4
> 5
> 9
select id from emp where dept in (select dept from proj order by dept limit 2);
> 1
> 10
> 9
select id from emp e where dept in (select p.dept from proj p where p.id = e.pay);
> 3
> 5
select id from emp e where 3 in (select p.dept from proj p where p.id > e.id);
> 1
> 2
> 3
> 4
> 5
> 6
> 7
> 8
select id from emp e where dept in (select p.dept + e.pay from proj p where p.id < 5);
> 10
> 4
> 8
select id from emp where dept in (select null::int);
select id from emp where (dept in (select a from nn)) is null;
> 14
> 5
> 6
> 7
> 8
> 9
select id from emp where (dept in (select a from nn)) is not true;
> 14
> 5
> 6
> 7
> 8
> 9
select id, dept in (select a from nn) from emp;
> 10|t
> 11|t
> 12|t
> 13|t
> 14|
> 1|t
> 2|t
> 3|t
> 4|t
> 5|
> 6|
> 7|
> 8|
> 9|
select id, dept not in (select a from nn) from emp;
> 10|f
> 11|f
> 12|f
> 13|f
> 14|
> 1|f
> 2|f
> 3|f
> 4|f
> 5|
> 6|
> 7|
> 8|
> 9|
select a from nn where a not in (select b from nn);
select a from nn where a not in (select b from nn where b is not null);
> 4
select a from nn where a not in (select b from nn where false);
> 
> 
> 1
> 1
> 2
> 3
> 3
> 4
select a from nn x where a not in (select b from nn y where y.a = x.a);
> 
> 
> 4
select a, b from nn x where a not in (select b from nn y where y.a = x.b);
> 2|
> 4|1
> |
select a, b from nn x where (a, b) not in (select b, a from nn y where b is not null and a is not null);
> 1|2
> 4|1
select id from emp e where pay not in (select p.budget from proj p where p.dept = e.dept);
> 10
> 12
> 14
> 5
> 6
> 7
> 8
select id from emp e where pay <> all (select hours from work w where w.emp = e.id);
> 11
> 12
> 13
> 14
> 2
> 3
> 5
> 6
> 7
> 9
select id from emp e where pay > all (select hours from work w where w.emp = e.id);
> 11
> 12
> 13
> 14
> 2
> 3
> 5
> 6
> 9
select id from emp e where pay >= any (select hours from work w where w.emp = e.id);
> 1
> 10
> 2
> 3
> 4
> 5
> 6
> 7
> 8
> 9
select id from emp e where pay = any (array(select hours from work w where w.emp = e.id));
> 1
> 10
> 4
> 8
-- scalar subqueries
select id from emp e where pay = (select max(pay) from emp x where x.dept = e.dept);
> 1
> 13
> 2
> 3
> 5
> 6
> 8
> 9
select id from emp e where pay > (select avg(pay) from emp x where x.dept = e.dept);
> 1
> 13
> 2
> 3
select id from emp e where pay > (select 0.5 * avg(pay) from emp x where x.dept = e.dept);
> 1
> 11
> 12
> 13
> 2
> 3
> 5
> 6
> 8
> 9
select id from emp e where pay < (select sum(pay) - 1 from emp x where x.dept = e.dept);
> 10
> 11
> 12
> 13
> 2
> 3
> 4
select id from dept d where (select count(*) from emp e where e.dept = d.id) = 0;
> 7
select id from dept d where (select count(*) from emp e where e.dept = d.id) > 1;
> 1
> 2
> 3
> 4
select id from dept d where (select count(e.manager) from emp e where e.dept = d.id) = 1;
> 1
> 6
> 8
select id from dept d where (select count(distinct e.manager) from emp e where e.dept = d.id) = 1;
> 1
> 6
> 8
select id from dept d where (select max(e.pay) from emp e where e.dept = d.id) is null;
> 7
select id from dept d where (select max(e.pay) from emp e where e.dept = d.id and e.id > d.id) > 3;
> 3
> 4
select id from dept d where (select max(e.pay) from emp e where e.dept = d.id and e.manager = d.boss) > 3;
select id from dept d where coalesce((select sum(e.pay) from emp e where e.dept = d.id), -1) < 5;
> 1
> 7
> 8
select id from dept d where (select name from emp e where e.id = d.id) = 'e4';
> 4
select id from dept d where (select sum(e.pay) from emp e where e.dept = d.id) = (select count(*) from proj p where p.dept = d.id);
select id from dept d where (select max(pay) from emp e where e.dept = d.id) > 2 or d.id = 8;
> 1
> 2
> 3
> 4
> 5
> 6
> 8
select id, (select count(*) from emp e where e.dept = d.id) from dept d;
> 1|2
> 2|2
> 3|2
> 4|2
> 5|1
> 6|1
> 7|0
> 8|1
select id, (select name from emp e where e.id = d.boss) from dept d;
> 1|e7
> 2|e14
> 3|
> 4|
> 5|
> 6|
> 7|e9
> 8|
select d.id, (select count(*) from emp e where e.dept = v.k) from dept d join (select id k from proj) v on v.k = d.id;
> 1|2
> 2|2
> 3|2
> 4|2
> 5|1
> 6|1
> 7|0
> 8|1
select v.k from (select id k, dept from proj) v where exists (select 1 from emp e where e.dept = v.k and e.pay > (select min(hours) from work w where w.emp = e.id));
> 1
> 2
> 3
> 4
> 5
> 6
> 8
select v.k from (select id + 1 k from proj) v where v.k in (select a from nn) or exists (select 1 from emp e where e.id = v.k and e.pay = 3);
> 2
> 3
> 4
select id from emp where pay > (select avg(budget) from proj);
> 13
> 3
> 6
> 9
select id from emp where pay > (select max(id) from dept where false);
-- grouping over joins
select d.name, count(*), sum(e.pay) from dept d join emp e on e.dept = d.id group by d.name;
> d1|2|3
> d2|2|9
> d3|2|15
> d4|2|11
> d5|1|5
> d6|1|8
> d8|1|4
select d.name, count(e.id) from dept d left join emp e on e.dept = d.id group by d.id;
> d1|2
> d2|2
> d3|2
> d4|2
> d5|1
> d6|1
> d7|0
> d8|1
select d.name, count(e.id), max(w.hours) from dept d left join emp e on e.dept = d.id left join work w on w.emp = e.id group by d.name having count(e.id) > 1;
> d1|4|3
> d2|3|4
> d3|4|3
> d4|3|2
> d5|2|0
> d6|2|2
> d8|2|4
select count(*), sum(e.pay), array_agg(d.id order by d.id) from dept d join emp e on e.dept = d.id;
> 11|55|{1,1,2,2,3,3,4,4,5,6,8}
select e.dept, count(distinct w.proj) from emp e join work w on w.emp = e.id group by e.dept;
> 0|2
> 1|4
> 2|2
> 3|3
> 4|2
> 5|2
> 6|2
> 8|2
> |3
select d.id, e.pay, grouping(d.id, e.pay), count(*) from dept d join emp e on e.dept = d.id group by rollup (d.id, e.pay);
> 1|0|0|1
> 1|3|0|1
> 1||1|2
> 2|3|0|1
> 2|6|0|1
> 2||1|2
> 3|6|0|1
> 3|9|0|1
> 3||1|2
> 4|2|0|1
> 4|9|0|1
> 4||1|2
> 5|5|0|1
> 5||1|1
> 6|8|0|1
> 6||1|1
> 8|4|0|1
> 8||1|1
> ||3|11
select d.name, rank() over (order by count(*) desc, d.name) from dept d join emp e on e.dept = d.id group by d.name;
> d1|1
> d2|2
> d3|3
> d4|4
> d5|5
> d6|6
> d8|7
select distinct d.name from dept d join emp e on e.dept = d.id;
> d1
> d2
> d3
> d4
> d5
> d6
> d8
select distinct on (d.id) d.id, e.id from dept d join emp e on e.dept = d.id order by d.id, e.id desc;
> 1|10
> 2|11
> 3|12
> 4|13
> 5|5
> 6|6
> 8|8
select d.name, e.name from dept d join emp e on e.dept = d.id order by e.pay desc, e.id limit 4;
> d2|e2
> d3|e3
> d4|e13
> d6|e6
select d.name, e.name from dept d join emp e on e.dept = d.id order by e.pay desc fetch first 3 rows with ties;
> d3|e3
> d4|e13
> d6|e6
-- set operations and common tables
select d.id from dept d join emp e on e.dept = d.id union select p.id from proj p join dept d on d.id = p.dept;
> 1
> 2
> 3
> 4
> 5
> 6
> 7
> 8
> 9
select e.dept from emp e join dept d on d.id = e.dept except all select dept from proj;
> 4
> 6
> 8
with c as (select dept, count(*) n from emp group by dept) select a.dept, b.n from c a join c b on a.n = b.n and a.dept < b.dept;
> 0|1
> 0|1
> 0|1
> 1|2
> 1|2
> 1|2
> 2|2
> 2|2
> 3|2
> 5|1
> 5|1
> 6|1
with c as materialized (select id, dept from emp) select d.name from dept d where exists (select 1 from c where c.dept = d.id and c.id > 5);
> d1
> d2
> d3
> d4
> d6
> d8
with recursive r as (select id, manager, 0 as depth from emp where id = 11 union all select e.id, e.manager, r.depth + 1 from r join emp e on e.id = r.manager where r.depth < 4) select r.id, r.depth, d.name from r left join emp e on e.id = r.id left join dept d on d.id = e.dept;
> 11|0|d2
> 5|1|d5
with recursive r(n) as (select 1 union select w.proj from r join work w on w.emp = r.n) select n from r where exists (select 1 from proj p where p.id = n);
> 1
> 3
> 5
> 7
> 9
select x.id from (select id from emp where dept in (select id from dept)) x join (select emp from work where hours > 2) y on y.emp = x.id;
> 1
> 2
> 3
> 8
-- conditions that must not be tested too early or too late
select e.id from emp e join dept d on d.id = e.dept where d.boss <> 0 and 100 / d.boss > 3;
> 1
> 10
> 11
> 2
> 8
select w.emp from work w join emp e on e.id = w.emp where case when w.hours = 0 then false else e.pay / w.hours >= 1 end;
> 1
> 1
> 2
> 2
> 3
> 3
> 4
> 4
> 6
> 6
> 8
> 8
> 9
> 9
select a.a, b.b from nn a left join nn b on a.a = b.a where b.b is null or b.b > 1;
> 1|2
> 1|2
> 2|
> 3|3
> 3|3
> 3|3
> 3|3
> |
> |
select a.a, b.b from nn a left join nn b on a.a = b.a where b.b > 1;
> 1|2
> 1|2
> 3|3
> 3|3
> 3|3
> 3|3
select a.a, b.b from nn a left join nn b on a.a = b.a where not (b.b > 1);
> 1|1
> 1|1
> 4|1
select a.a, b.b from nn a left join nn b on a.a = b.a where (b.b > 1) is not true;
> 1|1
> 1|1
> 2|
> 4|1
> |
> |
select a.a, b.b from nn a left join nn b on a.a = b.a where a.b = b.b and b.a = b.a;
> 1|1
> 1|2
> 3|3
> 3|3
> 3|3
> 3|3
> 4|1
select a.a, b.b from nn a left join nn b on true and a.a = 3 where b.a = 1;
> 3|1
> 3|1
> 3|2
> 3|2
select a.a, b.b from nn a left join nn b on false;
> 1|
> 1|
> 2|
> 3|
> 3|
> 4|
> |
> |
select a.a, b.b from nn a join nn b on a.a = b.a and a.a = 3 and b.a = 3;
> 3|3
> 3|3
> 3|3
> 3|3
select a.a, b.b, c.a from nn a join nn b on a.a = b.a join nn c on c.a = b.a where a.a = 3;
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
select a.a, b.b from nn a join nn b on a.a = b.a and a.b = a.b;
> 1|1
> 1|1
> 1|2
> 1|2
> 3|3
> 3|3
> 3|3
> 3|3
> 4|1
select e.id, p.id from emp e join proj p on p.budget = e.pay;
> 11|1
> 12|2
> 13|3
> 1|1
> 2|2
> 3|3
> 5|9
> 8|5
> 9|6
select e.id, p.id from emp e join proj p on p.budget = e.pay and p.dept = e.dept where p.budget = 6;
> 2|2
select e.name || d.name from emp e join dept d on d.id = e.dept and length(e.name) = length(d.name);
> e1d1
> e2d2
> e3d3
> e4d4
> e5d5
> e6d6
> e8d8
select e.ctid is not null, d.tableoid = e.tableoid from emp e join dept d on d.id = e.dept where d.id = 3;
> t|f
> t|f
select e from emp e join dept d on d.id = e.dept where d.id = 4;
> (13,e13,4,1,9)
> (4,e4,4,4,2)
select e.id from emp e join dept d on (e.dept, e.pay) = (d.id, d.id);
> 5
select e.id from emp e join dept d on row(e.dept, e.pay) < row(d.id, d.boss) and d.id = 2;
> 1
> 10
> 11
> 2
> 9
-- made at random
select t2.id, t0.c1, t2.boss from (select t1.dept, t1.budget from proj t1 where t1.id <> 1) as t0(c0, c1) right join dept t2 on t0.c0 = t2.id left join proj t3 on t2.id = t3.id and t3.dept < 4 where not (t2.id < 4);
> 4||28
> 5|4|35
> 6||
> 7||9
> 8||16
select t0.id, t0.boss, t0.boss from dept t0 left join emp t1 on t0.id = t1.dept;
> 1|7|7
> 1|7|7
> 2|14|14
> 2|14|14
> 3||
> 3||
> 4|28|28
> 4|28|28
> 5|35|35
> 6||
> 7|9|9
> 8|16|16
select t1.id, t3.pay, t0.hours from work t0 join emp t1 on t0.proj = t1.dept join emp t2 on t0.emp = t2.id join emp t3 on t0.emp = t3.dept where t3.pay in (0, 5) and t2.pay <> 2;
> 12|0|3
> 12|5|0
> 3|0|3
> 3|5|0
select t0.id, count(t0.id), min(t0.boss) from dept t0 where not (t0.boss = 2) and exists (select t2.emp from dept t1 left join work t2 on t1.boss = t2.proj where (t1.id >= 2 or exists (select 1 from work t3 where t3.emp = t2.hours and t3.proj = t3.emp)) and t2.emp = 1) group by t0.id;
> 1|1|7
> 2|1|14
> 4|1|28
> 5|1|35
> 7|1|9
> 8|1|16
select t0.emp, t1.pay, t2.manager from work t0 join emp t1 on t0.proj = t1.manager join emp t2 on t0.emp = t2.pay and t1.id < t0.emp where not (t1.manager < t2.manager) and coalesce(t2.manager, 4) < t1.dept;
> 6|6|0
> 8|2|0
> 9|9|1
select t0.boss, t0.id, t1.hours from dept t0 join work t1 on t0.boss = t1.emp where not (t1.proj >= 2);
> 7|1|2
select t1.a, max(t0.dept), max(t0.pay) from emp t0 cross join nn t1 where t0.id = 3 and t1.b >= 0 group by t1.a;
> 1|3|9
> 3|3|9
> 4|3|9
> |3|9
select t2.proj, t0.c0, t0.c0 from (select t1.manager from emp t1 where t1.pay < 4 and t1.manager <> 1) as t0(c0) full join work t2 on t0.c0 = t2.emp where t0.c0 in (select t3.id from proj t3 right join work t4 on t3.dept = t4.hours);
> 2|2|2
> 4|4|4
> 6|2|2
> 8|4|4
select t0.manager, min(t0.pay), count(t0.pay) from emp t0 full join dept t1 on t0.manager = t1.id where exists (select t2.id from emp t2 where t2.manager <> t0.id) group by t0.manager having count(*) > 0;
> 0|6|2
> 1|1|3
> 2|2|3
> 3|7|2
> 4|2|1
> 5|3|1
> |0|2
select t0.boss, t0.boss, t0.id from dept t0 join nn t1 on t0.id = t1.a;
> 14|14|2
> 28|28|4
> 7|7|1
> 7|7|1
> ||3
> ||3
select t2.boss, max(t1.boss), max(t2.boss) from work t0 join dept t1 on t0.hours = t1.id join dept t2 on t0.proj = t2.boss join nn t3 on t0.emp = t3.b and t0.emp < t1.id where t2.id = t2.id group by t2.boss;
> 7|14|7
select t2.b, t4.a, t4.a from (select t1.a, t1.a from nn t1 where t1.b = t1.a) as t0(c0, c1) join nn t2 on t0.c0 = t2.a cross join emp t3 left join nn t4 on t3.id = t4.a where t3.manager = 1 and t0.c0 = t4.b;
> 1|1|1
> 2|1|1
select t2.b, t0.budget, t1.pay from proj t0 join emp t1 on t0.id = t1.id left join nn t2 on t1.id = t2.b where t2.b = t1.id and not (t1.dept < t0.dept);
> 1|3|3
> 1|3|3
> 2|6|6
> 3|9|9
> 3|9|9
> 3|9|9
select t2.id, sum(t2.budget), count(*) from work t0 join proj t1 on t0.proj = t1.budget join proj t2 on t0.hours = t2.dept group by t2.id;
> 1|6|2
> 2|30|5
> 3|27|3
> 6|35|5
> 7|20|2
> 8||5
> 9|15|3
select t0.c1, t0.c1, t0.c0 from (select distinct t1.a, min(t1.a) from nn t1 full join proj t2 on t1.a = t2.id group by t1.a) as t0(c0, c1) where t0.c0 >= (select count(t3.id) from dept t3 where t3.id = t0.c0);
> 1|1|1
> 2|2|2
> 3|3|3
> 4|4|4
select t3.budget, t0.c0, t3.dept from (select t2.a from proj t1 join nn t2 on t1.id = t2.a) as t0(c0) left join proj t3 on t0.c0 = t3.budget;
> 3|3|1
> 3|3|1
> 4|4|5
> |1|
> |1|
> |2|
select t2.id, t2.dept, t1.boss from proj t0 right join dept t1 on t0.budget = t1.id left join proj t2 on t1.id = t2.budget and t0.id = 3 where t1.boss >= t0.budget;
> ||28
> ||35
> ||9
select t5.manager, t0.c2, t5.manager from (select t1.id, t1.dept, t1.id from proj t1 where t1.budget < 2 union all select t4.id, t2.c0, t4.id from (select t3.manager, t3.dept from emp t3 where t3.id is null) as t2(c0, c1) right join dept t4 on t2.c0 = t4.id) as t0(c0, c1, c2) full join emp t5 on t0.c0 = t5.manager where t5.dept is not null;
> 0||0
> 0||0
> 1|1|1
> 1|1|1
> 2|2|2
> 2|2|2
> 3|3|3
> 3|3|3
> 4|4|4
> 5|5|5
> ||
> ||
select t2.pay, t2.pay, t1.proj from dept t0 join work t1 on t0.id = t1.emp right join emp t2 on t0.id = t2.dept where exists (select 1 from nn t3 where t3.a = t2.pay and t3.b < 3);
> 1|1|
> 4|4|4
> 4|4|8
select t0.dept, t0.pay, t2.b from emp t0 join emp t1 on t0.id = t1.manager join nn t2 on t0.pay = t2.b;
> 1|3|3
> 1|3|3
> 1|3|3
> 1|3|3
> 1|3|3
> 1|3|3
> 1|3|3
> 1|3|3
> 1|3|3
> 4|2|2
select t2.proj, count(*), min(t2.proj) from work t0 full join work t1 on t0.emp = t1.hours left join work t2 on t1.emp = t2.proj where not exists (select 1 from dept t3 where t3.id = t2.emp) group by t2.proj;
> 2|4|2
> 3|6|3
> 6|4|6
> 7|6|7
> |15|
select t1.id, count(t1.boss), count(t0.b) from nn t0 cross join dept t1 group by t1.id having count(*) > 1;
> 1|8|6
> 2|8|6
> 3|0|6
> 4|8|6
> 5|8|6
> 6|0|6
> 7|8|6
> 8|8|6
select t0.emp, t0.hours, t2.dept from work t0 full join nn t1 on t0.proj = t1.a join emp t2 on t1.a = t2.id where (t2.dept = t2.manager or t2.id < t1.a) and t0.proj = (select count(*) from emp t3 where t3.id = t0.emp);
> 3|3|1
> 3|3|1
> 7|2|1
> 7|2|1
select t2.a, count(*), sum(t2.a) from emp t0 join proj t1 on t0.manager = t1.id join nn t2 on t1.budget = t2.a where t0.pay <> 1 and t0.pay = t2.b group by t2.a having count(*) > 1;
> 3|2|6
select t0.a, t0.a, t0.b from nn t0 where t0.a = t0.b and exists (select t1.proj from work t1 left join work t2 on t1.proj = t2.emp);
> 1|1|1
> 3|3|3
> 3|3|3
select t1.id, t2.b, t0.boss from dept t0 join dept t1 on t0.id = t1.id left join nn t2 on t0.id = t2.b left join dept t3 on t0.boss = t3.id where t0.id is not null and t1.id = 3;
> 3|3|
> 3|3|
> 3|3|
select t0.id, t0.boss, t0.id from dept t0 where not (t0.id < 3) and not exists (select 1 from nn t1 where t1.a = t0.boss);
> 3||3
> 4|28|4
> 5|35|5
> 6||6
> 7|9|7
> 8|16|8
select t0.manager, min(t0.id), count(*) from emp t0 left join work t1 on t0.manager = t1.emp group by t0.manager having count(*) > 1;
> 0|6|2
> 1|1|6
> 2|2|6
> 3|3|6
> 4|4|2
> 5|11|2
> |5|2
select t0.c1, t0.c0, t0.c1 from (select t1.id, t1.id from proj t1 join dept t2 on t1.id = t2.id) as t0(c0, c1) where exists (select t3.budget from proj t3 where t3.dept is not null and t3.budget is not null group by t3.budget);
> 1|1|1
> 2|2|2
> 3|3|3
> 4|4|4
> 5|5|5
> 6|6|6
> 7|7|7
> 8|8|8
select t1.id, count(t3.budget), count(*) from work t0 full join proj t1 on t0.proj = t1.dept right join dept t2 on t0.proj = t2.id and t0.hours >= t0.hours right join proj t3 on t1.dept = t3.budget and t2.boss = t3.budget group by t1.id having count(*) > 0;
> |7|9
select t0.id, count(*), count(*) from proj t0 left join dept t1 on t0.budget = t1.id full join (select distinct t3.id from proj t3) as t2(c0) on t1.boss = t2.c0 where t0.dept <> (select count(t4.budget) from proj t4 where t4.id = t0.dept) group by t0.id;
> 2|1|1
> 3|1|1
> 4|1|1
> 5|1|1
> 8|1|1
> 9|1|1
select t0.budget, min(t1.boss), max(t2.c1) from proj t0 join dept t1 on t0.budget = t1.id right join (select distinct t3.id, t3.dept from emp t3 where t3.dept <> t3.pay) as t2(c0, c1) on t1.id = t2.c0 where t2.c0 >= t2.c0 group by t0.budget having count(*) > 0;
> 3||3
> 4|28|4
> 6||6
> ||8
select t0.id, max(t2.budget), max(t2.id) from dept t0 cross join dept t1 cross join proj t2 right join work t3 on t0.id = t3.hours where t3.emp <> 5 and exists (select t4.proj from work t4) group by t0.id;
> 1|10|9
> 2|10|9
> 3|10|9
> 4|10|9
> ||
select t1.proj, t2.c0, t1.hours from nn t0 left join work t1 on t0.a = t1.emp cross join (select t3.boss, t3.id from dept t3 where t3.boss is not null) as t2(c0, c1) where t2.c0 = (select min(t4.budget) from proj t4 where t4.budget = t2.c0) and exists (select t5.id from proj t5 cross join work t6 where t5.id = 1 and (t1.proj = t5.dept or t6.proj not in (select t7.manager from emp t7 where t7.pay <> t5.budget)));
> 1|7|3
> 1|7|3
> 1|9|3
> 1|9|3
select t1.a, min(t2.manager), count(t3.id) from dept t0 right join nn t1 on t0.boss = t1.a and t0.boss < 5 cross join emp t2 full join dept t3 on t0.id = t3.id group by t1.a having count(*) > 2;
> 1|0|0
> 2|0|0
> 3|0|0
> 4|0|0
> |0|8
select t0.hours, count(*), max(t1.hours) from work t0 full join work t1 on t0.emp = t1.proj group by t0.hours;
> 0|12|3
> 1|5|2
> 2|20|4
> 3|10|3
> 4|5|4
select t0.budget, count(t0.budget), count(t0.dept) from proj t0 where t0.id not in (select t1.a from nn t1 where not (t0.dept = 0)) group by t0.budget having count(*) > 0;
> 7|1|1
select t0.c1, t2.id, t0.c1 from (select t1.pay, t1.id, t1.pay from emp t1 where (t1.manager >= t1.id or t1.pay < t1.dept)) as t0(c0, c1, c2) join proj t2 on t0.c1 = t2.budget;
> 10|7|10
> 3|1|3
> 4|5|4
select t0.dept, count(*), count(*) from emp t0 left join work t1 on t0.dept = t1.proj and t0.pay = t1.proj group by t0.dept having count(*) > 0;
> 0|1|1
> 1|2|2
> 2|2|2
> 3|2|2
> 4|2|2
> 5|2|2
> 6|1|1
> 8|1|1
> |2|2
select t2.b, t0.dept, t2.b from emp t0 join emp t1 on t0.pay = t1.id and t0.manager = 3 left join nn t2 on t1.manager = t2.b where t1.pay <> t1.id;
> 1|0|1
> 1|0|1
> 3|3|3
> 3|3|3
> 3|3|3
select t0.emp, count(*), max(t2.budget) from work t0 cross join nn t1 join proj t2 on t1.b = t2.id where t1.a is null and t0.emp < t1.b group by t0.emp;
> 1|2|9
> 2|2|9
select t0.id, t0.id, t0.budget from proj t0 where exists (select 1 from work t1 where t1.proj = t0.budget and t1.proj = t1.hours);
> 1|1|3
select t2.a, count(*), count(t0.dept) from emp t0 join work t1 on t0.id = t1.proj left join nn t2 on t0.pay = t2.a join proj t3 on t2.a = t3.dept where t2.a in (7, 3) group by t2.a;
> 3|8|8
select t0.id, t0.boss, t0.id from dept t0 where exists (select 1 from emp t1 where t1.pay = t0.id and t1.manager >= 0);
> 1|7|1
> 2|14|2
> 3||3
> 4|28|4
> 6||6
> 7|9|7
> 8|16|8
select t1.b, t1.a, t0.id from emp t0 join nn t1 on t0.dept = t1.b and t0.dept <> 2;
> 1|1|1
> 1|1|10
> 1|4|1
> 1|4|10
> 3|3|12
> 3|3|12
> 3|3|3
> 3|3|3
> 3||12
> 3||3
select t0.id, t0.id, t0.dept from proj t0 where exists (select 1 from dept t1 where t1.id = t0.id and t1.id >= 7);
> 7|7|1
> 8|8|2
select t0.dept, t0.dept, t0.dept from emp t0 where t0.dept <> (select max(t1.id) from proj t1 where t1.dept = t0.manager) and exists (select 1 from dept t2 where t2.id = t0.id);
> 1|1|1
> 2|2|2
> 3|3|3
select t0.proj, sum(t0.emp), sum(t0.hours) from work t0 where exists (select 1 from proj t1 where t1.dept = t0.proj and t1.id >= t1.id) group by t0.proj;
> 1|10|5
> 2|18|6
> 3|15|5
> 4|12|3
> 5|10|0
select t0.id, t0.pay, t2.hours from emp t0 join proj t1 on t0.pay = t1.id join work t2 on t1.id = t2.proj and t1.id = t0.id;
> 5|5|0
> 5|5|0
select t0.emp, t1.proj, t3.b from work t0 left join work t1 on t0.hours = t1.hours full join dept t2 on t0.proj = t2.boss left join nn t3 on t0.emp = t3.b where t3.a = 4;
> 1|1|1
> 1|1|1
> 1|2|1
> 1|3|1
> 1|3|1
> 1|4|1
> 1|6|1
> 1|7|1
> 1|7|1
> 1|8|1
> 1|9|1
> 1|9|1
select t0.b, t0.b, t0.a from nn t0 where not exists (select 1 from work t1 where t1.hours = t0.b);
> ||
> ||2
select t0.id, min(t0.id), count(*) from dept t0 where (t0.boss < t0.boss or not exists (select t1.dept from emp t1 where t0.boss < 1)) and (t0.id = 7 or t0.boss is null) group by t0.id;
> 3|3|1
> 6|6|1
> 7|7|1
select t0.c1, t2.boss, t2.id from (select t1.boss, t1.id from dept t1) as t0(c0, c1) left join dept t2 on t0.c1 = t2.boss;
> 1||
> 2||
> 3||
> 4||
> 5||
> 6||
> 7|7|1
> 8||
select t0.a, t0.b, t0.a from nn t0 where not exists (select 1 from dept t1 where t1.id = t0.b) and t0.a >= 1;
> 2||2
select t2.manager, max(t2.pay), count(t1.id) from work t0 cross join emp t1 right join emp t2 on t0.hours = t2.id group by t2.manager;
> 0|8|0
> 1|9|28
> 2|6|112
> 3|9|56
> 4|2|28
> 5|3|0
> |5|0
select t0.hours, t1.boss, t1.id from work t0 left join dept t1 on t0.emp = t1.id where t1.id = (select min(t2.pay) from emp t2 where t2.id = t0.proj);
> 2|28|4
> 2|7|1
> 2||6
> 3|9|7
> 3||3
select t0.id, t2.dept, t2.id from emp t0 left join work t1 on t0.manager = t1.emp join proj t2 on t1.emp = t2.id where t1.hours = t1.emp;
> 14|2|2
> 2|2|2
> 3|3|3
> 8|2|2
> 9|3|3
select t0.id, t0.pay, t1.id from emp t0 right join proj t1 on t0.id = t1.budget and t0.pay >= t0.pay;
> 10|0|7
> 3|9|1
> 4|2|5
> 5|5|9
> 6|8|2
> 7|1|6
> 9|7|3
> ||4
> ||8
select t0.b, count(t0.a), count(*) from nn t0 right join nn t1 on t0.a = t1.b and t0.b >= t0.a where t0.a = t1.b group by t0.b;
> 1|2|2
> 2|2|2
> 3|6|6
select t2.pay, t2.dept, t0.id from emp t0 join proj t1 on t0.dept = t1.budget join emp t2 on t0.manager = t2.manager and t2.manager = t1.budget where (t0.manager >= t1.id or t2.id <> t2.manager);
> 7|0|3
> 9|3|3
select t1.boss, t0.emp, t0.hours from work t0 join dept t1 on t0.hours = t1.id where t0.emp = t1.id and t1.boss <> (select sum(t2.emp) from work t2 where t2.proj = t1.id);
> 14|2|2
select t1.b, t0.dept, t1.b from proj t0 left join nn t1 on t0.id = t1.b where not exists (select t5.dept from (select t4.budget, sum(t3.b), min(t4.dept) from nn t3 left join proj t4 on t3.b = t4.dept and t4.dept = 6 where t4.budget = 3 group by t4.budget) as t2(c0, c1, c2) right join proj t5 on t2.c0 = t5.budget where t2.c1 is not null);
> 1|1|1
> 1|1|1
> 2|2|2
> 3|3|3
> 3|3|3
> 3|3|3
> |0|
> |1|
> |2|
> |3|
> |4|
> |5|
select t0.dept, t2.id, t2.id from emp t0 full join nn t1 on t0.dept = t1.b left join proj t2 on t1.b = t2.dept where t2.budget = 3 and t0.id in (select t3.id from proj t3 right join dept t4 on t3.dept = t4.id and t3.id < t4.boss where not (t0.dept = t1.a));
> 1|1|1
select t1.boss, max(t1.id), sum(t2.budget) from nn t0 cross join dept t1 full join proj t2 on t0.b = t2.budget where exists (select 1 from work t3 where t3.emp = t1.id) and t1.boss is not null group by t1.boss;
> 14|2|9
> 16|8|9
> 28|4|9
> 35|5|9
> 7|1|9
> 9|7|9
select t0.c1, t3.c0, t2.a from (select t1.id, t1.dept, t1.id from emp t1) as t0(c0, c1, c2) join nn t2 on t0.c0 = t2.a join (select t5.emp, count(*), min(t4.id) from dept t4 join work t5 on t4.id = t5.proj where t5.emp in (select t6.dept from proj t6) group by t5.emp) as t3(c0, c1, c2) on t2.a = t3.c0;
> 1|1|1
> 1|1|1
> 2|2|2
> 3|3|3
> 3|3|3
> 4|4|4
select t1.id, t1.boss, t2.hours from dept t0 left join dept t1 on t0.id = t1.boss join work t2 on t1.id = t2.proj join proj t3 on t2.emp = t3.id and t3.dept < 7 where t1.id is not null;
> 1|7|2
> 1|7|3
select t0.c0, t0.c0, t0.c0 from (select t1.proj from work t1 where t1.hours = t1.hours and coalesce(t1.proj, 4) < t1.hours) as t0(c0) full join (select t4.proj, t4.proj from work t3 join work t4 on t3.hours = t4.proj where t4.hours = 4) as t2(c0, c1) on t0.c0 = t2.c0 where not exists (select 1 from dept t5 where t5.id = t2.c1 and t5.boss = 3) and exists (select 1 from nn t6 where t6.a = t0.c0 and t6.a >= t6.b);
> 1|1|1
> 1|1|1
select t2.id, count(t0.id), max(t1.dept) from dept t0 left join emp t1 on t0.boss = t1.id join proj t2 on t0.id = t2.dept where t2.id in (select t3.a from nn t3 where t3.b is not null) and t0.id not in (select t4.boss from dept t4 where t0.boss = t2.id and (t4.id = t0.id or t4.id = (select count(t5.dept) from proj t5 where t5.dept = t4.id))) group by t2.id;
> 1|1|
> 3|1|
> 4|1|
select t1.id, t1.id, t0.id from dept t0 join proj t1 on t0.id = t1.id cross join (select t3.b from nn t3 where t3.b is null and t3.a = t3.a group by t3.b) as t2(c0) where not exists (select 1 from proj t4 where t4.budget = t0.boss and t4.id = 4) and (t1.id = 3 or coalesce(t0.boss, 5) < t0.id);
> 3|3|3
> 6|6|6
select t2.hours, count(t2.hours), min(t1.emp) from proj t0 join work t1 on t0.id = t1.emp left join work t2 on t0.budget = t2.proj group by t2.hours;
> 0|10|1
> 1|4|2
> 2|11|1
> 3|7|1
> |0|4
select t0.b, count(t1.b), sum(t2.emp) from nn t0 cross join nn t1 full join work t2 on t1.b = t2.emp group by t0.b;
> 1|30|70
> 2|15|35
> 3|45|105
> |30|175
select t1.dept, count(*), count(t1.budget) from emp t0 cross join proj t1 cross join proj t2 join proj t3 on t0.pay = t3.dept where not exists (select t4.dept from emp t4 where t2.budget >= t0.dept) and t2.budget >= t3.budget group by t1.dept having count(*) > 0;
> 0|13|13
> 1|26|26
> 2|26|13
> 3|26|26
> 4|13|0
> 5|13|13
select t1.boss, t3.a, t1.id from proj t0 full join dept t1 on t0.budget = t1.id join proj t2 on t1.boss = t2.id left join nn t3 on t2.budget = t3.a;
> 7||1
> 9||7
select t0.c1, count(*), count(t0.c0) from (select t2.dept, max(t1.budget) from proj t1 join proj t2 on t1.dept = t2.id and t1.budget < 6 where t1.id in (select t3.b from nn t3 where coalesce(t3.a, 3) < t1.dept) group by t2.dept union select t4.b, min(t4.a) from nn t4 group by t4.b) as t0(c0, c1) group by t0.c1;
> 1|2|2
> 2|1|0
> 3|1|1
select t0.id, t1.pay, t0.boss from dept t0 join emp t1 on t0.id = t1.manager and t1.manager < 3;
> 1|1|7
> 1|3|7
> 1|9|7
> 2|2|14
> 2|4|14
> 2|6|14
select t0.b, t2.id, t1.dept from nn t0 join proj t1 on t0.b = t1.id left join dept t2 on t0.a = t2.id where t0.a = t0.a;
> 1|1|1
> 1|4|1
> 2|1|2
> 3|3|3
> 3|3|3
select t2.b, t0.id, t3.proj from proj t0 left join proj t1 on t0.id = t1.budget and t0.budget < 3 join nn t2 on t0.budget = t2.b full join work t3 on t1.budget = t3.emp where t0.dept < 3;
> 3|1|
> 3|1|
> 3|1|
select t0.c0, t0.c0, t0.c1 from (select t1.dept, sum(t1.budget) from proj t1 cross join work t2 where t2.hours not in (select t3.emp from work t3 where t1.dept >= t3.hours) and t1.id <> t1.budget group by t1.dept union all select t4.boss, t4.boss from dept t4 where t4.id <> t4.id and t4.boss is null) as t0(c0, c1);
> 0|0|126
> 1|1|208
> 2|2|36
> 3|3|84
> 5|5|24
select t0.id, t1.budget, t0.boss from dept t0 join proj t1 on t0.boss = t1.id where t1.budget = 5;
> 7|5|9
select t0.c0, max(t0.c0), sum(t0.c0) from (select t1.dept from emp t1 left join emp t2 on t1.dept = t2.pay and t1.dept = t1.dept where t1.id in (1, 5)) as t0(c0) where t0.c0 is not null group by t0.c0;
> 1|1|1
> 5|5|5
select t3.pay, t3.id, t3.manager from proj t0 join dept t1 on t0.budget = t1.id join emp t2 on t0.id = t2.pay join emp t3 on t1.id = t3.manager and t3.id = t3.id;
> 2|4|4
> 3|11|5
> 3|11|5
> 7|9|3
> 9|3|3
select t0.a, max(t1.a), count(t0.a) from nn t0 full join nn t1 on t0.a = t1.a cross join (select distinct t3.pay from emp t3) as t2(c0) where t1.b = (select min(t4.b) from nn t4 where t4.a = t0.a) group by t0.a;
> 1|1|20
> 3|3|40
> 4|4|10
select t0.manager, t1.manager, t1.dept from emp t0 join emp t1 on t0.manager = t1.id and t0.dept <> 5 where t1.manager < t1.pay;
> 1|1|1
> 1|1|1
> 2|2|2
> 2|2|2
> 3|3|3
> 3|3|3
select t0.boss, t0.id, t0.id from dept t0 where t0.boss not in (select t1.emp from work t1);
> 14|2|2
> 16|8|8
> 28|4|4
> 35|5|5
select t6.boss, t7.budget, t1.c0 from nn t0 join (select t3.c1 from dept t2 cross join (select t4.boss, count(t4.id) from dept t4 group by t4.boss) as t3(c0, c1) group by t3.c1 union select t5.boss from dept t5) as t1(c0) on t0.b = t1.c0 and t1.c0 >= t1.c0 left join dept t6 on t0.b = t6.id join proj t7 on t6.id = t7.dept where (t0.b < 3 or t6.boss < 5);
> 14|6|2
> 14||2
> 7|10|1
> 7|10|1
> 7|3|1
> 7|3|1
select t1.id, count(t1.boss), sum(t1.boss) from nn t0 cross join dept t1 group by t1.id having count(*) > 2;
> 1|8|56
> 2|8|112
> 3|0|
> 4|8|224
> 5|8|280
> 6|0|
> 7|8|72
> 8|8|128
select t0.id, t0.id, t1.boss from dept t0 join dept t1 on t0.boss = t1.boss where t1.boss >= 7;
> 1|1|7
> 2|2|14
> 4|4|28
> 5|5|35
> 7|7|9
> 8|8|16
select t2.c0, t0.b, t0.b from nn t0 right join work t1 on t0.a = t1.hours left join (select t3.budget from proj t3 join dept t4 on t3.id = t4.id where t3.dept is null and t3.id = (select count(t5.manager) from emp t5 where t5.pay = t4.id)) as t2(c0) on t1.hours = t2.c0 and t1.proj >= t0.a where t1.emp in (6, 7) and t0.a < t1.proj;
> |1|1
> |2|2
> |3|3
> |3|3
select t4.id, t0.hours, t4.budget from work t0 left join (select t2.boss, t2.boss from dept t2 where exists (select t3.boss from dept t3 where t3.id in (3, 3) group by t3.boss) and t2.id <> t2.boss) as t1(c0, c1) on t0.emp = t1.c1 and t0.hours >= t0.proj join proj t4 on t1.c0 = t4.budget left join dept t5 on t0.proj = t5.id and t0.emp <> t5.boss;
> 6|2|7
select t0.a, count(t0.b), count(t1.boss) from nn t0 right join dept t1 on t0.a = t1.boss full join emp t2 on t0.a = t2.manager where not exists (select 1 from work t3 where t3.emp = t0.b and t3.proj = t3.emp) group by t0.a;
> |0|6
select t0.c1, t0.c2, t0.c1 from (select t1.proj, max(t1.hours), count(t2.emp) from work t1 right join work t2 on t1.proj = t2.emp group by t1.proj) as t0(c0, c1, c2) join proj t3 on t0.c0 = t3.dept and t0.c0 >= 1 where coalesce(t3.budget, 1) < t0.c2 and exists (select t5.boss from emp t4 join dept t5 on t4.manager = t5.id group by t5.boss);
> 2|4|2
> 3|4|3
> 3|9|3
> 4|6|4
select t1.c2, t1.c0, t1.c0 from emp t0 right join (select t3.b, t3.b, t2.b from nn t2 full join nn t3 on t2.b = t3.a) as t1(c0, c1, c2) on t0.id = t1.c0 where t1.c1 is null;
> 2||
> ||
> ||
> ||
select t0.budget, min(t2.dept), sum(t1.boss) from proj t0 right join dept t1 on t0.budget = t1.id left join proj t2 on t1.id = t2.dept right join nn t3 on t0.budget = t3.a where t2.id >= (select sum(t4.dept) from proj t4 where t4.budget = t0.budget) and exists (select t5.proj from work t5 left join dept t6 on t5.hours = t6.id where not (t6.boss = 0)) group by t0.budget;
> 3|3|
select t0.hours, t0.emp, t0.emp from work t0 where t0.hours in (select t2.a from work t1 cross join nn t2 group by t2.a having count(*) > 0) and t0.hours in (1, 3);
> 1|4|4
> 1|6|6
> 3|1|1
> 3|3|3
> 3|7|7
> 3|9|9
select t0.dept, count(t0.budget), min(t0.dept) from proj t0 where t0.dept in (select t1.id from proj t1 where exists (select t2.boss from dept t2 left join dept t3 on t2.boss = t3.id) and t1.budget >= 7) group by t0.dept having count(*) > 0;
> 3|2|3
select t0.hours, sum(t0.hours), count(t0.hours) from work t0 full join (select t3.boss, t2.b, t2.a from nn t2 join dept t3 on t2.a = t3.boss where t3.boss not in (select t4.id from dept t4 cross join proj t5 where t4.id in (2, 3) and t5.dept <> t3.id) and t3.id = 5) as t1(c0, c1, c2) on t0.hours = t1.c1 group by t0.hours;
> 0|0|6
> 1|2|2
> 2|16|8
> 3|12|4
> 4|8|2
select t0.id, t1.a, t0.id from emp t0 left join nn t1 on t0.manager = t1.a and t0.manager = t0.dept where t0.dept = t0.manager and t1.b is not null;
> 1|1|1
> 1|1|1
> 3|3|3
> 3|3|3
> 4|4|4
select t3.a, min(t3.a), count(*) from (select t2.proj, t1.manager from emp t1 join work t2 on t1.dept = t2.emp and t2.hours <> 1 where t2.hours >= 7 and t2.emp <> t1.dept) as t0(c0, c1) left join nn t3 on t0.c1 = t3.a left join work t4 on t0.c0 = t4.proj full join dept t5 on t0.c1 = t5.id group by t3.a;
> ||8
select t1.b, t3.b, t1.a from work t0 join nn t1 on t0.emp = t1.b left join proj t2 on t0.proj = t2.dept join nn t3 on t1.a = t3.b and t3.b = 1 where not exists (select 1 from proj t4 where t4.dept = t2.budget and t4.dept <> 5);
> 1|1|1
> 1|1|1
> 1|1|1
> 1|1|1
> 1|1|1
> 1|1|1
> 2|1|1
> 2|1|1
> 2|1|1
> 2|1|1
> 2|1|1
> 2|1|1
select t0.id, t0.id, t1.boss from dept t0 join dept t1 on t0.boss = t1.id where t0.boss = t1.id;
> 1|1|9
select t1.c1, t1.c2, t1.c0 from emp t0 join (select distinct t2.a, t2.b, t2.a from nn t2 left join work t3 on t2.a = t3.proj where t2.a = t2.a) as t1(c0, c1, c2) on t0.dept = t1.c2 and t0.id <> 6 where t0.dept = t1.c1 and t1.c0 <> 7;
> 1|1|1
> 1|1|1
> 3|3|3
> 3|3|3
select t0.dept, t0.dept, t1.id from proj t0 full join proj t1 on t0.id = t1.id where t0.dept < t0.budget and not (t0.budget = 5);
> 0|0|6
> 1|1|1
> 1|1|7
> 2|2|2
> 3|3|3
select t0.dept, count(*), count(t0.id) from proj t0 left join dept t1 on t0.id = t1.id where (t0.id <> 3 or t1.id >= (select count(*) from proj t2 where t2.id = t0.dept)) group by t0.dept having count(*) > 0;
> 0|1|1
> 1|2|2
> 2|2|2
> 3|2|2
> 4|1|1
> 5|1|1
select t0.id, t0.id, t1.b from proj t0 join nn t1 on t0.budget = t1.a and t0.id = t0.dept;
> 1|1|3
> 1|1|3
> 5|5|1
select t3.boss, t3.boss, t0.c2 from (select t2.id, t1.a, t2.budget from nn t1 join proj t2 on t1.b = t2.dept where t2.budget <> t1.b) as t0(c0, c1, c2) right join dept t3 on t0.c0 = t3.boss;
> 14|14|
> 16|16|
> 28|28|
> 35|35|
> 7|7|10
> 7|7|10
> 9|9|5
> 9|9|5
> 9|9|5
> ||
> ||
select t1.pay, max(t1.id), sum(t2.a) from proj t0 right join emp t1 on t0.id = t1.id and t0.id >= t0.dept left join nn t2 on t0.budget = t2.b group by t1.pay;
> 0|10|
> 1|7|
> 2|14|
> 3|11|6
> 4|8|
> 5|5|
> 6|12|
> 7|9|
> 8|6|
> 9|13|
select t0.budget, t0.budget, t0.id from proj t0 where t0.dept in (select t1.id from emp t1 where exists (select t2.pay from emp t2 join proj t3 on t2.id = t3.id where t3.budget <> 2 and t2.pay = t3.budget group by t2.pay) group by t1.id having count(*) > 0);
> 10|10|7
> 3|3|1
> 4|4|5
> 5|5|9
> 6|6|2
> 9|9|3
> ||4
> ||8
select t0.hours, t7.budget, t7.budget from work t0 join (select distinct t2.c0 from (select t4.budget from nn t3 left join proj t4 on t3.b = t4.id where t3.b = t3.a) as t2(c0) full join dept t5 on t2.c0 = t5.id where t5.boss <> t5.id group by t2.c0) as t1(c0) on t0.proj = t1.c0 full join emp t6 on t0.hours = t6.pay right join proj t7 on t0.proj = t7.budget and t0.emp = 2;
> |10|10
> |3|3
> |4|4
> |5|5
> |6|6
> |7|7
> |9|9
> ||
> ||
select t2.boss, t2.boss, t2.boss from nn t0 join work t1 on t0.b = t1.emp join dept t2 on t0.a = t2.id and t0.a < t1.hours where (t2.id < t0.a or not (t0.b <> t1.hours));
> 7|7|7
select t0.dept, t0.pay, t0.pay from emp t0 where exists (select 1 from emp t1 where t1.id = t0.pay and t1.manager < t1.dept);
> 2|6|6
> 3|6|6
> 6|8|8
select t1.emp, t0.hours, t1.emp from work t0 join work t1 on t0.proj = t1.proj where t1.hours in (select t2.c0 from (select t3.manager, t3.pay from emp t3 where t3.dept is not null) as t2(c0, c1) where coalesce(t2.c0, 5) < t0.proj and t2.c0 < (select max(t4.a) from nn t4 where t4.b = t2.c1));
> 4|1|4
> 4|2|4
> 6|0|6
> 6|1|6
> 6|2|6
select t3.boss, count(*), min(t0.c0) from (select t2.b, sum(t1.manager), min(t2.b) from emp t1 join nn t2 on t1.id = t2.a where t1.dept = t1.dept and t1.dept = t2.b group by t2.b having count(*) > 1) as t0(c0, c1, c2) cross join dept t3 where t3.id is not null group by t3.boss;
> 14|1|3
> 16|1|3
> 28|1|3
> 35|1|3
> 7|1|3
> 9|1|3
> |2|3
select t3.dept, count(*), min(t2.b) from dept t0 cross join emp t1 left join nn t2 on t1.dept = t2.a join emp t3 on t2.b = t3.dept where not (t3.manager < t1.id) group by t3.dept;
> 1|8|1
> 2|16|2
> 3|16|3
select t1.emp, t1.emp, t1.hours from proj t0 join work t1 on t0.id = t1.hours where t1.proj in (1, 0);
> 3|3|3
> 7|7|2
select t1.dept, t1.id, t0.id from proj t0 join proj t1 on t0.dept = t1.budget join nn t2 on t0.budget = t2.a left join nn t3 on t2.a = t3.b;
> 3|9|5
select t0.a, min(t1.c1), max(t4.hours) from nn t0 cross join (select t2.id, t2.id from dept t2 where t2.id < 6) as t1(c0, c1) join dept t3 on t1.c0 = t3.id full join work t4 on t0.b = t4.hours group by t0.a;
> 1|1|2
> 2|1|
> 3|1|3
> 4|1|1
> |1|4
select t1.id, t0.manager, t0.pay from emp t0 join emp t1 on t0.id = t1.pay left join dept t2 on t1.pay = t2.id and t2.boss >= t1.dept where t1.dept >= (select count(t3.a) from nn t3 where t3.a = t2.boss) and exists (select t4.id from dept t4);
> 11|3|9
> 12|0|8
> 13|3|7
> 1|3|9
> 2|0|8
> 3|3|7
> 4|2|6
> 5||5
> 6|2|4
> 8|4|2
> 9|1|1
select t0.proj, max(t1.budget), count(t3.b) from work t0 cross join proj t1 left join nn t2 on t1.dept = t2.a right join nn t3 on t1.id = t3.b group by t0.proj;
> 1|9|22
> 2|9|33
> 3|9|33
> 4|9|22
> 5|9|22
> 6|9|33
> 7|9|33
> 8|9|22
> 9|9|22
> ||0
select t3.id, count(*), max(t3.id) from (select t1.dept from proj t1 where exists (select 1 from work t2 where t2.emp = t1.budget) and t1.dept = t1.id) as t0(c0) left join dept t3 on t0.c0 = t3.id and t3.boss = t3.boss left join emp t4 on t3.id = t4.id and t3.id = t0.c0 where t4.dept = t4.pay group by t3.id having count(*) > 0;
> 5|1|5
select t1.id, t2.a, t1.pay from proj t0 join emp t1 on t0.dept = t1.id right join nn t2 on t1.manager = t2.a and t0.dept <> 1 where t1.manager is null and t2.b <> t2.a;
> |1|
select t1.pay, sum(t0.b), max(t0.a) from nn t0 join emp t1 on t0.b = t1.pay where coalesce(t0.b, 4) < t1.manager group by t1.pay having count(*) > 2;
> 3|9|3
select t0.dept, count(t1.a), count(*) from emp t0 cross join nn t1 group by t0.dept;
> 0|6|8
> 1|12|16
> 2|12|16
> 3|12|16
> 4|12|16
> 5|6|8
> 6|6|8
> 8|6|8
> |12|16
select t0.budget, t0.budget, t0.budget from proj t0 where t0.budget in (select t1.proj from work t1 where t1.emp < t1.hours group by t1.proj);
> 3|3|3
> 7|7|7
select t0.c1, t0.c0, t0.c1 from (select t1.id, count(*) from proj t1 where t1.dept in (3, 1) group by t1.id) as t0(c0, c1) where exists (select 1 from proj t2 where t2.dept = t0.c0);
> 1|1|1
> 1|3|1
select t0.dept, t0.dept, t0.dept from proj t0 where t0.budget in (select t2.dept from emp t1 left join proj t2 on t1.id = t2.dept);
> 1|1|1
> 3|3|3
> 5|5|5
select t0.emp, t2.budget, t0.emp from work t0 left join emp t1 on t0.proj = t1.manager join proj t2 on t1.dept = t2.id where t1.manager in (1, 1);
> 3|3|3
> 3||3
> 7|3|7
> 7||7
select t3.b, t0.a, t3.b from nn t0 full join emp t1 on t0.b = t1.dept right join work t2 on t0.b = t2.emp and t1.manager <> 5 join nn t3 on t2.proj = t3.a where t3.a = t3.a and t1.id is null;
> 1||1
> 1||1
> 1||1
> 2||2
> 3||3
> 3||3
> 3||3
> 3||3
> ||
> ||
select t0.b, t0.a, t0.a from nn t0 left join work t1 on t0.a = t1.emp and t1.emp < t0.b right join (select t3.dept from proj t3 group by t3.dept having count(*) > 1) as t2(c0) on t1.hours = t2.c0 left join dept t4 on t1.emp = t4.id where not (t2.c0 <> t2.c0);
> 2|1|1
> 2|1|1
> ||
select t1.hours, t0.boss, t0.boss from dept t0 right join work t1 on t0.id = t1.proj left join proj t2 on t0.id = t2.budget where coalesce(t1.emp, 6) < t2.dept;
> 1|28|28
select t0.id, t0.id, t0.boss from dept t0 where exists (select 1 from emp t1 where t1.pay = t0.id and t1.pay <> 6);
> 1|1|7
> 2|2|14
> 3|3|
> 4|4|28
> 5|5|35
> 7|7|9
> 8|8|16
select t0.proj, t0.emp, t1.id from work t0 join emp t1 on t0.emp = t1.id where t0.proj = (select count(*) from emp t2 where t2.manager = t0.hours) and t0.hours <> t1.id;
> 2|10|10
> 3|9|9
select t4.id, count(*), count(t0.c0) from (select t1.c0, t1.c1, t1.c0 from (select t3.a, max(t2.b) from nn t2 join nn t3 on t2.b = t3.a where t2.a <> t3.b group by t3.a having count(*) > 0) as t1(c0, c1)) as t0(c0, c1, c2) right join emp t4 on t0.c1 = t4.dept where t0.c0 is not null group by t4.id;
> 10|1|1
> 1|1|1
select t0.budget, t2.id, t2.id from proj t0 join work t1 on t0.id = t1.proj join dept t2 on t1.hours = t2.id where coalesce(t1.hours, 3) < t0.dept and t1.proj in (2, 4);
> |1|1
> |2|2
select t3.pay, t0.dept, t2.proj from proj t0 join dept t1 on t0.id = t1.id and t0.budget <> t0.dept join work t2 on t1.boss = t2.proj full join emp t3 on t2.proj = t3.pay where t3.pay in (7, 2) and t3.pay >= 3;
> 7|1|7
> 7|1|7
> 7|1|7
select t2.id, t2.manager, t0.a from nn t0 join nn t1 on t0.a = t1.a left join emp t2 on t1.b = t2.manager where not (t1.a = t0.b);
> 13|1|1
> 13|1|4
> 14|2|1
> 1|1|1
> 1|1|4
> 2|2|1
> 7|1|1
> 7|1|4
> 8|2|1
select t0.id, max(t0.budget), count(*) from proj t0 where exists (select t1.emp from work t1 where t0.dept = t0.id and t1.emp = 7) group by t0.id having count(*) > 0;
> 1|3|1
> 2|6|1
> 3|9|1
> 4||1
> 5|4|1
select t1.boss, count(*), min(t1.id) from nn t0 cross join dept t1 join emp t2 on t1.id = t2.manager where t1.id = 2 group by t1.boss;
> 14|24|2
select t0.c0, t0.c0, t0.c1 from (select t1.c1, min(t4.b) from (select t3.dept, sum(t3.id) from dept t2 join proj t3 on t2.boss = t3.id and t2.boss = 7 where t3.id in (5, 6) and t2.boss < 7 group by t3.dept) as t1(c0, c1) left join nn t4 on t1.c0 = t4.b where t1.c1 >= t4.b and coalesce(t1.c1, 3) < t4.b group by t1.c1 union select t5.id, sum(t5.dept) from proj t5 group by t5.id having count(*) > 0) as t0(c0, c1);
> 1|1|1
> 2|2|2
> 3|3|3
> 4|4|4
> 5|5|5
> 6|6|0
> 7|7|1
> 8|8|2
> 9|9|3
select t0.budget, t1.a, t1.a from proj t0 join nn t1 on t0.dept = t1.b full join (select t3.c0, t3.c0 from (select t4.b from nn t4 group by t4.b union all select t6.id from emp t5 right join dept t6 on t5.pay = t6.boss and t6.boss = t5.pay group by t6.id) as t3(c0)) as t2(c0, c1) on t0.dept = t2.c1 where t2.c0 in (6, 5);
> ||
> ||
select t1.c0, t0.boss, t1.c0 from dept t0 cross join (select t2.budget from proj t2 left join nn t3 on t2.budget = t3.a where not (t3.b < 0) union select t4.boss from dept t4 where t4.boss = t4.id and exists (select 1 from nn t5 where t5.a = t4.boss and t5.b < t5.b)) as t1(c0) left join dept t6 on t0.id = t6.id where not exists (select 1 from work t7 where t7.hours = t6.boss and t7.hours = t7.emp) and t0.boss is null;
> 3||3
> 3||3
> 4||4
> 4||4
select t2.proj, count(*), count(t0.hours) from work t0 left join nn t1 on t0.emp = t1.b full join work t2 on t0.emp = t2.proj where t0.proj <> t2.proj and exists (select 1 from emp t3 where t3.pay = t0.emp and t3.dept = t3.pay) group by t2.proj;
> 5|4|4
select t0.dept, count(*), max(t1.id) from proj t0 join emp t1 on t0.id = t1.dept group by t0.dept;
> 0|1|6
> 1|2|10
> 2|3|11
> 3|2|12
> 4|2|13
> 5|1|5
select t2.a, t2.a, t2.b from proj t0 join work t1 on t0.id = t1.hours join nn t2 on t0.budget = t2.b;
> 3|3|3
> 3|3|3
> 3|3|3
> 3|3|3
> ||3
> ||3
select t3.a, t3.b, t3.a from (select t2.pay, count(*), max(t1.proj) from work t1 full join emp t2 on t1.proj = t2.id group by t2.pay) as t0(c0, c1, c2) right join nn t3 on t0.c0 = t3.a cross join proj t4 where t3.b = (select count(t5.manager) from emp t5 where t5.pay = t4.dept);
> 1|1|1
> 1|1|1
> 1|1|1
> 1|2|1
> 1|2|1
> 1|2|1
> 1|2|1
> 4|1|4
> 4|1|4
> 4|1|4
select t2.b, count(*), count(t0.hours) from work t0 full join work t1 on t0.proj = t1.emp cross join nn t2 where coalesce(t2.b, 6) < t2.a and not (t0.hours <> 1) group by t2.b;
> 1|4|4
select t1.pay, t0.proj, t0.proj from work t0 left join emp t1 on t0.emp = t1.dept where not exists (select t2.c0 from (select t4.emp, count(*) from proj t3 left join work t4 on t3.budget = t4.proj group by t4.emp) as t2(c0, c1) left join nn t5 on t2.c1 = t5.b where t0.hours >= t2.c0 group by t2.c0) and t1.dept is not null;
> 5|3|3
> 5|7|7
> 6|5|5
> 9|5|5
select t0.boss, count(*), count(t1.a) from dept t0 left join nn t1 on t0.boss = t1.a and t1.b < t1.a group by t0.boss having count(*) > 1;
> |2|0
select t1.a, t0.dept, t1.a from proj t0 left join nn t1 on t0.id = t1.b;
> 1|1|1
> 1|2|1
> 3|3|3
> 3|3|3
> 4|1|4
> |0|
> |1|
> |2|
> |3|
> |3|
> |4|
> |5|
select t0.dept, t1.pay, t0.id from emp t0 full join emp t1 on t0.id = t1.dept where t0.manager <> t1.pay and t1.manager >= 3;
> 2|3|2
> 3|9|3
> 4|2|4
select t2.dept, max(t1.boss), sum(t2.manager) from dept t0 full join dept t1 on t0.id = t1.id full join emp t2 on t1.id = t2.dept cross join work t3 where t2.manager in (select t4.b from nn t4 cross join emp t5 where t1.id = t4.b and coalesce(t5.manager, 0) < t2.manager group by t4.b) and coalesce(t3.hours, 5) < t1.id group by t2.dept;
> 1|7|6
> 2|14|16
> 3||48
select t2.a, t0.dept, t2.a from proj t0 right join nn t1 on t0.budget = t1.a and t1.a <> t0.id right join nn t2 on t1.a = t2.b where exists (select 1 from nn t3 where t3.b = t2.a) and coalesce(t0.dept, 5) < t2.a;
> 3|1|3
> 3|1|3
> 3|1|3
> 3|1|3
select t0.id, max(t1.id), sum(t1.boss) from emp t0 join dept t1 on t0.manager = t1.id where t1.id >= t0.manager group by t0.id;
> 11|5|35
> 13|1|7
> 14|2|14
> 1|1|7
> 2|2|14
> 3|3|
> 4|4|28
> 7|1|7
> 8|2|14
> 9|3|
select t5.b, max(t0.b), count(t1.c1) from nn t0 join (select t2.c1, t2.c2, t2.c2 from (select t3.b, t3.b, t3.b from nn t3 where t3.a <> t3.a and t3.b = t3.b) as t2(c0, c1, c2) where t2.c0 < t2.c2 and t2.c1 not in (select t4.id from dept t4 where t2.c1 <> t4.id)) as t1(c0, c1, c2) on t0.b = t1.c0 full join nn t5 on t0.b = t5.a group by t5.b having count(*) > 2;
> 3||0
select t0.hours, max(t0.hours), max(t2.b) from work t0 full join nn t1 on t0.proj = t1.b join nn t2 on t1.a = t2.b and t1.a < t0.emp group by t0.hours having count(*) > 2;
> 0|0|3
> 2|2|3
select t1.dept, max(t1.dept), max(t2.id) from dept t0 full join proj t1 on t0.id = t1.budget full join dept t2 on t1.id = t2.boss where t1.budget < 7 group by t1.dept;
> 1|1|
> 2|2|
> 3|3|7
> 5|5|
select t1.id, t0.boss, t1.id from dept t0 right join dept t1 on t0.id = t1.id;
> 1|7|1
> 2|14|2
> 3||3
> 4|28|4
> 5|35|5
> 6||6
> 7|9|7
> 8|16|8
select t1.id, t2.manager, t0.id from dept t0 join dept t1 on t0.id = t1.id and t1.boss = t1.boss cross join emp t2 where t0.id = t2.dept and t2.id is not null;
> 1|1|1
> 1||1
> 2|2|2
> 2|5|2
> 4|1|4
> 4|4|4
> 5||5
> 8|2|8
select t0.pay, count(*), min(t0.dept) from emp t0 left join proj t1 on t0.pay = t1.budget join work t2 on t0.pay = t2.hours group by t0.pay;
> 0|6|1
> 1|2|
> 2|16|4
> 3|8|1
> 4|2|8
select t1.id, t0.dept, t0.budget from proj t0 left join proj t1 on t0.dept = t1.dept and t0.id = t1.id;
> 1|1|3
> 2|2|6
> 3|3|9
> 4|4|
> 5|5|4
> 6|0|7
> 7|1|10
> 8|2|
> 9|3|5
select t3.emp, max(t2.a), sum(t1.b) from nn t0 join nn t1 on t0.b = t1.a join nn t2 on t1.a = t2.a join work t3 on t2.b = t3.hours where t2.b in (5, 3) and t2.b in (4, 3) group by t3.emp having count(*) > 2;
> 1|3|36
> 3|3|36
> 7|3|36
> 9|3|36
