//! `UserInfo`: asked with the session's access token, believed for the session's user.

use super::verification::{Subject, Verification};
use super::{Context, Effect, Flow, Step, discovery};
use crate::error::Error;
use crate::failure::Failure;
use crate::json::{Record, Value};
use crate::protocol::jws::Jws;
use crate::protocol::metadata::Metadata;
use crate::protocol::userinfo;
use crate::session::Session;

/// Ends with `claims`, as JSON text. The session is left as it is.
#[derive(Default)]
pub struct UserInfo {
    stage: Stage,
    session: Session,
    token: String,
    verification: Verification,
}

#[derive(Clone, Copy, Default)]
enum Stage {
    #[default]
    Begin,
    Reading,
    Discovery,
    Asking,
    Verifying,
}

impl Flow for UserInfo {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        let effect = match self.stage {
            Stage::Begin => {
                self.stage = Stage::Reading;
                Effect::ReadSession.into()
            }
            Stage::Reading => {
                self.session = context.session()?.ok_or(Error::LoginRequired)?;
                match discovery::metadata(context) {
                    Ok(metadata) => self.ask(metadata)?,
                    Err(request) => {
                        self.stage = Stage::Discovery;
                        request
                    }
                }
            }
            Stage::Discovery => {
                let metadata = discovery::learn(context)?;
                self.ask(metadata)?
            }
            Stage::Asking => {
                let response = context.http()?;
                match userinfo::claims(&response, context.client)? {
                    Some(claims) => return self.finish(&claims),
                    None => {
                        self.token = String::from_utf8(response.body).map_err(|_| Error::JwsMalformed)?;
                        self.stage = Stage::Verifying;
                        let begun = self.verification.begin(context, Subject::UserInfo, &self.token, &[])?;
                        begun.ok_or(Error::SignatureInvalid)?
                    }
                }
            }
            Stage::Verifying => match self.verification.step(context, &self.token, &[])? {
                Some(effect) => effect,
                None => {
                    let claims = Jws::parse(&self.token)?.claims()?;
                    userinfo::check_signed(&claims, context.client, context.now)?;
                    return self.finish(&claims);
                }
            },
        };
        Ok(Step::Perform(effect))
    }
}

impl UserInfo {
    fn ask(&mut self, metadata: Metadata) -> Result<Box<Effect>, Box<Failure>> {
        let request = userinfo::request(&metadata, self.session.access_token())?;
        self.verification.metadata = metadata;
        self.stage = Stage::Asking;
        Ok(Effect::Http(request).into())
    }

    fn finish(&self, claims: &Record) -> Result<Step, Box<Failure>> {
        userinfo::check_sub(claims, self.session.claims()?.text("sub"))?;
        let mut result = Record::default();
        result.set("claims", Value::Text(claims.to_json()));
        Ok(Step::Finish(result))
    }
}
