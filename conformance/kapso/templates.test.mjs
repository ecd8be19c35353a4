// Templates by the library's own builders, which hold definitions against its own reading of Meta's rules.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { GraphApiError, TemplateDefinition } from "@kapso/whatsapp-cloud-api";
import { account, create, headerHandle } from "./sandbox.mjs";

const build = TemplateDefinition.buildTemplateDefinition;
const BODY = { type: "BODY", text: "Your order has left our house today." };
let of;

before(async () => {
  of = await account("kapso-templates");
});

async function createdWith(name, components, category = "MARKETING", more = {}) {
  return create(of, build({ name, language: "en_US", category, components, ...more }));
}

test("a text header with a variable, a footer and a positional body come back as they were made", async () => {
  const made = await createdWith("text_header", [
    { type: "HEADER", format: "TEXT", text: "Order {{1}}", example: { headerText: ["4711"] } },
    {
      type: "BODY",
      text: "Hello {{1}}, your order arrives on {{2}} at noon.",
      example: { bodyText: [["Ann", "Monday"]] },
    },
    { type: "FOOTER", text: "Thank you" },
  ]);

  assert.deepEqual(
    made.components.map((component) => component.type),
    ["HEADER", "BODY", "FOOTER"],
  );
  assert.equal(made.components[0].format, "TEXT");
  assert.equal(made.components[1].text, "Hello {{1}}, your order arrives on {{2}} at noon.");
  assert.deepEqual(made.components[1].example.bodyText, [["Ann", "Monday"]]);
  assert.equal(made.parameterFormat, "POSITIONAL");
  assert.equal(made.category, "MARKETING");
});

for (const [format, type] of [["IMAGE", "image/jpeg"], ["VIDEO", "video/mp4"], ["DOCUMENT", "application/pdf"]]) {
  test(`a header of ${format} takes the handle of a resumable upload`, async () => {
    const handle = await headerHandle(of, type);
    const made = await createdWith(`header_${format.toLowerCase()}`, [
      { type: "HEADER", format, example: { headerHandle: [handle] } },
      BODY,
    ]);

    assert.equal(made.components[0].format, format);
  });
}

test("a header of LOCATION needs no example", async () => {
  const made = await createdWith("header_location", [{ type: "HEADER", format: "LOCATION" }, BODY], "UTILITY");

  assert.equal(made.components[0].format, "LOCATION");
});

test("a header of PRODUCT with a button of SPM", async () => {
  const made = await createdWith("header_product", [
    { type: "HEADER", format: "PRODUCT" },
    BODY,
    { type: "BUTTONS", buttons: [{ type: "SPM", text: "View" }] },
  ]);

  assert.equal(made.components[0].format, "PRODUCT");
});

test("variables with names are told apart from numbers", async () => {
  const made = await createdWith(
    "named",
    [
      {
        type: "BODY",
        text: "Hello {{first_name}}, your order {{order_id}} is on its way.",
        example: {
          bodyTextNamedParams: [
            { paramName: "first_name", example: "Ann" },
            { paramName: "order_id", example: "4711" },
          ],
        },
      },
    ],
    "UTILITY",
    { parameterFormat: "NAMED" },
  );

  assert.equal(made.parameterFormat, "NAMED");
  assert.equal(made.components[0].example.bodyTextNamedParams[1].paramName, "order_id");
});

test("every kind of button the library can define is taken", async () => {
  const made = await createdWith("buttons", [
    BODY,
    {
      type: "BUTTONS",
      buttons: [
        { type: "QUICK_REPLY", text: "Yes" },
        { type: "QUICK_REPLY", text: "No" },
        { type: "URL", text: "Track", url: "https://example.com/{{1}}", example: ["https://example.com/a1"] },
        { type: "URL", text: "Shop", url: "https://example.com/shop" },
        { type: "PHONE_NUMBER", text: "Call", phoneNumber: "+31201234567" },
        { type: "COPY_CODE", example: "SALE25" },
      ],
    },
  ]);
  const flow = await createdWith("flow", [
    BODY,
    { type: "BUTTONS", buttons: [{ type: "FLOW", text: "Start", flowId: "1", flowAction: "navigate" }] },
  ]);
  const catalog = await createdWith("catalog", [
    BODY,
    { type: "BUTTONS", buttons: [{ type: "CATALOG", text: "View catalog" }] },
  ]);
  const products = await createdWith("products", [
    BODY,
    { type: "BUTTONS", buttons: [{ type: "MPM", text: "View items" }] },
  ]);

  assert.deepEqual(
    made.components[1].buttons.map((button) => button.type),
    ["QUICK_REPLY", "QUICK_REPLY", "URL", "URL", "PHONE_NUMBER", "COPY_CODE"],
  );
  assert.equal(flow.components[1].buttons[0].flowId, "1");
  assert.equal(catalog.components[1].buttons[0].type, "CATALOG");
  assert.equal(products.components[1].buttons[0].type, "MPM");
});

for (const otpType of ["COPY_CODE", "ONE_TAP", "ZERO_TAP"]) {
  test(`an authentication template of ${otpType} gets its texts from Meta`, async () => {
    const app = { packageName: "com.example.app", signatureHash: "K8a/AINcGX7" };
    const made = await createdWith(
      `otp_${otpType.toLowerCase()}`,
      [
        { type: "BODY", addSecurityRecommendation: true },
        { type: "FOOTER", codeExpirationMinutes: 10 },
        {
          type: "BUTTONS",
          buttons: [{ type: "OTP", otpType, ...(otpType === "COPY_CODE" ? {} : { supportedApps: [app] }) }],
        },
      ],
      "AUTHENTICATION",
    );

    assert.match(made.components[0].text, /\{\{1\}\}.*do not share/);
    assert.match(made.components[1].text, /10 minutes/);
    assert.equal(made.components[2].buttons[0].otpType, otpType);
  });
}

test("a limited-time offer", async () => {
  const made = await createdWith("offer", [
    { type: "BODY", text: "Hello {{1}}, this is for you.", example: { bodyText: [["Ann"]] } },
    { type: "LIMITED_TIME_OFFER", limitedTimeOffer: { text: "Ends soon", hasExpiration: true } },
    { type: "BUTTONS", buttons: [{ type: "COPY_CODE", example: "SALE25" }] },
  ]);

  assert.equal(made.components[1].limitedTimeOffer.hasExpiration, true);
});

test("a carousel of two cards", async () => {
  const handle = await headerHandle(of, "image/jpeg");
  const card = {
    components: [
      { type: "HEADER", format: "IMAGE", example: { headerHandle: [handle] } },
      { type: "BODY", text: "Only {{1}} for this one.", example: { bodyText: [["9"]] } },
      {
        type: "BUTTONS",
        buttons: [
          { type: "QUICK_REPLY", text: "More" },
          { type: "URL", text: "Buy", url: "https://example.com/{{1}}", example: ["https://example.com/1"] },
        ],
      },
    ],
  };
  const made = await createdWith("carousel", [BODY, { type: "CAROUSEL", cards: [card, card] }]);

  assert.equal(made.components[1].cards.length, 2);
  assert.equal(made.components[1].cards[1].components[2].buttons[1].type, "URL");
});

test("a list is paged by cursors, forwards and back, each template once and in one order", async () => {
  const paged = await account("kapso-pages");
  const names = Array.from({ length: 7 }, (_, i) => `page_${i}`);
  for (const name of names) {
    await paged.client.templates.create({
      businessAccountId: paged.waba,
      name,
      language: "en_US",
      category: "UTILITY",
      components: [BODY],
    });
  }
  const pages = [];
  let after;
  do {
    const page = await paged.client.templates.list({ businessAccountId: paged.waba, limit: 2, after });
    pages.push(page);
    after = page.paging.next ? page.paging.cursors.after : undefined;
  } while (after);
  const list = (page) => page.data.map((template) => template.name);

  assert.deepEqual(pages.map((page) => page.data.length), [2, 2, 2, 1]);
  assert.deepEqual(pages.flatMap(list), names);
  assert.equal(pages[0].paging.previous, undefined);
  assert.equal(pages.at(-1).paging.next, undefined);
  // `next` is a whole address that needs nothing but the token.
  const linked = await paged.client.fetch(pages[0].paging.next);
  assert.deepEqual((await linked.json()).data.map((template) => template.name), list(pages[1]));

  let page = pages.at(-1);
  for (const earlier of pages.slice(0, -1).reverse()) {
    page = await paged.client.templates.list({
      businessAccountId: paged.waba,
      limit: 2,
      before: page.paging.cursors.before,
    });
    assert.deepEqual(list(page), list(earlier));
  }
});

test("a list is narrowed by name, language, category and status", async () => {
  await createdWith("narrow_one", [BODY], "UTILITY");
  const list = async (filter) =>
    (await of.client.templates.list({ businessAccountId: of.waba, limit: 100, ...filter })).data;

  assert.deepEqual((await list({ name: "narrow_one" })).map((template) => template.category), ["UTILITY"]);
  assert.deepEqual(await list({ name: "narrow_one", category: "MARKETING" }), []);
  assert.deepEqual(await list({ name: "narrow_one", language: "nl" }), []);
  assert.equal((await list({ name: "narrow_one", status: "APPROVED" })).length, 1);
});

test("deleting takes a template out of the list, and its name cannot be used again at once", async () => {
  const definition = build({ name: "short_lived", language: "en_US", category: "UTILITY", components: [BODY] });
  await create(of, definition);
  const gone = await of.client.templates.delete({ businessAccountId: of.waba, name: "short_lived" });

  assert.equal(gone.success, true);
  const left = await of.client.templates.list({ businessAccountId: of.waba, name: "short_lived" });
  assert.deepEqual(left.data, []);
  await assert.rejects(
    of.client.templates.create({ businessAccountId: of.waba, ...definition }),
    (error) => error instanceof GraphApiError && error.errorSubcode === 2388023,
  );
});

test("an edit replaces the components as a whole", async () => {
  const made = await createdWith("edited", [BODY, { type: "FOOTER", text: "Bye" }], "UTILITY");
  const done = await of.client.request("POST", made.id, {
    body: { components: [{ type: "BODY", text: "Other words now." }] },
    responseType: "json",
  });

  assert.equal(done.success, true);
  const edited = await of.client.request("GET", made.id, { responseType: "json" });
  assert.deepEqual(edited.components.map((component) => component.text), ["Other words now."]);
});
