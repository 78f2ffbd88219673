/** Which rows of a long list are on the screen: tanstack's virtualizer, tied to a component's life. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useState } from "preact/hooks";

export function useVirtualRows(
  count: number,
  rowHeight: number,
  headerHeight: number,
  scroller: RefObject<HTMLDivElement | null>,
): Virtualizer<HTMLDivElement, HTMLDivElement> {
  const [, render] = useReducer((version: number, _action: null) => version + 1, 0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    // The header lies over the first rows and moves all of them down: what it takes is missing at the bottom.
    scrollPaddingEnd: headerHeight,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => render(null),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLDivElement, HTMLDivElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}
