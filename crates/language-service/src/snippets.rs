//! Statements that are written again and again, with places to fill in.

use policy::PolicyType;

use crate::subject::Subject;

/// A statement to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// What it allows or denies, as it is listed.
    pub title: &'static str,
    /// What to know before it is used.
    pub about: &'static str,
    /// The types of policy it is meant for.
    pub types: &'static [PolicyType],
    /// The statement as JSON, a tab for each level. `${Name}` is a place to fill in.
    pub(crate) statement: &'static str,
}

const GRANTS: &[PolicyType] = &[
    PolicyType::Identity,
    PolicyType::Boundary,
    PolicyType::Session,
];
const LIMITS: &[PolicyType] = &[PolicyType::Identity, PolicyType::Boundary, PolicyType::Scp];
const TRUST: &[PolicyType] = &[PolicyType::Trust];
const RESOURCE: &[PolicyType] = &[PolicyType::Resource];

/// All snippets.
pub const SNIPPETS: [Snippet; 19] = [
    Snippet {
        title: "read one S3 bucket",
        about: "Lists the bucket and reads its objects.",
        types: GRANTS,
        statement: r#"{
	"Sid": "ReadBucket",
	"Effect": "Allow",
	"Action": [
		"s3:ListBucket",
		"s3:GetObject"
	],
	"Resource": [
		"arn:aws:s3:::${BucketName}",
		"arn:aws:s3:::${BucketName}/*"
	]
}"#,
    },
    Snippet {
        title: "read and write below a prefix of an S3 bucket",
        about: "Objects only: listing the bucket is another statement.",
        types: GRANTS,
        statement: r#"{
	"Sid": "WritePrefix",
	"Effect": "Allow",
	"Action": [
		"s3:GetObject",
		"s3:PutObject",
		"s3:DeleteObject"
	],
	"Resource": "arn:aws:s3:::${BucketName}/${Prefix}/*"
}"#,
    },
    Snippet {
        title: "read and write items of one DynamoDB table",
        about: "Items and indexes, not the table's settings.",
        types: GRANTS,
        statement: r#"{
	"Sid": "UseTable",
	"Effect": "Allow",
	"Action": [
		"dynamodb:BatchGetItem",
		"dynamodb:BatchWriteItem",
		"dynamodb:ConditionCheckItem",
		"dynamodb:DeleteItem",
		"dynamodb:GetItem",
		"dynamodb:PutItem",
		"dynamodb:Query",
		"dynamodb:UpdateItem"
	],
	"Resource": [
		"arn:aws:dynamodb:${Region}:${Account}:table/${TableName}",
		"arn:aws:dynamodb:${Region}:${Account}:table/${TableName}/index/*"
	]
}"#,
    },
    Snippet {
        title: "read one secret",
        about: "The six characters that Secrets Manager puts behind the name are the question marks.",
        types: GRANTS,
        statement: r#"{
	"Sid": "ReadSecret",
	"Effect": "Allow",
	"Action": "secretsmanager:GetSecretValue",
	"Resource": "arn:aws:secretsmanager:${Region}:${Account}:secret:${SecretName}-??????"
}"#,
    },
    Snippet {
        title: "read parameters below a path",
        about: "Parameters of Systems Manager.",
        types: GRANTS,
        statement: r#"{
	"Sid": "ReadParameters",
	"Effect": "Allow",
	"Action": [
		"ssm:GetParameter",
		"ssm:GetParameters",
		"ssm:GetParametersByPath"
	],
	"Resource": "arn:aws:ssm:${Region}:${Account}:parameter/${Path}/*"
}"#,
    },
    Snippet {
        title: "write the logs of a Lambda function",
        about: "What the role of a function needs for its own log group.",
        types: GRANTS,
        statement: r#"{
	"Sid": "WriteLogs",
	"Effect": "Allow",
	"Action": [
		"logs:CreateLogStream",
		"logs:PutLogEvents"
	],
	"Resource": "arn:aws:logs:${Region}:${Account}:log-group:/aws/lambda/${FunctionName}:*"
}"#,
    },
    Snippet {
        title: "pass one role to one service",
        about: "Whoever may pass a role can make the service act with it: name the role and the service.",
        types: GRANTS,
        statement: r#"{
	"Sid": "PassRole",
	"Effect": "Allow",
	"Action": "iam:PassRole",
	"Resource": "arn:aws:iam::${Account}:role/${RoleName}",
	"Condition": {
		"StringEquals": {
			"iam:PassedToService": "${Service}.amazonaws.com"
		}
	}
}"#,
    },
    Snippet {
        title: "assume one role",
        about: "The role's trust policy has to allow it too.",
        types: GRANTS,
        statement: r#"{
	"Sid": "AssumeRole",
	"Effect": "Allow",
	"Action": "sts:AssumeRole",
	"Resource": "arn:aws:iam::${Account}:role/${RoleName}"
}"#,
    },
    Snippet {
        title: "start and stop instances with a tag",
        about: "The tag has to be guarded as well: who can set it can stop the instance.",
        types: GRANTS,
        statement: r#"{
	"Sid": "StartStopTagged",
	"Effect": "Allow",
	"Action": [
		"ec2:StartInstances",
		"ec2:StopInstances"
	],
	"Resource": "arn:aws:ec2:${Region}:${Account}:instance/*",
	"Condition": {
		"StringEquals": {
			"aws:ResourceTag/${TagKey}": "${TagValue}"
		}
	}
}"#,
    },
    Snippet {
        title: "deny without MFA",
        about: "Leaves what is needed to set MFA up. `BoolIfExists` catches access keys too, whose requests lack the key.",
        types: GRANTS,
        statement: r#"{
	"Sid": "DenyWithoutMFA",
	"Effect": "Deny",
	"NotAction": [
		"iam:CreateVirtualMFADevice",
		"iam:EnableMFADevice",
		"iam:GetUser",
		"iam:ListMFADevices",
		"iam:ListVirtualMFADevices",
		"iam:ResyncMFADevice",
		"sts:GetSessionToken"
	],
	"Resource": "*",
	"Condition": {
		"BoolIfExists": {
			"aws:MultiFactorAuthPresent": "false"
		}
	}
}"#,
    },
    Snippet {
        title: "deny outside of Regions",
        about: "Leaves services that have no Region of their own.",
        types: LIMITS,
        statement: r#"{
	"Sid": "DenyOtherRegions",
	"Effect": "Deny",
	"NotAction": [
		"budgets:*",
		"cloudfront:*",
		"iam:*",
		"organizations:*",
		"route53:*",
		"sts:*",
		"support:*"
	],
	"Resource": "*",
	"Condition": {
		"StringNotEquals": {
			"aws:RequestedRegion": [
				"${Region}"
			]
		}
	}
}"#,
    },
    Snippet {
        title: "deny leaving the organization",
        about: "For an organizational unit or the root.",
        types: &[PolicyType::Scp],
        statement: r#"{
	"Sid": "DenyLeaving",
	"Effect": "Deny",
	"Action": "organizations:LeaveOrganization",
	"Resource": "*"
}"#,
    },
    Snippet {
        title: "let a service assume the role",
        about: "For roles of functions, instances, pipelines.",
        types: TRUST,
        statement: r#"{
	"Effect": "Allow",
	"Principal": {
		"Service": "${Service}.amazonaws.com"
	},
	"Action": "sts:AssumeRole"
}"#,
    },
    Snippet {
        title: "let another account assume the role with an external id",
        about: "The external id keeps others from using the account's access for themselves.",
        types: TRUST,
        statement: r#"{
	"Effect": "Allow",
	"Principal": {
		"AWS": "arn:aws:iam::${Account}:root"
	},
	"Action": "sts:AssumeRole",
	"Condition": {
		"StringEquals": {
			"sts:ExternalId": "${ExternalId}"
		}
	}
}"#,
    },
    Snippet {
        title: "let GitHub Actions assume the role",
        about: "Name the repository and the branch: without them every repository on GitHub could.",
        types: TRUST,
        statement: r#"{
	"Effect": "Allow",
	"Principal": {
		"Federated": "arn:aws:iam::${Account}:oidc-provider/token.actions.githubusercontent.com"
	},
	"Action": "sts:AssumeRoleWithWebIdentity",
	"Condition": {
		"StringEquals": {
			"token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
			"token.actions.githubusercontent.com:sub": "repo:${Owner}/${Repository}:ref:refs/heads/${Branch}"
		}
	}
}"#,
    },
    Snippet {
        title: "deny requests without TLS",
        about: "For a bucket, its objects included.",
        types: RESOURCE,
        statement: r#"{
	"Sid": "DenyWithoutTLS",
	"Effect": "Deny",
	"Principal": "*",
	"Action": "s3:*",
	"Resource": [
		"arn:aws:s3:::${BucketName}",
		"arn:aws:s3:::${BucketName}/*"
	],
	"Condition": {
		"Bool": {
			"aws:SecureTransport": "false"
		}
	}
}"#,
    },
    Snippet {
        title: "let the organization read a bucket",
        about: "Everyone in the accounts of one organization whose own policies allow it too.",
        types: RESOURCE,
        statement: r#"{
	"Sid": "ReadWithinOrganization",
	"Effect": "Allow",
	"Principal": "*",
	"Action": "s3:GetObject",
	"Resource": "arn:aws:s3:::${BucketName}/*",
	"Condition": {
		"StringEquals": {
			"aws:PrincipalOrgID": "o-${OrganizationId}"
		}
	}
}"#,
    },
    Snippet {
        title: "let a topic send to a queue",
        about: "`aws:SourceArn` keeps topics of others from using the service's access.",
        types: RESOURCE,
        statement: r#"{
	"Sid": "TopicSends",
	"Effect": "Allow",
	"Principal": {
		"Service": "sns.amazonaws.com"
	},
	"Action": "sqs:SendMessage",
	"Resource": "arn:aws:sqs:${Region}:${Account}:${QueueName}",
	"Condition": {
		"ArnEquals": {
			"aws:SourceArn": "arn:aws:sns:${Region}:${Account}:${TopicName}"
		}
	}
}"#,
    },
    Snippet {
        title: "deny callers from outside the organization",
        about: "AWS services that call by themselves are left alone.",
        types: &[PolicyType::Rcp],
        statement: r#"{
	"Sid": "DenyOtherOrganizations",
	"Effect": "Deny",
	"Principal": "*",
	"Action": "s3:*",
	"Resource": "*",
	"Condition": {
		"StringNotEqualsIfExists": {
			"aws:PrincipalOrgID": "o-${OrganizationId}"
		},
		"BoolIfExists": {
			"aws:PrincipalIsAWSService": "false"
		}
	}
}"#,
    },
];

/// The snippets for the type of a policy; for a type that is only guessed from little text, all of them after its own.
pub fn for_type<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'static Snippet> + use<'a> {
    let policy_type = subject.policy_type;
    let others = !subject.type_is_chosen && subject.document.statements.is_empty();
    let is_own = move |snippet: &&Snippet| snippet.types.contains(&policy_type);
    let own = SNIPPETS.iter().filter(is_own);
    let rest = SNIPPETS
        .iter()
        .filter(move |snippet| others && !is_own(snippet));
    own.chain(rest)
}
