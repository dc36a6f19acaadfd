select U&'ab\d800cd';
ERROR 42601: invalid Unicode surrogate pair

select U&'ab\d800\n';
ERROR 42601: invalid Unicode escape

select U&'\d800\\';
ERROR 42601: invalid Unicode surrogate pair

select U&'ab!d800' uescape '!';
ERROR 42601: invalid Unicode surrogate pair

select U&'ab\d800\d800';
ERROR 42601: invalid Unicode surrogate pair

select U&'\dc00';
ERROR 42601: invalid Unicode surrogate pair

select U&'ab\+00d800\+00dc00', U&'\d83d\+00de04', U&'\+01f604' = U&'\d83d\de04';
ab𐀀|😄|t

select 1 as U&"ab\d800";
ERROR 42601: invalid Unicode surrogate pair

select U&'\d8';
ERROR 42601: invalid Unicode escape

select U&'\００４１';
ERROR 42601: invalid Unicode escape

select U&'a\+110000b';
ERROR 42601: invalid Unicode escape value

select E'ab\ud800cd';
ERROR 42601: invalid Unicode surrogate pair at or near "c"

select E'ab\ud800\\';
ERROR 42601: invalid Unicode surrogate pair at or near "\"

select E'\ud800\ud800';
ERROR 42601: invalid Unicode surrogate pair at or near "\ud800"

select E'\udc00';
ERROR 42601: invalid Unicode surrogate pair at or near "\udc00"

select E'\ud83d\U0000de04' = E'\U0000d83d\ude04', E'\ud83d\ude04';
t|😄

select E'\ud800''x';
ERROR 42601: invalid Unicode surrogate pair at or near "'"

select E'\ud800\u12';
ERROR 22025: invalid Unicode escape

select E'\u0000';
ERROR 42601: invalid Unicode escape value at or near "\u0000"

select E'\U00110000';
ERROR 42601: invalid Unicode escape value at or near "\U00110000"

select unistr('\d83d\de04'), unistr('\+01f604\\a');
😄|😄\a

select unistr('\d800');
ERROR 42601: invalid Unicode surrogate pair

select unistr('a\dc00');
ERROR 42601: invalid Unicode surrogate pair

select unistr('\d800b');
ERROR 42601: invalid Unicode surrogate pair

select '"\ud800"'::json;
"\ud800"

select '"\ud800"'::jsonb;
ERROR 22P02: invalid input syntax for type json

select '"\udc00"'::jsonb;
ERROR 22P02: invalid input syntax for type json

select '"\ud800\ud800"'::jsonb;
ERROR 22P02: invalid input syntax for type json

select '{"a":"\ud83dX"}'::json ->> 'a';
ERROR 22P02: invalid input syntax for type json

select '\101'::"char", '\300'::"char", 65::"char", (-1)::"char", 'é'::"char", '\377'::text::"char", ''::"char";
A|\300|A|\377|\303|\377|

select 200::"char";
ERROR 22003: "char" out of range

select '\101'::"char"::int, '\300'::"char"::int, '\3'::"char", '\000'::"char", length('\000'::"char"::text), '\377'::"char"::text;
65|-64|\||0|\377

select '\777'::"char", '\400'::"char", '\888'::"char", '\1010'::"char", '\000'::"char" = ''::"char";
\377||\|\|t

select '\201'::"char" < 'a'::"char", '\300'::"char"::varchar, '\300'::"char"::name;
f|\300|\300

create table letters (c "char", unique (c));
CREATE TABLE

insert into letters values ('\301'), ('a'), ('\000'), ('\377');
INSERT 0 4

insert into letters values ((-63)::"char");
ERROR 23505: duplicate key value violates unique constraint "letters_c_key"

select c, c::int as n from letters order by c;
|0
a|97
\301|-63
\377|-1

select to_number('5.01-','FM9.999999MI'), to_number('5.01 -','FM9.999999MI'), to_number('5.01-','FM9.999999PL'), to_number('5.01+','FM9.999999MI');
-5.01|-5.01|-5.01|5.01

select to_number('5.01-','FM9.999999S'), to_number('5.01-','FM9.999999SG'), to_number('<5.01>','FM9.999999PR'), to_number('5.01+','FM9.999999PL');
-5.01|-5.01|-5.01|5.01

select to_number('5-','9'), to_number('5-','99'), to_number('5-','9PL'), to_number('5-','99PL'), to_number('5+','9MI'), to_number('501-','99999');
5|5|5|-5|5|501

select to_number('501-','99999SG'), to_number('501-','99,999MI'), to_number('5-1','99999MI'), to_number('5-1','99999'), to_number('5-1','999S');
-501|-501|-51|51|-51

select to_number('501 -','99999MI'), to_number('501 -','9999S'), to_number('50 1-','9999MI'), to_number('5.12345-','9.99MI'), to_number('5.-','9.9MI');
-501|501|-501|5.12|-5
