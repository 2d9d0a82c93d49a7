// Simulate: requests, decisions, and the statements that made them.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertAccessibleInBothThemes,
  editorSelection,
  findings,
  open,
  openPanel,
  openSample,
  setEditorText,
} from "./page.mjs";

/** Fills in the request; `context` is `{key: value}`. */
async function ask(page, { principal, action, resource = "", context = {} }) {
  if (principal) {
    await page.getByLabel("Principal").fill(principal);
  }
  await page.getByLabel("Action").fill(action);
  await page.getByLabel("Resource", { exact: true }).fill(resource);
  const rows = page.getByRole("textbox", { name: /^Context key \d+$/ }).or(page.getByRole("combobox", { name: /^Context key \d+$/ }));
  while ((await rows.count()) > 0) {
    await page.getByRole("button", { name: "Remove context key 1" }).click();
  }
  for (const [index, [key, value]] of Object.entries(context).entries()) {
    await page.getByRole("button", { name: "+ Context key" }).click();
    await page.getByLabel(`Context key ${index + 1}`, { exact: true }).fill(key);
    await page.getByLabel(`Value of context key ${index + 1}`).fill(value);
  }
}

/** The statements on the request's path as `name: effect · outcome`. */
async function statements(page) {
  const heads = page.getByRole("list", { name: "The request's path" }).locator(".statement .head");
  return (await heads.all()).length === 0
    ? []
    : heads.evaluateAll((all) => all.map((head) => `${head.children[0].textContent}: ${head.children[1].textContent}`));
}

const decision = (page, title) => page.locator(".decision").filter({ has: page.getByText(title, { exact: true }) });

const BUCKET = "arn:aws:s3:::example-reports";
const INSTANCE = "arn:aws:ec2:eu-west-1:123456789012:instance/i-0123456789abcdef0";

test("a request is allowed, denied, or nobody says anything", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Read one bucket/);
  await openPanel(page, "Simulate");
  await page.getByText("Write an action, such as").waitFor();

  await ask(page, { action: "s3:GetObject", resource: `${BUCKET}/march.csv`, context: { "aws:SecureTransport": "true" } });
  await decision(page, "Allowed").waitFor();
  assert.deepEqual(await statements(page), [
    "ListTheBucket: allow · does not apply",
    "ReadItsObjects: allow · applies",
    "NeverUnencrypted: deny · does not apply",
  ]);
  await assertAccessibleInBothThemes(page);

  await page.getByLabel("Value of context key 1").fill("false");
  await decision(page, "Explicitly denied").waitFor();
  assert.ok((await statements(page)).includes("NeverUnencrypted: deny · applies"));
  await assertAccessibleInBothThemes(page);

  await ask(page, { action: "s3:DeleteObject", resource: `${BUCKET}/march.csv`, context: { "aws:SecureTransport": "true" } });
  await decision(page, "Implicitly denied").waitFor();
  await assertAccessibleInBothThemes(page);
});

test("what depends on a key that is not known is said to, with the ways it can go", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^MFA to terminate/);
  await openPanel(page, "Simulate");
  await ask(page, { action: "ec2:TerminateInstances", resource: INSTANCE });
  await decision(page, "It depends").waitFor();
  const told = await page.locator(".decision").innerText();
  assert.match(told, /aws:MultiFactorAuthPresent/);
  assert.match(told, /explicitly denied/);
  assert.match(told, /: allowed/);
  assert.ok((await statements(page)).includes("TerminateOnlyWithMfa: deny · may apply"));
  await assertAccessibleInBothThemes(page);

  await ask(page, { action: "ec2:TerminateInstances", resource: INSTANCE, context: { "aws:MultiFactorAuthPresent": "true" } });
  await decision(page, "Allowed").waitFor();
  await page.getByLabel("Value of context key 1").fill("false");
  await decision(page, "Explicitly denied").waitFor();

  await page.getByRole("button", { name: "Remove context key 1" }).click();
  await decision(page, "It depends").waitFor();
  await page.getByLabel("Keys that are not listed are not in the request").check();
  await page.locator(".decision.explicitly-denied").waitFor();
});

test("a resource policy decides for the principal that it names", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Shared bucket/);
  await openPanel(page, "Simulate");
  const request = { action: "s3:GetObject", resource: "arn:aws:s3:::example-audit-logs/a", context: { "aws:SecureTransport": "true" } };
  await ask(page, { principal: "arn:aws:iam::123456789012:role/audit", ...request });
  await decision(page, "Allowed").waitFor();
  await ask(page, { principal: "arn:aws:iam::123456789012:role/other", ...request });
  await decision(page, "Implicitly denied").waitFor();
});

test("a statement on the path leads to its place in the text", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Read one bucket/);
  await openPanel(page, "Simulate");
  await ask(page, { action: "s3:GetObject", resource: `${BUCKET}/march.csv`, context: { "aws:SecureTransport": "false" } });
  await page.getByRole("button", { name: "NeverUnencrypted" }).click();
  const selected = await editorSelection(page);
  assert.match(selected, /^\{[^]*"Sid": "NeverUnencrypted"[^]*\}$/);
});

test("of two documents with one name, a statement leads to its own", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Read one bucket/);
  await openSample(page, /^Read one bucket/);
  await setEditorText(
    page,
    '{"Version": "2012-10-17", "Statement": [{"Sid": "OnlyInTheSecond", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}]}',
  );
  await page.getByRole("navigation", { name: "Policies" }).getByRole("button", { name: /^Read one bucket/ }).first().click();
  await openPanel(page, "Simulate");
  await ask(page, { action: "s3:PutObject", resource: `${BUCKET}/march.csv` });
  await page.getByRole("button", { name: "OnlyInTheSecond" }).click();
  assert.match(await editorSelection(page), /OnlyInTheSecond/);
});

test("a decision follows the text", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await setEditorText(page, '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}]}');
  await openPanel(page, "Simulate");
  await ask(page, { action: "sqs:ListQueues" });
  await decision(page, "Allowed").waitFor();
  await setEditorText(page, '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}]}');
  await decision(page, "Explicitly denied").waitFor();
  await page.keyboard.press("ControlOrMeta+z");
  await decision(page, "Allowed").waitFor();
  await openPanel(page, "Findings");
  assert.equal(await findings(page).filter({ hasText: "error" }).count(), 0);
});

test("a name that the catalogue does not know, and a principal that is none, are told", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Read one bucket/);
  await openPanel(page, "Simulate");
  await ask(page, { action: "s3:GetObjct" });
  await page.getByText(/s3:GetObjct is not in the catalogue of/).waitFor();
  await page.getByLabel("Principal").fill("nobody in particular");
  await page.getByRole("tabpanel").locator(".empty").waitFor();
  await assertAccessibleInBothThemes(page);
});

test("policies of the resource's organization and of the endpoint are on the path", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  const everyone = (effect, action) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: effect, Principal: "*", Action: action, Resource: "*" }] });
  await setEditorText(page, JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }));
  for (const [type, text] of [["rcp", everyone("Deny", "s3:Delete*")], ["vpc-endpoint", everyone("Allow", "s3:*")]]) {
    await page.getByRole("button", { name: "New" }).click();
    await setEditorText(page, text);
    await page.getByLabel("Judged as").selectOption(type);
  }
  await openPanel(page, "Simulate");
  await ask(page, { action: "s3:DeleteObject", resource: `${BUCKET}/march.csv` });
  await decision(page, "Explicitly denied").waitFor();
  const layers = page.getByRole("list", { name: "The request's path" }).locator("h2");
  assert.deepEqual((await layers.allInnerTexts()).slice(0, 3), [
    "VPC endpoint policies allow",
    "Service control policies have no say",
    "Resource control policies deny",
  ]);
  await ask(page, { action: "s3:GetObject", resource: `${BUCKET}/march.csv` });
  await decision(page, "Allowed").waitFor();
  await ask(page, { action: "sqs:ListQueues" });
  await decision(page, "Implicitly denied").waitFor();
  await assertAccessibleInBothThemes(page);
});

test("a pattern is allowed for all, some or none of what it matches", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Read one bucket/);
  await openPanel(page, "Simulate");
  const context = { "aws:SecureTransport": "true" };
  await ask(page, { action: "s3:GetObject", resource: `${BUCKET}/*`, context });
  await decision(page, "Allowed").waitFor();
  await page.getByText(/^Allowed for every resource/).waitFor();
  await ask(page, { action: "s3:GetObject", resource: "arn:aws:s3:::example-*/march.csv", context });
  await decision(page, "It depends").waitFor();
  await page.getByText(/^Allowed for some of the resources/).waitFor();
  assert.equal(await page.locator(".decision li").count(), 2);
  await assertAccessibleInBothThemes(page);
  await ask(page, { action: "s3:PutObject", resource: `${BUCKET}/*`, context });
  await page.getByText(/^Allowed for no resource/).waitFor();
  // A resource that the action does not take.
  await ask(page, { action: "s3:GetObject", resource: BUCKET, context });
  await page.getByText(/AWS refuses the request/).waitFor();
  await assertAccessibleInBothThemes(page);
});
