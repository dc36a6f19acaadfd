create type ct as (x int, y text, z int[]);
CREATE TYPE

create table p1(id int primary key, a int[], b text[], c ct, j jsonb, m int[][], cs ct[]);
CREATE TABLE

insert into p1 values (1,'{1,2,3}','{a,b}',row(1,'q','{9,8}'),'{"a":{"b":1},"l":[1,2,3]}','{{1,2},{3,4}}', array[row(1,'e','{1}')::ct]),(2,null,null,null,null,null,null);
INSERT 0 2

update p1 set a[2]=20, b[4]='d', c.x=5, c.y='new', j['a']['c']='"v"', m[1][2]=99, c.z[2]=77, cs[1].y='mod' returning *;
1|{1,20,3}|{a,b,NULL,d}|(5,new,"{9,77}")|{"a": {"b": 1, "c": "v"}, "l": [1, 2, 3]}|{{1,99},{3,4}}|{"(1,mod,{1})"}
2|[2:2]={20}|[4:4]={d}|(5,new,[2:2]={77})|{"a": {"c": "v"}}|[1:1][2:2]={{99}}|{"(,mod,)"}
UPDATE 2

update p1 set a[0]=7 where id=2 returning a;
[0:2]={7,NULL,20}
UPDATE 1

update p1 set a[2:3]='{5,6}' where id=1 returning a;
{1,5,6}
UPDATE 1

update p1 set j['l'][5]='6' where id=1 returning j;
{"a": {"b": 1, "c": "v"}, "l": [1, 2, 3, null, null, 6]}
UPDATE 1

update p1 set j['n']['x'][2]='true' where id=2 returning j;
{"a": {"c": "v"}, "n": {"x": [null, null, true]}}
UPDATE 1

update p1 set a[1]='x';
ERROR 22P02: invalid input syntax for type integer: "x"

update p1 set id[1]=2;
ERROR 42804: cannot subscript type integer because it does not support subscripting

update p1 set a[null]=1;
ERROR 22004: array subscript in assignment must not be null

update p1 set m[5][5]=1;
ERROR 2202E: array subscript out of range

update p1 set a=null, a[1]=2;
ERROR 42601: multiple assignments to same column "a"

update p1 set c.x='abc';
ERROR 22P02: invalid input syntax for type integer: "abc"

update p1 set a[1]=true;
ERROR 42804: subscripted assignment to "a" requires type integer but expression is of type boolean

select a[1], b[1:2], (c).x, (c).z[1], j['a']['b'], j['l'][0], cs[1].y, (cs[1]).y from p1 order by id;
1|{a,b}|5|9|1|1|mod|mod
|{}|5||||mod|mod

select row(p1.*), row(1, p1.*, 2) from p1 where id=2;
(2,"[0:2]={7,NULL,20}",[4:4]={d},"(5,new,[2:2]={77})","{""a"": {""c"": ""v""}, ""n"": {""x"": [null, null, true]}}",[1:1][2:2]={{99}},"{""(,mod,)""}")|(1,2,"[0:2]={7,NULL,20}",[4:4]={d},"(5,new,[2:2]={77})","{""a"": {""c"": ""v""}, ""n"": {""x"": [null, null, true]}}",[1:1][2:2]={{99}},"{""(,mod,)""}",2)

select (c).* from p1 order by id;
5|new|{9,77}
5|new|[2:2]={77}

select jsonb_each('{"a":1,"b":[2]}'), json_each_text('{"a":1}');
(a,1)|(a,1)
(b,[2])|

select * from json_populate_record(null::ct,'{"x":1,"y":"s","z":[1,2]}'), jsonb_populate_record(row(7,'d',null)::ct,'{"z":[3]}') q;
1|s|{1,2}|7|d|{3}

select * from json_to_record('{"a":1,"b":"x","c":[1,2],"d":{"e":1},"f":null}') as x(a int, b text, c int[], d jsonb, f text);
1|x|{1,2}|{"e": 1}|

select * from jsonb_to_recordset('[{"a":1,"b":"foo"},{"a":"2","c":true}]') as x(a int, b text, c boolean);
1|foo|
2||t

select * from json_to_recordset('[{"a":1,"b":"foo"}]') with ordinality as x(a,b);
ERROR 42601: a column definition list is required for functions returning "record"

select x.a, t.id from p1 t, jsonb_to_record(t.j) as x(a jsonb) order by 2;
{"b": 1, "c": "v"}|1
{"c": "v"}|2

select jsonb_set('{"a":[1,2,{"b":3}]}','{a,2,b}','9'), jsonb_set('{"a":1}','{z}','2',false), jsonb_set('[1,2,3]','{-1}','"x"'), jsonb_set('[1]','{5}','2'), jsonb_set('[1]','{-5}','0');
{"a": [1, 2, {"b": 9}]}|{"a": 1}|[1, 2, "x"]|[1, 2]|[0, 1]

select jsonb_insert('{"a":[0,1]}','{a,1}','"n"'), jsonb_insert('{"a":[0,1]}','{a,1}','"n"',true), '{"a":{"b":1,"c":2}}'::jsonb #- '{a,b}', '[1,2,3]'::jsonb - 1, '{"a":1,"b":2}'::jsonb - 'a', '{"a":1,"b":2,"c":3}'::jsonb - array['a','c'];
{"a": [0, "n", 1]}|{"a": [0, 1, "n"]}|{"a": {"c": 2}}|[1, 3]|{"b": 2}|{"b": 2}

select jsonb_set_lax('{"a":1}','{a}',null), jsonb_set_lax('{"a":1}','{a}',null,true,'delete_key'), jsonb_set_lax('{"a":1}','{a}',null,true,'return_target');
{"a": null}|{}|{"a": 1}

select jsonb_set_lax('{"a":1}','{a}',null,true,'raise_exception');
ERROR 22004: JSON value must not be null

select jsonb_set('1','{a}','2');
ERROR 22023: cannot set path in scalar

select jsonb_set('[1]','{x}','2');
ERROR 22P02: path element at position 1 is not an integer: "x"

select jsonb_insert('{"a":1}','{a}','2');
ERROR 22023: cannot replace existing key

select jsonb_set('{"a":1}',array[null,'b'],'2');
ERROR 22004: path element at position 1 is null

select json_populate_record(null::record,'{"a":1}');
ERROR 0A000: could not determine row type for result of json_populate_record

select * from json_populate_recordset(null::ct,'[{"x":1},{"y":"b"}]');
1||
|b|

select * from json_populate_recordset(null::ct,'{"x":1}');
ERROR 22023: cannot call json_populate_recordset on an object

select json_populate_record(null::ct,'{"x":"abc"}');
ERROR 22P02: invalid input syntax for type integer: "abc"

select json_populate_record(null::ct,'{"z":5}');
ERROR 22P02: expected JSON array

select to_json(p1), row_to_json(p1), to_jsonb(row(1,'a')), row_to_json(row(1,2),true) from p1 where id=2;
{"id":2,"a":[7,null,20],"b":["d"],"c":{"x":5,"y":"new","z":[77]},"j":{"a": {"c": "v"}, "n": {"x": [null, null, true]}},"m":[[99]],"cs":[{"x":null,"y":"mod","z":null}]}|{"id":2,"a":[7,null,20],"b":["d"],"c":{"x":5,"y":"new","z":[77]},"j":{"a": {"c": "v"}, "n": {"x": [null, null, true]}},"m":[[99]],"cs":[{"x":null,"y":"mod","z":null}]}|{"f1": 1, "f2": "a"}|{"f1":1,
 "f2":2}

drop table p1;
DROP TABLE

drop type ct;
DROP TYPE
