//! Forms, the parts of a URL, and base64url.

use super::config;
use super::fixtures::strict_bytes;
use proofkey::base64url;
use proofkey::error::Error;
use proofkey::form::{open_query, pairs, push_pair, split_url};
use proptest::prelude::*;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn reads_back_the_pairs_that_were_written(written in prop::collection::vec((any::<String>(), any::<String>()), 0..8)) {
        let mut form = String::new();
        written.iter().for_each(|(name, value)| push_pair(&mut form, name, value));
        prop_assert!(form.bytes().all(|byte| byte.is_ascii_graphic()), "{form}");
        prop_assert_eq!(read(&form), (Ok(()), written));
    }

    #[test]
    fn reads_any_text_without_a_panic(text in any::<String>(), near in "[a%=&+0-9A-F]{0,40}") {
        for text in [text, near] {
            let (outcome, pairs) = read(&text);
            prop_assert!(matches!(outcome, Ok(()) | Err(Error::CallbackMalformed)));
            prop_assert!(pairs.len() <= text.split('&').count());
        }
    }

    #[test]
    fn decodes_exactly_once(value in "[%0-9A-F]{0,20}") {
        let mut form = String::new();
        push_pair(&mut form, "a", &value);
        prop_assert_eq!(read(&form).1, [("a".to_owned(), value)]);
    }

    #[test]
    fn cuts_any_url_into_parts_that_make_it_again(url in "[a:/?#&=.é]{0,30}") {
        let (base, query, fragment) = split_url(&url);
        prop_assert!(!base.contains(['?', '#']) && !query.contains('#'));
        let (before, behind) = url.split_once('#').unwrap_or((&url, ""));
        prop_assert_eq!(behind, fragment);
        prop_assert_eq!(before.split_once('?').unwrap_or((before, "")), (base, query));
    }

    #[test]
    fn opens_one_query_and_keeps_what_is_there(url in "https://[a-z.]{1,10}/[a-z?=&]{0,10}", value in any::<String>()) {
        let mut opened = open_query(&url);
        let kept = read(split_url(&url).1).1;
        push_pair(&mut opened, "added", &value);
        let mut expected = kept;
        expected.push(("added".to_owned(), value));
        prop_assert_eq!(split_url(&opened).0, split_url(&url).0);
        prop_assert_eq!(read(split_url(&opened).1).1, expected);
    }

    #[test]
    fn decodes_what_it_encoded(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let text = base64url::encode(&bytes);
        prop_assert_eq!(strict_bytes(&text), Some(bytes.clone()), "the base64 crate reads it, too");
        prop_assert_eq!(base64url::decode(&text, Error::JwsMalformed), Ok(bytes));
    }

    #[test]
    fn decodes_only_what_it_would_encode(text in "[A-Za-z0-9_-]{0,24}", near in "[AQgw_=+/ é-]{0,8}", any in any::<String>()) {
        for text in [text, near, any] {
            let decoded = base64url::decode(&text, Error::JwsMalformed);
            prop_assert_eq!(decoded.clone().ok(), strict_bytes(&text), "as the base64 crate");
            match decoded {
                Ok(bytes) => prop_assert_eq!(base64url::encode(&bytes), text),
                Err(error) => prop_assert_eq!(error, Error::JwsMalformed),
            }
        }
    }
}

fn read(text: &str) -> (Result<(), Error>, Vec<(String, String)>) {
    let mut read = Vec::new();
    let outcome = pairs(text, &mut |name, value| {
        read.push((name.to_owned(), value.to_owned()));
        Ok(())
    });
    (outcome, read)
}
