// The sandbox as these tests use it: an account of its own for each file, and the control interface.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { WhatsAppClient } from "@kapso/whatsapp-cloud-api";

export const SANDBOX = process.env.CRIER_SANDBOX_URL?.replace(/\/+$/, "");
const PATIENCE_MS = 10_000;

if (!SANDBOX) {
  throw new Error("CRIER_SANDBOX_URL is not set; run these tests by `make test-conformance`");
}

export async function control(method, path, body) {
  const response = await fetch(`${SANDBOX}/sandbox${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.equal(response.status, 200, `${method} /sandbox${path}: ${text}`);
  return JSON.parse(text);
}

/** An account that no other file shares, and the library's client for it. */
export async function account(name) {
  await control("PUT", "/behaviour", { review_ms: 20, latency_ms: 0, status_delay_ms: 20 });
  const id = String(randomInt(1_000_000_000, 10_000_000_000));
  const made = await control("POST", "/accounts", {
    waba_id: `7${id}`,
    phone_number_id: `8${id}`,
    display_phone_number: `+1555${id.slice(0, 7)}`,
    access_token: `token-of-${name}-${id}`,
    app_secret: `secret-of-${name}-${id}`,
  });
  return {
    waba: made.waba_id,
    number: made.phone_number_id,
    secret: made.app_secret,
    token: made.access_token,
    client: clientWith(made.access_token),
  };
}

export function clientWith(accessToken) {
  return new WhatsAppClient({ baseUrl: SANDBOX, accessToken, graphVersion: "v24.0" });
}

/** Waits until `look` finds something. */
export async function eventually(what, look) {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found) {
      return found;
    }
    assert.ok(Date.now() < until, `${what}: not within ${PATIENCE_MS} ms`);
    await pause(25);
  }
}

export async function approved(of, id) {
  return eventually(`template ${id} approved`, async () => {
    const template = await of.client.request("GET", id, { responseType: "json" });
    return template.status === "APPROVED" ? template : undefined;
  });
}

/** Creates a template by the library and waits for its review. */
export async function create(of, definition) {
  const made = await of.client.templates.create({ businessAccountId: of.waba, ...definition });
  return approved(of, made.id);
}

/** What the recipient of `wamid` sees, from the sandbox's ledger. */
export async function seen(wamid) {
  const response = await fetch(`${SANDBOX}/sandbox/sends`);
  const sends = (await response.text()).split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return sends.find((send) => send.wamid === wamid);
}

/** A handle for `example.header_handle`, by Meta's resumable upload, which the library has no method for. */
export async function headerHandle(of, type) {
  const upload = await of.client.request("POST", "app/uploads", {
    query: { fileName: "example", fileLength: 4, fileType: type },
    responseType: "json",
  });
  // Not by `request`, which takes "upload:…" for a whole address.
  const done = await of.client.fetch(`${SANDBOX}/v24.0/${upload.id}`, {
    method: "POST",
    body: new Uint8Array([1, 2, 3, 4]),
    headers: { Authorization: `OAuth ${of.token}`, "Content-Type": "application/octet-stream", file_offset: "0" },
  });
  return (await done.json()).h;
}

/** A callback as a business would run one; keeps what it is sent, byte by byte. */
export async function receiver(of) {
  const posts = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://receiver");
    if (request.method === "GET") {
      const right = url.searchParams.get("hub.verify_token") === "conformance";
      response.writeHead(right ? 200 : 403).end(right ? url.searchParams.get("hub.challenge") : "");
      return;
    }
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      posts.push({ body: Buffer.concat(chunks), headers: request.headers });
      response.writeHead(200).end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}/hook`;
  await control("PUT", "/webhook", { waba_id: of.waba, url, verify_token: "conformance" });
  return { posts, close: () => server.close() };
}
