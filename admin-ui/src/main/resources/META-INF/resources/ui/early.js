// Before the first paint, so that a chosen theme does not flash.
try {
  const theme = localStorage.getItem('helios-theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Storage is off: the system's theme it is.
}
