/// The services on whose resources resource control policies have a say, by the prefixes of their actions, in order ("Resource
/// control policies (RCPs)", List of AWS services that support RCPs, AWS Organizations User Guide, September 2026).
#[rustfmt::skip]
const PREFIXES: [&str; 62] = [
    "aoss", "appconfig", "appstream", "autoscaling", "autoscaling-plans", "budgets",
    "clouddirectory", "cloudfront", "cloudsearch", "cloudtrail-data", "codeartifact", "codebuild",
    "codecommit", "codepipeline", "cognito-identity", "cognito-idp", "comprehend",
    "comprehendmedical", "compute-optimizer", "cost-optimization-hub", "dax", "dsql", "dynamodb",
    "ecr", "ecr-public", "events", "firehose", "fis", "fms", "gamelift", "health",
    "inspector-scan", "kendra", "kinesisvideo", "kms", "logs", "memorydb", "networkmonitor",
    "notifications", "opensearch", "pca-connector-ad", "personalize", "polly", "pricing",
    "resource-groups", "rolesanywhere", "s3", "secretsmanager", "servicediscovery", "signin",
    "sqs", "sts", "support", "swf", "textract", "timestream-influxdb", "transcribe", "transfer",
    "translate", "wafv2", "workspaces", "xray",
];

/// Whether resource control policies reach the resources of the service with this prefix.
pub fn supports_rcps(prefix: &str) -> bool {
    PREFIXES
        .iter()
        .any(|known| known.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_knows_each_service() {
        let bytes = include_bytes!("../../catalog/data/catalog.bin");
        let catalog = catalog::Catalog::decode(bytes).unwrap();
        let unknown = PREFIXES
            .iter()
            .find(|prefix| catalog.service(prefix).is_none());
        assert_eq!(unknown, None);
        assert!(PREFIXES.is_sorted());
    }
}
