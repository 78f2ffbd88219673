import { describe, expect, it } from "vitest";
import { ReportWatcher } from "./report-watcher.ts";

const report = (text: string) => `35=8|37=1|${text}`.split("|").map((field) => field.split("=") as [string, string]);
const NEW = "17=E1|150=0|39=0|38=100|14=0|151=100";
const FILL = "17=E2|150=F|39=1|38=100|14=40|151=60|32=40|31=10.00";

/** The fault of the last of them, the ones before being good. */
function faultOf(...texts: string[]): string {
  const watcher = new ReportWatcher();
  const last = texts.pop() as string;
  for (const text of texts) expect(watcher.faultOf(report(text))).toBe("");
  return watcher.faultOf(report(last));
}

describe("a watcher of reports", () => {
  it("finds nothing wrong with a whole life", () => {
    expect(
      faultOf(
        NEW,
        FILL,
        "17=E3|150=I|39=1|38=100|14=40|151=60",
        "17=E4|150=G|39=1|38=100|14=30|151=70|32=30|31=10.00|19=E2",
        "17=E5|150=H|39=0|38=100|14=0|151=100|32=30|31=10.00|19=E4",
        "17=E6|150=F|39=2|38=100|14=100|151=0|32=100|31=10.00",
        "17=E7|150=H|39=0|38=100|14=0|151=100|32=100|31=10.00|19=E6",
        "17=E8|150=4|39=4|38=100|14=0|151=0",
        "17=E9|150=I|39=4|38=100|14=0|151=0",
        "17=E10|103=6|150=8|39=4|38=100|14=0|151=0",
      ),
    ).toBe("");
  });

  it.each([
    ["a LeavesQty that does not add up", [NEW, FILL.replace("151=60", "151=61")], "CumQty + LeavesQty is not OrderQty"],
    ["a CumQty that falls", [NEW, FILL, "17=E3|150=5|39=1|38=100|14=30|151=70"], "CumQty was 40"],
    ["a fill told twice", [NEW, FILL, FILL.replace("E2", "E3")], "the trades told add up to 80"],
    ["a fill that is not told", [NEW, FILL.replace("|32=40", "")], "the trades told add up to 0"],
    ["a report after the end", [NEW, "17=E3|150=4|39=4|38=100|14=0|151=0", FILL], "the order was 4"],
    ["a status of another CumQty", [NEW, FILL, "17=E3|150=I|39=0|38=100|14=0|151=100"], "a status tells CumQty 0"],
    [
      "the bust of a trade that was none",
      [NEW, FILL, "17=E3|150=H|39=0|38=100|14=0|151=100|19=E9"],
      "ExecRefID(19) E9 is no trade that stands",
    ],
    ["an ExecID with two meanings", [NEW, FILL.replace("E2", "E1")], "ExecID(17) E1 again"],
    ["an ExecID that comes twice and is no resend", [NEW, NEW], "ExecID(17) E1 again"],
  ])("finds %s", (_, texts, fault) => {
    expect(faultOf(...(texts as string[]))).toContain(fault);
  });

  it("takes what is told again for what it is, and a client that joins late at its word", () => {
    expect(faultOf(NEW, FILL, `${FILL}|43=Y`)).toBe("");
    const late = new ReportWatcher({ joinsLate: true });
    expect(late.faultOf(report(FILL.replace("14=40|151=60", "14=70|151=30")))).toBe("");
    expect(late.faultOf(report("17=E3|150=F|39=2|38=100|14=100|151=0|32=20|31=10.00"))).toContain("add up to 90");
  });
});
