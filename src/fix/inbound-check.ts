/**
 * Hot path: whether a message is what the session's peer may send; budget 0.6 us, nearly all of it the dictionary's.
 *
 * What is wrong is left in `reason` and `refTagId`; what follows from it is the caller's.
 */
import type { MessageView } from "./message-view.ts";
import { NO_TAG } from "./outbound.ts";
import { SessionRejectReason as Reason } from "./reject-reasons.ts";
import type { FixSessionConfig } from "./session-types.ts";
import { Tag } from "./tags.ts";
import { TimestampReader } from "./timestamps.ts";
import { Validator } from "./validator.ts";
import { dictionaryOf, isApplVerId } from "./versions.ts";

export class InboundCheck {
  /** Our wall clock in milliseconds, as of the current read. */
  wallMs = 0;
  /** SessionRejectReason(373) and RefTagID(371), or NO_TAG, of the last message found wrong. */
  reason = 0;
  refTagId = NO_TAG;
  readonly #config: FixSessionConfig;
  readonly #validator: Validator;
  /** For messages that name another application version than the session's own. */
  readonly #validators = new Map<string, Validator>();
  readonly #times = new TimestampReader();
  readonly #beginString: Buffer;
  readonly #theirCompId: Buffer;
  readonly #ourCompId: Buffer;

  constructor(config: FixSessionConfig) {
    this.#config = config;
    this.#validator = new Validator(config.dictionary, config.validation);
    this.#beginString = Buffer.from(config.beginString, "latin1");
    this.#theirCompId = Buffer.from(config.targetCompId, "latin1");
    this.#ourCompId = Buffer.from(config.senderCompId, "latin1");
  }

  hasBeginString(view: MessageView): boolean {
    return view.equals(0, this.#beginString);
  }

  /** Whether the message is as its version's dictionary wants it. */
  isValid(view: MessageView): boolean {
    const validator = this.#validatorFor(view);
    if (validator === null) return this.#fail(Reason.UnsupportedApplicationVersion, Tag.ApplVerID);
    return validator.check(view) || this.#fail(validator.reason, validator.hasRefTag ? validator.refTagId : NO_TAG);
  }

  /** Whether SendingTime(52) is near our clock and the CompIDs are the session's. */
  isFromPeer(view: MessageView): boolean {
    if (!this.isTimely(view)) return this.#fail(Reason.SendingTimeAccuracy, NO_TAG);
    const sender = view.indexOf(Tag.SenderCompID);
    const target = view.indexOf(Tag.TargetCompID);
    if (sender >= 0 && target >= 0 && view.equals(sender, this.#theirCompId) && view.equals(target, this.#ourCompId)) {
      return true;
    }
    return this.#fail(Reason.CompIdProblem, NO_TAG);
  }

  isTimely(view: MessageView): boolean {
    const latencyMaxMs = this.#config.latencyMaxMs;
    return latencyMaxMs === 0 || Math.abs(this.wallMs - this.timeMs(view, Tag.SendingTime)) <= latencyMaxMs;
  }

  /** Whether a message that was possibly sent before says when, and not later than this copy. */
  isProperDuplicate(view: MessageView): boolean {
    if (!view.has(Tag.OrigSendingTime)) return this.#fail(Reason.RequiredTagMissing, Tag.OrigSendingTime);
    const later = this.timeMs(view, Tag.OrigSendingTime) > this.timeMs(view, Tag.SendingTime);
    return !later || this.#fail(Reason.SendingTimeAccuracy, NO_TAG);
  }

  /** A timestamp field in milliseconds, NaN when absent. */
  timeMs(view: MessageView, tag: number): number {
    const index = view.indexOf(tag);
    return index < 0 ? Number.NaN : this.#times.readMs(view.bytes, view.starts[index], view.ends[index]);
  }

  /** Null when the message names an application version that is not spoken here. */
  #validatorFor(view: MessageView): Validator | null {
    const { traits, defaultApplVerId, beginString, validation, otherDictionaries } = this.#config;
    if (!traits.hasApplVerId || !view.has(Tag.ApplVerID)) return this.#validator;
    const version = view.text(Tag.ApplVerID);
    if (version === defaultApplVerId || version === "") return this.#validator;
    if (!isApplVerId(version)) return null;
    let validator = this.#validators.get(version);
    if (validator === undefined) {
      const dictionary = otherDictionaries.get(version) ?? dictionaryOf(beginString, version);
      validator = new Validator(dictionary, validation);
      this.#validators.set(version, validator);
    }
    return validator;
  }

  #fail(reason: number, refTagId: number): false {
    this.reason = reason;
    this.refTagId = refTagId;
    return false;
  }
}
