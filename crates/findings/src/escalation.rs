//! The actions with which whoever has a policy gets more permissions than it gives.
//!
//! Each set is as small as can be: with one action less it is no way any more. What they need beside is said in
//! [`Way::how`]: a role to pass, a function that runs as one, a user to become.

use std::sync::OnceLock;

use crate::watched::{Actions, Watched};

/// A set of actions that is enough.
pub(crate) struct Way {
    /// The actions; the first one is what to look at.
    pub(crate) names: Vec<&'static str>,
    /// The same, by their positions in [`escalations`].
    pub(crate) actions: Actions,
    /// What is done with them.
    pub(crate) how: &'static str,
    /// The service that is given a role, where one is passed.
    pub(crate) passed_to: Option<String>,
}

/// Every way, and the actions that take part.
pub(crate) struct Escalations {
    pub(crate) watched: Watched,
    pub(crate) ways: Vec<Way>,
}

/// The table, read once.
pub(crate) fn escalations() -> &'static Escalations {
    static TABLE: OnceLock<Escalations> = OnceLock::new();
    TABLE.get_or_init(|| {
        let lines = || LINES.lines().filter_map(|line| line.split_once('|'));
        let names = lines().flat_map(|(actions, _)| actions.split(' '));
        let watched = Watched::new(names);
        let mut how = "";
        let mut ways = Vec::new();
        for (actions, rest) in lines() {
            // What is not said is as in the line before.
            let (said, service) = rest.split_once('|').unwrap_or((rest, ""));
            how = if said.is_empty() { how } else { said };
            let names: Vec<&'static str> = actions.split(' ').collect();
            let passes = names.first() == Some(&PASS_ROLE);
            let own = names.get(1).and_then(|name| name.split(':').next());
            let service = Some(service).filter(|service| !service.is_empty()).or(own);
            ways.push(Way {
                actions: watched.all_of(&names),
                passed_to: service
                    .filter(|_| passes)
                    .map(|service| format!("{service}.amazonaws.com")),
                names,
                how,
            });
        }
        Escalations { watched, ways }
    })
}

/// The action that gives a role to a service.
pub(crate) const PASS_ROLE: &str = "iam:PassRole";

/// `actions|how|service that gets the role, unless it is that of the second action`.
const LINES: &str = "\
iam:AddUserToGroup|joins any group, with all that its members may do
iam:AttachGroupPolicy|attaches any policy, `AdministratorAccess` too
iam:AttachRolePolicy|
iam:AttachUserPolicy|
iam:CreatePolicyVersion|rewrites a policy that is attached already
iam:SetDefaultPolicyVersion|goes back to an older, wider version of a policy that is attached already
iam:PutGroupPolicy|writes a policy of its own making
iam:PutRolePolicy|
iam:PutUserPolicy|
iam:DeleteUserPermissionsBoundary|takes the limit off a user
iam:CreateAccessKey|becomes any user, by a key of that user
iam:CreateLoginProfile|becomes any user, by a password of that user
iam:UpdateLoginProfile|
iam:UpdateAssumeRolePolicy|lets itself assume any role
sts:AssumeRole|becomes any role that trusts the account
sso:AttachManagedPolicyToPermissionSet|widens a permission set that is in use, in the account that manages them
sso:PutInlinePolicyToPermissionSet|
apprunner:UpdateService|runs code as a service that is there already, with the role that it has
batch:SubmitJob|runs commands with the role of a job definition that is there already
bedrock-agentcore:StartBrowserSession bedrock-agentcore:ConnectBrowserAutomationStream|drives a browser with the role that it has
bedrock-agentcore:InvokeAgentRuntimeCommand|runs commands in a runtime with the role that it has
bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter|runs code in an interpreter with the role that it has
cloudformation:UpdateStack|changes resources with the role of a stack that is there already
cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet|
codebuild:StartBuild|runs commands with the role of a build project that is there already
codebuild:StartBuildBatch|
codedeploy:CreateDeployment codedeploy:GetDeploymentConfig codedeploy:RegisterApplicationRevision|runs code on instances, with the role that they have
ec2:ModifyInstanceAttribute ec2:StartInstances ec2:StopInstances|
ec2-instance-connect:SendSSHPublicKey ec2:DescribeInstances|logs in to instances, with the role that they have
ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate|rewrites what instances are started with, role and all
ecs:ExecuteCommand ecs:DescribeTasks|runs commands in a task, with the role that it has
glue:UpdateDevEndpoint|logs in to a development endpoint, with the role that it has
lambda:UpdateFunctionCode|rewrites a function, and runs with the role that it has
lambda:UpdateFunctionConfiguration|
sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StartNotebookInstance sagemaker:StopNotebookInstance sagemaker:UpdateNotebookInstance|runs code in a notebook, with the role that it has
sagemaker:CreatePresignedNotebookInstanceUrl|
ssm:SendCommand|runs commands on instances, with the role that they have
ssm:StartSession|
states:UpdateStateMachine states:StartExecution|rewrites a state machine, and runs it with the role that it has
iam:PassRole apprunner:CreateService|runs code as any role that it passes|tasks.apprunner
iam:PassRole autoscaling:CreateLaunchConfiguration autoscaling:CreateAutoScalingGroup||ec2
iam:PassRole autoscaling:CreateLaunchConfiguration autoscaling:UpdateAutoScalingGroup||ec2
iam:PassRole braket:CreateJob|
iam:PassRole cloudformation:CreateStack|
iam:PassRole cloudformation:CreateStackInstances cloudformation:CreateStackSet|
iam:PassRole cloudformation:UpdateStackSet|
iam:PassRole cognito-identity:SetIdentityPoolRoles|
iam:PassRole datapipeline:CreatePipeline|
iam:PassRole ec2:RequestSpotInstances|
iam:PassRole ec2:RunInstances|
iam:PassRole ecs:CreateService ecs:RegisterTaskDefinition||ecs-tasks
iam:PassRole ecs:RunTask||ecs-tasks
iam:PassRole ecs:StartTask||ecs-tasks
iam:PassRole elasticmapreduce:RunJobFlow|
iam:PassRole emr-serverless:CreateApplication emr-serverless:StartJobRun|
iam:PassRole gamelift:CreateBuild gamelift:CreateFleet gamelift:RequestUploadCredentials|
iam:PassRole glue:CreateDevEndpoint|
iam:PassRole glue:CreateJob glue:CreateTrigger|
iam:PassRole glue:CreateJob glue:StartJobRun|
iam:PassRole glue:CreateSession glue:RunStatement|
iam:PassRole glue:CreateTrigger glue:UpdateJob|
iam:PassRole glue:StartJobRun glue:UpdateJob|
iam:PassRole imagebuilder:CreateComponent imagebuilder:CreateImage imagebuilder:CreateImageRecipe imagebuilder:CreateInfrastructureConfiguration||ec2
iam:PassRole kinesisanalytics:CreateApplication kinesisanalytics:StartApplication|
iam:PassRole lambda:CreateFunction|
iam:PassRole omics:CreateWorkflow omics:StartRun s3:GetObject|
iam:PassRole sagemaker:CreateNotebookInstance|
iam:PassRole sagemaker:CreateProcessingJob|
iam:PassRole sagemaker:CreateTrainingJob|
iam:PassRole scheduler:CreateSchedule|
iam:PassRole ssm:CreateDocument ssm:StartAutomationExecution|
iam:PassRole states:CreateStateMachine states:StartExecution|";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_exist() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalog/data/catalog.bin");
        let catalog = catalog::Catalog::decode(&std::fs::read(path).unwrap()).unwrap();
        for name in escalations().ways.iter().flat_map(|way| &way.names) {
            let action = catalog.action(name);
            assert_eq!(
                action.map(|action| action.full_name()).as_deref(),
                Some(*name)
            );
        }
    }

    /// A way that holds another one would tell the same twice.
    #[test]
    fn sets_are_as_small_as_can_be() {
        let table = escalations();
        assert!(table.ways.len() > 70);
        for way in &table.ways {
            assert_eq!(way.actions.count_ones() as usize, way.names.len());
            assert!(!way.how.is_empty());
            let holds = |other: &&Way| way.actions & other.actions == other.actions;
            let held: Vec<_> = table
                .ways
                .iter()
                .filter(holds)
                .map(|way| &way.names)
                .collect();
            assert_eq!(held, [&way.names]);
        }
    }
}
