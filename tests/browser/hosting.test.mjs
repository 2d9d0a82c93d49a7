// The configurations in docs/hosting, as they stand there, but for the port and the folder.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { find, freePort, tried } from "./driven.mjs";
import { browser, open, setEditorText, findings } from "./page.mjs";
import { DIST, serve } from "./server.mjs";

const config = (name) => readFile(new URL(`../../docs/hosting/${name}`, import.meta.url), "utf8");

/** The text with each of the replaced parts changed, all of which have to be there. */
function changed(text, changes) {
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), `\`${from}\` is not in the configuration`);
    text = text.replaceAll(from, to);
  }
  return text;
}

const SERVERS = {
  async nginx(folder, port) {
    const server = changed(await config("nginx.conf"), [
      ["listen 8080;", `listen 127.0.0.1:${port};`],
      ["/srv/iam-policy-playground", DIST],
    ]);
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder};`);
    await writeFile(
      join(folder, "nginx.conf"),
      `daemon off; master_process off; pid ${folder}/pid; error_log stderr; events {}
       http { access_log off; ${temporary.join(" ")}\n${server}\n}`,
    );
    return ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"];
  },
  async caddy(folder, port) {
    const server = changed(await config("Caddyfile"), [
      [":8080 {", `http://127.0.0.1:${port} {`],
      ["/srv/iam-policy-playground", DIST],
    ]);
    await writeFile(join(folder, "Caddyfile"), `{\n\tadmin off\n\tauto_https off\n}\n${server}`);
    return ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"];
  },
};

for (const [program, configure] of Object.entries(SERVERS)) {
  const file = find(program);
  const skip = file ? false : `${program} is not installed (apt-get install ${program})`;
  test(`${program} serves the page as its configuration says`, { skip, timeout: 120_000 }, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), `${program}-`));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    const child = spawn(file, await configure(folder, port), {
      env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let complaints = "";
    child.stderr.on("data", (data) => (complaints += data));
    t.after(async () => {
      child.kill();
      await (child.exitCode ?? once(child, "exit"));
    });
    const origin = `http://127.0.0.1:${port}`;
    await tried(() => (child.exitCode === null ? fetch(`${origin}/`) : assert.fail(complaints))).catch((error) =>
      assert.fail(`${error}\n${complaints}`),
    );

    const app = (await readdir(DIST)).find((name) => name.startsWith("app-"));
    for (const [path, type, cache] of [
      ["", "text/html", "no-cache"],
      ["index.html", "text/html", "no-cache"],
      ["embed.js", "text/javascript", "no-cache"],
      ["checks/index.html", "text/html", "no-cache"],
      ["data/catalog.bin", "application/octet-stream", "no-cache"],
      [`${app}/boot.js`, "text/javascript", "public, max-age=31536000, immutable"],
      [`${app}/page.css`, "text/css", "public, max-age=31536000, immutable"],
      [`${app}/playground_bg.wasm`, "application/wasm", "public, max-age=31536000, immutable"],
    ]) {
      const response = await fetch(`${origin}/${path}`, { headers: { "Accept-Encoding": "gzip" } });
      await response.arrayBuffer();
      const header = (name) => response.headers.get(name) ?? "";
      assert.equal(response.status, 200, path);
      assert.equal(header("content-type").split(";")[0], type, path);
      assert.equal(header("cache-control"), cache, path);
      assert.equal(header("access-control-allow-origin"), "*", path);
      assert.equal(header("x-content-type-options"), "nosniff", path);
      assert.match(header("content-security-policy"), /^default-src 'none'.*; frame-ancestors \*$/, path);
      if (/\.(?:js|css|wasm)$/.test(path) && path.startsWith("app-")) {
        assert.equal(header("content-encoding"), "gzip", path);
      }
    }
    const posted = await fetch(`${origin}/`, { method: "POST", body: "x" });
    assert.equal(posted.status, 405);
    assert.equal((await fetch(`${origin}/none`)).status, 404);

    // The page works with these headers, and in a frame without origin.
    const { page, seal } = await open(t, { site: { origin, address: `${origin}/` } });
    await seal();
    await setEditorText(page, '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}]}');
    await findings(page).filter({ hasText: "GetObjct" }).waitFor();
    const wiki = await serve({
      pages: {
        "/": `<!doctype html><html lang="en"><title>Wiki</title><link rel="icon" href="data:,">
          <script type="module" src="${origin}/embed.js"></script><iam-policy panels="">{}</iam-policy></html>`,
      },
    });
    t.after(() => wiki.close());
    const profile = await (await browser()).newContext();
    t.after(() => profile.close());
    const host = await profile.newPage();
    await host.goto(wiki.address);
    await host.frameLocator("iframe").locator("html[data-seal=sealed]").waitFor({ state: "attached" });
  });
}
