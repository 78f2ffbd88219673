/** What stands before the first column of an order: where it is in the tree, and the sign of the rule its row fulfils. */
import type { ComponentChildren } from "preact";
import type { OrderRow } from "../desk/wire.ts";
import { expandGroup } from "./feed.ts";
import { RULE_SIGNS, ruleOf } from "./row-rules.ts";
import { expanded, orderKey, view } from "./view-state.ts";

export function LeadCell({ row, children }: { row: OrderRow; children: ComponentChildren }) {
  const { tree, rules } = view.value;
  const rule = rules.length === 0 ? null : ruleOf(rules, row);
  return (
    <>
      {rule !== null && (
        <span class="rule-sign" data-tone={rule.tone} title={rule.text}>
          {RULE_SIGNS[rule.tone]}
        </span>
      )}
      {tree && <Branch row={row} />}
      {children}
    </>
  );
}

function Branch({ row: { orderId, parentOrderId, children } }: { row: OrderRow }) {
  if (parentOrderId !== 0) return <span class="branch" aria-hidden="true" />;
  if (children === 0) return <span class="twisty" />;
  const isOpen = expanded.value.includes(orderKey(orderId));
  return (
    <button
      type="button"
      class="twisty"
      tabIndex={-1}
      aria-label={`${isOpen ? "Hide" : "Show"} the ${children} parts of order ${orderId}`}
      onClick={(event) => {
        event.stopPropagation();
        expandGroup(orderKey(orderId), !isOpen);
      }}
    >
      {isOpen ? "▾" : "▸"}
    </button>
  );
}
