// Expectations: a decision is expected, and turns red and green with the policies.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessibleInBothThemes, open, openPanel, setEditorText } from "./page.mjs";

const QUEUE = "arn:aws:sqs:eu-west-1:123456789012:jobs";
const policy = (effect) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: effect, Action: "sqs:SendMessage", Resource: QUEUE }] });

test("an expectation turns red when a policy no longer meets it, and green again", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await setEditorText(page, policy("Allow"));
  await openPanel(page, "Simulate");
  await page.getByLabel("Action", { exact: true }).fill("sqs:SendMessage");
  await page.getByLabel("Resource", { exact: true }).fill(QUEUE);
  await page.getByRole("button", { name: "Expect this decision" }).click();
  const list = page.getByRole("list", { name: "Expectations" });
  await list.getByText("Allowed, as expected").waitFor();
  assert.equal(await page.getByRole("button", { name: "Expect this decision" }).count(), 0, "it is expected already");
  await assertAccessibleInBothThemes(page);
  // Whatever panel is open, the tab tells.
  await openPanel(page, "Findings");
  const tab = page.getByRole("tab", { name: /^Simulate/ });
  await tab.getByLabel("all expectations are met").waitFor();
  await setEditorText(page, policy("Deny"));
  await tab.getByLabel("1 expectation fails").waitFor();
  await openPanel(page, "Simulate");
  await list.getByText("Explicitly denied, and allowed is expected").waitFor();
  await assertAccessibleInBothThemes(page);
  await setEditorText(page, policy("Allow"));
  await list.getByText("Allowed, as expected").waitFor();
  // The request of an expectation can be tried again, and the expectation removed.
  await page.getByLabel("Action", { exact: true }).fill("sqs:DeleteQueue");
  await list.getByRole("button", { name: /^sqs:SendMessage on / }).click();
  assert.equal(await page.getByLabel("Action", { exact: true }).inputValue(), "sqs:SendMessage");
  await list.getByRole("button", { name: /^No longer expect/ }).click();
  await list.waitFor({ state: "detached" });
});

test("expectations survive a reload", async (t) => {
  const { page, seal, reload } = await open(t);
  await seal();
  await setEditorText(page, policy("Allow"));
  await openPanel(page, "Simulate");
  await page.getByLabel("Action", { exact: true }).fill("sqs:SendMessage");
  await page.getByLabel("Resource", { exact: true }).fill(QUEUE);
  await page.getByRole("button", { name: "Expect this decision" }).click();
  await page.getByRole("list", { name: "Expectations" }).waitFor();
  await page.waitForTimeout(1_000);
  await reload();
  await page.getByRole("tab", { name: /^Simulate/ }).getByLabel("all expectations are met").waitFor();
});

test("a boundary denies what the identity policy allows", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await setEditorText(page, policy("Allow"));
  await page.getByRole("button", { name: "New" }).click();
  await setEditorText(page, policy("Allow").replace("sqs:SendMessage", "sqs:ReceiveMessage"));
  await page.getByLabel("Judged as").selectOption("boundary");
  await openPanel(page, "Simulate");
  await page.getByLabel("Action", { exact: true }).fill("sqs:SendMessage");
  await page.getByLabel("Resource", { exact: true }).fill(QUEUE);
  const path = page.getByRole("list", { name: "The request's path" });
  await path.getByRole("heading", { name: /^Permissions boundary say nothing/ }).waitFor();
  await page.getByText("Implicitly denied").first().waitFor();
  await assertAccessibleInBothThemes(page);
});
