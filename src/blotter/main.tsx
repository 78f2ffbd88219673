/** The page: header, one of the screens, an order's drawer over it, status bar. */
import { render } from "preact";
import { startActions } from "./actions.ts";
import { startAlerts } from "./alerts.ts";
import { CommandLine } from "./command-line.tsx";
import { ExecutionsPanel } from "./executions-panel.tsx";
import { startFeed } from "./feed.ts";
import { Banner, Header, StatusBar } from "./frame.tsx";
import { Help } from "./help.tsx";
import { lazily } from "./lazily.tsx";
import { openMassMenu } from "./mass.ts";
import { Mass } from "./mass-window.tsx";
import { OrderDrawer } from "./order-drawer.tsx";
import { OrdersPanel } from "./orders-panel.tsx";
import { place, startScreens } from "./screens.ts";
import { startShortcuts } from "./shortcuts.ts";
import * as store from "./store.ts";
import { SystemPanel } from "./system-panel.tsx";
import { startTheme } from "./theme.ts";
import { Actions } from "./ticket.tsx";
import { startToast, Toast } from "./toast.tsx";

const AlertsScreen = lazily(async () => (await import("./alerts-screen.tsx")).AlertsScreen);
const DepthScreen = lazily(async () => (await import("./depth-screen.tsx")).DepthScreen);
const HistoryScreen = lazily(async () => (await import("./history-screen.tsx")).HistoryScreen);
const SessionsScreen = lazily(async () => (await import("./sessions-screen.tsx")).SessionsScreen);
const SystemScreen = lazily(async () => (await import("./system-screen.tsx")).SystemScreen);

function Page() {
  return (
    <div class="page" data-screen={place.value.screen} data-system={store.isSystemShown.value}>
      <Header />
      <Banner />
      <main class="work">
        <Screen />
        {store.openOrderId.value !== 0 && (
          <OrderDrawer key={store.openOrderId.value} orderId={store.openOrderId.value} />
        )}
      </main>
      <StatusBar />
      <Actions />
      <Mass />
      <CommandLine />
      <Help />
      <Toast />
    </div>
  );
}

function Screen() {
  switch (place.value.screen) {
    case "alerts":
      return <AlertsScreen />;
    case "depth":
      return <DepthScreen />;
    case "history":
      return <HistoryScreen />;
    case "sessions":
      return <SessionsScreen />;
    case "system":
      return <SystemScreen />;
    default:
      return <OrdersScreen />;
  }
}

function OrdersScreen() {
  return (
    <>
      <div class="tables">
        <OrdersPanel />
        <ExecutionsPanel />
      </div>
      {store.isSystemShown.value && <SystemPanel />}
    </>
  );
}

startTheme();
startScreens();
startShortcuts();
startToast();
startAlerts();
startActions((left, top) => void openMassMenu(left, top));
startFeed();
render(<Page />, document.getElementById("blotter")!);
