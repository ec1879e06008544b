//! Which stored transactions make room for a new one.

use super::fixtures::*;
use proofkey::protocol::login::{LoginOptions, Way};
use proofkey::protocol::transaction::{Transaction, must_go};

#[test]
fn evicts_nothing_that_is_alive_while_there_is_room() {
    let stored: Vec<String> = (0..15).map(|age| begun(NOW - age)).collect();
    assert_eq!(evicted(&stored, NOW), [false; 15]);
    assert!(must_go(&stored, 15, NOW), "there is no sixteenth");
}

#[test]
fn evicts_the_oldest_so_that_there_are_16_with_the_new_one() {
    let mut stored: Vec<String> = (0..20).map(|age| begun(NOW - age)).collect();
    let mut expected = [[false; 15].as_slice(), &[true; 5]].concat();
    assert_eq!(evicted(&stored, NOW), expected);
    stored.reverse();
    expected.reverse();
    assert_eq!(evicted(&stored, NOW), expected, "the order of the storage does not matter");
}

#[test]
fn evicts_enough_of_those_that_began_in_the_same_second() {
    let stored = vec![begun(NOW); 40];
    assert_eq!(evicted(&stored, NOW).iter().filter(|goes| !**goes).count(), 15);
}

#[test]
fn evicts_transactions_after_an_hour_and_tombstones_after_ten_minutes() {
    let stored = [
        begun(NOW - 3599),
        begun(NOW - 3600),
        Transaction::tombstone(NOW - 599),
        Transaction::tombstone(NOW - 600),
        begun(NOW + 3600),
        begun(NOW + 3601),
    ];
    assert_eq!(evicted(&stored, NOW), [false, true, false, true, false, true]);
}

#[test]
fn evicts_what_it_cannot_read() {
    let stored = ["", "null", "{", r#"{"created_at":"x"}"#, "{}"].map(String::from);
    assert_eq!(evicted(&stored, NOW), [true; 5]);
}

#[test]
fn evicts_what_waits_in_links_first_however_young_it_is() {
    let stored = [vec![begun(NOW - 3000); 10], vec![link(NOW); 10]].concat();
    let expected = [[false; 10].as_slice(), &[true; 5], &[false; 5]].concat();
    assert_eq!(evicted(&stored, NOW), expected);
}

fn evicted(stored: &[String], now: i64) -> Vec<bool> {
    (0..stored.len()).map(|index| must_go(stored, index, now)).collect()
}

fn begun(at: i64) -> String {
    begun_by(Way::Redirect, at)
}

fn link(at: i64) -> String {
    begun_by(Way::Link, at)
}

fn begun_by(way: Way, at: i64) -> String {
    let options = LoginOptions::parse("{}", way).unwrap();
    Transaction::begin(&client(), &options, &metadata(), &entropy(1), at).ok().unwrap().to_json()
}
