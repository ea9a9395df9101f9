//! Functions of URIs and of ranges of addresses.

use crate::check;

fn not(name: &str) -> String {
    format!("?(what `{name}` gives for it is not known)")
}

const P: &str = "?(parameter `p` has no value)";

#[test]
fn uris() {
    check(
        "",
        &[
            ("uri('https://mill.example/a/', 'b/c.json')", "'https://mill.example/a/b/c.json'"),
            ("uri('https://mill.example/a', 'b')", "'https://mill.example/b'"),
            ("uri('https://mill.example/a/b.json', 'c.json')", "'https://mill.example/a/c.json'"),
            ("uri('https://mill.example/a/b', '/c')", "'https://mill.example/c'"),
            ("uri('https://mill.example', '/c')", "'https://mill.example/c'"),
            ("uri('https://mill.example/', 'c/')", "'https://mill.example/c/'"),
            // What is documented of these differs, or leaves open how the result is written.
            ("uri('https://mill.example', 'c')", &not("uri")),
            ("uri('https://Mill.example/', 'c')", &not("uri")),
            ("uri('https://mill.example:443/', 'c')", &not("uri")),
            ("uri('https://mill.example/a/', '../c')", &not("uri")),
            ("uri('https://mill.example/a/', '//c')", &not("uri")),
            ("uri('https://mill.example/a/', 'https://c')", &not("uri")),
            ("uri('https://mill.example/a/', '')", &not("uri")),
            ("uri('https://mill.example/a?b', 'c')", &not("uri")),
            ("uri('https:///a', 'c')", &not("uri")),
            ("uri('mill', 'c')", &not("uri")),
            ("uri(p, 'c')", P),
            ("uri('https://mill.example/', p)", P),
            ("uriComponent('a b/c?d=e&f~g')", "'a%20b%2Fc%3Fd%3De%26f~g'"),
            ("uriComponent('')", "''"),
            ("uriComponent('a(b)')", &not("uriComponent")),
            ("uriComponent('ä')", &not("uriComponent")),
            ("uriComponent('a/${p}')", "'a%2F${p}'"),
            ("uriComponent(p)", P),
            ("uriComponentToString('a%20b%2fc%2F')", "'a b/c/'"),
            ("uriComponentToString('a%2')", &not("uriComponentToString")),
            ("uriComponentToString('a%zz')", &not("uriComponentToString")),
            ("uriComponentToString('a+b')", &not("uriComponentToString")),
            ("uriComponentToString('%C3%A4')", &not("uriComponentToString")),
            ("uriComponentToString('a${p}')", P),
        ],
    );
}

#[test]
fn parts_of_ranges() {
    check(
        "",
        &[
            ("cidrSubnet('172.16.32.0/19', 22, 0)", "'172.16.32.0/22'"),
            ("cidrSubnet('172.16.32.0/19', 22, 7)", "'172.16.60.0/22'"),
            ("cidrSubnet('172.16.32.0/19', 22, 8)", &not("cidrSubnet")),
            ("cidrSubnet('172.16.32.0/19', 22, -1)", &not("cidrSubnet")),
            ("cidrSubnet('172.16.32.0/19', 19, 0)", "'172.16.32.0/19'"),
            ("cidrSubnet('172.16.32.0/19', 19, 1)", &not("cidrSubnet")),
            ("cidrSubnet('172.16.32.0/19', 18, 0)", &not("cidrSubnet")),
            ("cidrSubnet('172.16.32.0/19', 33, 0)", &not("cidrSubnet")),
            ("cidrSubnet('172.16.32.0/30', 32, 3)", "'172.16.32.3/32'"),
            ("cidrSubnet('fd00:1:2::/48', 56, 255)", "'fd00:1:2:ff00::/56'"),
            ("cidrSubnet('fd00:1:2::/48', 64, 1)", "'fd00:1:2:1::/64'"),
            // The address is not the first of the range.
            ("cidrSubnet('172.16.32.1/19', 22, 0)", &not("cidrSubnet")),
            ("cidrSubnet('172.16.32.0', 22, 0)", &not("cidrSubnet")),
            ("cidrSubnet('172.16.032.0/19', 22, 0)", &not("cidrSubnet")),
            ("cidrSubnet('172.16.32.0/+19', 22, 0)", &not("cidrSubnet")),
            ("cidrSubnet('0.0.0.0/0', 22, 0)", &not("cidrSubnet")),
            ("cidrSubnet(p, 22, 0)", P),
            ("cidrSubnet('172.16.32.0/19', n, 0)", "?(parameter `n` has no value)"),
            ("cidrSubnet('172.16.32.0/19', 22, 'x')", &not("cidrSubnet")),
            ("map(range(1, 2), i => cidrSubnet('10.7.0.0/16', 24, i))", "['10.7.1.0/24', '10.7.2.0/24']"),
            ("cidrHost('192.168.7.0/24', 0)", "'192.168.7.1'"),
            ("cidrHost('192.168.7.0/24', 253)", "'192.168.7.254'"),
            ("cidrHost('192.168.7.0/24', 254)", &not("cidrHost")),
            ("cidrHost('192.168.7.0/24', -1)", &not("cidrHost")),
            ("cidrHost('192.168.7.0/30', 1)", "'192.168.7.2'"),
            ("cidrHost('192.168.7.0/31', 0)", &not("cidrHost")),
            ("cidrHost('192.168.7.0/32', 0)", &not("cidrHost")),
            ("cidrHost('fd00:1:2::/64', 9)", "'fd00:1:2::a'"),
            ("cidrHost(p, 9)", P),
        ],
    );
}

#[test]
fn ranges() {
    check(
        "",
        &[
            (
                "parseCidr('172.16.32.0/19')",
                "{network: '172.16.32.0', netmask: '255.255.224.0', broadcast: '172.16.63.255', firstUsable: '172.16.32.1', lastUsable: '172.16.63.254', cidr: 19}",
            ),
            (
                "parseCidr('fd00:1:2::/56')",
                "{network: 'fd00:1:2::', netmask: 'ffff:ffff:ffff:ff00::', firstUsable: 'fd00:1:2::', lastUsable: 'fd00:1:2:ff:ffff:ffff:ffff:ffff', cidr: 56}",
            ),
            ("parseCidr('10.7.0.0/30').lastUsable", "'10.7.0.2'"),
            ("parseCidr('10.7.0.0/31')", &not("parseCidr")),
            ("parseCidr('10.7.0.4/24')", &not("parseCidr")),
            // Other ways to write such an address are known.
            ("parseCidr('::ffff:0:0/96')", &not("parseCidr")),
            ("parseCidr('10.7.0.0/24/1')", &not("parseCidr")),
            ("parseCidr('mill')", &not("parseCidr")),
            ("parseCidr(p)", P),
        ],
    );
}
