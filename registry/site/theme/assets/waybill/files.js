/* A page that came from a server has the address of its folder. A page that was opened as a file may start no
   worker, so that the search runs in a hidden frame instead. */
(() => {
  if (location.protocol !== "file:") {
    const folder = location.pathname.replace(/\/index\.html$/, "/");
    if (folder !== location.pathname) history.replaceState(history.state, "", folder + location.search + location.hash);
    return;
  }
  class IFrameWorker extends EventTarget {
    constructor(source) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "Search";
      document.body.append(frame);
      const within = frame.contentWindow;
      within.document.open();
      within.document.write("<!doctype html><title>Search</title><body>");
      within.document.close();
      within.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }));
      this.within = within;
      this.ready = new Promise((resolve, reject) => {
        const script = within.document.createElement("script");
        script.src = source;
        script.onload = resolve;
        script.onerror = reject;
        within.document.body.append(script);
      });
    }
    postMessage(data) {
      this.ready.then(() => this.within.dispatchEvent(new this.within.MessageEvent("message", { data })), () => {});
    }
    terminate() { this.within.frameElement.remove(); }
  }
  window.IFrameWorker = window.Worker = IFrameWorker;
})();
