//! Whole numbers: all that the core reads of a number, and all that it writes.

/// Below this, one more digit fits an `i64` (`saturating_mul` would multiply in 128 bits).
const MOST_TENS: i64 = 922_337_203_685_477_580;

/// Writes a whole number in decimal. `to_string` would bring the formatting machinery along.
pub fn write_integer(number: i64, out: &mut String) {
    if number < 0 {
        out.push('-');
    }
    write_digits(number.unsigned_abs(), out);
}

fn write_digits(number: u64, out: &mut String) {
    if number > 9 {
        write_digits(number.checked_div(10).unwrap_or_default(), out);
    }
    out.extend(u8::try_from(number % 10).map(|digit| char::from(digit | b'0')));
}

/// A JSON number text rounded down to an integer, and clamped.
#[must_use]
pub fn whole(text: &str) -> i64 {
    let mut digits = Vec::new();
    // How many digits stand before the decimal point, once the exponent has moved it.
    let mut point = 0_i32;
    let mut exponent = 0_i32;
    let (mut negative, mut small, mut in_fraction, mut in_exponent) = (false, false, false, false);
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        match byte {
            b'-' if in_exponent => small = true,
            b'-' => negative = true,
            b'.' => in_fraction = true,
            b'e' | b'E' => in_exponent = true,
            b'0'..=b'9' if in_exponent => exponent = exponent.saturating_mul(10).saturating_add(digit.into()),
            b'0'..=b'9' => {
                digits.push(digit);
                point = point.saturating_add((!in_fraction).into());
            }
            _ => {}
        }
    }
    point = if small { point.saturating_sub(exponent) } else { point.saturating_add(exponent) };
    let mut digits = digits.into_iter();
    let mut value = 0_i64;
    // 19 digits fill an i64; behind leading zeros, they may stand a text's length away.
    for _ in 0..point.min(1 << 20) {
        let digit = digits.next().unwrap_or_default();
        value = if value < MOST_TENS { value.wrapping_mul(10).wrapping_add(digit.into()) } else { i64::MAX };
    }
    let rounded_off = digits.any(|digit| digit != 0);
    if negative { value.saturating_neg().saturating_sub(rounded_off.into()) } else { value }
}
