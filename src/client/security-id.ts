/** How a client names an instrument beside its Symbol. */
import type { MessageView } from "../fix/message-view.ts";
import { Tag } from "../fix/tags.ts";

/** SecurityIDSource (22), a colon and SecurityID (48), as instruments are known by; "" when the message has no SecurityID. */
export function securityIdOf(message: MessageView): string {
  if (message.indexOf(Tag.SecurityID) < 0) return "";
  return `${message.text(Tag.SecurityIDSource)}:${message.text(Tag.SecurityID)}`;
}
