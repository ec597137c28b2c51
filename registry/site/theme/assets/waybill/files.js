/* Links name files, so that they work without a server; a page that came from one has the address of its folder.
   An anchor that the page has lost leads to where it is now. */
(() => {
  const lost = document.querySelector('meta[name="waybill:moved"]');
  const wanted = () => decodeURIComponent(location.hash.slice(1));
  const follow = () => {
    if (!lost || !wanted() || document.getElementById(wanted())) return;
    window.waybillMoved = moved => { if (moved[wanted()]) location.replace(moved[wanted()]); };
    document.head.append(Object.assign(document.createElement("script"), { src: lost.content }));
  };
  window.addEventListener("hashchange", follow);
  follow();
  if (location.protocol === "file:") return;
  const folder = location.pathname.replace(/\/index\.html$/, "/");
  if (folder !== location.pathname) history.replaceState(history.state, "", folder + location.search + location.hash);
})();
