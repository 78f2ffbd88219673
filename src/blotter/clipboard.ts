/** Text for other programs. */
import * as store from "./store.ts";

/** @param what it is, as the toast says it */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    store.toast.value = `${what} copied`;
  } catch {
    store.toast.value = `${what} could not be copied: the browser does not let this page use the clipboard`;
  }
}
