/* Opens the console when the reader asks for it. What the page says already is left out. Descriptions are shown as bare text: Markdown of other people could
   load pictures from elsewhere. Nothing is asked of any host but for the call that the reader makes. */
(() => {
  const place = document.querySelector(".wb-console");
  if (!place) return;
  const folder = new URL(".", document.currentScript.src);
  const button = place.querySelector("button");
  const choice = place.querySelector("select");
  const target = place.querySelector(".wb-console-target");
  const note = place.querySelector(".wb-console-note");

  const loaded = () => new Promise((resolve, reject) => {
    if (window.SwaggerUIBundle) return resolve();
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("swagger-ui.css", folder);
    const script = document.createElement("script");
    script.src = new URL("swagger-ui-bundle.js", folder);
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(style, script);
  });

  const bareText = () => ({
    wrapComponents: {
      InfoContainer: () => () => null,
      Markdown: (_, system) => ({ source }) =>
        source ? system.React.createElement("p", { className: "wb-console-text" }, source) : null,
    },
  });

  const follow = () => {
    const dark = document.body.dataset.mdColorScheme === "slate";
    document.documentElement.classList.toggle("dark-mode", dark);
  };

  const show = async () => {
    note.textContent = "Loading …";
    try {
      const answer = await fetch(new URL(choice.value, location.href));
      if (!answer.ok) throw new Error(`${answer.status}`);
      const spec = await answer.json();
      await loaded();
      follow();
      new MutationObserver(follow).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
      window.SwaggerUIBundle({
        spec,
        domNode: target,
        deepLinking: false,
        docExpansion: "list",
        defaultModelsExpandDepth: -1,
        tryItOutEnabled: true,
        validatorUrl: null,
        plugins: [bareText],
        presets: [window.SwaggerUIBundle.presets.apis],
      });
      note.textContent = "";
    } catch (problem) {
      note.textContent = location.protocol === "file:"
        ? "A page that was opened as a file may read no other file. Start “waybill serve”, and open the console there."
        : `The description could not be loaded (${problem.message}).`;
    }
  };

  choice.hidden = choice.options.length < 2;
  button.hidden = false;
  place.querySelector(".wb-console-without").hidden = true;
  button.addEventListener("click", show);
  choice.addEventListener("change", show);
})();
