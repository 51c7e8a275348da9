//! Tries an account step by step, for the owner who has just typed it in.

use crate::{Account, ConnectError, Credential, Security, Session, Timeouts};

/// The steps of signing in to a server, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The account's own settings.
    Settings,
    /// Finding the server's address.
    Resolve,
    /// The connection, and with STARTTLS or no protection the server's greeting.
    Connect,
    /// TLS, its certificate, and the greeting inside it.
    Secure,
    /// Name and password, or token.
    SignIn,
    /// Opening the folder that mail is read from.
    Folder,
}

/// How one step went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepOutcome {
    /// Which.
    pub step: Step,
    /// Fine, or why not.
    pub result: Result<(), ConnectError>,
}

/// Connects, signs in, leaves; sends nothing. Lists the steps up to the first that failed; TLS and sign-in are
/// listed only if the account asks for them.
pub async fn test_account(account: &Account, timeouts: Timeouts) -> Vec<StepOutcome> {
    let failure = match Session::connect(account, timeouts).await {
        Ok(session) => {
            session.quit().await;
            None
        }
        Err(error) => Some(error),
    };
    outcomes(account, &[Step::Settings, Step::Resolve, Step::Connect, Step::Secure, Step::SignIn], failure)
}

/// Of `steps`, those up to the first that failed, without those that the account does not ask for.
pub(crate) fn outcomes(account: &Account, steps: &[Step], failure: Option<ConnectError>) -> Vec<StepOutcome> {
    let failed_at = failure.as_ref().map(ConnectError::step);
    let passed = steps
        .iter()
        .copied()
        .take_while(|step| failed_at != Some(*step))
        .filter(|step| match step {
            Step::Secure => account.security != Security::None,
            Step::SignIn => account.credential != Credential::None,
            Step::Settings | Step::Resolve | Step::Connect | Step::Folder => true,
        })
        .map(|step| StepOutcome { step, result: Ok(()) });
    let failed = failure.map(|error| StepOutcome { step: error.step(), result: Err(error) });
    passed.chain(failed).collect()
}
