/** What waits for somebody, and the kill switch: alerts until they are acknowledged, exceptions until they are dealt with, and what makes noise. */
import { AlertSettings, AlertsPanel, ExceptionsPanel } from "./alerts-panel.tsx";
import { KillPanel } from "./kill-panel.tsx";

export function AlertsScreen() {
  return (
    <div class="alerts-screen">
      <AlertsPanel />
      <div class="alerts-side">
        <KillPanel />
        <ExceptionsPanel />
        <AlertSettings />
      </div>
    </div>
  );
}
