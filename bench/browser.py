"""The first page in a real browser on a slow line: 400 kbit/s down and up, 400 ms of latency."""

from __future__ import annotations

import json
import sys

from playwright.sync_api import CDPSession, Response, sync_playwright

LINE = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def _count(line: CDPSession, received: list[float]) -> None:
    line.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))


def main() -> None:
    """Print bytes over the line and milliseconds until the page is ready, the middle of five visits."""
    url, chromium = sys.argv[1:3]
    times, sizes = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS, "--disable-component-update"])
        for _ in range(5):
            context = browser.new_context(viewport={"width": 360, "height": 740})
            page = context.new_page()
            line = context.new_cdp_session(page)
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", LINE)
            received: list[float] = []
            line.on(
                "Network.loadingFinished", lambda event, received=received: received.append(event["encodedDataLength"])
            )
            answer: Response | None = page.goto(url, wait_until="load")
            assert answer is not None
            assert answer.ok
            times.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
            sizes.append(sum(received))
            context.close()
        browser.close()
    print(json.dumps({"ready_ms": sorted(times)[2], "bytes": sorted(sizes)[2]}))


if __name__ == "__main__":
    main()
