/** What waits for somebody: alerts until they are acknowledged, exceptions until they are dealt with, and what makes noise. */
import { AlertSettings, AlertsPanel, ExceptionsPanel } from "./alerts-panel.tsx";

export function AlertsScreen() {
  return (
    <div class="alerts-screen">
      <AlertsPanel />
      <div class="alerts-side">
        <ExceptionsPanel />
        <AlertSettings />
      </div>
    </div>
  );
}
