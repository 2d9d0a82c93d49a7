// The pages of the checks: a finding leads to one, its example opens in the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessibleInBothThemes, findings, open, setEditorText } from "./page.mjs";

test("a finding leads to its page, and the page's example back to the finding", async (t) => {
  const { page, site, seal } = await open(t);
  await seal();
  await setEditorText(page, '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "arn:aws:s3:::b/*"}]}');
  const opened = page.waitForEvent("popup");
  await findings(page).getByRole("link", { name: "invalid-action" }).click();
  const reference = await opened;
  await reference.getByRole("heading", { level: 1, name: "Unknown action" }).waitFor();
  assert.equal(reference.url(), `${site.address}checks/invalid-action.html`);
  assert.equal(await reference.evaluate(() => globalThis.opener), null, "it cannot reach the page it came from");
  await assertAccessibleInBothThemes(reference);
  await reference.getByRole("link", { name: "Open in the playground" }).first().click();
  await findings(reference).filter({ hasText: "GetObjct" }).waitFor();
});

test("every check has a page, and every policy on it a link", async (t) => {
  const { page, site, seal, leave } = await open(t);
  await seal();
  leave();
  await page.goto(`${site.address}checks/`);
  await assertAccessibleInBothThemes(page);
  const links = await page.locator("td a").evaluateAll((all) => all.map((link) => link.href));
  assert.ok(links.length >= 20, String(links.length));
  for (const link of links) {
    const answer = await page.goto(link);
    assert.equal(answer.status(), 200, link);
    // Every example but a policy.toml, which belongs to the policies below it.
    const policies = await page.locator("pre > code:not(.language-toml)").count();
    assert.equal(await page.getByRole("link", { name: "Open in the playground" }).count(), policies, link);
  }
});
