/** The way from screen to screen: words in the header, and at the bottom within a thumb's reach on a phone. */
import { hrefOf, place, SCREENS } from "./screens.ts";
import * as store from "./store.ts";

export function ScreenNav() {
  const { screen } = place.value;
  return (
    <nav class="screens" aria-label="Screens">
      {SCREENS.map(({ id, word, key, sign }) => (
        <a key={id} href={hrefOf(id)} aria-current={screen === id ? "page" : undefined} title={`${word} (g ${key})`}>
          <span class="screen-sign" aria-hidden="true">
            {sign}
          </span>
          {word}
          {id === "alerts" && store.alertCount.value > 0 && (
            <span class="screen-badge">
              {store.alertCount.value}
              <span class="unseen"> wait</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}
