CREATE TYPE mood AS ENUM ('sad','ok','happy');
CREATE TYPE pair AS (x int, y text);
CREATE TABLE t (id int PRIMARY KEY, a int, b bigint, n numeric(10,2), f float8, r real, s smallint, txt text, v varchar(20), c char(5), d date, ts timestamp, tz timestamptz, tm time, i interval, flag boolean, j jsonb, js json, u uuid, by bytea, arr int[], tarr text[], m mood, p pair);
CREATE TABLE t2 (id int PRIMARY KEY, t_id int, name text, val numeric);
CREATE TABLE t3 (id int, name text, extra text);
CREATE TABLE "Odd Name" ("Col One" int, "select" text, "lower" int);
