//! The two ways in which the core looks into a text.

/// The text before and behind the first such byte, which is ASCII; all of it and nothing if there is none.
///
/// One small loop serves every place that cuts a text; the general searchers of `str` are 2 KB.
#[inline(never)]
#[must_use]
pub fn cut(text: &str, at: u8) -> (&str, &str) {
    let index = text.bytes().position(|byte| byte == at).unwrap_or(text.len());
    let (before, rest) = text.split_at_checked(index).unwrap_or((text, ""));
    (before, rest.get(1..).unwrap_or_default())
}

/// Whether a space-separated list (scope, prompt, a table of names) holds the word.
#[must_use]
pub fn has_word(list: &str, word: &str) -> bool {
    list.as_bytes().split(|byte| *byte == b' ').any(|known| known == word.as_bytes())
}
