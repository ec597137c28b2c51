/* Links name files, so that they work without a server; a page that came from one has the address of its folder. */
(() => {
  if (location.protocol === "file:") return;
  const folder = location.pathname.replace(/\/index\.html$/, "/");
  if (folder !== location.pathname) history.replaceState(history.state, "", folder + location.search + location.hash);
})();
