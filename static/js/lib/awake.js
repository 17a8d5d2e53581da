// Keeps the screen on, where the browser can: a phone that sleeps stops sending.

let wanted = false;
let lock = null;

export function stayAwake(on) {
  if (wanted === on) return;
  wanted = on;
  if (on) take();
  else lock?.release();
}

async function take() {
  if (!wanted || document.hidden || !navigator.wakeLock) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    if (!wanted) lock.release();
  } catch {
    // A battery that is nearly empty, for one. Sending goes on as long as the device does.
  }
}

// The browser takes the lock away with the window, and does not give it back by itself.
addEventListener("visibilitychange", take);
