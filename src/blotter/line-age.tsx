/** The line is lost: how old what is shown is, and that what was typed is kept. */
import { span } from "./format.ts";
import * as store from "./store.ts";

export function LineAge() {
  if (store.connection.value !== "lost") return null;
  return (
    <p class="line-lost" role="status">
      The line to the desk is lost: what is shown is {span(store.dataAgeMs.value)} old. What you typed is kept.
    </p>
  );
}
