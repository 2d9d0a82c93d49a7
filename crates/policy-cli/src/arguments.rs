use std::ffi::OsString;
use std::path::PathBuf;

use diagnostics::Kind;
use lexopt::Parser;
use lexopt::prelude::*;
use policy::PolicyType;

use crate::input::Source;
use crate::outcome::Failure;

/// What was asked for.
pub(crate) struct Invocation {
    pub(crate) command: Command,
    /// A catalogue other than the built-in one.
    pub(crate) catalog: Option<PathBuf>,
}

pub(crate) enum Command {
    Help(&'static str),
    Version,
    Check(CheckOptions),
    Compare(CompareOptions),
    Simulate(SimulateOptions),
    Suggest(SuggestOptions),
    Test(TestOptions),
    LessonCheck(Vec<Source>),
    Explain(String),
}

pub(crate) struct CheckOptions {
    pub(crate) policy_type: Option<PolicyType>,
    /// What resource policies are attached to, as written.
    pub(crate) resource_type: Option<String>,
    pub(crate) format: CheckFormat,
    /// The least grave kind that makes the exit status 1.
    pub(crate) fail_on: Kind,
    /// What an earlier run wrote as JSON.
    pub(crate) baseline: Option<Source>,
    /// Settings to take instead of the nearest `policy.toml`.
    pub(crate) config: Option<PathBuf>,
    pub(crate) sources: Vec<Source>,
}

pub(crate) struct CompareOptions {
    pub(crate) policy_type: Option<PolicyType>,
    pub(crate) format: CompareFormat,
    /// Whether access that only the new policy gives makes the exit status 1.
    pub(crate) fail_on_added: bool,
    pub(crate) input: CompareInput,
}

pub(crate) enum CompareInput {
    /// The new policy and the old one.
    Files(Source, Source),
    /// Pairs on standard input, one a line.
    Lines,
}

pub(crate) struct SimulateOptions {
    pub(crate) ndjson: bool,
    pub(crate) source: Source,
}

pub(crate) struct SuggestOptions {
    pub(crate) policy_type: Option<PolicyType>,
    pub(crate) format: Format,
    pub(crate) sources: Vec<Source>,
}

pub(crate) struct TestOptions {
    pub(crate) format: TestFormat,
    pub(crate) sources: Vec<Source>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CompareFormat {
    Text,
    Markdown,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TestFormat {
    Text,
    Json,
    Junit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CheckFormat {
    Text,
    Json,
    Sarif,
    Github,
}

const HELP: &str = "\
policy: IAM policies judged, decided and narrowed

  policy check [--type TYPE] [--resource-type T] [--format text|json|sarif|github] [--fail-on KIND]
               [--baseline FILE] FILE…|-
  policy compare [--type TYPE] [--fail-on added] [--format text|markdown|json] NEW OLD
  policy simulate [--ndjson] FILE|-
  policy suggest [--type TYPE] [--format text|json] FILE…|-
  policy test [--format text|json|junit] FILE…|-
  policy lesson check FILE…|-
  policy explain CODE
  policy --version

`policy COMMAND --help` tells more. `-` is standard input. `--catalog FILE` takes another catalogue of services than
the built-in one. Nothing is ever sent anywhere.

Exit status: 0 fine, 1 findings or an expectation that failed, 2 an input that could not be used.
";

const CHECK_HELP: &str = "\
policy check [--type TYPE] [--resource-type T] [--format text|json|sarif|github] [--fail-on KIND]
             [--baseline FILE] FILE…|-

Says what is wrong with policies.

  --type TYPE      what the policies are attached to: auto (the default), identity, boundary, session, resource,
                   trust, scp, rcp, vpc-endpoint
  --resource-type T
                   what resource policies are attached to, as AWS names it (AWS::S3::Bucket, AWS::KMS::Key,
                   AWS::IAM::AssumeRolePolicyDocument) or as the catalogue does (s3:bucket); guessed otherwise
  --format text    findings for people (the default)
  --format json    one object a line for each input; offsets are bytes of the file
  --format sarif   one SARIF 2.1.0 log of all inputs, for code hosts and editors
  --format github  commands for the log of GitHub Actions, which shows them beside the lines of a pull request
  --fail-on KIND   exit with 1 if there is a finding of this kind or a graver one: error (the default),
                   security-warning, warning, suggestion
  --baseline FILE  do not tell again what FILE holds, which `--format json` wrote earlier; places may have moved
  --config FILE    settings to take instead of the nearest `policy.toml` of this folder or one above it
  --catalog FILE   another catalogue than the built-in one

`policy.toml` holds what a team has agreed:

  [trusted]                  # who may be given access; principals of other accounts are told
  accounts = [\"111122223333\"]
  organization = \"o-a1b2c3d4e5\"

  [severity]                 # code = error, security-warning, warning, suggestion or off
  action-star = \"suggestion\"

  [[suppress]]               # findings that a person looked at and accepts
  code = \"admin-star-star\"
  file = \"break-glass/*\"    # optional, from the folder of policy.toml; * and ? stand for characters
  sid = \"BreakGlass\"        # optional: of one statement only
  reason = \"reviewed every quarter, every use is logged\"
  expires = 2027-06-30       # optional: the last day on which it counts
";

const COMPARE_HELP: &str = "\
policy compare [--type TYPE] [--fail-on added] [--format text|markdown|json] NEW OLD
policy compare --ndjson [--fail-on added]

Says what NEW allows and OLD does not, and the other way round, over all requests, each with an example that `policy simulate`
confirms. What cannot be decided is said to be unknown.

  --type TYPE        what both policies are attached to: auto (the default: as NEW looks), identity, boundary, session,
                     resource, trust, scp, rcp, vpc-endpoint
  --fail-on added    exit with 1 if NEW allows something that OLD does not, or if that could not be decided
  --format text      for people (the default)
  --format markdown  for a pull request
  --format json      one object
  --ndjson           pairs on standard input, one a line: {\"new\": DOCUMENT, \"old\": DOCUMENT, \"type\": TYPE}; one object a line
  --catalog FILE     another catalogue than the built-in one
";

const SIMULATE_HELP: &str = "\
policy simulate [--ndjson] FILE|-

Decides the request of a scenario and writes the decision and its trace as one line of JSON. Exits with 1 if the
decision is not the one that the scenario expects.

  --ndjson         one scenario a line, one result a line; a line that cannot be used gets an object with `error`
  --catalog FILE   another catalogue than the built-in one
";

const SUGGEST_HELP: &str = "\
policy suggest [--type TYPE] [--format text|json] FILE…|-

Says how policies can be narrowed, and what that would take away.

  --type TYPE      what the policies are attached to: auto (the default), identity, boundary, session, resource,
                   trust, scp, rcp, vpc-endpoint
  --format text    suggestions for people (the default)
  --format json    one object a line for each input; offsets are bytes of the file
  --catalog FILE   another catalogue than the built-in one
";

const TEST_HELP: &str = "\
policy test [--format text|json|junit] FILE…|-

Holds policies to what is expected of them. FILE is a workspace, whose documents have to come to the decision of each of its
`expectations`, or a scenario with `expect`. Exits with 1 if one of them fails, and with 2 if a file holds nothing that
can be tested.

  --format text    what failed and why, for people (the default)
  --format json    one object a line for each input
  --format junit   one report of all inputs, as CI servers read it
  --catalog FILE   another catalogue than the built-in one
";

const LESSON_HELP: &str = "\
policy lesson check FILE…|-

Holds lessons to what they promise: the start fails, every right answer passes, every mistake fails for its stated reason
and is known by it. Exits with 1 if a part is wrong, and with 2 if a file is no lesson.

  --catalog FILE   another catalogue than the built-in one
";

const EXPLAIN_HELP: &str = "\
policy explain CODE

Tells what a check finds, why it matters and what to write instead. CODE is that of a finding, such as
`invalid-action`, or AWS's own, such as `INVALID_ACTION`.
";

/// Reads the command line.
pub(crate) fn parse(mut parser: Parser) -> Result<Invocation, Failure> {
    let mut catalog = None;
    let name = loop {
        match parser.next()? {
            None => return Err(Failure::unusable(format!("say what to do\n\n{HELP}"))),
            Some(Long("catalog")) => catalog = Some(PathBuf::from(parser.value()?)),
            Some(Long("help") | Short('h')) => return Ok(plain(Command::Help(HELP))),
            Some(Long("version") | Short('V')) => {
                // `--catalog` may still follow.
                while let Some(argument) = parser.next()? {
                    match argument {
                        Long("catalog") => catalog = Some(PathBuf::from(parser.value()?)),
                        other => return Err(other.unexpected().into()),
                    }
                }
                return Ok(Invocation {
                    command: Command::Version,
                    catalog,
                });
            }
            Some(Value(name)) => break name.to_string_lossy().into_owned(),
            Some(other) => return Err(other.unexpected().into()),
        }
    };
    let mut options = Options {
        catalog,
        ..Options::default()
    };
    let (help, known): (&'static str, &[&str]) = match name.as_str() {
        "check" => (
            CHECK_HELP,
            &[
                "type",
                "resource-type",
                "format",
                "fail-on",
                "baseline",
                "config",
            ],
        ),
        "compare" => (COMPARE_HELP, &["type", "format", "fail-on", "ndjson"]),
        "simulate" => (SIMULATE_HELP, &["ndjson"]),
        "suggest" => (SUGGEST_HELP, &["type", "format"]),
        "test" => (TEST_HELP, &["format"]),
        "lesson" => (LESSON_HELP, &[]),
        "explain" => (EXPLAIN_HELP, &[]),
        "help" => return Ok(plain(Command::Help(HELP))),
        _ => {
            let commands = [
                "check", "compare", "simulate", "suggest", "test", "lesson", "explain",
            ];
            let near = patterns::nearest(&name, commands, 1);
            return Err(Failure::unusable(match near.first() {
                Some(near) => format!("there is no command `{name}`; did you mean `{near}`?"),
                None => {
                    format!("there is no command `{name}`; `policy --help` lists what there is")
                }
            }));
        }
    };
    if options.read(&mut parser, known)? {
        return Ok(plain(Command::Help(help)));
    }
    let catalog = options.catalog.take();
    let command = match name.as_str() {
        "check" => Command::Check(CheckOptions {
            policy_type: options.policy_type,
            resource_type: options.resource_type.take(),
            format: check_format(options.format.as_deref())?,
            fail_on: fail_on_kind(options.fail_on.as_deref())?,
            baseline: options.baseline.take(),
            config: options.config.take(),
            sources: options.sources()?,
        }),
        "compare" => Command::Compare(CompareOptions {
            policy_type: options.policy_type,
            format: compare_format(options.format.as_deref(), options.ndjson)?,
            fail_on_added: fail_on_added(options.fail_on.as_deref())?,
            input: options.compare_input()?,
        }),
        "simulate" => Command::Simulate(SimulateOptions {
            ndjson: options.ndjson,
            source: options.only("file")?.into(),
        }),
        "suggest" => Command::Suggest(SuggestOptions {
            policy_type: options.policy_type,
            format: format(options.format.as_deref())?,
            sources: options.sources()?,
        }),
        "test" => Command::Test(TestOptions {
            format: test_format(options.format.as_deref())?,
            sources: options.sources()?,
        }),
        "lesson" => Command::LessonCheck(options.lessons()?),
        _ => Command::Explain(options.only("code")?.to_string_lossy().into_owned()),
    };
    Ok(Invocation { command, catalog })
}

fn plain(command: Command) -> Invocation {
    Invocation {
        command,
        catalog: None,
    }
}

/// What may follow the name of a command.
#[derive(Default)]
struct Options {
    catalog: Option<PathBuf>,
    policy_type: Option<PolicyType>,
    resource_type: Option<String>,
    format: Option<String>,
    fail_on: Option<String>,
    baseline: Option<Source>,
    config: Option<PathBuf>,
    ndjson: bool,
    values: Vec<OsString>,
}

impl Options {
    /// Reads the rest of the command line; true if it asks for help.
    fn read(&mut self, parser: &mut Parser, known: &[&str]) -> Result<bool, Failure> {
        while let Some(argument) = parser.next()? {
            match argument {
                Long("help") | Short('h') => return Ok(true),
                Long("catalog") => self.catalog = Some(PathBuf::from(parser.value()?)),
                Long("type") if known.contains(&"type") => {
                    self.policy_type = policy_type(&parser.value()?.to_string_lossy())?;
                }
                Long("format") if known.contains(&"format") => {
                    self.format = Some(parser.value()?.to_string_lossy().into_owned());
                }
                Long("fail-on") if known.contains(&"fail-on") => {
                    self.fail_on = Some(parser.value()?.to_string_lossy().into_owned());
                }
                Long("baseline") if known.contains(&"baseline") => {
                    self.baseline = Some(parser.value()?.into());
                }
                Long("config") if known.contains(&"config") => {
                    self.config = Some(PathBuf::from(parser.value()?));
                }
                Long("ndjson") if known.contains(&"ndjson") => self.ndjson = true,
                Long("resource-type") if known.contains(&"resource-type") => {
                    self.resource_type = Some(parser.value()?.to_string_lossy().into_owned());
                }
                Value(value) => self.values.push(value),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(false)
    }

    fn sources(self) -> Result<Vec<Source>, Failure> {
        if self.values.is_empty() {
            return Err(Failure::unusable("name a file, or `-` for standard input"));
        }
        Ok(self.values.into_iter().map(Source::from).collect())
    }

    fn compare_input(self) -> Result<CompareInput, Failure> {
        let mut values = self.values.into_iter();
        match (values.next(), values.next(), values.next()) {
            (None, ..) if self.ndjson => Ok(CompareInput::Lines),
            (Some(value), ..) if self.ndjson => Err(Failure::unusable(format!(
                "`--ndjson` reads standard input: what is `{}`?",
                value.to_string_lossy()
            ))),
            (Some(new), Some(old), None) => match (Source::from(new), Source::from(old)) {
                (Source::StandardInput, Source::StandardInput) => Err(Failure::unusable(
                    "only one of the two policies can come from standard input",
                )),
                (new, old) => Ok(CompareInput::Files(new, old)),
            },
            _ => Err(Failure::unusable(
                "name two files: the new policy, then the old one",
            )),
        }
    }

    /// What follows `lesson`: the one thing to do with lessons, and then the files.
    fn lessons(mut self) -> Result<Vec<Source>, Failure> {
        if self.values.first().is_none_or(|verb| verb != "check") {
            return Err(Failure::unusable(
                "say what to do with the lesson: `policy lesson check FILE`",
            ));
        }
        self.values.remove(0);
        self.sources()
    }

    fn only(self, what: &str) -> Result<OsString, Failure> {
        let mut values = self.values.into_iter();
        match (values.next(), values.next()) {
            (Some(value), None) => Ok(value),
            (None, _) => Err(Failure::unusable(format!("name a {what}"))),
            (Some(_), Some(second)) => Err(Failure::unusable(format!(
                "one {what} at a time: what is `{}`?",
                second.to_string_lossy()
            ))),
        }
    }
}

fn policy_type(name: &str) -> Result<Option<PolicyType>, Failure> {
    if name == "auto" {
        return Ok(None);
    }
    PolicyType::from_name(name).map(Some).ok_or_else(|| {
        let names = PolicyType::ALL.map(PolicyType::as_str).join(", ");
        Failure::unusable(format!("`{name}` is no policy type: auto, {names}"))
    })
}

fn format(name: Option<&str>) -> Result<Format, Failure> {
    match name {
        None | Some("text") => Ok(Format::Text),
        Some("json") => Ok(Format::Json),
        Some(name) => Err(no_format(name, "text, json")),
    }
}

fn compare_format(name: Option<&str>, ndjson: bool) -> Result<CompareFormat, Failure> {
    match name {
        None | Some("json") if ndjson => Ok(CompareFormat::Json),
        Some(_) if ndjson => Err(Failure::unusable("`--ndjson` writes JSON alone")),
        None | Some("text") => Ok(CompareFormat::Text),
        Some("markdown") => Ok(CompareFormat::Markdown),
        Some("json") => Ok(CompareFormat::Json),
        Some(name) => Err(no_format(name, "text, markdown, json")),
    }
}

fn fail_on_added(name: Option<&str>) -> Result<bool, Failure> {
    match name {
        None => Ok(false),
        Some("added") => Ok(true),
        Some(name) => Err(Failure::unusable(format!(
            "`{name}` is nothing to fail on: added"
        ))),
    }
}

fn fail_on_kind(name: Option<&str>) -> Result<Kind, Failure> {
    name.map_or(Ok(Kind::Error), kind)
}

fn check_format(name: Option<&str>) -> Result<CheckFormat, Failure> {
    match name {
        None | Some("text") => Ok(CheckFormat::Text),
        Some("json") => Ok(CheckFormat::Json),
        Some("sarif") => Ok(CheckFormat::Sarif),
        Some("github") => Ok(CheckFormat::Github),
        Some(name) => Err(no_format(name, "text, json, sarif, github")),
    }
}

fn test_format(name: Option<&str>) -> Result<TestFormat, Failure> {
    match name {
        None | Some("text") => Ok(TestFormat::Text),
        Some("json") => Ok(TestFormat::Json),
        Some("junit") => Ok(TestFormat::Junit),
        Some(name) => Err(no_format(name, "text, json, junit")),
    }
}

fn no_format(name: &str, formats: &str) -> Failure {
    Failure::unusable(format!("`{name}` is no format: {formats}"))
}

fn kind(name: &str) -> Result<Kind, Failure> {
    Kind::from_name(name).ok_or_else(|| {
        let names = Kind::ALL.map(Kind::as_str).join(", ");
        Failure::unusable(format!("`{name}` is no kind of finding: {names}"))
    })
}
