/** What a venue wants otherwise in our messages: a field removed, renamed, or with a constant in it. */

/** For one tag of one message type, "*" for all. Exactly one of the last three is given. */
export type TagRule = {
  readonly message: string;
  readonly tag: number;
  readonly remove?: boolean;
  readonly renameTo?: number;
  readonly value?: string;
};

/** A message's body on its way out: tags and their values side by side. */
export type BodyFields = { readonly tags: number[]; readonly values: string[] };

export class TagRules {
  readonly #byType = new Map<string, readonly TagRule[]>();
  readonly #rules: readonly TagRule[];

  constructor(rules: readonly TagRule[]) {
    this.#rules = rules;
  }

  /** Changes the fields in place, by the rules in their order. */
  apply(msgType: string, { tags, values }: BodyFields): void {
    for (const { tag, remove, renameTo, value } of this.#of(msgType)) {
      const at = tags.indexOf(tag);
      if (value !== undefined) {
        if (at >= 0) values[at] = value;
        else {
          tags.push(tag);
          values.push(value);
        }
      } else if (at < 0) {
      } else if (renameTo !== undefined) {
        tags[at] = renameTo;
      } else if (remove) {
        tags.splice(at, 1);
        values.splice(at, 1);
      }
    }
  }

  /** Whether a rule puts the tag there, so that it goes out though the dictionary does not have it. */
  puts(msgType: string, tag: number): boolean {
    return this.#of(msgType).some((rule) => (rule.value !== undefined && rule.tag === tag) || rule.renameTo === tag);
  }

  #of(msgType: string): readonly TagRule[] {
    let rules = this.#byType.get(msgType);
    if (rules === undefined) {
      rules = this.#rules.filter(({ message }) => message === "*" || message === msgType);
      this.#byType.set(msgType, rules);
    }
    return rules;
  }
}
