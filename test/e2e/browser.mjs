/** The browser that looks at code-server: Debian's chromium, or the one named by CHROMIUM. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

export const chromiumPath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((file) => file && existsSync(file));

export function launchBrowser() {
  return chromium.launch({
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
      "--disable-sync", "--disable-dev-shm-usage",
    ],
  });
}
