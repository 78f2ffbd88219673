/** Whose reports, and requests, a drop copy session gets. */

/** Those of these clients' sessions, or of these accounts; both null: everybody's. */
export type DropCopyScope = { sessionIds: ReadonlySet<number> | null; accounts: ReadonlySet<string> | null };

export function isInScope(scope: DropCopyScope, sessionId: number, account: string): boolean {
  if (scope.sessionIds?.has(sessionId) || scope.accounts?.has(account)) return true;
  return scope.sessionIds === null && scope.accounts === null;
}
