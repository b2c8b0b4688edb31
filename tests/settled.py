"""When a page in a browser has settled: a condition for ``page.wait_for_function``."""

# A busy machine takes its time between a click and the first sign of the run that follows it: settled is what has not
# changed for a while, not what stands still at one moment.
QUIET_MS = 600
SETTLED = """(quiet) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const still = app && app.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
    && !document.querySelector('[data-testid="stSkeleton"]') && !document.querySelector('[data-stale="true"]');
  const shown = still ? app.innerText : null, now = performance.now();
  if (!still || window.lastShown !== shown) { window.lastShown = shown; window.shownSince = now; }
  return still && now - window.shownSince >= quiet;
}"""
