/** Compiles one of our programs on QuickFIX C++, where there are a compiler and the library. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeDictionaryXml } from "../../src/fix/dictionary-xml-writer.ts";
import { definitionsOf } from "../../src/fix/versions.ts";

export const QUICKFIX_ABSENT = "QuickFIX C++ left out: needs g++ and libquickfix-dev";

/**
 * @param name of the source in bench/peers, without ".cpp"
 * @param directory where the program and the dictionary are put
 * @returns their paths; null where there is no compiler or no library
 */
export function compileQuickFix(name: string, directory: string): { program: string; dictionary: string } | null {
  const program = join(directory, name);
  const source = join(import.meta.dirname, `../peers/${name}.cpp`);
  const compiler = spawnSync("g++", ["-std=c++14", "-O2", "-w", source, "-o", program, "-lquickfix", "-lpthread"]);
  if (compiler.status !== 0) return null;
  const dictionary = join(directory, "FIX44.xml");
  writeFileSync(dictionary, writeDictionaryXml(definitionsOf("FIX.4.4").application));
  return { program, dictionary };
}
