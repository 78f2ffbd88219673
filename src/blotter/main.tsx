/** The page: header, orders, executions, the system's figures, an order's drawer, status bar. */
import { render } from "preact";
import { ExecutionsPanel } from "./executions-panel.tsx";
import { startFeed } from "./feed.ts";
import { Banner, Header, StatusBar } from "./frame.tsx";
import { OrderDrawer } from "./order-drawer.tsx";
import { OrdersPanel } from "./orders-panel.tsx";
import { startShortcuts } from "./shortcuts.ts";
import * as store from "./store.ts";
import { SystemPanel } from "./system-panel.tsx";
import { startTheme } from "./theme.ts";

function Page() {
  return (
    <div class="page" data-system={store.isSystemShown.value}>
      <Header />
      <Banner />
      <main class="work">
        <div class="tables">
          <OrdersPanel />
          <ExecutionsPanel />
        </div>
        {store.isSystemShown.value && <SystemPanel />}
        {store.openOrderId.value !== 0 && (
          <OrderDrawer key={store.openOrderId.value} orderId={store.openOrderId.value} />
        )}
      </main>
      <StatusBar />
      {store.toast.value !== "" && (
        <div class="toast" role="status">
          {store.toast.value}
        </div>
      )}
    </div>
  );
}

startTheme();
startShortcuts();
startFeed();
render(<Page />, document.getElementById("blotter")!);
