//! Sentences about the condition keys that do not belong to one service ("AWS global condition context keys", IAM User
//! Guide): what each tells, and when a request has it.

/// When a request has the key.
const ALWAYS: &str = "Every request has it.";
const SIGNED: &str = "Requests with credentials have it; anonymous ones do not.";
const ORGANISED: &str = "Requests of callers whose account is in an organization have it.";
const TEMPORARY: &str = "Only requests with temporary credentials have it.";
const ENDPOINT: &str = "Only requests through a VPC endpoint have it.";
const SERVICE: &str = "Only requests that an AWS service makes by itself have it.";
const FORWARDED: &str = "Only requests that a service makes for the caller have it.";
const INSTANCE: &str = "Only requests with the role of an EC2 instance have it.";
const RESOURCE: &str = "Most requests for a resource have it.";

/// The keys in lower case, what follows a `/` left out.
const KEYS: [(&str, &str, &str); 53] = [
    (
        "aws:assumedroot",
        "Whether the caller got root access to a member account by `sts:AssumeRoot`.",
        "Only sessions of `sts:AssumeRoot` have it.",
    ),
    (
        "aws:calledvia",
        "The services that the request went through, in order.",
        FORWARDED,
    ),
    (
        "aws:calledviaawsmcp",
        "The AWS MCP server that the request went through.",
        "Only requests through an AWS MCP server have it.",
    ),
    (
        "aws:calledviafirst",
        "The first service that the request went through.",
        FORWARDED,
    ),
    (
        "aws:calledvialast",
        "The last service that the request went through.",
        FORWARDED,
    ),
    (
        "aws:chatbotsourcearn",
        "The chat configuration from which the request comes.",
        "Only requests from chat applications have it.",
    ),
    ("aws:currenttime", "The time of the request.", ALWAYS),
    (
        "aws:ec2instancesourceprivateipv4",
        "The private address of the EC2 instance that the credentials were given to.",
        INSTANCE,
    ),
    (
        "aws:ec2instancesourcevpc",
        "The VPC of the EC2 instance that the credentials were given to.",
        INSTANCE,
    ),
    (
        "aws:epochtime",
        "The time of the request, in seconds since 1970.",
        ALWAYS,
    ),
    (
        "aws:federatedprovider",
        "The identity provider through which the caller signed in.",
        "Only sessions of roles assumed through an OIDC provider have it.",
    ),
    (
        "aws:ismcpserviceaction",
        "Whether the action belongs to an MCP server of AWS.",
        "Only requests through an AWS MCP server have it.",
    ),
    (
        "aws:multifactorauthage",
        "How many seconds ago the caller used MFA.",
        "Only temporary credentials got with MFA have it.",
    ),
    (
        "aws:multifactorauthpresent",
        "Whether the caller's temporary credentials were got with MFA.",
        "Requests with long-term access keys do not have it: `Bool` is not met by them, `BoolIfExists` is.",
    ),
    ("aws:principalaccount", "The account of the caller.", ALWAYS),
    (
        "aws:principalarn",
        "The ARN of the caller: for a role's session, of the role.",
        SIGNED,
    ),
    (
        "aws:principalisawsservice",
        "Whether an AWS service itself is the caller.",
        SIGNED,
    ),
    (
        "aws:principalorgid",
        "The organization of the caller's account.",
        ORGANISED,
    ),
    (
        "aws:principalorgpaths",
        "The organizational units above the caller's account.",
        ORGANISED,
    ),
    (
        "aws:principalservicename",
        "The AWS service that is the caller.",
        SERVICE,
    ),
    (
        "aws:principalservicenameslist",
        "All names of the AWS service that is the caller.",
        SERVICE,
    ),
    (
        "aws:principaltag",
        "A tag of the caller: of the user or role, or of the session.",
        "Requests of callers with that tag have it.",
    ),
    (
        "aws:principaltype",
        "What the caller is: `Account`, `User`, `AssumedRole`, `FederatedUser`, `Anonymous`.",
        ALWAYS,
    ),
    (
        "aws:referer",
        "The page that the browser says it came from. Anyone can make it up.",
        "Requests of browsers may have it.",
    ),
    (
        "aws:requestedregion",
        "The Region whose endpoint was called; `us-east-1` for global services.",
        ALWAYS,
    ),
    (
        "aws:requesttag",
        "A tag that the request sets.",
        "Requests that set tags have it.",
    ),
    (
        "aws:resourceaccount",
        "The account that owns the resource.",
        RESOURCE,
    ),
    (
        "aws:resourceorgid",
        "The organization of the account that owns the resource.",
        RESOURCE,
    ),
    (
        "aws:resourceorgpaths",
        "The organizational units above the account that owns the resource.",
        RESOURCE,
    ),
    (
        "aws:resourcetag",
        "A tag of the resource.",
        "Requests for resources with that tag have it, where the service supports it.",
    ),
    (
        "aws:securetransport",
        "Whether the request came over TLS.",
        ALWAYS,
    ),
    (
        "aws:signinsessionarn",
        "The sign-in session of the console.",
        "Only requests with a session of the console or `aws login` have it.",
    ),
    (
        "aws:sourceaccount",
        "The account of the resource for which a service calls.",
        SERVICE,
    ),
    (
        "aws:sourcearn",
        "The resource for which a service calls.",
        SERVICE,
    ),
    (
        "aws:sourceidentity",
        "The source identity that was set when the role was assumed.",
        "Only sessions with a source identity have it.",
    ),
    (
        "aws:sourceip",
        "The public address of the caller.",
        "Requests through a VPC endpoint do not have it.",
    ),
    (
        "aws:sourceorgid",
        "The organization of the resource for which a service calls.",
        SERVICE,
    ),
    (
        "aws:sourceorgpaths",
        "The organizational units of the resource for which a service calls.",
        SERVICE,
    ),
    (
        "aws:sourcevpc",
        "The VPC of the endpoint that the request came through.",
        ENDPOINT,
    ),
    (
        "aws:sourcevpcarn",
        "The ARN of the VPC of the endpoint that the request came through.",
        ENDPOINT,
    ),
    (
        "aws:sourcevpce",
        "The VPC endpoint that the request came through.",
        ENDPOINT,
    ),
    (
        "aws:tagkeys",
        "The keys of the tags that the request sets or removes.",
        "Requests that set or remove tags have it.",
    ),
    (
        "aws:tokenissuetime",
        "When the temporary credentials were given out.",
        TEMPORARY,
    ),
    (
        "aws:useragent",
        "The program that the caller says it uses. Anyone can make it up.",
        "Nearly every request has it.",
    ),
    ("aws:userid", "The unique id of the caller.", ALWAYS),
    (
        "aws:username",
        "The name of the IAM user who calls.",
        "Only requests of IAM users have it.",
    ),
    (
        "aws:viaawsmcpservice",
        "Whether the request went through an AWS MCP server.",
        "Requests through an AWS MCP server have it.",
    ),
    (
        "aws:viaawsservice",
        "Whether a service makes the request for the caller.",
        ALWAYS,
    ),
    (
        "aws:vpceaccount",
        "The account that owns the VPC endpoint.",
        ENDPOINT,
    ),
    (
        "aws:vpceorgid",
        "The organization of the account that owns the VPC endpoint.",
        ENDPOINT,
    ),
    (
        "aws:vpceorgpaths",
        "The organizational units above the account that owns the VPC endpoint.",
        ENDPOINT,
    ),
    (
        "aws:vpcsourceip",
        "The private address of the caller within its VPC.",
        ENDPOINT,
    ),
    (
        "iam:passedtoservice",
        "The service that gets the role.",
        "Requests of `iam:PassRole` have it.",
    ),
];

/// What the key tells and when a request has it; the name may have a part behind `/`, in any case.
pub(crate) fn about(name: &str) -> Option<(&'static str, &'static str)> {
    let lower = name.split('/').next()?.to_ascii_lowercase();
    let at = KEYS
        .binary_search_by_key(&lower.as_str(), |(key, _, _)| key)
        .ok()?;
    KEYS.get(at).map(|(_, what, when)| (*what, *when))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_in_any_case() {
        for (key, _, _) in KEYS {
            assert!(about(key).is_some(), "{key} is out of order");
        }
        assert!(about("aws:RequestTag/team").is_some());
        assert!(about("s3:prefix").is_none());
    }
}
