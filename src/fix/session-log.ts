/** What a session tells people: events in plain words, the last thing that went wrong, and counts for a console. */
import type { MessageView } from "./message-view.ts";
import type { FixSession } from "./session.ts";
import type { FixApplication, SessionEventKind } from "./session-types.ts";
import { Tag } from "./tags.ts";

export class SessionLog {
  application: FixApplication | null = null;
  lastError = "";
  rejectsSent = 0;
  rejectsReceived = 0;
  garbled = 0;
  readonly #session: FixSession;

  constructor(session: FixSession) {
    this.#session = session;
  }

  /** For the session's status. */
  counts() {
    const { rejectsSent, rejectsReceived, garbled, lastError } = this;
    return { rejectsSent, rejectsReceived, garbled, lastError };
  }

  event(kind: SessionEventKind, text: string): void {
    this.application?.onSessionEvent?.(this.#session, kind, text);
  }

  /** An event that a console shows as the session's last error until the next. */
  fault(kind: SessionEventKind, text: string): void {
    this.lastError = text;
    this.event(kind, text);
  }

  /** The peer's Reject(3) of a message of ours. */
  rejected(view: MessageView): void {
    this.rejectsReceived++;
    this.fault("reject-received", `our message ${view.text(Tag.RefSeqNum)} was rejected: ${view.text(Tag.Text)}`);
    this.application?.onReject?.(this.#session, view);
  }
}
