//! `uniqueString` and `guid`, over the arguments joined by hyphens.
//!
//! It is not documented how the first is made. This reproduces what the compiler's tests expect: the 64-bit kin of
//! MurmurHash3 with two lanes of 32 bits, as 13 characters of 5 bits. The second is documented to be that of RFC 4122,
//! section 4.3, in a name space that is not documented; this one gives what the compiler's tests expect, and others
//! who make the same names use it too.

use uuid::Uuid;

const NAME_SPACE: Uuid = Uuid::from_u128(0x11fb_06fb_712d_4ddd_98c7_e71b_bd58_8830);

const FIRST: u32 = 0x239b_961b;
const SECOND: u32 = 0xab0e_9789;
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The UUID for this text.
pub(super) fn guid(text: &str) -> String {
    Uuid::new_v5(&NAME_SPACE, text.as_bytes()).to_string()
}

/// The 13 characters for this text.
pub(super) fn unique_string(text: &str) -> String {
    let mut left = hash(text.as_bytes());
    let letter = |_| {
        let place = usize::try_from(left >> 59).unwrap_or_default();
        left <<= 5;
        char::from(LETTERS[place])
    };
    (0..13).map(letter).collect()
}

fn hash(bytes: &[u8]) -> u64 {
    let (mut low, mut high) = (0u32, 0u32);
    let mut blocks = bytes.chunks_exact(8);
    for block in &mut blocks {
        low ^= mix_low(number(&block[..4]));
        low = low.rotate_left(19).wrapping_add(high).wrapping_mul(5).wrapping_add(0x561c_cd1b);
        high ^= mix_high(number(&block[4..]));
        high = high.rotate_left(13).wrapping_add(low).wrapping_mul(5).wrapping_add(0x0bca_a747);
    }
    let rest = blocks.remainder();
    low ^= mix_low(number(&rest[..rest.len().min(4)]));
    high ^= mix_high(number(&rest[rest.len().min(4)..]));

    // Of the length, as of any number here, only 32 bits count.
    let length = bytes.len() as u32;
    (low, high) = (low ^ length, high ^ length);
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    (low, high) = (finished(low), finished(high));
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    u64::from(high) << 32 | u64::from(low)
}

/// The number that these bytes are, four at most, the lowest first.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn mix_low(number: u32) -> u32 {
    number.wrapping_mul(FIRST).rotate_left(15).wrapping_mul(SECOND)
}

fn mix_high(number: u32) -> u32 {
    number.wrapping_mul(SECOND).rotate_left(17).wrapping_mul(FIRST)
}

fn finished(mut number: u32) -> u32 {
    number = (number ^ number >> 16).wrapping_mul(0x85eb_ca6b);
    number = (number ^ number >> 13).wrapping_mul(0xc2b2_ae35);
    number ^ number >> 16
}
