const TYPED_IN = "input, select, textarea, video, [contenteditable]";

// The control that stands for a key: whatever names it in data-key. Nothing while somebody types or a menu is open.
export function meantBy(event, root) {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return null;
  if (event.target.closest?.(TYPED_IN) || root.querySelector("[data-menu][open]")) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return root.querySelector(`[data-key="${CSS.escape(key)}"]:not([hidden])`);
}
