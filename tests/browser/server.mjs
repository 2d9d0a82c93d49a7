// A static file server for tests: right types, CORS for everybody (as hosts of embedded pages send), a log of requests.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".wasm": "application/wasm",
};

/** The built site: `dist/`, or the folder that the variable SITE names. */
export const DIST = process.env.SITE ? join(process.env.SITE, "/") : fileURLToPath(new URL("../../dist/", import.meta.url));

/**
 * Serves `folder` below the path `base` on a free port of 127.0.0.1.
 *
 * `pages` are further documents, `{path: html}`; `without` are names of files that are answered with 404;
 * `compress` sends brotli. Returns `{origin, address, requests, close}`; `requests` grows by "METHOD path?query".
 */
export async function serve({ folder = DIST, base = "/", pages = {}, without = [], compress = false } = {}) {
  const requests = [];
  const compressed = new Map();

  async function answer(request, response) {
    requests.push(`${request.method} ${request.url}`);
    const { pathname } = new URL(request.url, "http://localhost");
    const headers = { "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store" };
    if (pathname in pages) {
      response.writeHead(200, { ...headers, "Content-Type": TYPES[".html"] }).end(pages[pathname]);
      return;
    }
    const path = normalize(decodeURIComponent(pathname));
    const file = join(folder, path.endsWith("/") ? `${path.slice(base.length)}index.html` : path.slice(base.length));
    let bytes;
    if (path.startsWith(base) && !without.some((name) => path.endsWith(name))) {
      bytes = await readFile(file).catch(() => undefined);
    }
    if (bytes === undefined || !file.startsWith(folder)) {
      response.writeHead(404, headers).end();
      return;
    }
    if (compress) {
      if (!compressed.has(file)) {
        compressed.set(file, brotliCompressSync(bytes));
      }
      bytes = compressed.get(file);
      headers["Content-Encoding"] = "br";
    }
    response.writeHead(200, { ...headers, "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" }).end(bytes);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  // A WebSocket's opening request counts as a request like any other.
  server.on("upgrade", (request, socket) => {
    requests.push(`${request.method} ${request.url}`);
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin, address: origin + base, requests, close };
}
