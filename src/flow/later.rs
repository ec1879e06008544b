//! How the flows begin that a first login does not run. The build cuts the core in two where they begin
//! (`js/scripts/lib/build/split.mjs`), and knows them by their names: so each is a function, and in the table of flows alone.

use super::{AccessToken, Flow, HandleLogout, Logout, StoredSession, UserInfo};
use crate::failure::Failure;

pub(super) fn access_token(options: &str) -> Result<Box<dyn Flow>, Box<Failure>> {
    Ok(Box::new(AccessToken::new(options)?))
}

pub(super) fn adopt(tokens: &str) -> Result<Box<dyn Flow>, Box<Failure>> {
    Ok(Box::new(AccessToken::adopting(tokens)?))
}

pub(super) fn handle_logout(url: &str) -> Result<Box<dyn Flow>, Box<Failure>> {
    Ok(Box::new(HandleLogout::new(url)))
}

pub(super) fn logout(options: &str) -> Result<Box<dyn Flow>, Box<Failure>> {
    Ok(Box::new(Logout::new(options)?))
}

pub(super) fn revoke(_: &str) -> Result<Box<dyn Flow>, Box<Failure>> {
    Ok(Box::new(Logout::revoking()?))
}

pub(super) fn session(_: &str) -> Result<Box<dyn Flow>, Box<Failure>> {
    Ok(Box::new(StoredSession::default()))
}

pub(super) fn user_info(_: &str) -> Result<Box<dyn Flow>, Box<Failure>> {
    Ok(Box::new(UserInfo::default()))
}
