select '$.a[*] ? (@.b > 1 && !(@.c starts with "x")).d'::jsonpath, 'strict $.**{1 to last}.x'::jsonpath, '$[0, 2 to last].type()'::jsonpath, '($.a + 1) * -2'::jsonpath;
$."a"[*]?(@."b" > 1 && !(@."c" starts with "x"))."d"|strict $.**{1 to last}."x"|$[0,2 to last].type()|(($."a" + 1) * -2)

select '$ ?'::jsonpath;
ERROR 42601: syntax error at end of jsonpath input

select ''::jsonpath;
ERROR 22P02: invalid input syntax for type jsonpath: ""

select '@.a'::jsonpath;
ERROR 42601: @ is not allowed in root expressions

select 'last'::jsonpath;
ERROR 42601: LAST is allowed only in array subscripts

select jsonb_path_query('{"a":[1,2,{"b":3}]}', '$.a[*]');
1
2
{"b": 3}

select jsonb_path_query('{"a":[1,2,{"b":3}]}', '$.**.b');
3
3

select jsonb_path_query('{"a":[1,2,3,4]}', '$.a[last, 0 to 1]');
4
1
2

select jsonb_path_query_array('[{"x":1},{"x":5},{"x":null}]', '$[*] ? (@.x >= $min)', '{"min":2}');
[{"x": 5}]

select jsonb_path_query_first('[1,2,3]', '$[*] ? (@ > 1)'), jsonb_path_query_first('[1]', '$[*] ? (@ > 1)');
2|

select jsonb_path_exists('{"a":[1,2]}', '$.a[*] ? (@ == 2)'), jsonb_path_exists('{"a":1}', 'strict $.b', silent => true), jsonb_path_match('{"a":5}', '$.a > 3');
t||t

select '{"a":[1,2,3]}'::jsonb @? '$.a[*] ? (@ > 2)', '{"a":[1,2,3]}'::jsonb @@ '$.a[*] > 5', '{"a":1}'::jsonb @@ '$.a';
t|f|

select jsonb_path_query('{"a":1}', 'strict $.b');
ERROR 2203A: JSON object does not contain key "b"

select jsonb_path_query('1', 'strict $[*]');
ERROR 22039: jsonpath wildcard array accessor can only be applied to an array

select jsonb_path_query('[1,"x"]', '$[*] + 1');
ERROR 22038: left operand of jsonpath operator + is not a single numeric value

select jsonb_path_query('1', '$ / 0');
ERROR 22012: division by zero

select jsonb_path_query('[2,7]', '-$[*]'), jsonb_path_query('[1.5]', '$[*].ceiling() + $[*].floor()');
-2|3
-7|

select jsonb_path_query('["abc","ABD","x"]', '$[*] ? (@ like_regex "^ab" flag "i")');
"abc"
"ABD"

select jsonb_path_query('["2024-01-02","2024-03-04"]', '$[*] ? (@.datetime() > "2024-02-01".datetime())');
"2024-03-04"

select jsonb_path_query('"12:34:56+02"', '$.datetime()'), jsonb_path_query('"10/03/2017"', '$.datetime("dd/mm/yyyy")');
"12:34:56+02:00"|"2017-03-10"

select jsonb_path_query('"2024-01-02"', '$.datetime().type()'), jsonb_path_query('["1.25",2]', '$[*].double()');
"date"|1.25
|2

select jsonb_path_query('{"a":{"b":1}}', '$.keyvalue().key'), jsonb_path_query('[1,[2]]', '$.size()');
"a"|2

select jsonb_path_query('[{"a":1},{"b":2}]', '$[*] ? (exists(@.a))'), jsonb_path_query('[1,"a"]', '$[*] ? ((@ > 0) is unknown)');
{"a": 1}|"a"

select jsonb_path_match('[1]', '$[*]');
ERROR 22038: single boolean result is expected

select jsonb_path_query('{}', '$x');
ERROR 42704: could not find jsonpath variable "x"

select jsonb_path_query('[1]', '$[1e10]');
ERROR 22033: jsonpath array subscript is out of integer range
