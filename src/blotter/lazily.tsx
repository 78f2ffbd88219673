/** A screen whose code is fetched when it is first opened. */
import { type FunctionComponent, h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Loading } from "./loading.tsx";

export function lazily(load: () => Promise<FunctionComponent>): FunctionComponent {
  let loaded: FunctionComponent | null = null;
  return function Lazy() {
    const [state, setState] = useState(loaded === null ? "waiting" : "ready");
    useEffect(() => {
      if (loaded !== null) return;
      load().then(
        (component) => {
          loaded = component;
          setState("ready");
        },
        () => setState("failed"),
      );
    }, []);
    if (loaded !== null) return h(loaded, null);
    const text = "This screen could not be loaded: the desk may run another version by now. Load the page again.";
    return (
      <section class="panel screen" aria-busy={state === "waiting"}>
        {state === "failed" ? <p class="screen-note">{text}</p> : <Loading />}
      </section>
    );
  };
}
