/** The raw FIX messages of an order, both directions, field by field with names and meanings. */
import { useState } from "preact/hooks";
import type { OrderDetail } from "../desk/detail-wire.ts";
import { copyText } from "./clipboard.ts";
import { timeOfDay } from "./format.ts";

type Message = OrderDetail["messages"][number];

export function OrderMessages(props: { messages: Message[] }) {
  const [open, setOpen] = useState(0);
  if (props.messages.length === 0) return <p class="faint">No FIX message of this order is in the journal.</p>;
  return (
    <ol class="messages">
      {props.messages.map((message, index) => (
        <li key={`${message.sequence}-${index}`} class="message" data-direction={message.direction}>
          <div class="message-bar">
            <button
              type="button"
              class="message-head"
              aria-expanded={open === index}
              onClick={() => setOpen(open === index ? -1 : index)}
            >
              <span class="direction">{message.direction === "in" ? "→ In" : "← Out"}</span>
              <time>{timeOfDay(message.timeUs, 6)}</time>
              <b>{kindOf(message)}</b>
              <span class="faint" title="MsgSeqNum">
                34={message.msgSeqNum}
              </span>
            </button>
            <button type="button" class="plain-button" onClick={() => void copyText(rawText(message), "Raw message")}>
              Copy raw
            </button>
            <button
              type="button"
              class="plain-button"
              onClick={() => void copyText(decodedText(message), "Decoded message")}
            >
              Copy decoded
            </button>
          </div>
          {open === index && <Fields message={message} />}
        </li>
      ))}
    </ol>
  );
}

function Fields(props: { message: Message }) {
  return (
    <>
      <code class="raw">{rawText(props.message)}</code>
      <table class="fields">
        <thead>
          <tr>
            <th>Tag</th>
            <th>Name</th>
            <th>Value</th>
            <th>Meaning</th>
          </tr>
        </thead>
        <tbody>
          {props.message.fields.map((field, index) => (
            <tr key={`${field.tag}-${index}`} data-tag={field.tag}>
              <td>{field.tag}</td>
              <td>{field.name}</td>
              <td>{field.value}</td>
              <td>{field.meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** "Execution Report · Trade": what it is, and of a report also what it reports. */
function kindOf(message: Message): string {
  const meaning = (tag: number) => message.fields.find((field) => field.tag === tag)?.meaning ?? "";
  const execType = meaning(150);
  return execType === "" ? meaning(35) : `${meaning(35)} · ${execType}`;
}

/** SOH is invisible; people and their tools write it as a bar. */
function rawText(message: Message): string {
  return message.raw.replaceAll("\u0001", "|");
}

function decodedText(message: Message): string {
  const lines = message.fields.map(({ tag, name, value, meaning }) => {
    return `${name}(${tag}) = ${value}${meaning === "" ? "" : `  [${meaning}]`}`;
  });
  return lines.join("\n");
}
