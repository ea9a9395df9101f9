//! What a plain scalar means. Kubernetes reads manifests with YAML 1.1's words for truth values and
//! octal numbers, whatever version the file means.

use aiolint_core::Data;

/// The data of a plain scalar that is not text; `None` if it is text.
pub(crate) fn plain(text: &str) -> Option<Data> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Data::Absent),
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Some(Data::Bool(true)),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Some(Data::Bool(false)),
        ".nan" | ".NaN" | ".NAN" => return Some(Data::Float(f64::NAN)),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(Data::Float(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" => return Some(Data::Float(f64::NEG_INFINITY)),
        _ => {}
    }
    let numeric = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    numeric.then(|| number(text)).flatten()
}

fn number(text: &str) -> Option<Data> {
    let (sign, digits) = match text.as_bytes()[0] {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    let radix = |digits: &str, radix| i64::from_str_radix(digits, radix).ok().map(|n| Data::Int(sign * n));
    let unsigned = |digits: &str| !digits.starts_with(['+', '-']);
    if let Some(hex) = digits.strip_prefix("0x").filter(|digits| unsigned(digits)) {
        return radix(hex, 16);
    }
    if let Some(octal) = digits.strip_prefix("0o").filter(|digits| unsigned(digits)) {
        return radix(octal, 8);
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        if digits.len() > 1 && digits.starts_with('0') && !digits.contains(['8', '9']) {
            return radix(digits, 8);
        }
        // A number that no 64-bit integer holds is still a number.
        return text.parse().ok().map(Data::Int).or_else(|| float(text));
    }
    float(text)
}

fn float(text: &str) -> Option<Data> {
    let plausible = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    (plausible && digits).then(|| text.parse().ok().map(Data::Float)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_mean_what_kubernetes_reads() {
        for (text, data) in [
            ("1", Some(Data::Int(1))),
            ("-18883", Some(Data::Int(-18883))),
            ("0x1F", Some(Data::Int(31))),
            ("0644", Some(Data::Int(0o644))),
            ("0o17", Some(Data::Int(15))),
            ("0", Some(Data::Int(0))),
            ("1.5", Some(Data::Float(1.5))),
            ("1e3", Some(Data::Float(1000.0))),
            (".5", Some(Data::Float(0.5))),
            ("yes", Some(Data::Bool(true))),
            ("off", Some(Data::Bool(false))),
            ("null", Some(Data::Absent)),
            ("", Some(Data::Absent)),
            ("99999999999999999999", Some(Data::Float(1e20))),
            ("1.2.3", None),
            ("aio-broker:18883", None),
            ("-", None),
            ("+", None),
            ("1-2", None),
            ("12:30", None),
            ("0x", None),
            ("0x-1", None),
            (".", None),
            ("e3", None),
            ("Keep", None),
        ] {
            assert_eq!(plain(text), data, "{text:?}");
        }
    }
}
