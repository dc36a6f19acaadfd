select abbrev(inet '10.1.0.0/16'), abbrev(cidr '10.1.0.0/16'), broadcast(inet '192.168.1.5/24'), host(inet '192.168.1.5/24'), masklen(inet '10.0.0.1/8'), family(inet '::1');
10.1.0.0/16|10.1/16|192.168.1.255/24|192.168.1.5|8|6

select netmask(inet '192.168.1.5/23'), hostmask(inet '192.168.1.5/23'), network(inet '192.168.1.5/24'), set_masklen(inet '10.1.2.3/24', 16), set_masklen(cidr '10.1.2.0/24', 16), text(inet '10.1.2.3');
255.255.254.0|0.0.1.255|192.168.1.0/24|10.1.2.3/16|10.1.0.0/16|10.1.2.3/32

select inet '10.1.2.3' << cidr '10.1.0.0/16', inet '10.1.0.0/16' <<= inet '10.1.0.0/16', cidr '10.0.0.0/8' >> inet '10.1.1.1', cidr '10.0.0.0/8' >>= cidr '10.0.0.0/8', cidr '10.0.0.0/8' && cidr '10.1.0.0/16', inet '::1' << cidr '10.0.0.0/8';
t|t|t|t|t|f

select ~ inet '10.1.2.3/24', inet '10.1.2.3' & inet '255.255.0.0', inet '10.1.0.0' | inet '0.0.2.3', inet '10.1.2.3' + 300, 5 + inet '10.1.2.3', inet '10.1.2.3' - 3, inet '10.1.3.0' - inet '10.1.2.0';
245.254.253.252/24|10.1.0.0|10.1.2.3|10.1.3.47|10.1.2.8|10.1.2.0|256

select inet_same_family('10.0.0.1', '::1'), inet_merge('192.168.1.5/24', '192.168.2.5/24');
f|192.168.0.0/22

select inet '255.255.255.255' + 1;
ERROR 22003: result is out of range

select inet_merge('10.0.0.1', '::1');
ERROR 22023: cannot merge addresses from different families

select set_masklen(inet '10.0.0.1', 40);
ERROR 22023: invalid mask length: 40

select trunc(macaddr '12:34:56:78:90:ab'), ~ macaddr '12:34:56:78:90:ab', macaddr '12:34:56:78:90:ab' & macaddr 'ff:ff:00:00:00:00';
12:34:56:00:00:00|ed:cb:a9:87:6f:54|12:34:00:00:00:00

select hashtext('abc'), hashtext(''), hashtext('a text longer than twelve bytes'), hashtext('grüße'), hashtextextended('abc', 0), hashtextextended('abc', 42);
-785388649|-1477818771|1182848393|2040964172|-6747756470228489321|4423357919252764502

select hashint4(1), hashint4(-1), hashint8(1), hashint8(-1), hashint8(12345678901), hashint2(7::int2), hashint4extended(1, 0), hashint8extended(99, 5);
-1905060026|385747274|-1905060026|385747274|-431047693|-978793473|-3670598878359251130|5903875629792851228

select hashfloat8(1.5), hashfloat8(0), hashfloat4(1.5), hashfloat8extended(1.5, 7), hashoid(5::oid), hashname('x'), hashbpchar('ab  '), uuid_hash('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11');
630860146|0|630860146|5076885761154526455|-1330264708|1074944137|1718550461|1154666245

select timestamp_hash('2024-01-01'), time_hash('12:00');
645451447|-239764610

select parse_ident('Schema."Tab le".col'), parse_ident('a.b extra', false);
{schema,"Tab le",col}|{a,b}

select parse_ident('a.b extra');
ERROR 22023: string is not a valid identifier: "a.b extra"

select parse_ident('.a');
ERROR 22023: string is not a valid identifier: ".a"

select parse_ident('a.');
ERROR 22023: string is not a valid identifier: "a."

select parse_ident('"unclosed');
ERROR 22023: string is not a valid identifier: ""unclosed"

select getdatabaseencoding();
UTF8

select (time '09:00', interval '2 hours') overlaps (time '10:00', time '12:00'), (time '09:00', time '10:00') overlaps (time '10:00', interval '1 hour'), (timetz '09:00+00', timetz '11:00+00') overlaps (timetz '11:00+02', timetz '12:30+02');
t|f|t
