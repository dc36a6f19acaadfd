syntax error at or near "SELEC"
1
SELEC 1
--
syntax error at end of input
14
SELECT 1 FROM
--
syntax error at end of input
22
SELECT * FROM t WHERE
--
syntax error at end of input
25
INSERT INTO t VALUES (1,
--
unterminated quoted string at or near "'abc"
8
SELECT 'abc
--
unterminated quoted identifier at or near ""abc"
8
SELECT "abc
--
syntax error at or near "1"
10
SELECT 1 1
--
syntax error at or near "("
14
CREATE TABLE (a int)
--
syntax error at or near "a"
23
SELECT a FROM t GROUP a
--
syntax error at end of input
11
SELECT 1 +
--
syntax error at or near "<"
14
SELECT 1 < 2 < 3
--
unterminated /* comment at or near "/* open"
8
SELECT /* open
--
unterminated dollar-quoted string at or near "$a$ open"
8
SELECT $a$ open
--
syntax error at or near "="
12
UPDATE t a = 1
--
syntax error at or near "t"
8
DELETE t
--
trailing junk after numeric literal at or near "123abc"
8
SELECT 123abc
--
syntax error at end of input
10
SELECT (1
--
syntax error at or near ")"
9
SELECT 1)
--
syntax error at end of input
11
DROP TABLE
--
zero-length delimited identifier at or near """"
8
SELECT ""
--
syntax error at or near ")"
23
CREATE TABLE t (a int,)
--
syntax error at or near "select"
8
SELECT select
--
syntax error at or near ")"
1
)
--
LIMIT #,# syntax is not supported
10
SELECT 1 LIMIT 1, 2
