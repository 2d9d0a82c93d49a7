use std::fmt;
use std::io;
use std::process::ExitCode;

/// How a command ended, from best to worst. The numbers are a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// 0
    Fine,
    /// 1: there are findings, or an expectation failed.
    Found,
    /// 2: an input could not be used.
    Unusable,
}

impl Outcome {
    pub(crate) fn exit_code(self) -> ExitCode {
        ExitCode::from(match self {
            Outcome::Fine => 0,
            Outcome::Found => 1,
            Outcome::Unusable => 2,
        })
    }
}

/// Why a command cannot go on.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line, or an input without which nothing can be done.
    Unusable(String),
    /// Standard output is closed or full.
    Output(io::Error),
}

impl Failure {
    pub(crate) fn unusable(message: impl Into<String>) -> Failure {
        Failure::Unusable(message.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Unusable(message) => f.write_str(message),
            Failure::Output(error) => write!(f, "cannot write: {error}"),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Failure {
        Failure::Output(error.into())
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Failure {
        Failure::Unusable(format!("{error}; `policy --help` lists what there is"))
    }
}
