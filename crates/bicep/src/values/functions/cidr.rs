//! Functions of address ranges.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use aiolint_core::{Data, Entry, Location, Map, Value};

use super::{int, known_text};

/// What the function gives, if it is one of these and that is known.
pub(super) fn call(name: &str, arguments: &[Value], at: Location) -> Option<Data> {
    if !matches!(name, "cidrHost" | "cidrSubnet" | "parseCidr") {
        return None;
    }
    let range = Range::read(arguments.first()?.known_text()?)?;
    let number = |place: usize| u128::try_from(int(arguments.get(place))?).ok();
    match name {
        "cidrHost" => range.host(number(1)?).map(known_text),
        "cidrSubnet" => range.subnet(u8::try_from(int(arguments.get(1))?).ok()?, number(2)?).map(known_text),
        _ => range.described(at),
    }
}

/// A range of addresses.
#[derive(Clone, Copy)]
struct Range {
    /// The first address.
    start: u128,
    /// How many bits all addresses share.
    prefix: u8,
    /// How many bits an address has.
    bits: u8,
}

impl Range {
    /// The range that a text is, if it is written with its first address. What else is made of others is not documented.
    fn read(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        let (start, bits) = match address.parse().ok()? {
            IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
            IpAddr::V6(address) => (u128::from(address), 128),
        };
        let digits = prefix.bytes().all(|byte| byte.is_ascii_digit());
        let prefix = prefix.parse().ok().filter(|prefix| digits && (1..=bits).contains(prefix))?;
        let range = Self { start, prefix, bits };
        (start & range.inner() == 0).then_some(range)
    }

    /// The bits that differ within the range.
    fn inner(self) -> u128 {
        match self.bits - self.prefix {
            0 => 0,
            free => u128::MAX >> (128 - free),
        }
    }

    fn last(self) -> u128 {
        self.start | self.inner()
    }

    /// An address as it is written; `None` where an IPv6 address could be written in the manner of another kind.
    fn written(self, address: u128) -> Option<String> {
        if self.bits == 32 {
            return u32::try_from(address).ok().map(|address| Ipv4Addr::from(address).to_string());
        }
        let address = Ipv6Addr::from(address);
        let segments = address.segments();
        (segments[0] != 0 && segments[5] != 0x5efe).then(|| address.to_string())
    }

    /// The usable address with this number. The first one is the network's own, and the last is for all.
    fn host(self, number: u128) -> Option<String> {
        let most = self.inner().checked_sub(1)?;
        (number < most).then(|| self.written(self.start + 1 + number))?
    }

    /// The part with this number of the range cut in parts that share more bits.
    fn subnet(self, prefix: u8, number: u128) -> Option<String> {
        if !(self.prefix..=self.bits).contains(&prefix) {
            return None;
        }
        let part = Self { prefix, ..self };
        // The whole range may be its only part.
        if number > self.inner() / (part.inner() + 1) {
            return None;
        }
        let start = self.start + number * (part.inner() + 1);
        self.written(start).map(|start| format!("{start}/{prefix}"))
    }

    /// `parseCidr`. Of a range of one or two addresses it is not documented which are usable.
    fn described(self, at: Location) -> Option<Data> {
        if self.bits - self.prefix < 2 {
            return None;
        }
        let all = if self.bits == 32 { u128::from(u32::MAX) } else { u128::MAX };
        let text = |address: u128| self.written(address).map(known_text);
        let mut members = vec![("network", text(self.start)?), ("netmask", text(all & !self.inner())?)];
        if self.bits == 32 {
            members.extend([
                ("broadcast", text(self.last())?),
                ("firstUsable", text(self.start + 1)?),
                ("lastUsable", text(self.last() - 1)?),
            ]);
        } else {
            members.extend([("firstUsable", text(self.start)?), ("lastUsable", text(self.last())?)]);
        }
        members.push(("cidr", Data::Int(self.prefix.into())));
        let value = |data: Data| Value { key: Some(at), ..Value::new(data, at) };
        let entry = |(name, data): (&str, Data)| Entry { name: name.into(), value: value(data) };
        Some(Data::Map(Arc::new(Map::new(members.into_iter().map(entry).collect(), None))))
    }
}
