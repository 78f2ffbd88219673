/** The package ships no declarations; this is the part of it the desk uses. */
declare module "fixparser" {
  export type ParsedField = {
    tag: number;
    name: string | null;
    enumeration: { description?: string | null; symbolicName?: string | null } | null;
  };
  export default class FIXParser {
    parse(data: string): { data: ParsedField[] }[];
  }
}
