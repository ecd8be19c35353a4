// The library's signature check and its reading of webhooks, on what the sandbox posts to a callback.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { normalizeWebhook, verifySignature } from "@kapso/whatsapp-cloud-api/server";
import { account, control, create, eventually, receiver } from "./sandbox.mjs";

let of;
let hook;

before(async () => {
  of = await account("kapso-webhooks");
  hook = await receiver(of);
  await create(of, {
    name: "question",
    language: "en_US",
    category: "UTILITY",
    components: [
      { type: "BODY", text: "Größe {{1}}: shall we come?", example: { bodyText: [["M"]] } },
      { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Yes" }] },
    ],
  });
});

after(() => hook.close());

async function send(to) {
  const answer = await of.client.messages.sendTemplate({
    phoneNumberId: of.number,
    to,
    template: {
      name: "question",
      language: { code: "en_US" },
      components: [{ type: "body", parameters: [{ type: "text", text: "M" }] }],
    },
  });
  return answer.messages[0].id;
}

/** All events of the posts so far, each post verified. */
function events() {
  return hook.posts.map((post) => {
    const signatureHeader = post.headers["x-hub-signature-256"];
    assert.ok(verifySignature({ appSecret: of.secret, rawBody: post.body, signatureHeader }), "signature");
    return normalizeWebhook(JSON.parse(post.body.toString("utf8")));
  });
}

async function statusesOf(wamid, last) {
  return eventually(`${last} of ${wamid}`, () => {
    const found = events()
      .flatMap((event) => event.statuses)
      .filter((status) => status.id === wamid);
    return found.some((status) => status.status === last) ? found : undefined;
  });
}

test("a signature holds for the bytes as they came, and for no others", async () => {
  await control("POST", "/inbound", { from: "+31642000001", phone_number_id: of.number, text: "Größe/M 😀" });
  const post = await eventually("the inbound message", () =>
    hook.posts.find((each) => each.body.toString("utf8").includes("\"text\":{\"body\"")),
  );
  const signatureHeader = post.headers["x-hub-signature-256"];
  const check = (appSecret, rawBody) => verifySignature({ appSecret, rawBody, signatureHeader });
  const text = post.body.toString("utf8");

  assert.ok(check(of.secret, post.body));
  assert.ok(!check("another secret", post.body));
  assert.ok(!check(of.secret, Buffer.concat([post.body, Buffer.from(" ")])));
  // Meta escapes what is not ASCII, and slashes; JSON written anew is other bytes.
  assert.match(text, /Gr\\u00f6\\u00dfe\\\/M \\ud83d\\ude00/);
  assert.ok(!check(of.secret, JSON.stringify(JSON.parse(text))));
});

test("an inbound text is a message with its sender", async () => {
  await control("POST", "/inbound", { from: "+31642000002", phone_number_id: of.number, text: "optout" });
  const event = await eventually("the message", () =>
    events().find((each) => each.messages.some((message) => message.from === "31642000002")),
  );
  const message = event.messages.find((each) => each.from === "31642000002");

  assert.equal(event.object, "whatsapp_business_account");
  assert.equal(event.phoneNumberId, of.number);
  assert.equal(message.type, "text");
  assert.equal(message.text.body, "optout");
  assert.equal(message.kapso.direction, "inbound");
  assert.match(message.fromUserId, /^[A-Z]{2}\./);
  assert.ok(event.contacts.some((contact) => contact.waId === "31642000002" && contact.profile.name));
});

test("the statuses of a message name it and its recipient; one of them has the price", async () => {
  const wamid = await send("+31642000003");
  const found = await statusesOf(wamid, "delivered");

  assert.ok(found.some((status) => status.status === "sent"));
  assert.ok(found.every((status) => status.recipientId === "31642000003"));
  assert.ok(found.every((status) => /^\d{10}$/.test(status.timestamp)));
  assert.equal(found.filter((status) => status.pricing).length, 1);
  assert.equal(found.find((status) => status.pricing).pricing.category, "utility");
  assert.ok(found.every((status) => status.conversation === undefined));
});

test("a message that fails later says why", async () => {
  const [failed] = await statusesOf(await send("+31610131026"), "failed");

  assert.equal(failed.errors[0].code, 131026);
  assert.equal(failed.errors[0].title, "Message undeliverable");
  assert.equal(failed.errors[0].message, failed.errors[0].title);
  assert.ok(failed.errors[0].errorData.details.length > 0);
});

test("free-form text to a person who has not written fails with 131047", async () => {
  const answer = await of.client.messages.sendText({ phoneNumberId: of.number, to: "+31642000004", body: "Hi" });
  const [failed] = await statusesOf(answer.messages[0].id, "failed");

  assert.equal(failed.errors[0].code, 131047);
});

test("a tap on a reply points at the template's message", async () => {
  const wamid = await send("+31642000005");
  await control("POST", "/inbound", {
    from: "+31642000005",
    phone_number_id: of.number,
    button: { wamid, payload: "YES" },
  });
  const message = await eventually("the tap", () =>
    events()
      .flatMap((event) => event.messages)
      .find((each) => each.type === "button"),
  );

  assert.equal(message.button.payload, "YES");
  assert.equal(message.context.id, wamid);
});

test("other fields are there under their own names", async () => {
  await control("POST", "/inbound", { from: "+31642000006", phone_number_id: of.number, user_preferences: "stop" });
  const preference = await eventually("the preference", () =>
    events()
      .flatMap((event) => event.raw.userPreferences ?? [])
      .flatMap((value) => value.userPreferences)
      .find((each) => each.waId === "31642000006"),
  );
  const review = events()
    .flatMap((event) => event.raw.messageTemplateStatusUpdate ?? [])
    .find((value) => value.messageTemplateName === "question");

  assert.equal(preference.value, "stop");
  assert.equal(preference.category, "marketing_messages");
  assert.equal(review.event, "APPROVED");
  assert.equal(review.messageTemplateLanguage, "en_US");
});
