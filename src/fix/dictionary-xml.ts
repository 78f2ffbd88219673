/**
 * FIX dictionaries as QuickFIX writes them in XML: read into the same definitions the built-in ones are made of.
 *
 * ```
 * <fix type='FIX' major='4' minor='4' servicepack='0'>
 *  <header> <field name= required=/> <group name= required=>...</group> <component name= required=/> </header>
 *  <messages> <message name= msgtype= msgcat='admin|app'>...</message> </messages>
 *  <trailer>...</trailer>
 *  <components> <component name=>...</component> </components>
 *  <fields> <field number= name= type=> <value enum= description=/> </field> </fields>
 * </fix>
 * ```
 * A file that only adds to a base version may leave out what it does not add to; see `dictionary-extension.ts`.
 */

import type { DictionaryDefinition, FieldDefinition, MemberDefinition, MessageDefinition } from "./dictionary-text.ts";
import { snakeToName } from "./dictionary-xml-names.ts";
import { dictionaryError, readXml, type XmlElement } from "./dictionary-xml-reader.ts";

/** The standard's own tags and the user-defined ones end well below; a table is made as long as the highest tag. */
export const TAG_MAX = 99_999;
const SECTIONS: ReadonlySet<string> = new Set(["header", "messages", "trailer", "components", "fields"]);

/**
 * @param source what the file is called, for errors
 * @param base a definition whose fields and components the file may name without defining them
 * @throws LockstepError LOCKSTEP_ERR_DICTIONARY that names the line, the element and what was expected
 */
export function loadDictionaryXml(text: string, source: string, base?: DictionaryDefinition): DictionaryDefinition {
  return new Loader(readXml(text, source), source, base).load();
}

class Loader {
  readonly #root: XmlElement;
  readonly #source: string;
  readonly #tags = new Map<string, number>();
  readonly #componentNames = new Set<string>();

  constructor(root: XmlElement, source: string, base?: DictionaryDefinition) {
    this.#root = root;
    this.#source = source;
    for (const field of base?.fields ?? []) this.#tags.set(field.name, field.tag);
    for (const name of base?.components.keys() ?? []) this.#componentNames.add(name);
  }

  load(): DictionaryDefinition {
    const root = this.#root;
    if (root.name !== "fix") throw this.#error(root, `<${root.name}> is no dictionary; expected <fix>`);
    for (const child of root.children) {
      if (!SECTIONS.has(child.name))
        throw this.#error(child, `<${child.name}> in <fix>; expected ${[...SECTIONS].join(", ")}`);
    }
    const fields = this.#section("fields").map((element) => this.#readField(element));
    this.#refuseTwins(fields);
    for (const field of fields) this.#tags.set(field.name, field.tag);
    for (const element of this.#section("components")) this.#componentNames.add(this.#need(element, "name"));
    const components = new Map<string, readonly MemberDefinition[]>();
    for (const element of this.#section("components")) {
      this.#expectName(element, "component");
      const name = this.#need(element, "name");
      if (components.has(name)) throw this.#error(element, `component ${name} is defined twice`);
      components.set(name, this.#readMembers(element));
    }
    this.#refuseCircles(components);
    const messages: MessageDefinition[] = [];
    for (const element of this.#section("messages")) {
      const message = this.#readMessage(element);
      const twin = messages.find(({ msgType }) => msgType === message.msgType);
      if (twin)
        throw this.#error(element, `msgtype ${message.msgType} is defined twice, as ${twin.name} and ${message.name}`);
      messages.push(message);
    }
    const header = this.#section("header").map((element) => this.#readMember(element));
    const trailer = this.#section("trailer").map((element) => this.#readMember(element));
    return { version: this.#readVersion(), fields, header, trailer, components, messages };
  }

  #readVersion(): string {
    const root = this.#root;
    const type = root.attributes.get("type") ?? "FIX";
    if (type !== "FIX" && type !== "FIXT") throw this.#error(root, `type ${type}; expected FIX or FIXT`);
    const servicePack = root.attributes.get("servicepack") ?? "0";
    const digits = [this.#need(root, "major"), this.#need(root, "minor"), servicePack];
    if (!digits.every((text) => /^\d{1,3}$/.test(text)))
      throw this.#error(root, "major, minor and servicepack are numbers");
    return `${type}.${digits[0]}.${digits[1]}${Number(servicePack) === 0 ? "" : `SP${servicePack}`}`;
  }

  #readField(element: XmlElement): FieldDefinition {
    this.#expectName(element, "field");
    const number = this.#need(element, "number");
    const tag = /^\d{1,5}$/.test(number) ? Number(number) : 0;
    if (tag < 1 || tag > TAG_MAX) throw this.#error(element, `number ${number}; expected a tag from 1 to ${TAG_MAX}`);
    const type = this.#need(element, "type");
    if (!/^[A-Z][A-Z0-9]*$/.test(type))
      throw this.#error(element, `type ${type}; expected a FIX data type as STRING or QTY`);
    const values: string[] = [];
    const names: string[] = [];
    for (const child of element.children) {
      this.#expectName(child, "value");
      const value = child.attributes.get("enum") ?? "";
      if (value === "" || value.includes("\x01")) throw this.#error(child, "<value> has no enum; expected enum='...'");
      if (values.includes(value)) throw this.#error(child, `value ${value} of tag ${tag} stands twice`);
      values.push(value);
      names.push(snakeToName(child.attributes.get("description") ?? ""));
    }
    // QuickFIX/J: the values are examples, others are permitted.
    if (element.attributes.get("allowOtherValues") === "true")
      return { tag, name: this.#need(element, "name"), type, values: [], names: [] };
    return { tag, name: this.#need(element, "name"), type, values, names };
  }

  #readMessage(element: XmlElement): MessageDefinition {
    this.#expectName(element, "message");
    const category = this.#need(element, "msgcat");
    if (category !== "admin" && category !== "app")
      throw this.#error(element, `msgcat ${category}; expected admin or app`);
    const msgType = this.#need(element, "msgtype");
    return {
      msgType,
      name: this.#need(element, "name"),
      admin: category === "admin",
      members: this.#readMembers(element),
    };
  }

  #readMembers(element: XmlElement): readonly MemberDefinition[] {
    return element.children.map((child) => this.#readMember(child));
  }

  #readMember(element: XmlElement): MemberDefinition {
    const name = this.#need(element, "name");
    const required = element.attributes.get("required") ?? "N";
    if (required !== "Y" && required !== "N") throw this.#error(element, `required ${required}; expected Y or N`);
    const member = { tag: 0, component: "", required: required === "Y", members: null };
    if (element.name === "component") {
      if (!this.#componentNames.has(name)) throw this.#error(element, `component ${name} is not in <components>`);
      return { ...member, component: name };
    }
    if (element.name !== "field" && element.name !== "group") {
      throw this.#error(element, `<${element.name}>; expected <field>, <group> or <component>`);
    }
    const tag = this.#tags.get(name);
    if (tag === undefined) throw this.#error(element, `${element.name} ${name} is not in <fields>`);
    if (element.name === "field") return { ...member, tag };
    if (element.children.length === 0) throw this.#error(element, `group ${name} has no members`);
    return { ...member, tag, members: this.#readMembers(element) };
  }

  #refuseTwins(fields: readonly FieldDefinition[]): void {
    const names = new Map<string, number>();
    const tags = new Map<number, string>();
    const elements = this.#section("fields");
    for (const [index, { tag, name }] of fields.entries()) {
      if (tags.has(tag))
        throw this.#error(elements[index], `tag ${tag} is defined twice, as ${tags.get(tag)} and ${name}`);
      if (names.has(name))
        throw this.#error(elements[index], `field ${name} is defined twice, as ${names.get(name)} and ${tag}`);
      names.set(name, tag);
      tags.set(tag, name);
    }
  }

  #refuseCircles(components: ReadonlyMap<string, readonly MemberDefinition[]>): void {
    const done = new Set<string>();
    const visit = (members: readonly MemberDefinition[], trail: readonly string[]): void => {
      for (const member of members) {
        if (trail.includes(member.component))
          throw this.#error(this.#root, `component ${member.component} contains itself`);
        if (member.members) visit(member.members, trail);
        if (member.component === "" || done.has(member.component)) continue;
        visit(components.get(member.component) ?? [], [...trail, member.component]);
        done.add(member.component);
      }
    };
    for (const [name, members] of components) visit(members, [name]);
  }

  #section(name: string): readonly XmlElement[] {
    return this.#root.children.filter((child) => child.name === name).flatMap((child) => child.children);
  }

  #need(element: XmlElement, attribute: string): string {
    const value = element.attributes.get(attribute) ?? "";
    const wrong = attribute === "name" ? !/^\w[\w.-]*$/.test(value) : value === "" || /[\s|=\x01]/.test(value);
    if (wrong) {
      throw this.#error(
        element,
        `<${element.name}> has ${attribute}='${value}'; expected ${attribute}='...' without spaces`,
      );
    }
    return value;
  }

  #expectName(element: XmlElement, name: string): void {
    if (element.name !== name) throw this.#error(element, `<${element.name}>; expected <${name}>`);
  }

  #error(element: XmlElement, what: string) {
    return dictionaryError(this.#source, element.line, what);
  }
}
