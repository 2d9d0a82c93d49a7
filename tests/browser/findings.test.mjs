// Findings: a real policy is opened, broken and mended, much of it by keyboard alone.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertAccessibleInBothThemes,
  editorSelection,
  editorText,
  findings,
  focused,
  open,
  openSample,
  setEditorText,
  tabTo,
} from "./page.mjs";

/** AWS published it with an action that does not exist. */
const MANAGED = "AmazonRoute53RecoveryControlConfigReadOnlyAccess";

/** Opens a managed policy by keyboard. */
async function openManaged(page, name) {
  await tabTo(page, /^button Open a sample…/);
  await page.keyboard.press("Enter");
  await tabTo(page, /^input AWS managed policies/);
  await page.keyboard.type(name);
  await page.getByRole("status").filter({ hasText: /^1 of \d+ policies/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
}

test("an AWS managed policy is opened and judged, by keyboard", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openManaged(page, MANAGED);
  assert.match(await editorText(page), /"route53-recovery-control-config:DescribeCluster"/);
  await page.getByText(`${MANAGED}, judged as an identity policy`).waitFor();
  const finding = findings(page).filter({ hasText: "DescribeRoutingControlByName" });
  assert.match(await finding.innerText(), /did you mean DescribeRoutingControl\?/);
  assert.equal(await findings(page).count(), 2);
  await assertAccessibleInBothThemes(page);
});

test("a lost bracket is told, and what stands below it is still judged", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openManaged(page, MANAGED);
  await tabTo(page, /^textbox Policy text of/);
  // The bracket that opens the list of actions, then the one that closes it.
  for (const bracket of ["[", "]"]) {
    await page.keyboard.press("ControlOrMeta+Home");
    const before = await editorText(page);
    const lines = before.split("\n");
    const line = lines.findIndex((text) => (bracket === "[" ? text.includes('"Action": [') : text.trim() === "],"));
    for (let step = 0; step < line; step += 1) {
      await page.keyboard.press("ArrowDown");
    }
    await page.keyboard.press("Home");
    for (let step = 0; step < lines[line].trimStart().indexOf(bracket); step += 1) {
      await page.keyboard.press("ArrowRight");
    }
    await page.keyboard.press("Delete");
    assert.equal((await editorText(page)).length, before.length - 1, `${bracket} was removed`);
    await findings(page).filter({ hasText: "json-syntax-error" }).first().waitFor();
    await findings(page).filter({ hasText: "DescribeRoutingControlByName" }).waitFor();
    await page.keyboard.press("ControlOrMeta+z");
    await findings(page).filter({ hasText: "json-syntax-error" }).first().waitFor({ state: "detached" });
    assert.equal(await editorText(page), before);
  }
});

test("a statement below a broken one is judged", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await setEditorText(
    page,
    `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": ["s3:GetObject", "Resource": "*" },
    { "Effect": "Allow", "Action": "sqs:SendMesage", "Resource": "*" }
  ]
}`,
  );
  await findings(page).filter({ hasText: "json-syntax-error" }).first().waitFor();
  const below = findings(page).filter({ hasText: "SendMesage" });
  assert.match(await below.innerText(), /line 5/);
  await assertAccessibleInBothThemes(page);
});

test("an unknown action is mended by keyboard alone, and undo brings it back", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Four slips/);
  await findings(page).filter({ hasText: "s3:GetObjct" }).or(findings(page).filter({ hasText: "GetObjct" })).first().waitFor();
  const before = await editorText(page);
  await page.getByRole("heading", { level: 1 }).click();
  await tabTo(page, /^textbox Policy text of Four slips/);
  for (let press = 0; press < 10; press += 1) {
    await page.keyboard.press("F8");
    if (/GetObjct/.test(await editorSelection(page))) {
      break;
    }
  }
  assert.match(await editorSelection(page), /GetObjct/);
  await page.keyboard.press("ControlOrMeta+.");
  await page.getByRole("menu", { name: "Quick fixes" }).waitFor();
  assert.match(await focused(page), /^menuitem .*GetObject/);
  await assertAccessibleInBothThemes(page);
  await page.keyboard.press("Enter");
  await findings(page).filter({ hasText: "GetObjct" }).first().waitFor({ state: "detached" });
  assert.equal(await editorText(page), before.replace("GetObjct", "GetObject"));
  assert.match(await focused(page), /^textbox/, "the focus is back in the text");
  await page.keyboard.press("ControlOrMeta+z");
  await findings(page).filter({ hasText: "GetObjct" }).first().waitFor();
  assert.equal(await editorText(page), before);
});

test("Escape closes the quick fixes and changes nothing", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Four slips/);
  const before = await editorText(page);
  await page.locator(".cm-content").click();
  await page.keyboard.press("F8");
  await page.keyboard.press("ControlOrMeta+.");
  await page.getByRole("menu", { name: "Quick fixes" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("menu", { name: "Quick fixes" }).waitFor({ state: "hidden" });
  assert.match(await focused(page), /^textbox/);
  assert.equal(await editorText(page), before);
});

test("a fix is taken from the list, and a place in the list leads into the text", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Four slips/);
  const finding = findings(page).filter({ hasText: "IpAdress" });
  await finding.getByRole("button", { name: /^line \d+/ }).first().click();
  assert.match(await editorSelection(page), /IpAdress/);
  await finding.getByRole("button", { name: /IpAddress/ }).click();
  await finding.waitFor({ state: "detached" });
  assert.match(await editorText(page), /"IpAddress": \{/);
});

test("the list can be narrowed to one kind", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Four slips/);
  const all = await findings(page).count();
  const errors = page.getByRole("group", { name: "Show" }).getByRole("button", { name: /errors?$/ });
  await errors.click();
  assert.equal(await errors.getAttribute("aria-pressed"), "true");
  const shown = await findings(page).count();
  assert.ok(shown > 0 && shown < all, `${shown} of ${all}`);
  await errors.click();
  assert.equal(await findings(page).count(), all);
});

test("the type that a policy is judged as can be chosen", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Shared bucket/);
  assert.equal(await findings(page).filter({ hasText: "unsupported-principal" }).count(), 0);
  await page.getByLabel("Judged as").selectOption({ label: "identity policy" });
  await findings(page).filter({ hasText: "unsupported-principal" }).first().waitFor();
});

test("placeholders are filled in together, in one step of undo", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  const before = JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:ListBucket"],
        Resource: ["arn:aws:s3:::${Bucket}", "arn:aws:s3:::${Bucket}/<folder>/*"],
      },
    },
    null,
    2,
  );
  await setEditorText(page, before);
  const form = page.getByRole("form", { name: "Placeholders to fill in" });
  await form.getByLabel("${Bucket}").fill("amzn-s3-demo-bucket");
  await form.getByLabel("${Bucket}").press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("form.card .field").length === 1);
  assert.deepEqual(JSON.parse(await editorText(page)).Statement.Resource, ["arn:aws:s3:::amzn-s3-demo-bucket", "arn:aws:s3:::amzn-s3-demo-bucket/<folder>/*"]);
  await form.getByLabel("<folder>").fill('a "b"');
  await form.getByRole("button", { name: "Fill in" }).click();
  await form.waitFor({ state: "detached" });
  assert.equal(JSON.parse(await editorText(page)).Statement.Resource[1], 'arn:aws:s3:::amzn-s3-demo-bucket/a "b"/*');
  await page.locator(".cm-content").focus();
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+z");
  assert.equal(await editorText(page), before);
});
