import { afterAll, beforeAll, expect, test } from "vitest";
import { FollowerFixture } from "../support/follower-fixture.ts";
import { TradingDay } from "../support/trading-day.ts";

let fixture: FollowerFixture;
beforeAll(async () => {
  fixture = new FollowerFixture();
  new TradingDay(fixture.journal, 1).begin();
  await fixture.start();
});
afterAll(() => fixture.close());

const text = async (path: string) => (await fetch(`${fixture.address}${path}`)).text();

test("says every question it answers as OpenAPI, each with what it is for, its schema and its replies", async () => {
  const api = JSON.parse(await text("/api/openapi.json")) as {
    openapi: string;
    paths: Record<string, Record<string, { summary?: string; responses: Record<string, unknown> }>>;
  };
  expect(api.openapi).toBe("3.0.3");
  expect(Object.keys(api.paths)).toEqual(
    expect.arrayContaining([
      "/api/orders",
      "/api/orders/{orderId}",
      "/api/executions",
      "/api/system",
      "/api/views/{name}",
    ]),
  );
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, { summary, responses }] of Object.entries(methods)) {
      expect({ path, method, summary }).toEqual({ path, method, summary: expect.stringMatching(/.{10}/) });
      expect(Object.keys(responses)).not.toEqual([]);
    }
  }
});

test("has pages of the same, and of the messages of its WebSocket", async () => {
  const api = await text("/docs/api");
  expect(api).toContain("<code>/api/orders/{orderId}</code>");
  expect(api).toContain("<code>before</code>");
  const feed = await text("/docs/feed");
  for (const message of ["open", "look", "expand", "window", "snapshot", "delta", "error"]) {
    expect(feed).toContain(`<h3>${message}</h3>`);
  }
  expect(feed).toContain("<code>rows[].ordStatus</code>");
  expect(await text("/docs")).toContain('href="/docs/feed"');
  const reply = await fetch(`${fixture.address}/docs/api`);
  expect(reply.headers.get("content-security-policy")).toContain("style-src 'self'");
  expect(await reply.text()).not.toMatch(/<script|style=/);
});
