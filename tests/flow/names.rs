//! Flows are begun by their names, which the facade knows, too.

use super::host::Host;
use proofkey::error::Error;
use proofkey::failure::Failure;

#[test]
fn begins_no_flow_of_another_name() {
    for name in ["", "Login", "log_in", "login ", "adoptTokens"] {
        let mut host = Host::new();
        let expected = Failure::new(Error::ConfigError).with("option", "flow");
        assert_eq!(host.run(name, "{}"), Err(expected), "{name}");
        assert_eq!(host.trace().len(), 0);
    }
}
