// Each kind of message that the library can build, and what its recipient sees.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { buildTemplatePayload, buildTemplateSendPayload } from "@kapso/whatsapp-cloud-api";
import { account, control, create, headerHandle, seen } from "./sandbox.mjs";

const BODY = { type: "BODY", text: "Your order has left our house today." };
let of;
let person = 31641000000;

before(async () => {
  of = await account("kapso-messages");
});

/** A person nobody wrote to yet. */
function somebody() {
  person += 1;
  return `+${person}`;
}

async function template(name, components, more = {}) {
  return create(of, { name, language: "en_US", category: "MARKETING", components, ...more });
}

/** Sends by the library's typed builder; gives what the person sees. */
async function sent(payload) {
  const to = somebody();
  const answer = await of.client.messages.sendTemplate({ phoneNumberId: of.number, to, template: payload });
  assert.equal(answer.messagingProduct, "whatsapp");
  assert.deepEqual(answer.contacts, [{ input: to, waId: to.slice(1) }]);
  assert.match(answer.messages[0].id, /^wamid\./);
  assert.equal(answer.messages[0].messageStatus, "accepted");
  return (await seen(answer.messages[0].id)).rendered;
}

function payload(name, rest = {}) {
  return buildTemplateSendPayload({ name, language: "en_US", ...rest });
}

test("a template without variables", async () => {
  await template("plain", [BODY]);

  assert.equal((await sent(payload("plain"))).body, BODY.text);
});

test("variables by position, in header and body", async () => {
  await template("by_position", [
    { type: "HEADER", format: "TEXT", text: "Order {{1}}", example: { headerText: ["4711"] } },
    { type: "BODY", text: "Hello {{1}}, it costs {{2}} in all.", example: { bodyText: [["Ann", "9"]] } },
  ]);
  const rendered = await sent(
    payload("by_position", {
      header: { type: "text", text: "815" },
      body: [
        { type: "text", text: "Bo" },
        { type: "currency", currency: { fallbackValue: "€ 12", code: "EUR", amount1000: 12000 } },
      ],
    }),
  );

  assert.equal(rendered.header, "Order 815");
  assert.equal(rendered.body, "Hello Bo, it costs € 12 in all.");
});

test("variables by name, in any order", async () => {
  const example = {
    bodyTextNamedParams: [
      { paramName: "first_name", example: "Ann" },
      { paramName: "order_id", example: "1" },
    ],
  };
  await template(
    "by_name",
    [{ type: "BODY", text: "Hello {{first_name}}, order {{order_id}} has left us.", example }],
    { parameterFormat: "NAMED" },
  );
  const typed = await sent(
    payload("by_name", {
      body: [
        { type: "text", parameterName: "order_id", text: "77" },
        { type: "text", parameterName: "first_name", text: "Bo" },
      ],
    }),
  );
  const raw = await sent(
    buildTemplatePayload({
      name: "by_name",
      language: { code: "en_US", policy: "deterministic" },
      components: [
        {
          type: "BODY",
          parameters: [
            { type: "text", parameter_name: "first_name", text: "Cy" },
            { type: "text", parameter_name: "order_id", text: "78" },
          ],
        },
      ],
    }),
  );

  assert.equal(typed.body, "Hello Bo, order 77 has left us.");
  assert.equal(raw.body, "Hello Cy, order 78 has left us.");
});

test("media headers by an uploaded id and by link", async () => {
  const kinds = [
    ["IMAGE", "image/png"],
    ["VIDEO", "video/mp4"],
    ["DOCUMENT", "application/pdf"],
  ];
  for (const [format, type] of kinds) {
    const kind = format.toLowerCase();
    const handle = await headerHandle(of, type);
    await template(`with_${kind}`, [{ type: "HEADER", format, example: { headerHandle: [handle] } }, BODY]);
    const media = await of.client.media.upload({
      phoneNumberId: of.number,
      type,
      file: new Blob([`bytes of a ${kind}`], { type }),
      fileName: `example.${kind}`,
    });
    const byId = await sent(payload(`with_${kind}`, { header: { type: kind, [kind]: { id: media.id } } }));
    const link = `https://example.com/file.${kind}`;
    const byLink = await sent(payload(`with_${kind}`, { header: { type: kind, [kind]: { link } } }));

    assert.equal(byId.header, media.id);
    assert.equal(byLink.header, link);
  }
});

test("a header with a place", async () => {
  await template("with_place", [{ type: "HEADER", format: "LOCATION" }, BODY]);
  const rendered = await sent(
    payload("with_place", {
      header: { type: "location", location: { latitude: 52.37, longitude: "4.89", name: "Dam", address: "Dam 1" } },
    }),
  );

  assert.equal(rendered.header, "Dam");
});

test("buttons: a reply's payload, an address's end, a code, a flow", async () => {
  await template("with_buttons", [
    BODY,
    {
      type: "BUTTONS",
      buttons: [
        { type: "QUICK_REPLY", text: "Stop" },
        { type: "URL", text: "Track", url: "https://example.com/{{1}}", example: ["https://example.com/a1"] },
        { type: "COPY_CODE", example: "SALE25" },
      ],
    },
  ]);
  await template("with_flow", [
    BODY,
    { type: "BUTTONS", buttons: [{ type: "FLOW", text: "Start", flowId: "1", flowAction: "navigate" }] },
  ]);
  const rendered = await sent(
    payload("with_buttons", {
      buttons: [
        { type: "button", subType: "quick_reply", index: 0, parameters: [{ type: "payload", payload: "STOP" }] },
        { type: "button", subType: "url", index: "1", parameters: [{ type: "text", text: "b2" }] },
        {
          type: "button",
          subType: "copy_code",
          index: 2,
          parameters: [{ type: "coupon_code", coupon_code: "SALE30" }],
        },
      ],
    }),
  );
  const flow = await sent(
    payload("with_flow", {
      buttons: [
        {
          type: "button",
          subType: "flow",
          index: 0,
          parameters: [{ type: "action", action: { flow_token: "t", flow_action_data: { step: "one" } } }],
        },
      ],
    }),
  );

  assert.deepEqual(rendered.buttons, ["STOP", "https://example.com/b2", "SALE30"]);
  assert.deepEqual(flow.buttons, ["Start"]);
});

test("a one-time password, in the body and in the button", async () => {
  await template(
    "password",
    [
      { type: "BODY", addSecurityRecommendation: true },
      { type: "BUTTONS", buttons: [{ type: "OTP", otpType: "COPY_CODE" }] },
    ],
    { category: "AUTHENTICATION" },
  );
  const rendered = await sent(
    payload("password", {
      body: [{ type: "text", text: "123456" }],
      buttons: [{ type: "button", subType: "url", index: 0, parameters: [{ type: "text", text: "123456" }] }],
    }),
  );

  assert.match(rendered.body, /\*123456\* is your verification code/);
});

test("a carousel, each card with its own picture and address", async () => {
  const handle = await headerHandle(of, "image/jpeg");
  const card = {
    components: [
      { type: "HEADER", format: "IMAGE", example: { headerHandle: [handle] } },
      { type: "BODY", text: "Only {{1}} for this one.", example: { bodyText: [["9"]] } },
      {
        type: "BUTTONS",
        buttons: [{ type: "URL", text: "Buy", url: "https://example.com/{{1}}", example: ["https://example.com/1"] }],
      },
    ],
  };
  await template("with_cards", [BODY, { type: "CAROUSEL", cards: [card, card] }]);
  const filled = (cardIndex, end) => ({
    cardIndex,
    components: [
      { type: "header", parameters: [{ type: "image", image: { link: "https://example.com/p.jpg" } }] },
      { type: "body", parameters: [{ type: "text", text: "8" }] },
      { type: "button", subType: "url", index: 0, parameters: [{ type: "text", text: end }] },
    ],
  });
  const rendered = await sent(payload("with_cards", { cards: [filled(0, "x"), filled(1, "y")] }));

  assert.deepEqual(rendered.buttons, ["https://example.com/x", "https://example.com/y"]);
});

test("a limited-time offer and a choice of products, which the library sends as raw payloads", async () => {
  await template("with_offer", [
    BODY,
    { type: "LIMITED_TIME_OFFER", limitedTimeOffer: { text: "Ends soon", hasExpiration: true } },
    { type: "BUTTONS", buttons: [{ type: "COPY_CODE", example: "SALE25" }] },
  ]);
  await template("with_products", [BODY, { type: "BUTTONS", buttons: [{ type: "MPM", text: "View items" }] }]);
  const raw = async (name, components) => {
    const answer = await of.client.messages.sendRaw({
      phoneNumberId: of.number,
      payload: {
        messaging_product: "whatsapp",
        to: somebody(),
        type: "template",
        template: { name, language: { code: "en_US" }, components },
        biz_opaque_callback_data: "ours",
      },
    });
    return seen(answer.messages[0].id);
  };
  const offer = await raw("with_offer", [
    {
      type: "limited_time_offer",
      parameters: [{ type: "limited_time_offer", limited_time_offer: { expiration_time_ms: 1209600000 } }],
    },
    {
      type: "button",
      sub_type: "copy_code",
      index: 0,
      parameters: [{ type: "coupon_code", coupon_code: "SALE30" }],
    },
  ]);
  const products = await raw("with_products", [
    {
      type: "button",
      sub_type: "mpm",
      index: 0,
      parameters: [
        {
          type: "action",
          action: {
            thumbnail_product_retailer_id: "a",
            sections: [{ title: "All", product_items: [{ product_retailer_id: "a" }] }],
          },
        },
      ],
    },
  ]);

  assert.deepEqual(offer.rendered.buttons, ["SALE30"]);
  assert.equal(offer.biz_opaque_callback_data, "ours");
  assert.deepEqual(products.rendered.buttons, ["View items"]);
});

test("everything that is free-form reaches a person who has written", async () => {
  const to = somebody();
  await control("POST", "/inbound", { from: to, phone_number_id: of.number, text: "Hello" });
  const base = { phoneNumberId: of.number, to };
  const link = "https://example.com/file";
  const button = [
    { id: "yes", title: "Yes" },
    { id: "no", title: "No" },
  ];
  const messages = of.client.messages;
  const first = await messages.sendText({ ...base, body: "Good day" });
  const wamid = first.messages[0].id;
  const others = [
    await messages.sendImage({ ...base, image: { link, caption: "A picture" } }),
    await messages.sendVideo({ ...base, video: { link } }),
    await messages.sendAudio({ ...base, audio: { link } }),
    await messages.sendDocument({ ...base, document: { link, filename: "a.pdf" } }),
    await messages.sendSticker({ ...base, sticker: { id: "1" } }),
    await messages.sendLocation({ ...base, location: { latitude: 1.5, longitude: 2.5, name: "Here" } }),
    await messages.sendContacts({
      ...base,
      contacts: [{ name: { formattedName: "Ann Lee", firstName: "Ann" }, phones: [{ phone: "+31612345678" }] }],
    }),
    await messages.sendReaction({ ...base, reaction: { messageId: wamid, emoji: "😀" } }),
    await messages.sendInteractiveButtons({ ...base, bodyText: "Which?", buttons: button }),
    await messages.sendInteractiveList({
      ...base,
      bodyText: "Which?",
      buttonText: "Choose",
      sections: [{ title: "All", rows: [{ id: "a", title: "A" }] }],
    }),
    await messages.sendInteractiveCtaUrl({
      ...base,
      bodyText: "Look",
      parameters: { displayText: "Open", url: "https://example.com" },
    }),
  ];

  assert.equal((await seen(wamid)).rendered.body, "Good day");
  assert.equal(new Set(others.map((answer) => answer.messages[0].id)).size, others.length);
  const buttons = await seen(others[8].messages[0].id);
  assert.deepEqual(buttons.rendered.buttons, ["Yes", "No"]);
  assert.equal((await messages.markRead({ phoneNumberId: of.number, messageId: wamid })).success, true);
});

test("a person is reached by the business-scoped user id alone", async () => {
  await template("to_user_id", [BODY]);
  const answer = await of.client.messages.sendTemplate({
    phoneNumberId: of.number,
    recipient: "US.13491208655302741918",
    template: payload("to_user_id"),
  });

  assert.deepEqual(answer.contacts, [
    { input: "US.13491208655302741918", userId: "US.13491208655302741918" },
  ]);
});

test("an uploaded file is described, and gone once deleted", async () => {
  const file = new Blob(["0123456789"], { type: "image/png" });
  const { id } = await of.client.media.upload({
    phoneNumberId: of.number,
    type: "image/png",
    file,
    fileName: "a.png",
  });
  const described = await of.client.media.get({ mediaId: id, phoneNumberId: of.number });

  assert.equal(described.id, id);
  assert.equal(described.mimeType, "image/png");
  assert.equal(Number(described.fileSize), 10);
  assert.equal(described.sha256, "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882");
  assert.equal((await of.client.media.delete({ mediaId: id })).success, true);
  await assert.rejects(of.client.media.get({ mediaId: id }), (error) => error.code === 100);
});
