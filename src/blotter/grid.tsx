// biome-ignore-all lint/a11y/noStaticElementInteractions: the element is a grid or a tree grid, as the table is told
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: the element is a grid or a tree grid, as the table is told
// biome-ignore-all lint/a11y/useSemanticElements: a table of virtual rows follows the ARIA grid pattern, with one tab stop and its keys on the grid
// biome-ignore-all lint/a11y/useFocusableInteractive: a table of virtual rows follows the ARIA grid pattern, with one tab stop and its keys on the grid
// biome-ignore-all lint/a11y/useKeyWithClickEvents: a table of virtual rows follows the ARIA grid pattern, with one tab stop and its keys on the grid
/**
 * A dense table that draws only the rows on the screen. Rows keep their key for life; when rows arrive above, the view
 * stays on the row it was on and says how many are new. ARIA grid pattern with one tab stop: arrows, Home, End, Page
 * keys move the selection, Enter opens it.
 */
import type { ComponentChildren } from "preact";
import { memo } from "preact/compat";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Change } from "./changes.ts";
import { useVirtualRows } from "./virtual-rows.ts";

export const ROW_HEIGHT = 24;
const HEADER_HEIGHT = 26;
/** More than there are rows on any screen. */
const PLACES = 256;

export type Column<Row> = {
  id: string;
  title: string;
  width: number;
  align?: "right";
  cell: (row: Row) => ComponentChildren;
  /** The field whose change flashes the cell. */
  field?: keyof Row & string;
  hint?: (row: Row) => string;
  isSortable?: boolean;
  /** A person has set the width: it is no share of what there is. */
  isFixed?: boolean;
  /** Stays at the left when the table is wider than its place and moves sideways; at most three do. */
  isPinned?: boolean;
};

/** Where rows come from: all of them here, or a window on many more elsewhere. */
export type GridSource<Key, Row> = {
  readonly count: number;
  /** undefined for a line that is not here yet. */
  keyAt(index: number): Key | undefined;
  rowOf(key: Key): Row | undefined;
  /** -1 for a row that is not here. */
  indexOf(key: Key): number;
  changeOf(key: Key, field: string, nowMs: number): Change | undefined;
};
export type SortMark = { column: string; descending: boolean };
/** Lines on the screen, and the first row among them when others may come above it. */
export type Shown<Key> = { first: number; last: number; anchor: Key | undefined };

/** Where a row is in a tree and whether it is open, and the colour somebody gave rows like it. */
export type RowLook = { level?: number; isOpen?: boolean | undefined; rule?: string | undefined };

export type GridProps<Key extends number | string, Row> = {
  label: string;
  columns: readonly Column<Row>[];
  source: GridSource<Key, Row>;
  /** Another number each time the source has changed. */
  version: number;
  keyAttribute: string;
  selected: Key | null;
  /** @param isRange the lines from the one before to this one are meant, too */
  onSelect: (key: Key, isRange: boolean) => void;
  /** Rows that are chosen beside the one the keys move. */
  isPicked?: (key: Key) => boolean;
  onPick?: (key: Key) => void;
  /** A key the table does not know. @returns true when it was meant for this row */
  onKey?: (event: KeyboardEvent, key: Key | null) => boolean;
  onOpen: (key: Key) => void;
  sort?: readonly SortMark[];
  /** With `isAdded` behind the columns that are sorted by already. */
  onSort?: (column: string, isAdded: boolean) => void;
  /** A column's own menu, `left` pixels into the header. */
  menu?: (column: string, left: number, close: () => void) => ComponentChildren;
  onResize?: (column: string, width: number) => void;
  /** Draws a line that is no row: a group. `null` for a row. */
  groupLine?: (row: Row, template: string) => ComponentChildren | null;
  toneOf?: (row: Row) => string;
  /** Lines stand under others. */
  isTree?: boolean;
  lookOf?: (row: Row) => RowLook;
  onShown?: (shown: Shown<Key>) => void;
  empty: string;
  /** What stands above all lines, and how high it is. */
  above?: { height: number; draw: (template: string) => ComponentChildren };
  /** Pixels of a line, 24 unless told. */
  rowHeight?: number;
};

export function Grid<Key extends number | string, Row>(props: GridProps<Key, Row>) {
  const { columns, source, selected, rowHeight = ROW_HEIGHT } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const aboveHeight = props.above?.height ?? 0;
  const aboveBefore = useRef(aboveHeight);
  useLayoutEffect(() => {
    const grown = aboveHeight - aboveBefore.current;
    aboveBefore.current = aboveHeight;
    // What is on the screen stays where it is; at the top, what comes is seen.
    if (grown !== 0 && scroller.current !== null && scroller.current.scrollTop >= 1)
      scroller.current.scrollTop += grown;
  }, [aboveHeight]);
  const virtual = useVirtualRows(source.count, rowHeight, HEADER_HEIGHT + aboveHeight, scroller);
  const newAbove = useSteadyScroll(scroller, source, props.version, rowHeight, () => virtual.scrollOffset ?? 0);
  const width = columns.reduce((total, column) => total + column.width, 0);
  const pins = pinsOf(columns);
  const template = columns
    .map((column) => (column.isFixed === true ? `${column.width}px` : `minmax(0, ${column.width}fr)`))
    .join(" ");
  const isWide = useIsWide(scroller, width);
  const nowMs = performance.now();
  const items = virtual.getVirtualItems();
  useLayoutEffect(() => {
    const first = items[0]?.index;
    if (first === undefined || props.onShown === undefined) return;
    // The element itself is not asked: that would have the browser lay out the page at once.
    const top = virtual.scrollOffset ?? 0;
    const anchor = top < 1 ? undefined : source.keyAt(Math.floor(top / rowHeight));
    props.onShown({ first, last: items[items.length - 1].index, anchor });
  });

  // A key may lead to a line that is not here yet: it is selected when it comes.
  const awaited = useRef<{ index: number; isRange: boolean } | null>(null);
  useLayoutEffect(() => {
    const key = awaited.current === null ? undefined : source.keyAt(awaited.current.index);
    if (key === undefined || awaited.current === null) return;
    props.onSelect(key, awaited.current.isRange);
    awaited.current = null;
  }, [props.version]);

  /** Where the keys go from: the selected line; the first one on the screen when that is far from here. */
  const placeOf = (key: Key | null): number => {
    if (key === null) return -1;
    const index = source.indexOf(key);
    return index === -1 ? Math.ceil((virtual.scrollOffset ?? 0) / rowHeight) : index;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = awaited.current?.index ?? placeOf(selected);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const to = event.ctrlKey || event.metaKey ? -1 : targetIndex(event, index, source.count, page);
    if (to !== -1) {
      const key = source.keyAt(to);
      if (key !== undefined) props.onSelect(key, event.shiftKey);
      awaited.current = key === undefined ? { index: to, isRange: event.shiftKey } : null;
      virtual.scrollToIndex(to, { align: "auto" });
    } else if (event.key === "Enter" && selected !== null) props.onOpen(selected);
    else if (event.key === " " && selected !== null && props.onPick !== undefined) props.onPick(selected);
    else if (props.onKey?.(event, selected) !== true) return;
    event.preventDefault();
  };

  return (
    <div class="grid-frame">
      <div
        class="grid"
        role={props.isTree === true ? "treegrid" : "grid"}
        aria-label={props.label}
        aria-rowcount={source.count + 1}
        aria-colcount={columns.length}
        aria-multiselectable={props.onPick === undefined ? undefined : true}
        aria-activedescendant={selected === null ? undefined : `${props.keyAttribute}-${selected}`}
        tabIndex={0}
        ref={scroller}
        data-wide={isWide}
        onKeyDown={onKeyDown}
      >
        <div class="grid-inner" style={{ minWidth: `${width}px`, ...pinPlaces(columns) }}>
          <HeaderRow {...props} template={template} pins={pins} />
          {props.above?.draw(template)}
          <div class="grid-body" role="rowgroup" style={{ height: `${virtual.getTotalSize()}px` }}>
            {items.map((item) => {
              const key = source.keyAt(item.index);
              const row = key === undefined ? undefined : source.rowOf(key);
              if (key === undefined || row === undefined) return null;
              const group = props.groupLine?.(row, template) ?? null;
              const look = props.lookOf?.(row);
              const attributes = { [props.keyAttribute]: key, id: `${props.keyAttribute}-${key}` };
              return (
                <div
                  // By place, not by row: when rows come above, what is on the screen changes its words, and no element is
                  // made or removed. Measured at 2,000 changes a second: see bench/browser.
                  key={item.index % PLACES}
                  {...attributes}
                  class="grid-row"
                  role="row"
                  aria-rowindex={item.index + 2}
                  aria-selected={key === selected || props.isPicked?.(key) === true}
                  data-active={key === selected}
                  data-picked={props.isPicked?.(key)}
                  aria-level={look?.level}
                  aria-expanded={look?.isOpen}
                  data-rule={look?.rule}
                  data-tone={props.toneOf?.(row)}
                  data-odd={item.index % 2 === 1}
                  data-group={group !== null}
                  style={{ transform: `translateY(${item.start}px)`, gridTemplateColumns: template }}
                  onClick={(event) => {
                    if (props.onPick !== undefined && (event.ctrlKey || event.metaKey)) return props.onPick(key);
                    props.onSelect(key, event.shiftKey);
                    if (!event.shiftKey || props.onPick === undefined) props.onOpen(key);
                  }}
                >
                  {group ??
                    columns.map((column) => (
                      <Cell
                        key={column.id}
                        column={column}
                        row={row}
                        pin={pins.get(column.id)}
                        change={column.field === undefined ? undefined : source.changeOf(key, column.field, nowMs)}
                      />
                    ))}
                </div>
              );
            })}
          </div>
        </div>
        {source.count === 0 && <div class="grid-empty">{props.empty}</div>}
      </div>
      {newAbove > 0 && (
        <button type="button" class="new-chip" onClick={() => scroller.current?.scrollTo({ top: 0 })}>
          ↑ {newAbove} new
        </button>
      )}
    </div>
  );
}

type CellProps<Row> = { column: Column<Row>; row: Row; pin: number | undefined; change: Change | undefined };

/** Drawn again only when its row is another object or its flash is a new one. */
const Cell = memo(function Cell<Row>(props: CellProps<Row>) {
  const { column, row, change } = props;
  return (
    <div
      class={column.align === "right" ? "cell right" : "cell"}
      role="gridcell"
      data-column={column.id}
      data-pin={props.pin}
      title={column.hint?.(row)}
    >
      {/* A new key is a new element, and so the animation starts again. */}
      <span
        key={change?.atMs ?? 0}
        class={change === undefined ? "value" : `value flash-${change.direction}`}
        style={
          change === undefined ? undefined : { animationDelay: `${Math.round(change.atMs - performance.now())}ms` }
        }
      >
        {column.cell(row)}
      </span>
    </div>
  );
}) as <Row>(props: CellProps<Row>) => preact.JSX.Element;

function HeaderRow<Key extends number | string, Row>(
  props: GridProps<Key, Row> & { template: string; pins: ReadonlyMap<string, number> },
) {
  const [menu, setMenu] = useState<{ column: string; left: number } | null>(null);
  const { sort = [], onSort } = props;
  return (
    <div class="grid-header" role="row" aria-rowindex={1} style={{ gridTemplateColumns: props.template }}>
      {props.columns.map((column) => {
        const level = sort.findIndex((mark) => mark.column === column.id);
        const direction = level === -1 ? undefined : sort[level].descending ? "descending" : "ascending";
        const openMenu = (event: MouseEvent) => {
          event.preventDefault();
          const cell = (event.currentTarget as HTMLElement).closest<HTMLElement>(".cell");
          setMenu(cell === null || props.menu === undefined ? null : { column: column.id, left: cell.offsetLeft });
        };
        return (
          <div
            key={column.id}
            class={column.align === "right" ? "cell right" : "cell"}
            role="columnheader"
            data-pin={props.pins.get(column.id)}
            aria-sort={direction}
            onContextMenu={openMenu}
          >
            {column.isSortable === true && onSort !== undefined ? (
              <button type="button" tabIndex={-1} onClick={(event) => onSort(column.id, event.shiftKey)}>
                {column.title}
                {direction !== undefined && (
                  <span class="sort-mark">
                    {direction === "descending" ? "▾" : "▴"}
                    {sort.length > 1 && level + 1}
                  </span>
                )}
              </button>
            ) : (
              column.title
            )}
            {props.menu !== undefined && (
              <button
                type="button"
                class="column-opener"
                tabIndex={-1}
                aria-label={`Menu of column ${column.title}`}
                onClick={openMenu}
              >
                ⋮
              </button>
            )}
            {props.onResize !== undefined && (
              <span class="column-edge" onPointerDown={(event) => drag(event, column.id, props.onResize)} />
            )}
          </div>
        );
      })}
      {menu !== null && props.menu?.(menu.column, menu.left, () => setMenu(null))}
    </div>
  );
}

/** Which of the pinned columns each is, from the left. */
export function pinsOf(columns: readonly Pick<Column<never>, "id" | "isPinned">[]): ReadonlyMap<string, number> {
  return new Map(columns.filter(({ isPinned }) => isPinned === true).map(({ id }, index) => [id, index]));
}

/** Where the pinned columns stop on their way to the left, each beside the one before. */
function pinPlaces<Row>(columns: readonly Column<Row>[]): Record<string, string> {
  const places: Record<string, string> = {};
  let left = 0;
  for (const [index, column] of columns.filter(({ isPinned }) => isPinned === true).entries()) {
    places[`--pin-${index}`] = `${left}px`;
    left += column.width;
  }
  return places;
}

/** Is the table wider than its place? Only then anything is pinned: what cannot move costs the browser nothing. */
function useIsWide(scroller: { current: HTMLDivElement | null }, width: number): boolean {
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setRoom(Math.round(entry.contentRect.width)));
    if (scroller.current !== null) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [scroller]);
  return width > room;
}

/** Follows the pointer until it is let go, and tells the column's width on the way. */
function drag(event: PointerEvent, column: string, onResize: GridProps<string, never>["onResize"]): void {
  event.preventDefault();
  const edge = event.currentTarget as HTMLElement;
  const begin = (edge.parentElement as HTMLElement).offsetWidth - event.clientX;
  edge.setPointerCapture(event.pointerId);
  const move = (moved: PointerEvent) => onResize?.(column, Math.round(begin + moved.clientX));
  edge.addEventListener("pointermove", move);
  edge.addEventListener("pointerup", () => edge.removeEventListener("pointermove", move), { once: true });
}

/** @returns -1 when the key moves nothing. */
function targetIndex(event: KeyboardEvent, index: number, count: number, page: number): number {
  if (count === 0) return -1;
  const clamp = (value: number) => Math.max(0, Math.min(count - 1, value));
  switch (event.key) {
    case "ArrowDown":
      return clamp(index + 1);
    case "ArrowUp":
      return clamp(index === -1 ? 0 : index - 1);
    case "PageDown":
      return clamp(index + page);
    case "PageUp":
      return clamp(index - page);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return -1;
  }
}

/**
 * Holds the view on the rows it shows while others come and go above them.
 *
 * @returns rows that came above since the view left the top
 */
function useSteadyScroll<Key, Row>(
  scroller: { current: HTMLDivElement | null },
  source: GridSource<Key, Row>,
  version: number,
  rowHeight: number,
  offset: () => number,
): number {
  const held = useRef<{ key: Key | undefined; index: number }>({ key: undefined, index: 0 });
  const [newAbove, setNewAbove] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || offset() < 1 || held.current.key === undefined) return;
    const now = source.indexOf(held.current.key);
    if (now === -1 || now === held.current.index) return;
    const moved = now - held.current.index;
    held.current.index = now;
    element.scrollTop += moved * rowHeight;
    if (moved > 0) setNewAbove((count) => count + moved);
  }, [version, scroller, rowHeight]);
  useLayoutEffect(() => {
    const element = scroller.current;
    const onScroll = () => {
      if (element === null) return;
      const index = Math.floor(element.scrollTop / rowHeight);
      held.current = { key: element.scrollTop < 1 ? undefined : source.keyAt(index), index };
      if (element.scrollTop < 1) setNewAbove(0);
    };
    element?.addEventListener("scroll", onScroll, { passive: true });
    return () => element?.removeEventListener("scroll", onScroll);
  }, [scroller, source, rowHeight]);
  return newAbove;
}
