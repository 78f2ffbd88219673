/**
 * Reads the part of XML a FIX dictionary is written in: elements and attributes, with the line each stands on. Comments
 * and the declaration are skipped; text between elements, document types and entities but the five are refused, so that
 * a file from anywhere can neither surprise nor exhaust.
 */
import { LockstepError } from "../lib/errors.ts";

export type XmlElement = {
  readonly name: string;
  readonly line: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
};

const CHARACTERS_MAX = 16 * 1024 * 1024;
const DEPTH_MAX = 32;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const TAG_START = /<(\/?)([A-Za-z_][\w.-]*)/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /\s*(\/?)>/y;

/**
 * @param source what the file is called, for errors
 * @throws LockstepError LOCKSTEP_ERR_DICTIONARY that names the line
 */
export function readXml(text: string, source: string): XmlElement {
  return new Reader(text, source).read();
}

type Open = { name: string; line: number; attributes: ReadonlyMap<string, string>; children: XmlElement[] };

class Reader {
  readonly #text: string;
  readonly #source: string;
  #at = 0;
  #line = 1;
  /** How far lines have been counted. */
  #counted = 0;

  constructor(text: string, source: string) {
    this.#text = text;
    this.#source = source;
  }

  read(): XmlElement {
    if (this.#text.length > CHARACTERS_MAX) throw this.#error(`the file has more than ${CHARACTERS_MAX} characters`);
    this.#at = this.#text.charCodeAt(0) === 0xfeff ? 1 : 0;
    const outer: XmlElement[] = [];
    const open: Open[] = [];
    while (this.#skipToElement(open[open.length - 1])) {
      const siblings = open[open.length - 1]?.children ?? outer;
      const line = this.#lineHere();
      const started = this.#match(TAG_START);
      if (!started) throw this.#error("expected an element after <");
      const [, closing, name] = started;
      if (closing === "/") {
        this.#close(open.pop(), name);
        continue;
      }
      if (siblings === outer && outer.length > 0)
        throw this.#error(`<${name}> stands behind the end of the file's element`);
      const element: Open = { name, line, attributes: this.#readAttributes(name), children: [] };
      siblings.push(element);
      const ended = this.#match(TAG_END);
      if (!ended) throw this.#error(`<${name}> is not closed by >; expected name='value' attributes`);
      if (ended[1] !== "/") open.push(element);
      if (open.length > DEPTH_MAX) throw this.#error(`elements are nested deeper than ${DEPTH_MAX}`);
    }
    if (outer.length === 0) throw this.#error("there is no element; expected <fix>");
    return outer[0];
  }

  /** Moves to the next "<" of an element; false at the end of the file. */
  #skipToElement(inside: Open | undefined): boolean {
    for (;;) {
      const next = this.#text.indexOf("<", this.#at);
      const between = this.#text.slice(this.#at, next < 0 ? undefined : next).trim();
      if (between !== "") throw this.#error(`text between elements: "${between.slice(0, 40)}"; expected elements only`);
      if (next < 0) {
        if (inside !== undefined) throw this.#error(`<${inside.name}> of line ${inside.line} is not closed`);
        return false;
      }
      this.#at = next;
      if (this.#text.startsWith("<!--", next)) this.#skipPast("-->");
      else if (this.#text.startsWith("<?", next)) this.#skipPast("?>");
      else if (this.#text.startsWith("<!", next)) throw this.#error("document types and CDATA are not read");
      else return true;
    }
  }

  #skipPast(end: string): void {
    const at = this.#text.indexOf(end, this.#at);
    if (at < 0) throw this.#error(`${end} is missing`);
    this.#at = at + end.length;
  }

  #close(element: Open | undefined, name: string): void {
    if (element === undefined) throw this.#error(`</${name}> closes nothing`);
    if (element.name !== name) {
      throw this.#error(`</${name}> stands where </${element.name}> of line ${element.line} was expected`);
    }
    if (this.#match(TAG_END)?.[1] !== "") throw this.#error(`</${name} is not closed by >`);
  }

  #readAttributes(element: string): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>();
    for (;;) {
      const matched = this.#match(ATTRIBUTE);
      if (!matched) return attributes;
      const [, name, double, single] = matched;
      if (attributes.has(name)) throw this.#error(`<${element}> has ${name} twice`);
      attributes.set(name, this.#decode(double ?? single));
    }
  }

  #decode(text: string): string {
    return text.replace(/&([^;]*);?/g, (whole, name: string) => {
      const character = /^#(\d{1,7}|x[0-9a-f]{1,6});$/i.exec(`${name};`)?.[1];
      if (character !== undefined && whole.endsWith(";")) {
        const code =
          character[0] === "x" || character[0] === "X" ? Number.parseInt(character.slice(1), 16) : Number(character);
        if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
      }
      const known = whole.endsWith(";") ? ENTITIES[name] : undefined;
      if (known === undefined)
        throw this.#error(`${whole.slice(0, 20)} is no entity; expected &lt; &gt; &amp; &quot; &apos;`);
      return known;
    });
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const matched = pattern.exec(this.#text);
    if (matched) this.#at = pattern.lastIndex;
    return matched;
  }

  #lineHere(): number {
    for (let at = this.#text.indexOf("\n", this.#counted); at >= 0 && at < this.#at; ) {
      this.#line++;
      this.#counted = at + 1;
      at = this.#text.indexOf("\n", this.#counted);
    }
    return this.#line;
  }

  #error(what: string): LockstepError {
    return dictionaryError(this.#source, this.#lineHere(), what);
  }
}

export function dictionaryError(source: string, line: number, what: string): LockstepError {
  return new LockstepError("LOCKSTEP_ERR_DICTIONARY", `${source} line ${line}: ${what}`);
}
