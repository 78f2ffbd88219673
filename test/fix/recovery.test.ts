import { afterEach, describe, expect, it } from "vitest";
import { fixSessionConfig } from "../../src/fix/session-types.ts";
import { Tag } from "../../src/fix/tags.ts";
import { acceptorSide, turnOver } from "./two-sides.ts";

type Side = Awaited<ReturnType<typeof acceptorSide>>;
let side: Side | null = null;
afterEach(async () => {
  await side?.close();
  side = null;
});

const open = async (...given: Parameters<typeof acceptorSide>): Promise<Side> => {
  side = await acceptorSide(...given);
  return side;
};
const DUP = "43=Y|122=20261122-01:19:00";

function report({ session }: Side, orderId: string): void {
  session.begin("8").text(Tag.OrderID, orderId);
  session.send();
}

describe("NextExpectedMsgSeqNum(789)", () => {
  it("says what we expect and resends what the peer misses, without a ResendRequest either way", async () => {
    const here = await open({ nextExpectedMsgSeqNum: true });
    const client = here.dial();
    client.send("35=A|34=1|98=0|108=30|789=1");
    expect(await client.expect(1)).toEqual(["35=A|34=1|49=S|56=C|98=0|108=30|789=2"]);
    report(here, "seen");
    await client.expect(1);
    client.socket.destroy();
    for (let turn = 0; turn < 100 && here.session.connected; turn++) await turnOver();
    report(here, "missed");
    const again = here.dial();
    // He has sent 2 and 3, which we never saw, and waits for our 3.
    again.send("35=A|34=4|98=0|108=30|789=3");
    expect(await again.expect(3)).toEqual([
      "35=A|34=4|49=S|56=C|98=0|108=30|789=2",
      "35=8|34=3|43=Y|49=S|56=C|37=missed",
      "35=4|34=4|43=Y|49=S|56=C|36=5|123=Y",
    ]);
    again.send(`35=4|34=2|${DUP}|36=5|123=Y`);
    again.send("35=1|34=5|112=x");
    expect(await again.expect(1)).toEqual(["35=0|34=5|49=S|56=C|112=x"]);
  });

  it("asks after all when the peer does not resend by itself", async () => {
    const { dial, clock, acceptor } = await open({ nextExpectedMsgSeqNum: true });
    const client = dial();
    client.send("35=A|34=4|98=0|108=300|789=1");
    expect(await client.expect(1)).toEqual(["35=A|34=1|49=S|56=C|98=0|108=300|789=1"]);
    clock.advanceMs(30_000);
    acceptor.tick();
    expect(await client.expect(1)).toEqual(["35=2|34=2|49=S|56=C|7=1|16=0"]);
  });

  it("asks at once when the peer says nothing of it", async () => {
    const { dial } = await open({ nextExpectedMsgSeqNum: true });
    const client = dial();
    client.send("35=A|34=4|98=0|108=30");
    expect((await client.expect(2))[1]).toBe("35=2|34=2|49=S|56=C|7=1|16=0");
  });

  it("refuses a peer that waits for what was never sent", async () => {
    const { dial, app } = await open({ nextExpectedMsgSeqNum: true });
    const client = dial();
    client.send("35=A|34=1|98=0|108=30|789=7");
    expect(await client.expect(1)).toEqual([
      "35=5|34=1|49=S|56=C|58=NextExpectedMsgSeqNum(789) too high, expecting 1 but received 7",
    ]);
    expect(app.events[0]).toContain("the peer waits for our message 7, our next one is 1");
  });

  it("is not looked at when the setting is off, and refused for versions without it", async () => {
    const { dial } = await open();
    const client = dial();
    client.send("35=A|34=1|98=0|108=30|789=7");
    expect(await client.expect(1)).toEqual(["35=A|34=1|49=S|56=C|98=0|108=30"]);
    const given = { senderCompId: "S", targetCompId: "C", nextExpectedMsgSeqNum: true };
    expect(() => fixSessionConfig({ beginString: "FIX.4.2", ...given })).toThrow(/has no NextExpectedMsgSeqNum/);
    expect(fixSessionConfig({ beginString: "FIXT.1.1", defaultApplVerId: "9", ...given })).toBeDefined();
  });
});

describe("a large gap", () => {
  it("is asked for in chunks, one at a time", async () => {
    const { dial, session } = await open({ resendRequestChunk: 2500 });
    const client = dial();
    client.send("35=A|34=6002|98=0|108=30");
    expect((await client.expect(2))[1]).toBe("35=2|34=2|49=S|56=C|7=1|16=2500");
    client.send(`35=4|34=1|${DUP}|36=2500|123=Y`);
    client.send("35=0|34=6003");
    for (let turn = 0; turn < 5; turn++) await turnOver();
    expect(client.received).toEqual([]);
    client.send(`35=0|34=2500|${DUP}`);
    expect(await client.expect(1)).toEqual(["35=2|34=3|49=S|56=C|7=2501|16=5000"]);
    client.send(`35=4|34=2501|${DUP}|36=5001|123=Y`);
    expect(await client.expect(1)).toEqual(["35=2|34=4|49=S|56=C|7=5001|16=6001"]);
    client.send(`35=4|34=5001|${DUP}|36=6002|123=Y`);
    client.send("35=1|34=6004|112=x");
    expect(await client.expect(1)).toEqual(["35=0|34=5|49=S|56=C|112=x"]);
    expect([session.nextTargetMsgSeqNum, session.status().gap]).toEqual([6005, ""]);
  });
});

describe("a peer that asks 1 to infinity in a loop", () => {
  it("is served a few times at once, then ever more slowly, and told on", async () => {
    const here = await open();
    const { dial, clock, acceptor, app } = here;
    const client = dial();
    client.send("35=A|34=1|98=0|108=30");
    await client.expect(1);
    for (let n = 0; n < 20; n++) report(here, `o${n}`);
    await client.expect(20);
    let number = 2;
    for (let round = 0; round < 50; round++) client.send(`35=2|34=${number++}|7=1|16=0`);
    let served = 0;
    for (let turn = 0; turn < 100; turn++) {
      await turnOver();
      served += client.received.splice(0).length;
    }
    // One gap fill and twenty reports each: the first request and a handful of repeats.
    expect(served).toBe(5 * 21);
    expect(app.events.at(-1)).toMatch(/asked for messages 1 to 21 again, 50 times in a row; the client does not take/);
    clock.advanceMs(29_000);
    acceptor.tick();
    await turnOver();
    expect(client.received.filter((line) => line.startsWith("35=8"))).toEqual([]);
    clock.advanceMs(1_000);
    acceptor.tick();
    expect((await client.expect(22)).filter((line) => line.startsWith("35=8"))).toHaveLength(20);
  });

  it("leaves another session its answers, and the memory as it was", async () => {
    const here = await open({}, "auto", { others: [{ targetCompId: "D" }] });
    const { dial, session } = here;
    const text = "x".repeat(300);
    for (let n = 0; n < 20_000; n++) {
      session.begin("8").text(Tag.Text, text);
      session.send();
    }
    const other = dial();
    other.sender = "D";
    other.socket.setNoDelay(true);
    other.send("35=A|34=1|98=0|108=30");
    await other.expect(1);
    const client = dial();
    client.socket.removeAllListeners("data");
    client.socket.resume();
    client.send("35=A|34=1|98=0|108=30");
    const memory = process.memoryUsage().rss;
    for (let round = 0; round < 100; round++) {
      if (round % 10 === 0) client.send(`35=2|34=${2 + round / 10}|7=1|16=0`);
      other.send(`35=1|34=${2 + round}|112=${round}`);
      for (const untilMs = performance.now() + 10_000; other.received.length === 0 && performance.now() < untilMs; ) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(other.received.splice(0)[0]).toContain(`112=${round}`);
    }
    expect(process.memoryUsage().rss - memory).toBeLessThan(50 * 1024 * 1024);
  });
});

describe("a clock that was put back", () => {
  it("never makes a resent message's SendingTime(52) earlier than its OrigSendingTime(122)", async () => {
    const here = await open();
    const client = here.dial();
    client.send("35=A|34=1|98=0|108=30");
    await client.expect(1);
    report(here, "1");
    await client.expect(1);
    here.clock.stepMs(-3_600_000);
    here.clock.advanceMs(5_000);
    let text = "";
    client.socket.on("data", (bytes: Buffer) => {
      text += bytes.toString("latin1");
    });
    client.send("35=2|34=2|7=2|16=2");
    expect(await client.expect(1)).toEqual(["35=8|34=2|43=Y|49=S|56=C|37=1"]);
    const time = (tag: number) => new RegExp(`\x01${tag}=([^\x01]*)`).exec(text)?.[1] ?? "";
    expect(time(122)).toBe("20261122-01:20:00.000");
    expect(time(52)).toBe(time(122));
  });
});
