create table posts (id int primary key, author text, tags text[], likes int);
CREATE TABLE

insert into posts values (1, 'a', '{x,y}', 3), (2, 'b', '{y,z}', 5), (3, 'a', '{}', 7), (4, 'c', null, 9), (5, 'b', '{x}', 1);
INSERT 0 5

select unnest(tags) as tag, count(*) from posts group by tag order by tag;
x|2
y|2
z|1

select unnest(tags) as tag, count(*), sum(likes), array_agg(id order by id) from posts where likes < 9 group by 1 having count(*) > 1 order by 2 desc, 1;
x|2|4|{1,5}
y|2|8|{1,2}

select author, unnest(tags) as tag, max(likes) from posts group by author, unnest(tags) order by 1, 2;
a|x|3
a|y|3
b|x|1
b|y|5
b|z|5

select upper(unnest(tags)) as tag, count(distinct author) from posts group by 1 order by 1;
X|2
Y|2
Z|1

select generate_series(1, 2) as g, count(*) from posts group by g order by g;
1|5
2|5

select author, generate_series(1, 2) as g, count(*) from posts group by cube (author, g) order by 1, 2;
a|1|2
a|2|2
a||4
b|1|2
b|2|2
b||4
c|1|1
c|2|1
c||2
|1|5
|2|5
||10

select tag, n, rank() over (order by n desc) from (select unnest(tags) as tag, count(*) as n from posts group by 1) t order by n desc, tag;
x|2|1
y|2|1
z|1|3

select unnest(tags) as tag, count(*), rank() over (order by count(*) desc, unnest(tags)) from posts group by tag order by 3;
x|2|1
y|2|2
z|1|3

select regexp_split_to_table(author || ' and c', ' ') as word, count(*) from posts group by word order by count(*) desc, word;
c|6
and|5
a|2
b|2

select jsonb_object_keys('{"a": 1, "b": 2}'::jsonb) as k, sum(likes) from posts group by k order by k;
a|25
b|25

select unnest(tags) as tag from posts group by tag order by tag desc limit 2;
z
y
