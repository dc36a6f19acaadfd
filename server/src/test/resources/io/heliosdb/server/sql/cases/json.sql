select jsonb_pretty('{"a":[1,{"b":2}],"c":{}}'), jsonb_strip_nulls('{"a":null,"b":[null]}');
{
    "a": [
        1,
        {
            "b": 2
        }
    ],
    "c": {
    }
}|{"b": [null]}

select '{"a":1,"b":2}'::jsonb @> '{"a":1}', '[1,2]'::jsonb <@ '[1,2,3]', '{"a":1}'::jsonb ? 'a', '{"a":1}'::jsonb ?| array['x','a'], '{"a":1}'::jsonb ?& array['x','a'];
t|t|t|t|f

select json_build_object('a',1,'b',array[1,2]), jsonb_build_array(1,'x',null,true), json_object('{a,1,b,2}'), jsonb_object(array['k'],array['v']);
{"a" : 1, "b" : [1,2]}|[1, "x", null, true]|{"a" : "1", "b" : "2"}|{"k": "v"}

select key, value from jsonb_each('{"a":1,"b":[2]}') order by key;
a|1
b|[2]

select * from jsonb_array_elements('[1,{"a":2}]') with ordinality;
1|1
{"a": 2}|2

select jsonb_object_keys('{"b":1,"a":2}');
a
b

select '{"a":{"b":[10,20]}}'::jsonb #> '{a,b,1}', '{"a":{"b":[10,20]}}'::json #>> '{a,b,0}', '{"a":{"b":1}}'::jsonb -> 'a' ->> 'b';
20|10|1

select to_json(timestamp '2024-01-02 03:04:05'), to_jsonb(array[1,null]), row_to_json(row(1,'a',null));
"2024-01-02T03:04:05"|[1, null]|{"f1":1,"f2":"a","f3":null}

select json_agg(x) from (values (1,'a'),(2,null)) x(i,t);
[{"i":1,"t":"a"}, 
 {"i":2,"t":null}]

select jsonb_object_agg(t,i order by i) from (values (1,'a'),(2,'b')) x(i,t);
{"a": 1, "b": 2}

select '{"a":1'::jsonb;
ERROR 22P02: invalid input syntax for type json

select jsonb '[1,2]' || '3', jsonb '{"a":1}' || '{"b":2}', jsonb 'null' || '[]';
[1, 2, 3]|{"a": 1, "b": 2}|[null]
