// What the library makes of errors: its category and its advice, which come from its own tables.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { GraphApiError } from "@kapso/whatsapp-cloud-api";
import { account, clientWith, create } from "./sandbox.mjs";

let of;

before(async () => {
  of = await account("kapso-errors");
  await create(of, {
    name: "greeting",
    language: "en_US",
    category: "UTILITY",
    components: [{ type: "BODY", text: "Hello {{1}}, welcome.", example: { bodyText: [["Ann"]] } }],
  });
});

async function errorOf(promise) {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof GraphApiError, `${error.name} instead of a GraphApiError: ${error.message}`);
    return error;
  }
  assert.fail("no error came");
}

function greeting(to, parameters = [{ type: "text", text: "Ann" }], name = "greeting") {
  return {
    phoneNumberId: of.number,
    to,
    template: { name, language: { code: "en_US" }, components: [{ type: "body", parameters }] },
  };
}

// Sandbox numbers +316 11 CODE are rejected with CODE at once.
const REJECTED = [
  [4, 400, "throttling", "retry_after"],
  [80007, 400, "throttling", "retry_after"],
  [130429, 400, "throttling", "retry_after"],
  [131048, 400, "throttling", "retry_after"],
  [131056, 400, "throttling", "retry_after"],
  [190, 401, "authorization", "refresh_token"],
  [10, 403, "permission", "fix_and_retry"],
  [33, 400, "parameter", "fix_and_retry"],
  [131000, 500, "server", "retry"],
  [131016, 500, "server", "retry"],
  [131057, 500, "server", "retry"],
  [131047, 400, "reengagementWindow", "do_not_retry"],
  [131049, 400, "parameter", "do_not_retry"],
  [131050, 400, "parameter", "do_not_retry"],
  [368, 403, "integrity", "do_not_retry"],
  [131031, 403, "integrity", "do_not_retry"],
  [130497, 403, "integrity", "do_not_retry"],
  [131042, 400, "businessEligibility", "fix_and_retry"],
  [131037, 400, "wabaConfig", "fix_and_retry"],
  [132001, 404, "template", "fix_and_retry"],
  [132015, 400, "template", "fix_and_retry"],
  [132016, 400, "template", "fix_and_retry"],
  [133010, 400, "phoneRegistration", "fix_and_retry"],
];

for (const [code, status, category, action] of REJECTED) {
  test(`${code} is of category ${category}: ${action}`, async () => {
    const to = `+31611${String(code).padStart(6, "0")}`;
    const error = await errorOf(of.client.messages.sendTemplate(greeting(to)));

    assert.equal(error.code, code);
    assert.equal(error.httpStatus, status);
    assert.equal(error.category, category);
    assert.equal(error.retry.action, action);
    assert.equal(error.type, "OAuthException");
    assert.ok(error.fbtraceId.length > 10);
    assert.equal(error.errorData.messagingProduct, "whatsapp");
    assert.ok(error.details.length > 0);
  });
}

test("a wrong token asks for a new one", async () => {
  const error = await errorOf(clientWith("stale").messages.sendTemplate(greeting("+31612345678")));

  assert.equal(error.code, 190);
  assert.equal(error.httpStatus, 401);
  assert.ok(error.isAuthError());
  assert.ok(error.requiresTokenRefresh());
});

test("a throttle is a rate limit, and nothing else is", async () => {
  const throttled = await errorOf(of.client.messages.sendTemplate(greeting("+31611130429")));
  const missing = await errorOf(of.client.messages.sendTemplate(greeting("+31612345678", [], "nothing")));

  assert.ok(throttled.isRateLimit());
  assert.ok(!missing.isRateLimit());
  assert.ok(missing.isTemplateError());
});

test("too few parameters are counted in Meta's words", async () => {
  const error = await errorOf(of.client.messages.sendTemplate(greeting("+31612345678", [])));

  assert.equal(error.code, 132000);
  assert.match(error.message, /^\(#132000\) Number of parameters does not match/);
  assert.match(error.details, /number of localizable_params \(0\) does not match the expected number of params \(1\)/);
  assert.equal(error.category, "template");
});

test("a template that does not exist is named with its language", async () => {
  const error = await errorOf(of.client.messages.sendTemplate(greeting("+31612345678", [], "nothing")));

  assert.equal(error.code, 132001);
  assert.equal(error.httpStatus, 404);
  assert.equal(error.details, "template name (nothing) does not exist in en_US");
});

test("a refused definition has a subcode and words for people", async () => {
  const error = await errorOf(
    of.client.templates.create({
      businessAccountId: of.waba,
      name: "refused",
      language: "en_US",
      category: "UTILITY",
      components: [{ type: "BODY", text: "{{1}}, hello to you", example: { bodyText: [["Ann"]] } }],
    }),
  );

  assert.equal(error.code, 100);
  assert.equal(error.errorSubcode, 2388299);
  assert.equal(error.category, "parameter");
  assert.equal(error.raw.error.errorUserTitle, "Message Template Contains a Leading or Trailing Variable");
  assert.ok(error.raw.error.errorUserMsg.length > 20);
});

test("an object that is not there, and a path that is not there", async () => {
  const object = await errorOf(of.client.request("GET", "999999999999", { responseType: "json" }));
  const path = await errorOf(of.client.request("GET", `${of.waba}/nonsense`, { responseType: "json" }));

  assert.equal(object.code, 100);
  assert.equal(object.errorSubcode, 33);
  assert.equal(object.type, "GraphMethodException");
  assert.match(object.message, /Object with ID '999999999999' does not exist/);
  assert.equal(path.code, 2500);
  assert.match(path.message, /^Unknown path components: \/nonsense/);
});

test("a broken page instead of JSON is an error of the server", async () => {
  const error = await errorOf(of.client.messages.sendTemplate(greeting("+31612000013")));

  assert.equal(error.httpStatus, 502);
  assert.equal(error.category, "server");
  assert.equal(error.retry.action, "retry");
});
